"""Tables that are read by a map: what each cell becomes, and which rows are refused."""

from typing import Any

import pytest

from inunison.records import (
    Account,
    AccountRef,
    Kind,
    Mention,
    Observation,
    Post,
    PostRef,
    Precision,
    Reject,
    Space,
)
from inunison_importers.base import Claim, Refusal, Sample
from tests.importers.mapping import (
    FINE,
    MADE_AT,
    NEW_YEAR,
    PLAIN,
    SECOND,
    TWEET,
    read,
    reader,
    table,
)


def of(kind: type[Any], columns: dict[str, str], row: dict[str, str], **settings: Any) -> Any:
    """The only record of a kind that a row makes."""
    found = read(reader(columns, **settings), table([row]))
    (made,) = [each for each in found if isinstance(each, kind)]
    return made


def post(more: dict[str, str], cells: dict[str, str], **settings: Any) -> Post:
    """The post of a row that has these columns too."""
    row = {"id": "p1", "who": "ida", "words": "Good morning", "when": "2020-01-01T00:00:00Z"}
    made = of(Post, PLAIN | more, row | cells, **settings)
    assert isinstance(made, Post)
    return made


def reason(more: dict[str, str], cells: dict[str, str], **settings: Any) -> str:
    """Why such a row is rejected."""
    row = {"id": "p1", "who": "ida", "words": "Good morning", "when": "2020-01-01T00:00:00Z"}
    made = of(Reject, PLAIN | more, row | cells, **settings)
    assert made.row == 2
    return str(made.reason)


def test_a_plain_row_is_a_post() -> None:
    assert post({}, {}) == Post(
        row=2,
        platform="forum",
        native_id="p1",
        author=AccountRef(handle="ida"),
        created_at=NEW_YEAR,
        precision=SECOND,
        text="Good morning",
    )


def test_text_stays_as_it_is() -> None:
    for words in ("=cmd|' /c calc'!A1", " \u202espaces ", "two\nlines", "&amp; \x1b[2J", "NA"):
        assert post({}, {"words": words}).text == words


def test_words_that_stand_for_nothing() -> None:
    made = post({"language": "lang"}, {"lang": "NA", "words": "-"}, nulls=["NA", "-"])
    assert (made.language, made.text) == (None, None)


def test_the_time_of_an_id_of_twitter_goes_before_the_stated_one() -> None:
    made = post({}, {"id": TWEET, "when": "2020-01-01 00:43:24"}, platform="twitter")
    assert (made.created_at, made.precision, made.time_conflict) == (MADE_AT, FINE, False)
    assert made.stated_time == "2020-01-01 00:43:24"
    other = post({}, {"id": TWEET, "when": "2020-01-01 01:43:24"}, platform="twitter")
    assert (other.created_at, other.time_conflict) == (MADE_AT, True)
    day = post({}, {"id": TWEET, "when": "2020-01-01"}, platform="Twitter ")
    assert (day.platform, day.created_at, day.time_conflict) == ("twitter", MADE_AT, False)
    none = post({}, {"id": TWEET, "when": ""}, platform="twitter")
    assert (none.created_at, none.stated_time) == (MADE_AT, None)
    old = post({}, {"id": "20", "when": "2006-03-21 20:50"}, platform="twitter")
    assert old.precision is Precision.MINUTE


def test_a_time_without_a_zone_is_kept_as_it_was_stated() -> None:
    assert post({}, {"when": "2020-01-01 00:00"}).stated_time == "2020-01-01 00:00"
    assert post({}, {"when": "2020-01-01 00:00Z"}).stated_time is None
    assert post({}, {"when": ""}).created_at is None


def test_what_a_post_points_to() -> None:
    for what, field, kind in (
        ("reposted", "reposts", Kind.REPOST),
        ("quoted", "quotes", Kind.QUOTE),
        ("replied", "replies_to", Kind.REPLY),
    ):
        columns = {f"{what}_id": "a", f"{what}_author_id": "b", f"{what}_author_handle": "c"}
        made = post(columns, {"a": "p9", "b": "7", "c": "@tomas"})
        assert getattr(made, field) == PostRef("p9", AccountRef("7", "tomas"))
        assert made.kind is kind
        assert post(columns, {"a": "", "b": "7", "c": ""}).kind is Kind.POST
        itself = post(columns, {"a": "p1", "b": "", "c": ""})
        assert (getattr(itself, field), itself.kind) == (None, Kind.POST)
        timed = post(columns, {"id": "20", "a": TWEET, "b": "", "c": ""}, platform="twitter")
        assert getattr(timed, field) == PostRef(TWEET, created_at=MADE_AT, precision=FINE)


def test_kinds_by_their_words() -> None:
    kinds = {"R": "repost", "": "post"}
    assert post({"kind": "k"}, {"k": "R"}, kinds=kinds).kind is Kind.REPOST
    assert post({"kind": "k"}, {"k": ""}, kinds=kinds).kind is Kind.POST
    assert reason({"kind": "k"}, {"k": "Q"}, kinds=kinds) == (
        "kind is none of the words that [kinds] explains"
    )


@pytest.mark.parametrize(
    ("style", "cell"),
    [
        ("json", '["#a", "b"]'),
        ("python", "['#a', 'b']"),
        (",", "#a, b,"),
        ("|", "a|#b"),
        ("; ", "a; b"),
        (" ", "#a  #b"),
    ],
)
def test_lists_however_they_are_written(style: str, cell: str) -> None:
    made = post({"hashtags": "tags"}, {"tags": cell}, lists={"hashtags": style})
    assert made.hashtags == ("a", "b")


def test_a_column_without_a_style_holds_one_thing() -> None:
    made = post({"links": "l", "media": "m"}, {"l": "https://a.example/1,2", "m": ""})
    assert (made.links, made.media) == (("https://a.example/1,2",), ())


def test_mentions_by_handle_by_id_and_by_both() -> None:
    both = {"mentions": "m", "mentioned_ids": "i"}
    style = {"mentions": ",", "mentioned_ids": ","}
    made = post(both, {"m": "@tomas,bo", "i": "1,2"}, lists=style)
    assert made.mentions == (
        Mention(AccountRef("1", "tomas")),
        Mention(AccountRef("2", "bo")),
    )
    more = post(both, {"m": "tomas", "i": "1,2"}, lists=style)
    assert [each.account for each in more.mentions] == [
        AccountRef("1"),
        AccountRef("2"),
        AccountRef(handle="tomas"),
    ]
    only = post({"mentioned_ids": "i"}, {"i": "5", "words": "hi @tomas"})
    assert only.mentions == (Mention(AccountRef("5")),)


def test_marks_are_read_from_the_text_where_no_column_has_them() -> None:
    words = {"words": "hi @tomas #dawn https://a.example/1"}
    made = post({}, words)
    assert made.mentions == (Mention(AccountRef(handle="tomas")),)
    assert (made.hashtags, made.links) == (("dawn",), ("https://a.example/1",))
    left = post({}, words, marks_in_text=False)
    assert (left.mentions, left.hashtags, left.links) == ((), (), ())
    assert post({"hashtags": "t"}, words | {"t": ""}).hashtags == ()


def test_the_place_of_a_post() -> None:
    made = post({"space": "s", "space_id": "n"}, {"s": "Dawn", "n": "9"}, space_kind="channel")
    assert made.space == Space("channel", "Dawn", "9")
    assert post({"space": "s"}, {"s": ""}).space is None
    assert post({"space_id": "n"}, {"n": "9"}).space == Space("space", "9", "9")


def test_the_platform_of_each_row() -> None:
    columns = {**PLAIN, "platform": "site"}
    rows = [{"id": "1", "who": "a", "words": "x", "when": "", "site": each} for each in ("X", " ")]
    found = read(reader(columns), table(rows))
    assert isinstance(found[0], Post)
    assert found[0].platform == "x"
    assert isinstance(found[1], Reject)
    assert found[1].reason == "platform is empty"


def test_accounts_are_told_once_and_counts_each_time() -> None:
    columns = PLAIN | {
        "author_id": "aid",
        "author_name": "name",
        "likes": "l",
        "followers": "f",
        "observed_at": "seen",
    }
    row = {"who": "ida", "aid": "7", "name": "Ida", "words": "x", "when": "", "f": "12.0"}
    seen = {"id": "1", "l": "3", "seen": "2020-01-01 00:00Z"}
    rows = [row | seen, row | {"id": "2", "l": "", "f": "", "seen": ""}]
    found = read(reader(columns), table(rows))
    assert [type(each) for each in found] == [Account, Post, Observation, Observation, Post]
    assert found[0] == Account(row=2, platform="forum", native_id="7", handle="ida", name="Ida")
    day: dict[str, Any] = {"observed_at": NEW_YEAR, "precision": Precision.MINUTE}
    assert found[2:4] == [
        Observation(row=2, platform="forum", subject="post", native_id="1", likes=3, **day),
        Observation(
            row=2,
            platform="forum",
            subject="account",
            native_id="7",
            handle="ida",
            followers=12,
            **day,
        ),
    ]


def test_a_post_without_an_id_has_a_key_of_what_it_says() -> None:
    columns = {"author_handle": "who", "text": "words", "time": "when"}
    rows = [
        {"who": "ida", "words": "x", "when": "2020-01-01 00:00Z"},
        {"who": "ida", "words": "x", "when": "2020-01-01 01:00+01:00"},
        {"who": "ida", "words": "y", "when": "2020-01-01 00:00Z"},
        {"who": "bo", "words": "x", "when": "2020-01-01 00:00Z"},
        {"who": "", "words": "x", "when": "2020-01-01 00:00Z"},
        {"who": "ida", "words": "", "when": ""},
    ]
    first, same, *others, nobody, nothing = read(reader(columns), table(rows))
    keys = [each.native_id for each in (first, same, *others) if isinstance(each, Post)]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3
    assert all(key.startswith("made-") for key in keys)
    assert isinstance(nobody, Reject)
    assert nobody.reason == "the row names neither a post nor its author"
    assert isinstance(nothing, Reject)
    assert nothing.reason == "the row has neither an id, nor a time, nor a text"


def test_ids_from_addresses() -> None:
    columns = {"url": "link", "author_handle": "who", "text": "words"}
    row = {"link": f"https://x.com/ida/status/{TWEET}", "who": "ida", "words": "x"}
    made = of(Post, columns, row, platform="twitter")
    assert (made.native_id, made.created_at, made.url) == (TWEET, MADE_AT, row["link"])
    lost = post({"url": "link"}, {"id": "1.21217243467376E+18", "link": row["link"]})
    assert lost.native_id == TWEET


@pytest.mark.parametrize(
    ("more", "cells", "said"),
    [
        ({}, {"id": ""}, "post_id is empty"),
        ({}, {"id": "1.21E+18"}, "post_id went through a floating-point number"),
        ({}, {"when": "soon"}, "time is not a time of the format that the map states"),
        ({"observed_at": "o", "likes": "l"}, {"o": "soon", "l": "1"}, "observed_at is not a time"),
        ({"author_id": "a"}, {"a": "1.21E+18"}, "author_id went through a floating-point"),
        ({"reposted_id": "r"}, {"r": "1.21E+18"}, "reposted_id went through a floating-point"),
        ({"likes": "l"}, {"l": "many"}, "likes is not a count"),
        ({"likes": "l"}, {"l": "-1"}, "likes is not a count"),
        ({"views": "l"}, {"l": "9" * 5_000}, "views is not a count"),
    ],
)
def test_a_row_that_cannot_be_read_says_why(
    more: dict[str, str], cells: dict[str, str], said: str
) -> None:
    assert reason(more, cells).startswith(said)
    assert "soon" not in reason(more, cells)


def test_a_list_that_does_not_close() -> None:
    said = reason({"hashtags": "t"}, {"t": "['a"}, lists={"hashtags": "python"})
    assert said.startswith("hashtags cannot be read: ")


def test_rows_of_another_width_and_a_first_line_of_other_names() -> None:
    found = read(reader(), "id,who,words,when\n1,ida\n2,ida,x,2020-01-01\n")
    assert isinstance(found[0], Reject)
    assert found[0].reason == "the row has more or fewer cells than the first line has names"
    assert isinstance(found[1], Post)
    (other,) = read(reader(), "id,who\n1,ida\n")
    assert isinstance(other, Reject)
    assert other.reason == "its first line has no column words, when"
    assert read(reader(), "") == []


def test_a_rejected_row_does_not_swallow_the_profile_of_its_author() -> None:
    columns = PLAIN | {"author_name": "name", "likes": "l"}
    row = {"who": "ida", "name": "Ida", "words": "x", "when": ""}
    found = read(reader(columns), table([row | {"id": "1", "l": "x"}, row | {"id": "2", "l": "1"}]))
    assert [type(each) for each in found] == [Reject, Account, Post, Observation]


def test_damaged_bytes_are_marked() -> None:
    text = b"id,who,words,when\n1,ida,caf\xe9,\n2,ida,ok,\n".decode("utf-8", "surrogateescape")
    first, second = read(reader(), text)
    assert isinstance(first, Post)
    assert isinstance(second, Post)
    assert (first.text, first.text_repaired, second.text_repaired) == ("caf\ufffd", True, False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "its first line is no row of a table"),
        ("id,who,words\n", "its first line has no column when"),
        ("id,who,words,when,id\n", "its first line names id more than once"),
        ('"', "its first line is no row of a table"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(text: str, said: str) -> None:
    assert reader().sniff(Sample("x", text)) == Refusal(said)


def test_a_table_that_fits_is_claimed() -> None:
    assert reader().sniff(Sample("x", "id,who,words,when\n")) == Claim("the 4 columns of the map")
    tabs = reader(delimiter="\t")
    assert isinstance(tabs.sniff(Sample("x", "id\twho\twords\twhen\n")), Claim)


def test_a_column_of_rounded_ids_is_refused_as_a_whole() -> None:
    rows = [
        {"id": f"12345678901234{n}000", "who": "ida", "words": "x", "when": ""} for n in range(5)
    ]
    answer = reader().sniff(Sample("x", table(rows)))
    assert isinstance(answer, Refusal)
    assert answer.reason.startswith("every post_id in its first rows has zeros after 15 digits")
    rows[2]["id"] = "1234567890123456789"
    assert isinstance(reader().sniff(Sample("x", table(rows))), Claim)
    linked = reader(PLAIN | {"url": "u"})
    for row in rows:
        row |= {"id": "1234567890123450000", "u": "https://x.com/a/status/1234567890123450001"}
    assert isinstance(linked.sniff(Sample("x", table(rows))), Claim)
