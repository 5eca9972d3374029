"""What the site of X sends to its own pages: the fields that are read, with their types.

Owns the types only. Unknown fields are passed over. An account has two layouts: all of it in
`legacy`, or its names in `core` and the rest in parts beside it; each field is taken where it is.
"""

from typing import Annotated, Any

import msgspec

Count = Annotated[int, msgspec.Meta(ge=0, le=10**15)]


class Url(msgspec.Struct, gc=False):
    """A link in a text: its short form, and what was posted."""

    url: str | None = None
    expanded_url: str | None = None


class Urls(msgspec.Struct, gc=False):
    """The link of a profile."""

    urls: list[Url] | None = None


class ProfileEntities(msgspec.Struct, gc=False):
    """What a profile holds beside its text."""

    url: Urls | None = None


class UserLegacy(msgspec.Struct, gc=False):
    """An account in the older layout; `id_str` where it stands alone."""

    id_str: str | None = None
    screen_name: str | None = None
    name: str | None = None
    created_at: str | None = None
    description: str | None = None
    location: str | None = None
    url: str | None = None
    entities: ProfileEntities | None = None
    followers_count: Count | None = None
    friends_count: Count | None = None
    statuses_count: Count | None = None
    verified: bool | None = None
    verified_type: str | None = None
    protected: bool | None = None
    withheld_in_countries: list[str] | None = None


class UserCore(msgspec.Struct, gc=False):
    """The names of an account in the newer layout."""

    screen_name: str | None = None
    name: str | None = None
    created_at: str | None = None


class Bio(msgspec.Struct, gc=False):
    """The description and the link of a profile in the newer layout."""

    description: str | None = None
    entities: ProfileEntities | None = None


class Website(msgspec.Struct, gc=False):
    """The link of a profile in its short form, in the newer layout."""

    url: str | None = None


class Label(msgspec.Struct, gc=False):
    """A label under the name of an account; one kind says that a program posts."""

    kind: str | None = msgspec.field(default=None, name="userLabelType")


class LabelBox(msgspec.Struct, gc=False):
    """Where the label of an account stands, if it has one."""

    label: Label | None = None


class Place(msgspec.Struct, gc=False):
    """The place of a profile in the newer layout."""

    location: str | None = None


class Privacy(msgspec.Struct, gc=False):
    """Whether a profile is protected, in the newer layout."""

    protected: bool | None = None


class Verification(msgspec.Struct, gc=False):
    """The marks of a profile in the newer layout."""

    verified: bool | None = None
    verified_type: str | None = None


class Relations(msgspec.Struct, gc=False):
    """What was counted of an account, in the newest layout."""

    followers: Count | None = None
    following: Count | None = None


class Written(msgspec.Struct, gc=False):
    """How much an account posted, in the newest layout."""

    tweets: Count | None = None


class UserResult(msgspec.Struct, gc=False):
    """An account; one that is not shown has no more than a reason."""

    typename: str | None = msgspec.field(default=None, name="__typename")
    rest_id: str | None = None
    core: UserCore | None = None
    legacy: UserLegacy | None = None
    profile_bio: Bio | None = None
    website: Website | None = None
    highlighted: LabelBox | None = msgspec.field(default=None, name="affiliates_highlighted_label")
    location: Place | None = None
    privacy: Privacy | None = None
    verification: Verification | None = None
    is_blue_verified: bool | None = None
    relationship_counts: Relations | None = None
    tweet_counts: Written | None = None
    reason: str | None = None


class UserBox(msgspec.Struct, gc=False):
    """Where an account stands; it may be missing."""

    result: UserResult | None = None


class TweetCore(msgspec.Struct, gc=False):
    """Who posted."""

    user_results: UserBox | None = None


class Tag(msgspec.Struct, gc=False):
    """A hashtag."""

    text: str = ""


class Named(msgspec.Struct, gc=False):
    """An account that a text names."""

    id_str: str | None = None
    screen_name: str | None = None
    name: str | None = None


class Variant(msgspec.Struct, gc=False):
    """One form in which a video is kept."""

    url: str | None = None
    bitrate: Count | None = None


class Video(msgspec.Struct, gc=False):
    """The forms of a video."""

    variants: list[Variant] | None = None


class Medium(msgspec.Struct, gc=False):
    """A picture or a video; of a video `media_url_https` is the still that stands for it."""

    media_url_https: str | None = None
    video_info: Video | None = None


class Entities(msgspec.Struct, gc=False):
    """What stands in a text; cashtags are no hashtags and are left aside."""

    hashtags: list[Tag] | None = None
    urls: list[Url] | None = None
    user_mentions: list[Named] | None = None
    media: list[Medium] | None = None


class Note(msgspec.Struct, gc=False):
    """The whole of a post that is longer than 280 characters."""

    text: str | None = None
    entity_set: Entities | None = None


class NoteBox(msgspec.Struct, gc=False):
    """Where the whole of a long post stands."""

    result: Note | None = None


class NoteTweet(msgspec.Struct, gc=False):
    """Where that stands."""

    note_tweet_results: NoteBox | None = None


class Views(msgspec.Struct, gc=False):
    """How often a post was seen; written as text."""

    count: Count | str | None = None


class EditControl(msgspec.Struct, gc=False):
    """The versions of a post, the first one first."""

    edit_tweet_ids: list[str] | None = None
    edit_control_initial: "EditControl | None" = None


class Words(msgspec.Struct, gc=False):
    """The words of a notice."""

    text: str | None = None


class Tombstone(msgspec.Struct, gc=False):
    """The notice in the place of a post."""

    text: Words | None = None


class Permalink(msgspec.Struct, gc=False):
    """The address of a quoted post."""

    expanded: str | None = None


class Legacy(msgspec.Struct, gc=False):
    """Most of a post."""

    id_str: str | None = None
    user_id_str: str | None = None
    created_at: str | None = None
    full_text: str | None = None
    lang: str | None = None
    source: str | None = None
    entities: Entities | None = None
    extended_entities: Entities | None = None
    in_reply_to_status_id_str: str | None = None
    in_reply_to_user_id_str: str | None = None
    in_reply_to_screen_name: str | None = None
    is_quote_status: bool | None = None
    quoted_status_id_str: str | None = None
    quoted_status_permalink: Permalink | None = None
    retweeted_status_id_str: str | None = None
    retweeted_status_result: "TweetBox | None" = None
    retweet_count: Count | None = None
    reply_count: Count | None = None
    favorite_count: Count | None = None
    quote_count: Count | None = None
    ext_views: Views | None = None
    withheld_scope: str | None = None
    withheld_copyright: bool | None = None
    withheld_in_countries: list[str] | None = None


class Community(msgspec.Struct, gc=False):
    """The community that a post was posted in; its name is often not told."""

    id_str: str | None = None
    rest_id: str | None = None
    name: str | None = None


class CommunityBox(msgspec.Struct, gc=False):
    """Where a community stands."""

    result: Community | None = None


class TweetResult(msgspec.Struct, gc=False):
    """A post, or what stands in its place.

    Attributes:
        tweet: The post itself, where the site limits what may be done with it.
        user: Its author, in captures of before 2023.
        quoted_reference: The quoted post by its id alone, where it would stand too deep.
    """

    typename: str | None = msgspec.field(default=None, name="__typename")
    rest_id: str | None = None
    core: TweetCore | None = None
    legacy: Legacy | None = None
    tweet: "TweetResult | None" = None
    tombstone: Tombstone | None = None
    reason: Any = None
    note_tweet: NoteTweet | None = None
    views: Views | None = None
    source: str | None = None
    edit_control: EditControl | None = None
    quoted_status_result: "TweetBox | None" = None
    retweeted_status_result: "TweetBox | None" = None
    user: UserLegacy | None = None
    quoted_reference: "TweetBox | None" = msgspec.field(default=None, name="quotedRefResult")
    community_results: CommunityBox | None = None

    @property
    def itself(self) -> "TweetResult":
        """The post, out of what it may be wrapped in."""
        return self if self.tweet is None or self.legacy is not None else self.tweet


class TweetBox(msgspec.Struct, gc=False):
    """Where a post stands; it may be missing."""

    result: TweetResult | None = None


class Meta(msgspec.Struct, gc=False):
    """What Zeeschuimer notes beside a post."""

    source_platform: str | None = None
    timestamp_collected: Any = None


class Line(TweetResult, gc=False):
    """One document: a post, an answer of the site, or a post as Zeeschuimer keeps it.

    Attributes:
        meta: The notes of Zeeschuimer, where 4CAT took the post out of its line.
        data: What Zeeschuimer keeps, or the answer; not decoded.
    """

    source_platform: str | None = None
    timestamp_collected: Any = None
    meta: Meta | None = msgspec.field(default=None, name="__import_meta")
    data: msgspec.Raw = msgspec.Raw()
