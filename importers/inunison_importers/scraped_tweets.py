"""Tweets as snscrape and twscrape write them: from a line to records.

Owns what the fields that both share mean:

* An id is the text beside the number (`id_str`, `id.str`), else the one in the post's address, else
  the number. Where number and address differ, a script rounded the numbers of the row: those that
  may have lost digits are refused, and the post is read without them.
* What the row shows inside a post (`retweetedTweet`, `quotedTweet`) was not collected for itself. A
  bare reference is a pointer only, and a notice in the place of a post says what became of it.
* `isQuoteStatus` without a quoted post: what was quoted is gone; that it was a quote is kept.
* twscrape writes 1970-01-01 where it does not know when an account was made.
* The tools note no time of capture. Cards, polls, places, the conversation's id, an account's own
  likes, lists and pictures are left aside; so are the links that twscrape takes from a profile,
  because it does not tell the website from links in the description.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import msgspec

from inunison.records import AccountRef, Kind, Mention, PostRef, Record, Reject
from inunison_importers.base import BadCell, Lines, excerpt
from inunison_importers.json_lines import JsonRow, line_by_line
from inunison_importers.scraped_shapes import Account, Line, MediaBox, Medium, Tweet
from inunison_importers.twitter_ids import numeric_id
from inunison_importers.twitter_links import reference
from inunison_importers.twitter_notices import presence_of
from inunison_importers.twitter_numbers import exact_id, permalink
from inunison_importers.twitter_shown import (
    Counts,
    Look,
    Shown,
    ShownUser,
    Teller,
    edited,
    not_shown,
)
from inunison_importers.twitter_v2_cells import instant, is_link, language
from inunison_importers.twitter_v2_shapes import User, UserMetrics

_LINE = msgspec.json.Decoder(Line)
_NO_TIME = "1970-01-01"
_AUTOMATED = "Automated"  # how the site words its label of accounts by which a program posts
_LABEL = re.compile(r">([^<]*)<")
_UNREAD = "it is neither a post nor an account"


def scraped(lines: Lines) -> Iterator[Record | Reject]:
    """Read a file of either tool, line by line."""
    teller = Teller()
    return line_by_line(lines, _LINE, lambda row: _Row(row).records(teller))


@dataclass
class _Numbers:
    """The numbers of one object, and whether they went through floating-point ones."""

    rounded: bool = False

    def account(self, value: Account, name: str) -> AccountRef | None:
        """Return an account by its id and handle.

        Raises:
            BadCell: Its id is none, and it has no handle.
        """
        handle = value.username or None
        try:
            native_id = exact_id(
                value.id, value.id_str or value.id_twin, name, rounded=self.rounded
            )
        except BadCell:
            if handle is None:
                raise
            native_id = None
        return AccountRef(native_id, handle) if native_id or handle else None


@dataclass
class _Row:
    """One line: what it shows, and what of it could not be read."""

    row: JsonRow[Line]
    users: list[User] = field(default_factory=list)
    troubles: list[BadCell] = field(default_factory=list)
    notices: list[Record] = field(default_factory=list)

    def records(self, teller: Teller) -> list[Record | Reject]:
        """Return what the line shows, in order.

        Raises:
            BadCell: It is no post and no account, or its own id cannot be read.
        """
        value = self.row.value
        look = Look(self.row.line, repaired=self.row.repaired)
        if value.words is None:
            return self._other(value, look, teller)
        own = self._shown(value, collected=True)
        shown = [own, *self._versions(own, value), *self._inside(value, look)]
        return [
            *teller.accounts(look, self.users),
            *teller.posts(look, shown),
            *self.notices,
            *(Reject(look.row, str(each), excerpt(self.row.text)) for each in self.troubles),
        ]

    def _other(self, value: Line, look: Look, teller: Teller) -> list[Record | Reject]:
        """Return what a line says that is no post: an account, or a notice."""
        kind = (value.type or "").rpartition(".")[2]
        if value.username and (kind == "User" or value.displayname is not None):
            native_id = exact_id(value.id, value.id_str or value.id_twin, "id")
            if native_id is None:
                raise BadCell("an account has no id")
            return teller.accounts(look, [_user(value, native_id)])
        if kind == "Tombstone":
            presence = presence_of(value.text)
            if presence is None:
                raise BadCell("a notice in the place of a post that does not say what became of it")
            return [not_shown(look, _post_id(value)[0], presence)]
        if kind == "TweetRef":
            raise BadCell("a reference to a post of which nothing is shown")
        raise BadCell(_UNREAD)

    def _versions(self, shown: Shown, value: Tweet) -> list[Shown]:
        """Link a post to the version before it, and return its other versions."""
        if value.edit_control is None:
            return []
        try:
            return edited(shown, value.edit_control.versions)
        except BadCell as error:
            self.troubles.append(error)
            return []

    def _inside(self, value: Tweet, look: Look) -> list[Shown]:
        """Return the posts that a post shows, and those that these show, the outer ones first."""
        found: list[Shown] = []
        left = [value]
        while left:
            outer = left.pop(0)
            for each in (outer.retweeted, outer.quoted):
                if each is None:
                    continue
                try:
                    if each.words is not None:
                        shown = self._shown(each, collected=False)
                        found.extend([shown, *self._versions(shown, each)])
                        left.append(each)
                    elif (presence := presence_of(each.text)) is not None:
                        self.notices.append(not_shown(look, _post_id(each)[0], presence))
                except BadCell as error:
                    self.troubles.append(error)
        return found

    def _shown(self, value: Tweet, *, collected: bool) -> Shown:
        native_id, numbers = _post_id(value)
        author = self._author(value, numbers)
        reposts = self._pointer(value.retweeted)
        quotes = self._pointer(value.quoted)
        replies_to, answered, is_reply = self._answered(value, numbers)
        return Shown(
            native_id=native_id,
            author=author,
            stated=_stated(value),
            stated_text=value.date,
            text=value.words,
            language=language(value.lang),
            client=_client(value),
            url=value.url,
            kind=_kind(value, is_reply=is_reply),
            reposts=reposts,
            quotes=quotes,
            replies_to=replies_to,
            mentions=self._mentions(value, numbers, answered if replies_to is None else None),
            hashtags=tuple(dict.fromkeys(filter(None, value.hashtags))) if value.hashtags else (),
            links=_links(value),
            media=_media(value),
            counts=Counts(value.retweets, value.quotes, value.replies, value.likes, value.views),
            collected=collected,
        )

    def _author(self, value: Tweet, numbers: _Numbers) -> AccountRef | None:
        given = value.user
        if given is None:
            named = permalink(value.url)
            handle = value.username or (named and named[0]) or None
            return AccountRef(None, handle) if handle else None
        found = numbers.account(given, "the id of a user")
        if found is not None and found.native_id is not None:
            self.users.append(_user(given, found.native_id))
        elif given.id is not None:
            self.troubles.append(BadCell("the id of a user is left out: its digits are not sure"))
        return found

    def _pointer(self, target: Tweet | None) -> PostRef | None:
        if target is None:
            return None
        try:
            native_id, numbers = _post_id(target)
            author = numbers.account(target.user, "the id of a user") if target.user else None
            stated = _stated(target)
        except BadCell:  # told where the post inside is read; a bare reference is told here
            if target.words is None:
                self.troubles.append(BadCell("the id of a post that is pointed to is not sure"))
            return None
        if author is None and (named := permalink(target.url)) is not None and named[0]:
            author = AccountRef(None, named[0])
        return reference(native_id, author, stated)

    def _answered(
        self, value: Tweet, numbers: _Numbers
    ) -> tuple[PostRef | None, AccountRef | None, bool]:
        """Return the post that is answered, the account, and whether any post is."""
        twin = value.reply_id_str or value.reply_id_twin
        if value.reply_user is None and not (value.reply_handle or twin or value.reply_id):
            return None, None, False
        named = value.reply_user or Account(username=value.reply_handle)
        try:
            account = numbers.account(named, "the id of inReplyToUser")
        except BadCell as error:
            self.troubles.append(error)
            account = None
        try:
            target = exact_id(value.reply_id, twin, "inReplyToTweetId", rounded=numbers.rounded)
        except BadCell as error:
            self.troubles.append(error)
            return None, account, True
        if target is None:
            return None, account, False
        return reference(target, account), account, True

    def _mentions(
        self, value: Tweet, numbers: _Numbers, first: AccountRef | None
    ) -> tuple[Mention, ...]:
        if not value.mentioned:
            return () if first is None else (Mention(first),)
        found: dict[str, AccountRef] = {}
        for each in value.mentioned:
            if each is None:
                continue
            try:
                account = numbers.account(each, "the id of a mention")
            except BadCell as error:
                self.troubles.append(error)
                continue
            if account is not None:
                found.setdefault(account.native_id or (account.handle or "").lower(), account)
                if account.native_id and account.handle and each.displayname:
                    self.users.append(
                        User(id=account.native_id, username=account.handle, name=each.displayname)
                    )
        if first and not any(_same(first, each) for each in found.values()):
            return (Mention(first), *map(Mention, found.values()))
        return tuple(map(Mention, found.values()))


def _same(one: AccountRef, other: AccountRef) -> bool:
    if one.native_id and other.native_id:
        return one.native_id == other.native_id
    return (one.handle or "").lower() == (other.handle or "").lower()


def _post_id(value: Tweet) -> tuple[str, _Numbers]:
    """Return the id of a post, and what is known of the numbers beside it.

    Raises:
        BadCell: It has none that is sure.
    """
    number = value.id
    twin = value.id_str or value.id_twin
    if not twin and (link := permalink(value.url)) is not None:
        twin = link[1]
    if twin:
        native_id = numeric_id(twin, "id")
        return native_id, _Numbers(number is not None and str(number) != native_id)
    found = exact_id(number, None, "id")
    if found is None:
        raise BadCell("a post has no id")
    return found, _Numbers()


def _stated(value: Tweet) -> int | None:
    """Return the time that a post states: twscrape has a blank where snscrape has a T."""
    return instant(value.date.replace(" ", "T", 1), "date") if value.date else None


def _kind(value: Tweet, *, is_reply: bool) -> Kind | None:
    """Return what a post is, where its pointers could not be read or what it quotes is gone."""
    if value.retweeted is not None:
        return Kind.REPOST
    if is_reply:
        return Kind.REPLY
    return Kind.QUOTE if value.is_quote or value.quoted is not None else None


def _client(value: Tweet) -> str | None:
    if value.source_label or not value.source:
        return value.source_label or None
    found = _LABEL.search(value.source)
    return (found[1] if found else value.source) or None


def _links(value: Tweet) -> tuple[str, ...]:
    if not value.links and not value.outlinks:
        return ()
    if value.links is not None:
        given = [each.url for each in value.links if each is not None]
    elif isinstance(value.outlinks, str):
        given = list(value.outlinks.split())
    else:
        given = list(value.outlinks or ())
    return tuple(dict.fromkeys(each for each in given if each and is_link(each)))


def _media(value: Tweet) -> tuple[str, ...]:
    box = value.media
    if isinstance(box, MediaBox):
        given = [*(box.photos or ()), *(box.videos or ()), *(box.animated or ())]
    else:
        given = box or []
    found = (_address(each) for each in given if each is not None)
    return tuple(dict.fromkeys(each for each in found if each))


def _address(medium: Medium) -> str | None:
    """Return where a picture lies, or a video in its best form."""
    best = max(
        (each for each in medium.variants or () if each.url),
        key=lambda each: (each.bitrate or 0, each.url),
        default=None,
    )
    if best is not None:
        return best.url
    return medium.full_url or medium.video_url or medium.url or medium.thumbnail_url or None


@lru_cache(1 << 16)
def _birth(stated: str) -> str | None:
    return None if stated.startswith(_NO_TIME) else stated.replace(" ", "T", 1)


def _user(value: Account | Line, native_id: str) -> ShownUser:
    marks = [each for each in (value.verified, value.blue) if each is not None]
    marks.extend([True] if value.blue_type else ())
    label = value.label
    shown = value.followers is not None or value.statuses is not None or value.created is not None
    return ShownUser(
        id=native_id,
        username=value.username or "",
        name=value.displayname or "",
        description=value.raw_description or value.description,
        location=value.location,
        created_at=_birth(value.created) if value.created else None,
        url=value.link_url or (value.link and value.link.url) or None,
        public_metrics=(
            UserMetrics(value.followers, value.friends, value.statuses) if shown else None
        ),
        verified=any(marks) if marks else None,
        protected=value.protected,
        declares_automation=True if label and label.description == _AUTOMATED else None,
    )
