"""Generic texts are no evidence alone: findings are graded by what is left without them."""

from pathlib import Path

import numpy as np
import pytest

from inunison.detect.detection import Detection
from inunison.detect.finding import Finding, Grade, Verdict
from inunison.detect.grading import but_generic
from inunison.detect.setting import Settings
from inunison.identity import account_uid
from tests.detect.planted_case import Story, crowd, detected

# What is said before anything else, in more texts than make it common.
PHRASE = "good morning dear friends and have a lovely peaceful day today with"
CARRIERS = ("1020", "1021", "1022", "1023")
SLOGAN = "a slogan or a headline that everybody says"


def _words(story: Story, count: int) -> str:
    """So many words that nobody else says."""
    letters = story.random.integers(97, 123, (count, 6))
    return " ".join(bytes(word.tolist()).decode() for word in letters)


def _run(folder: Path, plain: int, generic: int) -> Detection:
    """Let two accounts of each circle say texts of their own and texts of one phrase together."""
    story = Story(np.random.default_rng(1))
    crowd(story, reposts=30)
    for number in range(40):
        story.post(f"1{number:03}", story.seconds(500_000), text=f"{PHRASE} {_words(story, 7)}")
        text = _words(story, 14)
        for reader in story.random.choice(90, 4, replace=False).tolist():
            story.post(f"1{reader:03}", story.seconds(500_000), text=text)
    said = [f"{PHRASE} {_words(story, 7)}" for _ in range(generic)]
    for text in [*said, *(_words(story, 14) for _ in range(plain))]:
        start = story.seconds(6 * 86_400)
        for carrier in CARRIERS:
            story.post(carrier, start + story.seconds(9), text=text)
    return detected(folder, story.records, settings=Settings(("co_text",), cross_check=False))


def _found(run: Detection, kind: str) -> Finding:
    (found,) = [each for each in run.findings() if each.kind == kind]
    assert {who.uid for who in found.accounts} == {account_uid("twitter", n) for n in CARRIERS}
    return found


@pytest.mark.parametrize(
    ("grade", "objects", "generic", "left"),
    [
        (Grade.E1, 16, 16, Grade.E0),
        (Grade.E1, 16, 14, Grade.E0),
        (Grade.E1, 16, 13, Grade.E1),
        (Grade.E2, 16, 14, Grade.E0),
        (Grade.E2, 16, 13, Grade.E1),
        (Grade.E2, 16, 5, Grade.E1),
        (Grade.E2, 16, 4, Grade.E2),
        (Grade.E2, 7, 0, Grade.E2),  # its halves are of all that its accounts acted on
        (Grade.E0, 16, 0, Grade.E0),
    ],
)
def test_a_grade_needs_as_many_objects_that_are_not_generic(
    grade: Grade, objects: int, generic: int, left: Grade
) -> None:
    assert but_generic(grade, objects, generic) is left


@pytest.mark.parametrize(
    ("plain", "generic", "stands"), [(0, 6, False), (2, 4, False), (3, 3, True), (5, 0, True)]
)
def test_what_rests_on_too_few_texts_that_say_enough_is_an_observation(
    tmp_path: Path, plain: int, generic: int, stands: bool
) -> None:
    run = _run(tmp_path, plain, generic)
    for kind in ("group", "bridge"):
        found = _found(run, kind)
        assert len(found.objects) == plain + generic
        assert sum(each.generic for each in found.objects) == generic
        assert (found.grade != "E0") is stands


@pytest.mark.parametrize(
    ("generic", "verdict"), [(2, Verdict.NOT_RULED_OUT), (0, Verdict.RULED_OUT)]
)
def test_a_slogan_stays_open_where_carried_texts_say_little(
    tmp_path: Path, generic: int, verdict: Verdict
) -> None:
    held = {each.name: each for each in _found(_run(tmp_path, 5, generic), "bridge").alternatives}
    assert held[SLOGAN].verdict is verdict
    assert held[SLOGAN].note.endswith(f"and {generic} say little.")
