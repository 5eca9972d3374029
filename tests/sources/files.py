"""Files to import, and what can be seen of a case afterwards."""

from pathlib import Path

from inunison.folder import CaseFolder

ROWS = ("a1\tp1\t1000000\tgood morning", "a2\tp2\t2000000\tgood night")


def write(folder: CaseFolder, content: str, name: str = "posts.txt") -> Path:
    """Write a file beside the case."""
    path = folder.path.parent / name
    path.write_text(content, encoding="utf-8")
    return path


def visible(folder: CaseFolder) -> dict[str, bytes]:
    """Return everything a reader of the case can see among its sources."""
    return {
        str(path.relative_to(folder.sources_path)): path.read_bytes()
        for path in sorted(folder.sources_path.rglob("*"))
        if path.is_file() and not path.relative_to(folder.sources_path).parts[0].startswith(".")
    }
