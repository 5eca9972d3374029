"""The case folder: where a case lies, what it is called, and what may be set for it.

Owns `case.toml` and the names of what stands beside it. Reads no sources and opens no server; a
password is never kept here, and one that is found here is refused.
"""

import json
import re
import secrets
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

from filelock import FileLock, Timeout

from inunison import custody, storage
from inunison.canonical import readable, shown
from inunison.errors import CaseError, StorageError

SCHEMA_VERSION = 1

_FILE = "case.toml"
_SERVER_KEYS = frozenset({"uri", "username", "database"})
# The id names folders outside the case (its server's home): it may never climb out of them.
_ID = re.compile(r"[a-z0-9][a-z0-9-]{7,63}")
_NOISE = (".DS_Store", f".{_FILE}.")
_START = "Make one with `inunison init DIR`, or name one with --case DIR."


@dataclass(frozen=True)
class CaseFolder:
    """A case on disk.

    Attributes:
        path: The folder, absolute.
        id: Names the case everywhere; made once, at random.
        name: What people call it.
        settings: All of `case.toml`.
    """

    path: Path
    id: str
    name: str
    settings: Mapping[str, object] = field(default_factory=dict, compare=False)

    @property
    def sources_path(self) -> Path:
        """What was imported: one folder per file, named by the file's hash."""
        return self.path / "sources"

    @property
    def cache_path(self) -> Path:
        """What can be deleted and made again from the sources."""
        return self.path / "cache"

    @property
    def queries_path(self) -> Path:
        """The user's own stored queries."""
        return self.path / "queries"

    @property
    def notes_path(self) -> Path:
        """What the investigator writes."""
        return self.path / "notes"

    @property
    def reports_path(self) -> Path:
        """Reports that were made."""
        return self.path / "reports"

    @property
    def custody_path(self) -> Path:
        """The log of what was done to the case, chained by hash."""
        return self.path / "custody.jsonl"

    @property
    def server_settings(self) -> Mapping[str, str]:
        """The Neo4j that `case.toml` names: `uri`, `username`, `database`, those that are set."""
        table = self.settings.get("server")
        return {} if not isinstance(table, Mapping) else {str(k): str(v) for k, v in table.items()}

    @classmethod
    def create(cls, path: Path, *, name: str | None) -> Self:
        """Make a case, or return the one that is there already.

        Args:
            path: A folder that is empty, not there yet, or a case (which stays as it is).
            name: What people call it; the folder's name when None.

        Raises:
            CaseError: The folder holds something else, or is a file.
            StorageError: It cannot be written.
        """
        path = _absolute(path)
        if is_case(path):
            return cls.open(path)
        _require_empty(path)
        identifier = secrets.token_hex(8)
        title = readable(name if name is not None else path.name).strip() or "case"
        with storage.writing(path):
            path.mkdir(parents=True, exist_ok=True)
            # First: a folder that holds this file is a case, whatever else is still missing.
            storage.replace(path / _FILE, _toml(identifier, title).encode("utf-8"))
            folder = cls.open(path)
            for each in ("sources", "queries", "notes", "reports"):
                (path / each).mkdir(exist_ok=True)
        custody.append(folder, "init", {"case": folder.id, "name": folder.name})
        return folder

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the case that a folder is.

        Raises:
            CaseError: It is none, may not be read, is damaged, holds a password, or was made by a
                newer version of inunison.
        """
        path = _absolute(path)
        settings = _read(path)
        _require_known(path, settings.get("schema_version"))
        identifier, name = settings.get("id"), settings.get("name")
        if not isinstance(identifier, str) or not _ID.fullmatch(identifier):
            raise _damaged(path, "its id is missing or is none")
        if not isinstance(name, str) or not name.strip():
            raise _damaged(path, "its name is missing")
        _require_server(path, settings.get("server", {}))
        return cls(path, identifier, name, MappingProxyType(settings))

    @classmethod
    def nearest(cls, start: Path) -> Self:
        """Open the nearest case: the folder itself, or one of those above it.

        Raises:
            CaseError: There is none, or it cannot be opened.
        """
        start = _absolute(start)
        for path in (start, *start.parents):
            if is_case(path):
                return cls.open(path)
        raise CaseError(f"There is no case in {start} or above it.", _START)

    @contextmanager
    def lock(self, name: str, *, wait_s: float = 10.0) -> Iterator[None]:
        """Hold a lock of this case, so that two commands do not do the same work at once.

        Args:
            name: What is locked, such as "load".
            wait_s: Seconds to wait for another command that holds it.

        Raises:
            StorageError: It is still held, or cannot be made.
        """
        locks = self.cache_path / "locks"
        with storage.writing(locks):
            locks.mkdir(parents=True, exist_ok=True)
            lock = FileLock(locks / f"{name}.lock")
            try:
                lock.acquire(timeout=wait_s)
            except Timeout as error:
                raise StorageError(
                    f"Another command is working on this case ({name}).",
                    "Wait until it has ended, then run this one again.",
                ) from error
        try:
            yield
        finally:
            lock.release()


def is_case(path: Path) -> bool:
    """Say whether a folder is a case, sound or not."""
    try:
        return (path / _FILE).is_file()
    except (OSError, ValueError):
        return False


def _absolute(path: Path) -> Path:
    try:
        return Path(path).expanduser().resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise CaseError(f"{shown(str(path))} is not a path.", _START) from error


def _toml(identifier: str, name: str) -> str:
    # A JSON string is a TOML string once DEL is written as an escape.
    quoted = json.dumps(name, ensure_ascii=False).replace("\x7f", "\\u007f")
    return (
        f"# A case of inunison. The name may be changed, the id may not.\n"
        f"schema_version = {SCHEMA_VERSION}\n"
        f'id = "{identifier}"\n'
        f"name = {quoted}\n"
        "\n"
        "# [server]                        # another Neo4j than the local one; never a password\n"
        '# uri = "bolt://127.0.0.1:7687"   # (that one comes from NEO4J_PASSWORD)\n'
        '# username = "neo4j"\n'
        '# database = "neo4j"\n'
    )


def _require_empty(path: Path) -> None:
    try:
        if not path.exists():
            return
        if not path.is_dir():
            raise CaseError(f"{path} is a file.", "Name a folder that is empty or not there yet.")
        held = sorted(each.name for each in path.iterdir() if not each.name.startswith(_NOISE))
    except OSError as error:
        raise CaseError(
            f"{path} may not be read by you.", "Name a folder of yours, or change its permissions."
        ) from error
    if held:
        raise CaseError(
            f"{path} is not empty (it holds {shown(held[0])}) and is not a case.",
            "Name a folder that is empty or not there yet.",
        )


def _read(path: Path) -> dict[str, Any]:
    file = path / _FILE
    try:
        return tomllib.loads(file.read_bytes().decode("utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise CaseError(f"{path} is not a case.", _START) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        reason = "it is no UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        raise _damaged(path, reason) from error
    except OSError as error:
        raise CaseError(
            f"{file} cannot be read ({error.strerror}).",
            "Ask the owner of the case, or change its permissions.",
        ) from error


def _damaged(path: Path, reason: str) -> CaseError:
    return CaseError(
        f"{path / _FILE} is damaged: {reason}.",
        "Correct it, or put it back from a copy; the sources beside it are not harmed.",
    )


def _require_known(path: Path, version: object) -> None:
    if type(version) is not int or version < 1:
        raise _damaged(path, "schema_version is missing or is no number")
    if version > SCHEMA_VERSION:
        raise CaseError(
            f"{path} was made by a newer version of inunison "
            f"(its layout is {version}, this one knows {SCHEMA_VERSION}).",
            "Install the newest inunison, then run the command again.",
        )


def _require_server(path: Path, table: object) -> None:
    if not isinstance(table, dict):
        raise _damaged(path, "server is not a table")
    for key, value in table.items():
        if "pass" in key.lower() or "token" in key.lower():
            raise CaseError(
                f"{path / _FILE} holds a password, which a case never does.",
                "Take it out, and set it in the environment as NEO4J_PASSWORD.",
            )
        if key not in _SERVER_KEYS or not isinstance(value, str):
            known = ", ".join(sorted(_SERVER_KEYS))
            raise _damaged(path, f"server.{key} is not one of {known} as text")
