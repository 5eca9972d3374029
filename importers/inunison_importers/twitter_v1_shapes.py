"""What the objects of the Twitter API v1.1 hold: the fields that are read, with their types.

Owns the types only. Unknown fields are passed over, and a field of a wrong type is refused by the
decoder. A number beside an id in text (`id` beside `id_str`) is kept as it is written, because it
is looked at only where the text is missing. One type stands for a tweet wherever it stands.
"""

import msgspec

NOTHING = msgspec.Raw(b"")

Counted = int | float | str
"""A count: scripts that pass files on write some as floats, or as text."""


class Tag(msgspec.Struct, gc=False):
    """A hashtag."""

    text: str = ""


class Unwound(msgspec.Struct, gc=False):
    """Where a link led when the platform followed it."""

    url: str | None = None


class Url(msgspec.Struct, gc=False):
    """A link in a text: `url` is its short form, `expanded_url` what was posted."""

    url: str | None = None
    expanded_url: str | None = None
    unwound: Unwound | None = None


class Named(msgspec.Struct, gc=False):
    """An account that a text mentions."""

    id_str: str | None = None
    id: msgspec.Raw = NOTHING
    screen_name: str | None = None


class Variant(msgspec.Struct, gc=False):
    """One form in which a video is kept."""

    url: str | None = None
    bitrate: Counted | None = None


class Video(msgspec.Struct, gc=False):
    """The forms of a video."""

    variants: list[Variant] | None = None


class Media(msgspec.Struct, gc=False):
    """A picture, or a video with the still that stands for it."""

    media_url_https: str | None = None
    media_url: str | None = None
    video_info: Video | None = None


class Entities(msgspec.Struct, gc=False):
    """What stands in a text; symbols name securities and are left aside."""

    hashtags: list[Tag] | None = None
    urls: list[Url] | None = None
    user_mentions: list[Named] | None = None
    media: list[Media] | None = None


class Extended(msgspec.Struct, gc=False):
    """The whole of a tweet that a stream shows cut."""

    full_text: str | None = None
    entities: Entities | None = None
    extended_entities: Entities | None = None


class ProfileLinks(msgspec.Struct, gc=False):
    """The links of one field of a profile."""

    urls: list[Url] | None = None


class ProfileEntities(msgspec.Struct, gc=False):
    """What a profile holds beside its text."""

    url: ProfileLinks | None = None


class User(msgspec.Struct, gc=False):
    """An account; one that was asked for trimmed has an id only."""

    id_str: str | None = None
    id: msgspec.Raw = NOTHING
    screen_name: str | None = None
    name: str | None = None
    description: str | None = None
    location: str | None = None
    lang: str | None = None
    url: str | None = None
    entities: ProfileEntities | None = None
    created_at: str | None = None
    verified: bool | None = None
    protected: bool | None = None
    followers_count: Counted | None = None
    friends_count: Counted | None = None
    statuses_count: Counted | None = None
    withheld_in_countries: list[str] | str | None = None


class Permalink(msgspec.Struct, gc=False):
    """The link by which a tweet quotes another."""

    expanded: str | None = None


class History(msgspec.Struct, gc=False):
    """The versions of a tweet, the first one first; archives of accounts write camel case."""

    edit_tweet_ids: list[str] | None = None
    camel: list[str] | None = msgspec.field(default=None, name="editTweetIds")


class EditOf(msgspec.Struct, gc=False):
    """What a later version says of the first."""

    edit_control_initial: History | None = None
    camel: History | None = msgspec.field(default=None, name="editControlInitial")


class EditControl(msgspec.Struct, gc=False):
    """The versions of a tweet, as its first version or a later one states them."""

    initial: History | None = None
    edit: EditOf | None = None


class Tweet(msgspec.Struct, gc=False):
    """A tweet as the interface gives it, whole or cut."""

    id_str: str | None = None
    id: msgspec.Raw = NOTHING
    created_at: str | None = None
    timestamp_ms: str | int | None = None
    text: str | None = None
    full_text: str | None = None
    extended_tweet: Extended | None = None
    entities: Entities | None = None
    extended_entities: Entities | None = None
    user: User | None = None
    lang: str | None = None
    source: str | None = None
    in_reply_to_status_id_str: str | None = None
    in_reply_to_status_id: msgspec.Raw = NOTHING
    in_reply_to_user_id_str: str | None = None
    in_reply_to_user_id: msgspec.Raw = NOTHING
    in_reply_to_screen_name: str | None = None
    is_quote_status: bool | None = None
    quoted_status_id_str: str | None = None
    quoted_status_id: msgspec.Raw = NOTHING
    quoted_status_permalink: Permalink | None = None
    quoted_status: "Tweet | None" = None
    retweeted_status: "Tweet | None" = None
    retweet_count: Counted | None = None
    favorite_count: Counted | None = None
    quote_count: Counted | None = None
    reply_count: Counted | None = None
    edit_history: History | None = None
    ext_edit_control: EditControl | None = None
    edit_info: EditControl | None = None
    withheld_in_countries: list[str] | str | None = None
    withheld_copyright: bool | None = None
