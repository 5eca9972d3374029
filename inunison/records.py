"""The records that importers yield: what one row of one file says, and nothing more.

Owns the vocabulary of the input side. Imports nothing of inunison. Nothing here resolves, merges or
judges: two rows about one account are two records, of which `inunison.resolve` makes one account.

Conventions, everywhere:

* ids are strings, exactly as the platform writes them; an id is never a number;
* instants are integers: microseconds since 1970-01-01T00:00:00Z (UTC), with a `Precision` beside;
* absent is ``None`` (or an empty tuple), never ``""``, ``0`` or a marker word;
* text is what the row holds, unaltered, except that lone surrogates are U+FFFD (`text_repaired`);
* `row` is where the record stands: the 1-based line on which it begins in a text file.
"""

import hashlib
from enum import StrEnum
from typing import Literal

import msgspec


class Precision(StrEnum):
    """How fine an instant is; the instant is the start of the unit it lies in."""

    MILLISECOND = "millisecond"
    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"

    @property
    def microseconds(self) -> int:
        """Width of the unit in microseconds."""
        return {"millisecond": 1_000, "second": 10**6, "minute": 60 * 10**6, "day": 86_400 * 10**6}[
            self.value
        ]


class Frame(StrEnum):
    """How a source was collected; it decides what may be tested on it."""

    ACCOUNTS = "accounts"  # everything of a list of accounts
    KEYWORD = "keyword"  # everything that holds a word
    SAMPLE = "sample"  # a share of a stream
    CONVERSATION = "conversation"  # one thread
    SPACE = "space"  # one community, group or channel
    SELECTED = "selected"  # what an author chose to show
    UNKNOWN = "unknown"


class Kind(StrEnum):
    """What a post is; a repost carries no words of its own."""

    POST = "post"
    REPOST = "repost"
    QUOTE = "quote"
    REPLY = "reply"
    COMMENT = "comment"


class Presence(StrEnum):
    """What a capture saw of a post or an account."""

    LIVE = "live"
    MISSING = "missing"
    DELETED = "deleted"
    REMOVED = "removed"
    SUSPENDED = "suspended"
    PROTECTED = "protected"
    WITHHELD = "withheld"


class AccountRef(msgspec.Struct, frozen=True, gc=False):
    """An account as a row names it: by id, by handle, or by both (never by neither)."""

    native_id: str | None = None
    handle: str | None = None


class PostRef(msgspec.Struct, frozen=True, gc=False):
    """A post that another post points to.

    Attributes:
        native_id: The id of the post pointed to.
        author: Its author, where the row tells.
        author_inferred: The row does not name the author; the importer derived it.
        created_at: When it was posted, where its id or the row tells; `precision` beside it.
    """

    native_id: str
    author: AccountRef | None = None
    author_inferred: bool = False
    created_at: int | None = None
    precision: Precision | None = None


class Mention(msgspec.Struct, frozen=True, gc=False):
    """An account that a post addresses."""

    account: AccountRef


class Space(msgspec.Struct, frozen=True, gc=False):
    """A place that posts stand in: a subreddit, a group, a channel."""

    kind: str
    name: str
    native_id: str | None = None


class Account(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The profile of an account as one row shows it (its counts are an `Observation`)."""

    row: int
    platform: str
    native_id: str | None = None
    handle: str | None = None
    name: str | None = None
    description: str | None = None
    location: str | None = None
    language: str | None = None
    url: str | None = None
    created_at: int | None = None
    created_precision: Precision | None = None
    verified: bool | None = None
    declares_automation: bool | None = None
    text_repaired: bool = False


class Post(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One post, repost, quote, reply or comment as one row shows it.

    Attributes:
        stated_time: The time as the file wrote it, where the instant was taken from elsewhere or
            its zone had to be assumed.
        time_conflict: The file's own time and the time in the id do not agree.
        text: The words of the row; a repost's text is its original's and may be cut.
        kind: None where the row does not tell, as of a post that is only seen inside another one.
        edits: The version of the same post that this one took the place of.
        collected: False for a post that is only seen inside another one.
    """

    row: int
    platform: str
    native_id: str
    author: AccountRef | None = None
    kind: Kind | None = Kind.POST
    created_at: int | None = None
    precision: Precision | None = None
    stated_time: str | None = None
    time_conflict: bool = False
    text: str | None = None
    text_repaired: bool = False
    language: str | None = None
    client: str | None = None
    url: str | None = None
    reposts: PostRef | None = None
    quotes: PostRef | None = None
    replies_to: PostRef | None = None
    edits: PostRef | None = None
    mentions: tuple[Mention, ...] = ()
    hashtags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    space: Space | None = None
    collected: bool = True


class Observation(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a capture saw of a post or of an account, and when.

    Attributes:
        observed_at: When the capture looked; None where the file does not say.
        presence: Whether it was there; None where the file does not say.
    """

    row: int
    platform: str
    subject: Literal["account", "post"]
    native_id: str | None = None
    handle: str | None = None
    observed_at: int | None = None
    precision: Precision | None = None
    presence: Presence | None = None
    followers: int | None = None
    following: int | None = None
    posts: int | None = None
    reposts: int | None = None
    quotes: int | None = None
    replies: int | None = None
    likes: int | None = None
    views: int | None = None


class Article(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A page that shows posts, as its file tells of it.

    The posts that it shows are the collected ones that stand in the same file from its row on, up
    to the row of the next article if there is one; they are shown in the order of their rows.

    Attributes:
        title: Its headline.
        url: Where it says that it stands.
        published: When it says that it was published; `precision` beside it.
    """

    row: int
    title: str | None = None
    url: str | None = None
    published: int | None = None
    precision: Precision | None = None
    text_repaired: bool = False


class Reject(msgspec.Struct, frozen=True, gc=False):
    """A row of which no record is made, with the reason in one plain sentence.

    Attributes:
        excerpt: The beginning of the row as it stands, at most 200 characters.
        by_rule: It was understood and left out on purpose, such as a private message: it is counted
            and nothing of it is kept. Else it could not be read.
    """

    row: int
    reason: str
    excerpt: str = ""
    by_rule: bool = False


Record = Account | Post | Observation | Article


UNKEYED = "article:"
"""How the id begins of a post of which a file tells neither id nor address."""


def unkeyed_id(platform: str, handle: str, day: str | None, text: str | None) -> str:
    """Return the id of a post that is only known by who said what on which day.

    Resolution lets it become the post of another file, where there is no doubt which. It is the
    same in every file and on every machine, whatever white space stands in the text.

    Args:
        platform: Such as twitter.
        handle: Its author's, whatever its case.
        day: Such as 2018-11-05, where the file tells.
        text: Its words.
    """
    words = " ".join((text or "").split())
    said = "\n".join((platform, handle.lower(), day or "", words))
    return UNKEYED + hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:24]
