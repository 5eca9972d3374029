"""Reads a store ahead of the questions: the system's memory holds it before anybody asks.

A server that has just started fetches the pages of its store one by one, as a question comes to
them; read from the beginning to the end, the files are there sooner. Owns what is read, in which
order and how much. Keeps nothing and changes nothing.
"""

from pathlib import Path

_PIECE = 1 << 20


def read_ahead(home: Path, most: int) -> int:
    """Read the files of the databases of a home, the small ones first: indexes, nodes, lists.

    Args:
        home: Neo4j's home.
        most: Bytes to read at most; a file that would go beyond them is left, and what is larger.

    Returns:
        Bytes that were read. What vanishes or cannot be read meanwhile is passed over.
    """
    read = 0
    buffer = bytearray(_PIECE)
    for size, path in _files(home / "data" / "databases"):
        if read + size > most:
            break
        try:
            with path.open("rb", buffering=0) as file:
                while got := file.readinto(buffer):
                    read += got
        except OSError:
            continue
    return read


def _files(folder: Path) -> list[tuple[int, Path]]:
    found = []
    for path in folder.rglob("*"):
        try:
            if path.is_file():
                found.append((path.stat().st_size, path))
        except OSError:
            continue
    return sorted(found)
