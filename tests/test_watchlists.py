"""Lists of domains, links and accounts: what an entry means, and what of a case it matches."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison import state
from inunison.errors import SourceError
from inunison.folder import CaseFolder
from inunison.matching import Match, match
from inunison.records import Account, AccountRef, Kind, Record
from inunison.state import State
from inunison.watchlists import Watchlist, list_watchlists, read_watchlist, refanged
from inunison_cli.app import run
from tests.resolve.building import NOON, SECOND, post, source

OLD = """Tactic ,Technique,Procedure,Indicator,Comments
x,Domains,site,news[.]harbour[.]example,
x,Domains,link,hxxps://ferry[.]example/page?id=7&utm_source=x,"two
lines"
x,Accounts,,658 accounts,
x,Accounts,,https://twitter[.]com/Ida,
x,Files,,e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855,
"""
NEW = "indicator_type\tindicator_value\tcomment\tds\ndomain\tharbour(.)example\t\t2024-01-01\n"


def listed(folder: Path, text: str, name: str = "list.txt") -> Watchlist:
    """Read a list of that content."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_watchlist(path)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Site[.]Press", [("domain", "site.press")]),
        ("www.site.press", [("domain", "site.press")]),
        ("https://site.press/", [("domain", "site.press")]),
        ("hxxp://site[.]press/a?b=1", [("link", "site.press/a?b=1")]),
        ("bücher.example", [("domain", "bücher.example")]),
        ("@Ida_V", [("account", "@ida_v")]),
        ("twitter:12", [("account", "twitter:12")]),
        ("x.com/Ida", [("link", "twitter.com/Ida"), ("account", "twitter:ida")]),
        ("https://t.me/Ferry", [("link", "t.me/Ferry"), ("account", "telegram:ferry")]),
        (
            "old.reddit.com/user/Ida/",
            [("link", "reddit.com/user/Ida"), ("account", "reddit:ida")],
        ),
        ("658 accounts", []),
        ("d41d8cd98f00b204e9800998ecf8427e", []),
        ("10.0.0.1", []),
    ],
)
def test_an_entry_means(tmp_path: Path, written: str, meant: list[tuple[str, str]]) -> None:
    read = listed(tmp_path, f"# a list\n\n {written} \n")
    assert [(each.kind, each.value) for each in read.entries] == meant
    assert all((each.row, each.written) == (3, written) for each in read.entries)
    assert read.left_out == (not meant)


@given(st.text(max_size=60))
def test_any_words_are_an_entry_or_none(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    refanged(text)
    folder = tmp_path_factory.getbasetemp()
    try:
        read = listed(folder, text)
    except (SourceError, UnicodeEncodeError):
        return
    lines = [line for line in text.splitlines() if line.strip()]
    assert len({each.row for each in read.entries}) + read.left_out <= len(lines)


def test_tables_of_indicators_are_read_by_their_column(tmp_path: Path) -> None:
    read = listed(tmp_path, OLD, "old.csv")
    assert [(each.row, each.kind, each.value) for each in read.entries] == [
        (2, "domain", "news.harbour.example"),
        (3, "link", "ferry.example/page?id=7"),
        (6, "link", "twitter.com/Ida"),
        (6, "account", "twitter:ida"),
    ]
    assert read.left_out == 2
    assert [each.value for each in listed(tmp_path, NEW, "new.tsv").entries] == ["harbour.example"]


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", b"a" * ((64 << 20) + 1)])
def test_what_is_no_list_is_one_sentence(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "list.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SourceError, match=r"list\.txt"):
        read_watchlist(path)


def made(folder: Path) -> State:
    """A case in which the harbour's site is linked to by two accounts, and one says nothing."""
    records: list[Record] = [
        post(2, "11", "1", by=AccountRef("1", "Ida"), links=("https://News.harbour.example/a",)),
        post(1, "10", "2", links=("http://www.harbour.example", "https://ferry.example/page?id=7")),
        post(3, "12", "2", kind=Kind.POST, text="no link at all"),
        Account(row=4, platform="twitter", native_id="3", handle="Silent"),
    ]
    target = folder / "state"
    target.mkdir()
    return State("0" * 64, target, state.write_tables(target, [source(folder, "a", records)]))


def looked(folder: Path, held: State, text: str, name: str = "list.txt") -> list[Match]:
    return list(match(held, [listed(folder, text, name)], folder / "scratch"))


def test_what_stands_in_the_case_is_told_with_its_first_post(tmp_path: Path) -> None:
    held = made(tmp_path)
    found = looked(tmp_path, held, OLD, "old.csv")
    assert [(each.list_row, each.kind, each.matched, each.posts) for each in found] == [
        (2, "domain", "news.harbour.example", 1),
        (3, "link", "ferry.example/page?id=7", 1),
        (6, "account", "twitter:Ida", 1),
    ]
    assert {each.list for each in found} == {"old.csv"}
    first = found[1]
    assert first.first is not None
    assert first.first.timestamp() * SECOND == NOON + 60 * SECOND
    assert (first.row, first.member, first.accounts) == (1, None, 1)
    assert first.source == source(tmp_path / "again", "a", []).sha256
    assert not (tmp_path / "scratch").exists()


def test_a_domain_is_meant_with_what_stands_under_it_and_no_other(tmp_path: Path) -> None:
    held = made(tmp_path)
    found = looked(tmp_path, held, "harbour[.]example\n")
    assert [(each.matched, each.accounts) for each in found] == [
        ("harbour.example", 1),
        ("news.harbour.example", 1),
    ]
    assert looked(tmp_path, held, "arbour.example\nexample.org\nbour.example\n") == []


@pytest.mark.parametrize("entry", ["@SILENT", "twitter:silent", "twitter:3", "x.com/silent"])
def test_an_account_is_named_in_any_way_even_if_it_says_nothing(tmp_path: Path, entry: str) -> None:
    (found,) = looked(tmp_path, made(tmp_path), entry)
    assert (found.matched, found.posts, found.accounts) == ("twitter:Silent", 0, 0)
    assert (found.first, found.source, found.row, found.post_uid) == (None, None, None, None)
    assert replace(found, entry="", list_row=0).kind == "account"


def test_the_terminal_matches_the_lists_of_the_case(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = CaseFolder.create(tmp_path / "case", name="case")
    lines = tmp_path / "posts.jsonl"
    lines.write_text(
        json.dumps({"id": "10", "user": "ida", "text": "see https://harbour.example/a"}) + "\n"
    )
    table = tmp_path / "map.toml"
    table.write_text(
        'platform = "twitter"\nlayout = "json lines"\n[columns]\n'
        'post_id = "id"\nauthor_handle = "user"\ntext = "text"\n'
    )
    case = ["--case", str(folder.path)]
    assert run(["import", str(lines), "--map", str(table), *case]) == 0
    assert run(["match", *case]) == 2
    assert "There is no list to match against" in capsys.readouterr().err
    kept = folder.path / "watchlists"
    kept.mkdir()
    (kept / ".hidden").write_text("harbour.example")
    (kept / "sites.txt").write_text("harbour[.]example\nother.example\nnothing at all\n@ida\n")
    assert [path.name for path in list_watchlists(kept)] == ["sites.txt"]
    assert run(["match", *case, "--format", "jsonl"]) == 0
    said = capsys.readouterr()
    rows = [json.loads(line) for line in said.out.splitlines()]
    assert [(row["entry"], row["matched"], row["posts"]) for row in rows] == [
        ("harbour[.]example", "harbour.example", 1),
        ("@ida", "twitter:ida", 1),
    ]
    told = " ".join(said.err.split())
    assert "sites.txt: 2 of 3 entries stand in the case. 1 more are no domain" in told
