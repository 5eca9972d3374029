"""The engine: the same answers on every machine, bounded, and interrupted like everything else."""

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from inunison import engine
from inunison.errors import StorageError


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let an interrupt reach this process also where it runs in the background of a shell."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_times_are_utc_whatever_the_zone_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    try:
        with engine.opened(tmp_path / "spill") as database:
            zone = database.execute("SELECT current_setting('TimeZone')").fetchone()
            assert zone == ("UTC",)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_memory_is_what_was_said_and_nothing_is_fetched(tmp_path: Path) -> None:
    with engine.opened(tmp_path / "spill", memory_mb=100, threads=1) as database:
        held = dict(
            database.execute(
                "SELECT name, value FROM duckdb_settings() WHERE name IN"
                " ('memory_limit', 'threads', 'autoinstall_known_extensions')"
            ).fetchall()
        )
    assert held == {
        "memory_limit": "95.3 MiB",
        "threads": "1",
        "autoinstall_known_extensions": "false",
    }


@pytest.mark.parametrize("name", ["plain", "a [1] *", "what?", "it's", "ünï", "a'; DROP --"])
def test_any_name_of_a_folder_can_be_written_and_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name / "part.parquet"
    path.parent.mkdir()
    with engine.opened(tmp_path / "spill") as database:
        engine.write_parquet(database, "SELECT 1 AS one ORDER BY 1", path)
        read = database.execute("SELECT one FROM read_parquet(?)", [engine.literal(path)])
        assert read.fetchall() == [(1,)]


def test_what_was_spilled_is_cleared_away(tmp_path: Path) -> None:
    spill = tmp_path / "spill"
    with engine.opened(spill, memory_mb=60, threads=1) as database:
        database.execute(
            "CREATE TABLE big AS SELECT range AS n, repeat('x', 200) AS t FROM range(500000)"
        )
        assert any(spill.iterdir())
    assert not spill.exists()


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_inside_a_query_is_an_interrupt(tmp_path: Path) -> None:
    some = "range(4000000)"  # hours, were it not heard
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt), engine.opened(tmp_path / "spill") as database:
        database.execute(f"SELECT sum(a.range * b.range) FROM {some} a, {some} b").fetchall()
    assert signal.set_wakeup_fd(-1) == -1


def test_an_interrupt_before_a_query_begins_is_said_again_until_the_engine_is_left() -> None:
    said: list[float] = []

    class Early:
        """An engine whose query begins after the first interrupt."""

        def interrupt(self) -> None:
            said.append(time.monotonic())

    ear, mouth = socket.socketpair()
    interrupted = threading.Event()
    listener = threading.Thread(target=engine._listen, args=(ear, Early(), interrupted))
    listener.start()
    mouth.send(bytes([signal.SIGALRM]))
    mouth.send(bytes([signal.SIGINT]))
    while len(said) < 3:
        time.sleep(0.01)
    mouth.close()
    listener.join(timeout=10)
    assert not listener.is_alive()
    assert interrupted.is_set()
    ear.close()


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_while_the_engine_asks_python_is_an_interrupt(tmp_path: Path) -> None:
    class Asked:
        """Rows of which the engine asks when the interrupt comes: it makes an error of its own."""

        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(5)
            raise AssertionError("not interrupted")

    with pytest.raises(KeyboardInterrupt), engine.opened(tmp_path / "spill") as database:
        database.register("asked", Asked())


def test_whoever_listens_for_signals_already_goes_on_listening(tmp_path: Path) -> None:
    ear, mouth = socket.socketpair()
    mouth.setblocking(False)
    with ear, mouth:
        signal.set_wakeup_fd(mouth.fileno())
        try:
            with engine.opened(tmp_path / "spill") as database:
                database.execute("SELECT 1")
        finally:
            assert signal.set_wakeup_fd(-1) == mouth.fileno()


def test_an_engine_in_another_thread_works(tmp_path: Path) -> None:
    rows: list[object] = []

    def work() -> None:
        with engine.opened(tmp_path / "spill") as database:
            rows.extend(database.execute("SELECT 1").fetchall())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert rows == [(1,)]


def test_no_room_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "spill").write_text("in the way")
    with (
        pytest.raises(StorageError, match="no room"),
        engine.opened(tmp_path / "spill", memory_mb=30, threads=1) as database,
    ):
        database.execute("CREATE TABLE big AS SELECT range, repeat('x', 300) FROM range(900000)")


def test_too_little_memory_is_one_sentence(tmp_path: Path) -> None:
    with (
        pytest.raises(StorageError, match="20 MB of memory are not enough"),
        engine.opened(tmp_path / "spill", memory_mb=20, threads=1) as database,
    ):
        database.execute("SELECT max(repeat('x', 40_000_000 + range::INT)) FROM range(3)")


def test_tables_on_disk_are_seen_by_every_cursor_and_gone_at_the_end(tmp_path: Path) -> None:
    spill = tmp_path / "spill"
    with engine.opened(spill, tables_on_disk=True) as database:
        database.execute("CREATE TABLE numbers AS SELECT range AS n FROM range(10)")
        counted = database.cursor().execute("SELECT count(*) FROM numbers").fetchone()
        assert counted == (10,)
        assert any(spill.iterdir())
    assert not spill.exists()


def test_a_defect_of_ours_stays_one(tmp_path: Path) -> None:
    with pytest.raises(duckdb.ParserException), engine.opened(tmp_path / "spill") as database:
        database.execute("SELEC 1")
    with pytest.raises(RuntimeError, match="other"), engine.opened(tmp_path / "spill"):
        raise RuntimeError("some other thing")


def _number(database: duckdb.DuckDBPyConnection, query: str) -> float:
    row = database.execute(query).fetchone()
    assert row is not None
    return float(row[0])


@pytest.mark.parametrize("on_disk", [True, False])
def test_an_engine_gives_memory_back_and_takes_it_again(tmp_path: Path, on_disk: bool) -> None:
    held = "SELECT sum(memory_usage_bytes) FROM duckdb_memory()"
    limit = "SELECT replace(current_setting('memory_limit'), ' MiB', '')"
    with engine.opened(tmp_path / "spill", memory_mb=256, tables_on_disk=on_disk) as database:
        database.execute(
            "CREATE TABLE wide AS SELECT sha256(range::VARCHAR) AS a FROM range(500000)"
        )
        before = _number(database, limit)
        with engine.small(database, memory_mb=32):
            assert not on_disk or _number(database, held) <= 32_000_000
        assert _number(database, limit) == pytest.approx(before, abs=0.2)
        assert _number(database, "SELECT count(DISTINCT a) FROM wide") == 500_000
