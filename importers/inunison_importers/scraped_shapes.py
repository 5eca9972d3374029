"""What snscrape and twscrape write of a tweet and of an account: the fields that are read.

Owns the types only. Both use the same names; fields that only one has, or only had once, stand
beside those in whose place they are. Unknown fields are passed over.
"""

from typing import Annotated

import msgspec

from inunison_importers.twitter_numbers import Number

Count = Annotated[int, msgspec.Meta(ge=0, le=10**15)]


class Link(msgspec.Struct, gc=False):
    """A link: where it leads, and its short form."""

    url: str | None = None
    tcourl: str | None = None


class Label(msgspec.Struct, gc=False):
    """A label under the name of an account."""

    description: str | None = None


class Account(msgspec.Struct, gc=False):
    """An account; one that a post only names may have an id or a handle alone."""

    id: Number = None
    id_str: str | None = None
    id_twin: str | None = msgspec.field(default=None, name="id.str")
    username: str | None = None
    displayname: str | None = None
    raw_description: str | None = msgspec.field(default=None, name="rawDescription")
    description: str | None = None
    created: str | None = None
    followers: Count | None = msgspec.field(default=None, name="followersCount")
    friends: Count | None = msgspec.field(default=None, name="friendsCount")
    statuses: Count | None = msgspec.field(default=None, name="statusesCount")
    location: str | None = None
    protected: bool | None = None
    verified: bool | None = None
    blue: bool | None = None
    blue_type: str | None = msgspec.field(default=None, name="blueType")
    link: Link | None = None
    link_url: str | None = msgspec.field(default=None, name="linkUrl")
    label: Label | None = None


class Variant(msgspec.Struct, gc=False):
    """One form in which a video is kept."""

    url: str | None = None
    bitrate: Count | None = None


class Medium(msgspec.Struct, gc=False):
    """A picture or a video."""

    url: str | None = None
    full_url: str | None = msgspec.field(default=None, name="fullUrl")
    preview_url: str | None = msgspec.field(default=None, name="previewUrl")
    thumbnail_url: str | None = msgspec.field(default=None, name="thumbnailUrl")
    video_url: str | None = msgspec.field(default=None, name="videoUrl")
    variants: list[Variant] | None = None


class MediaBox(msgspec.Struct, gc=False):
    """Pictures and videos as twscrape sorts them; one that it could not read is null."""

    photos: list[Medium | None] | None = None
    videos: list[Medium | None] | None = None
    animated: list[Medium | None] | None = None


class Tweet(msgspec.Struct, gc=False):
    """A tweet, a reference to one (no text), or the notice that stands in its place (`text`).

    Attributes:
        type: The class that it was in the tool, such as ``snscrape.modules.twitter.Tweet``.
        username: Of the author, beside or instead of `user`.
    """

    type: str | None = msgspec.field(default=None, name="_type")
    id: Number = None
    id_str: str | None = None
    id_twin: str | None = msgspec.field(default=None, name="id.str")
    url: str | None = None
    date: str | None = None
    raw_content: str | None = msgspec.field(default=None, name="rawContent")
    content: str | None = None
    text: str | None = None
    user: Account | None = None
    username: str | None = None
    displayname: str | None = None
    lang: str | None = None
    replies: Count | None = msgspec.field(default=None, name="replyCount")
    retweets: Count | None = msgspec.field(default=None, name="retweetCount")
    likes: Count | None = msgspec.field(default=None, name="likeCount")
    quotes: Count | None = msgspec.field(default=None, name="quoteCount")
    views: Count | None = msgspec.field(default=None, name="viewCount")
    source: str | None = None
    source_label: str | None = msgspec.field(default=None, name="sourceLabel")
    links: list[Link | None] | None = None
    outlinks: list[str] | str | None = None
    media: list[Medium | None] | MediaBox | None = None
    retweeted: "Tweet | None" = msgspec.field(default=None, name="retweetedTweet")
    quoted: "Tweet | None" = msgspec.field(default=None, name="quotedTweet")
    is_quote: bool | None = msgspec.field(default=None, name="isQuoteStatus")
    reply_id: Number = msgspec.field(default=None, name="inReplyToTweetId")
    reply_id_str: str | None = msgspec.field(default=None, name="inReplyToTweetIdStr")
    reply_id_twin: str | None = msgspec.field(default=None, name="inReplyToTweetId.str")
    reply_user: Account | None = msgspec.field(default=None, name="inReplyToUser")
    reply_handle: str | None = msgspec.field(default=None, name="inReplyToScreenName")
    mentioned: list[Account | None] | None = msgspec.field(default=None, name="mentionedUsers")
    hashtags: list[str] | None = None
    edit_control: "EditControl | None" = msgspec.field(default=None, name="editControl")

    @property
    def words(self) -> str | None:
        """The text, under its newer or its older name; None where it is no post."""
        return self.content if self.raw_content is None else self.raw_content


class Line(Tweet, gc=False):
    """One line of a file: a tweet, or an account, whose fields are those of `Account`."""

    raw_description: str | None = msgspec.field(default=None, name="rawDescription")
    description: str | None = None
    created: str | None = None
    followers: Count | None = msgspec.field(default=None, name="followersCount")
    friends: Count | None = msgspec.field(default=None, name="friendsCount")
    statuses: Count | None = msgspec.field(default=None, name="statusesCount")
    location: str | None = None
    protected: bool | None = None
    verified: bool | None = None
    blue: bool | None = None
    blue_type: str | None = msgspec.field(default=None, name="blueType")
    link: Link | None = None
    link_url: str | None = msgspec.field(default=None, name="linkUrl")
    label: Label | None = None


class EditControl(msgspec.Struct, gc=False):
    """The versions of a post, the first one first."""

    ids: list[str] | None = msgspec.field(default=None, name="edit_tweet_ids")
    initial: "EditControl | None" = msgspec.field(default=None, name="edit_control_initial")

    @property
    def versions(self) -> list[str]:
        """The ids of the versions."""
        return self.ids or ((self.initial and self.initial.ids) or [])
