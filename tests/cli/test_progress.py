"""The line that says how far work is: bytes as MB, rates, and time left where it is known."""

import io
import time
from types import SimpleNamespace

import pytest

from inunison_cli import narration


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    shown = Terminal()
    monkeypatch.setattr(narration, "sys", SimpleNamespace(stderr=shown))
    monkeypatch.setattr(narration, "_REDRAW_S", 0.0)
    return shown


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def last(terminal: Terminal) -> str:
    return terminal.getvalue().split("\r")[-1].rstrip()


def test_bytes_are_told_as_megabytes_with_rate_and_time_left(
    terminal: Terminal, clock: list[float]
) -> None:
    with narration.progress_bar("posts.csv") as progress:
        progress("reading", 8_000_000, 80_000_000)
        assert last(terminal) == "posts.csv reading: 8 of 80 MB (10%)"
        clock[0] += 4
        progress("reading", 40_000_000, 80_000_000)
        assert last(terminal) == ("posts.csv reading: 40 of 80 MB (50%), 10 MB a second, 4 s left")
        progress("reading", 80_000_000, 80_000_000)
        assert last(terminal) == ""


def test_what_is_no_bytes_is_counted_one_by_one(terminal: Terminal, clock: list[float]) -> None:
    with narration.progress_bar("loading") as progress:
        progress("posts", 1, 4_000)
        clock[0] += 2
        progress("posts", 1_000, 4_000)
        assert last(terminal) == "loading posts: 1,000 of 4,000 (25%), 500 a second, 6 s left"


def test_a_pipe_has_no_end_that_is_known(terminal: Terminal, clock: list[float]) -> None:
    with narration.progress_bar("-") as progress:
        progress("receiving", 1_000_000, 0)
        clock[0] += 2
        progress("receiving", 5_000_000, 0)
        assert last(terminal) == "- receiving: 5 MB, 2 MB a second"
    assert last(terminal) == ""
