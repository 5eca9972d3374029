"""Settings as people give them: what is the same thing, and what is refused in a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison.detect.choosing import chosen_traces, settings
from inunison.detect.setting import Settings
from inunison.detect.traces import TRACES
from inunison.errors import ExitCode, UsageError
from inunison.queries.durations import show_duration

NAMES = [trace.name for trace in TRACES]


def test_nothing_given_is_everything_as_published() -> None:
    assert settings() == Settings((), None, 0.01, 0, True)
    assert chosen_traces(()) == TRACES
    assert settings((), ()) == settings()


@given(st.lists(st.sampled_from(NAMES), min_size=1))
def test_traces_stand_in_their_own_order_each_once(names: list[str]) -> None:
    found = [trace.name for trace in chosen_traces(names)]
    assert found == [name for name in NAMES if name in set(names)]
    assert settings(names).traces == tuple(found)


@pytest.mark.parametrize("name", ["", "CO_REPOST", "co_repost ", "' OR 1=1", "timing"])
def test_an_unknown_trace_is_told_with_those_that_there_are(name: str) -> None:
    with pytest.raises(UsageError) as refused:
        chosen_traces(["co_repost", name])
    assert repr(name) in str(refused.value)
    assert refused.value.exit_code == ExitCode.USAGE
    assert refused.value.advice == f"Traces are: {', '.join(NAMES)}."


@pytest.mark.parametrize(
    ("windows", "ladder"),
    [
        (["1m"], (60,)),
        (["60s", "1m", 60], (60,)),
        (["1h", "10s", "1h30m"], (10, 3_600, 5_400)),
        ([" 2 H "], (7_200,)),
        (["1s", "30d"], (1, 2_592_000)),
        ([7, "7s", "6s"], (6, 7)),
        (["1w"], (604_800,)),
    ],
)
def test_windows_are_whole_seconds_rising_each_once(
    windows: list[str | int], ladder: tuple[int, ...]
) -> None:
    assert settings(windows=windows).ladder_s == ladder


@given(st.lists(st.integers(1, 2_592_000), min_size=1, max_size=8))
def test_seconds_and_their_durations_are_the_same(seconds: list[int]) -> None:
    told = settings(windows=[show_duration(each) for each in seconds])
    assert told == settings(windows=seconds)
    assert told.ladder_s == tuple(sorted(set(seconds)))


@pytest.mark.parametrize("window", ["", "soon", "10", "-1m", "1.5h", "1m; DROP", "1y"])
def test_what_is_no_duration_is_refused(window: str) -> None:
    with pytest.raises(UsageError, match="A window wants a duration"):
        settings(windows=[window])


@pytest.mark.parametrize("window", ["0s", 0, -5, "31d", 2_592_001, "999999999w"])
def test_windows_out_of_reach_are_refused(window: str | int) -> None:
    said = window if isinstance(window, str) else f"{window}s"
    with pytest.raises(UsageError, match=f"A window of {said} cannot be tried"):
        settings(windows=["1m", window])


@pytest.mark.parametrize("q", [0.0, 1.0, -0.01, 2.0, float("nan"), float("inf")])
def test_a_share_of_false_findings_lies_between_none_and_all(q: float) -> None:
    with pytest.raises(UsageError, match="q must lie above 0 and below 1"):
        settings(q=q)


@pytest.mark.parametrize("seed", [-1, 2**32, 2**70])
def test_a_seed_is_of_32_bits(seed: int) -> None:
    with pytest.raises(UsageError, match="A seed is a whole number"):
        settings(seed=seed)


@given(st.floats(0.0, 1.0, exclude_min=True, exclude_max=True), st.integers(0, 2**32 - 1))
def test_what_is_within_is_kept_as_given(q: float, seed: int) -> None:
    made = settings(q=q, seed=seed, cross_check=False)
    assert (made.q, made.seed, made.cross_check) == (q, seed, False)
