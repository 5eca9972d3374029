"""The parts of the local server that need no server: places, records, settings, archive, keeper."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison.errors import UsageError
from inunison.graph.server import settings
from inunison.graph.server.ahead import read_ahead
from inunison.graph.server.archive import _key, archive_for, forget, options_to_read, settle
from inunison.graph.server.jars import Jar
from inunison.graph.server.keeper import Order, _established, connections
from inunison.graph.server.places import ServerFolder, known_servers, server_folder
from inunison.graph.server.process import _portable_mark, process_mark
from inunison.graph.server.record import (
    Record,
    address_of,
    drop_record,
    idle_seconds,
    mark_ready,
    read_record,
    touch_last_used,
    write_private,
    write_record,
)


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ServerFolder:
    monkeypatch.setenv("INUNISON_HOME", str(tmp_path))
    made = server_folder("case-1")
    made.path.mkdir(parents=True)
    return made


@pytest.fixture
def sleeper() -> Iterator["subprocess.Popen[bytes]"]:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as process:
        yield process
        process.kill()


def _record(pid: int, mark: str | None = None) -> Record:
    own = process_mark(pid) or "" if mark is None else mark
    return Record(pid, own, 7001, 7002, "5.26.30", time.time())


SECRET = "0123456789ab" * 4


# places


def test_where_things_lie(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("INUNISON_HOME", str(tmp_path))
    monkeypatch.delenv("INUNISON_CACHE", raising=False)
    from inunison.graph.server.places import program_folder

    assert program_folder() == tmp_path / "cache" / "neo4j-5.26.30"
    assert server_folder("a").path == tmp_path / "data" / "servers" / "a"
    monkeypatch.setenv("INUNISON_CACHE", str(tmp_path / "elsewhere"))
    assert program_folder() == tmp_path / "elsewhere" / "neo4j-5.26.30"
    monkeypatch.delenv("INUNISON_HOME")
    monkeypatch.delenv("INUNISON_CACHE")
    assert "inunison" in str(program_folder())
    assert "inunison" in str(server_folder("a").path)


@given(st.text())
def test_no_id_leads_out_of_the_folder(identifier: str) -> None:
    try:
        path = server_folder(identifier).path
    except UsageError:
        return
    assert re.fullmatch(r"[A-Za-z0-9_-]+", path.name)
    assert path.parent.name == "servers"


@pytest.mark.parametrize("identifier", ["", "..", "a/b", "a\n", "-x", "a" * 65, "ä", "a\x00"])
def test_odd_ids_are_refused(identifier: str) -> None:
    with pytest.raises(UsageError, match="cannot be the id"):
        server_folder(identifier)


def test_known_servers_are_sorted_and_ours(folder: ServerFolder) -> None:
    folder.path.with_name("b").mkdir()
    folder.path.with_name("a").mkdir()
    folder.path.with_name("a.lock").touch()
    folder.path.with_name(".hidden").mkdir()
    folder.path.with_name("a@2026.08").mkdir()
    folder.path.with_name("a@1.0").mkdir()
    found = [(each.case_id, each.program.series) for each in known_servers()]
    assert found == [("a", "5.26"), ("a", "2026.08"), ("b", "5.26"), ("case-1", "5.26")]


# process and record


def test_a_process_keeps_its_mark_until_it_ends(sleeper: "subprocess.Popen[bytes]") -> None:
    for marker in (process_mark, _portable_mark):
        assert marker(sleeper.pid) == marker(sleeper.pid) is not None
        assert marker(sleeper.pid) != marker(os.getpid())
    sleeper.kill()
    os.waitid(os.P_PID, sleeper.pid, os.WEXITED | os.WNOWAIT)  # ended, not yet collected
    assert process_mark(sleeper.pid) is None
    assert _portable_mark(sleeper.pid) is None
    sleeper.wait()
    assert process_mark(sleeper.pid) is None
    assert _portable_mark(sleeper.pid) is None


def test_a_record_is_read_back(folder: ServerFolder) -> None:
    record = _record(os.getpid())
    assert read_record(folder) is None
    write_record(folder, record)
    assert read_record(folder) == record
    assert mark_ready(folder, record, SECRET).ready
    found = read_record(folder)
    assert found is not None
    assert (found.ready, found.uri) == (True, "bolt://127.0.0.1:7001")


def test_a_number_that_was_given_to_another_process_is_no_server(folder: ServerFolder) -> None:
    write_record(folder, _record(os.getpid(), "another boot/12345"))
    assert read_record(folder) is None


def test_an_ended_process_is_no_server(
    folder: ServerFolder, sleeper: "subprocess.Popen[bytes]"
) -> None:
    write_record(folder, _record(sleeper.pid))
    assert read_record(folder) is not None
    sleeper.kill()
    sleeper.wait()
    assert read_record(folder) is None


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": 1}', "null", "\x00", '{"x": 2}'])
def test_a_damaged_record_is_none(folder: ServerFolder, content: str) -> None:
    folder.record.write_text(content)
    assert read_record(folder) is None


def test_only_the_own_record_is_dropped(folder: ServerFolder) -> None:
    record = _record(os.getpid())
    drop_record(folder, record)
    write_record(folder, record)
    drop_record(folder, _record(1, "other"))
    assert folder.record.exists()
    drop_record(folder, record)
    assert not folder.record.exists()


def test_private_files_are_private(folder: ServerFolder) -> None:
    path = folder.path / "secret"
    write_private(path, "1")
    write_private(path, "2")
    assert path.read_text() == "2"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in folder.path.iterdir()] == ["secret"]


def test_an_address_needs_its_password(folder: ServerFolder) -> None:
    record = _record(os.getpid())
    assert address_of(folder, record) is None
    write_private(folder.password, SECRET)
    address = address_of(folder, record)
    assert address is not None
    assert (address.password, address.origin) == (SECRET, "local")


@pytest.mark.parametrize("content", [b"", b"secret", b"\xff\xfe", SECRET.encode()[:-1], b"0" * 48])
def test_a_damaged_password_is_a_lost_one(folder: ServerFolder, content: bytes) -> None:
    record = mark_ready(folder, _record(os.getpid()), SECRET)
    folder.password.write_bytes(content)
    assert address_of(folder, record) is None


def test_how_long_ago_it_was_used(folder: ServerFolder) -> None:
    assert idle_seconds(folder) == 0
    touch_last_used(folder)
    assert idle_seconds(folder) < 60
    os.utime(folder.last_used, (time.time() - 7200, time.time() - 7200))
    assert 7190 < idle_seconds(folder) < 7300
    os.utime(folder.last_used, (time.time() + 7200, time.time() + 7200))
    assert idle_seconds(folder) == 0


# settings


@pytest.mark.parametrize(
    ("gigabytes", "heap", "page_cache"),
    [(1, 512, 128), (4, 512, 250), (8, 1000, 500), (256, 4096, 2048)],
)
def test_memory_follows_the_machine(gigabytes: int, heap: int, page_cache: int) -> None:
    assert settings.memory_for(gigabytes * 10**9) == settings.Memory(heap, page_cache)


def test_the_heap_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INUNISON_HEAP_MB", "700")
    assert settings.memory_for(10**9).heap == 700
    for wrong in ("many", "10", "-1", "1.5"):
        monkeypatch.setenv("INUNISON_HEAP_MB", wrong)
        with pytest.raises(UsageError, match="INUNISON_HEAP_MB"):
            settings.memory_for(10**9)


def test_the_limit_of_idleness(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INUNISON_IDLE_HOURS", raising=False)
    assert settings.idle_limit() == 12 * 3600
    monkeypatch.setenv("INUNISON_IDLE_HOURS", "0.5")
    assert settings.idle_limit() == 1800
    for wrong in ("never", "-1", "nan", "inf"):
        monkeypatch.setenv("INUNISON_IDLE_HOURS", wrong)
        with pytest.raises(UsageError, match="INUNISON_IDLE_HOURS"):
            settings.idle_limit()


def test_the_settings_that_keep_it_closed(tmp_path: Path) -> None:
    ports = settings.Ports(7001, 7002)
    text = settings.configuration(tmp_path, ports, settings.Memory(1000, 500))
    found = dict(line.split("=", 1) for line in text.splitlines())
    for connector, port in (("bolt", 7001), ("http", 7002)):
        for side in ("listen", "advertised"):
            assert found[f"server.{connector}.{side}_address"] == f"127.0.0.1:{port}"
    assert found["dbms.security.auth_enabled"] == "true"
    assert found["dbms.security.allow_csv_import_from_file_urls"] == "false"
    assert found["internal.dbms.cypher_ip_blocklist"] == "0.0.0.0/0,::/0"
    assert found["dbms.usage_report.enabled"] == found["client.allow_telemetry"] == "false"
    assert "gds.*" not in found["dbms.security.procedures.allowlist"].split(",")


def test_the_class_path_has_every_jar_once(tmp_path: Path) -> None:
    program = tmp_path / 'a "b" \\c'
    for name in ("lib/jaxb-runtime-2.jar", "lib/z.jar", "plugins/p.jar"):
        (program / name).parent.mkdir(parents=True, exist_ok=True)
        (program / name).touch()
    server = ServerFolder("x", tmp_path)
    text = settings.java_arguments(program, server, settings.Memory(700, 100))
    lines = text.splitlines()
    assert lines[0] == "-cp"
    path = lines[1][1:-1].replace('\\"', '"').replace("\\\\", "\\").split(os.pathsep)
    assert [Path(each).name for each in path] == ["z.jar", "p.jar", "jaxb-runtime-2.jar"]
    assert all(Path(each).exists() for each in path)
    assert "-Xmx700m" in lines


# archive


def test_no_runtime_means_no_archive(tmp_path: Path) -> None:
    assert archive_for(tmp_path / "bin" / "java", tmp_path).options == ()
    assert options_to_read(tmp_path / "bin" / "java", tmp_path) == ()


def test_the_archives_of_a_failed_start_are_forgotten(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("INUNISON_CACHE", str(tmp_path))
    java, program = tmp_path / "jdk" / "bin" / "java", tmp_path / "neo4j-9.9"
    (tmp_path / "jdk" / "lib").mkdir(parents=True)
    (tmp_path / "jdk" / "lib" / "modules").write_bytes(b"x")
    folder = tmp_path / "java-archives"
    folder.mkdir()
    key = _key(java, program)
    assert key.startswith("9.9-")
    for name in (f"{key}-base.jsa", f"{key}.jsa", "9.9-another.jsa"):
        (folder / name).touch()
    assert archive_for(java, program).new is None
    assert options_to_read(java, program) == archive_for(java, program).options
    forget(java, program)
    assert [path.name for path in folder.iterdir()] == ["9.9-another.jsa"]
    forget(tmp_path / "no" / "java", program)


def test_a_written_archive_takes_its_place(tmp_path: Path) -> None:
    new, final = tmp_path / "1.0-k.1.new", tmp_path / "1.0-k.jsa"
    for name in ("1.0-k-base.jsa", "1.0-older.jsa", "2.0-k.jsa"):
        (tmp_path / name).touch()
    new.write_text("cut")
    settle(new, final, whole=False)
    settle(new, final, whole=True)
    assert not final.exists()
    new.write_text("whole")
    settle(new, final, whole=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "1.0-k-base.jsa",
        "1.0-k.jsa",
        "2.0-k.jsa",
    ]


# keeper


def test_connections_are_counted() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        assert connections(port, os.getpid()) == 0
        with socket.create_connection(("127.0.0.1", port)), listener.accept()[0]:
            assert connections(port, os.getpid()) == 1


def test_rows_of_the_table_of_sockets() -> None:
    table = (
        "  sl  local_address rem_address   st\n"
        "   0: 0100007F:1B59 00000000:0000 0A 0\n"
        "   1: 0100007F:1B59 0100007F:A001 01 0\n"
        "   2: 0100007F:A001 0100007F:1B59 01 0\n"
        "   3: 0000000000000000FFFF00000100007F:1B59 0:0 01 0\n"
        "cut\n"
    )
    assert _established(table, 0x1B59) == 2


def _keep(folder: ServerFolder, command: list[str], idle_s: float) -> "subprocess.Popen[bytes]":
    order = Order(command, 1, 2, "v", idle_s)
    keeper = subprocess.Popen(
        [sys.executable, "-m", "inunison.graph.server.keeper", str(folder.path)],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    keeper.communicate(json.dumps(asdict(order)).encode(), timeout=30)
    return keeper


def _wait(condition: object, seconds: float = 20.0) -> None:
    assert callable(condition)
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert condition()


def test_the_keeper_ends_what_nobody_uses(folder: ServerFolder) -> None:
    touch_last_used(folder)
    keeper = _keep(folder, [sys.executable, "-c", "import time; time.sleep(60)"], 1.0)
    assert keeper.returncode == 0
    record = read_record(folder)
    assert record is not None
    mark_ready(folder, record, SECRET)
    assert os.getsid(record.pid) != os.getsid(0)
    _wait(lambda: not record.alive)
    _wait(lambda: not folder.record.exists())


def test_the_keeper_ends_the_server_with_itself(folder: ServerFolder) -> None:
    _keep(folder, [sys.executable, "-c", "print('hello'); import time; time.sleep(60)"], 0)
    record = read_record(folder)
    assert record is not None
    os.kill(psutil.Process(record.pid).ppid(), signal.SIGTERM)
    _wait(lambda: not record.alive)
    _wait(lambda: not folder.record.exists())


def test_a_store_is_read_ahead_as_far_as_memory_is_allowed(tmp_path: Path) -> None:
    store = tmp_path / "data" / "databases" / "neo4j"
    (store / "schema").mkdir(parents=True)
    (store / "properties").write_bytes(bytes(3_000_000))
    (store / "nodes").write_bytes(bytes(1_200_000))
    (store / "schema" / "index").write_bytes(bytes(1_000))
    (store / "gone").symlink_to(store / "nowhere")
    (tmp_path / "data" / "elsewhere").write_bytes(bytes(5_000))
    assert read_ahead(tmp_path, 10_000_000) == 4_201_000
    assert read_ahead(tmp_path, 4_000_000) == 1_201_000
    assert read_ahead(tmp_path, 1_000) == 1_000
    assert read_ahead(tmp_path, 0) == 0
    assert read_ahead(tmp_path / "no home", 1_000) == 0


def test_the_keeper_says_when_there_is_no_program(folder: ServerFolder) -> None:
    keeper = _keep(folder, ["/no/such/program"], 0)
    assert keeper.returncode == 1
    assert read_record(folder) is None


def test_a_jar_knows_its_place() -> None:
    jar = Jar("lib", "a.b", "c", "1", "c-1.jar", 1, "0")
    assert jar.within(Path("x")) == Path("x/lib/c-1.jar")
