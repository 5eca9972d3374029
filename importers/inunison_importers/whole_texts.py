"""A file that is one text, such as a page: read whole, within a bound.

Owns the bound, and what becomes of lines that cannot be read: each is told as a reject and is empty
in the text, so that every other line keeps its number.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from inunison.records import Record, Reject
from inunison_importers.base import Lines, excerpt, repair

PAGE_CHARACTERS = 64 << 20


@dataclass(frozen=True)
class WholeText:
    """The text of a file.

    Attributes:
        text: Its lines; without lone surrogates and without what no text holds.
        damaged: Bytes were met that are no text; U+FFFD stands for them.
        rejects: Lines that cannot be read, in their order.
    """

    text: str
    damaged: bool
    rejects: tuple[Reject, ...]


def whole_text(lines: Lines) -> WholeText:
    """Read a file, up to 64 Mi characters of it."""
    held: list[str] = []
    rejects: list[Reject] = []
    size = number = 0
    for number, line in enumerate(lines, 1):
        before, size = size, size + len(line)
        if size > PAGE_CHARACTERS:
            # the rest is read and dropped, so that whoever unpacks it sees how much there is
            if before <= PAGE_CHARACTERS:
                reason = f"the page is longer than {PAGE_CHARACTERS:,} characters"
                rejects.append(Reject(number, reason, excerpt(line)))
            continue
        if number in lines.broken:
            rejects.append(Reject(number, lines.broken[number]))
            held.append("\n")
        elif "\x00" in line:
            reason = "the line holds a NUL character, which no text holds"
            rejects.append(Reject(number, reason, excerpt(line.rstrip("\n"))))
            held.append("\n")
        else:
            held.append(line)
    if lines.cut is not None:
        rejects.append(Reject(max(number, 1), lines.cut))
    text, _ = repair("".join(held)) if lines.damaged else ("".join(held), False)
    return WholeText(text, lines.damaged, tuple(rejects))


def in_order(
    records: Iterable[Record | Reject], rejects: Iterable[Reject]
) -> Iterator[Record | Reject]:
    """Yield records and the rejects of whole lines in the order of their rows."""
    yield from sorted([*records, *rejects], key=lambda each: each.row)
