"""What the site of X sends to its own pages, and what the Zeeschuimer extension keeps of it.

Owns one format in its three shapes: whole answers as a browser saves them (a document, also over
several lines), single results one a line, and the lines of Zeeschuimer for X/Twitter, the posts of
which stand in `data`. What the fields mean is in `inunison_importers.x_graphql_posts`.

* Zeeschuimer says when it saw a post (`timestamp_collected`): that is when it was observed. Nothing
  else of its lines is read; `user_agent` and the addresses are about the person who captured.
  Where 4CAT took a post out of its line, the same stands in `__import_meta`.
* Of an answer all posts are read, wherever they stand in it, advertised ones too, and the accounts
  of lists. It does not say when it was given.
* Answers of the older search (`globalObjects`) are read only as Zeeschuimer keeps their posts.
"""

import re
from collections.abc import Iterator
from typing import Any, ClassVar

import msgspec

from inunison.records import Frame, Precision, Record, Reject
from inunison_importers.base import (
    BadCell,
    Claim,
    Importer,
    Lines,
    Portions,
    Refusal,
    Sample,
    excerpt,
)
from inunison_importers.json_documents import Document, decode, documents, peek, reason
from inunison_importers.twitter_shown import Look, Teller
from inunison_importers.twitter_v2_cells import PLATFORM
from inunison_importers.x_graphql_posts import Results
from inunison_importers.x_graphql_shapes import Line, Meta, TweetResult, UserResult

_LINE = msgspec.json.Decoder(Line)
_RESULT = msgspec.json.Decoder(TweetResult)
_ARRAY: msgspec.json.Decoder[list[msgspec.Raw]] = msgspec.json.Decoder(list[msgspec.Raw])
_ANYTHING: msgspec.json.Decoder[Any] = msgspec.json.Decoder()
_PLATFORMS = ("twitter.com", "x.com", "twitter-comments")
_ENTRY = re.compile(r"tweet-([0-9]{1,19})\Z")
_MILLISECOND = 1_000
_FIRST_MS = 1_000_000_000_000  # 2001
_LAST_MS = 32_503_680_000_000  # the year 3000
_UNREAD = "it is neither a post of X nor an answer that holds any"


class XGraphql(Importer):
    """Reads answers of the site, single results, and captures of Zeeschuimer."""

    name: ClassVar[str] = "x-graphql"
    title: ClassVar[str] = "X/Twitter pages as the site sends them, also by Zeeschuimer (JSON)"
    version: ClassVar[int] = 1
    rank: ClassVar[int] = 90
    platforms: ClassVar[tuple[str, ...]] = (PLATFORM,)
    suggested_frame: ClassVar[Frame] = Frame.UNKNOWN
    portions: ClassVar[Portions] = Portions.LINES

    def sniff(self, sample: Sample) -> Claim | Refusal:
        """Claim JSON that holds results of the site, in answers or by themselves."""
        values = peek(sample)
        if any(_is_capture(each) for each in values):
            return Claim("posts of X/Twitter as Zeeschuimer keeps them, one a line")
        for each in values:
            if isinstance(each, dict) and "item_id" not in each and next(_found(each), None):
                return Claim("results of X (rest_id, legacy) as the site sends them")
        return Refusal(
            "its documents hold no results of X (rest_id with legacy) and are no lines of"
            " Zeeschuimer for X/Twitter"
        )

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        """Read a file, document by document."""
        teller = Teller()
        for document in documents(lines):
            if isinstance(document, Reject):
                yield document
            elif document.text.startswith("["):
                yield from _array(document, teller)
            else:
                yield from _read(document, teller)


def _is_capture(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    notes = value.get("__import_meta")
    held = value.get("data")
    notes, held = (notes, value) if isinstance(notes, dict) else (value, held)
    return (
        "item_id" in notes
        and notes.get("source_platform") in _PLATFORMS
        and isinstance(held, dict)
        and bool({"legacy", "tweet"} & held.keys())
    )


def _array(document: Document, teller: Teller) -> Iterator[Record | Reject]:
    try:
        entries, repaired = decode(document, _ARRAY)
    except BadCell as error:
        yield Reject(document.line, str(error), excerpt(document.text))
        return
    for entry in entries:
        yield from _read(Document(document.line, bytes(entry).decode("utf-8"), repaired), teller)


def _read(document: Document, teller: Teller) -> Iterator[Record | Reject]:
    try:
        results = _results(document)
    except BadCell as error:
        yield Reject(document.line, str(error), excerpt(document.text))
        return
    look = results.look
    yield from teller.accounts(look, results.users)
    yield from teller.posts(look, results.shown)
    told = {each.native_id for each in results.shown}
    for notice in results.notices:
        if notice.subject == "account" or notice.native_id not in told:
            yield notice
    for trouble in results.troubles:
        yield Reject(document.line, str(trouble), excerpt(document.text))


def _results(document: Document) -> Results:
    """Read a document of any of the shapes.

    Raises:
        BadCell: It is none, or it is one post that cannot be read.
    """
    line, repaired = decode(document, _LINE)
    if line.source_platform is not None:
        results = Results(_look(document, line, repaired))
        _capture(document, line, results)
        return results
    results = Results(_look(document, line.meta or Meta(), repaired))
    if line.itself.legacy is not None or line.tombstone is not None:
        results.add(line)
        return results
    held = 0
    for kind, value, entry_id in _found(decode(document, _ANYTHING)[0]):
        held += 1
        try:
            if kind == "user":
                results.user(_converted(value, UserResult))
            else:
                results.add(_converted(value, TweetResult), entry_id)
        except BadCell as error:
            results.troubles.append(error)
    if not held:
        raise BadCell(_UNREAD)
    return results


def _look(document: Document, notes: Line | Meta, repaired: bool) -> Look:
    """Return when Zeeschuimer saw a post.

    Raises:
        BadCell: It is a post of another platform, or the time is none.
    """
    if notes.source_platform not in (None, *_PLATFORMS):
        raise BadCell("a capture of another platform than X/Twitter")
    seen = notes.timestamp_collected
    if seen is None:
        return Look(document.line, repaired=repaired)
    if not isinstance(seen, int) or not _FIRST_MS < seen < _LAST_MS:
        raise BadCell("timestamp_collected is not a time in milliseconds")
    return Look(document.line, seen * _MILLISECOND, Precision.MILLISECOND, repaired)


def _capture(document: Document, line: Line, results: Results) -> None:
    text = bytes(line.data).decode("utf-8") or "null"
    try:
        results.add(decode(Document(document.line, text, False), _RESULT)[0])
    except BadCell as error:
        raise BadCell(str(error).replace("the document", "data", 1)) from None


def _converted(value: Any, kind: type[Any]) -> Any:
    try:
        return msgspec.convert(value, kind)
    except (msgspec.ValidationError, RecursionError) as error:
        raise BadCell(reason(error, "result")) from error


def _found(value: Any) -> Iterator[tuple[str, Any, str | None]]:
    """Yield the results that stand anywhere in an answer, in order.

    Yields:
        What it is ("tweet" or "user"), the result, and the id of the post by its entry.
    """
    left: list[tuple[Any, str | None]] = [(value, None)]
    while left:
        held, entry = left.pop()
        if isinstance(held, list):
            left.extend((each, entry) for each in reversed(held))
            continue
        if not isinstance(held, dict):
            continue
        named = held.get("entryId")
        if isinstance(named, str):
            matched = _ENTRY.search(named)
            entry = matched[1] if matched else None
        kind = _kind(held)
        if kind is not None:
            yield kind, held, entry
        else:
            left.extend((each, entry) for each in reversed(held.values()))


def _kind(held: dict[str, Any]) -> str | None:
    """Return what a value is, None where it is no result."""
    name = held.get("__typename")
    legacy = held.get("legacy")
    known = isinstance(legacy, dict)
    if name == "User" and "rest_id" in held and (known or "core" in held):
        return "user"
    if name in ("TweetTombstone", "TweetUnavailable"):
        return "tweet"
    if name == "TweetWithVisibilityResults" and isinstance(held.get("tweet"), dict):
        return "tweet"
    if "rest_id" in held and isinstance(legacy, dict) and "full_text" in legacy:
        return "tweet"
    return None
