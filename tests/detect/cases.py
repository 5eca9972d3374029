"""Small cases for detection, as files in the form of a real archive and through its importer."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from inunison import Case
from tests.importers.archive_rows import Cells, clock_id, table

START = datetime(2020, 2, 1, 10, tzinfo=UTC)
# The accounts that repost together, and how many posts they do it on.
TOGETHER = 6
POSTS = 14
_OTHERS = 60


def row(account: int, seconds: float, **cells: str) -> Cells:
    """A post of an account, so many seconds after the start; its id tells the millisecond."""
    when = START + timedelta(seconds=seconds)
    # Created over years and called by short names, so that nothing is to observe of them.
    created = date(2009 + account % 10, 1 + account % 12, 1 + account % 28)
    time = when.strftime("%Y-%m-%dT%H:%M:%S.") + f"{when.microsecond // 1_000:03d}"
    return {
        "tweetid": clock_id(time, low=account),
        "tweet_time": when.strftime("%Y-%m-%d %H:%M"),
        "userid": str(1_000 + account),
        "user_screen_name": f"who{account}",
        "user_display_name": f"User {account}",
        "account_creation_date": created.isoformat(),
        "tweet_text": f"A sentence of account {account} at {seconds:.3f} and no other",
        **cells,
    }


def repost(account: int, seconds: float, of: Cells) -> Cells:
    """A repost of a row."""
    return row(
        account,
        seconds,
        is_retweet="true",
        retweet_userid=of["userid"],
        retweet_tweetid=of["tweetid"],
        tweet_text=f"RT @{of['user_screen_name']}: {of['tweet_text']}",
    )


def case_of(folder: Path, files: Mapping[str, Sequence[Cells]], **given: str) -> Case:
    """A case of files with these rows; `frame` says how they were collected."""
    made = Case.create(folder / "case", name="A case")
    (folder / "files").mkdir(exist_ok=True)
    for name, rows in files.items():
        path = folder / "files" / name
        path.write_text(table(rows), encoding="utf-8")
        made.import_(path, **given)  # type: ignore[arg-type]
    return made


def rows_together() -> dict[str, list[Cells]]:
    """A crowd that reposts over hours, and six accounts that do it within half a minute."""
    random = np.random.default_rng(5)
    originals = [row(900 + post % 7, post * 86_400.0) for post in range(POSTS)]
    crowd, group = list(originals), []
    for post, original in enumerate(originals):
        start = post * 86_400.0
        others = random.choice(_OTHERS, int(random.integers(12, 25)), replace=False)
        for other in others.tolist():
            crowd.append(repost(100 + other, start + 7_200 * random.lognormal(0, 1), original))
        waits = start + random.random() * 14_400
        group += [
            repost(member, waits + random.random() * 30, original) for member in range(TOGETHER)
        ]
    return {"crowd.csv": crowd, "group.csv": group}


def together(folder: Path, **given: str) -> Case:
    """The case of those rows, in two files."""
    return case_of(folder, rows_together(), **given)
