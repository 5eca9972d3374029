"""Loading: what must happen so that the graph holds a state, and by which road.

Owns the step from what a database says it holds to what is to be done about it, and what happens
when a load is cut off: the Case node names the state only once all of it is there, and the same
load run again goes on from where it was. The roads themselves are `bolt` and `bulk`.
"""

from dataclasses import dataclass

from inunison import engine
from inunison.folder import CaseFolder
from inunison.graph import bolt, bulk, finishing, roads
from inunison.graph.bulk import Telling
from inunison.graph.connect import Connection
from inunison.graph.ownership import Ownership, ownership
from inunison.graph.roads import Road, Task
from inunison.graph.rows import Batches
from inunison.graph.server import is_new
from inunison.picture import find, shows_findings
from inunison.state import State

_SILENT = Telling(lambda _sentence: None, lambda _what, _done, _total: None)


@dataclass(frozen=True)
class LoadOutcome:
    """What a load did.

    Attributes:
        kind: "nothing" (already loaded), "first", "increment" or "rebuild".
        road: The road that was taken.
        why: Why that road, in words.
        written: Nodes and edges that were added or changed; in bulk all that there are.
        removed: Nodes and edges that were deleted; in bulk none.
        counts: Nodes by label and edges by type, as the database counts them.
    """

    kind: str
    road: Road
    why: str
    written: int
    removed: int
    counts: dict[str, int]


def load(
    connection: Connection,
    folder: CaseFolder,
    state: State,
    *,
    rebuild: bool = False,
    road: Road = Road.AUTO,
    telling: Telling = _SILENT,
) -> LoadOutcome:
    """Make the database hold exactly this state.

    After the bulk road the case's server has been started again: connect to it anew.

    Args:
        connection: The database.
        folder: The case; its cache may hold the state that is loaded now, which makes it quick.
        state: What to load; a picture where a detection is to be shown beside it.
        rebuild: Delete what is ours first, whatever the database says it holds.
        road: The road to take.
        telling: Who is told of what takes a while.

    Raises:
        UsageError: The bulk road was asked for and cannot be taken; nothing was changed.
        OwnershipError: The database is not this case's; nothing was changed.
        ServerError: The connection was lost or the importer failed; run it again to go on.
        StorageError: The disk is full or a folder may not be written.
    """
    owned = ownership(connection, folder)
    if shows_findings(owned.state) and not shows_findings(state.id):
        telling.narrate("The findings were of other sources and go: run inunison detect.")
    telling.narrate("Loading the graph ...")
    # A state of an earlier model has other columns: there is no difference to be taken from it.
    rebuild = rebuild or owned.older
    if connection.address.origin == "local":
        bulk.clear(folder)
    if owned.state == state.id and not rebuild:
        counts = finishing.counts(connection)
        return LoadOutcome("nothing", Road.BOLT, "the graph holds it", 0, 0, counts)
    kind, base = _kind(folder, owned, state, rebuild=rebuild)
    with engine.opened(state.path / "spill") as database:
        batches = Batches(database, state, base)
        rows = sum(finishing.wanted(state).values())
        task = Task(rows, batches.changed() if base else rows, starts=2 if owned.state else 1)
        choice = roads.choose(road, task, lambda: roads.obstacle(connection, database, state))
        if choice.road is Road.BOLT:
            if kind == "rebuild":
                bolt.clear(connection)
            finishing.begin(connection, folder, state, base)
            finishing.make_schema(connection)
            written, removed = bolt.write(connection, batches, telling.progress)
            counts = finishing.finish(connection, folder, state)
            return LoadOutcome(kind, choice.road, choice.why, written, removed, counts)
    telling.narrate(f"Loading in bulk ({choice.why}).")
    counts = bulk.load(folder, state, telling, replaces=owned.state is not None)
    return LoadOutcome(kind, choice.road, choice.why, rows, 0, counts)


def load_new(
    folder: CaseFolder, state: State, road: Road, telling: Telling = _SILENT
) -> LoadOutcome | None:
    """Load a state in bulk into a local server that was never started: it is started once.

    Returns:
        What was done; None where nothing was, since Bolt is the quicker road or somebody has
        started the server.

    Raises:
        UsageError: The bulk road was asked for and cannot be taken; nothing was changed.
        ServerError: The importer or the server fails; run it again to go on.
        StorageError: The disk is full or a folder may not be written.
    """
    rows = sum(finishing.wanted(state).values())
    with engine.opened(state.path / "spill") as database:
        task = Task(rows, rows, starts=0)
        choice = roads.choose(road, task, lambda: roads.too_long(database, state))
    if choice.road is Road.BOLT or not is_new(folder.id):
        return None
    telling.narrate(f"Loading in bulk ({choice.why}).")
    counts = bulk.load(folder, state, telling, replaces=False)
    return LoadOutcome("first", choice.road, choice.why, rows, 0, counts)


def _kind(
    folder: CaseFolder, owned: Ownership, state: State, *, rebuild: bool
) -> tuple[str, State | None]:
    """Return what kind of load it is, and the state that the difference is taken from."""
    base = _base(folder, owned, state)
    goes_on = owned.loading == state.id and owned.base == ""
    if rebuild or (base is None and not owned.empty and not goes_on):
        return "rebuild", None
    return ("first" if owned.empty else "increment"), base


def _base(folder: CaseFolder, owned: Ownership, state: State) -> State | None:
    """Return the state that the database holds at least in part, where the cache still has it."""
    if owned.loading is not None and owned.loading != state.id:
        return None
    known = owned.state or owned.base
    return find(folder, known) if known else None
