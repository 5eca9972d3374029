"""The jars: the committed list, the download, and everything that can go wrong on the way."""

import errno
import hashlib
import http.server
import os
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from inunison.errors import ServerError, StorageError, UsageError
from inunison.graph.server import download
from inunison.graph.server.jars import Jar, file_hash, jar_list, missing
from inunison.graph.server.places import VERSION, program_folder

CONTENTS = {f"{name}.jar": name.encode() * 5000 for name in ("one", "two", "three", "four")}


def _jar(file: str, place: str = "lib") -> Jar:
    content = CONTENTS[file]
    name = file.removesuffix(".jar")
    return Jar(
        place, "org.example", name, "1.0", file, len(content), hashlib.sha256(content).hexdigest()
    )


JARS = (_jar("one.jar"), _jar("two.jar"), _jar("three.jar", "plugins"), _jar("four.jar"))


class Mirror(http.server.ThreadingHTTPServer):
    """A Maven repository of four files, which can be told to misbehave."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.asked: Counter[str] = Counter()
        self.content = dict(CONTENTS)
        self.status: dict[str, list[int]] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/maven"


class _Answer(http.server.BaseHTTPRequestHandler):
    server: Mirror

    def do_GET(self) -> None:
        file = self.path.rpartition("/")[2]
        self.server.asked[file] += 1
        planned = self.server.status.get(file)
        status = planned.pop(0) if planned else 200
        expected = f"/maven/org/example/{file.removesuffix('.jar')}/1.0/{file}"
        body = self.server.content.get(file, b"") if self.path == expected else b""
        self.send_response(status if body else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status == 200:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Keep the test's output clean."""


@pytest.fixture
def mirror(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Mirror]:
    with Mirror() as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.02,))
        thread.start()
        monkeypatch.setenv("INUNISON_MAVEN_MIRROR", running.url + "/")
        monkeypatch.setenv("INUNISON_CACHE", str(tmp_path / "cache"))
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        yield running
        running.shutdown()
        thread.join()


def _fetch(jars: tuple[Jar, ...] = JARS) -> tuple[Path, list[str]]:
    said: list[str] = []
    return download.ensure_program(said.append, jars), said


def test_the_list_is_whole() -> None:
    jars = jar_list()
    assert len(jars) == 345
    assert Counter(jar.place for jar in jars) == {"lib": 231, "plugins": 114}
    assert {jar.group for jar in jars if jar.place == "plugins"} == {"org.neo4j.gds"}
    assert list(jars) == sorted(jars, key=lambda jar: (jar.place, jar.file))
    assert len({jar.within(Path()) for jar in jars}) == len(jars)
    assert all(len(jar.sha256) == 64 and int(jar.sha256, 16) and jar.size > 0 for jar in jars)
    assert any(jar.artifact == "neo4j" and jar.version == VERSION for jar in jars)
    for jar in jars:
        assert jar.file.startswith(f"{jar.artifact}-{jar.version}")
        assert not {"..", "/", "\\"} & {jar.file, jar.artifact, jar.group, jar.version}


def test_where_a_jar_is_fetched_from() -> None:
    assert JARS[0].remote == "org/example/one/1.0/one.jar"


def test_all_is_fetched_and_nothing_twice(mirror: Mirror) -> None:
    folder, said = _fetch()
    assert folder.name == f"neo4j-{VERSION}"
    assert missing(folder, JARS, hashes=True) == []
    assert sorted(path.name for path in (folder / "plugins").iterdir()) == ["three.jar"]
    assert said[0].startswith(f"Fetching Neo4j {VERSION} once for this machine: 4 files")
    assert said[-1].startswith("4 of 4 files")
    assert _fetch() == (folder, [])
    assert mirror.asked == dict.fromkeys(CONTENTS, 1)
    assert not folder.with_name(f"{folder.name}.tmp").exists()


def test_what_was_fetched_before_an_interruption_is_kept(mirror: Mirror) -> None:
    mirror.status["two.jar"] = [404]
    with pytest.raises(ServerError, match=r"answered 404 .*two\.jar"):
        _fetch()
    unfinished = program_folder().with_name(f"neo4j-{VERSION}.tmp")
    (unfinished / "lib" / "one.jar").write_bytes(CONTENTS["one.jar"])
    (unfinished / "lib" / "four.jar").write_bytes(b"x" * len(CONTENTS["four.jar"]))
    (unfinished / "plugins" / "stranger.jar").write_bytes(b"not on the list")
    mirror.asked.clear()
    folder, _ = _fetch()
    assert missing(folder, JARS, hashes=True) == []
    assert mirror.asked["one.jar"] == 0
    assert mirror.asked["four.jar"] == 1
    assert not (folder / "plugins" / "stranger.jar").exists()


def test_a_damaged_folder_is_mended(mirror: Mirror) -> None:
    folder, _ = _fetch()
    (folder / "lib" / "two.jar").write_bytes(b"cut")
    (folder / "lib" / "one.jar").unlink()
    mirror.asked.clear()
    _fetch()
    assert missing(folder, JARS, hashes=True) == []
    assert mirror.asked == {"one.jar": 1, "two.jar": 1}


@pytest.mark.parametrize("content", [b"another file", CONTENTS["two.jar"] + b"x", b"y" * 15000])
def test_another_content_is_refused(mirror: Mirror, content: bytes) -> None:
    mirror.content["two.jar"] = content
    with pytest.raises(ServerError, match=r"two\.jar came from 127.* with another content"):
        _fetch()
    assert not program_folder().exists()
    assert list(program_folder().parent.rglob("two.jar*")) == []


def test_a_mirror_that_stumbles_is_asked_again(mirror: Mirror) -> None:
    mirror.status["one.jar"] = [503]
    folder, _ = _fetch()
    assert missing(folder, JARS, hashes=True) == []
    assert mirror.asked["one.jar"] == 2


def test_no_network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("INUNISON_MAVEN_MIRROR", "http://me:secret@127.0.0.1:9/maven")
    monkeypatch.setenv("INUNISON_CACHE", str(tmp_path))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(download, "_TRIES", 1)
    with pytest.raises(ServerError, match="cannot be fetched from") as caught:
        _fetch()
    assert "secret" not in str(caught.value)
    assert "INUNISON_MAVEN_MIRROR" in caught.value.advice


def test_a_folder_that_may_not_be_written(mirror: Mirror, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INUNISON_CACHE", "/proc/inunison")
    with pytest.raises(StorageError, match="cannot be written") as caught:
        _fetch()
    assert "INUNISON_CACHE" in caught.value.advice


def test_a_full_disk(mirror: Mirror) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this system")
    unfinished = program_folder().with_name(f"neo4j-{VERSION}.tmp")
    (unfinished / "lib").mkdir(parents=True)
    (unfinished / "lib" / "one.jar.part").symlink_to("/dev/full")
    with pytest.raises(StorageError, match="disk is full"):
        _fetch()


def test_other_storage_errors_say_what_they_are(tmp_path: Path) -> None:
    told = download._storage_error(tmp_path / "x", OSError(errno.EROFS, os.strerror(errno.EROFS)))
    assert "Read-only" in told.message


@pytest.mark.parametrize("mirror_url", ["file:///srv/maven", "ftp://x", "repository"])
def test_a_mirror_must_be_a_web_address(monkeypatch: pytest.MonkeyPatch, mirror_url: str) -> None:
    monkeypatch.setenv("INUNISON_MAVEN_MIRROR", mirror_url)
    with pytest.raises(UsageError, match="no http or https address"):
        download.repository()


def test_without_a_mirror_the_public_repository_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    constants = pytest.importorskip("jgo.constants")
    monkeypatch.delenv("INUNISON_MAVEN_MIRROR", raising=False)
    assert download.repository() == constants.MAVEN_CENTRAL_URL
    assert download.repository().startswith("https://")


def test_two_commands_fetch_once(mirror: Mirror) -> None:
    threads = [threading.Thread(target=_fetch) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert mirror.asked == dict.fromkeys(CONTENTS, 1)


def test_a_hash_is_that_of_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(b"x" * 3_000_001)
    assert file_hash(path) == hashlib.sha256(b"x" * 3_000_001).hexdigest()
