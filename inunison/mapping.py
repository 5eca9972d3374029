"""Maps of tables: read from their files, with sentences for the user.

Owns where a map comes from. What it may say is `inunison_importers.table_map`.
"""

from pathlib import Path

from inunison.errors import SourceError
from inunison.opening import called
from inunison_importers.table_map import LONGEST_MAP, BadMap, TableMap, read_map

_ADVICE = "docs/mapping-a-table.md says what a map holds; `inunison importers map FILE` writes one."


def open_map(path: Path) -> TableMap:
    """Read the map that a file holds.

    Args:
        path: The file, TOML.

    Raises:
        SourceError: It cannot be read, or is no map.
    """
    name = called(path.name)
    try:
        with path.open("rb") as file:
            text = file.read(LONGEST_MAP + 1).decode("utf-8-sig")
    except FileNotFoundError as error:
        raise SourceError(f"The map {name} does not exist.", "Check the path.") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"The map {name} is not UTF-8.", "Save it as UTF-8.") from error
    except (OSError, ValueError) as error:
        raise SourceError(
            f"The map {name} cannot be read.", "Check that it is a file and may be read by you."
        ) from error
    try:
        return read_map(text)
    except BadMap as error:
        raise SourceError(f"The map {name} cannot be used: {error}.", _ADVICE) from error
