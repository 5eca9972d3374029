"""The steps of the bulk road, in order: tables, import, proof, switch.

Owns when the old graph gives way. Where there is one, the new one is finished on a second server
first: indexes, counts, Case node. Where there is none, nobody waits for an answer, and the new home
is put in place before it is finished, which saves a start. Its Case node says "loading" until then.
A server that was never started is not started before its home is there, which saves another.
"""

from collections.abc import Callable
from dataclasses import dataclass

from inunison.faults import reach
from inunison.folder import CaseFolder
from inunison.graph import finishing
from inunison.graph.address import Address
from inunison.graph.bulk import importer, tables
from inunison.graph.connect import open_connection
from inunison.graph.server import ensure_running, second
from inunison.graph.server.places import server_folder
from inunison.state import State


@dataclass(frozen=True)
class Telling:
    """Who is told of what takes time.

    Attributes:
        narrate: Called with one sentence before each step.
        progress: Called with what is done now, how much of it is done, and how much there is.
    """

    narrate: Callable[[str], None]
    progress: Callable[[str, int, int], None]


def load(folder: CaseFolder, state: State, telling: Telling, *, replaces: bool) -> dict[str, int]:
    """Build the graph of a state in a second home and put it in the place of the first.

    The case's server is started again: connections to it are to be opened anew.

    Args:
        folder: The case; its local database holds nothing but what is this case's.
        state: What to load.
        telling: Who is told of it.
        replaces: Whether there is a graph that shall answer until the new one is whole.

    Returns:
        Nodes by label and edges by type, as the new database counts them.

    Raises:
        ServerError: The importer or a server fails, or the counts are not those of the state.
        StorageError: The disk is full or a folder may not be written.
    """
    place = server_folder(folder.id)
    with second.prepared(place) as built:
        telling.narrate("Building the graph with Neo4j's own importer.")
        case = finishing.case_begun(folder, state, "")
        written = tables.write(state, case, built.path / "csv", telling.progress)
        reach("bulk: after the tables")
        importer.run(built, written, telling.progress, telling.narrate)
        reach("bulk: after the import")
        if replaces:
            counts = _finish_beside(folder, state, telling)
            reach("bulk: before the switch")
            second.switch(place)
            _running(folder, telling)
            return counts
        second.switch(place)
    with open_connection(_running(folder, telling)) as connection:
        return finishing.finish(connection, folder, state, telling.narrate)


def clear(folder: CaseFolder) -> None:
    """Delete what a load in bulk that was killed left beside the home in use.

    Raises:
        ServerError: Something of it does not end.
        StorageError: A folder cannot be deleted.
    """
    place = server_folder(folder.id)
    if second.is_left(place):
        with second.prepared(place):
            pass  # preparing clears, and so does leaving


def _running(folder: CaseFolder, telling: Telling) -> Address:
    return ensure_running(folder.id, narrate=telling.narrate, case_folder=folder.path)


def _finish_beside(folder: CaseFolder, state: State, telling: Telling) -> dict[str, int]:
    """Finish the new graph on a second server while the first one answers."""
    place = server_folder(folder.id)
    with open_connection(second.start(place, telling.narrate)) as connection:
        counts = finishing.finish(connection, folder, state, telling.narrate)
    second.stop(place)
    return counts
