"""Tables with one tweet a row, made from what Twitter's API once returned.

Owns what two such tables share: columns are found by name, in any order; an empty cell says
nothing; ids, counts, and seconds since 1970 are digits, perhaps with the ``.0`` of a script. What a
format's columns are called, and what they hold beyond that, its importer tells.
"""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from typing import ClassVar, Literal

from inunison.records import AccountRef, PostRef, Presence, Record, Reject
from inunison_importers import table_cells
from inunison_importers.base import BadCell, Portions, Refusal
from inunison_importers.delimited import Row
from inunison_importers.named_tables import NamedTable, Table, problem_of, whole
from inunison_importers.remembering import REMEMBERED_CHARACTERS, Told
from inunison_importers.twitter_ids import numeric_id
from inunison_importers.twitter_links import reference
from inunison_importers.twitter_shown import Counts, Look, Shown, Teller, not_shown
from inunison_importers.twitter_v2_cells import language
from inunison_importers.twitter_v2_shapes import User, UserMetrics, Withheld

_SECOND = 1_000_000
_LONGEST_SECONDS = 11
_NO_METRICS = UserMetrics()
_PROFILE = (
    "name",
    "description",
    "place",
    "website",
    "author_withheld",
    "followers",
    "following",
    "posts",
)
_TRUE = frozenset(("1", "true", "True"))


@dataclass(frozen=True)
class Layout:
    """The columns of a format.

    Attributes:
        required: Those without which a table is not of the format.
        names: What they are called, by what they hold: ``id``, ``seconds``, ``text``, ``language``,
            ``reply``, ``reply_account``, ``reply_handle``, ``reposts``, ``likes``, ``replies``,
            ``views``, and of the author ``account``, ``handle``, ``name``, ``description``,
            ``place``, ``website``, ``author_withheld``, ``followers``, ``following``, ``posts``.
        born: Reads the cell that says when the author's account was made; None where it is empty.
        born_column: Its name.
        marks: Columns of which one that is true says that the author is verified.
        kinds: The column of which any word says the same; none where it is empty.
    """

    required: tuple[str, ...]
    names: Mapping[str, str]
    born: Callable[[str], str | None]
    born_column: str
    marks: tuple[str, ...]
    kinds: str = ""

    @cached_property
    def profile(self) -> tuple[str, ...]:
        """The columns that tell of the author."""
        told = [self.names[held] for held in _PROFILE if held in self.names]
        return (*told, self.born_column, *self.marks, self.kinds)


@dataclass
class Cells:
    """The cells of one row.

    Attributes:
        named: Them, by column.
        layout: The columns of the format.
        authors: What was told of authors by the rows before.
        troubles: Why cells were left out.
        told: What this row tells of its author, to be remembered once the row is read.
        later: What became of the post, or of its author, by a later look that the row tells of.
    """

    named: Mapping[str, str]
    layout: Layout
    authors: Told
    troubles: list[BadCell] = field(default_factory=list)
    told: tuple[AccountRef, tuple[str, ...]] | None = None
    later: list[tuple[Literal["post", "account"], str, Presence]] = field(default_factory=list)

    def raw(self, column: str) -> str:
        """Return a cell as it stands; empty where there is no such column."""
        return self.named.get(column, "")

    def text(self, held: str) -> str:
        """Return the cell that holds something, as it stands."""
        return self.named.get(self.layout.names.get(held, ""), "")

    def identifier(self, column: str) -> str | None:
        """Return an id; None where it is empty or nought, or was damaged, which is then told."""
        cell = self.named.get(column, "").strip()
        return self.known(cell, column) if cell else None

    def known(self, entry: str, column: str) -> str | None:
        """Return an id out of a cell with several; else as `identifier` does."""
        if entry in ("", "0"):
            return None
        try:
            return numeric_id(entry, column)
        except BadCell as error:
            self.troubles.append(error)
            return None

    def count(self, held: str) -> int | None:
        """Return a count.

        Raises:
            BadCell: It is none.
        """
        return table_cells.count(self.text(held).strip(), self.layout.names.get(held, ""))

    def seconds(self, column: str) -> int | None:
        """Return a time that is seconds since 1970, in microseconds.

        Raises:
            BadCell: It is none.
        """
        cell = self.raw(column).strip().removesuffix(".0")
        if not cell:
            return None
        if not (cell.isascii() and cell.isdigit()) or len(cell) > _LONGEST_SECONDS:
            raise BadCell(f"{column} is no number of seconds since 1970")
        return int(cell) * _SECOND

    def is_true(self, column: str) -> bool:
        """Say whether a mark is set."""
        return self.raw(column).strip() in _TRUE

    def account(self, id_column: str, handle_column: str) -> AccountRef | None:
        """Return an account by its id and its handle; None where there is neither."""
        handle = self.named.get(handle_column, "").strip().removeprefix("@") or None
        native_id = self.identifier(id_column)
        return AccountRef(native_id, handle) if native_id or handle else None

    def pointer(self, column: str, author: AccountRef | None, stated: str = "") -> PostRef | None:
        """Return the post that a column points to; `stated` is the column of its time."""
        native_id = self.identifier(column)
        if native_id is None:
            return None
        return reference(native_id, author, self.seconds(stated) if stated else None)


def common(cells: Cells, native_id: str) -> tuple[Shown, list[User], AccountRef | None]:
    """Return what both tables say in the same way.

    Returns:
        The post; its author, where an id and a handle are told; and the account that it begins
        with, where it answers no post.

    Raises:
        BadCell: A cell cannot be read.
    """
    names = cells.layout.names
    author = cells.account(names["account"], names["handle"])
    answered = cells.account(names.get("reply_account", ""), names["reply_handle"])
    shown = Shown(
        native_id=native_id,
        author=author,
        stated=cells.seconds(names["seconds"]),
        stated_text=cells.text("seconds").strip(),
        text=cells.text("text") or None,
        language=language(cells.text("language").strip()),
        replies_to=cells.pointer(names["reply"], answered),
        counts=Counts(
            reposts=cells.count("reposts"),
            replies=cells.count("replies"),
            likes=cells.count("likes"),
            views=cells.count("views"),
        ),
    )
    return shown, _user(cells, author), answered if shown.replies_to is None else None


def _user(cells: Cells, author: AccountRef | None) -> list[User]:
    """Return the profile of an author, nothing where the rows before showed the same."""
    if author is None or author.native_id is None or author.handle is None:
        return []
    layout = cells.layout
    said = tuple([cells.raw(column) for column in layout.profile])
    if cells.authors.knows(author, said):
        return []
    born = cells.raw(layout.born_column).strip()
    counted = UserMetrics(cells.count("followers"), cells.count("following"), cells.count("posts"))
    known = born or counted != _NO_METRICS
    found = User(
        id=author.native_id,
        username=author.handle,
        name=cells.text("name"),
        description=cells.text("description"),
        location=cells.text("place"),
        created_at=layout.born(born) if born else None,
        url=cells.text("website").strip(),
        public_metrics=counted if known else None,
        verified=_verified(cells),
        withheld=Withheld() if cells.text("author_withheld").strip() else None,
    )
    if sum(map(len, said)) <= REMEMBERED_CHARACTERS:
        cells.told = (author, said)
    return [found]


def _verified(cells: Cells) -> bool | None:
    if cells.raw(cells.layout.kinds).strip():
        return True
    marked = [column for column in cells.layout.marks if cells.raw(column).strip()]
    return any(map(cells.is_true, marked)) if marked else None


@lru_cache(1 << 16)
def born_seconds(cell: str) -> str | None:
    """Return when an account was made, as the API writes it, from seconds since 1970.

    Raises:
        BadCell: It is no such time.
    """
    whole = cell.removesuffix(".0")
    if not (whole.isascii() and whole.isdigit()) or len(whole) > _LONGEST_SECONDS - 1:
        raise BadCell("the time at which an account was made is no number of seconds since 1970")
    return datetime.fromtimestamp(int(whole), UTC).isoformat() if int(whole) else None


class TweetTable(NamedTable):
    """An importer of such a table.

    Attributes:
        layout: The columns of its format.
    """

    portions: ClassVar[Portions] = Portions.TABLE
    delimiters: ClassVar[tuple[str, ...]] = (",", "\t")
    layout: ClassVar[Layout]

    @abstractmethod
    def shown(self, cells: Cells) -> tuple[Shown, list[User]]:
        """Return what a row shows: the post, and the accounts of which it tells.

        Raises:
            BadCell: The row cannot be read.
        """

    @abstractmethod
    def said(self, names: Sequence[str]) -> str:
        """Return what is recognised in a row of names."""

    def table(self, names: Sequence[str]) -> Table | Refusal:
        """Return the table under the names, where they have the columns of the format."""
        stripped = [name.strip() for name in names]
        problem = problem_of(stripped, self.layout.required, sorted(filter(None, stripped)))
        if problem:
            return Refusal(problem)
        return Table(self.said(names), lambda: _Rows(stripped, self.layout, self.shown).read)


class _Rows:
    """Rows of one file, and what those before told."""

    def __init__(
        self,
        names: Sequence[str],
        layout: Layout,
        shown: Callable[[Cells], tuple[Shown, list[User]]],
    ) -> None:
        self._names = names
        self._layout = layout
        self._shown = shown
        self._teller, self._authors = Teller(), Told()

    def read(self, row: Row, damaged: bool) -> Iterable[Record | Reject | BadCell]:
        values, repaired = whole(row.cells) if damaged else (row.cells, False)
        named = dict(zip(self._names, values, strict=True))
        named.pop("", None)  # a column without a name, such as a script puts first
        cells = Cells(named, self._layout, self._authors)
        post, users = self._shown(cells)
        if cells.told is not None:
            self._authors.remember(*cells.told)
        look = Look(row.line, repaired=repaired)
        yield from self._teller.accounts(look, users)
        yield from self._teller.posts(look, (post,))
        for subject, native_id, presence in cells.later:
            yield not_shown(look, native_id, presence, subject)
        yield from cells.troubles
