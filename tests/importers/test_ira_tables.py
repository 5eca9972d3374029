"""The tables of Clemson and 538 as first published: what each column says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.records import (
    AccountRef,
    Kind,
    Mention,
    Observation,
    Post,
    PostRef,
    Precision,
    Reject,
)
from inunison_importers import ira_tables
from inunison_importers.base import Claim, Refusal, Sample
from inunison_importers.ira_by_author import IraByAuthor
from inunison_importers.ira_tables import IraTables
from tests.importers.by_author_rows import posts as split_posts
from tests.importers.named_rows import Table, microseconds, of_type, one

ROW = {
    "external_author_id": "906000000000000000",
    "author": "MINA_KETTER",
    "content": "Nothing much",
    "region": "Unknown",
    "language": "English",
    "publish_date": "10/1/2017 19:58",
    "harvested_date": "10/1/2017 19:59",
    "following": "1052",
    "followers": "9636",
    "updates": "253",
    "post_type": "",
    "account_type": "left",
    "retweet": "0",
    "account_category": "Ferries",
    "new_june_2018": "0",
    "alt_external_id": "905874659358453760",
    "tweet_id": "914580356430536707",
    "article_url": "http://twitter.com/905874659358453760/statuses/914580356430536707",
    "tco1_step1": "",
    "tco2_step1": "",
    "tco3_step1": "",
}
AUGUST = Table(IraTables(), ROW)
JULY = Table(IraTables(), {name: ROW[name] for name in list(ROW)[:15]})
AUTHOR = AccountRef("905874659358453760", "MINA_KETTER")
EXACT = (914580356430536707 >> 22) + 1288834974657


def test_a_plain_post_has_the_exact_time_of_its_id() -> None:
    assert AUGUST.read({}) == [
        Post(
            row=2,
            platform="twitter",
            native_id="914580356430536707",
            author=AUTHOR,
            kind=Kind.POST,
            created_at=EXACT * 1000,
            precision=Precision.MILLISECOND,
            stated_time="10/1/2017 19:58",
            text="Nothing much",
            language="en",
            url=ROW["article_url"],
        ),
        Observation(
            row=2,
            platform="twitter",
            subject="account",
            native_id="905874659358453760",
            handle="MINA_KETTER",
            observed_at=microseconds("2017-10-01 19:59:00"),
            precision=Precision.MINUTE,
            following=1052,
            followers=9636,
            posts=253,
        ),
    ]


def test_the_minute_of_the_id_is_compared_with_the_stated_one() -> None:
    assert not AUGUST.post().time_conflict
    late = AUGUST.post(publish_date="10/1/2017 19:59")
    assert late.time_conflict
    assert late.created_at == EXACT * 1000


def test_an_id_from_before_the_clock_leaves_the_stated_time() -> None:
    old = AUGUST.post(tweet_id="20000000000", article_url="", publish_date="3/2/2010 9:05")
    assert old.created_at == microseconds("2010-03-02 09:05:00")
    assert (old.precision, old.stated_time) == (Precision.MINUTE, "3/2/2010 9:05")
    assert not old.time_conflict


@pytest.mark.parametrize(
    ("cell", "time"),
    [
        ("1/2/2016 0:00", "2016-01-02 00:00:00"),
        ("12/31/2015 23:59", "2015-12-31 23:59:00"),
        ("2016-03-01 09:14:00", "2016-03-01 09:14:00"),
    ],
)
def test_times_are_month_first(cell: str, time: str) -> None:
    assert JULY.post(publish_date=cell).created_at == microseconds(time)


@pytest.mark.parametrize(
    ("cells", "author"),
    [
        ({}, AUTHOR),
        ({"alt_external_id": ""}, AUTHOR),  # from article_url
        ({"alt_external_id": "9.05875E+17"}, AUTHOR),
        ({"alt_external_id": "906000000000000000"}, AUTHOR),
        ({"alt_external_id": "", "article_url": ""}, AccountRef(handle="MINA_KETTER")),
        (
            {"alt_external_id": "", "article_url": "", "external_author_id": "9.06E+17"},
            AccountRef(handle="MINA_KETTER"),
        ),
        (
            {"alt_external_id": "", "article_url": "", "external_author_id": "2528776999"},
            AccountRef("2528776999", "MINA_KETTER"),
        ),
        (
            {"alt_external_id": "", "article_url": "", "external_author_id": "2528776999.0"},
            AccountRef("2528776999", "MINA_KETTER"),
        ),
        (
            {"alt_external_id": "", "article_url": "", "external_author_id": ""},
            AccountRef(handle="MINA_KETTER"),
        ),
        # a handle in the link is no id
        (
            {"alt_external_id": "", "article_url": "http://twitter.com/a_b/statuses/1"},
            AccountRef(handle="MINA_KETTER"),
        ),
    ],
)
def test_the_account_is_never_a_rounded_id(cells: dict[str, str], author: AccountRef) -> None:
    assert AUGUST.post(**cells).author == author


@pytest.mark.parametrize("cell", ["9.14580356430536E+17", "914580000000000000", ""])
def test_a_lost_id_of_a_post_is_taken_from_its_link(cell: str) -> None:
    assert AUGUST.post(tweet_id=cell).native_id == "914580356430536707"


def test_one_of_both_editions_is_the_same_but_for_its_id() -> None:
    july, august = JULY.post(external_author_id="9.06E+17"), AUGUST.post()
    assert july.native_id.startswith("made-")
    assert july.text == august.text
    assert july.author == AccountRef(handle="MINA_KETTER")
    assert july.created_at == microseconds("2017-10-01 19:58:00")
    assert july.precision is Precision.MINUTE
    assert july.url is None


def test_equal_rows_without_id_are_posts_of_their_own() -> None:
    first, second, other = of_type(Post, JULY.read({}, {"updates": "254"}, {"content": "x"}))
    assert second.native_id == f"{first.native_id}-2"
    assert not other.native_id.startswith(first.native_id)


def test_a_post_has_the_same_key_in_the_split_tables() -> None:
    cells = {"content": "Late", "publish_date": "2016-03-01 09:14:00"}
    kinds = {"": ("", "0"), "RETWEET": ("R", "1"), "QUOTE_TWEET": ("Q", "1")}
    for ours, (theirs, flag) in kinds.items():
        whole = JULY.post(author="olebrant", post_type=ours, retweet=flag, **cells)
        (split,) = split_posts(
            {"author_id": "olebrant", "post_type": theirs, "retweet": flag, **cells}
        )
        assert whole.native_id == split.native_id
        assert whole.kind == split.kind


def test_more_posts_than_can_be_told_apart_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ira_tables, "_MOST_POSTS", 1)
    rejected = one(Reject, [each for each in JULY.read({}, {"content": "x"}) if each.row == 3])
    assert rejected.reason == "the file has more posts than can be told apart"


LINK = "https://twitter.com/olebrant/status/914314644772270080"


def test_a_retweet_tells_no_original_and_a_quote_may() -> None:
    cells = {"content": "See https://t.co/dddddddddd", "retweet": "1", "tco1_step1": LINK}
    repost = AUGUST.post(post_type="RETWEET", **cells)
    assert (repost.kind, repost.reposts, repost.quotes) == (Kind.REPOST, None, None)
    quote = AUGUST.post(post_type="QUOTE_TWEET", **cells)
    assert quote.kind is Kind.QUOTE
    assert quote.quotes == PostRef(
        "914314644772270080",
        AccountRef(handle="olebrant"),
        author_inferred=True,
        created_at=((914314644772270080 >> 22) + 1288834974657) * 1000,
        precision=Precision.MILLISECOND,
    )
    assert quote.links == (LINK,)


@pytest.mark.parametrize(
    "steps",
    [
        {"tco1_step1": f"{LINK}/photo/1"},
        {"tco1_step1": LINK, "tco2_step1": "https://twitter.com/a/status/914314644772270081"},
        {"tco1_step1": "https://tarvenport.example/status/914314644772270080"},
        {"tco1_step1": "https://twitter.com/x/status/914580356430536707"},  # the post itself
        {},
    ],
)
def test_a_quote_whose_links_do_not_name_one_post(steps: dict[str, str]) -> None:
    cells = {"content": "a https://t.co/a b https://t.co/b", "post_type": "QUOTE_TWEET"}
    found = AUGUST.post(retweet="1", **cells, **steps)
    assert (found.kind, found.quotes) == (Kind.QUOTE, None)


def test_steps_stand_in_the_place_of_short_links() -> None:
    found = AUGUST.post(
        content="https://t.co/a https://whole.example/x https://t.co/b https://t.co/c",
        tco1_step1="https://one.example/",
        tco3_step1="https://three.example/",
    )
    assert found.links == (
        "https://one.example/",
        "https://whole.example/x",
        "https://t.co/b",
        "https://three.example/",
    )
    cut = AUGUST.post(content="cut off", tco1_step1="https://one.example/")
    assert cut.links == ("https://one.example/",)


def test_apostrophes_of_the_spreadsheet_are_taken_off_and_marks_are_read() -> None:
    found = AUGUST.post(content="'@olebrant is it #Late?'")
    assert found.text == "@olebrant is it #Late?"
    assert found.mentions == (Mention(AccountRef(handle="olebrant")),)
    assert found.hashtags == ("Late",)
    assert AUGUST.post(content="'Late'").text == "'Late'"


def test_languages_are_words() -> None:
    assert AUGUST.post(language="Russian").language == "ru"
    assert AUGUST.post(language="LANGUAGE UNDEFINED").language is None


def test_counts_that_are_missing_are_no_observation() -> None:
    assert AUGUST.seen(following="", followers="", updates="") == []
    (seen,) = AUGUST.seen(followers="", updates="", harvested_date="")
    assert (seen.following, seen.followers, seen.observed_at) == (1052, None, None)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"author": "Mina Ketter"}, "author is not a handle"),
        ({"author": ""}, "author is not a handle"),
        ({"alt_external_id": "abc"}, "alt_external_id is not an id"),
        ({"tweet_id": "-1"}, "tweet_id is not an id"),
        ({"tweet_id": "9" * 5000}, "tweet_id is not an id"),
        (
            {"tweet_id": "914580000000000000", "article_url": ""},
            "tweet_id was rounded, and article_url does not hold it",
        ),
        ({"tweet_id": "9.1E+17", "article_url": ""}, "tweet_id went through a floating-point"),
        ({"publish_date": "13/1/2017 2:13"}, "publish_date is not a time"),
        ({"publish_date": "1/1/0000 2:13"}, "publish_date is not a time"),
        ({"publish_date": "٣/1/2017 2:13"}, "publish_date is not a time"),
        ({"harvested_date": "soon"}, "harvested_date is not a time"),
        ({"followers": "many"}, "followers is not a count"),
        ({"retweet": "1"}, "post_type and retweet are not a kind of post with 0 or 1"),
        ({"post_type": "RETWEET"}, "post_type and retweet are not a kind of post"),
        ({"post_type": "REPLY"}, "post_type and retweet are not a kind of post"),
    ],
)
def test_what_cannot_be_read_is_rejected(cells: dict[str, str], reason: str) -> None:
    assert AUGUST.reason(**cells).startswith(reason)


def test_claims_tell_what_is_missing_and_left_aside() -> None:
    assert IraTables().sniff(Sample("x", AUGUST.text({}))) == Claim(
        "posts in 21 columns; left aside: region, account_type, account_category, new_june_2018"
    )
    answer = IraTables().sniff(Sample("x", JULY.text({})))
    assert isinstance(answer, Claim)
    assert "without alt_external_id, tweet_id, article_url" in answer.reason
    assert isinstance(IraByAuthor().sniff(Sample("x", AUGUST.text({}))), Refusal)
    split = IraTables().sniff(Sample("x", "author_id,content,publish_date,post_type\n"))
    assert split == Refusal("its first line has no column external_author_id, author")


def test_columns_in_order_of_their_names() -> None:
    assert of_type(Post, AUGUST.read({}, columns=sorted(ROW))) == [AUGUST.post()]


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r"), min_size=1, max_size=30))
@settings(deadline=None)
def test_texts_come_back(text: str) -> None:
    found = AUGUST.post(content=text).text
    assert found in (text, text[1:-1])
    assert found == text or text[0] == "'" == text[-1]
