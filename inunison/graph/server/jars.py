"""The list of jars that make up the local server, with the size and SHA-256 of each.

Owns the committed lists `jars-<series>.tsv`, one for each program, and the check of a folder
against one. Never downloads.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from inunison.graph.server.program import Program

_CHUNK = 1 << 20


@dataclass(frozen=True)
class Jar:
    """One file of the server.

    Attributes:
        place: "lib" (class path) or "plugins" (scanned for procedures).
        group: Maven group, dots between the parts.
        artifact: Maven artifact.
        version: Maven version.
        file: Name of the file.
        size: Bytes.
        sha256: Hash of the file, lower-case hexadecimal.
    """

    place: str
    group: str
    artifact: str
    version: str
    file: str
    size: int
    sha256: str

    @property
    def remote(self) -> str:
        """The path of the file below the base address of any Maven repository."""
        return "/".join([*self.group.split("."), self.artifact, self.version, self.file])

    def within(self, folder: Path) -> Path:
        """Return where the file lies in a program folder."""
        return folder / self.place / self.file


def jar_list(program: Program) -> tuple[Jar, ...]:
    """Read the committed list of a program, in its order (place, file)."""
    text = resources.files(__package__).joinpath(program.jars).read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return tuple(
        Jar(place, group, artifact, version, file, int(size), sha256)
        for place, group, artifact, version, file, size, sha256 in rows[1:]
    )


def missing(folder: Path, jars: Iterable[Jar], *, hashes: bool) -> list[Jar]:
    """Return the jars that are not in a program folder as the list has them.

    Args:
        folder: The program folder; it need not exist.
        jars: What should be there.
        hashes: Whether to read every file (after an interrupted download) or to trust its size.
    """
    return [jar for jar in jars if not _is_whole(jar, jar.within(folder), hashes)]


def _is_whole(jar: Jar, path: Path, hashes: bool) -> bool:
    try:
        if path.stat().st_size != jar.size:
            return False
    except OSError:
        return False
    return not hashes or file_hash(path) == jar.sha256


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file as lower-case hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
