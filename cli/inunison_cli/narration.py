"""What the terminal says beside the data: sentences and progress, on standard error alone.

Owns standard error. Never writes data, and never lets a name from a file steer the terminal.
"""

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from textwrap import fill

from inunison_cli.plain_text import shown

Progress = Callable[[str, int, int], None]
_REDRAW_S = 0.1
_WIDTH = 78
# What is counted in bytes is shown in MB.
_IN_BYTES = frozenset(("receiving", "hashing", "reading"))
_CLEAR_LINE = f"\r{' ' * _WIDTH}\r"


def narrate(sentence: str) -> None:
    """Say one sentence, wrapped to the terminal, in place of any progress that stands there.

    Where nobody can hear it (the reader is gone, the disk is full), the work goes on unsaid.
    """
    text = shown(sentence, keep="\n")
    if sys.stderr.isatty():
        width = shutil.get_terminal_size().columns
        lines = [fill(line, width, replace_whitespace=False) for line in text.split("\n")]
        text = _CLEAR_LINE + "\n".join(lines)
    with suppress(OSError):
        print(text, file=sys.stderr, flush=True)  # noqa: T201 - this is the place


class _Line:
    """One line of a terminal that says how far a piece of work is."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._drawn = 0.0
        self._begun: dict[str, float] = {}

    def show(self, what: str, done: int, total: int) -> None:
        """Draw the line anew, at most ten times a second; work that is done leaves none."""
        now = time.monotonic()
        passed = now - self._begun.setdefault(what, now)
        if done == total:
            self.clear()
        elif now - self._drawn >= _REDRAW_S:
            self._drawn = now
            unit, name = (1_000_000, " MB") if what in _IN_BYTES else (1, "")
            share = f" of {total / unit:,.0f}{name} ({done / total:.0%})" if total else name
            rate = f", {done / unit / passed:,.0f}{name} a second" if passed > 1 else ""
            left = f", {(total - done) * passed / done:,.0f} s left" if total and rate else ""
            line = shown(f"{self._label} {what}: {done / unit:,.0f}{share}{rate}{left}")
            sys.stderr.write(_CLEAR_LINE + line[:_WIDTH])
            sys.stderr.flush()

    def clear(self) -> None:
        """Leave an empty line."""
        sys.stderr.write(_CLEAR_LINE)
        sys.stderr.flush()


def progress(label: str) -> Progress:
    """Return what shows how far a piece of work is; silent where nobody watches.

    Args:
        label: What is being done, such as "loading".

    Returns:
        A function to call with what is done now, how much of it is done, and how much there is (0
        where nobody knows).
    """
    if not sys.stderr.isatty():
        return lambda _what, _done, _total: None
    return _Line(label).show


@contextmanager
def progress_bar(label: str) -> Iterator[Progress]:
    """Show how far long work is, on a line that is gone however the work ends.

    Args:
        label: As for `progress`.

    Yields:
        What `progress` returns.
    """
    if not sys.stderr.isatty():
        yield progress(label)
        return
    line = _Line(label)
    try:
        yield line.show
    finally:
        line.clear()
