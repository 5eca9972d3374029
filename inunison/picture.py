"""The picture of a case: what its graph shows, a state with the detection that was last made of it.

Owns which detection that is, and the name of the two together, by which the graph says what it
holds. Its tables are those of both. Tests nothing and reads no rows: to name a picture is quick.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inunison import state as states
from inunison import storage
from inunison.folder import CaseFolder
from inunison.state import State

_CHOSEN = "chosen"
_RUN = "run.json"
_AND = "+"
# A name from a file or a database never leads out of the cache.
_ID = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Picture(State):
    """A state whose tables lie in two folders.

    Attributes:
        detection: Folder of the detection, or None where none was made of this state.
    """

    detection: Path | None = None

    def table(self, name: str) -> Path:
        """Return the file of a table: the detection's where it has such a one."""
        if self.detection is not None:
            made = self.detection / f"{name}.parquet"
            if made.exists():
                return made
        return super().table(name)


def detections_path(folder: CaseFolder) -> Path:
    """Return the folder of all detections of a case, each named by its id."""
    return folder.cache_path / "detections"


def choose(folder: CaseFolder, state_id: str, detection_id: str) -> None:
    """Let the picture of a state show a detection from now on.

    Raises:
        StorageError: The cache cannot be written.
    """
    path = detections_path(folder) / _CHOSEN
    with storage.writing(path):
        path.mkdir(parents=True, exist_ok=True)
    storage.replace(path / state_id, detection_id.encode("ascii"))


def chosen(folder: CaseFolder, state_id: str) -> str | None:
    """Return the id of the detection that the picture of a state shows, or None.

    One whose folder is gone or damaged is none: it can be made again.
    """
    try:
        named = (detections_path(folder) / _CHOSEN / state_id).read_text("ascii")
    except (OSError, ValueError):
        return None
    return named if _run(folder, named) is not None else None


def picture_id(folder: CaseFolder, state_id: str) -> str:
    """Return the name of what the graph of a case shows when this is its state."""
    detection_id = chosen(folder, state_id)
    return state_id if detection_id is None else f"{state_id}{_AND}{detection_id}"


def shows_findings(identifier: str | None) -> bool:
    """Say whether the picture of this name, if there is one, is of a detection too."""
    return identifier is not None and _AND in identifier


def picture(folder: CaseFolder, state: State) -> Picture:
    """Return the picture of a state."""
    return _combined(folder, state, chosen(folder, state.id))


def find(folder: CaseFolder, identifier: str) -> Picture | None:
    """Return the picture of a name from the cache, or None where a part of it is not there."""
    state_id, _, detection_id = identifier.partition(_AND)
    state = states.find(folder, state_id)
    if state is None or (detection_id and _run(folder, detection_id) is None):
        return None
    return _combined(folder, state, detection_id or None)


def _combined(folder: CaseFolder, state: State, detection_id: str | None) -> Picture:
    run = None if detection_id is None else _run(folder, detection_id)
    if detection_id is None or run is None:
        return Picture(state.id, state.path, state.summary)
    counts = state.summary["counts"] | run["tables"]
    return Picture(
        f"{state.id}{_AND}{detection_id}",
        state.path,
        state.summary | {"counts": counts},
        detections_path(folder) / detection_id,
    )


def _run(folder: CaseFolder, detection_id: str) -> dict[str, Any] | None:
    if not _ID.fullmatch(detection_id):
        return None
    try:
        run = json.loads((detections_path(folder) / detection_id / _RUN).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return run if isinstance(run, dict) and isinstance(run.get("tables"), dict) else None
