"""The by-author tables, row by row: what the columns say, and what makes a post without an id."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.records import (
    Account,
    AccountRef,
    Kind,
    Mention,
    Observation,
    Post,
    Precision,
    Reject,
)
from inunison_importers import ira_by_author
from inunison_importers.base import Claim, Refusal, Sample, TextLines
from inunison_importers.ira_by_author import IraByAuthor
from tests.importers.by_author_rows import (
    AUTHORS,
    POST,
    POSTS,
    Cells,
    account,
    microseconds,
    observation,
    post,
    posts,
    read_text,
    reject,
    table,
)


def test_a_plain_post() -> None:
    found = post(content="Late &amp; slow\n@tarvenport #Ferry https://t.co/aaaaaaaaaa\x1b[31m")
    assert found == Post(
        row=2,
        platform="twitter",
        native_id=found.native_id,
        author=AccountRef(handle="minaketter"),
        kind=Kind.POST,
        created_at=microseconds("2016-03-01 09:14:00"),
        precision=Precision.MINUTE,
        stated_time="2016-03-01 09:14:00",
        text="Late &amp; slow\n@tarvenport #Ferry https://t.co/aaaaaaaaaa\x1b[31m",
        language="en",
        mentions=(Mention(AccountRef(handle="tarvenport")),),
        hashtags=("Ferry",),
        links=("https://t.co/aaaaaaaaaa",),
    )
    assert not found.native_id.isdigit(), "it cannot be taken for an id of the platform"


def test_what_was_seen_of_the_author_and_when() -> None:
    assert observation() == Observation(
        row=2,
        platform="twitter",
        subject="account",
        handle="minaketter",
        observed_at=microseconds("2016-03-01 09:16:00"),
        precision=Precision.MINUTE,
        followers=79,
        following=158,
        posts=261,
    )
    nothing = {"following": "", "followers": "", "updates": ""}
    assert observation(**nothing) is None
    seen = observation(harvested_date="", following="")
    assert seen is not None
    assert (seen.observed_at, seen.precision, seen.following) == (None, None, None)


@pytest.mark.parametrize(
    ("post_type", "retweet", "kind"),
    [
        ("", "0", Kind.POST),
        ("", "", Kind.POST),
        ("R", "1", Kind.REPOST),
        ("Q", "1", Kind.QUOTE),
        ("Q", "", Kind.QUOTE),
    ],
)
def test_reposts_and_quotes_point_to_no_post(post_type: str, retweet: str, kind: Kind) -> None:
    found = post(post_type=post_type, retweet=retweet)
    assert found.kind is kind
    assert (found.reposts, found.quotes, found.replies_to) == (None, None, None)
    assert found.text == "Nothing much"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("'@olebrant who?'", "@olebrant who?"),
        ("'- what now? - it's late'", "- what now? - it's late"),
        ("'+1'", "+1"),
        ("'=SUM(A1)'", "=SUM(A1)"),
        ("'Everything is late'", "'Everything is late'"),
        ("'@olebrant' says so", "'@olebrant' says so"),
        ("''", "''"),
        ("'@'", "@"),
        ("'", "'"),
        ("=1+1", "=1+1"),
        ("", None),
    ],
)
def test_apostrophes_that_guard_a_text_are_taken_off(cell: str, text: str | None) -> None:
    assert post(content=cell).text == text


@pytest.mark.parametrize(
    ("author_id", "expected"),
    [
        ("ole_BRANT_9", AccountRef(handle="ole_BRANT_9")),
        ("0123456789abcde", AccountRef(handle="0123456789abcde")),
        ("Ole_Brant3312143999", AccountRef("3312143999", "Ole_Brant")),
        ("Ole_Brant905874659358453999", AccountRef("905874659358453999", "Ole_Brant")),
        ("Ole_Brant901000000000000000", AccountRef(handle="Ole_Brant901000000000000000")),
        ("Ole_Brant889661000000000000", AccountRef(handle="Ole_Brant889661000000000000")),
    ],
)
def test_an_author_is_a_handle_and_sometimes_an_id(author_id: str, expected: AccountRef) -> None:
    found = post(author_id=author_id)
    assert found.author == expected
    seen = observation(author_id=author_id)
    assert seen is not None
    assert AccountRef(seen.native_id, seen.handle) == expected


@pytest.mark.parametrize(
    ("stated", "other", "native_id"),
    [
        ("2528776999", "", "2528776999"),
        ("2528776999.0", "", "2528776999"),
        ("2528776999", "4036537999", "2528776999"),
        ("905874659358453999", "", "905874659358453999"),
        ("906000000000000000", "905874659358453999", "905874659358453999"),
        ("905875000000000000", "905874659358453999", "905874659358453999"),
        ("890000000000000000", "889999659358453999", "889999659358453999"),
        ("906000000000000000", "907874659358453999", None),
        ("906000000000000000", "90587465", None),
        ("906000000000000000", "", None),
        ("968131000000000000", "", None),
        ("", "905874659358453999", None),
    ],
)
def test_a_rounded_id_is_recovered_or_left_out(
    stated: str, other: str, native_id: str | None
) -> None:
    found = account(external_author_id=stated, congress_2017_id=other)
    assert (found.native_id, found.handle) == (native_id, "minaketter")


def test_an_account_whose_handle_another_had_too_keeps_a_name_of_its_own() -> None:
    both = {"author": "Ole_Brant", "author_id": "Ole_Brant777000000000000000"}
    lost = account(**both, external_author_id="777000000000000000", congress_2017_id="4036537999")
    assert (lost.native_id, lost.handle) == (None, "Ole_Brant777000000000000000")
    assert post(author_id=both["author_id"]).author == AccountRef(handle=lost.handle)
    known = account(
        **both, external_author_id="777000000000000000", congress_2017_id="776999659358453999"
    )
    assert (known.native_id, known.handle) == ("776999659358453999", "Ole_Brant")


def test_opinions_about_an_account_make_no_record() -> None:
    (found,) = read_text(table([{"account_category": "Ferries", "account_type": "left"}], AUTHORS))
    assert found == Account(row=2, platform="twitter", native_id="2528776999", handle="minaketter")


def test_a_key_is_made_from_what_the_post_says() -> None:
    same = post().native_id
    assert post(harvested_date="2017-01-01 00:00:00", followers="5", region="").native_id == same
    assert post(publish_date="2016-03-01 09:14").native_id == same
    others = [
        post(author_id="olebrant"),
        post(publish_date="2016-03-01 09:15:00"),
        post(content="Nothing much "),
        post(post_type="R", retweet="1"),
        post(post_type="Q", retweet="1"),
        post(language="German"),
    ]
    keys = {each.native_id for each in others}
    assert len(keys) == len(others)
    assert same not in keys


def test_equal_rows_are_posts_of_their_own() -> None:
    first, second, other, third = posts({}, {"updates": "262"}, {"content": "More"}, {})
    assert second.native_id == f"{first.native_id}-2"
    assert third.native_id == f"{first.native_id}-3"
    assert not other.native_id.startswith(first.native_id)


def test_a_rejected_row_takes_no_key() -> None:
    found = read_text(table([{"followers": "many"}, {}]))
    assert [each.native_id for each in found if isinstance(each, Post)] == [post().native_id]


def test_more_posts_than_can_be_told_apart_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ira_by_author, "_MOST_POSTS", 2)
    rows = [{"content": text} for text in ("a", "b", "c", "a")]
    found = [each for each in read_text(table(rows)) if not isinstance(each, Observation)]
    assert [isinstance(each, Reject) for each in found] == [False, False, True, False]


def test_columns_may_stand_in_any_order_and_some_may_be_missing() -> None:
    (found,) = posts({}, columns=sorted(POSTS, reverse=True))
    assert found == post()
    few = ["content", "post_type", "publish_date", "author_id"]
    (found,) = posts({"post_type": "R"}, columns=few)
    assert (found.kind, found.language, found.text) == (Kind.REPOST, None, "Nothing much")
    (listed,) = read_text(table([{}], ["author", "external_author_id", "author_id"]))
    assert isinstance(listed, Account)
    assert listed.native_id == "2528776999"


def test_bytes_that_are_no_text_are_marked() -> None:
    (found, _) = read_text(table([{"content": "bro\udcffken"}]))
    assert isinstance(found, Post)
    assert (found.text, found.text_repaired) == ("bro\ufffdken", True)
    (found, *_) = read_text(table([{}, {"content": "bro\udcffken"}]))
    assert isinstance(found, Post)
    assert not found.text_repaired


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("English", "en"),
        ("Farsi (Persian)", "fa"),
        ("LANGUAGE UNDEFINED", None),
        ("", None),
        ("Klingon", "Klingon"),
    ],
)
def test_languages_are_words(language: str, code: str | None) -> None:
    assert post(language=language).language == code


@pytest.mark.parametrize(
    ("time", "precision"),
    [
        ("2016-03-01 09:14:00", Precision.MINUTE),
        ("2016-03-01T09:14", Precision.MINUTE),
        ("2016-03-01 09:14:59", Precision.SECOND),
    ],
)
def test_times_are_as_fine_as_they_say(time: str, precision: Precision) -> None:
    found = post(publish_date=time)
    assert (found.created_at, found.precision) == (microseconds(time), precision)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"author_id": ""}, "author_id is neither a handle nor a handle with an id"),
        ({"author_id": "mina ketter"}, "author_id is neither"),
        ({"author_id": "minaketter_is_too_long"}, "author_id is neither"),
        ({"author_id": "9" * 30}, "author_id is neither"),
        ({"author_id": "Ole_Brant9223372036854775808"}, "author_id is not an id"),
        ({"publish_date": ""}, "publish_date is not a time"),
        ({"publish_date": "10/1/2017 19:58"}, "publish_date is not a time"),
        ({"publish_date": "2016-02-30 09:14:00"}, "publish_date is not a time"),
        ({"publish_date": "2016-03-01 09:14:00+02:00"}, "publish_date is not a time"),
        ({"harvested_date": "soon"}, "harvested_date is not a time"),
        ({"followers": "79.0"}, "followers is not a count"),
        ({"following": "-1"}, "following is not a count"),
        ({"updates": "٣"}, "updates is not a count"),
        ({"updates": "9" * 16}, "updates is not a count"),
        ({"post_type": "RETWEET"}, "post_type and retweet are not"),
        ({"post_type": "R", "retweet": "0"}, "post_type and retweet are not"),
        ({"retweet": "1"}, "post_type and retweet are not"),
    ],
)
def test_a_cell_that_cannot_be_read_rejects_its_row(cells: Cells, reason: str) -> None:
    found = reject(POSTS, **cells)
    assert reason in found.reason
    assert (found.row, found.excerpt[:5]) == (2, ",".join({**POST, **cells}.values())[:5])


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"external_author_id": "9.06e+17"}, "went through a floating-point number"),
        ({"external_author_id": "unknown"}, "external_author_id is not an id"),
        (
            {"external_author_id": "906000000000000000", "congress_2017_id": "9.06e+17"},
            "congress_2017_id went through",
        ),
        ({"author": "mina ketter"}, "author is not a handle"),
        ({"author": ""}, "author is not a handle"),
        ({"author": "olebrant"}, "author_id does not begin with author"),
        ({"author_id": "???"}, "author_id is neither"),
    ],
)
def test_an_author_that_cannot_be_read_is_rejected(cells: Cells, reason: str) -> None:
    assert reason in reject(AUTHORS, **cells).reason


def test_rows_of_another_width() -> None:
    text = table([{}]) + "minaketter,x\n" + table([{}]).split("\n", 1)[1]
    found = read_text(text)
    (bad,) = [each for each in found if isinstance(each, Reject)]
    assert bad.row == 3
    assert bad.reason == "the row has more or fewer cells than the first line has names"
    assert sum(isinstance(each, Post) for each in found) == 2


def test_claims_tell_what_is_missing_and_left_aside() -> None:
    importer = IraByAuthor()
    assert importer.sniff(Sample("x", table([{}]))) == Claim(
        "posts in 11 columns; left aside: region"
    )
    answer = importer.sniff(Sample("x", table([{}], AUTHORS)))
    assert isinstance(answer, Claim)
    assert answer.reason.startswith("authors in 9 columns; left aside: account_type, ")
    few = ["author_id", "content", "publish_date", "post_type", "\x1b[31m"]
    answer = importer.sniff(Sample("x", table([{}], few)))
    assert isinstance(answer, Claim)
    assert "without language, harvested_date, following" in answer.reason
    assert answer.reason.endswith("left aside: '\\x1b[31m'")


_FIRST_PUBLISHED = (
    "external_author_id,author,content,region,language,publish_date,harvested_date,following,"
    "followers,updates,post_type,account_type,new_june_2018,retweet,account_category"
)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"{_FIRST_PUBLISHED}\n", "it is the table as first published"),
        (f"{_FIRST_PUBLISHED},alt_external_id,tweet_id,article_url\n", "as first published"),
        ("author_id,content\n", "its first line has no column publish_date, post_type"),
        ("tweetid,userid\n", "has no column author_id, author, external_author_id"),
        ("author_id,content,publish_date,post_type,content\n", "names content more than once"),
        ('"open', "its first line is no row of CSV"),
        ("", "its first line is no row of CSV"),
    ],
)
def test_other_files_are_refused_with_the_reason(text: str, reason: str) -> None:
    answer = IraByAuthor().sniff(Sample("x.csv", text))
    assert isinstance(answer, Refusal)
    assert reason in answer.reason
    assert all(isinstance(each, Reject) for each in read_text(text))


def _cells() -> Iterator[tuple[str, st.SearchStrategy[str]]]:
    yield "author_id", st.sampled_from(["minaketter", "olebrant", "Ole_Brant3312143999"])
    yield "content", st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=12)
    yield "publish_date", st.sampled_from(["2016-03-01 09:14:00", "2016-03-01 09:15:00"])
    yield "language", st.sampled_from(["English", "a\nb", "a", ""])
    yield "followers", st.integers(0, 10**9).map(str)


rows = st.lists(st.fixed_dictionaries(dict(_cells())), max_size=12)


def _said(found: list[object]) -> list[str]:
    """Records without their rows, in an order of their own."""
    return sorted(
        repr({name: getattr(each, name) for name in type(each).__struct_fields__ if name != "row"})
        for each in found
        if isinstance(each, Post | Observation)
    )


@given(rows=rows, seed=st.integers(0, 1000))
@settings(deadline=None)
def test_the_order_of_rows_changes_nothing(rows: list[dict[str, str]], seed: int) -> None:
    again = [*rows, *rows[:3]]  # some of them twice
    mixed = random.Random(seed).sample(again, len(again))
    first, second = read_text(table(again)), read_text(table(mixed))
    assert _said(list(first)) == _said(list(second))
    keys = [each.native_id for each in first if isinstance(each, Post)]
    assert len(set(keys)) == len(keys) == len(again)


@given(rows=rows)
@settings(deadline=None)
def test_texts_and_counts_come_back(rows: list[dict[str, str]]) -> None:
    found = list(IraByAuthor().read(TextLines(table(rows))))
    texts = [each.text or "" for each in found if isinstance(each, Post)]
    seen = [each.followers for each in found if isinstance(each, Observation)]
    assert seen == [int(row["followers"]) for row in rows]
    for text, row in zip(texts, rows, strict=True):
        assert text in {row["content"], row["content"][1:-1]}
        assert text == row["content"] or row["content"][0] == "'" == row["content"][-1]
