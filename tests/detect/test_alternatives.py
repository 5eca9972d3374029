"""Other explanations: each is always listed, with its test and what came of it."""

from collections.abc import Sequence

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison.detect.alternatives import Facts, alternatives, burstiness
from inunison.detect.finding import Alternative, Effect, Evidence, Verdict

EFFECT = Effect(
    ratio=8.0,
    lower=5.0,
    upper=12.0,
    lag_median_s=4.0,
    lag_quartiles_s=(1.0, 9.0),
    leader_share=0.5,
)
OWNER = "outlets or accounts of one owner, openly declared"
SCHEDULER = "one program that posts for its users"
READY = "a share button, a petition or a slogan"
NEWS = "news that everybody shares at once"
FOLLOWERS = "followers who are told of each post"
AUDIENCE = "the same interests"


def _post(number: int, at: int) -> Evidence:
    return Evidence(
        post=f"p{number}",
        native_id=str(number),
        account=f"a{number % 3}",
        object="o",
        at=at,
        precision="second",
        text_sha256=None,
        source="s",
        file="f",
        member=None,
        row=number,
        importer="made 1",
        missing_before=None,
    )


POSTS = [_post(number, number**3 * 1_000_000) for number in range(12)]


def _judged(
    clients: Sequence[str | None] | None = None,
    linked: int = 0,
    described: tuple[str | None, ...] = ("x", "y", "z"),
    **changed: object,
) -> dict[str, Alternative]:
    with duckdb.connect(":memory:") as database:
        database.execute("CREATE TABLE posts (uid VARCHAR, client VARCHAR)")
        for number, client in enumerate(clients or ["Web", "App", None] * 4):
            database.execute("INSERT INTO posts VALUES (?, ?)", [f"p{number}", client])
        database.execute("CREATE TABLE links_to (start VARCHAR)")
        for number in range(linked):
            database.execute("INSERT INTO links_to VALUES (?), (?)", [f"p{number}"] * 2)
        database.execute("CREATE TABLE accounts (uid VARCHAR, handle VARCHAR, description VARCHAR)")
        for number, text in enumerate(described):
            database.execute("INSERT INTO accounts VALUES (?, ?, ?)", [f"a{number}", "h", text])
        facts: dict[str, object] = {
            "test": "timing",
            "accounts": ["a0", "a1", "a2"],
            "evidence": POSTS,
            "generic": 0,
            "objects": 5,
            "effect": EFFECT,
            "prompt": 0.0,
            "saturated": False,
            "own_words": True,
        }
        made = alternatives(database, Facts(**{**facts, **changed}))  # type: ignore[arg-type]
    return {each.name: each for each in made}


def test_all_are_listed_whatever_comes_of_them() -> None:
    names = [NEWS, FOLLOWERS, READY, OWNER, SCHEDULER, AUDIENCE]
    assert list(_judged()) == names
    assert list(_judged(test="exclusive", prompt=None)) == names
    assert all(each.note.endswith(".") for each in _judged().values())


@pytest.mark.parametrize(
    ("name", "changed", "verdict"),
    [
        (NEWS, {}, Verdict.RULED_OUT),
        (NEWS, {"test": "exclusive"}, Verdict.NOT_TESTABLE),
        (NEWS, {"test": "pooled"}, Verdict.RULED_OUT),
        (FOLLOWERS, {}, Verdict.RULED_OUT),
        (FOLLOWERS, {"test": "pooled"}, Verdict.NOT_RULED_OUT),
        (FOLLOWERS, {"prompt": None}, Verdict.NOT_TESTABLE),
        (FOLLOWERS, {"prompt": 0.49}, Verdict.RULED_OUT),
        (FOLLOWERS, {"prompt": 0.5}, Verdict.NOT_RULED_OUT),
        (AUDIENCE, {}, Verdict.RULED_OUT),
        (AUDIENCE, {"test": "exclusive"}, Verdict.NOT_RULED_OUT),
        (AUDIENCE, {"saturated": True}, Verdict.NOT_RULED_OUT),
        (READY, {}, Verdict.RULED_OUT),
        (READY, {"linked": 3}, Verdict.NOT_RULED_OUT),
        (READY, {"linked": 2}, Verdict.RULED_OUT),
        (READY, {"generic": 1}, Verdict.NOT_RULED_OUT),
        (READY, {"own_words": False}, Verdict.NOT_RULED_OUT),
        (OWNER, {}, Verdict.NOT_RULED_OUT),
        (SCHEDULER, {}, Verdict.RULED_OUT),
        (SCHEDULER, {"clients": [None] * 12}, Verdict.NOT_TESTABLE),
        (SCHEDULER, {"clients": ["Desk"] + [None] * 11}, Verdict.NOT_TESTABLE),
        (
            SCHEDULER,
            {"clients": ["Desk", "Web", "App", "Hub", "Car"] + [None] * 7},
            Verdict.NOT_TESTABLE,
        ),
        (SCHEDULER, {"clients": ["Desk", "Web"] * 3 + [None] * 6}, Verdict.RULED_OUT),
        (SCHEDULER, {"clients": ["Desk"] * 6 + [None] * 6}, Verdict.NOT_RULED_OUT),
        (SCHEDULER, {"clients": ["Desk"] * 10 + ["Web"] * 2}, Verdict.NOT_RULED_OUT),
        (SCHEDULER, {"clients": ["Desk"] * 9 + ["Web"] * 3}, Verdict.RULED_OUT),
        (
            SCHEDULER,
            {"evidence": [_post(n, n * 600_000_000) for n in range(12)]},
            Verdict.NOT_RULED_OUT,
        ),
    ],
)
def test_the_verdict_follows_from_the_facts(
    name: str, changed: dict[str, object], verdict: Verdict
) -> None:
    assert _judged(**changed)[name].verdict is verdict  # type: ignore[arg-type]


def test_what_was_measured_is_shown() -> None:
    assert _judged(described=("Us", " us ", None))[OWNER].statistic == pytest.approx(
        2 / 3, abs=1e-6
    )
    assert _judged(clients=["Desk"] * 9 + ["Web"] * 3)[SCHEDULER].statistic == 0.75
    assert _judged(clients=["Desk"] * 6 + ["Web"] * 2 + [None] * 4)[SCHEDULER].statistic == 0.75
    assert _judged(linked=6)[READY].statistic == 0.5
    assert _judged()[NEWS].statistic == EFFECT.ratio


def test_too_few_known_programs_are_no_measurement() -> None:
    found = _judged(clients=["Desk"] + [None] * 11)[SCHEDULER]
    assert found.statistic is None
    assert found.note == "The files name the program of 1 of 12 posts."


def test_regular_gaps_are_minus_one_and_random_ones_about_none() -> None:
    assert burstiness([place * 10 for place in range(20)]) == -1.0
    random = np.random.default_rng(1).exponential(1_000_000, 5_000).cumsum()
    assert burstiness(random.astype(int).tolist()) == pytest.approx(0, abs=0.05)


def test_too_few_gaps_and_one_instant_say_nothing() -> None:
    assert burstiness(list(range(10))) is None
    assert burstiness([5] * 20) is None
    assert burstiness([]) is None


@given(st.lists(st.integers(0, 10**15), min_size=12, max_size=40))
def test_unevenness_lies_between_its_ends_whatever_the_order(at: list[int]) -> None:
    found = burstiness(at)
    assert found == burstiness(at[::-1])
    assert found is None or -1.0 <= found <= 1.2
