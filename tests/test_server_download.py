"""The jars: the committed list, the download, and everything that can go wrong on the way."""

import errno
import hashlib
import http.server
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from inunison.errors import ServerError, StorageError, UsageError
from inunison.graph.server import download
from inunison.graph.server.jars import Jar, file_hash, jar_list, missing
from inunison.graph.server.places import program_folder
from inunison.graph.server.program import LONG_TERM, NEWEST, PROGRAMS, Program

VERSION = LONG_TERM.version

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
        self.hanging: dict[str, threading.Event] = {}

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
            half = len(body) // 2
            self.wfile.write(body[:half])
            if file in self.server.hanging:
                self.wfile.flush()
                self.server.hanging[file].wait(60)
                return
            self.wfile.write(body[half:])

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
    return download.ensure_program(LONG_TERM, said.append, jars), said


@pytest.mark.parametrize(
    ("program", "library", "plugins"), [(LONG_TERM, 231, 114), (NEWEST, 252, 128)]
)
def test_the_list_is_whole(program: Program, library: int, plugins: int) -> None:
    jars = jar_list(program)
    assert Counter(jar.place for jar in jars) == {"lib": library, "plugins": plugins}
    assert {jar.group for jar in jars if jar.place == "plugins"} == {"org.neo4j.gds"}
    assert list(jars) == sorted(jars, key=lambda jar: (jar.place, jar.file))
    assert len({jar.within(Path()) for jar in jars}) == len(jars)
    assert all(len(jar.sha256) == 64 and int(jar.sha256, 16) and jar.size > 0 for jar in jars)
    versions = {jar.artifact: jar.version for jar in jars}
    assert versions["neo4j"] == versions["neo4j-server"] == program.version
    assert versions["proc"] == program.plugins
    for jar in jars:
        assert jar.file.startswith(f"{jar.artifact}-{jar.version}")
        assert not {"..", "/", "\\"} & {jar.file, jar.artifact, jar.group, jar.version}


def test_programs_lie_apart() -> None:
    assert len({program_folder(program) for program in PROGRAMS}) == len(PROGRAMS)
    assert program_folder() == program_folder(LONG_TERM)


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


def test_a_command_that_is_killed_in_the_middle(mirror: Mirror) -> None:
    """The lock is free at once, what was whole is kept, and the half file is fetched again."""
    mirror.hanging["two.jar"] = threading.Event()
    code = "from tests.test_server_download import _fetch; _fetch()"
    unfinished = program_folder().with_name(f"neo4j-{VERSION}.tmp")
    wanted = {"one.jar", "two.jar.part", "three.jar", "four.jar"}
    with subprocess.Popen([sys.executable, "-c", code], cwd=Path(__file__).parents[1]) as child:
        deadline = time.monotonic() + 60
        while {path.name for path in unfinished.glob("*/*")} != wanted:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        child.kill()
    mirror.hanging.pop("two.jar").set()
    folder, _ = _fetch()
    assert missing(folder, JARS, hashes=True) == []
    assert mirror.asked == {"one.jar": 1, "two.jar": 2, "three.jar": 1, "four.jar": 1}
    assert sorted(path.name for path in folder.glob("*/*")) == sorted(CONTENTS)


def test_a_file_of_the_right_size_and_another_content_is_mended(
    mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a power cut leaves it. A start trusts the sizes; one that failed reads all files."""
    monkeypatch.setattr(download, "jar_list", lambda _program: JARS)
    folder, _ = _fetch()
    assert not download.mend_program(LONG_TERM, _silent)
    (folder / "lib" / "two.jar").write_bytes(bytes(len(CONTENTS["two.jar"])))
    assert _fetch() == (folder, [])
    said: list[str] = []
    assert download.mend_program(LONG_TERM, said.append)
    assert said[0] == f"Damaged files of Neo4j {VERSION}: 1."
    assert missing(folder, JARS, hashes=True) == []
    assert mirror.asked == dict.fromkeys(CONTENTS, 1) | {"two.jar": 2}


def _silent(_sentence: str) -> None:
    """Narrate nothing."""


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
