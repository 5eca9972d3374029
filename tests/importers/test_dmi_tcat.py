"""DMI-TCAT's table: lists, reposts that name no post, times, and what is rejected."""

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
    PostRef,
    Precision,
    Presence,
)
from inunison_importers.base import Claim, Refusal, Sample, TextLines
from inunison_importers.dmi_tcat import DmiTcat
from tests.importers.archive_rows import microseconds
from tests.importers.scraped_objects import accounts, collected, observations, posts, reasons
from tests.importers.tweet_table_rows import (
    AT,
    ID,
    OTHER,
    OTHER_AT,
    TCAT_COLUMNS,
    read_tcat,
    tcat,
)

LOST = (
    "{} went through a floating-point number and lost its last digits; "
    "take the file as it was published, not one that a spreadsheet or a script wrote anew"
)
BY_OTHERS = {"created_at": "2022-03-04T06:06:07", "from_user_created_at": "2019-11-05T11:20:30"}


def test_a_plain_post_and_its_author() -> None:
    found = read_tcat({})
    assert posts(found) == [
        Post(
            row=2,
            platform="twitter",
            native_id=ID,
            author=AccountRef("101", "minaketter"),
            kind=Kind.POST,
            created_at=AT,
            precision=Precision.MILLISECOND,
            text="Late again",
            language="en",
            client="Twitter Web App",
        )
    ]
    assert observations(found, "post") == [
        Observation(
            row=2,
            platform="twitter",
            subject="post",
            native_id=ID,
            presence=Presence.LIVE,
            reposts=1,
            likes=3,
        )
    ]
    assert accounts(found) == [
        Account(
            row=2,
            platform="twitter",
            native_id="101",
            handle="minaketter",
            name="Mina Ketter",
            description="Trains",
            location="Tarvenport",
            url="https://mina.example",
            created_at=microseconds("2019-11-05T10:20:30"),
            created_precision=Precision.SECOND,
            verified=False,
        )
    ]
    (seen,) = observations(found, "account")
    assert (seen.followers, seen.following, seen.posts) == (7, 9, 11)


def test_lists_of_tcat() -> None:
    found = collected(
        read_tcat(
            {
                "mentions": "oro_lind; 12345; Oro_Lind",
                "hashtags": "Tarvenport; ferry; Tarvenport",
                "urls": "https://t.co/a; https://t.co/b",
                "urls_expanded": f"https://a.example/x|y; https://x.com/m/status/{ID}/photo/1;",
                "urls_followed": "https://elsewhere.example; ; ",
                "media_urls": "https://m/1; https://m/2",
            }
        )
    )
    assert found.mentions == (
        Mention(AccountRef(None, "oro_lind")),
        Mention(AccountRef(None, "12345")),
    )
    assert found.hashtags == ("Tarvenport", "ferry")
    assert found.links == ("https://a.example/x|y",)
    assert found.media == ("https://m/1", "https://m/2")
    short = collected(read_tcat({"urls": "https://t.co/a; https://a.example"}))
    assert short.links == ("https://a.example",)


def test_lists_that_others_wrote_into_it() -> None:
    found = read_tcat(
        BY_OTHERS
        | {
            "mentions": "102|103|102",
            "hashtags": "ferry|tarvenport",
            "urls_expanded": "https://a.example|https://b.example",
            "media_urls": "https://m/1|https://m/2",
            "source": "<a href=https://mobile.example rel=nofollow>Twitter Web App</a>",
        }
    )
    post = collected(found)
    assert post.mentions == (Mention(AccountRef("102")), Mention(AccountRef("103")))
    assert post.hashtags == ("ferry", "tarvenport")
    assert post.links == ("https://a.example", "https://b.example")
    assert (post.media, post.client) == (("https://m/1", "https://m/2"), "Twitter Web App")
    assert [each.created_at for each in accounts(found)] == [None]
    odd = read_tcat(BY_OTHERS | {"mentions": "102|oro_lind"})
    assert reasons(odd) == ["mentions is not an id"]
    assert posts(odd)[0].mentions == (Mention(AccountRef("102")),)


def test_a_repost_mentions_the_account_that_it_passes_on() -> None:
    given = {
        "text": "RT @oro_lind: The ferry is late #Tarvenport",
        "mentions": "oro_lind; piavell",
        "hashtags": "Tarvenport",
        "urls_expanded": "https://a.example",
        "quoted_status_id": OTHER,
    }
    found = read_tcat(given)
    post = collected(found)
    assert (post.kind, post.reposts, post.quotes) == (Kind.REPOST, None, None)
    assert post.mentions == (Mention(AccountRef(None, "oro_lind")),)
    assert (post.hashtags, post.links) == ((), ())
    (seen,) = observations(found, "post")
    assert (seen.reposts, seen.likes) == (1, None)
    assert collected(read_tcat({"text": "RT @oro_lind this"})).kind is Kind.POST


def test_replies_quotes_and_a_mention_at_the_beginning() -> None:
    pointer = PostRef(OTHER, None, False, OTHER_AT, Precision.MILLISECOND)
    quote = collected(read_tcat({"quoted_status_id": OTHER}))
    assert (quote.kind, quote.quotes) == (Kind.QUOTE, pointer)
    given = {"in_reply_to_status_id": OTHER, "to_user_name": "oro_lind"}
    reply = collected(read_tcat(given))
    assert reply.kind is Kind.REPLY
    assert reply.replies_to == PostRef(
        OTHER, AccountRef(None, "oro_lind"), False, OTHER_AT, Precision.MILLISECOND
    )
    both = collected(read_tcat(given | {"quoted_status_id": OTHER}))
    assert (both.kind, both.quotes) == (Kind.REPLY, pointer)
    begins = collected(read_tcat({"to_user_name": "Oro_Lind", "mentions": "oro_lind; piavell"}))
    assert begins.kind is Kind.POST
    assert begins.mentions == (
        Mention(AccountRef(None, "Oro_Lind")),
        Mention(AccountRef(None, "piavell")),
    )
    nought = {"in_reply_to_status_id": "0", "quoted_status_id": "0"}
    assert collected(read_tcat(nought)).kind is Kind.POST


def test_what_stands_for_nothing() -> None:
    given = {
        "text": "",
        "lang": "und",
        "source": "",
        "location": "",
        "from_user_realname": "",
        "from_user_verified": "",
        "from_user_description": "",
        "from_user_url": "",
        "from_user_created_at": "0000-00-00 00:00:00",
        "retweet_count": "",
        "favorite_count": "",
    }
    found = read_tcat(given)
    post = collected(found)
    assert (post.text, post.language, post.client) == (None, None, None)
    assert observations(found, "post") == []
    assert accounts(found) == [
        Account(row=2, platform="twitter", native_id="101", handle="minaketter")
    ]


@pytest.mark.parametrize("given", [{"withheld_scope": "status"}, {"withheld_copyright": "1"}])
def test_a_withheld_post(given: dict[str, str]) -> None:
    (seen,) = observations(read_tcat(given), "post")
    assert seen.presence is Presence.WITHHELD
    (seen,) = observations(read_tcat({"from_user_withheld_scope": "user"}), "account")
    assert seen.presence is Presence.WITHHELD


def test_times() -> None:
    old = collected(read_tcat({"id": "20", "time": "1142974214"}))
    assert old.created_at == microseconds("2006-03-21T20:50:14")
    assert old.precision is Precision.SECOND
    odd = collected(read_tcat({"time": "1646370368"}))
    assert (odd.created_at, odd.time_conflict, odd.stated_time) == (AT, True, "1646370368")
    none = collected(read_tcat({"time": "", "id": "20"}))
    assert (none.created_at, none.precision) == (None, None)
    assert collected(read_tcat({"time": "1646370367.0"})).time_conflict is False


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"id": "1.49961212997874e+18"}, LOST.format("id")),
        ({"id": ""}, "id is not an id"),
        ({"id": "9" * 5_000}, "id is not an id"),
        ({"time": "2022-03-04"}, "time is no number of seconds since 1970"),
        ({"time": "9" * 5_000}, "time is no number of seconds since 1970"),
        ({"retweet_count": "-1"}, "retweet_count is not a count"),
        ({"favorite_count": "many"}, "favorite_count is not a count"),
        ({"from_user_followercount": "٣"}, "from_user_followercount is not a count"),
    ],
)
def test_rows_that_are_rejected(given: dict[str, str], reason: str) -> None:
    found = read_tcat(given, {})
    assert reasons(found) == [reason]
    assert [each.row for each in posts(found)] == [3]


def test_cells_that_are_left_out_and_told() -> None:
    found = read_tcat({"in_reply_to_status_id": "1.5e+18", "from_user_id": "1.2e+18"})
    (post,) = posts(found)
    assert (post.author, post.replies_to) == (AccountRef(None, "minaketter"), None)
    assert reasons(found) == [LOST.format("from_user_id"), LOST.format("in_reply_to_status_id")]
    assert accounts(found) == []
    born = read_tcat({"from_user_created_at": "yesterday"})
    assert reasons(born) == ["created_at is not a time"]
    assert len(posts(born)) == 1


def test_a_row_of_another_width_and_one_that_is_no_csv() -> None:
    text = tcat({}) + "1,2\n" + f'{ID},x,"a \\"b" c"\n' + tcat({"id": OTHER}).split("\n")[1] + "\n"
    found = list(DmiTcat().read(TextLines(text)))
    assert reasons(found) == [
        "the row has more or fewer cells than the first line has names",
        "a quotation mark stands inside a quoted cell and is not doubled",
    ]
    assert [each.native_id for each in posts(found)] == [ID, OTHER]


def test_tabs_and_columns_in_another_order() -> None:
    columns = [name for name in reversed(TCAT_COLUMNS) if name != "quoted_status_id"]
    expected = read_tcat({"hashtags": "a; b"})
    text = tcat({"hashtags": "a; b"}, columns=columns, delimiter="\t")
    assert list(DmiTcat().read(TextLines(text))) == expected
    assert DmiTcat().sniff(Sample("x", text)) == Claim("tweets in 50 columns of DMI-TCAT")


def test_an_empty_line_before_the_names() -> None:
    text = "\n" + tcat({}, delimiter="\t")
    assert isinstance(DmiTcat().sniff(Sample("x", text)), Claim)
    assert [each.row for each in posts(list(DmiTcat().read(TextLines(text))))] == [3]
    assert list(DmiTcat().read(TextLines("\n\n"))) == []


def test_bytes_that_are_no_text() -> None:
    found = list(DmiTcat().read(TextLines(tcat({"text": "a \udc80 b"}))))
    post = collected(found)
    assert (post.text, post.text_repaired) == ("a \ufffd b", True)
    later = tcat({"text": "a \udc80 b"}, {"id": OTHER, "text": "its own \ufffd"})
    marks = [each.text_repaired for each in posts(list(DmiTcat().read(TextLines(later))))]
    assert marks == [True, False]


def test_what_is_claimed() -> None:
    few = [name for name in TCAT_COLUMNS if name not in ("mentions", "hashtags")]
    answer = DmiTcat().sniff(Sample("x", tcat({}, columns=few)))
    assert answer == Claim("tweets in 49 columns of DMI-TCAT, without mentions, hashtags")
    twice = DmiTcat().sniff(Sample("x", tcat({}, columns=[*TCAT_COLUMNS, "id"])))
    assert twice == Refusal("its first line names id more than once")
    assert isinstance(DmiTcat().sniff(Sample("x", "id,text\n")), Refusal)
    assert isinstance(DmiTcat().sniff(Sample("x", "")), Refusal)
    assert reasons(list(DmiTcat().read(TextLines("id,text\n1,2\n")))) == [
        "its first line has no column time, created_at, from_user_name, from_user_id"
    ]


_WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), min_size=1)
_TAGS = st.lists(st.from_regex(r"[A-Za-zäß]{1,9}", fullmatch=True), unique=True)


@settings(deadline=None)
@given(text=_WORDS, tags=_TAGS, likes=st.integers(0, 10**9))
def test_a_row_comes_back_as_it_was_written(text: str, tags: list[str], likes: int) -> None:
    found = read_tcat({"text": text, "hashtags": "; ".join(tags), "favorite_count": str(likes)})
    post = collected(found)
    assert (post.text, post.hashtags) == (text, tuple(tags))
    assert [each.likes for each in observations(found, "post")] == [likes]
