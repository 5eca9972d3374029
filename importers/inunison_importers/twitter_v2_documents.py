"""From a JSON document to the pages of the Twitter API v2 that it holds.

Owns the shapes in which twarc writes: an answer with many posts or with one, an answer with users,
a post or a user with everything unfolded into it, and arrays of these. Where one entry of an answer
is odd, that one is left out with the reason and the others are read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn, TypeVar

import msgspec

from inunison.records import Reject
from inunison_importers.base import BadCell, excerpt
from inunison_importers.json_documents import Document, decode, reason
from inunison_importers.twitter_v2_cells import known_instant
from inunison_importers.twitter_v2_kinds import recognise
from inunison_importers.twitter_v2_posts import Page
from inunison_importers.twitter_v2_shapes import (
    Includes,
    Line,
    LooseIncludes,
    LooseLine,
    Media,
    Problem,
    Twarc,
    Tweet,
    User,
    UserLine,
)

_ARRAY: msgspec.json.Decoder[list[msgspec.Raw]] = msgspec.json.Decoder(list[msgspec.Raw])
_LINE = msgspec.json.Decoder(Line)
_USER_LINE = msgspec.json.Decoder(UserLine)
_LOOSE = msgspec.json.Decoder(LooseLine)
_TWEET = msgspec.json.Decoder(Tweet)
_USER = msgspec.json.Decoder(User)
_MEDIA = msgspec.json.Decoder(Media)
_PROBLEM = msgspec.json.Decoder(Problem)
_TWARC = msgspec.json.Decoder(Twarc)
_ANYTHING: msgspec.json.Decoder[object] = msgspec.json.Decoder()

_T = TypeVar("_T")


@dataclass
class Answer(Page):
    """A page as a document holds it.

    Attributes:
        listed: How many of its users are its data.
        problems: What the platform said it did not show.
        rejects: Its entries that could not be decoded.
    """

    listed: int = 0
    problems: list[Problem] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


def answers(document: Document) -> Iterator[Answer | Reject]:
    """Read a document.

    Args:
        document: One of a file.

    Yields:
        The answers in it, or a reject where it is none.
    """
    if not document.text.startswith("["):
        yield _answer(document)
        return
    try:
        entries, repaired = decode(document, _ARRAY)
    except BadCell as error:
        yield Reject(document.line, str(error), excerpt(document.text))
        return
    for entry in entries:
        yield _answer(Document(document.line, bytes(entry).decode("utf-8"), repaired))


def _answer(document: Document) -> Answer | Reject:
    try:
        return _read(document)
    except BadCell as error:
        return Reject(document.line, str(error), excerpt(document.text))


def _read(document: Document) -> Answer:
    try:
        line, repaired = decode(document, _LINE)
    except BadCell:
        return _read_loose(document)
    data = line.data if isinstance(line.data, list) else [line.data] if line.data else []
    if data:
        known = next((each for each in data if each.text is not None or each.username), None)
        if known is None:
            _refuse(document)
        if known.text is None:
            return _read_users(document)
        return _page(document.line, line, repaired)
    if line.text is not None:
        return _flat(document.line, line, repaired)
    if line.username is not None:
        return _read_users(document)
    if line.includes is None and line.errors is None and line.meta is None:
        _refuse(document)
    return _page(document.line, line, repaired)


def _refuse(document: Document) -> NoReturn:
    """Say what a document is that holds neither posts nor users.

    Raises:
        BadCell: Always.
    """
    found = recognise(decode(document, _ANYTHING)[0])
    if found is None or found.is_read:
        raise BadCell("it is neither a post nor an account nor an answer of the Twitter API v2")
    raise BadCell(f"it holds {found.name}")


def _made(row: int, twarc: Twarc | None, *, repaired: bool) -> Answer:
    page = Answer(row, repaired=repaired)
    if twarc and twarc.retrieved_at:
        page.observed_at = known_instant(twarc.retrieved_at, "__twarc.retrieved_at")
    return page


def _page(row: int, line: Line | UserLine, repaired: bool) -> Answer:
    page = _made(row, line.twarc, repaired=repaired)
    data = line.data if isinstance(line.data, list) else [line.data] if line.data else []
    for each in data:
        if isinstance(each, User):
            page.users.append(each)
        else:
            page.tweets.append(each)
    page.listed = len(page.users)
    included = line.includes or Includes()
    page.users.extend(included.users or ())
    page.included.extend(included.tweets or ())
    page.media.extend(included.media or ())
    page.problems.extend(line.errors or ())
    if page.tweets and page.tweets[0].author is not None:
        _unfold(page, page.tweets)
    return page


def _flat(row: int, line: Line, repaired: bool) -> Answer:
    page = _made(row, line.twarc, repaired=repaired)
    page.tweets.append(line)
    page.problems.extend(line.errors or ())
    _unfold(page, [line])
    return page


def _read_users(document: Document) -> Answer:
    line, repaired = decode(document, _USER_LINE)
    page = _page(document.line, line, repaired)
    if line.data is None and line.username:
        page.users.append(line)
        page.listed = 1
    pinned = [each.pinned_tweet for each in page.users if each.pinned_tweet]
    page.included.extend(each for each in pinned if each.text is not None)
    return page


def _unfold(page: Page, tweets: list[Tweet]) -> None:
    """Collect what twarc unfolded into posts: accounts, posts that they refer to, pictures."""
    left = list(reversed(tweets))
    while left:
        tweet = left.pop()
        page.users.extend(each for each in (tweet.author, tweet.in_reply_to_user) if each)
        if tweet.entities and tweet.entities.mentions:
            page.users.extend(tweet.entities.mentions)
        if tweet.attachments and tweet.attachments.media:
            page.media.extend(tweet.attachments.media)
        shown = [each for each in tweet.referenced_tweets or () if each.text is not None]
        page.included.extend(shown)
        left.extend(reversed(shown))


def _read_loose(document: Document) -> Answer:
    """Read an answer of which some part is odd, entry by entry.

    Raises:
        BadCell: It is no answer with entries of its own, or no JSON.
    """
    loose, repaired = decode(document, _LOOSE)
    data = bytes(loose.data)
    if not data.startswith((b"[", b"{")):
        decode(document, _LINE)  # says what is wrong with it
    page = _made(document.line, _entry(loose.twarc, _TWARC, "__twarc"), repaired=repaired)
    entries = _ARRAY.decode(data) if data.startswith(b"[") else [loose.data]
    for entry in entries:
        tweet = _kept(page, entry, _TWEET, "data[...]")
        if tweet is None or tweet.username is None:
            page.tweets.extend([tweet] if tweet else ())
        elif user := _kept(page, entry, _USER, "data[...]"):
            page.users.append(user)
            page.listed += 1
    included = loose.includes or LooseIncludes()
    page.users.extend(_all_kept(page, included.users, _USER, "includes.users[...]"))
    page.included.extend(_all_kept(page, included.tweets, _TWEET, "includes.tweets[...]"))
    page.media.extend(_all_kept(page, included.media, _MEDIA, "includes.media[...]"))
    page.problems.extend(_all_kept(page, loose.errors, _PROBLEM, "errors[...]"))
    return page


def _all_kept(
    page: Answer,
    entries: list[msgspec.Raw] | None,
    decoder: msgspec.json.Decoder[_T],
    where: str,
) -> Iterator[_T]:
    for entry in entries or ():
        kept = _kept(page, entry, decoder, where)
        if kept is not None:
            yield kept


def _kept(
    page: Answer, entry: msgspec.Raw, decoder: msgspec.json.Decoder[_T], where: str
) -> _T | None:
    """Return an entry, or None and a reject of the page where it is odd."""
    try:
        return _entry(entry, decoder, where)
    except BadCell as error:
        shown = excerpt(bytes(entry)[:1000].decode("utf-8", "replace"))
        page.rejects.append(Reject(page.row, str(error), shown))
        return None


def _entry(entry: msgspec.Raw, decoder: msgspec.json.Decoder[_T], where: str) -> _T | None:
    if not bytes(entry):
        return None
    try:
        return decoder.decode(entry)
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadCell(reason(error, where)) from error
