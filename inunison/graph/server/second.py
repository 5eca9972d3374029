"""The second home of a case's server: built beside the first, which answers on, then switched to.

Owns the second server's folder, what a killed command left in it, and the switch: one small file
names the home in use, and replacing it is the one moment in which the graph changes. Whatever dies
before leaves the old graph, whatever dies after leaves the new one. Knows nothing of what is built.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from inunison import storage
from inunison.errors import ServerError
from inunison.faults import reach
from inunison.graph.address import Address
from inunison.graph.server import control, launch
from inunison.graph.server.ending import end
from inunison.graph.server.places import ServerFolder
from inunison.graph.server.record import read_record, write_private

Narrate = Callable[[str], None]

_KEEPER = "inunison.graph.server.keeper"
_END_S = 30.0


def is_left(folder: ServerFolder) -> bool:
    """Tell whether a killed command left a second folder, or a home that is not in use."""
    return folder.next.path.exists() or folder.spare_home.exists()


@contextmanager
def prepared(folder: ServerFolder) -> Iterator[ServerFolder]:
    """Make the second folder, empty but for its own folders; it is gone afterwards.

    What a killed command left there is ended and deleted first; so is a home that was switched
    away from.

    Args:
        folder: The case's server, running or not.

    Yields:
        The folder of the second server, which nobody else uses meanwhile.

    Raises:
        StorageError: A folder cannot be written.
        ServerError: Another command has held the second folder for long, or what was left in it
            does not end.
    """
    second = folder.next
    with storage.writing(folder.path):
        folder.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    with control.locked(second):
        try:
            with storage.writing(second.path):
                clear(folder)
                launch.prepare(second)
            yield second
        finally:
            clear(folder)


def start(folder: ServerFolder, narrate: Narrate) -> Address:
    """Start the second server with the password of the first, so that the home keeps it.

    Raises:
        ServerError: It cannot be started.
        StorageError: The disk is full or a folder may not be written.
    """
    with storage.writing(folder.next.path):
        write_private(folder.next.password, folder.password.read_text(encoding="utf-8"))
    return launch.launch(folder.next, narrate, afresh=False)


def stop(folder: ServerFolder) -> None:
    """End the second server and wait until it has ended.

    Raises:
        ServerError: It does not end.
    """
    _end(folder.next)


def switch(folder: ServerFolder) -> None:
    """Put the second home in the place of the first, which is deleted; end the first server.

    The second server has ended. The first one is started again by whoever asks for it next.

    Raises:
        ServerError: The first server does not end; nothing was switched.
        StorageError: A folder cannot be written; nothing was switched.
    """
    with control.locked(folder), storage.writing(folder.path):
        _end(folder)
        old, new = folder.home, folder.spare_home
        _delete(new)
        folder.next.home.rename(new)
        storage.settle(folder.path)
        reach("bulk: during the switch")
        storage.replace(folder.current, new.name.encode("ascii"))
        reach("bulk: after the switch")
        _delete(old)


def clear(folder: ServerFolder) -> None:
    """End what runs in the second folder and delete it, and the home that is not in use.

    Raises:
        ServerError: A process does not end.
        StorageError: A folder cannot be deleted.
    """
    if not is_left(folder):
        return
    second = folder.next
    _end_all(second)
    with storage.writing(second.path):
        _delete(second.path)
        _delete(folder.spare_home)


def _end(folder: ServerFolder) -> None:
    """End the server of a folder whose lock is held, where one runs."""
    record = read_record(folder)
    if record is not None:
        end(folder, record)


def _delete(path: Path) -> None:
    if path.exists():
        shutil.rmtree(path)


def _end_all(second: ServerFolder) -> None:
    """Kill every process that works in the second folder: keeper, server, importer.

    A killed command may have left any of them, and none has a record that can be relied on. Nothing
    of theirs is kept, so they need not end in order.
    """
    import psutil  # 40 ms, and seldom needed

    ours = {
        f"--home-dir={second.home}",
        f"@{second.configuration / 'java.args'}",
        f"@{second.configuration / 'import.args'}",
    }
    found = []
    for process in psutil.process_iter(["cmdline"]):
        arguments = process.info["cmdline"] or []
        is_keeper = _KEEPER in arguments and arguments[-1] == str(second.path)
        if is_keeper or ours & set(arguments):
            found.append((not is_keeper, process))
    for _, process in sorted(found, key=lambda each: each[0]):  # keepers first: they start servers
        with suppress(psutil.NoSuchProcess):
            process.kill()
    left = psutil.wait_procs([process for _, process in found], timeout=_END_S)[1]
    if left:
        raise ServerError(
            f"What an earlier load left running (process {left[0].pid}) does not end.",
            "End it by hand, then run the command again.",
        )
