"""Which sign stands between the cells of a table that comes with commas or with tabs.

Owns the look at the first line that is not empty: the sign that stands in it more often. Reads no
rows.
"""

from collections.abc import Iterator, Mapping
from itertools import chain

from inunison_importers.base import Lines, Sample, goes_on

_SIGNS = (",", "\t")


class _Whole:
    """Lines of which the first were looked at, all of them."""

    def __init__(self, first: list[str], rest: Iterator[str], lines: Lines) -> None:
        self._first = first
        self._rest = rest
        self._lines = lines
        self.goes_on = goes_on(lines)

    @property
    def damaged(self) -> bool:
        return self._lines.damaged

    @property
    def cut(self) -> str | None:
        return self._lines.cut

    @property
    def broken(self) -> Mapping[int, str]:
        return self._lines.broken

    def __iter__(self) -> Iterator[str]:
        return chain(self._first, self._rest)


def delimiter(first: str) -> str:
    """Return the sign between cells by the first line of a table: a comma, or a tab."""
    return max(_SIGNS, key=first.count)


def sample_delimiter(sample: Sample) -> str:
    """Return the sign between the cells of a sample."""
    return delimiter(sample.text.lstrip().partition("\n")[0])


def delimited_lines(lines: Lines) -> tuple[str, Lines]:
    """Return the sign between the cells of a file, and its lines, the first of them too."""
    rest = iter(lines)
    first: list[str] = []
    for line in rest:
        first.append(line)
        if not line.isspace():
            break
    return delimiter(first[-1] if first else ""), _Whole(first, rest, lines)
