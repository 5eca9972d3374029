"""Posts of Bluesky in the table of 4CAT.

Owns one format. How it is read here:

* Posts and their authors have their own ids (``at://``, ``did:``). What is quoted or answered is
  told by a link of the web with a handle in it. Its author's id is put there where the row tells it
  (an answer to the first post of the thread, to oneself, or by its id); else its address keeps the
  handle, and is not joined with the post itself.
* ``DELETED``, ``REMOVED BY AUTHOR`` and ``VIEWER BLOCKED BY AUTHOR`` stand in the place of a quoted
  post that could not be seen: the post quotes, and what is not known.
* ``handle.invalid`` is no handle, ``N/A`` no language; of several languages none is the post's.
* `created_at` is the time that the author's program stated, with its zone, and `timestamp` the same
  in seconds. `collected_at` is in the zone of the server and tells no instant.

Left aside: labels, who may answer, banners and pictures of profiles, places in the search.
"""

import re
from typing import Any, ClassVar

from inunison.records import (
    Account,
    AccountRef,
    Frame,
    Kind,
    Mention,
    Observation,
    Post,
    PostRef,
    Precision,
    Presence,
    Record,
)
from inunison_importers import fourcat_cells as read
from inunison_importers.base import BadCell
from inunison_importers.keyed_tables import KeyedTable, NamedRow
from inunison_importers.remembering import Told
from inunison_importers.table_cells import (
    calendar_instant,
    count,
    links_in_list,
    names_in,
    unix_instant,
)

PLATFORM = "bluesky"

_URI = re.compile(r"at://(did:[a-z]+:[A-Za-z0-9._:%-]+)/app\.bsky\.feed\.post/([A-Za-z0-9._~:-]+)")
_LINK = re.compile(r"https://bsky\.app/profile/([^/\s]+)/post/([A-Za-z0-9._~:-]+)")
_UNSEEN = frozenset(("DELETED", "REMOVED BY AUTHOR", "VIEWER BLOCKED BY AUTHOR"))
_NO_HANDLE = frozenset(("handle.invalid", "VIEWER BLOCKED BY AUTHOR"))
_MILLISECOND = 1_000


class FourcatBlueskyCsv(KeyedTable):
    """Reads a table of posts."""

    name: ClassVar[str] = "4cat-bluesky-csv"
    title: ClassVar[str] = "4CAT table of Bluesky posts (CSV)"
    version: ClassVar[int] = 2
    rank: ClassVar[int] = 45
    platforms: ClassVar[tuple[str, ...]] = (PLATFORM,)
    suggested_frame: ClassVar[Frame] = Frame.KEYWORD
    columns: ClassVar[tuple[str, ...]] = (
        *read.CORE,
        "author_id",
        "created_at",
        "quoted_post",
        "replied_to_post",
    )
    optional: ClassVar[tuple[str, ...]] = (
        "link",
        "tags",
        "like_count",
        "quote_count",
        "reply_count",
        "repost_count",
        "quoted_user",
        "replied_to_user",
        "mentions",
        "links",
        "images",
        "languages",
        "author_display_name",
        "author_created_at",
    )

    def records(self, row: NamedRow, told: Told) -> list[Record]:
        """Return the author where that is new, the post and its counts."""
        author = _author(row)
        post = _post(row, author)
        seen = Observation(
            row=row.line,
            platform=PLATFORM,
            subject="post",
            native_id=post.native_id,
            presence=Presence.LIVE,
            likes=count(row.get("like_count"), "like_count"),
            quotes=count(row.get("quote_count"), "quote_count"),
            replies=count(row.get("reply_count"), "reply_count"),
            reposts=count(row.get("repost_count"), "repost_count"),
        )
        return [*_account(row, author, told), post, seen]


def _author(row: NamedRow) -> AccountRef | None:
    found = read.account(row, "author_id", "author")
    if found is not None and found.handle in _NO_HANDLE:
        return AccountRef(found.native_id) if found.native_id else None
    return found


def _account(row: NamedRow, author: AccountRef | None, told: Told) -> list[Record]:
    if author is None:
        return []
    name = read.named(row.get("author_display_name"), "author_display_name")
    stated = row.get("author_created_at")
    made = calendar_instant(stated, "author_created_at")[0] if stated else None
    if told.again(author.native_id or author.handle, (author.handle, name, made)):
        return []
    return [
        Account(
            row=row.line,
            platform=PLATFORM,
            native_id=author.native_id,
            handle=author.handle,
            name=name,
            created_at=made,
            created_precision=None if made is None else _fineness(made),
            text_repaired=row.repaired and "\ufffd" in (name or ""),
        )
    ]


def _fineness(at: int) -> Precision:
    return Precision.SECOND if at % 1_000_000 == 0 else Precision.MILLISECOND


def _when(row: NamedRow) -> dict[str, Any]:
    stated = row.get("created_at")
    if stated:
        at, is_told = calendar_instant(stated, "created_at")
        if is_told:
            at -= at % _MILLISECOND
            return {"created_at": at, "precision": _fineness(at)}
    cell = row.get("timestamp")
    if not cell:
        return {"stated_time": stated or None}
    return {"created_at": unix_instant(cell, "timestamp"), "precision": Precision.SECOND}


def _post(row: NamedRow, author: AccountRef | None) -> Post:
    native_id = read.required(row, "id")
    if _URI.fullmatch(native_id) is None:
        raise BadCell("id is not the address of a post of Bluesky")
    text = read.told(row, "body")
    quotes = _target(row, "quoted_post", "quoted_user", author)
    replies_to = _target(row, "replied_to_post", "replied_to_user", author)
    kind = Kind.QUOTE if row.get("quoted_post") else Kind.POST
    if row.get("replied_to_post") or row.get("thread_id") not in ("", native_id):
        kind = Kind.REPLY
    languages = [each for each in names_in(row.get("languages")) if each != "N/A"]
    return Post(
        row=row.line,
        platform=PLATFORM,
        native_id=native_id,
        author=author,
        kind=kind,
        **_when(row),
        text=text,
        text_repaired=row.repaired and "\ufffd" in (text or ""),
        language=languages[0] if len(languages) == 1 else None,
        url=row.text("link"),
        quotes=quotes,
        replies_to=replies_to,
        mentions=_mentions(row),
        hashtags=names_in(row.get("tags")),
        links=links_in_list(row.get("links")),
        media=links_in_list(row.get("images")),
    )


def _named(cell: str) -> AccountRef:
    return AccountRef(cell) if cell.startswith("did:") else AccountRef(handle=cell)


def _mentions(row: NamedRow) -> tuple[Mention, ...]:
    found = (each for each in names_in(row.get("mentions")) if each not in _NO_HANDLE)
    return tuple(Mention(_named(each)) for each in found if read.named(each, "mentions"))


def _target(
    row: NamedRow, column: str, user_column: str, author: AccountRef | None
) -> PostRef | None:
    """Return the post that a link of the web leads to; None where it could not be seen."""
    link = row.get(column)
    if not link or link in _UNSEEN:
        return None
    found = _LINK.fullmatch(link)
    if found is None:
        raise BadCell(f"{column} is not a link to a post of Bluesky")
    name, key = found[1], found[2]
    user = read.named(row.get(user_column), user_column)
    root = _URI.fullmatch(row.get("thread_id"))
    if root is not None and root[2] == key:
        handle = None if name.startswith("did:") else name
        return PostRef(root[0], AccountRef(root[1], handle))
    if author is not None and author.native_id and author.handle == name:
        return PostRef(_address(author.native_id, key), author)
    return PostRef(_address(name, key), _named(user or name))


def _address(name: str, key: str) -> str:
    return f"at://{name}/app.bsky.feed.post/{key}"
