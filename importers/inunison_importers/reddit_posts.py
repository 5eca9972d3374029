"""Submissions and comments of Reddit, from the fields that the site gives them to records.

Owns what a submission or comment becomes, whichever file it was read from. Decodes nothing.

What the rows do not say plainly, and how it is read here:

* The id of a post is its full name (``t3_abc``, ``t1_abc``), built where `name` is missing.
* The text of a submission is its title, then an empty line and its `selftext` where it has one;
  both stand as the file holds them, with its ``&amp;``.
* A comment answers its `parent_id`; where only `link_id` is told, the submission.
* A crosspost with the title of its original, and no words beside it, is a repost. With another
  title, or where the row does not show the original, it has words of its own and is a quote. The
  original inside the row is a post of its own that was not collected.
* ``[deleted]`` and ``[removed]`` are neither texts nor accounts: see `reddit_rows`.
* The score is votes for less votes against, and is hidden or blurred at times: it is no number of
  likes and is left aside. `num_comments` counts the whole tree below a submission.
* Whether a text was edited is told without what it said before, so `edited` is left aside.
* The site has no hashtags. Advertisements are posts; some stand in no subreddit.
"""

from collections.abc import Iterator

from inunison.records import (
    Account,
    Kind,
    Observation,
    Post,
    PostRef,
    Precision,
    Record,
)
from inunison_importers import reddit_rows as read
from inunison_importers.base import BadCell
from inunison_importers.json_lines import JsonRow
from inunison_importers.reddit_rows import RedditRow
from inunison_importers.reddit_text import links, mentions, plain_link
from inunison_importers.remembering import Told

REMEMBERED = 100_000
"""Of so many accounts it is remembered that they were told."""

PLATFORM = "reddit"

_SITE = "https://www.reddit.com"
_MEDIA = ("https://i.redd.it/", "https://v.redd.it/", "https://preview.redd.it/")


def records(row: JsonRow[RedditRow], told: Told) -> list[Record]:
    """Return what a submission or comment becomes: its author where new, posts, what was seen.

    Args:
        row: The submission or comment, and where it stands.
        told: When accounts were made, as far as it was told.

    Raises:
        BadCell: A field cannot be read; the reason names it.
    """
    value = row.value
    made: list[Record]
    if value.is_comment:
        post = _comment(row)
        made = [post]
    else:
        originals = value.crosspost_parent_list or ()
        made = [_submission(row, original, collected=False) for original in originals]
        post = _submission(row, value, collected=True)
        made.append(post)
    if value.author_created_utc is not None and (account := _account(row, post, told)):
        made.insert(0, account)
    made.extend(_seen(row, post.native_id))
    return made


def _account(row: JsonRow[RedditRow], post: Post, told: Told) -> Account | None:
    """Return the author with the time it was made, where the row has that and it is new."""
    made = read.instant(row.value.author_created_utc, "author_created_utc")
    author = post.author
    if made is None or author is None or told.again((author.native_id, author.handle), made):
        return None
    return Account(
        row=row.line,
        platform=PLATFORM,
        native_id=author.native_id,
        handle=author.handle,
        created_at=made,
        created_precision=Precision.SECOND,
    )


def _comment(row: JsonRow[RedditRow]) -> Post:
    value = row.value
    text = read.words(value.body, "body")
    created_at = read.instant(value.created_utc, "created_utc")
    return Post(
        row=row.line,
        platform=PLATFORM,
        native_id=read.native_id(value),
        author=read.account(value.author, value.author_fullname or value.author_id, "author"),
        kind=Kind.COMMENT,
        created_at=created_at,
        precision=None if created_at is None else Precision.SECOND,
        text=text,
        text_repaired=row.repaired,
        url=_address(value),
        replies_to=_answered(value),
        mentions=mentions(text) if text else (),
        links=tuple(dict.fromkeys(links(text))) if text else (),
        space=read.space(value.subreddit, value.subreddit_id),
    )


def _answered(value: RedditRow) -> PostRef | None:
    link = read.full_name(value.link_id, "link_id")
    parent = read.full_name(value.parent_id, "parent_id") or link
    if parent is None:
        return None
    if parent == link and value.link_author:
        return PostRef(parent, read.account(value.link_author, None, "link_author"))
    return PostRef(parent)


def _submission(row: JsonRow[RedditRow], value: RedditRow, *, collected: bool) -> Post:
    title = read.words(value.title, "title")
    own = read.words(value.selftext, "selftext")
    if value.title is None:
        raise BadCell("it has neither a title nor a body")
    text = "\n\n".join(part for part in (title, own) if part) or None
    created_at = read.instant(value.created_utc, "created_utc")
    original = _original(value)
    kind = _kind(value, original)
    found = [*(_link(value) if original is None else ()), *(links(text) if text else ())]
    kept = tuple(dict.fromkeys(found))
    return Post(
        row=row.line,
        platform=PLATFORM,
        native_id=read.native_id(value),
        author=read.account(value.author, value.author_fullname or value.author_id, "author"),
        kind=kind,
        created_at=created_at,
        precision=None if created_at is None else Precision.SECOND,
        text=text,
        text_repaired=row.repaired,
        url=_address(value),
        reposts=original if kind is Kind.REPOST else None,
        quotes=original if kind is Kind.QUOTE else None,
        mentions=mentions(text) if text else (),
        links=kept,
        media=tuple(link for link in kept if link.startswith(_MEDIA)),
        space=read.space(value.subreddit, value.subreddit_id),
        collected=collected,
    )


def _link(value: RedditRow) -> list[str]:
    """Return where a link post leads; a text post's `url` is only its own address."""
    if value.is_self:
        return []
    cell = value.url_overridden_by_dest or value.url or ""
    if not cell.lower().startswith(("http://", "https://")):
        return []
    if len(cell) > read.TEXT_CHARACTERS:
        raise BadCell("url is longer than any link")
    return [plain_link(cell)]


def _shown_original(value: RedditRow) -> RedditRow | None:
    for each in value.crosspost_parent_list or ():
        if value.crosspost_parent in (None, read.native_id(each)):
            return each
    return None


def _original(value: RedditRow) -> PostRef | None:
    """Return the post that a crosspost passes on."""
    shown = _shown_original(value)
    if shown is None:
        parent = read.full_name(value.crosspost_parent, "crosspost_parent")
        return None if parent is None else PostRef(parent)
    created_at = read.instant(shown.created_utc, "created_utc")
    return PostRef(
        read.native_id(shown),
        read.account(shown.author, shown.author_fullname or shown.author_id, "author"),
        created_at=created_at,
        precision=None if created_at is None else Precision.SECOND,
    )


def _kind(value: RedditRow, original: PostRef | None) -> Kind:
    if original is None:
        return Kind.POST
    shown = _shown_original(value)
    same_title = shown is not None and shown.title == value.title
    same_words = shown is not None and value.selftext in (None, "", shown.selftext)
    return Kind.REPOST if same_title and same_words else Kind.QUOTE


def _address(value: RedditRow) -> str | None:
    permalink = value.permalink
    if not permalink or not permalink.startswith("/") or len(permalink) > read.TEXT_CHARACTERS:
        return None
    return _SITE + permalink


def _seen(row: JsonRow[RedditRow], native_id: str) -> Iterator[Observation]:
    """Yield what the capture saw, where that says anything."""
    value = row.value
    found = read.looks(value)
    replies = reposts = None
    if not value.is_comment:
        replies = read.count(value.num_comments, "num_comments")
        reposts = read.count(value.num_crossposts, "num_crossposts")
    counted = replies is not None or reposts is not None
    for look in found:
        last = look is found[-1]
        live = look.presence is None or look.presence == "live"
        if live and look.at is None and not (counted and last):
            continue
        yield Observation(
            row=row.line,
            platform=PLATFORM,
            subject="post",
            native_id=native_id,
            observed_at=look.at,
            precision=None if look.at is None else Precision.SECOND,
            presence=look.presence,
            replies=replies if last else None,
            reposts=reposts if last else None,
        )
