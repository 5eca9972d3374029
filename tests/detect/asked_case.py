"""What a further question is asked with, over records in miniature; no trace is run for it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from inunison import engine, state
from inunison.detect import exclusions
from inunison.detect.finding import Grade
from inunison.detect.further import Asked, Group
from inunison.detect.setting import Setting, Settings
from inunison.detect.tables import make_views
from inunison.identity import account_uid
from inunison.records import Frame, Record
from tests.resolve.building import NOON, source


def uid(name: str) -> str:
    """Return the uid of an account of a story."""
    return account_uid("twitter", name)


def group(names: Sequence[str], first: int = NOON, last: int = NOON) -> Group:
    """Return a group of some accounts as a trace of texts would have found it."""
    accounts = tuple(sorted(map(uid, names)))
    return Group(accounts, "f" * 24, Grade.E1, "co_text", "timing", first, last)


@contextmanager
def asking(
    folder: Path,
    records: Sequence[Record],
    *groups: Group,
    frame: Frame = Frame.KEYWORD,
    lists: tuple[exclusions.Exclusion, ...] = (),
) -> Iterator[Asked]:
    """Resolve records as one source and ask about given groups."""
    made = replace(source(folder / "parts", "made.jsonl", records), frame=frame)
    target = folder / "state"
    target.mkdir()
    summary = state.write_tables(target, [made])
    held = state.State("0" * 64, target, summary)
    with engine.opened(folder / "spill") as database:
        make_views(database, held)
        exclusions.apply(database, lists)
        setting = Setting(database, {made.sha256: made}, held.id, Settings())
        yield Asked(setting, (), groups)
