"""Stored question files: what a header says, what makes one malformed, what gets bound."""

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison import queries
from inunison.errors import QueryError, UsageError
from inunison.queries.durations import parse_duration, show_duration
from inunison.queries.header import RESERVED
from inunison.queries.parameters import Parameter, ParameterType

PATH = Path("group/some-question.cypher")
GOOD = """\
// Some question
// about: What it answers,
//   over two lines.
// param window: duration = 10m | how long
// param limit: int = 25 | rows to return
// columns: account, posts
// caution: not all of it.
MATCH (account:Account)
WHERE account.posts > $window
RETURN account.handle AS account, account.posts AS posts
ORDER BY posts DESC, account
LIMIT $limit;
// picture
MATCH path = (:Account)-[:POSTED]->(:Post)
RETURN path
LIMIT $limit
"""


def parse(text: str) -> queries.Query:
    return queries.parse(text, path=PATH)


def test_a_file_becomes_a_question() -> None:
    query = parse(GOOD)
    assert (query.name, query.group) == ("some-question", "group")
    assert query.title == "Some question"
    assert query.about == "What it answers, over two lines."
    assert query.caution == "not all of it."
    assert query.columns == ("account", "posts")
    window, limit = query.parameters
    assert window == Parameter("window", ParameterType.DURATION, "how long", 600)
    assert (limit.name, limit.default, limit.shown_default) == ("limit", 25, "25")
    assert query.line == 8
    assert query.cypher.startswith("MATCH (account:Account)")
    assert query.cypher.endswith("LIMIT $limit")
    assert query.picture.startswith("MATCH path")
    assert query.count is None


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    assert parse("\ufeff" + GOOD.replace("\n", "\r\n")) == parse(GOOD)


def test_a_count_section_is_kept() -> None:
    query = parse(GOOD.replace("// picture", "// count\nRETURN 1 AS total\n// picture"))
    assert query.count == "RETURN 1 AS total"


FAULTS = [
    ("// Some question", "SELECT 1", 1, "the first line must be // and a title"),
    ("// Some question", "// about: x", 1, "the first line must be // and a title"),
    ("// about: What it answers,", "//", 2, "a line of the header begins with"),
    ("// about: What it answers,", "// abuot: x", 2, "a line of the header begins with"),
    ("// caution: not all of it.", "// about: twice", 7, "about is there twice"),
    ("// columns: account, posts", "// columns:", 1, "no line // columns:"),
    ("// columns: account, posts", "// columns: account, account", 6, "a column is there twice"),
    ("// columns: account, posts", "// columns: Account", 6, "cannot be the name of a column"),
    ("// columns: account, posts", "// columns: posts, account", 10, "it returns account, posts"),
    (
        "window: duration = 10m",
        "window: duration = 10",
        4,
        "the default of window wants a duration",
    ),
    ("window: duration = 10m", "window: span = 10m", 4, "there is no type span"),
    ("window: duration = 10m", "timeout: duration = 10m", 4, "every question has"),
    ("window: duration = 10m", "Window: duration = 10m", 4, "cannot be the name of a parameter"),
    ("window: duration = 10m | how long", "window: duration = 10m", 4, "a parameter reads"),
    ("limit: int = 25", "window: int = 25", 5, "the parameter window is there twice"),
    ("limit: int = 25", "limit: int = 0", 5, "the default of limit wants a whole number from 1"),
    ("$window", "$wide", 8, "$wide is used but not declared"),
    ("$window", "7", 8, "the parameter window is declared but not used"),
    ("ORDER BY posts DESC, account\n", "", 10, "no ORDER BY"),
    ("LIMIT $limit;", "", 10, "must end with LIMIT $limit"),
    ("LIMIT $limit;", "LIMIT 25", 10, "must end with LIMIT $limit"),
    ("account.posts AS posts", "account.posts", 10, "every column needs a name"),
    ("account.handle AS account, account.posts AS posts", "*", 10, "every column needs a name"),
    ("RETURN account.handle", "WITH account.handle", 8, "there is no RETURN"),
    ("-[:POSTED]->", "-->", 14, "a relationship names no type"),
    ("-[:POSTED]->", "-[*]-", 14, "a relationship names no type"),
    ("-[:POSTED]->", "<-[r]-", 14, "a relationship names no type"),
    ("-[:POSTED]->", "-[:POSTER]->", 14, "the graph has no POSTER"),
    ("account:Account", "account:Acount", 8, "the graph has no Acount"),
    ("account.posts >", "account.post >", 9, "the graph has no property post"),
    ("WHERE", "SET account.posts = 1 WITH account WHERE", 9, "SET has no place"),
    ("LIMIT $limit;", "LIMIT $limit; MATCH (n:Post) RETURN n", 12, "more than one statement"),
    ("WHERE account.posts", "WHERE 'open AND account.posts", 8, "has no end"),
    ("// picture\n", "// picture\n// picture\n", 14, "the section picture is there twice"),
]


@pytest.mark.parametrize(("old", "new", "line", "sentence"), FAULTS)
def test_a_fault_names_file_line_and_what(old: str, new: str, line: int, sentence: str) -> None:
    assert old in GOOD
    with pytest.raises(QueryError) as raised:
        parse(GOOD.replace(old, new, 1))
    assert sentence in raised.value.message
    assert str(PATH) in raised.value.message
    assert f"line {line}" in raised.value.message
    assert raised.value.advice


def test_union_at_the_top_is_a_fault() -> None:
    with pytest.raises(QueryError, match="UNION must stand inside"):
        parse(
            GOOD.replace(
                "MATCH (account:Account)\n", "RETURN 1 AS x UNION MATCH (account:Account)\n"
            )
        )


@pytest.mark.parametrize("name", ["Upper.cypher", "a b.cypher", "a--b.cypher", "-a.cypher"])
def test_a_file_needs_a_plain_name(name: str) -> None:
    with pytest.raises(QueryError, match="its name may hold"):
        queries.parse(GOOD, path=Path(name))


def test_a_file_that_is_no_text_or_not_there_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "odd.cypher"
    path.write_bytes(b"// \xff\xfe")
    with pytest.raises(QueryError, match="is not UTF-8"):
        queries.read_file(path)
    with pytest.raises(QueryError, match="cannot be read"):
        queries.read_file(tmp_path / "none.cypher")
    with pytest.raises(QueryError, match="longer than"):
        parse(GOOD + "//" + "x" * 200_000)


names: st.SearchStrategy[str] = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True).filter(
    lambda name: name not in RESERVED | {"limit"}
)
lines = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40)
typed = st.one_of(
    st.tuples(st.just("int"), st.integers(-(2**63), 2**63 - 1).map(str)),
    st.tuples(st.just("duration"), st.integers(0, 10**9).map(show_duration)),
    st.tuples(st.just("flag"), st.sampled_from(["true", "false"])),
    st.tuples(st.just("float"), st.floats(allow_nan=False, allow_infinity=False).map(repr)),
    st.tuples(st.just("text"), st.just("none")),
)


@given(title=lines, declared=st.dictionaries(names, st.tuples(typed, lines), max_size=5))
def test_any_header_is_read_back(
    title: str, declared: dict[str, tuple[tuple[str, str], str]]
) -> None:
    title = f"T {title}"
    header = [f"// {title}", "// about: a", "// columns: x", "// param limit: int = 5 | rows"]
    header += [
        f"// param {name}: {kind} = {default} | {text}"
        for name, ((kind, default), text) in declared.items()
    ]
    used = ", ".join(f"${name}" for name in declared)
    query = parse("\n".join([*header, f"RETURN [{used}] AS x ORDER BY x LIMIT $limit"]))
    assert query.title == title.strip()
    assert [each.name for each in query.parameters] == ["limit", *declared]
    for parameter, ((kind, default), text) in zip(
        query.parameters[1:], declared.values(), strict=True
    ):
        assert parameter.type == kind
        assert parameter.help == text.strip()
        assert parameter.default == (None if default == "none" else parameter.read(default))
    assert set(queries.bind(query, {})) == {"limit", *declared}


@given(st.text(max_size=300))
def test_any_other_text_is_one_sentence(text: str) -> None:
    with pytest.raises(QueryError, match="some-question"):
        parse(text)


@given(st.integers(0, 10**12))
def test_durations_are_read_back(seconds: int) -> None:
    assert parse_duration(show_duration(seconds)) == seconds


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90s", 90), ("10m", 600), ("1h30m", 5400), ("2d", 172_800), ("1w", 604_800), ("1 H", 3600)],
)
def test_durations(text: str, seconds: int) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "10", "10x", "m", "-5m", "1.5h", "10m x"])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="wants a duration"):
        parse_duration(text)


BOUND = [
    ("int", "1_000", 1000),
    ("int", -5, -5),
    ("float", "1e3", 1000.0),
    ("float", 2, 2.0),
    ("text", "a|b", "a|b"),
    ("text", "\ud800", "?"),
    ("flag", "yes", True),
    ("flag", False, False),
    ("duration", "5m", 300),
    ("duration", 300, 300),
    ("instant", "2020-05-01", datetime(2020, 5, 1, tzinfo=UTC)),
    ("instant", "2020-05-01T13:30+02:00", datetime(2020, 5, 1, 11, 30, tzinfo=UTC)),
    ("instant", date(2020, 5, 1), datetime(2020, 5, 1, tzinfo=UTC)),
    (
        "instant",
        datetime(2020, 5, 1, 2, tzinfo=timezone(timedelta(hours=2))),
        datetime(2020, 5, 1, tzinfo=UTC),
    ),
    ("account", "@Ann ", "Ann"),
    ("grade", "e1 ", "E1"),
]


@pytest.mark.parametrize(("kind", "given_value", "bound"), BOUND)
def test_values_are_bound_by_type(kind: str, given_value: object, bound: object) -> None:
    made = Parameter("x", ParameterType(kind), "help").read(given_value)
    assert made == bound
    assert type(made) is type(bound)


WRONG = [
    ("int", "1.5"),
    ("int", 2**63),
    ("int", True),
    ("float", "nan"),
    ("float", "inf"),
    ("float", None),
    ("text", 5),
    ("flag", "maybe"),
    ("duration", -1),
    ("duration", 1.5),
    ("instant", "yesterday"),
    ("instant", "0001-01-01T00:00+14:00"),
    ("account", "@ "),
    ("grade", "E4"),
    ("grade", ""),
]


@pytest.mark.parametrize(("kind", "given_value"), WRONG)
def test_values_of_another_type_are_refused(kind: str, given_value: object) -> None:
    with pytest.raises(ValueError, match="wants"):
        Parameter("x", ParameterType(kind), "help").read(given_value)


def test_binding_names_the_parameter_and_what_it_wants() -> None:
    query = parse(GOOD.replace("duration = 10m", "duration"))
    assert queries.bind(query, {"window": "5m"}) == {"window": 300, "limit": 25}
    with pytest.raises(UsageError, match=r"needs a value for window: how long.*--window"):
        queries.bind(query, {"limit": 3})
    with pytest.raises(UsageError, match=r"--window wants a duration such as .* not '5'"):
        queries.bind(query, {"window": "5"})
    with pytest.raises(UsageError, match=r"has no parameter windw.*limit, window"):
        queries.bind(query, {"windw": "5m"})
    with pytest.raises(UsageError, match="--limit wants a whole number from 1"):
        queries.bind(query, {"window": "5m", "limit": 0})


@pytest.mark.parametrize("query", queries.shipped(), ids=lambda query: query.name)
@pytest.mark.parametrize("blank", ["", " \t\n"])
def test_blanks_are_no_value(query: queries.Query, blank: str) -> None:
    needed = {each.name: "x" for each in query.parameters if each.required}
    for name in needed:
        with pytest.raises(UsageError, match=f"needs a value for {name}"):
            queries.bind(query, needed | {name: blank})


def test_two_files_of_one_name_are_an_error_that_names_both(tmp_path: Path) -> None:
    own = tmp_path / "queries" / "mine"
    own.mkdir(parents=True)
    (own / "some-question.cypher").write_text(GOOD)
    (own / ".hidden.cypher").write_text("not read")
    assert "some-question" in queries.all_queries(tmp_path / "queries")
    (own / "communities.cypher").write_text(GOOD)
    with pytest.raises(QueryError) as raised:
        queries.files_by_name(tmp_path / "queries")
    assert str(own / "communities.cypher") in raised.value.message
    assert str(queries.shipped_folder() / "communities") in raised.value.message


def test_one_malformed_file_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / "broken.cypher").write_text("nothing")
    assert queries.named("communities", tmp_path).name == "communities"
    with pytest.raises(QueryError, match="the first line"):
        queries.named("broken", tmp_path)
    with pytest.raises(UsageError, match="Did you mean communities"):
        queries.named("comunities", tmp_path)


def test_another_package_offers_questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "their_questions" / "cypher"
    folder.mkdir(parents=True)
    (tmp_path / "their_questions" / "__init__.py").touch()
    (folder / "theirs.cypher").write_text(GOOD)
    about = tmp_path / "their_questions-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Name: their-questions\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[inunison.queries]\ntheirs = their_questions:cypher\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert queries.files_by_name(None)["theirs"] == folder / "theirs.cypher"
    (about / "entry_points.txt").write_text("[inunison.queries]\ntheirs = their_questions:gone\n")
    with pytest.raises(QueryError, match="theirs offers are not there"):
        queries.files_by_name(None)
