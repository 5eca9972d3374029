"""Rows of JSON, one object a line, decoded into a type that the format states.

Owns what becomes of a line that is no JSON, or not of that type: it is rejected with a reason that
names the field and never its value, and the lines after it are read. Knows no format.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Generic, NamedTuple, TypeVar

import msgspec

from inunison.records import Record, Reject
from inunison_importers.base import BadCell, Lines, Sample, excerpt, repair, repair_escapes

_T = TypeVar("_T")

_SNIFFED_ROWS = 50
_PLACE = re.compile(r"^(.*?)(?: - at `(.*)`)?$", re.DOTALL)
_SPOT = re.compile(r" \(byte \d+\)$")
_TYPES = re.compile("`([a-z |]+)`")
_TYPE_NAMES = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "yes or no",
    "array": "a list",
}


class JsonRow(NamedTuple, Generic[_T]):
    """One line.

    Attributes:
        line: Its number, from 1.
        value: What it holds.
        text: The line as it stands.
        repaired: Lone surrogates stood in it; they are U+FFFD in `value`.
    """

    line: int
    value: _T
    text: str
    repaired: bool


def json_rows(lines: Lines, decoder: "msgspec.json.Decoder[_T]") -> Iterator[JsonRow[_T] | Reject]:
    """Read the rows of a file.

    Args:
        lines: The lines of the file. Blank ones are no rows.
        decoder: Decodes one line; fields that its type does not name are passed over.

    Yields:
        Rows and rejects, in order. Where the file was cut, its last yield is a reject that says so.
    """
    decode = decoder.decode
    number, unfinished = 0, False
    for line in lines:
        number += 1
        if lines.broken and number in lines.broken:
            yield Reject(number, lines.broken[number], excerpt(line))
            continue
        if lines.cut is not None and not line.endswith("\n"):
            unfinished = True
            yield Reject(number, lines.cut, excerpt(line))
            continue
        try:
            yield JsonRow(number, decode(line), line, False)
        except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
            if not line.isspace():
                yield _again(number, line, decoder, error)
    if lines.cut is not None and not unfinished:
        yield Reject(number + 1, lines.cut)


def kinds_of_lines(
    sample: Sample,
    decoder: "msgspec.json.Decoder[_T]",
    kind_of: Callable[[_T], str | None],
) -> Counter[str | None]:
    """Count what the first lines of a file are, for an importer to say whether it knows it.

    Args:
        sample: The beginning of the file.
        decoder: Decodes the fields by which a line is known.
        kind_of: Names what a line is, None where it is nothing of the format.

    Returns:
        How many of the first 50 are of each kind; what cannot be decoded is nothing.
    """
    rows = islice(json_rows(sample.lines(), decoder), _SNIFFED_ROWS)
    return Counter(None if isinstance(row, Reject) else kind_of(row.value) for row in rows)


def line_by_line(
    lines: Lines,
    decoder: "msgspec.json.Decoder[_T]",
    records: Callable[[JsonRow[_T]], Iterable[Record | Reject]],
) -> Iterator[Record | Reject]:
    """Read a file each of whose lines says something by itself.

    Args:
        lines: The lines of the file.
        decoder: As for `json_rows`.
        records: Returns all that a row says. Where it raises `BadCell`, the row is rejected whole.
    """
    for row in json_rows(lines, decoder):
        if isinstance(row, Reject):
            yield row
            continue
        try:
            made = records(row)
        except BadCell as error:
            yield Reject(row.line, str(error), excerpt(row.text))
            continue
        yield from made


def _again(
    number: int, line: str, decoder: "msgspec.json.Decoder[_T]", error: Exception
) -> JsonRow[_T] | Reject:
    """Decode a line without its lone surrogates, else say what is wrong with it."""
    whole = repair_escapes(repair(line)[0])
    if whole != line:
        try:
            return JsonRow(number, decoder.decode(whole), line, True)
        except (msgspec.MsgspecError, RecursionError) as still:
            error = still
    return Reject(number, reason(error), excerpt(line))


def reason(error: Exception) -> str:
    """Return why a line could not be decoded, as a sentence that names the field."""
    if isinstance(error, RecursionError):
        return "its JSON is nested deeper than any row of this format"
    found = _PLACE.match(str(error))
    said, place = (found[1], found[2]) if found else (str(error), None)
    if not isinstance(error, msgspec.ValidationError):
        return f"the line is not JSON ({_SPOT.sub('', said)})"
    said = _TYPES.sub(_type_names, said)
    said = said[:1].lower() + said[1:]
    field = "the line" if place in (None, "$") else str(place).removeprefix("$.")
    return f"{field}: {said}"


def _type_names(found: re.Match[str]) -> str:
    names = found[1].split(" | ")
    told = [_TYPE_NAMES.get(name, name) for name in names if name != "null"]
    return " or ".join(told) or "nothing"
