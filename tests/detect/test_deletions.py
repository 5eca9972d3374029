"""Deletions against matched controls: exact values, matching, planted and null."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from inunison.detect.deletions import Compared, Looked, compared
from inunison.detect.further import FORBIDDEN
from inunison.records import Frame, Observation, Post, Presence, Record
from inunison_importers.scopes import Scope, span
from tests.detect.planted_case import Story, amplifiers, crowd, detected, detected_in
from tests.resolve.building import NOON, source


def _looked(posts: list[int], gone: list[int], week: list[int] | None = None) -> Looked:
    return Looked(
        [f"{n:03}" for n in range(len(posts))],
        np.array(posts, np.int64),
        np.array(gone, np.int64),
        np.array(week or [0] * len(posts), np.int64),
    )


def _compared(looked: Looked, members: list[int], excluded: list[int] | None = None) -> Compared:
    size = len(looked.accounts)
    return compared(
        looked,
        np.isin(np.arange(size), members),
        np.isin(np.arange(size), excluded or members),
    )


def test_one_cell_is_the_exact_test_of_fisher() -> None:
    found = _compared(_looked([4] * 20, [2] * 5 + [0] * 13 + [1, 1]), [0, 1, 2, 3, 4, 5])
    assert (found.members, found.controls) == ((6, 5), (14, 2))
    assert (found.posts, found.other_posts) == ((10, 24), (2, 56))
    _, p = stats.fisher_exact([[5, 1], [2, 12]], alternative="greater")
    assert found.p == pytest.approx(float(p))
    assert found.expected == pytest.approx(6 * 7 / 20)


def test_controls_are_as_active_and_of_the_same_week() -> None:
    looked = _looked([4, 5, 6, 4, 40, 4], [1, 1, 1, 0, 9, 0], [0, 0, 0, 0, 0, 1])
    found = _compared(looked, [0, 1, 2])
    assert (found.members, found.controls, found.unmatched) == ((3, 3), (1, 0), 0)
    assert found.other_posts == (0, 4)


def test_members_without_a_control_are_left_out_and_counted() -> None:
    looked = _looked([4, 4, 400, 4, 4], [1, 1, 1, 0, 0])
    found = _compared(looked, [0, 1, 2])
    assert (found.members, found.unmatched) == ((2, 2), 1)


def test_accounts_of_other_groups_are_nobodys_controls() -> None:
    looked = _looked([4] * 8, [1, 1, 1, 1, 1, 0, 0, 0])
    found = _compared(looked, [0, 1, 2], excluded=[0, 1, 2, 3, 4])
    assert found.controls == (3, 0)


def test_where_everybody_loses_posts_nothing_is_found() -> None:
    assert _compared(_looked([4] * 30, [1] * 30), [0, 1, 2, 3]).p == pytest.approx(1.0)


def test_random_groups_are_calibrated() -> None:
    random = np.random.default_rng(4)
    gone = (random.random(120) < 0.2).astype(int).tolist()
    looked = _looked([4] * 120, gone)
    p = [_compared(looked, random.choice(120, 12, replace=False).tolist()).p for _ in range(200)]
    assert float(np.mean(np.array(p) <= 0.05)) <= 0.09


def _checked(story: Story, gone: str) -> None:
    """Let somebody look at every post again a month later; those of some accounts are gone."""
    seen = [each for each in story.records if isinstance(each, Post)]
    for each in seen:
        presence = Presence.LIVE
        author = each.author
        assert author is not None
        assert author.native_id is not None
        if author.native_id.startswith(gone) and int(each.native_id) % 4:
            presence = Presence.MISSING
        for at, what in ((NOON, Presence.LIVE), (NOON + 10**12, presence)):
            story.records.append(
                Observation(
                    row=len(story.records) + 1,
                    platform="twitter",
                    subject="post",
                    native_id=each.native_id,
                    observed_at=at,
                    presence=what,
                )
            )


@pytest.mark.parametrize(
    ("gone", "frame", "expected"),
    [("7", Frame.KEYWORD, 1), ("nobody", Frame.KEYWORD, 0), ("7", Frame.ACCOUNTS, 0)],
)
def test_a_group_whose_posts_are_gone(
    tmp_path: Path, gone: str, frame: Frame, expected: int
) -> None:
    story = Story(np.random.default_rng(1))
    crowd(story, reposts=18)
    amplifiers(story)
    _checked(story, gone)
    run = detected(tmp_path, story.records, frame=frame)
    found = [each for each in run.findings() if each.kind == "deletion"]
    assert len(found) == expected
    for each in found:
        # One of the six has nobody as active in its week, and is left out.
        assert (each.count, each.grade, each.test) == (5, "E0", "fisher")
        assert each.limits == ("1 account left out: nobody as active at the same time",)
        assert each.q is not None
        assert each.q <= 0.01
        assert all(post.missing_before == NOON + 10**12 for post in each.evidence)
        assert "looked at again" in each.statement
    verdict = str(run.run["further"]["deletions"]["verdict"])
    assert verdict == (FORBIDDEN if frame is Frame.ACCOUNTS else "tested")


def test_a_later_capture_looks_at_every_post_again(tmp_path: Path) -> None:
    story = Story(np.random.default_rng(1))
    crowd(story, reposts=18)
    amplifiers(story)
    captures = {
        "2024-06-01": story.records,
        "2024-07-01": [each for each in story.records if not _is_lost(each)],
    }
    sources = [
        replace(
            source(
                tmp_path / "parts",
                day,
                records,
                scope=Scope(query="ferry", since="2023-01-01", captured=day),
            ),
            frame=Frame.KEYWORD,
        )
        for day, records in captures.items()
    ]
    run = detected_in(tmp_path, sources)
    (found,) = [each for each in run.findings() if each.kind == "deletion"]
    assert (found.count, found.grade) == (5, "E0")
    assert {post.missing_before for post in found.evidence} == {span("2024-07-01").end}


def _is_lost(record: Record) -> bool:
    """Whether it is one of most posts by the accounts that act together."""
    if not isinstance(record, Post) or record.author is None:
        return False
    return str(record.author.native_id).startswith("7") and bool(int(record.native_id) % 4)
