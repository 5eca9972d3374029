"""What a capture holds all of: how it is said, and what cannot be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison.records import Frame
from inunison_importers.scopes import BadScope, Scope, Span, checked, read_scope, scope_of, span

DAY = 86_400_000_000
NOON = 1_710_158_400_000_000  # 2024-03-11T12:00Z


def test_a_scope_says_what_it_says() -> None:
    made = read_scope(["query=night ferry", "captured = 2024-03-11", "since=2024-03-01"])
    assert made == Scope(query="night ferry", captured="2024-03-11", since="2024-03-01")
    assert made.frame is Frame.KEYWORD
    assert str(made) == "query=night ferry; since=2024-03-01; captured=2024-03-11"
    assert scope_of(made.content()) == made


def test_accounts_are_named_once_without_their_mark() -> None:
    made = read_scope(["accounts=@ida, bo,ida,, 12"])
    assert made.accounts == ("ida", "bo", "12")
    assert made.frame is Frame.ACCOUNTS
    assert str(made) == "accounts=ida,bo,12"
    assert str(read_scope(["accounts=a,b,c,d,e"])) == "accounts=a,b,c and 2 more"


def test_a_time_alone_is_a_scope_without_a_frame() -> None:
    assert read_scope(["captured=2024-03-11T12:00Z"]).frame is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-03-11", Span(NOON - DAY // 2, NOON + DAY // 2)),
        ("2024-03-11T12:00Z", Span(NOON, NOON + 60_000_000)),
        ("2024-03-11T13:00+01:00", Span(NOON, NOON + 60_000_000)),
        ("2024-03-11 12:00:00", Span(NOON, NOON + 1_000_000)),
        ("2024-03-11T12:00:00.25Z", Span(NOON + 250_000, NOON + 250_001)),
        ("2024-03-11/2024-03-12", Span(NOON - DAY // 2, NOON + DAY // 2 + DAY)),
    ],
)
def test_a_time_is_as_long_as_it_is_written(text: str, expected: Span) -> None:
    assert span(text) == expected


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ([], "must name accounts or a query"),
        (["query"], "is none of accounts=..."),
        (["colour=red"], "is none of accounts=..."),
        (["query="], "query is empty"),
        (["query=a", "query=b"], "query stands twice"),
        (["query=a", "accounts=b"], "either accounts or a query"),
        (["accounts=, ,@"], "must name accounts"),
        (["since=2024-03-11", "captured=2024-03-11"], "need accounts or a query"),
        (["query=a", "captured=yesterday"], "is no time"),
        (["query=a", "captured=2024-02-30"], "is no time"),
        (["query=a", "captured=2024-03-11/"], "is no time"),
        (["query=a", "captured=2024-03-12/2024-03-11"], "ends before it begins"),
        (["query=a", "since=2024-03-12", "until=2024-03-11"], "until is before since"),
        (["query=" + "a" * 100_001], "query is too long"),
    ],
)
def test_what_cannot_be_used_is_told(said: list[str], reason: str) -> None:
    with pytest.raises(BadScope) as refused:
        read_scope(said)
    assert reason in str(refused.value)


@pytest.mark.parametrize("content", [None, [], {"query": 1}, {"words": "a"}, {"accounts": ["@"]}])
def test_what_is_no_scope_is_refused(content: object) -> None:
    with pytest.raises(BadScope):
        scope_of(content)


@given(st.lists(st.text(max_size=30), max_size=4))
def test_any_words_are_a_scope_or_a_sentence(said: list[str]) -> None:
    try:
        made = read_scope(said)
    except BadScope:
        return
    assert checked(made) == scope_of(made.content())
