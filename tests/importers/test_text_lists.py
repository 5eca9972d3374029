"""Lists in cells: three ways of writing them, read exactly; ids; hashes."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison_importers.base import BadCell
from inunison_importers.hashed_handles import hashes_in, is_hash
from inunison_importers.text_lists import read_list
from inunison_importers.twitter_ids import EPOCH_MS, FIRST_CLOCK_ID, id_time, numeric_id
from tests.importers.archive_rows import clock_id, hashed, hexed, microseconds

entries = st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=12), max_size=5)
words = st.lists(st.from_regex(r"[A-Za-z0-9_+=\u0e01-\u0e2e]{1,12}", fullmatch=True), max_size=5)


@settings(deadline=None)
@given(entries)
def test_what_python_writes_is_read_back(wanted: list[str]) -> None:
    assert list(read_list(repr(wanted))) == wanted


@settings(deadline=None)
@given(entries)
def test_what_json_writes_is_read_back(wanted: list[str]) -> None:
    assert list(read_list(json.dumps(wanted))) == wanted
    assert list(read_list(json.dumps(wanted, ensure_ascii=False))) == wanted


@settings(deadline=None)
@given(words)
def test_bare_lists_are_read_back(wanted: list[str]) -> None:
    assert list(read_list(f"[{', '.join(wanted)}]")) == wanted
    assert list(read_list(f"[{','.join(wanted)}]")) == wanted
    assert list(read_list(",".join(wanted))) == wanted


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_a_list_or_a_reason(text: str) -> None:
    try:
        found = read_list(text)
    except BadCell as error:
        assert str(error).startswith("it is not a list")  # noqa: PT017 - either is right
    else:
        assert all(found)
        json.dumps(found).encode()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", ()),
        ("[]", ()),
        (" [ ] ", ()),
        ("['']", ()),
        ("[, ]", ()),
        ("['a', 'b']", ("a", "b")),
        ("[ 'a' ,'b' ]", ("a", "b")),
        ("""["it's", 'a "b"']""", ("it's", 'a "b"')),
        (r"""['it\'s "x"']""", ('it\'s "x"',)),
        (
            r"['back\\slash', 'new\nline', '\x41\u0e01\U0001f6a2']",
            ("back\\slash", "new\nline", "A\u0e01\U0001f6a2"),
        ),
        (r'["https:\/\/a.example\/", "\ud83d\udea2"]', ("https://a.example/", "\U0001f6a2")),
        (r'["\ud83d"]', ("\ufffd",)),
        (r'["\U00ffffff"]', ("\ufffd",)),
        ("['a, b', 'c']", ("a, b", "c")),
        ("['a', None, 12]", ("a", "None", "12")),
        (
            "[https://a.example/x,y, https://b.example/]",
            ("https://a.example/x,y", "https://b.example/"),
        ),
        ("[https://a.example/x,y]", ("https://a.example/x,y",)),
        ("[1, 22,  333]", ("1", "22", "333")),
        ("__import__('os').system('x')", ("__import__('os').system('x')",)),
    ],
)
def test_lists(text: str, wanted: tuple[str, ...]) -> None:
    assert read_list(text) == wanted


@pytest.mark.parametrize("text", ["['a", "['a' 'b']", "['it's']", '["a", ', "['a']]"])
def test_a_list_that_does_not_close_is_not_guessed(text: str) -> None:
    with pytest.raises(BadCell, match="it is not a list"):
        read_list(text)


def test_a_long_hostile_list_is_read_in_time() -> None:
    assert len(read_list("['" + "\\'" * 100_000 + "']")) == 1
    with pytest.raises(BadCell):
        read_list("['a'" + ", 'b" * 50_000)
    with pytest.raises(BadCell):
        read_list("['" + "\\" * 100_001)


def test_an_id_holds_its_time() -> None:
    assert id_time("1196659470232772609") == microseconds("2019-11-19T05:20:25.218")
    assert id_time(clock_id("2021-03-06T14:03:12.417")) == microseconds("2021-03-06T14:03:12.417")
    assert id_time(str(FIRST_CLOCK_ID)) == (EPOCH_MS + (FIRST_CLOCK_ID >> 22)) * 1_000
    assert id_time(str(FIRST_CLOCK_ID - 1)) is None
    assert id_time("20") is None


@settings(deadline=None)
@given(st.integers(1, (1 << 63) - 1))
def test_every_id_is_kept_as_it_stands(number: int) -> None:
    assert numeric_id(str(number), "tweetid") == str(number)
    time = id_time(str(number))
    assert time is None or time // 1_000 == (number >> 22) + EPOCH_MS


@settings(deadline=None)
@given(st.integers(10**16, (1 << 63) - 1))
def test_no_id_that_went_through_a_float_is_taken(number: int) -> None:
    for text in (repr(float(number)), f"{float(number):.5e}", f"{number}.0", f"{number:.3E}"):
        with pytest.raises(BadCell, match="went through a floating-point number"):
            numeric_id(text, "tweetid")


def test_the_point_zero_of_a_small_id_is_taken_off() -> None:
    assert numeric_id("123.0", "userid") == "123"
    assert numeric_id(f"{(1 << 53) - 1}.00", "userid") == str((1 << 53) - 1)
    for text in (f"{1 << 53}.0", "01.0", "123.5", "123.", ".0", "1e5x"):
        with pytest.raises(BadCell):
            numeric_id(text, "userid")


@pytest.mark.parametrize(
    "text", ["0", "007", "-5", "+5", " 5", "five", "1_000", "٣", "²", "9" * 5_000, "1,000", "0x1f"]
)
def test_what_is_no_id(text: str) -> None:
    with pytest.raises(BadCell, match="tweetid"):
        numeric_id(text, "tweetid")


@settings(deadline=None)
@given(st.text(max_size=40))
def test_both_hashes_are_known_whatever_was_hashed(name: str) -> None:
    try:
        name.encode()
    except UnicodeEncodeError:
        return
    for made in (hashed(name), hexed(name)):
        if len(made) >= 39:
            assert is_hash(made)
            assert hashes_in(f"RT @{made}: words @{made}, @other") == [made, made]


def test_what_is_no_hash() -> None:
    for text in ("", "ida", "123456789", "x" * 44, hexed("a")[:-1], hexed("a").upper(), "=" * 44):
        assert not is_hash(text)
    assert hashes_in("@ida hello") == []
    assert hashes_in("@" + hexed("a") + "b and then some more") == []
    assert hashes_in("no at sign " + hashed("a")) == []
    assert hashes_in(f"@{hashed('a')}@{hashed('b')}") == [hashed("a"), hashed("b")]
