"""A map guessed from the first rows of a table, with the reason for each of its lines.

Owns when a column is taken for something: its name must say so and its cells must look so. What
only one of the two says is told, and left to the user. Asks nobody and writes nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from inunison.records import Kind
from inunison_importers import column_looks as looks
from inunison_importers.column_looks import Look, TimeLook
from inunison_importers.column_names import (
    KIND_NAMES,
    KIND_WORDS,
    KNOWN,
    OTHERS,
    YES,
    Known,
    plain_name,
)
from inunison_importers.mapped_ids import TWITTER, linked_id
from inunison_importers.mapped_times import time_reader
from inunison_importers.table_map import FIELDS, LISTS
from inunison_importers.unnamed import UNNAMED, twitter_instant

_COLUMN_KEYS = frozenset(FIELDS) - {"platform"}
SAID = "as you said"

_ENOUGH = 3
_OF_OTHERS = ("reposted", "quoted", "replied")


@dataclass(frozen=True)
class Guess:
    """One line of a map.

    Attributes:
        key: What the line is about: ``post_id``, or ``timezone``.
        value: A column, or the value of a setting.
        why: The reason, a few words.
        sure: False where the user is to look at it.
    """

    key: str
    value: str
    why: str
    sure: bool = True


@dataclass
class GuessedMap:
    """A whole guess.

    Attributes:
        seen: What all columns look like, in their order.
        columns: What columns were taken for.
        settings: What stands above them.
        lists: How columns hold several things.
        kinds: What the words of the column of kinds mean.
        nulls: Words that stand for nothing.
        unplaced: Columns that were taken for nothing, each with the reason.
        layout: How the table is laid out, where it is not CSV.
    """

    seen: tuple[Look, ...]
    layout: Sequence[Guess] = ()
    columns: list[Guess] = field(default_factory=list)
    settings: list[Guess] = field(default_factory=list)
    lists: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, Kind] = field(default_factory=dict)
    nulls: tuple[str, ...] = ()
    unplaced: list[tuple[str, str]] = field(default_factory=list)

    def column(self, what: str) -> str | None:
        """Return the column that was taken for something, None where none was."""
        return next((each.value for each in self.columns if each.key == what), None)

    def setting(self, key: str) -> Guess | None:
        """Return the line of a setting, None where it has none."""
        return next((each for each in self.settings if each.key == key), None)

    def corrected(self, key: str, value: str | None) -> None:
        """Put the user's word in the place of a guess; None takes the line out."""
        lines = self.columns if key in _COLUMN_KEYS else self.settings
        kept = [each for each in lines if each.key != key]
        if value is not None:
            place = next((at for at, each in enumerate(lines) if each.key == key), len(kept))
            kept.insert(place, Guess(key, value, SAID))
        lines[:] = kept


def guess(columns: Sequence[tuple[str, Sequence[str]]], layout: Sequence[Guess] = ()) -> GuessedMap:
    """Return what the columns of a table are taken for.

    Args:
        columns: The name and the first cells of each.
        layout: How the table is laid out, where it is not CSV.
    """
    seen = [looks.look_at(name, cells) for name, cells in columns]
    made = GuessedMap(tuple(seen), layout)
    free = [look for look in seen if look.cells]
    for known in KNOWN:
        look = _best(known, free)
        if look is not None:
            free.remove(look)
            made.columns.append(Guess(known.what, look.name, *_why(known, look)))
    _kinds(made, seen, free)
    _by_look(made, free)
    _ids(made, seen)
    settle(made)
    return made


def settle(made: GuessedMap) -> None:
    """Make all that follows from the columns anew, but for what the user has said."""
    wanted = [known.what for known in KNOWN]
    made.columns.sort(key=lambda each: wanted.index(each.key) if each.key in wanted else 99)
    said = [each for each in made.settings if each.why == SAID]
    by_name = {look.name: look for look in made.seen}
    made.settings = []
    _settings(made, by_name)
    for each in said:
        made.corrected(each.key, each.value)
    _lists(made, by_name)
    made.unplaced = list(_unplaced(made, made.seen))


def _best(known: Known, free: Sequence[Look]) -> Look | None:
    """Return the column whose name is the likeliest for a thing, and whose cells fit."""
    found = []
    for look in free:
        rank = _rank(known, look.name)
        one = known.fits is not looks.holds_several
        if rank is not None and known.fits(look) and not (one and looks.is_listed(look)):
            found.append((rank, look))
    return min(found, key=lambda each: each[0])[1] if found else None


def _rank(known: Known, name: str) -> int | None:
    """Return how likely a column of a name is something, from 0; None where it is not said."""
    parts = name.split(".")
    if not known.what.startswith(_OF_OTHERS) and any(plain_name(part) in OTHERS for part in parts):
        return None  # inside another post, or another account
    for tail in (parts, parts[-2:], parts[-1:]):
        plain = plain_name("".join(tail))
        if plain in known.names:
            return known.names.index(plain) + 100 * (len(parts) - len(tail))
    return None


def _why(known: Known, look: Look) -> tuple[str, bool]:
    many = f"{len(look.cells):,} of {look.rows:,} rows"
    name = "its name says so" if "." not in look.name else "its path says so"
    clear = len(look.cells) >= _ENOUGH and _rank(known, look.name) in range(100)
    if known.what == "post_id" and not look.distinct:
        return f"{name}, but the same id stands in several rows, or in none of some", False
    if known.what.endswith("author_id") and looks.is_handle(look):
        return f"{name}, but its cells read like handles", False
    return f"{name}, and {known.must} stand in {many}", clear


def _kinds(made: GuessedMap, seen: Sequence[Look], free: list[Look]) -> None:
    """Take a column of a few known words for the kinds of posts."""
    for look in [each for each in free if plain_name(each.name) in KIND_NAMES]:
        words = {cell: plain_name(cell) for cell in dict.fromkeys(look.cells)}
        meant = {cell: KIND_WORDS.get(word) for cell, word in words.items()}
        if plain_name(look.name) in ("isretweet", "isrepost", "retweet"):
            meant |= {cell: Kind.REPOST for cell, word in words.items() if word in YES}
        if len(words) > 10 or None in meant.values():
            continue
        made.kinds = {cell: kind for cell, kind in meant.items() if kind is not None}
        if len(look.cells) < look.rows:
            made.kinds |= dict.fromkeys(("", *look.nulls), Kind.POST)
        made.columns.append(Guess("kind", look.name, "all its words are kinds of posts", False))
        free.remove(look)
        return


def _by_look(made: GuessedMap, free: list[Look]) -> None:
    """Take what is left and unmistakable: the only texts, the only times, addresses of posts."""
    rules: tuple[tuple[str, Callable[[Look], bool], str], ...] = (
        ("url", looks.is_permalink, "its cells are addresses of posts"),
        ("text", looks.is_words, "it is the only other column of several words a row"),
        ("time", lambda look: looks.time_look(look) is not None, "it is the only column of times"),
    )
    for what, fits, why in rules:
        found = [look for look in free if fits(look)]
        if made.column(what) is None and len(found) == 1 and len(found[0].cells) >= _ENOUGH:
            made.columns.append(
                Guess(what, found[0].name, f"its name is unknown here; {why}", False)
            )
            free.remove(found[0])


def _ids(made: GuessedMap, seen: Sequence[Look]) -> None:
    """Take back ids that are none: numbers of rows, and what a spreadsheet has rounded."""
    by_name = {look.name: look for look in seen}
    url = made.column("url")
    linked = url is not None and any(linked_id(cell) for cell in by_name[url].cells)
    for each in list(made.columns):
        if not (each.key.endswith("_id") or each.key == "post_id"):
            continue
        look = by_name[each.value]
        at = made.columns.index(each)
        if look.rounded and each.key == "post_id" and linked:
            why = "digits of its ids are lost; they are taken from url where it agrees"
            made.columns[at] = replace(each, why=why, sure=False)
        elif look.rounded or (each.key == "post_id" and _counts_rows(look)):
            made.columns.remove(each)
        elif look.partly_rounded:
            why = "its name says so, but digits of some are lost, as a spreadsheet does"
            made.columns[at] = replace(each, why=why, sure=False)


def _counts_rows(look: Look) -> bool:
    """Say whether the cells are 0, 1, 2 or 1, 2, 3 and so on: numbers of rows, no ids."""
    first = next((start for start in ("0", "1") if look.cells[0] == start), None)
    if first is None or len(look.cells) < _ENOUGH:
        return False
    return list(look.cells) == [str(int(first) + place) for place in range(len(look.cells))]


def _settings(made: GuessedMap, by_name: dict[str, Look]) -> None:
    column = made.column("time")
    time = None if column is None else looks.time_look(by_name[column])
    post, url = made.column("post_id"), made.column("url")
    is_twitter = _is_twitter(
        None if post is None else by_name[post], None if column is None else by_name[column], time
    )
    if made.column("platform") is None:
        links = () if url is None else by_name[url].cells
        made.settings.append(_platform(links, is_twitter))
    if time is not None:
        made.settings += _times(time, is_twitter)
    seen = made.column("observed_at")
    if seen is not None:
        own = looks.time_look(by_name[seen])
        if time is None or own is None or own.form != time.form:
            made.corrected("observed_at", None)
    held = [by_name[each.value] for each in made.columns if each.key != "text"]
    made.nulls = tuple(dict.fromkeys(word for look in held for word in look.nulls))


def _platform(links: Sequence[str], is_twitter: bool) -> Guess:
    if is_twitter:
        return Guess("platform", TWITTER, "the ids hold the seconds of their times")
    hosts = ("://twitter.com/", "://x.com/", "://www.twitter.com/", "://mobile.twitter.com/")
    if links and all(any(host in link for host in hosts) for link in links):
        return Guess("platform", TWITTER, "the addresses are of Twitter/X")
    return Guess("platform", UNNAMED, "nothing says it: write its name here", False)


def _is_twitter(post: Look | None, time: Look | None, how: TimeLook | None) -> bool:
    """Say whether the ids of the posts hold the times of their rows, by UTC."""
    if post is None or time is None or how is None or len(post.cells) != len(time.cells):
        return False
    read = time_reader(how.form, "UTC")
    pairs = zip(post.cells, time.cells, strict=True)
    return all(twitter_instant(own, read(cell, "time").at) is not None for own, cell in pairs)


def _times(time: TimeLook, is_twitter: bool) -> Iterator[Guess]:
    why = "all times of the first rows are written so"
    if time.either is not None:
        why = f"or {time.either}: no day of the first rows tells which of the two"
    yield Guess("time_format", time.form, why, time.either is None)
    if not time.zoned:
        why = "as the ids say" if is_twitter else "the times name no zone: write theirs here"
        yield Guess("timezone", "UTC", why, is_twitter)
    if time.limit is not None:
        why = "what is finer than that is zero in all of the first rows"
        yield Guess("precision", time.limit.value, why, False)


def _lists(made: GuessedMap, by_name: dict[str, Look]) -> None:
    made.lists = {}
    if any(each.key == "layout" for each in made.layout):
        return  # lists of JSON are lists
    for what in LISTS:
        column = made.column(what)
        style = None if column is None else looks.list_style(by_name[column])
        if style is not None:
            made.lists[what] = style


def _unplaced(made: GuessedMap, seen: Sequence[Look]) -> Iterator[tuple[str, str]]:
    taken = {each.value for each in made.columns}
    for look in seen:
        if look.name in taken:
            continue
        named = [known for known in KNOWN if _rank(known, look.name) in range(100)]
        if not look.cells:
            yield look.name, f"it is empty in the first {look.rows:,} rows"
        elif look.rounded and any(known.what.endswith("id") for known in named):
            yield look.name, "digits of its ids are lost, as a spreadsheet does"
        elif "post_id" in [known.what for known in named] and _counts_rows(look):
            yield look.name, "it counts the rows"
        elif named and not any(known.fits(look) for known in named):
            yield look.name, f"its name says {named[0].what}, but its cells are not {named[0].must}"
        elif named:
            yield look.name, f"another column was taken for {named[0].what}"
        else:
            yield look.name, "its name is unknown here"
