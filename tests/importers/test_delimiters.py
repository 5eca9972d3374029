"""The sign between the cells of a table, told by its first line, and that no line is lost."""

import pytest

from inunison_importers.base import Sample, TextLines, goes_on
from inunison_importers.delimiters import delimited_lines, sample_delimiter


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("a,b\n1\t2\t3\n", ","),
        ("a\tb\n1,2,3\n", "\t"),
        ("a\tb,c\td\n", "\t"),
        ("\n\na\tb\n", "\t"),
        ("a\n", ","),
        ("\n\n", ","),
        ("", ","),
    ],
)
def test_the_sign_of_a_table(text: str, sign: str) -> None:
    found, lines = delimited_lines(TextLines(text))
    assert (found, sample_delimiter(Sample("x", text))) == (sign, sign)
    assert "".join(lines) == text


class _Half(TextLines):
    """A portion whose file goes on, cut and broken."""

    goes_on = True


def test_what_is_told_beside_the_lines_is_told_still() -> None:
    given = _Half("a,b\n\udc80\n")
    given.cut, given.broken = "half a download", {2: "too long"}
    _, lines = delimited_lines(given)
    assert (lines.damaged, lines.cut, lines.broken) == (True, "half a download", {2: "too long"})
    assert goes_on(lines)
    assert not goes_on(delimited_lines(TextLines("a,b\n"))[1])
