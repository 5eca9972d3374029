"""The grade of a group: what its tests allow, and what keeps it below that.

Owns the rules of SCIENCE 10.1 for groups. A grade says how far a finding was tested, so it is kept
down where a test does not speak to an explanation that it would have to speak to.
"""

from dataclasses import dataclass

from inunison.detect.cosharing import LEAST
from inunison.detect.finding import Grade, Robustness
from inunison.detect.grouptests import LEAST_OBJECTS

# Accounts that a finding needs, and the q that leaving one object out must keep.
LEAST_ACCOUNTS = 3
WITHOUT_ONE_Q = 0.05
HALVES_P = 0.01
# Of a longer window nobody says that it is one moment.
MOMENT_S = 3_600


@dataclass(frozen=True)
class Circumstances:
    """What a grade is kept down by.

    Attributes:
        test: "timing", "exclusive" or "pooled".
        window_s: The window that the finding's numbers are of, in seconds.
        across: The trace is of accounts on different platforms, where hours are the measure.
        own_words: The trace is of texts that the accounts wrote.
        ready_made: Share of the posts with a link, or of the objects that are generic, whichever is
            larger.
        quick: Followers who are told of each post, and are quick, would be as close.
    """

    test: str
    window_s: float
    across: bool
    own_words: bool
    ready_made: float
    quick: bool


def grade(members: int, objects: int, robustness: Robustness) -> Grade:
    """Return the grade that the tests allow; E3 needs a second person's review.

    A group is found again where each half finds at least half of it, and stands out there.
    """
    if members < LEAST_ACCOUNTS or objects < LEAST:
        return Grade.E0
    found_again = robustness.halves is not None and max(robustness.halves) <= HALVES_P
    if robustness.found_again is not None:
        found_again &= 2 * min(robustness.found_again) >= members
    without = robustness.without_one_object
    stands = without is not None and without <= WITHOUT_ONE_Q
    return Grade.E2 if found_again and stands else Grade.E1


def but_generic(grade: Grade, objects: int, generic: int) -> Grade:
    """Return a grade as far as it stands without generic objects, which are no evidence alone.

    Nothing is tested again on the others (SCIENCE 3.2 gives no such test): there must be as many
    of them as the grade needs at the least, three for E1 and six on each half for E2.

    Args:
        grade: What the tests allow on all objects.
        objects: How many objects the finding rests on.
        generic: How many of them say too little.
    """
    left = objects - generic
    if left < LEAST:
        return Grade.E0
    return min(grade, Grade.E1) if generic and left < 2 * LEAST_OBJECTS else grade


def kept_down(found: Grade, known: Circumstances) -> tuple[Grade, tuple[str, ...]]:
    """Keep a grade down by the circumstances.

    Args:
        found: What the tests allow.
        known: The circumstances.

    Returns:
        The grade, and why it is not higher, a sentence for each reason.
    """
    bounds: list[tuple[Grade, str]] = []
    if known.window_s > MOMENT_S and not known.across:
        bounds.append((Grade.E0, "A window above an hour is not one moment: it is counted alone."))
    if known.test == "exclusive" and (not known.own_words or known.ready_made):
        bounds.append(
            (Grade.E1, "Nobody else did the same, and words, links or pictures may be ready-made.")
        )
    if known.quick:
        bounds.append((Grade.E1, "Followers who are told of each post would be as quick."))
    telling = [(bound, why) for bound, why in bounds if bound < found]
    return min([found, *(bound for bound, _ in telling)]), tuple(why for _, why in telling)
