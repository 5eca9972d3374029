"""What the objects of the Twitter API v2 hold: the fields that are read, with their types.

Owns the types only. Unknown fields are passed over, and a field of a wrong type is refused by the
decoder. One type stands for a tweet wherever it stands (in `data`, in `includes`, or unfolded into
another one by twarc), and one for a user.
"""

from typing import Annotated, Any

import msgspec

Count = Annotated[int, msgspec.Meta(ge=0, le=10**15)]


class Tag(msgspec.Struct, gc=False):
    """A hashtag."""

    tag: str = ""


class Url(msgspec.Struct, gc=False):
    """A link in a text: `url` is its short form, `expanded_url` what was posted."""

    url: str | None = None
    expanded_url: str | None = None
    unwound_url: str | None = None
    media_key: str | None = None


class Links(msgspec.Struct, gc=False):
    """The links of a profile."""

    urls: list[Url] | None = None


class ProfileEntities(msgspec.Struct, gc=False):
    """What a profile holds beside its text."""

    url: Links | None = None


class UserMetrics(msgspec.Struct, gc=False):
    """What the platform counted of an account."""

    followers_count: Count | None = None
    following_count: Count | None = None
    tweet_count: Count | None = None


class Withheld(msgspec.Struct, gc=False):
    """Where a post or an account is not shown."""

    country_codes: list[str] | None = None
    scope: str | None = None


class User(msgspec.Struct, gc=False):
    """An account; a mention is one that may have a handle only, `{}` one that could not be seen."""

    id: str = ""
    username: str = ""
    name: str | None = None
    description: str | None = None
    location: str | None = None
    created_at: str | None = None
    url: str | None = None
    entities: ProfileEntities | None = None
    public_metrics: UserMetrics | None = None
    verified: bool | None = None
    verified_type: str | None = None
    protected: bool | None = None
    withheld: Withheld | None = None
    pinned_tweet: "Tweet | None" = None


class Entities(msgspec.Struct, gc=False):
    """What stands in a text; cashtags are no hashtags and are left aside."""

    hashtags: list[Tag] | None = None
    mentions: list[User] | None = None
    urls: list[Url] | None = None


class Variant(msgspec.Struct, gc=False):
    """One form in which a video is kept."""

    url: str | None = None
    bit_rate: Count | None = None


class Media(msgspec.Struct, gc=False):
    """A picture or a video; `{}` where it could not be seen."""

    media_key: str = ""
    url: str | None = None
    preview_image_url: str | None = None
    variants: list[Variant] | None = None


class Attachments(msgspec.Struct, gc=False):
    """What hangs on a tweet."""

    media_keys: list[str] | None = None
    media: list[Media] | None = None


class Metrics(msgspec.Struct, gc=False):
    """What the platform counted of a tweet."""

    retweet_count: Count | None = None
    reply_count: Count | None = None
    like_count: Count | None = None
    quote_count: Count | None = None
    impression_count: Count | None = None


class Note(msgspec.Struct, gc=False):
    """The whole of a tweet that is longer than 280 characters."""

    text: str | None = None
    entities: Entities | None = None


class TweetFields(msgspec.Struct, gc=False):
    """What is of a tweet alone, however what it refers to is unfolded into it.

    Attributes:
        type: How the tweet that it is unfolded into refers to it.
    """

    id: str = ""
    text: str | None = None
    author_id: str | None = None
    created_at: str | None = None
    lang: str | None = None
    source: str | None = None
    in_reply_to_user_id: str | None = None
    entities: Entities | None = None
    public_metrics: Metrics | None = None
    edit_history_tweet_ids: list[str] | None = None
    withheld: Withheld | None = None
    note_tweet: Note | None = None
    type: str | None = None


class Tweet(TweetFields, gc=False):
    """A tweet.

    Attributes:
        username: Never a tweet's: an object that has it is a user.
    """

    referenced_tweets: "list[Tweet] | None" = None
    attachments: Attachments | None = None
    author: User | None = None
    in_reply_to_user: User | None = None
    username: str | None = None


class Problem(msgspec.Struct, gc=False):
    """One entry of `errors`: what the platform did not show, and why. Any value may be odd."""

    title: Any = None
    detail: Any = None
    type: Any = None
    resource_type: Any = None
    resource_id: Any = None
    value: Any = None
    parameter: Any = None


class Includes(msgspec.Struct, gc=False):
    """Objects that those in `data` refer to."""

    users: list[User] | None = None
    tweets: list[Tweet] | None = None
    media: list[Media] | None = None


class Twarc(msgspec.Struct, gc=False):
    """What twarc notes beside each answer."""

    url: str | None = None
    retrieved_at: str | None = None


class Line(Tweet, gc=False):
    """A document: an answer of the platform (`data`, `includes`, `errors`), or one flat tweet."""

    data: list[Tweet] | Tweet | None = None
    includes: Includes | None = None
    errors: list[Problem] | None = None
    meta: Any = None
    twarc: Twarc | None = msgspec.field(default=None, name="__twarc")


class UserLine(User, gc=False):
    """A document of users: an answer of the platform, or one flat user."""

    data: list[User] | User | None = None
    includes: Includes | None = None
    errors: list[Problem] | None = None
    meta: Any = None
    twarc: Twarc | None = msgspec.field(default=None, name="__twarc")


class LooseIncludes(msgspec.Struct, gc=False):
    """The same as `Includes`, its entries not decoded."""

    users: list[msgspec.Raw] | None = None
    tweets: list[msgspec.Raw] | None = None
    media: list[msgspec.Raw] | None = None


class LooseLine(msgspec.Struct, gc=False):
    """An answer of the platform, its entries not decoded: one that is odd spoils no other."""

    data: msgspec.Raw = msgspec.Raw()
    includes: LooseIncludes | None = None
    errors: list[msgspec.Raw] | None = None
    twarc: msgspec.Raw = msgspec.field(default=msgspec.Raw(), name="__twarc")
