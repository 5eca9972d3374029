"""Posts as the site of X sends them: from a result to what is shown.

Owns what the fields of a result mean:

* The text of a long post stands in `note_tweet`, with its own tags, mentions and links.
* A reposted or quoted post stands inside its result, perhaps under `tweet`, perhaps as a notice, or
  not at all: `quoted_status_id_str` then still names it, and a notice says what became of it.
* The author may be missing (the account is suspended): `user_id_str` still names it.
* `id` and `item_id` are passed over: some of them went through floating-point numbers.
* Cashtags are no hashtags. Cards, polls, articles, places, counts of earlier versions and the
  conversation's id are left aside, and of an account its own likes, lists and pictures.
"""

import re
from dataclasses import dataclass, field

from inunison.records import (
    AccountRef,
    Kind,
    Mention,
    Observation,
    PostRef,
    Presence,
    Space,
)
from inunison_importers.base import BadCell
from inunison_importers.twitter_ids import numeric_id
from inunison_importers.twitter_links import reference
from inunison_importers.twitter_notices import presence_of
from inunison_importers.twitter_numbers import permalink
from inunison_importers.twitter_shown import (
    NO_COUNTS,
    Counts,
    Look,
    Shown,
    edited,
    not_shown,
)
from inunison_importers.twitter_v2_cells import is_link, language
from inunison_importers.twitter_v2_shapes import User
from inunison_importers.x_graphql_shapes import (
    Entities,
    Legacy,
    Medium,
    TweetBox,
    TweetResult,
    UserLegacy,
    UserResult,
)
from inunison_importers.x_graphql_users import handle, instant, profile, user_id

_LABEL = re.compile(r">([^<]*)<")
_REPOST_PREFIX = re.compile(r"RT @([A-Za-z0-9_]{1,30}): ?")
_NO_ENTITIES = Entities()


@dataclass
class Results:
    """What the results of one document show.

    Attributes:
        users: Accounts.
        shown: Posts, each collected one before those inside it.
        notices: What became of posts and accounts that are not shown.
        troubles: Why parts could not be read.
    """

    look: Look
    users: list[User] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    notices: list[Observation] = field(default_factory=list)
    troubles: list[BadCell] = field(default_factory=list)

    def add(self, result: TweetResult, entry_id: str | None = None) -> None:
        """Read a result, and those inside it.

        Args:
            result: A post, or the notice in its place.
            entry_id: The id of the post by the place where the result stands.

        Raises:
            BadCell: It is a notice that names no post, or its own fields cannot be read.
        """
        value = result.itself
        if value.legacy is None:
            native_id = value.rest_id or entry_id
            presence = unavailable(result)
            if native_id is None or presence is None:
                raise BadCell("a notice in the place of a post that does not name it or say why")
            self._notice(numeric_id(native_id, "entryId"), presence)
            return
        self._post(value, value.legacy, collected=True)
        left = [value]
        while left:
            outer = left.pop(0)
            for box in (_reposted(outer), outer.quoted_status_result):
                inside = box.result.itself if box and box.result else None
                if inside is None or inside.legacy is None:
                    continue
                left.append(inside)
                try:
                    self._post(inside, inside.legacy, collected=False)
                except BadCell as error:
                    self.troubles.append(error)

    def user(self, result: UserResult) -> None:
        """Read an account that stands by itself.

        Raises:
            BadCell: It has no id and no name, or a field cannot be read.
        """
        found = profile(result, result.legacy)
        if not found.id or not found.username:
            raise BadCell("an account without its id or its name")
        self.users.append(found)

    def _notice(self, native_id: str, presence: Presence) -> None:
        if all(getattr(each, "native_id", None) != native_id for each in self.notices):
            self.notices.append(not_shown(self.look, native_id, presence))

    def _post(self, value: TweetResult, legacy: Legacy, *, collected: bool) -> None:
        given = value.rest_id or legacy.id_str
        if not given:
            raise BadCell("a post has no rest_id")
        native_id = numeric_id(given, "rest_id")
        note = value.note_tweet and value.note_tweet.note_tweet_results
        long = note.result if note else None
        entities = (long and long.entity_set) or legacy.entities or _NO_ENTITIES
        reposts, is_repost = self._repost(value, legacy)
        quotes = None if is_repost else self._quoted(value, legacy)
        replies_to, answered = self._answered(legacy)
        shown = Shown(
            native_id=native_id,
            author=self._author(value, legacy),
            stated=instant(legacy.created_at, "created_at") if legacy.created_at else None,
            stated_text=legacy.created_at,
            text=(long and long.text) or legacy.full_text,
            language=language(legacy.lang),
            client=_client(value.source or legacy.source),
            kind=_kind(legacy, is_repost=is_repost, is_reply=replies_to is not None),
            reposts=reposts,
            quotes=quotes,
            replies_to=replies_to,
            mentions=self._mentions(entities, answered if replies_to is None else None),
            hashtags=tuple(
                dict.fromkeys(each.text for each in entities.hashtags or () if each.text)
            ),
            links=_links(entities),
            media=_media(legacy),
            counts=_counts(value, legacy),
            presence=Presence.WITHHELD if _is_withheld(legacy) else Presence.LIVE,
            space=_community(value),
            collected=collected,
        )
        self.shown.append(shown)
        if value.edit_control is not None:
            inner = value.edit_control.edit_control_initial
            ids = value.edit_control.edit_tweet_ids or (inner and inner.edit_tweet_ids) or []
            self.shown.extend(edited(shown, ids))

    def _author(self, value: TweetResult, legacy: Legacy) -> AccountRef | None:
        box = value.core.user_results if value.core else None
        result = (box and box.result) or UserResult()
        old = result.legacy or (value.user if box is None else None)
        given = user_id(result, old) or legacy.user_id_str
        name = handle(result, old)
        native_id = numeric_id(given, "the id of a user") if given else None
        if native_id is not None and name is not None:
            found = profile(result, old)
            found.id = native_id
            self.users.append(found)
        elif native_id is not None and (presence := presence_of(result.reason)) is not None:
            self._account_notice(native_id, presence)
        return AccountRef(native_id, name) if native_id or name else None

    def _account_notice(self, native_id: str, presence: Presence) -> None:
        made = not_shown(self.look, native_id, presence, "account")
        if made not in self.notices:
            self.notices.append(made)

    def _repost(self, value: TweetResult, legacy: Legacy) -> tuple[PostRef | None, bool]:
        """Return the post that is reposted, and whether any is."""
        box = _reposted(value)
        inside = box.result.itself if box and box.result else None
        given = (inside and _id_of(inside)) or legacy.retweeted_status_id_str
        if not given:
            return None, box is not None
        native_id = numeric_id(given, "the id of a reposted post")
        author = _author_of(inside) if inside else None
        named = _REPOST_PREFIX.match(legacy.full_text or "") if author is None else None
        if named is not None:
            author = AccountRef(None, named[1])
        return reference(native_id, author, inferred=named is not None), True

    def _quoted(self, value: TweetResult, legacy: Legacy) -> PostRef | None:
        box = value.quoted_status_result
        inside = box.result.itself if box and box.result else None
        named = value.quoted_reference.result if value.quoted_reference else None
        given = (inside and _id_of(inside)) or legacy.quoted_status_id_str
        given = given or (named.rest_id if named else None)
        if not given:
            return None
        native_id = numeric_id(given, "the id of a quoted post")
        author = _author_of(inside) if inside else None
        if author is None and legacy.quoted_status_permalink is not None:
            address = permalink(legacy.quoted_status_permalink.expanded)
            author = AccountRef(None, address[0]) if address and address[0] else None
        if box and box.result and (inside is None or inside.legacy is None):
            presence = unavailable(box.result)
            if presence is not None:
                self._notice(native_id, presence)
        return reference(native_id, author)

    def _answered(self, legacy: Legacy) -> tuple[PostRef | None, AccountRef | None]:
        given, name = legacy.in_reply_to_user_id_str, legacy.in_reply_to_screen_name or None
        native_id = numeric_id(given, "in_reply_to_user_id_str") if given else None
        account = AccountRef(native_id, name) if native_id or name else None
        if not legacy.in_reply_to_status_id_str:
            return None, account
        target = numeric_id(legacy.in_reply_to_status_id_str, "in_reply_to_status_id_str")
        return reference(target, account), account

    def _mentions(self, entities: Entities, first: AccountRef | None) -> tuple[Mention, ...]:
        found: dict[str, AccountRef] = {}
        for each in entities.user_mentions or ():
            name = each.screen_name or None
            # -1 stands for an account that is gone
            given = each.id_str if each.id_str != "-1" else None
            native_id = numeric_id(given, "the id of a mention") if given else None
            if native_id is None and name is None:
                continue
            found.setdefault((name or native_id or "").lower(), AccountRef(native_id, name))
            if native_id and name and each.name:
                self.users.append(User(id=native_id, username=name, name=each.name))
        if first is not None and not any(_same(first, each) for each in found.values()):
            return (Mention(first), *map(Mention, found.values()))
        return tuple(map(Mention, found.values()))


def unavailable(result: TweetResult) -> Presence | None:
    """Return what became of a post in whose place a notice stands; None where that is not said."""
    stone = result.tombstone and result.tombstone.text
    said = (stone and stone.text) or (result.reason if isinstance(result.reason, str) else None)
    if said is None:
        return Presence.MISSING if result.typename == "TweetUnavailable" else None
    return presence_of(said)


def _same(one: AccountRef, other: AccountRef) -> bool:
    if one.native_id and other.native_id:
        return one.native_id == other.native_id
    return (one.handle or "").lower() == (other.handle or "").lower()


def _reposted(value: TweetResult) -> TweetBox | None:
    inner = value.legacy.retweeted_status_result if value.legacy else None
    return inner or value.retweeted_status_result


def _id_of(value: TweetResult) -> str | None:
    return value.rest_id or (value.legacy and value.legacy.id_str) or None


def _author_of(value: TweetResult) -> AccountRef | None:
    box = value.core.user_results if value.core else None
    result = box.result if box else None
    old: UserLegacy | None = (result.legacy if result else None) or value.user
    given = user_id(result, old) or (value.legacy and value.legacy.user_id_str)
    name = handle(result, old)
    if not given:
        return AccountRef(None, name) if name else None
    return AccountRef(numeric_id(given, "the id of a user"), name)


def _kind(legacy: Legacy, *, is_repost: bool, is_reply: bool) -> Kind | None:
    if is_repost:
        return Kind.REPOST
    return Kind.QUOTE if legacy.is_quote_status and not is_reply else None


def _is_withheld(legacy: Legacy) -> bool:
    return bool(legacy.withheld_scope or legacy.withheld_copyright or legacy.withheld_in_countries)


def _community(value: TweetResult) -> Space | None:
    """Return the community of a post, by its id where its name is not told."""
    held = value.community_results and value.community_results.result
    native_id = (held and (held.id_str or held.rest_id)) or None
    name = (held and held.name) or native_id
    return Space("community", name, native_id) if name else None


def _client(source: str | None) -> str | None:
    if not source:
        return None
    found = _LABEL.search(source)
    return (found[1] if found else source) or None


def _hashtags(entities: Entities) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.text for each in entities.hashtags or () if each.text))


def _links(entities: Entities) -> tuple[str, ...]:
    given = (each.expanded_url for each in entities.urls or ())
    return tuple(dict.fromkeys(each for each in given if each and is_link(each)))


def _media(legacy: Legacy) -> tuple[str, ...]:
    held = (legacy.extended_entities and legacy.extended_entities.media) or (
        legacy.entities and legacy.entities.media
    )
    found = (_address(each) for each in held or ())
    return tuple(dict.fromkeys(each for each in found if each))


def _address(medium: Medium) -> str | None:
    """Return where a picture lies, or a video in its best form."""
    variants = medium.video_info.variants if medium.video_info else None
    best = max(
        (each for each in variants or () if each.url),
        key=lambda each: (each.bitrate or 0, each.url),
        default=None,
    )
    return (best.url if best else None) or medium.media_url_https or None


def _counts(value: TweetResult, legacy: Legacy) -> Counts:
    seen = (value.views and value.views.count) or (legacy.ext_views and legacy.ext_views.count)
    views: int | None = None
    if isinstance(seen, int):
        views = seen
    elif seen and len(seen) <= 15 and seen.isascii() and seen.isdigit():
        views = int(seen)
    found = Counts(
        legacy.retweet_count, legacy.quote_count, legacy.reply_count, legacy.favorite_count, views
    )
    return NO_COUNTS if found == NO_COUNTS else found
