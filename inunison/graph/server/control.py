"""What commands ask of the local server: have it up, end it, tell how it is, forget it.

Owns the rules: a warm server is found in milliseconds, one start at a time under a lock, one local
server at a time unless told otherwise. How a start is done is not its concern.
"""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from inunison.errors import ServerError, StorageError
from inunison.graph.address import Address
from inunison.graph.server.ending import end
from inunison.graph.server.listing import answers, browser_address, note_case
from inunison.graph.server.places import ServerFolder, known_servers, server_folder
from inunison.graph.server.record import address_of, read_record, touch_last_used

_LOCK_S = 900.0


@dataclass(frozen=True)
class ServerStatus:
    """How the local server of a case is.

    Attributes:
        running: Whether its process is there.
        ready: Whether a query is answered.
        pid: Number of the process, None when it does not run.
        uri: Bolt address, None when it does not run.
        browser_url: Address of Neo4j Browser, None when it does not run.
        home: Folder of its data.
        log: What it printed since the last start.
        started_at: When it was started (UTC), None when it does not run.
        version: Version of Neo4j, None when it does not run.
    """

    running: bool
    ready: bool
    pid: int | None
    uri: str | None
    browser_url: str | None
    home: Path
    log: Path
    started_at: datetime | None
    version: str | None


def _silent(_sentence: str) -> None:
    """Narrate nothing."""


def ensure_running(
    case_id: str,
    *,
    keep: bool = False,
    narrate: Callable[[str], None] = _silent,
    case_folder: Path | None = None,
) -> Address:
    """Return the address of the case's local server, started when it is not up; it is left up.

    A start ends the local servers of other cases that no client is connected to.

    Args:
        case_id: The case.
        keep: Whether the servers of other cases stay up.
        narrate: Told in one sentence what takes time.
        case_folder: Where the case lies, for `server list`; known from an earlier start when None.

    Raises:
        UsageError: A variable that chooses the server or its settings holds what cannot be.
        ServerError: The extra `local` is missing, there is no network for the first start, the
            server ends while starting, or another command has been starting it for 15 minutes.
        StorageError: The disk is full or a folder may not be written.
    """
    folder = server_folder(case_id)
    if address := _warm(folder):
        return address
    with locked(folder):
        if address := _warm(folder):
            return address
        from inunison.graph.server.claim import earlier_start  # a cold start
        from inunison.graph.server.launch import launch, resume

        try:
            record = read_record(folder) or earlier_start(folder, narrate)
        except OSError as error:
            raise _unwritable(folder.path, error) from error
        if record is not None:
            return resume(folder, record, narrate)
        if not keep:
            _stop_others(folder, narrate)
        address = launch(folder, narrate)
        if case_folder is not None:
            note_case(folder, case_folder)
        return address


def is_new(case_id: str, narrate: Callable[[str], None] = _silent) -> bool:
    """Tell whether the case's local server was never started, so that there is no graph in it.

    Where that is so, what its first start needs is made sure of: Java, and the jars of Neo4j.

    Raises:
        UsageError: A variable that chooses the server holds what cannot be.
        ServerError: The extra `local` is missing, or there is no network for the first start.
        StorageError: The disk is full or a folder may not be written.
    """
    folder = server_folder(case_id)
    if read_record(folder) is not None or (folder.home / "data").exists():
        return False
    from inunison.graph.server.download import ensure_program  # a cold start
    from inunison.graph.server.runtime import java_for

    java_for(folder.program)
    ensure_program(folder.program, narrate)
    return True


def _warm(folder: ServerFolder) -> Address | None:
    record = read_record(folder)
    if record is None or not record.ready or record.stopping:
        return None
    touch_last_used(folder)
    return address_of(folder, record)


def stop(case_id: str) -> bool:
    """End the case's local servers, whichever Neo4j they are, and wait until they have ended.

    Returns:
        Whether one was running.

    Raises:
        ServerError: One has not ended after three minutes.
    """
    stopped = [_stop(folder) for folder in _folders_of(case_id)]
    return any(stopped)


def stop_all() -> list[str]:
    """End all local servers of this user; return the cases whose server was running."""
    return sorted({folder.case_id for folder in known_servers() if _stop(folder)})


def _folders_of(case_id: str) -> list[ServerFolder]:
    server_folder(case_id)  # refuses an id that could be something else
    return [folder for folder in known_servers() if folder.case_id == case_id]


def status(case_id: str) -> ServerStatus:
    """Tell how the case's local server is; asks it a query, starts nothing."""
    folder = server_folder(case_id)
    record = read_record(folder)
    if record is None:
        return ServerStatus(False, False, None, None, None, folder.home, folder.log, None, None)
    return ServerStatus(
        running=True,
        ready=answers(folder, record),
        pid=record.pid,
        uri=record.uri,
        browser_url=browser_address(record),
        home=folder.home,
        log=folder.log,
        started_at=datetime.fromtimestamp(record.started, UTC),
        version=record.version,
    )


def log_path(case_id: str) -> Path:
    """Return the file that holds what the case's server printed; it need not exist."""
    return server_folder(case_id).log


@dataclass(frozen=True)
class BrowserLogin:
    """How a person gets into Neo4j Browser.

    Attributes:
        url: The page.
        bolt: What to write as "Connect URL".
        username: The user.
        password: The password; show it only to the owner of the machine.
    """

    url: str
    bolt: str
    username: str
    password: str


def browser_url(case_id: str) -> str | None:
    """Return the address of Neo4j Browser, None when the case's server does not run."""
    record = read_record(server_folder(case_id))
    return browser_address(record) if record else None


def browser_login(case_id: str) -> BrowserLogin | None:
    """Return the page and the login of Neo4j Browser, None when the case's server does not run."""
    folder = server_folder(case_id)
    record = read_record(folder)
    address = address_of(folder, record) if record else None
    if record is None or address is None:
        return None
    return BrowserLogin(browser_address(record), record.uri, address.username, address.password)


def forget_home(case_id: str) -> bool:
    """End the case's servers and delete their folders: the graph, the password and the logs.

    Nothing is lost that cannot be made again from the case.

    Returns:
        Whether there was anything to delete.

    Raises:
        ServerError: A server does not end.
        StorageError: A folder cannot be deleted.
    """
    folders = _folders_of(case_id)
    for folder in folders:
        _stop(folder)
        _delete(folder)
    return bool(folders)


def _delete(folder: ServerFolder) -> None:
    import shutil  # 5 ms of compression libraries that a warm start does not pay

    with locked(folder):
        try:
            shutil.rmtree(folder.path)
        except OSError as error:
            raise StorageError(
                f"{folder.path} cannot be deleted: {error.strerror or error}.",
                "Delete it by hand.",
            ) from error


@contextlib.contextmanager
def locked(folder: ServerFolder) -> Iterator[None]:
    """Hold the lock of a folder while its server starts, stops or is deleted."""
    from filelock import FileLock, Timeout  # 60 ms that a warm start does not pay

    lock = FileLock(folder.lock, timeout=_LOCK_S)
    try:
        folder.lock.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise ServerError(
            f"Another command has been starting or stopping the local Neo4j for {_LOCK_S:.0f} s.",
            "Wait for it or end it, then try again.",
        ) from error
    except OSError as error:
        raise _unwritable(folder.lock.parent, error) from error
    try:
        yield
    finally:
        lock.release()


def _unwritable(path: Path, error: OSError) -> StorageError:
    return StorageError(
        f"{path} cannot be written: {error.strerror or error}.",
        "Make room or make it writable, or choose another place by INUNISON_HOME.",
    )


def _stop_others(folder: ServerFolder, narrate: Callable[[str], None]) -> None:
    """End the other servers, so that memory is taken once; leave those that are in use."""
    from inunison.graph.server.keeper import connections  # a cold start

    for other in known_servers():
        record = read_record(other)
        if record is None or other.path == folder.path:
            continue
        if not record.ready or connections(record.bolt, record.pid):
            narrate(f"The local server of case {other.case_id} is in use and stays up.")
            continue
        narrate(f"Stopping the local server of case {other.case_id}.")
        end(other, record)


def _stop(folder: ServerFolder) -> bool:
    """End the server of a folder; return whether one was running.

    So is the second one of a load in bulk, under way or killed: that load holds its lock.
    """
    building = read_record(folder.next)
    if building is not None:
        end(folder.next, building)
    if read_record(folder) is None:
        return False
    with locked(folder):
        record = read_record(folder)
        if record is not None:
            end(folder, record)
        return record is not None
