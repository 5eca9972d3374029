"""DuckDB as the engine that reads and writes Parquet: the one place where a connection is made.

Owns the settings that make answers the same on every machine: UTC whatever the machine's zone, a
memory limit that is stated instead of a share of the machine, spilling to a folder that is ours.
No DuckDB file outlives the work it was made for: one writer would lock out every reader.
"""

import re
import shutil
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from inunison import machine
from inunison.errors import StorageError
from inunison.processes import arrow_alone

DEFAULT_MEMORY_MB = 1024

# Python, the second processes and what the engine cannot count take the rest of the memory.
_SHARE = 0.4
# A thread that reads, sorts and writes wide rows holds about so much that cannot be spilled.
THREAD_MB = 128

# How soon an interrupt is said again.
_AGAIN_S = 0.1

# How the engine says that the disk refuses: while it spills, and while it ends a transaction (there
# is one at a time, so that no other transaction can be the reason).
_NO_ROOM = (duckdb.IOException, duckdb.TransactionException, duckdb.FatalException)


def connect(
    temporary: Path,
    *,
    memory_mb: int = DEFAULT_MEMORY_MB,
    threads: int | None = None,
    tables_on_disk: bool = False,
) -> duckdb.DuckDBPyConnection:
    """Open an engine.

    Args:
        temporary: Folder for what does not fit in memory; made when it is needed.
        memory_mb: Limit of memory in MB (10^6 bytes) before it spills.
        threads: Number of threads; all cores when None. No answer depends on it.
        tables_on_disk: Keep the tables in a file of that folder instead of in memory: for work
            whose tables are larger than memory. The file is of no use afterwards.

    Returns:
        A connection whose zone is UTC and which may not install or load extensions by itself.
    """
    if tables_on_disk:
        temporary.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(
        temporary / "tables.duckdb" if tables_on_disk else ":memory:",
        config={
            "memory_limit": f"{memory_mb}MB",
            "threads": threads or machine.cores(),
            "temp_directory": str(temporary),
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        },
    )
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET enable_progress_bar = false")
    if tables_on_disk:  # a crash leaves nothing that anyone would read again
        connection.execute("SET fsync_mode = 'none'")
        connection.execute("PRAGMA disable_checkpoint_on_shutdown")
    return connection


def share_mb(asked: int | None, share: float = _SHARE) -> int:
    """Return what an engine may take of the memory of a command, in MB (10^6 bytes).

    Args:
        asked: What the command may take in all; see `machine.memory_mb`.
        share: The part of it that is the engine's.
    """
    return max(int(machine.memory_mb(asked) * share), THREAD_MB)


@contextmanager
def opened(
    temporary: Path,
    *,
    memory_mb: int = DEFAULT_MEMORY_MB,
    threads: int | None = None,
    tables_on_disk: bool = False,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an engine for one piece of work, and clear away what it spilled.

    Args:
        temporary: As for `connect`; removed at the end.
        memory_mb: As for `connect`.
        threads: As for `connect`.
        tables_on_disk: As for `connect`.

    Raises:
        KeyboardInterrupt: The user interrupted a query (the engine itself makes an error of it).
        StorageError: The disk or the memory it may use is full.
    """
    engine = None
    interrupted = threading.Event()
    arrow_alone()  # what an engine reads and gives are Arrow tables
    try:
        engine = connect(
            temporary, memory_mb=memory_mb, threads=threads, tables_on_disk=tables_on_disk
        )
        with _heard(engine, interrupted):
            yield engine
    except (duckdb.Error, RuntimeError) as error:
        if interrupted.is_set() or _tells_of_an_interrupt(error):
            raise KeyboardInterrupt from error
        refused = _refused(error, temporary, memory_mb)
        if refused is None:
            raise
        raise refused from error
    finally:
        if engine is not None:
            engine.close()
        shutil.rmtree(temporary, ignore_errors=True)


def _tells_of_an_interrupt(error: Exception) -> bool:
    if isinstance(error, duckdb.Error):
        return isinstance(error, duckdb.InterruptException)
    return "interrupted" in str(error).lower()


def _refused(error: Exception, temporary: Path, memory_mb: int) -> StorageError | None:
    """Say what is full, or None when the error is of another kind."""
    first = str(error).split("\n", 1)[0]
    if isinstance(error, duckdb.OutOfMemoryException):
        return StorageError(
            f"{memory_mb} MB of memory are not enough: {first}",
            "Run the command again with more memory, and with room on the disk of"
            f" {temporary.parent}.",
        )
    if isinstance(error, _NO_ROOM):
        return StorageError(
            f"There is no room to work in: {first}",
            f"Free some space on the disk of {temporary.parent}, then run the command again.",
        )
    return None


@contextmanager
def _heard(engine: duckdb.DuckDBPyConnection, interrupted: threading.Event) -> Iterator[None]:
    """Let an interrupt reach a query at once: by itself the engine may look up only at its end.

    Python runs a handler of signals between two of its own steps, and a query is one step; the
    number of a signal is written to a file at once. Only the main thread can hear, and whoever
    listens already, such as an event loop, is left to it. What was heard is set when this ends: an
    interrupt while the engine asks Python for something becomes an error of any kind.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    ear, mouth = socket.socketpair()
    mouth.setblocking(False)
    listened = signal.set_wakeup_fd(mouth.fileno(), warn_on_full_buffer=False)
    listener = threading.Thread(target=_listen, args=(ear, engine, interrupted), daemon=True)
    try:
        if listened == -1:
            listener.start()
        else:
            signal.set_wakeup_fd(listened)
        yield
    finally:
        signal.set_wakeup_fd(listened)
        mouth.close()
        if listened == -1:
            listener.join()
        ear.close()


def _listen(
    ear: socket.socket, engine: duckdb.DuckDBPyConnection, interrupted: threading.Event
) -> None:
    """Interrupt the engine when a signal is heard, and again until it is left.

    A query that is only about to begin would not know of an interrupt that came before it.
    """
    while True:
        try:
            heard = ear.recv(1)
        except TimeoutError:
            engine.interrupt()
            continue
        if not heard:
            return
        if heard[0] == signal.SIGINT:
            interrupted.set()
            ear.settimeout(_AGAIN_S)
            engine.interrupt()


@contextmanager
def small(engine: duckdb.DuckDBPyConnection, memory_mb: int = 64) -> Iterator[None]:
    """Give back most of the engine's memory while other work is done, and then lift the limit.

    Args:
        engine: The connection; its tables stay, those in a file are read again when asked for.
        memory_mb: The limit meanwhile. An engine that cannot do with so little keeps its own.
    """
    limit = engine.execute("SELECT current_setting('memory_limit')").fetchone()
    with suppress(duckdb.OutOfMemoryException):
        engine.execute(f"SET memory_limit = '{memory_mb}MB'")
    try:
        yield
    finally:
        engine.execute("SET memory_limit = ?", limit)


def literal(path: Path) -> str:
    """Return a path as DuckDB's readers take it by name: `[`, `*` and `?` stand for themselves."""
    return re.sub(r"([\[\]*?])", r"[\1]", str(path))


def write_parquet(engine: duckdb.DuckDBPyConnection, query: str, target: Path) -> int:
    """Write the rows of a query as one Parquet file and return how many there are.

    Args:
        engine: The connection to run it on.
        query: A SELECT that ends in a total ORDER BY, so that the bytes are the same every time.
        target: The file to write; its folder exists.
    """
    quoted = str(target).replace("'", "''")
    written = engine.execute(
        f"COPY ({query}) TO '{quoted}' (FORMAT parquet, COMPRESSION zstd,"
        " COMPRESSION_LEVEL 1, PRESERVE_ORDER true)"
    ).fetchone()
    return int(written[0]) if written else 0
