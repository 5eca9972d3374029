"""Records of what an answer of Bluesky's interface shows.

Owns the step from a part of an answer to records, and that what a file shows again and again is
told once: accounts as long as they say the same, and posts that are only seen inside others.

* A repost in a feed is a post of its own. Since 2025 the interface tells its address; before, it
  told who reposted and when, and nothing to call it by. It is then called after the two things
  that make it one, ``urn:bluesky:repost:ACCOUNT:POST``: an account reposts a post once.
* A post that is not found is missing. One that is blocked is withheld: it is there, and not shown
  to the one who asked, because one of two accounts blocks the other. A quote that its author
  detached is told as a quote, and nothing of what it led to.
"""

import math
from typing import Any

import msgspec

from inunison.records import (
    Account,
    AccountRef,
    Kind,
    Observation,
    Post,
    PostRef,
    Precision,
    Presence,
    Record,
)
from inunison_importers.base import BadCell
from inunison_importers.bluesky_cells import (
    PLATFORM,
    POSTS,
    address,
    count,
    did,
    handle,
    link,
    times,
    words,
)
from inunison_importers.bluesky_content import calls_itself_automated
from inunison_importers.bluesky_posts import Held, post, record_of
from inunison_importers.bluesky_views import Author, Own, Part, Reason, View, What
from inunison_importers.iso_times import Instant, instant
from inunison_importers.json_documents import reason as why
from inunison_importers.remembering import REMEMBERED_CHARACTERS, Told

_LATEST = 1 << 33


class AnswerReader:
    """Makes the records of the answers of one file, in order."""

    def __init__(self) -> None:
        self._accounts = Told()
        self._inside = Told()
        self._looked: tuple[int, Instant] | None = None

    def records(self, row: int, part: Part, *, repaired: bool) -> list[Record]:
        """Return the records of a part of an answer.

        Args:
            row: The line on which the document begins.
            part: The part.
            repaired: The document held half characters.

        Raises:
            BadCell: It is none of the format's objects, or a field cannot be read.
        """
        if part.what is What.POST:
            return self._post(row, part, repaired=repaired)
        if part.what is What.REPOST:
            return self._repost(row, part, repaired=repaired)
        if part.what is What.ACCOUNT:
            account = _typed(part.value, Author, "an account")
            return self._account(row, account, None, repaired=repaired)
        if part.what is What.RECORD:
            own = _typed(part.value, Own, "a record")
            where = address(own.uri, "uri")
            return record_of(
                Held(row, own.uri, where.did, own.value, None, repaired), where.collection
            )
        if part.what is What.ODD:
            raise BadCell("it is neither a post nor an account of Bluesky's interface")
        return [_gone(row, part)]

    def _post(self, row: int, part: Part, *, repaired: bool) -> list[Record]:
        view = _typed(part.value, View, "a post")
        record = view.record or view.value
        where = address(view.uri, "uri")
        if record is None or where.collection != POSTS:
            raise BadCell("uri is not the address of a post")
        if where.did != did(view.author.did, "author.did"):
            raise BadCell("uri names another account than author.did")
        observed = self._observed(row, view)
        seen_at = instant(view.indexed_at)
        held = Held(row, view.uri, where.did, record, seen_at, repaired, part.collected)
        made, met = post(held), _counted(row, view, observed)
        told = self._account(row, view.author, observed, repaired=repaired)
        said = (met.likes, met.reposts, met.replies, met.quotes, len(made.text or ""))
        if not part.collected and self._inside.again(view.uri, said):
            return told
        return [*told, made, met]

    def _observed(self, row: int, view: View) -> Instant | None:
        """Return when the document was captured, which holds for posts inside others too."""
        at = _collected_at(view)
        if at is not None:
            self._looked = (row, at)
        elif self._looked is not None and self._looked[0] == row:
            at = self._looked[1]
        return at

    def _repost(self, row: int, part: Part, *, repaired: bool) -> list[Record]:
        told = _typed(part.value, Reason, "the reason of a repost")
        by = did(told.by.did, "reason.by.did")
        original = part.original.get("uri")
        author = address(original, "uri").did
        given = told.uri if isinstance(told.uri, str) else None
        if given is not None and address(given, "reason.uri").did != by:
            raise BadCell("reason.uri names another account than reason.by.did")
        when = times(None, instant(told.indexed_at))
        made = Post(
            row=row,
            platform=PLATFORM,
            native_id=given or f"urn:bluesky:repost:{by}:{original}",
            author=AccountRef(by),
            kind=Kind.REPOST,
            created_at=when.created_at,
            precision=when.precision,
            reposts=PostRef(original, AccountRef(author)),
            collected=part.collected,
        )
        return [*self._account(row, told.by, None, repaired=repaired), made]

    def _account(
        self, row: int, author: Author, observed: Instant | None, *, repaired: bool
    ) -> list[Record]:
        account = did(author.did, "did of an account")
        made = instant(author.created_at)
        texts = (words(author.display_name), words(author.description))
        verification = author.verification if isinstance(author.verification, dict) else {}
        verified = verification.get("verifiedStatus")
        shown = Account(
            row=row,
            platform=PLATFORM,
            native_id=account,
            handle=handle(author.handle),
            name=texts[0],
            description=texts[1],
            url=link(author.website),
            created_at=made.at if made else None,
            created_precision=made.precision if made else None,
            verified=verified == "valid" if isinstance(verified, str) else None,
            declares_automation=calls_itself_automated(author.labels, account),
            text_repaired=repaired and any("\ufffd" in each for each in texts if each),
        )
        counts = tuple(
            count(each)
            for each in (author.followers_count, author.follows_count, author.posts_count)
        )
        marks = (shown.created_at, shown.verified, shown.declares_automation)
        said = (shown.handle, *texts, shown.url, *marks, counts, observed)
        small = sum(len(each) for each in texts if each) <= REMEMBERED_CHARACTERS
        if small and self._accounts.again(account, said):
            return []
        if observed is None and counts == (None, None, None):
            return [shown]
        return [shown, _met(shown, counts, observed)]


def _met(account: Account, counts: tuple[int | None, ...], observed: Instant | None) -> Observation:
    return Observation(
        row=account.row,
        platform=PLATFORM,
        subject="account",
        native_id=account.native_id,
        handle=account.handle,
        observed_at=observed.at if observed else None,
        precision=observed.precision if observed else None,
        presence=Presence.LIVE,
        followers=counts[0],
        following=counts[1],
        posts=counts[2],
    )


def _counted(row: int, view: View, observed: Instant | None) -> Observation:
    return Observation(
        row=row,
        platform=PLATFORM,
        subject="post",
        native_id=view.uri,
        observed_at=observed.at if observed else None,
        precision=observed.precision if observed else None,
        presence=Presence.LIVE,
        reposts=count(view.repost_count),
        quotes=count(view.quote_count),
        replies=count(view.reply_count),
        likes=count(view.like_count),
    )


def _gone(row: int, part: Part) -> Observation:
    uri = part.value.get("uri")
    address(uri, "uri")
    return Observation(
        row=row,
        platform=PLATFORM,
        subject="post",
        native_id=uri,
        presence=Presence.MISSING if part.what is What.MISSING else Presence.WITHHELD,
    )


def _collected_at(view: View) -> Instant | None:
    """Return when a post was captured, which only 4CAT writes beside it, in seconds."""
    at = view.metadata.get("collected_at") if isinstance(view.metadata, dict) else None
    if isinstance(at, bool) or not isinstance(at, int | float):
        return None
    if not math.isfinite(at) or not 0 <= at < _LATEST:
        return None
    return Instant(int(at * 1_000) * 1_000, Precision.MILLISECOND)


def _typed(value: Any, kind: Any, name: str) -> Any:
    """Return an object of a document with its types.

    Raises:
        BadCell: A field is missing or of another type.
    """
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise BadCell(why(error, name)) from error
