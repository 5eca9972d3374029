"""The case: everything the terminal can do with one, for Python.

Owns the order in which the parts of inunison are called: sources, state, server, graph, questions.
Holds no rule of its own; each method is one step of the data's way and reads like it.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from inunison import custody
from inunison.errors import CaseError
from inunison.folder import CaseFolder
from inunison.mapping import open_map
from inunison.records import Frame
from inunison.scoping import given_scope
from inunison.sources import ImportOutcome, Source, import_file, list_sources, remove_source

# What needs the driver or the engine is imported where it is used: opening a case stays quick.
if TYPE_CHECKING:
    import pandas
    import py2neo

    from inunison.detect.detection import Detection, Explanations
    from inunison.detect.finding import Finding
    from inunison.graph.answers import Answer
    from inunison.graph.connect import Address, Connection
    from inunison.graph.load import LoadOutcome
    from inunison.queries import Query
    from inunison.state import State

Narrate = Callable[[str], None]
Progress = Callable[[str, int, int], None]


@dataclass
class Case:
    """A case on disk and the graph that shows it.

    Attributes:
        folder: Where it lies.
        server: Address parts given as options: uri, username, password, database.
        narrate: Called with one sentence before each step that takes a while.
        progress: Called while sources are resolved and while the graph is loaded, with what is
            done, how much of it, and how much there is.
        memory_mb: Memory that reading and resolving may take, in MB (10^6 bytes); what is over goes
            to disk. The defaults of each when None. No answer depends on it.
    """

    folder: CaseFolder
    server: Mapping[str, str] = field(default_factory=dict)
    narrate: Narrate = lambda _sentence: None  # Python users hear of trouble by exceptions
    progress: Progress = lambda _what, _done, _total: None
    memory_mb: int | None = None

    @classmethod
    def open(cls, path: str | Path | None = None, **server: str) -> Self:
        """Open a case.

        Args:
            path: Its folder; the nearest folder above the current one that is a case when None.
            server: `uri`, `username`, `password`, `database` of another Neo4j.

        Raises:
            CaseError: There is no case, or a newer version of inunison made it.
        """
        folder = CaseFolder.nearest(Path.cwd()) if path is None else CaseFolder.open(Path(path))
        return cls(folder, server)

    @classmethod
    def create(cls, path: str | Path, *, name: str | None = None) -> Self:
        """Make a new case in a folder that is empty or not there yet.

        Raises:
            CaseError: The folder holds something else.
        """
        return cls(CaseFolder.create(Path(path), name=name))

    def sources(self) -> list[Source]:
        """Return the sources of the case, in the order of their hashes."""
        return list_sources(self.folder)

    def import_(
        self,
        path: str | Path,
        *,
        importer: str | None = None,
        table_map: str | Path | None = None,
        frame: Frame | str | None = None,
        scope: Mapping[str, Any] | None = None,
        strict: bool = False,
    ) -> ImportOutcome:
        """Read a file into the case as one more source; a known file changes nothing.

        Args:
            path: The file, compressed or not.
            importer: The name of the importer; found by the file's content when None.
            table_map: A file that says which column of a table is what, in place of an importer.
            frame: How the file was collected; the importer's own suggestion when None.
            scope: What it holds all of: {"query": "ferry", "captured": "2024-03-11"}; also
                `accounts` (handles or ids), `since`, `until`.
            strict: A row that cannot be read is an error, and nothing is kept.

        Raises:
            SourceError: The file cannot be read, is empty, or has no importer or several.
            UsageError: The map or the scope cannot be used.
            StorageError: The case cannot be written to.
        """
        return import_file(
            self.folder,
            Path(path),
            importer=importer if table_map is None else open_map(Path(table_map)),
            frame=Frame(frame) if frame is not None else None,
            scope=None if scope is None else given_scope(scope),
            strict=strict,
            memory_mb=self.memory_mb,
        )

    def remove(self, source: str) -> Source:
        """Take a source out of the case; the graph follows with the next load.

        Args:
            source: The beginning of its hash, or the name of its file.

        Raises:
            SourceError: No source, or more than one, is meant.
        """
        return remove_source(self.folder, source)

    def state(self) -> "State":
        """Return the sources resolved into accounts, posts and texts (from the cache if there)."""
        from inunison import state

        return state.current(self.folder, self.narrate, self.progress, **self._limits())

    def detect(
        self,
        traces: Sequence[str] = (),
        *,
        windows: Sequence[str | int] | None = None,
        q: float = 0.01,
        seed: int = 0,
        cross_check: bool = True,
    ) -> "Detection":
        """Test who acts together more than chance explains; the graph follows with the next load.

        The same run again comes from the cache.

        Args:
            traces: Names such as "co_repost"; all when there is none.
            windows: How close in time is together: durations such as "1m", or seconds. All of them
                are tried, and the tests account for that. Each trace's own when None.
            q: Greatest share of false findings, above 0 and below 1.
            seed: Of everything that is drawn.
            cross_check: Also count what the rules of other tools flag.

        Raises:
            CaseError: The case holds no sources, or a list of exclusions cannot be read.
            UsageError: There is no such trace, or another argument cannot be used.
            StorageError: The cache cannot be written.
        """
        from inunison.detect import choosing, detection

        chosen = choosing.settings(traces, windows, q=q, seed=seed, cross_check=cross_check)
        sources = self._required_sources()
        made = detection.detect(
            self.folder,
            self.state(),
            sources,
            chosen,
            narrate=self.narrate,
            progress=self.progress,
            **self._limits(),
        )
        if made.is_new:
            details = {"state": made.run["state"], "detection": made.id}
            custody.append(self.folder, "detect", details | {"findings": made.run["findings"]})
        return made

    def explain(
        self,
        one: str,
        other: str,
        traces: Sequence[str] = (),
        *,
        windows: Sequence[str | int] | None = None,
        q: float = 0.01,
        seed: int = 0,
    ) -> "Explanations":
        """Explain two accounts: all that they did together, and why that is a tie or is none.

        It holds an explanation for each trace; its `frame()` a row for each object they share.

        Args:
            one: A handle with or without @, platform:id such as "twitter:12", or a uid.
            other: Another account's.
            traces: As for `detect`.
            windows: As for `detect`.
            q: As for `detect`.
            seed: As for `detect`.

        Raises:
            UsageError: A name means no account or several; they are listed.
        """
        from inunison.detect import choosing, detection

        chosen = choosing.settings(traces, windows, q=q, seed=seed)
        sources, names, limits = self._required_sources(), (one, other), self._limits()
        return detection.explain(self.folder, self.state(), sources, chosen, names, **limits)

    def findings(self) -> "pandas.DataFrame":
        """Return the findings of the last detection on the present sources, strongest first.

        Raises:
            CaseError: None was run on them.
        """
        from inunison.detect import detection

        return detection.required(self.folder, self.sources()).frame()

    def finding(self, key: str) -> "Finding":
        """Return the whole record of one finding of the last detection.

        Args:
            key: Its key, or a beginning of it that no other has.

        Raises:
            CaseError: None was run on the present sources.
            UsageError: No finding, or more than one, is meant.
        """
        from inunison.detect import detection

        return detection.required(self.folder, self.sources()).finding(key)

    def _required_sources(self) -> list[Source]:
        if sources := self.sources():
            return sources
        raise CaseError(
            "The case holds no sources yet.", "Read a file into it: inunison import FILE"
        )

    def _limits(self) -> dict[str, int]:
        return {} if self.memory_mb is None else {"memory_mb": self.memory_mb}

    def address(self) -> "Address":
        """Return the Neo4j of this case, starting its own local one where no other is named.

        Raises:
            ServerError: The local server cannot be started.
        """
        from inunison.graph import server

        return self._named() or server.ensure_running(
            self.folder.id, narrate=self.narrate, case_folder=self.folder.path
        )

    def _named(self) -> "Address | None":
        from inunison.graph import connect

        return connect.resolve_address(
            **{f"option_{part}": self.server.get(part) for part in connect.PARTS},
            case_settings=self.folder.server_settings,
            environment=os.environ,
        )

    def _is_new(self) -> bool:
        from inunison.graph import server

        return self._named() is None and server.is_new(self.folder.id, self.narrate)

    @contextmanager
    def connection(self, *, loaded: bool = True) -> Iterator["Connection"]:
        """Connect to the graph of this case.

        Args:
            loaded: First make sure that the graph holds the present sources.

        Raises:
            CaseError: It shall be loaded, and the case holds no sources.
            ServerError: Neo4j does not answer or refuses the login.
            OwnershipError: The database is not this case's.
        """
        from inunison.graph.connect import open_connection

        if loaded and self._required_sources() and self._is_new():
            self.load()
        with open_connection(self.address()) as connection:
            if not loaded or self._is_loaded(connection):
                yield connection
                return
        self.load()  # it may start the server again: no connection is kept meanwhile
        with open_connection(self.address()) as connection:
            yield connection

    def load(self, *, rebuild: bool = False, road: str = "auto") -> "LoadOutcome":
        """Make the graph hold the present sources and the last detection on them, nothing else.

        Args:
            rebuild: Delete what is ours first.
            road: "bolt" (works with every server), "bulk" (Neo4j's own importer, for the local
                server) or "auto": the quicker one. Connections to the local server end in bulk.

        Raises:
            UsageError: There is no such road, or it cannot be taken.
            ServerError: Neo4j does not answer or was lost; run it again to go on.
            OwnershipError: The database is not this case's; nothing was changed.
        """
        from inunison.graph import bulk, load, roads
        from inunison.graph.ownership import ownership
        from inunison.picture import picture

        wanted, outcome = roads.named(road), None
        roads.require_local(wanted, self._named())
        told = bulk.Telling(self.narrate, self.progress)
        if self._is_new():
            state = picture(self.folder, self.state())
            with self.folder.lock("load"):
                outcome = load.load_new(self.folder, state, wanted, told)
        address = self.address()
        if outcome is None:
            with self.connection(loaded=False) as connection:
                ownership(connection, self.folder)  # another's is refused before the state is made
                state = picture(self.folder, self.state())
                with self.folder.lock("load"):
                    outcome = load.load(
                        connection, self.folder, state, rebuild=rebuild, road=wanted, telling=told
                    )
        if outcome.kind != "nothing":
            details = {"state": state.id, "kind": outcome.kind, "road": outcome.road.value}
            custody.append(self.folder, "load", details | {"server": address.uri})
        return outcome

    def _is_loaded(self, connection: "Connection") -> bool:
        from inunison import picture, state
        from inunison.graph.ownership import ownership

        wanted = picture.picture_id(self.folder, state.present_id(self.folder, self.sources()))
        return ownership(connection, self.folder).state == wanted

    def queries(self) -> "dict[str, Query]":
        """Return all stored questions by name: ours, other packages', and the case's own."""
        from inunison import queries

        return queries.all_queries(self.folder.queries_path)

    def find(
        self, name: str, /, *, timeout_s: float = 60.0, row_cap: int = 10_000, **given: Any
    ) -> "Answer":
        """Ask a stored question.

        Args:
            name: Such as "shared-text-bridges".
            timeout_s: Seconds after which the server stops it.
            row_cap: Rows that are read at most.
            given: Its parameters; durations as "5m" or "1h".

        Raises:
            UsageError: There is no such question or parameter.
            QueryError: It failed, was refused or took too long.
        """
        from inunison import queries
        from inunison.graph import answers

        query = queries.named(name, self.folder.queries_path)
        with self.connection() as connection:
            return answers.ask(connection, query, given, timeout_s=timeout_s, row_cap=row_cap)

    def cypher(
        self,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout_s: float = 60.0,
        row_cap: int = 10_000,
    ) -> "Answer":
        """Ask in Cypher; only questions that read the graph, and nothing else, are run.

        Raises:
            RefusedQuery: It would write, read files or call out.
            QueryError: It failed or took too long.
        """
        from inunison.graph import answers

        with self.connection() as connection:
            return answers.ask_cypher(
                connection, text, dict(parameters or {}), timeout_s=timeout_s, row_cap=row_cap
            )

    def py2neo(self) -> "py2neo.Graph":
        """Return a py2neo Graph on the same server (py2neo has reached its end of life).

        Raises:
            UsageError: The extra is not installed.
        """
        from inunison.graph import py2neo_graph

        return py2neo_graph.graph(self.address)
