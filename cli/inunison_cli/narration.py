"""What the terminal says beside the data: sentences and progress, on standard error alone.

Owns standard error. Never writes data, and never lets a name from a file steer the terminal.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from inunison_cli.plain_text import shown

Progress = Callable[[str, int, int], None]
_REDRAW_S = 0.1
_WIDTH = 78
_CLEAR_LINE = f"\r{' ' * _WIDTH}\r"


def narrate(sentence: str) -> None:
    """Say one sentence."""
    print(shown(sentence, keep="\n"), file=sys.stderr, flush=True)  # noqa: T201 - this is the place


@contextmanager
def progress_bar(label: str) -> Iterator[Progress]:
    """Show how far long work is, on one line of a terminal; silent where nobody watches.

    Args:
        label: What is being done, such as "loading".

    Yields:
        A function to call with what is done now, how much of it is done, and how much there is (0
        where nobody knows).
    """
    if not sys.stderr.isatty():
        yield lambda _what, _done, _total: None
        return
    drawn = 0.0
    begun: dict[str, float] = {}

    def progress(what: str, done: int, total: int) -> None:
        nonlocal drawn
        now = time.monotonic()
        begun.setdefault(what, now)
        if now - drawn < _REDRAW_S and done != total:
            return
        drawn = now
        share = f" of {total:,} ({done / total:.0%})" if total else ""
        passed = now - begun[what]
        rate = f", {done / passed:,.0f} a second" if passed > 1 else ""
        line = f"{label} {what}: {done:,}{share}{rate}"
        sys.stderr.write(_CLEAR_LINE + shown(line)[:_WIDTH])
        sys.stderr.flush()

    try:
        yield progress
    finally:
        sys.stderr.write(_CLEAR_LINE)
        sys.stderr.flush()
