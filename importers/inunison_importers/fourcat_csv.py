"""The tables that 4CAT makes of other sites, and of any site as far as all its tables are alike.

Owns the reading; what each site (Instagram, Threads, Truth Social, Gab, VK, Facebook, LinkedIn,
Tumblr, 4chan) calls its columns stands in `fourcat_sites`. How it is read here:

* The site is told by its own columns. A table of 4CAT's common columns alone is claimed as one of
  an unnamed platform, and gives way to any importer that knows it better. There the time is read
  where `timestamp` (as UTC) and `unix_timestamp` agree; where not, nobody can say which is right.
* Words of Truth Social and Gab are marked with HTML: they are read as `html_text` says, which reads
  them for the interface of Mastodon too, so that a post has one text whatever brought it.
* Hashtags and mentions are those of the table, and of the words where it lists none; links are
  those of both.
* On Instagram numbers that are hidden, or that the capture lacked, are written 0 and are none.
* A post on 4chan has no author but where its name holds a tripcode. Its picture is told by its
  digest, and a post that was taken away is told as missing at that time.

Left aside: what a site alone has (polls, questions, sounds, places, flags, labels), addresses of
pictures of profiles, mentions on LinkedIn (whether of a person or a company is not told), numbers
of answers on Gab (in some tables they are those of reactions), and what posts of Truth Social and
Threads answer (their tables do not tell).
"""

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar, Literal

from inunison.records import (
    Account,
    AccountRef,
    Frame,
    Mention,
    Observation,
    Post,
    Precision,
    Presence,
    Record,
    Space,
)
from inunison_importers import fourcat_cells as read
from inunison_importers.base import BadCell, Refusal
from inunison_importers.dotted_names import dotted_mentions_in
from inunison_importers.fourcat_sites import SITES, UNNAMED_SITE, Place, Site, author_of
from inunison_importers.html_text import html_text
from inunison_importers.keyed_tables import KeyedTable, NamedRow, columns_told
from inunison_importers.named_tables import Table
from inunison_importers.remembering import Told
from inunison_importers.table_cells import (
    answer,
    calendar_instant,
    count,
    links_in_list,
    names_in,
    unix_instant,
)
from inunison_importers.text_marks import hashtags_in, links_in, mentions_in

_COMMON = ("id", "body", "timestamp")
# Columns of tables that other importers read.
_OTHERS = (
    "is_retweet",
    "music_id",
    "is_comment_on_comment",
    "quoted_post",
    "author_forwarded_from_name",
    "subreddit",
)
_OF_NO_SITE = "its first line has no column thread_id, unix_timestamp or author of 4CAT"
_TEXT_CHARACTERS = 4_000_000
_NOT_COUNTED = frozenset(("", "N/A", "None"))


class FourcatCsv(KeyedTable):
    """Reads the table of any of the sites."""

    name: ClassVar[str] = "4cat-csv"
    title: ClassVar[str] = "4CAT table of another site (CSV)"
    version: ClassVar[int] = 2
    rank: ClassVar[int] = 44
    platforms: ClassVar[tuple[str, ...]] = tuple(site.platform for site in (*SITES, UNNAMED_SITE))
    suggested_frame: ClassVar[Frame] = Frame.UNKNOWN
    columns: ClassVar[tuple[str, ...]] = _COMMON
    absent: ClassVar[tuple[str, ...]] = _OTHERS

    def table(self, names: Sequence[str]) -> Table | Refusal:
        """Return the table of a site; one of an unnamed site is claimed without certainty."""
        if problem := self.problem(names):
            return Refusal(problem)
        site = site_of(names)
        if site is None:
            return Refusal(
                "its first line has no column thread_id, unix_timestamp or author of 4CAT"
            )
        reader = partial(self.reading, names)
        if site is UNNAMED_SITE:
            return Table("the columns that all tables of 4CAT share", reader, certain=False)
        told = columns_told(names, (*_COMMON, *site.known_by), site.others)
        return Table(f"a table of 4CAT of {site.platform}: {told}", reader)

    def records(self, row: NamedRow, told: Told) -> list[Record]:
        """Return the author where that is new, the post and its counts."""
        site = site_of(tuple(row.cells))
        if site is None:
            raise BadCell("the row is of no site")
        author = author_of(row, site)
        place = site.place(row)
        post = _post(row, site, place, author)
        return [*_account(row, site, author, told), post, *_seen(row, site, place)]


def site_of(names: Sequence[str]) -> Site | None:
    """Return the site that a table with these columns is of; None where it is none of 4CAT."""
    held = frozenset(names)
    for site in (*SITES, UNNAMED_SITE):
        if held.issuperset(site.known_by):
            return site
    return None


def _cell(row: NamedRow, column: str | None) -> str:
    return row.get(column) if column else ""


def _when(row: NamedRow, site: Site) -> dict[str, Any]:
    stated = row.get("timestamp")
    if site.reckoned:
        return {"stated_time": stated or None}
    if site.created and (cell := row.get(site.created)):
        at, is_told = calendar_instant(cell, site.created)
        if is_told:
            at -= at % 1_000
            whole = at % 1_000_000 == 0
            fineness = Precision.SECOND if whole else Precision.MILLISECOND
            return {"created_at": at, "precision": fineness}
    if site is UNNAMED_SITE and stated and row.get("unix_timestamp") not in ("", "0"):
        return _agreed(stated, row.get("unix_timestamp"))
    return read.when(row, utc=site.utc)


def _agreed(stated: str, unix: str) -> dict[str, Any]:
    """Return the time on which both columns agree, else what was stated."""
    at = unix_instant(unix, "unix_timestamp")
    if not stated.isdigit() and calendar_instant(stated, "timestamp")[0] != at:
        return {"stated_time": stated}
    return {"created_at": at, "precision": Precision.SECOND}


def _words(row: NamedRow, site: Site) -> tuple[str | None, tuple[str, ...]]:
    """Return the words of a row, and the links behind them."""
    body = read.told(row, "body")
    if site.platform == "4chan":
        parts = (read.told(row, "subject"), body)
        return "\n\n".join(each for each in parts if each) or None, ()
    if body is None or not site.html:
        return body, ()
    if len(body) > _TEXT_CHARACTERS:
        raise BadCell("body is longer than any text")
    said = html_text(body)
    return said.text or None, said.links


def _post(row: NamedRow, site: Site, place: Place, author: AccountRef | None) -> Post:
    text, behind = _words(row, site)
    words = text or ""
    tags = names_in(_cell(row, site.hashtags)) or (
        hashtags_in(words) if site.hashtags is not None else ()
    )
    links = (*behind, *links_in(words), *_listed(row, site.links))
    media = (*_listed(row, site.media), *_digest(row, site))
    return Post(
        row=row.line,
        platform=site.platform,
        native_id=place.native_id,
        author=author,
        kind=place.kind,
        **_when(row, site),
        text=text,
        text_repaired=row.repaired and "\ufffd" in words,
        url=_cell(row, site.url) or None,
        reposts=place.reposts,
        quotes=place.quotes,
        replies_to=place.replies_to,
        mentions=_mentions(row, site, words),
        hashtags=tuple(each.removeprefix("#") for each in tags if each != "#"),
        links=tuple(dict.fromkeys(links)),
        media=tuple(dict.fromkeys(media)),
        space=_space(row, site),
    )


def _listed(row: NamedRow, columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(link for column in columns for link in links_in_list(row.get(column)))


def _digest(row: NamedRow, site: Site) -> tuple[str, ...]:
    digest = row.get("image_md5") if site.platform == "4chan" else ""
    return (f"md5/{digest}",) if digest else ()


def _mentions(row: NamedRow, site: Site, words: str) -> tuple[Mention, ...]:
    listed = [
        Mention(AccountRef(handle=handle))
        for each in names_in(_cell(row, site.mentions))
        if (handle := read.named(each.removeprefix("@"), "mentions"))
    ]
    if site.dotted:
        found = dotted_mentions_in(words)
    elif site.mentions and not listed:
        found = mentions_in(words)
    else:
        found = ()
    held = {each.account.handle: each for each in (*listed, *found)}
    return tuple(held.values())


def _space(row: NamedRow, site: Site) -> Space | None:
    if site.space is None:
        return None
    kind, name_column, id_column = site.space
    name = read.named(row.get(name_column), name_column)
    native_id = read.named(_cell(row, id_column), id_column or "")
    if name is None and native_id is None:
        return None
    return Space(kind, name or native_id or "", native_id)


def _account(row: NamedRow, site: Site, author: AccountRef | None, told: Told) -> list[Record]:
    if author is None or site.platform == "4chan":
        return []
    name = read.named(_cell(row, site.display), site.display or "")
    about = read.told(row, site.about) if site.about else None
    if about and site.html and len(about) <= _TEXT_CHARACTERS:
        about = html_text(about).text or None
    verified = answer(_cell(row, site.verified), site.verified or "")
    audience = _counts(row, site.audience)
    said = (author.handle, name, about, verified, *audience.values())
    bare = author.native_id is None and name is None and about is None
    if (bare and verified is None) or told.again(author.native_id or author.handle, said):
        return []
    profile = Account(
        row=row.line,
        platform=site.platform,
        native_id=author.native_id,
        handle=author.handle,
        name=name,
        description=about,
        verified=verified,
        text_repaired=row.repaired and "\ufffd" in f"{name}{about}",
    )
    if not any(each is not None for each in audience.values()):
        return [profile]
    return [profile, _observation(row, site, "account", author, audience)]


def _counts(row: NamedRow, columns: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    return {
        field: None if row.get(column) in _NOT_COUNTED else count(row.get(column), column)
        for field, column in columns
    }


def _told_counts(row: NamedRow, counted: dict[str, Any]) -> dict[str, Any]:
    """Return the counts of Instagram without those that were hidden or that the capture lacked."""
    partial = row.get("partial_item") not in ("", "False", "no")
    lacked = {"views"}
    if partial or row.get("likes_hidden") != "no":
        lacked.add("likes")
    if partial:
        lacked.add("replies")
    return {
        field: None if number == 0 and field in lacked else number
        for field, number in counted.items()
    }


def _seen(row: NamedRow, site: Site, place: Place) -> list[Observation]:
    counted = _counts(row, site.counts)
    if site.platform == "instagram":
        counted = _told_counts(row, counted)
    post = AccountRef(place.native_id)
    seen = [_observation(row, site, "post", post, counted)]
    gone = row.get("timestamp_deleted") if site.platform == "4chan" else ""
    if gone not in ("", "0"):
        at = unix_instant(gone, "timestamp_deleted")
        seen.append(
            Observation(
                row=row.line,
                platform=site.platform,
                subject="post",
                native_id=place.native_id,
                observed_at=at,
                precision=Precision.SECOND,
                presence=Presence.MISSING,
            )
        )
    return seen


def _observation(
    row: NamedRow,
    site: Site,
    subject: Literal["account", "post"],
    named: AccountRef,
    counted: dict[str, Any],
) -> Observation:
    at = row.get("unix_timestamp_collected")
    return Observation(
        row=row.line,
        platform=site.platform,
        subject=subject,
        observed_at=unix_instant(at, "unix_timestamp_collected") if at else None,
        precision=Precision.SECOND if at else None,
        native_id=named.native_id,
        handle=named.handle,
        presence=Presence.LIVE,
        **counted,
    )
