"""Hashtags, links and mentions, read from words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison_importers.text_marks import hashtags_in, links_in, mentions_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#Ferry and #ferry, #Tarvenport!", ("Ferry", "ferry", "Tarvenport")),
        ("#HOLA#HOLA", ("HOLA",)),
        ("(#a) .#b '#c' @#d", ("a", "b", "c", "d")),
        ("#2045News #2045 #_ #__x", ("2045News", "__x")),
        ("it&#39;s word#no https://a.example/#no", ()),
        ("＃Fähre #渡し船", ("Fähre", "渡し船")),
        ("# #! nothing", ()),
        ("", ()),
    ],
)
def test_hashtags(text: str, expected: tuple[str, ...]) -> None:
    assert hashtags_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see http://t.co/aBc1 https://t.co/d2", ("http://t.co/aBc1", "https://t.co/d2")),
        ("(https://t.co/aBc1) https://t.co/d2's", ("https://t.co/aBc1", "https://t.co/d2")),
        ("https://a.example/x?y=1&z=2, then", ("https://a.example/x?y=1&z=2",)),
        ("https://a.example/(x)", ("https://a.example/(x",)),
        ("cut https://t.co/79YSx… and https://t.…", ()),
        ("cut https://t.co/79YSx\ufffd", ()),
        ("cut https://t.co/79YSx...", ()),
        ("not cut https://t.co/79YSx... more", ("https://t.co/79YSx",)),
        ("http:// and https://", ()),
        ("no scheme t.co/aBc1 ://x", ()),
    ],
)
def test_links(text: str, expected: tuple[str, ...]) -> None:
    assert links_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@ann and @Bea_9: hello", ["ann", "Bea_9"]),
        ("@ann @ANN @bea", ["ann", "bea"]),
        ("@ann @bea @Ann", ["ann", "bea"]),
        ("RT @ann: .@bea (@cid) '@dan'", ["ann", "cid", "dan"]),
        ("mail ann@bea.example @@cid @dan@eva x@y", []),
        ("＠ann", ["ann"]),
        ("@" + "a" * 21, []),
        ("@ nobody", []),
    ],
)
def test_mentions(text: str, expected: list[str]) -> None:
    assert [each.account.handle for each in mentions_in(text)] == expected


@given(st.text(max_size=80))
def test_what_is_found_stands_in_the_text(text: str) -> None:
    for found in (*hashtags_in(text), *links_in(text)):
        assert found
        assert found in text
    handles = [each.account.handle or "" for each in mentions_in(text)]
    assert all(f"@{handle}" in text or f"＠{handle}" in text for handle in handles)
    assert len({handle.lower() for handle in handles}) == len(handles)
