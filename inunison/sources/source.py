"""One source: an imported file as it stands on disk.

Owns `source.json` and the reading of it, and which folders of a case are sources. A source is
never altered: it is there whole, or not there; so reading needs no lock and never waits. How a file
becomes one is `inunison.sources.intake`, how one goes is `inunison.sources.removal`.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from inunison.canonical import canonical_json
from inunison.errors import CaseError, SourceError
from inunison.folder import CaseFolder
from inunison.records import Frame
from inunison.sources.staging import DESCRIPTION
from inunison_importers.scopes import Scope, scope_of

LAYOUT = 2
ORIGINAL = "original"
HASH_LETTERS = frozenset("0123456789abcdef")

_HASH_LENGTH = 64


@dataclass(frozen=True)
class Part:
    """One file of a source as it was written.

    Attributes:
        file: Its name inside the source's folder.
        sha256: Hash of its bytes.
        rows: Number of rows.
    """

    file: str
    sha256: str
    rows: int


@dataclass(frozen=True)
class RejectReason:
    """Rows that could not be read, or were left out by rule, for one reason.

    Attributes:
        reason: The reason, in the importer's words.
        count: Number of rows.
        first: The first of them: the name of the file inside the source, and the row.
    """

    reason: str
    count: int
    first: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Source:
    """One imported file.

    Attributes:
        sha256: Hash of the file as it was read, compressed or not; names the source.
        name: The file's own name.
        bytes: Its size.
        importer: Name of the importer that read it.
        importer_version: That importer's version.
        rank: How far the format is believed where two sources disagree; the higher one is.
        frame: How the file was collected.
        members: Names of the files inside (one for a plain file); a row's `member` counts them.
        counts: Number of accounts, posts, observations, articles and rejects; one that was read
            before there were articles counts none.
        captured_at: The latest instant that the file shows, microseconds UTC: it was captured then
            or later. None where it shows none.
        path: The source's folder.
        original: Where the file was; None for standard input, which is kept in the folder.
        skipped: Files inside that no importer reads, each with the reason.
        parts: The Parquet files by kind.
        rejects: The file of the rejects.
        reasons: The rejects by reason.
        left_out: Rows that were left out by rule, by reason: nothing of them is kept.
        mapping: What the map says by which it was read; None where its importer knew its format.
        scope: What it was meant to hold, and when it was captured, where somebody said it.
    """

    sha256: str
    name: str
    bytes: int
    importer: str
    importer_version: int
    rank: int
    frame: Frame
    members: tuple[str, ...]
    counts: Mapping[str, int]
    captured_at: int | None
    path: Path
    original: str | None
    skipped: tuple[tuple[str, str], ...] = ()
    parts: Mapping[str, Part] = field(default_factory=dict)
    rejects: Part | None = None
    reasons: tuple[RejectReason, ...] = ()
    left_out: tuple[RejectReason, ...] = ()
    mapping: Mapping[str, Any] | None = None
    scope: Scope | None = None

    def part(self, kind: str) -> Path:
        """Return the Parquet file of a kind; it exists only where the source has such rows.

        Args:
            kind: "accounts", "posts", "observations" or "articles".
        """
        if self.parts and kind not in self.parts:
            return self.path / f"{kind}.none.parquet"  # never the name of a file
        return self.path / (self.parts[kind].file if self.parts else f"{kind}.parquet")

    @property
    def files(self) -> frozenset[str]:
        """Names of the files of its parts and rejects, as they count now."""
        written = [*self.parts.values(), *([self.rejects] if self.rejects else [])]
        return frozenset(part.file for part in written)

    @property
    def rejects_path(self) -> Path | None:
        """The file of the rejects as JSON lines, None where every row was read."""
        return self.path / self.rejects.file if self.rejects else None

    @property
    def kept_path(self) -> Path:
        """Where the file itself is kept when it came through standard input."""
        return self.path / ORIGINAL


def describe(source: Source) -> bytes:
    """Return the content of a source's `source.json`."""
    content = {
        "layout": LAYOUT,
        "sha256": source.sha256,
        "name": source.name,
        "bytes": source.bytes,
        "importer": source.importer,
        "importer_version": source.importer_version,
        "rank": source.rank,
        "frame": source.frame.value,
        "members": source.members,
        "counts": dict(source.counts),
        "captured_at": source.captured_at,
        "original": source.original,
        "skipped": source.skipped,
        "parts": {kind: _of_part(part) for kind, part in source.parts.items()},
        "rejects": _of_part(source.rejects) if source.rejects else None,
        "reasons": _of_reasons(source.reasons),
    }
    if source.left_out:
        content["left_out"] = _of_reasons(source.left_out)
    if source.mapping is not None:
        content["mapping"] = dict(source.mapping)
    if source.scope is not None:
        content["scope"] = source.scope.content()
    return canonical_json(content).encode("utf-8") + b"\n"


def list_sources(folder: CaseFolder) -> list[Source]:
    """Return the sources of a case, in the order of their hashes.

    Raises:
        SourceError: One of them is damaged.
        CaseError: One was made by a newer version, or the folder cannot be read.
    """
    return [read_source(path) for path in source_paths(folder)]


def source_paths(folder: CaseFolder) -> list[Path]:
    """Return the folders of the sources, sorted; hidden and foreign ones are passed over.

    Raises:
        CaseError: The folder cannot be read.
    """
    try:
        return sorted(path for path in folder.sources_path.iterdir() if is_hash(path.name))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise CaseError(
            f"{folder.sources_path} cannot be read ({error.strerror}).",
            "Ask the owner of the case, or change its permissions.",
        ) from error


def list_strays(folder: CaseFolder) -> list[str]:
    """Return the names of what stands among the sources and is none, but for hidden things."""
    try:
        names = [path.name for path in folder.sources_path.iterdir()]
    except FileNotFoundError:
        return []
    return sorted(name for name in names if not is_hash(name) and not name.startswith("."))


def find_source(folder: CaseFolder, sha256: str) -> Source | None:
    """Return the source of a hash, None where the case has none.

    Raises:
        SourceError: It is damaged.
    """
    path = folder.sources_path / sha256
    return read_source(path) if path.is_dir() else None


def read_source(path: Path) -> Source:
    """Read the description of a source.

    Args:
        path: The source's folder.

    Raises:
        SourceError: It is missing or damaged.
        CaseError: A newer version of inunison wrote it, or one too old.
    """
    file = path / DESCRIPTION
    try:
        content = json.loads(file.read_bytes())
        layout = content["layout"]
        if isinstance(layout, int) and layout > LAYOUT:
            raise CaseError(
                f"{file} was written by a newer version of inunison.",
                "Install the newest inunison, then run the command again.",
            )
        if isinstance(layout, int) and layout < LAYOUT:
            raise CaseError(
                f"{file} was written by an earlier version of inunison, whose parts lack columns.",
                "Import the same files into a new case: inunison init NAME",
            )
        source = _source(path, content)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged(path) from error
    if source.sha256 != path.name:
        raise _damaged(path)
    return source


def is_hash(name: str) -> bool:
    """Say whether a name is that of a source's folder."""
    return len(name) == _HASH_LENGTH and set(name) <= HASH_LETTERS


def _of_part(part: Part) -> dict[str, Any]:
    return {"file": part.file, "sha256": part.sha256, "rows": part.rows}


def _part(content: Mapping[str, Any]) -> Part:
    name = content["file"]
    if Path(name).name != name:  # a description never leads out of its folder
        raise ValueError(name)
    return Part(name, str(content["sha256"]), int(content["rows"]))


def _of_reasons(reasons: Iterable[RejectReason]) -> list[Any]:
    return [[each.reason, each.count, each.first] for each in reasons]


def _reasons(content: Iterable[Any]) -> tuple[RejectReason, ...]:
    return tuple(
        RejectReason(str(reason), int(count), tuple((str(name), int(row)) for name, row in first))
        for reason, count, first in content
    )


def _source(path: Path, content: Mapping[str, Any]) -> Source:
    rejects = content["rejects"]
    return Source(
        sha256=content["sha256"],
        name=str(content["name"]),
        bytes=int(content["bytes"]),
        importer=str(content["importer"]),
        importer_version=int(content["importer_version"]),
        rank=int(content["rank"]),
        frame=Frame(content["frame"]),
        members=tuple(str(name) for name in content["members"]),
        counts={str(kind): int(count) for kind, count in content["counts"].items()},
        captured_at=content["captured_at"],
        path=path,
        original=content["original"],
        skipped=tuple((str(name), str(reason)) for name, reason in content["skipped"]),
        parts={str(kind): _part(part) for kind, part in content["parts"].items()},
        rejects=_part(rejects) if rejects else None,
        reasons=_reasons(content["reasons"]),
        left_out=_reasons(content.get("left_out", ())),
        mapping=None if content.get("mapping") is None else dict(content["mapping"]),
        scope=None if content.get("scope") is None else scope_of(content["scope"]),
    )


def _damaged(path: Path) -> SourceError:
    return SourceError(
        f"The source {path.name[:12]} is damaged: its {DESCRIPTION} is missing or unreadable.",
        f"Take it out (inunison remove {path.name[:12]}) and import its file again.",
    )
