"""Chains of redirects against following them by hand, whatever the order of the lines."""

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison import redirects
from inunison.errors import CaseError, ExitCode
from inunison.redirects import FILE, Redirects, read_redirects

STEPS = st.dictionaries(st.integers(0, 7), st.integers(0, 7), max_size=8)


def _name(number: int) -> str:
    return f"site{number}.example/a"


def _read(lines: list[str]) -> Redirects:
    with TemporaryDirectory() as folder:
        (Path(folder) / FILE).write_text("\n".join(lines), encoding="utf-8")
        return read_redirects(Path(folder))


def _followed(start: int, steps: dict[int, int]) -> int | None:
    """Return the end of a chain, None where it goes round."""
    link = start
    for _ in range(len(steps) + 1):
        if steps.get(link, link) == link:
            return link
        link = steps[link]
    return None


@settings(deadline=None)
@given(STEPS, st.randoms(use_true_random=False))
def test_every_link_leads_to_the_end_of_its_chain(steps: dict[int, int], order: Random) -> None:
    lines = [f"https://www.{_name(one)}/,{_name(other)}" for one, other in steps.items()]
    order.shuffle(lines)
    ends = {start: _followed(start, steps) for start in steps}
    if None in ends.values():
        with pytest.raises(CaseError, match="in a circle"):
            _read(lines)
        return
    found = _read(lines)
    assert dict(found.to) == {
        _name(one): _name(end) for one, end in ends.items() if end is not None
    }
    for number in range(8):
        end = found.end(_name(number))
        assert end == _name(ends.get(number, number) or 0)
        assert found.end(end) == end
    assert found.key == _read(list(reversed(lines))).key
    assert bool(found.key) == bool(steps)


@pytest.mark.parametrize(
    ("lines", "link", "end"),
    [
        (["from,to", "a.example,b.example"], "a.example", "b.example"),
        (["a.example,b.example", "from,to"], "a.example", "b.example"),
        (["  a.example , b.example  "], "a.example", "b.example"),
        (["# a.example,c.example", "a.example,b.example"], "a.example", "b.example"),
        (["", ",", "a.example,b.example", " , "], "a.example", "b.example"),
        (['"a.example/x,y",b.example'], "a.example/x,y", "b.example"),
        (["\ufeffa.example,b.example"], "a.example", "b.example"),
        (["a.example,a.example/"], "a.example", "a.example"),
        (["a.example,b.example", "http://a.example,b.example/#x"], "a.example", "b.example"),
        (["youtu.be/dQw4w9WgXcQ,b.example"], "youtube.com/watch?v=dQw4w9WgXcQ", "b.example"),
        (["a.example,x.com/ada/status/5"], "a.example", "twitter.com/i/status/5"),
    ],
)
def test_lines_are_read_as_people_write_them(lines: list[str], link: str, end: str) -> None:
    assert _read(lines).end(link) == end


def test_a_long_chain_is_followed() -> None:
    found = _read([f"h{number}.example,h{number + 1}.example" for number in range(400)])
    assert {found.end(f"h{number}.example") for number in range(401)} == {"h400.example"}


def test_a_list_of_endless_size_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redirects, "_MOST_BYTES", 40)
    (tmp_path / FILE).write_text("a.example,b.example\n" * 2)
    assert read_redirects(tmp_path).end("a.example") == "b.example"
    (tmp_path / FILE).write_text("a.example,b.example\n" * 3)
    with pytest.raises(CaseError, match="larger than 256 MB") as refused:
        read_redirects(tmp_path)
    assert refused.value.exit_code == ExitCode.USAGE
    assert refused.value.advice == "Leave lines out of it."


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        (["a.example,b.example", "c.example"], 2),
        (["# x", "", "a.example,b.example,c.example"], 3),
        (["from,to", ",b.example"], 2),
        (["from,to", '"a.example', 'x",b.example', "c.example"], 4),
    ],
)
def test_the_line_that_is_wrong_is_named(lines: list[str], line: int) -> None:
    with pytest.raises(CaseError, match=f"Line {line} of .* is not two addresses") as refused:
        _read(lines)
    assert "an address, a comma" in refused.value.advice
