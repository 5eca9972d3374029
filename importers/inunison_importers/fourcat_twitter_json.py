"""Posts of the Twitter API v2 as 4CAT keeps them: one a line, with everything unfolded into it.

Owns one format (NDJSON with `author_user`). A line is turned back into a page of the API and read
as `twitter_v2_posts` and its neighbours tell. What is 4CAT's own:

* `author_user` is the author; `in_reply_to_user` the account that was answered; entries of
  `attachments.media_keys` are the pictures themselves; `referenced_tweets` hold whole posts.
* What the platform did not show stands as `error` in its place, and becomes what was seen of it.
* A line whose author is ``UNKNOWN`` is such an error in the dress of a post: its author and time
  are made up by 4CAT, and only what the platform said of the post is read.
* 4CAT does not keep when it captured a post.
"""

from collections.abc import Iterator
from typing import Any, ClassVar

import msgspec

from inunison.records import Frame, Record, Reject
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
from inunison_importers.json_documents import Document, decode, documents, peek
from inunison_importers.twitter_v2_cells import PLATFORM
from inunison_importers.twitter_v2_posts import Page
from inunison_importers.twitter_v2_problems import observation
from inunison_importers.twitter_v2_records import RecordMaker
from inunison_importers.twitter_v2_shapes import (
    Attachments,
    Media,
    Problem,
    Tweet,
    TweetFields,
    User,
)

_UNKNOWN = "UNKNOWN"


class EnrichedMedia(Media, gc=False):
    """A picture, or why it could not be seen."""

    error: Any = None


class EnrichedUser(User, gc=False):
    """An account, or why it could not be seen."""

    error: Problem | None = None


class EnrichedAttachments(msgspec.Struct, gc=False):
    """What hangs on a post: pictures, or keys of those that the answer did not hold."""

    media_keys: list[str | EnrichedMedia] | None = None


class EnrichedTweet(TweetFields, gc=False):
    """A post with what 4CAT unfolded into it; or, with the author UNKNOWN, an error.

    Attributes:
        type: As of any tweet; of an error, its kind.
    """

    referenced_tweets: "list[EnrichedTweet] | None" = None
    attachments: EnrichedAttachments | None = None
    author_user: EnrichedUser | None = None
    in_reply_to_user: EnrichedUser | None = None
    error: Problem | None = None
    title: Any = None
    detail: Any = None
    resource_type: Any = None
    resource_id: Any = None
    value: Any = None
    parameter: Any = None


_TWEET = msgspec.json.Decoder(EnrichedTweet)


class FourcatTwitterJson(Importer):
    """Reads the lines that 4CAT keeps."""

    name: ClassVar[str] = "4cat-twitter-json"
    title: ClassVar[str] = "4CAT Twitter API v2 posts (NDJSON)"
    version: ClassVar[int] = 2
    rank: ClassVar[int] = 93
    platforms: ClassVar[tuple[str, ...]] = (PLATFORM,)
    suggested_frame: ClassVar[Frame] = Frame.KEYWORD
    portions: ClassVar[Portions] = Portions.LINES

    def sniff(self, sample: Sample) -> Claim | Refusal:
        """Claim JSON whose first objects are posts with `author_user`."""
        for value in peek(sample):
            if not isinstance(value, dict):
                break
            named = "author_user" in value and isinstance(value.get("id"), str)
            if named and isinstance(value.get("author_id"), str) and "text" in value:
                return Claim("posts with author_user, one a line")
            if "author_user" not in value:
                break
        return Refusal("its first objects are no posts with author_user")

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        """Read a file, post by post."""
        maker = RecordMaker()
        for document in documents(lines):
            if isinstance(document, Reject):
                yield document
                continue
            try:
                page, problems = _page(document)
            except BadCell as error:
                yield Reject(document.line, str(error), excerpt(document.text))
                continue
            yield from maker.records(page)
            yield from _told(document, problems)


def _page(document: Document) -> tuple[Page, list[Problem]]:
    """Return what a line shows, and what the platform said that it did not show.

    Raises:
        BadCell: The line is no JSON or no post.
    """
    tweet, repaired = decode(document, _TWEET)
    page = Page(document.line, repaired=repaired)
    problems: list[Problem] = []
    if tweet.author_id == _UNKNOWN or (
        tweet.author_user and tweet.author_user.username == _UNKNOWN
    ):
        return page, [_problem(tweet)]
    if not tweet.id or tweet.text is None:
        raise BadCell("it has no id or no text")
    page.tweets.append(_unfolded(tweet, page, problems))
    return page, problems


def _unfolded(tweet: EnrichedTweet, page: Page, problems: list[Problem]) -> Tweet:
    """Return a post as the API has it; what it holds beside goes to the page."""
    page.users.extend(each for each in (tweet.author_user, tweet.in_reply_to_user) if each)
    page.users.extend((tweet.entities and tweet.entities.mentions) or ())
    references = []
    for each in tweet.referenced_tweets or ():
        if each.error is not None:
            problems.append(each.error)
        made = _unfolded(each, page, problems) if each.text is not None else _pointer(each)
        references.append(made)
        if each.text is not None:
            page.included.append(made)
    keys = [_key(each, page) for each in (tweet.attachments and tweet.attachments.media_keys) or ()]
    own = {name: getattr(tweet, name) for name in TweetFields.__struct_fields__}
    attachments = Attachments(keys) if keys else None
    return Tweet(**own, referenced_tweets=references or None, attachments=attachments)


def _pointer(tweet: EnrichedTweet) -> Tweet:
    return Tweet(id=tweet.id, type=tweet.type)


def _key(entry: str | EnrichedMedia, page: Page) -> str:
    if isinstance(entry, str):
        return entry
    page.media.append(entry)
    return entry.media_key


def _problem(tweet: EnrichedTweet) -> Problem:
    return Problem(
        title=tweet.title,
        detail=tweet.detail,
        type=tweet.type,
        resource_type=tweet.resource_type or "tweet",
        resource_id=tweet.resource_id or tweet.id,
        value=tweet.value,
        parameter=tweet.parameter,
    )


def _told(document: Document, problems: list[Problem]) -> Iterator[Record | Reject]:
    for problem in problems:
        try:
            yield observation(document.line, problem, None)
        except BadCell as error:
            yield Reject(document.line, str(error), excerpt(document.text))
