"""Submissions and comments of Reddit as its interface answered: JSON that a script saved.

Owns one format in its shapes: listings, a submission with its tree of comments (an array of two
listings), answers to "load more", single things; one document or one a line. What a submission or
comment becomes is told in `reddit_posts`.

* A tree of comments is walked from above; each comment names its parent, so the tree is kept.
* A stub (`more`) stands for comments that were not fetched. Each is counted as a reject, so that
  nobody takes the tree for whole.
* A profile (`t2`) becomes an account, and one that is suspended is told as such. Subreddits and
  other things are no posts.
* The interface does not say when it answered, so that what is removed or deleted is known without
  its time. Nothing is made of the score.
"""

from collections.abc import Iterator
from typing import Any, ClassVar

import msgspec

from inunison.records import Account, Frame, Observation, Precision, Presence, Record, Reject
from inunison_importers import reddit_rows as read
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
from inunison_importers.json_lines import JsonRow
from inunison_importers.reddit_posts import PLATFORM, REMEMBERED, records
from inunison_importers.reddit_rows import RedditRow
from inunison_importers.remembering import Told

_POSTS = ("t1", "t3")
_THINGS = (*_POSTS, "t2", "t5", "more", "Listing")
_STUB = "a stub of the interface stands for comments that were not fetched"
_TEXT_CHARACTERS = 10_000


class Thing(msgspec.Struct, gc=False):
    """What the interface wraps: its kind, and its fields, not decoded.

    Attributes:
        json: The answer to "load more", which is wrapped otherwise.
    """

    kind: str | None = None
    data: msgspec.Raw = msgspec.Raw()
    json: "More | None" = None


class Things(msgspec.Struct, gc=False):
    """A list of things: `children` of a listing, `things` of an answer to "load more"."""

    children: list[msgspec.Raw] | None = None
    things: list[msgspec.Raw] | None = None


class More(msgspec.Struct, gc=False):
    """The answer to "load more"."""

    data: Things | None = None


class ApiRow(RedditRow):
    """A submission or comment with the answers to it: a listing, an empty text where none are."""

    replies: msgspec.Raw = msgspec.Raw()


class Bio(msgspec.Struct, gc=False):
    """The place where a profile keeps its words."""

    public_description: str | None = None


class Profile(msgspec.Struct, gc=False):
    """A profile."""

    id: str | None = None
    name: str | None = None
    created_utc: read.Time = None
    is_suspended: bool | None = None
    subreddit: Bio | None = None


_ARRAY: msgspec.json.Decoder[list[msgspec.Raw]] = msgspec.json.Decoder(list[msgspec.Raw])
_THING = msgspec.json.Decoder(Thing)
_LIST = msgspec.json.Decoder(Things)
_ROW = msgspec.json.Decoder(ApiRow)
_PROFILE = msgspec.json.Decoder(Profile)


class RedditApi(Importer):
    """Reads what the interface answered."""

    name: ClassVar[str] = "reddit-api"
    title: ClassVar[str] = "Reddit API answers (JSON)"
    version: ClassVar[int] = 1
    rank: ClassVar[int] = 92
    platforms: ClassVar[tuple[str, ...]] = (PLATFORM,)
    suggested_frame: ClassVar[Frame] = Frame.UNKNOWN
    portions: ClassVar[Portions] = Portions.LINES

    def sniff(self, sample: Sample) -> Claim | Refusal:
        """Claim JSON whose first values are listings or things with a kind of Reddit's."""
        found = [each for each in map(_recognised, peek(sample)) if each]
        if not found:
            return Refusal("its first values are no listings or things of Reddit's interface")
        return Claim(" and ".join(sorted(set(found))))

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        """Read a file, document by document."""
        told = Told(REMEMBERED)
        for document in documents(lines):
            if isinstance(document, Reject):
                yield document
            else:
                yield from _Walk(document, told).records()


def _recognised(value: Any) -> str | None:
    """Say what a JSON value of the interface is; None where it is none."""
    if not isinstance(value, dict):
        return None
    wrapped = value.get("json")
    if isinstance(wrapped, dict) and isinstance(wrapped.get("data"), dict):
        return "answers to load more" if "things" in wrapped["data"] else None
    kind, data = value.get("kind"), value.get("data")
    if not isinstance(data, dict):
        return None
    if kind == "Listing" and isinstance(data.get("children"), list):
        first = data["children"][0] if data["children"] else None
        known = first is None or (isinstance(first, dict) and first.get("kind") in _THINGS)
        return "listings of Reddit" if known else None
    known = kind in ("t1", "t2", "t3") and ("id" in data or "is_suspended" in data)
    return "things of Reddit" if known else None


class _Walk:
    """Walks through one document from above, and yields what stands in it."""

    def __init__(self, document: Document, told: Told) -> None:
        self._document = document
        self._told = told
        self._left: list[msgspec.Raw] = []
        self._repaired = False

    def records(self) -> Iterator[Record | Reject]:
        try:
            if self._document.text.startswith("["):
                entries, self._repaired = decode(self._document, _ARRAY)
                self._push(entries)
            else:
                thing, self._repaired = decode(self._document, _THING)
                yield from self._thing(thing, self._document.text)
        except BadCell as error:
            yield self._reject(str(error), self._document.text)
        while self._left:
            entry = self._left.pop()
            try:
                thing = _decoded(entry, _THING)
            except BadCell as error:
                yield self._reject(str(error), _shown(entry))
                continue
            yield from self._thing(thing, "")

    def _push(self, entries: list[msgspec.Raw]) -> None:
        self._left.extend(reversed(entries))

    def _reject(self, reason: str, text: str) -> Reject:
        return Reject(self._document.line, reason, excerpt(text))

    def _thing(self, thing: Thing, text: str) -> Iterator[Record | Reject]:
        try:
            if thing.kind == "Listing":
                self._push(_decoded(thing.data, _LIST).children or [])
            elif thing.kind in _POSTS:
                yield from self._post(thing)
            elif thing.kind == "t2":
                yield from self._profile(_decoded(thing.data, _PROFILE))
            elif thing.json is not None and thing.json.data is not None:
                self._push(thing.json.data.things or [])
            elif thing.kind == "more":
                yield self._reject(_STUB, "")
            else:
                raise BadCell("it is no submission, comment or profile")
        except BadCell as error:
            yield self._reject(str(error), _shown(thing.data) or text)

    def _post(self, thing: Thing) -> list[Record]:
        value = _decoded(thing.data, _ROW)
        if value.is_comment is not (thing.kind == "t1"):
            raise BadCell("its kind and its fields do not agree")
        text = _shown(thing.data)
        made = records(JsonRow(self._document.line, value, text, self._repaired), self._told)
        if bytes(value.replies).startswith(b"{"):
            self._push([value.replies])
        return made

    def _profile(self, value: Profile) -> list[Record]:
        known = read.full_name(f"t2_{value.id}" if value.id else None, "id")
        handle = read.named(value.name, "name") if value.name else None
        if known is None and handle is None:
            raise BadCell("a profile has neither id nor name")
        if value.is_suspended:
            return [_suspended(self._document.line, known, handle)]
        made = read.instant(value.created_utc, "created_utc")
        said = value.subreddit.public_description if value.subreddit else None
        if said and len(said) > _TEXT_CHARACTERS:
            raise BadCell("public_description is longer than any profile")
        return [
            Account(
                row=self._document.line,
                platform=PLATFORM,
                native_id=known,
                handle=handle,
                description=said or None,
                created_at=made,
                created_precision=None if made is None else Precision.SECOND,
                text_repaired=self._repaired and "\ufffd" in (said or ""),
            )
        ]


def _suspended(line: int, native_id: str | None, handle: str | None) -> Observation:
    return Observation(
        row=line,
        platform=PLATFORM,
        subject="account",
        native_id=native_id,
        handle=handle,
        presence=Presence.SUSPENDED,
    )


def _shown(entry: msgspec.Raw) -> str:
    return bytes(memoryview(entry)[:400]).decode("utf-8", "replace")


def _decoded(entry: msgspec.Raw, decoder: "msgspec.json.Decoder[Any]") -> Any:
    try:
        return decoder.decode(entry)
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadCell(reason(error)) from error
