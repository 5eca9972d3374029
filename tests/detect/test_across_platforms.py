"""A group on two platforms, from its posts to the sentence that is said of it."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from inunison.detect import exclusions
from inunison.detect.finding import Finding
from inunison.detect.setting import Setting, Settings
from inunison.detect.traces import TRACES
from inunison.detect.tracing import detect_trace
from inunison.records import AccountRef, Frame, Post
from tests.resolve.building import NOON, SECOND, post, resolved, source

MINUTE, DAY = 60 * SECOND, 86_400 * SECOND
LINKS, OWN = 20, 12


def posts() -> dict[str, list[Post]]:
    """Six accounts on two platforms that post 12 links within minutes, and 40 slower ones."""
    random = np.random.default_rng(5)
    acts: list[tuple[int, int, int]] = []  # account, link, instant
    for number in range(40):
        for link in random.choice(LINKS, 6, replace=False):
            acts.append((number, int(link), int(random.integers(0, 10 * DAY))))
    for link in range(OWN):
        begin = int(random.integers(0, 10 * DAY))
        # The forum's accounts come after those of the birds, every time.
        acts += [(100 + place, link, begin + place * MINUTE) for place in range(6)]
    made: dict[str, list[Post]] = {"twitter": [], "reddit": []}
    for row, (account, link, at) in enumerate(acts, 1):
        late = account >= 103 if account >= 100 else account % 2 == 1
        platform = "reddit" if late else "twitter"
        made[platform].append(
            post(
                row,
                f"p{row}",
                f"a{account}",
                by=AccountRef(f"a{account}", f"name{account}"),
                platform=platform,
                created_at=NOON + at,
                links=(f"https://news.example/{link}",),
            )
        )
    return made


def found(folder: Path) -> tuple[Finding, ...]:
    """The findings of the trace across platforms."""
    sources = [
        replace(source(folder, name, held), frame=Frame.KEYWORD) for name, held in posts().items()
    ]
    made = resolved(folder, *sources)
    made.database.execute("CREATE TABLE generic (uid VARCHAR)")
    made.database.execute('CREATE TABLE IF NOT EXISTS variant_of (start VARCHAR, "end" VARCHAR)')
    exclusions.apply(made.database, ())
    (trace,) = [each for each in TRACES if each.across]
    held = {each.sha256: each for each in sources}
    return detect_trace(Setting(made.database, held, "0" * 64, Settings()), trace).findings


def test_a_group_across_platforms_is_told_with_who_was_first(tmp_path: Path) -> None:
    (finding,) = found(tmp_path)
    assert {each.handle for each in finding.accounts} == {f"name{n}" for n in range(100, 106)}
    assert finding.trace == "cross_platform"
    assert "on different platforms" in finding.statement
    assert f"in {OWN} of {OWN} objects" in finding.statement
    first, _, second = finding.statement.partition("preceded account")
    assert "(twitter)" in first
    assert "(reddit)" in second
    assert "Nothing here says that two accounts are of one person." in second
    # Nine pairs on different platforms, twelve links each: those on one platform are not counted.
    assert finding.count == 9 * OWN
