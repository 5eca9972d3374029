"""Where the local server lies on this machine: the shared cache of jars and one folder per case.

Owns the paths and nothing else: it makes no folder, starts nothing and imports nothing heavy, so
that a warm command can find its server in a few milliseconds.

    <cache>/neo4j-5.26.30/lib, plugins    the program, shared by all cases, can be deleted
    <data>/servers/<case_id>/             0700: one server's home, password, log and record
    <data>/servers/<case_id>@2026.08/     the same on another Neo4j than the long-term release: a
                                          newer one rewrites a store so that no older one reads it
    <data>/servers/<case_id>/next/<case_id>/  the same of a second server, while a graph is built

INUNISON_HOME moves both under one folder (`cache`, `data`); INUNISON_CACHE moves the cache alone.
"""

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path

from inunison.errors import UsageError
from inunison.graph.server.program import LONG_TERM, PROGRAMS, Program, chosen

HOMES = ("home", "home-2")
_CASE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_ENDINGS = {"" if program is LONG_TERM else f"@{program.series}": program for program in PROGRAMS}


def cache_root() -> Path:
    """Return the folder that may be deleted and is made again by a download."""
    if chosen := os.environ.get("INUNISON_CACHE"):
        return Path(chosen).expanduser().absolute()
    if home := os.environ.get("INUNISON_HOME"):
        return Path(home).expanduser().absolute() / "cache"
    from platformdirs import user_cache_path  # 40 ms that a set variable saves

    return user_cache_path("inunison")


def data_root() -> Path:
    """Return the folder that holds what cannot be downloaded again."""
    if home := os.environ.get("INUNISON_HOME"):
        return Path(home).expanduser().absolute() / "data"
    from platformdirs import user_data_path  # 40 ms that a set variable saves

    return user_data_path("inunison")


def servers_root() -> Path:
    """Return the folder that holds one folder per case with a local server."""
    return data_root() / "servers"


def program_folder(program: Program | None = None) -> Path:
    """Return the folder of the jars, `lib` and `plugins`, of a program; of the chosen when None."""
    return cache_root() / f"neo4j-{(program or chosen()).version}"


@dataclass(frozen=True)
class ServerFolder:
    """The folder of one case's server.

    Attributes:
        case_id: The case that the server belongs to.
        path: The folder, readable by its owner alone.
        program: The Neo4j that its home belongs to.
    """

    case_id: str
    path: Path
    program: Program = LONG_TERM

    @property
    def home(self) -> Path:
        """Neo4j's home: its data, logs and import folder; the one of two that `current` names."""
        try:
            name = self.current.read_text(encoding="ascii")
        except (OSError, ValueError):
            name = ""
        return self.path / (name if name in HOMES else HOMES[0])

    @property
    def spare_home(self) -> Path:
        """The other of the two homes: where the next one is put before it is switched to."""
        return self.path / HOMES[1 - HOMES.index(self.home.name)]

    @property
    def current(self) -> Path:
        """Names the home that is in use; absent until one was switched to."""
        return self.path / "current"

    @property
    def next(self) -> "ServerFolder":
        """The folder of the second server, in which the next home is built beside this one."""
        return replace(self, path=self.path / "next" / self.path.name)

    @property
    def aside(self) -> Path:
        """The last home that could not be started; the user may delete it."""
        return self.path / "home.aside"

    @property
    def configuration(self) -> Path:
        """The folder that holds neo4j.conf and the arguments of the Java process."""
        return self.path / "conf"

    @property
    def hosts(self) -> Path:
        """The only host names that the Java process knows."""
        return self.configuration / "hosts"

    @property
    def temporary(self) -> Path:
        """What the Java process unpacks; emptied at each start."""
        return self.path / "tmp"

    @property
    def record(self) -> Path:
        """Who runs here: process, ports, version."""
        return self.path / "server.json"

    @property
    def password(self) -> Path:
        """The password of the user `neo4j`, readable by its owner alone."""
        return self.path / "password"

    @property
    def last_used(self) -> Path:
        """An empty file whose time of change says when a command used the server last."""
        return self.path / "last_used"

    @property
    def log(self) -> Path:
        """What the server printed since it was started."""
        return self.path / "server.log"

    @property
    def case(self) -> Path:
        """Where the case's own folder was when the server was last started for it."""
        return self.path / "case.json"

    @property
    def keeper(self) -> Path:
        """Locked by the keeper for as long as it lives."""
        return self.path / "keeper.lock"

    @property
    def lock(self) -> Path:
        """Held by the command that starts or stops the server."""
        return self.path.with_name(f"{self.path.name}.lock")


def server_folder(case_id: str) -> ServerFolder:
    """Return the folder of a case's server on the chosen Neo4j; it need not exist.

    Raises:
        UsageError: The id could name another folder than one of ours.
    """
    if not _CASE_ID.fullmatch(case_id):
        raise UsageError(
            f"{case_id!r} cannot be the id of a case.",
            "An id is 1 to 64 letters, digits, - and _, and starts with a letter or a digit.",
        )
    program = chosen()
    ending = next(ending for ending, each in _ENDINGS.items() if each is program)
    return ServerFolder(case_id, servers_root() / f"{case_id}{ending}", program)


def known_servers() -> list[ServerFolder]:
    """Return the folders of all local servers of this user, whichever Neo4j, sorted by case id."""
    root = servers_root()
    if not root.is_dir():
        return []
    found = (folder_at(entry) for entry in sorted(root.iterdir()) if entry.is_dir())
    return [folder for folder in found if folder is not None]


def folder_at(path: Path) -> ServerFolder | None:
    """Return the server's folder that lies there, None when its name is not one that we give."""
    case_id, at, series = path.name.partition("@")
    program = _ENDINGS.get(at + series)
    if program is None or not _CASE_ID.fullmatch(case_id):
        return None
    return ServerFolder(case_id, path, program)
