"""What the cells of a mapped row say: a post, its author, what was counted of both.

Owns the rules that hold for every such table: ids are whole or refused, a post without an id is
told by what its row says, its time is that of its id where the platform is Twitter.
"""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import msgspec

from inunison.records import (
    Account,
    AccountRef,
    Kind,
    Mention,
    Observation,
    Post,
    PostRef,
    Precision,
    Record,
    Space,
)
from inunison_importers.base import BadCell
from inunison_importers.mapped_cells import Cells
from inunison_importers.mapped_ids import TWITTER, clean_id, post_id
from inunison_importers.mapped_times import Instant, time_reader
from inunison_importers.remembering import REMEMBERED_CHARACTERS, Told
from inunison_importers.table_map import ACCOUNT_COUNTS, COUNTS, TableMap
from inunison_importers.text_lists import read_list
from inunison_importers.text_marks import hashtags_in, links_in, mentions_in
from inunison_importers.twitter_ids import id_time

_CACHED = 1 << 16
_COUNT_DIGITS = 15
_LIST_FIELDS = frozenset(("mentions", "mentioned_ids", "hashtags", "links", "media"))


class MappedRows:
    """Turns cells into records, row by row.

    Args:
        table_map: What the columns are.
    """

    def __init__(self, table_map: TableMap) -> None:
        self._map = table_map
        limit = None if table_map.precision is None else Precision(table_map.precision)
        self._time = time_reader(table_map.time_format, table_map.timezone, limit)
        self._nulls = frozenset(table_map.nulls)
        self._named = table_map.columns.named()
        self._from_text = {
            what
            for what in ("mentions", "hashtags", "links")
            if table_map.marks_in_text and what not in self._named
        }
        if "mentioned_ids" in self._named:
            self._from_text.discard("mentions")
        self._lists = table_map.layout == "json lines"
        self._counts = [what for what in COUNTS if what in self._named]
        self._account_counts = [what for what in ACCOUNT_COUNTS if what in self._named]
        self._told = Told()

    def records(self, line: int, raw: Cells, repaired: bool) -> list[Record]:
        """Return what a row says.

        Args:
            line: Where it begins.
            raw: Its cells.
            repaired: Something in them was no text.

        Raises:
            BadCell: A cell cannot be read.
        """
        cells = self._without_nulls(raw)
        platform = self._map.platform or cells.platform.strip()
        platform = platform.strip().lower()
        if not platform:
            raise BadCell("platform is empty")
        author = _account(cells.author_id, cells.author_handle, "author_id", platform)
        post = self._post(line, cells, platform, author)
        counted = list(self._counted(line, cells, post))
        profile = self._profile(line, platform, author, cells.author_name.strip())
        if repaired and "\ufffd" in (post.text or ""):
            post = msgspec.structs.replace(post, text_repaired=True)
        return [*profile, post, *counted]

    def _without_nulls(self, raw: Cells) -> Cells:
        if not self._lists:
            return (
                Cells._make(["" if cell in self._nulls else cell for cell in raw])
                if self._nulls
                else raw
            )
        cells = []
        for what, cell in zip(Cells._fields, raw, strict=True):
            if isinstance(cell, tuple) and what not in _LIST_FIELDS:
                raise BadCell(f"{what} is a list, and one value is meant")
            cells.append("" if not isinstance(cell, tuple) and cell in self._nulls else cell)
        return Cells._make(cells)

    def _post(self, line: int, cells: Cells, platform: str, author: AccountRef | None) -> Post:
        stated = self._time(cells.time.strip(), "time") if cells.time.strip() else None
        own = post_id(cells.post_id.strip(), cells.url, platform)
        reposts = _post_ref(cells, "reposted", platform, own)
        quotes = _post_ref(cells, "quoted", platform, own)
        replies_to = _post_ref(cells, "replied", platform, own)
        kind = self._kind(cells.kind.strip(), reposts, quotes, replies_to)
        exact = id_time(own) if own is not None and platform == TWITTER else None
        return Post(
            row=line,
            platform=platform,
            native_id=own or self._made_id(cells, platform, author, stated, kind),
            author=author,
            kind=kind,
            **_timed(exact, stated, cells.time),
            text=cells.text or None,
            language=cells.language.strip() or None,
            client=cells.client.strip() or None,
            url=cells.url.strip() or None,
            reposts=reposts,
            quotes=quotes,
            replies_to=replies_to,
            mentions=self._mentions(cells, platform),
            hashtags=self._hashtags(cells),
            links=self._links(cells),
            media=self._list(cells.media, "media"),
            space=self._space(cells),
        )

    def _kind(
        self,
        word: str,
        reposts: PostRef | None,
        quotes: PostRef | None,
        replies_to: PostRef | None,
    ) -> Kind:
        if "kind" in self._named:
            kind = self._map.kinds.get(word)
            if kind is None:
                raise BadCell("kind is none of the words that [kinds] explains")
            return kind
        if reposts is not None:
            return Kind.REPOST
        if quotes is not None:
            return Kind.QUOTE
        return Kind.POST if replies_to is None else Kind.REPLY

    def _made_id(
        self,
        cells: Cells,
        platform: str,
        author: AccountRef | None,
        stated: Instant | None,
        kind: Kind,
    ) -> str:
        """Return a key made of what the row says: the same row has the same key in every file."""
        if "post_id" in self._named or ("url" in self._named and author is None):
            raise BadCell("post_id is empty")
        if author is None:
            raise BadCell("the row names neither a post nor its author")
        if stated is None and not cells.text:
            raise BadCell("the row has neither an id, nor a time, nor a text")
        at = None if stated is None else stated.at
        said = (platform, author.native_id, author.handle, at, kind.value, cells.text)
        return "made-" + blake2b(repr(said).encode("utf-8"), digest_size=12).hexdigest()

    def _mentions(self, cells: Cells, platform: str) -> tuple[Mention, ...]:
        if "mentions" in self._from_text:
            return mentions_in(cells.text)
        handles = [each.lstrip("@") for each in self._list(cells.mentions, "mentions")]
        ids = self._list(cells.mentioned_ids, "mentioned_ids")
        whole = [clean_id(each, "mentioned_ids", platform) for each in ids]
        if len(handles) == len(whole):
            pairs = zip(whole, handles, strict=True)
            named = [AccountRef(each, handle or None) for each, handle in pairs]
        else:
            named = [AccountRef(each) for each in whole]
            named += [AccountRef(handle=handle) for handle in handles if handle]
        return tuple(map(Mention, dict.fromkeys(named)))

    def _hashtags(self, cells: Cells) -> tuple[str, ...]:
        if "hashtags" in self._from_text:
            return hashtags_in(cells.text)
        found = (each.lstrip("#") for each in self._list(cells.hashtags, "hashtags"))
        return tuple(each for each in found if each)

    def _links(self, cells: Cells) -> tuple[str, ...]:
        if "links" in self._from_text:
            return links_in(cells.text)
        return self._list(cells.links, "links")

    def _list(self, cell: Any, what: str) -> tuple[str, ...]:
        """Return the entries of a list, however the map says it is written."""
        if isinstance(cell, tuple):
            return cell
        text = cell.strip()
        if not text:
            return ()
        style = self._map.lists.get(what)
        if style is None:  # the column holds one thing
            return (text,)
        if style in ("json", "python"):
            try:
                return tuple(each for each in read_list(text) if each not in self._nulls)
            except BadCell as error:
                raise BadCell(f"{what} cannot be read: {error}") from error
        entries = (each.strip() for each in text.split(style))
        return tuple(each for each in entries if each and each not in self._nulls)

    def _space(self, cells: Cells) -> Space | None:
        name, native_id = cells.space.strip(), cells.space_id.strip()
        if not (name or native_id):
            return None
        return Space(self._map.space_kind, name or native_id, native_id or None)

    def _profile(
        self, line: int, platform: str, author: AccountRef | None, name: str
    ) -> Iterator[Account]:
        """Yield the account where the row says more of it than a post does, and says it anew."""
        if author is None or not (name or (author.native_id and author.handle)):
            return
        key = (platform, author.native_id or author.handle)
        said = (author.handle, name[:REMEMBERED_CHARACTERS])
        if not self._told.again(key, said):
            yield Account(
                row=line,
                platform=platform,
                native_id=author.native_id,
                handle=author.handle,
                name=name or None,
            )

    def _counted(self, line: int, cells: Cells, post: Post) -> Iterator[Observation]:
        if not (self._counts or self._account_counts):
            return
        counts: dict[str, Any]
        of_account: dict[str, Any]
        counts = {what: _count(getattr(cells, what), what) for what in self._counts}
        of_account = {what: _count(getattr(cells, what), what) for what in self._account_counts}
        seen: dict[str, Any] = {"row": line, "platform": post.platform}
        when = cells.observed_at.strip()
        if when:
            observed = self._time(when, "observed_at")
            seen |= {"observed_at": observed.at, "precision": observed.precision}
        if any(count is not None for count in counts.values()):
            yield Observation(subject="post", native_id=post.native_id, **seen, **counts)
        author = post.author
        if author is not None and any(count is not None for count in of_account.values()):
            yield Observation(
                subject="account",
                native_id=author.native_id,
                handle=author.handle,
                **seen,
                **of_account,
            )


def _account(native_id: str, handle: str, column: str, platform: str) -> AccountRef | None:
    native_id, handle = native_id.strip(), handle.strip().removeprefix("@")
    if native_id:
        return AccountRef(clean_id(native_id, column, platform), handle or None)
    return AccountRef(handle=handle) if handle else None


def _post_ref(cells: Cells, what: str, platform: str, own: str | None) -> PostRef | None:
    """Return the post that a row points to; a post that points to itself points to none."""
    text = getattr(cells, f"{what}_id").strip()
    if not text:
        return None
    native_id = clean_id(text, f"{what}_id", platform)
    if native_id == own:
        return None
    author = _account(
        getattr(cells, f"{what}_author_id"),
        getattr(cells, f"{what}_author_handle"),
        f"{what}_author_id",
        platform,
    )
    made = id_time(native_id) if platform == TWITTER else None
    precision = None if made is None else Precision.MILLISECOND
    return PostRef(native_id, author, created_at=made, precision=precision)


def _timed(exact: int | None, stated: Instant | None, cell: str) -> dict[str, Any]:
    """Return the time of a post: that of its id where it has one, else the stated one."""
    if stated is None:
        precision = None if exact is None else Precision.MILLISECOND
        return {"created_at": exact, "precision": precision}
    if exact is None:
        kept = None if stated.zoned else cell.strip()
        return {"created_at": stated.at, "precision": stated.precision, "stated_time": kept}
    differs = not stated.at <= exact < stated.at + stated.precision.microseconds
    return {
        "created_at": exact,
        "precision": Precision.MILLISECOND,
        "stated_time": cell.strip(),
        "time_conflict": differs,
    }


@lru_cache(_CACHED)
def _count(cell: str, what: str) -> int | None:
    text = cell.strip().removesuffix(".0")
    if not text:
        return None
    if len(text) > _COUNT_DIGITS or not (text.isascii() and text.isdigit()):
        raise BadCell(f"{what} is not a count")
    return int(text)
