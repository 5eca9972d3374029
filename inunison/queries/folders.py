"""Where stored questions lie: ours, those of other packages, and the case's own.

Owns the folders and the rule that a name means one file. Reads files; runs nothing.
"""

import difflib
import importlib.util
from importlib.metadata import entry_points
from pathlib import Path

from inunison.errors import QueryError, UsageError
from inunison.queries.query import Query, parse

ENTRY_POINT_GROUP = "inunison.queries"
_FOLDER = "cypher/find"


def read_file(path: Path) -> Query:
    """Return the question that a file holds.

    Raises:
        QueryError: It is malformed, not UTF-8, or cannot be read.
    """
    try:
        return parse(path.read_text(encoding="utf-8"), path=path)
    except UnicodeDecodeError as error:
        raise QueryError(f"{path} is not UTF-8 text.", "Save it as UTF-8.") from error
    except OSError as error:
        raise QueryError(
            f"{path} cannot be read ({error.strerror}).", "Check that it is there and readable."
        ) from error


def load_folder(path: Path) -> list[Query]:
    """Return the questions of a folder and of the folders in it, sorted by group and name.

    Raises:
        QueryError: One is malformed.
    """
    return [read_file(each) for each in sorted(_files(path))]


def _files(path: Path) -> list[Path]:
    return [each for each in path.rglob("*.cypher") if not each.name.startswith(".")]


def shipped_folder() -> Path:
    """Return the folder of our own questions: in the package, else beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent  # of the library itself
    installed = package / _FOLDER
    return installed if installed.is_dir() else package.parent / _FOLDER


def shipped() -> list[Query]:
    """Return our own questions, sorted by group and name."""
    return load_folder(shipped_folder())


def folders(case_queries_path: Path | None) -> list[Path]:
    """Return all folders that hold questions: ours, other packages', the case's own.

    Raises:
        QueryError: Another package's entry point cannot be used.
    """
    found = [shipped_folder()]
    for entry in sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda each: each.name):
        found.append(_offered(entry.name, entry.value))
    if case_queries_path is not None and case_queries_path.is_dir():
        found.append(case_queries_path)
    return found


def _offered(name: str, value: str) -> Path:
    """Return the folder of another package: an entry point `name = "package:folder"`."""
    module, _, folder = value.partition(":")
    spec = importlib.util.find_spec(module)
    places = list(spec.submodule_search_locations or ()) if spec else []
    for place in places:
        found = Path(place) / folder.replace(".", "/") if folder else Path(place)
        if found.is_dir():
            return found
    raise QueryError(
        f"The questions that the package entry {name} offers are not there ({value}).",
        "Install that package again, or remove it.",
    )


def files_by_name(case_queries_path: Path | None) -> dict[str, Path]:
    """Return the file of every question by name, without reading any.

    Raises:
        QueryError: Two files have the same name; the message names both.
    """
    found: dict[str, Path] = {}
    for folder in folders(case_queries_path):
        for path in sorted(_files(folder)):
            if path.stem in found:
                raise QueryError(
                    f"Two files are named {path.stem}: {found[path.stem]} and {path}.",
                    "Give one of them another name.",
                )
            found[path.stem] = path
    return found


def path_of(name: str, case_queries_path: Path | None) -> Path:
    """Return the file of one question.

    Raises:
        UsageError: There is none of that name.
        QueryError: Two files have the same name.
    """
    known = files_by_name(case_queries_path)
    if name not in known:
        close = difflib.get_close_matches(name, known, 1)
        meant = f"Did you mean {close[0]}? " if close else ""
        raise UsageError(
            f"There is no stored question named {name[:80]}.",
            f"{meant}All are listed by `inunison queries list`.",
        )
    return known[name]


def named(name: str, case_queries_path: Path | None) -> Query:
    """Return one question; no other file is read.

    Raises:
        UsageError: There is none of that name.
        QueryError: It is malformed, or two files have the same name.
    """
    return read_file(path_of(name, case_queries_path))


def all_queries(case_queries_path: Path | None) -> dict[str, Query]:
    """Return every question by name: ours, other packages', the case's own.

    Args:
        case_queries_path: The case's folder of questions; it need not exist.

    Raises:
        QueryError: One is malformed, or two have the same name.
    """
    read = [read_file(path) for path in files_by_name(case_queries_path).values()]
    return {query.name: query for query in sorted(read, key=lambda each: (each.group, each.name))}
