"""Settings of a detection as people give them: names of traces, durations, a share, a seed.

Owns what is refused and what is the same thing said otherwise. Runs nothing.
"""

from collections.abc import Sequence

from inunison.detect.setting import Settings
from inunison.detect.traces import TRACES, Trace
from inunison.errors import UsageError
from inunison.queries.durations import parse_duration

# Wider windows would make a pair of everybody.
_LONGEST_S = 30 * 86_400
_SEEDS = 2**32


def chosen_traces(names: Sequence[str]) -> tuple[Trace, ...]:
    """Return the traces of these names, in their own order; all when there is no name.

    Raises:
        UsageError: There is no trace of a name.
    """
    known = {trace.name: trace for trace in TRACES}
    wrong = [name for name in names if name not in known]
    if wrong:
        raise UsageError(f"There is no trace {wrong[0]!r}.", f"Traces are: {', '.join(known)}.")
    return tuple(trace for trace in TRACES if not names or trace.name in names)


def settings(
    traces: Sequence[str] = (),
    windows: Sequence[str | int] | None = None,
    *,
    q: float = 0.01,
    seed: int = 0,
    cross_check: bool = True,
) -> Settings:
    """Return settings as people give them; see `inunison.case.Case.detect`.

    The order and repetition of traces and windows are of no matter.

    Raises:
        UsageError: There is no such trace, a window is no duration, or `q` or `seed` is no such.
    """
    named = tuple(trace.name for trace in chosen_traces(traces)) if traces else ()
    if not 0 < q < 1:
        raise UsageError(f"q must lie above 0 and below 1, and is {q}.", "Give it as 0.01.")
    if not 0 <= seed < _SEEDS:
        raise UsageError(f"A seed is a whole number from 0 to 4294967295, not {seed}.")
    ladder = tuple(sorted({_seconds(each) for each in windows})) if windows else None
    return Settings(named, ladder, q, seed, cross_check)


def _seconds(window: str | int) -> int:
    try:
        seconds = parse_duration(window) if isinstance(window, str) else int(window)
    except ValueError as error:
        raise UsageError(f"A window {error}, not {window!r:.80}.") from error
    if not 1 <= seconds <= _LONGEST_S:
        given = window if isinstance(window, str) else f"{window}s"
        raise UsageError(
            f"A window of {given.strip()[:80]} cannot be tried.",
            "Give one from 1s to 30d: what lies farther apart is not done together.",
        )
    return seconds
