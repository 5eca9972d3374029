"""Taking a source out of a case, so that it is recorded and a crash in the middle changes nothing.

Owns the two steps: out of sight by one rename, then recorded and deleted. What is derived from the
source (state, graph, findings) follows when it is made the next time.
"""

import re
import shutil
from contextlib import suppress
from pathlib import Path

from inunison import custody, faults, storage
from inunison.canonical import shown
from inunison.errors import SourceError, StorageError
from inunison.folder import CaseFolder
from inunison.records import Frame
from inunison.sources.source import HASH_LETTERS, Source, list_sources, read_source, source_paths

REMOVED = ".removed-"

_SHORTEST_PREFIX = 4
_OF_A_READING = re.compile(
    r"(accounts|posts|observations|articles)(\.[0-9a-f]{12})?\.parquet|rejects(\.[0-9a-f]{12})?\.jsonl"
)


def remove_source(folder: CaseFolder, wanted: str) -> Source:
    """Take a source out of a case.

    Args:
        folder: The case.
        wanted: The beginning of its hash (4 letters or more), or the name of its file.

    Returns:
        The source as it was; its folder is gone.

    Raises:
        SourceError: No source, or more than one, is meant.
        StorageError: It cannot be taken out.
    """
    clear_removed(folder)
    source = _meant(folder, wanted)
    with folder.lock("sources"):
        gone = folder.sources_path / f"{REMOVED}{source.sha256}"
        with storage.writing(source.path):
            shutil.rmtree(gone, ignore_errors=True)
            source.path.rename(gone)
            storage.settle(folder.sources_path)
            faults.reach("remove: out of sight")
        _finish_removal(folder, gone)
    return source


def clear_removed(folder: CaseFolder) -> None:
    """Finish removals that were cut off: record them, then delete what is left."""
    if any(folder.sources_path.glob(f"{REMOVED}*")):
        with folder.lock("sources"):
            for gone in sorted(folder.sources_path.glob(f"{REMOVED}*")):
                _finish_removal(folder, gone)


def clear_replaced(folder: CaseFolder, source: Source) -> None:
    """Delete the old parts of a source that a new reading, cut off at its end, has left there.

    What may not be deleted stays: no reader looks at it.
    """
    if not _replaced(source):
        return
    with suppress(StorageError, OSError), folder.lock("sources"):  # nobody puts parts there now
        for file in _replaced(read_source(source.path)):
            file.unlink(missing_ok=True)


def _replaced(source: Source) -> list[Path]:
    return [
        file
        for file in source.path.iterdir()
        if _OF_A_READING.fullmatch(file.name) and file.name not in source.files
    ]


def _finish_removal(folder: CaseFolder, gone: Path) -> None:
    sha256 = gone.name.removeprefix(REMOVED)
    if custody.last_action(folder, sha256) != "remove":
        custody.append(folder, "remove", {"source": sha256})
    faults.reach("remove: logged, not yet deleted")
    shutil.rmtree(gone, ignore_errors=True)


def _meant(folder: CaseFolder, wanted: str) -> Source:
    paths = source_paths(folder)
    is_prefix = len(wanted) >= _SHORTEST_PREFIX and set(wanted) <= HASH_LETTERS
    by_hash = [path for path in paths if is_prefix and path.name.startswith(wanted)]
    if len(by_hash) == 1:
        return _read_to_remove(by_hash[0])
    found = [read_source(path) for path in by_hash]
    found += [each for each in list_sources(folder) if each.name == wanted and each not in found]
    if len(found) == 1:
        return found[0]
    if not found:
        raise SourceError(
            f"The case has no source {shown(wanted)}.", "`inunison sources` lists those it has."
        )
    listed = ", ".join(f"{each.sha256[:12]} ({shown(each.name)})" for each in found)
    raise SourceError(
        f"{shown(wanted)} could mean more than one source: {listed}.", "Name it by its hash."
    )


def _read_to_remove(path: Path) -> Source:
    """Read a source that is to go: one that is damaged can be taken out too."""
    try:
        return read_source(path)
    except SourceError:
        return Source(
            sha256=path.name,
            name="",
            bytes=0,
            importer="",
            importer_version=0,
            rank=0,
            frame=Frame.UNKNOWN,
            members=(),
            counts={},
            captured_at=None,
            path=path,
            original=None,
        )
