"""Posts in plain text: where they begin, whose they are, and what stays the article's."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.records import AccountRef, Mention, Precision, unkeyed_id
from inunison_importers.article_text import ArticleText
from inunison_importers.attributions import attributions, in_brackets
from inunison_importers.base import Claim, Refusal, Sample, TextLines
from inunison_importers.whole_texts import whole_text
from tests.importers.article_pages import accounts, article, posts, read_text, rejects

MARCH_6 = 1_614_988_800_000_000
EXACT = 1_615_043_661_485_000
BY = "— Anna (@anna) March 6, 2021"
PROSE = "The article says what it says."


def texts(text: str) -> list[str | None]:
    return [post.text for post in posts(read_text(text))]


def test_a_post_is_named_by_author_day_and_words() -> None:
    found = read_text(f"{PROSE}\n\nSome words {BY}\n\n{PROSE}\n")
    (post,), (account,) = posts(found), accounts(found)
    assert (post.row, post.platform, post.text) == (3, "twitter", "Some words")
    assert post.native_id == unkeyed_id("twitter", "anna", "2021-03-06", "Some words")
    assert (post.created_at, post.precision) == (MARCH_6, Precision.DAY)
    assert (post.author, post.kind, post.url) == (AccountRef(handle="anna"), None, None)
    assert (account.name, account.handle, account.row) == ("Anna", "anna", 3)
    assert article(found).title is None


@pytest.mark.parametrize(
    "ending",
    [
        "— Anna (@anna) March 6, 2021 https://twitter.com/anna/status/1368218400000000001?s=20",
        "— Anna (@anna) [March 6, 2021](https://x.com/anna/status/1368218400000000001?ref_src=a)",
        "— Anna (@anna) March 6, 2021 (https://twitter.com/anna/status/1368218400000000001)",
        "— Anna (@anna) March 6, 2021\nhttps://twitter.com/anna/status/1368218400000000001",
        "— Anna (@anna) March 6, 2021 <https://twitter.com/anna/status/1368218400000000001>",
    ],
)
def test_an_address_names_the_post_and_times_it(ending: str) -> None:
    (post,) = posts(read_text(f"{PROSE}\n\nSome words {ending}\n\n{PROSE}"))
    assert (post.native_id, post.text) == ("1368218400000000001", "Some words")
    assert (post.created_at, post.precision) == (EXACT, Precision.MILLISECOND)
    assert (post.stated_time, post.time_conflict) == ("March 6, 2021", False)
    assert post.url == "https://twitter.com/anna/status/1368218400000000001"


def test_an_address_without_a_day_is_enough_and_a_far_day_a_conflict() -> None:
    address = "https://twitter.com/anna/status/1368218400000000001"
    (post,) = posts(read_text(f"Some words — Anna (@anna) {address}"))
    assert (post.created_at, post.stated_time) == (EXACT, None)
    (post,) = posts(read_text(f"Some words — Anna (@anna) 1 mai 2019 {address}"))
    assert (post.created_at, post.stated_time, post.time_conflict) == (EXACT, "1 mai 2019", True)


@pytest.mark.parametrize(
    ("ending", "name"),
    [
        ("— Anna (@anna) March 6, 2021", "Anna"),
        ("—Anna(@anna)March 6, 2021", "Anna"),
        ("– Anna (@anna) 6. März 2021", "Anna"),
        ("-- Anna (@anna) 6 de marzo de 2021", "Anna"),
        ("- Anna (@anna) 6 марта 2021 г.", "Anna"),
        ("― Anna (the second) (@anna) 2021年3月6日", "Anna (the second)"),
        ("— Anna (@work) (@anna) 10:05 AM · Mar 6, 2021", "Anna (@work)"),
        ("— Anna – of – the – quay (@anna) 6 มีนาคม 2021", "Anna – of – the – quay"),
        ("— 🚢🇫🇷 (@anna) March 6, 2021", "🚢🇫🇷"),
        ("— \u200fليلى\u200e (\u200e@anna\u200e)\u200e 6 مارس، 2021", "ليلى"),
        ("— Æon ☭ <3 [x] (@anna) March 6, 2021", "Æon ☭ <3 [x]"),
        ("— (@anna) March 6, 2021", None),
        ("&mdash; Anna (@anna) March 6, 2021", "Anna"),
    ],
)
def test_endings(ending: str, name: str | None) -> None:
    dash = "—" if ending[0] in "—―&" else "-"
    found = read_text(f"Words {dash} with a dash, {ending}")
    (post,) = posts(found)
    assert (post.text, post.created_at) == (f"Words {dash} with a dash,", MARCH_6)
    assert post.author == AccountRef(handle="anna")
    assert [each.name for each in accounts(found)] == ([name] if name else [])


@pytest.mark.parametrize(
    "text",
    [
        "Follow the author — Anna (@anna)",
        "So says Anna (@anna) March 6, 2021",
        "So says — Anna (anna) March 6, 2021",
        "So says — Anna (@anna) on March 6, 2021, he said",
        "The 2016–2018 report by Anna (@anna) March 6, 2021",
        "A well-known Anna (@anna) March 6, 2021",
        f"— {'x' * 120} (@anna) March 6, 2021",
        "Words — Anna\n\n(@anna) March 6, 2021",
        "Words — Anna (@anna) yesterday",
        "Das schrieb — Anna (@anna) am 6. März 2021",
        "Words — Anna (@anna) 06/03/2021",
        "",
    ],
)
def test_what_is_no_ending_stays_the_articles(text: str) -> None:
    assert read_text(text) == []


def test_paragraphs_are_what_empty_lines_part() -> None:
    text = f"{PROSE}\n\nTwo lines\nof one post {BY}\n\n{PROSE}\nAnd more.\n \nOther {BY}"
    assert texts(text) == ["Two lines\nof one post", "Other"]


def test_without_empty_lines_each_line_is_a_paragraph() -> None:
    assert texts(f"{PROSE}\nOne {BY}\n{PROSE}\nTwo {BY}\n") == ["One", "Two"]


def test_an_ending_in_the_midst_of_lines_shows_that_lines_are_paragraphs() -> None:
    text = f"{PROSE}\n\n{PROSE}\nOne {BY}\n{PROSE}\n\nTwo {BY}"
    assert texts(text) == ["One", "Two"]


def test_lines_too_long_to_be_wrapped_show_that_lines_are_paragraphs() -> None:
    text = f"{PROSE * 5}\n{PROSE}\n\n{PROSE}\nOne {BY}\n"
    assert texts(text) == ["One"]
    assert texts(text.replace(PROSE * 5, PROSE)) == [f"{PROSE}\nOne"]


def test_an_ending_alone_belongs_to_the_paragraph_before_it() -> None:
    assert texts(f"{PROSE}\n\nSome words\n\n{BY}\n\n{PROSE}") == ["Some words"]
    assert texts(f"{PROSE}\nSome words\n{BY}\n{PROSE}") == ["Some words"]


def test_an_ending_without_words_before_it_is_told_with_its_line() -> None:
    found = read_text(f"One {BY}\n\n— Ben (@ben) March 6, 2021\n")
    assert [post.text for post in posts(found)] == ["One"]
    assert [(each.row, each.reason) for each in rejects(found)] == [
        (3, "the post tells neither its address nor author and words")
    ]


def test_several_posts_of_one_paragraph_each_begin_after_the_one_before() -> None:
    text = "One — A (@a) March 6, 2021Two — B (@b) March 6, 2021 Three— C (@c) 6. März 2021The end"
    found = posts(read_text(text))
    assert [post.text for post in found] == ["One", "Two", "Three"]
    assert [post.author for post in found] == [AccountRef(handle=each) for each in "abc"]


def test_one_pair_of_marks_holds_several_paragraphs() -> None:
    for opening, closing in ("“”", "„“", "«»", "»«", '""', "””"):
        text = f"{PROSE}\n\n{opening}One.\n\nTwo.\n\nThree.{closing} {BY}"
        assert texts(text) == ["One.\n\nTwo.\n\nThree."], opening


def test_marks_that_are_closed_before_hold_no_words_of_the_next() -> None:
    assert texts(f"“It was planned,” they say.\n\nHe said “no” {BY}") == ["He said “no”"]
    assert texts(f"{PROSE}\n\n“All of it.” {BY}") == ["“All of it.”"]
    assert texts(f"{PROSE}\n\nNo opening” {BY}") == ["No opening”"]


def test_paragraphs_quoted_as_mail_is_are_one() -> None:
    text = f"{PROSE}\n\n> One\n> goes on\n\n> Two {BY}\n\n> Other\n\nThree {BY}"
    assert texts(text) == ["One\ngoes on\n\nTwo", "Three"]
    assert texts(f"{PROSE}\n\n> One\n>\n> {BY}") == ["One"]


def test_a_colon_announces_several_paragraphs() -> None:
    assert texts(f"{PROSE}\n\nShe wrote:\n\nOne.\n\nTwo. {BY}") == ["One.\n\nTwo."]
    assert texts(f"She wrote:\n\nOne.\n\nTwo.\n\nThree. {BY}") == ["One.\n\nTwo.\n\nThree."]
    assert texts(f"She wrote:\n\nOne. {BY}") == ["One."]
    assert texts(f"{PROSE}\n\nOne.\n\nTwo. {BY}") == ["Two."]


def test_what_a_colon_announces_is_no_longer_than_a_post() -> None:
    for letters, expected in ((274, 1), (275, 0)):
        text = f"She wrote:\n\n{'x' * letters}\n\nTwo. {BY}"
        (found,) = texts(text)
        assert found is not None
        assert found.count("\n") == 2 * expected
    link = "https://t.co/" + "x" * 300  # counts as any other link
    assert texts(f"She wrote:\n\nOne.\n\n{link} {BY}") == [f"One.\n\n{link}"]


def test_no_words_of_a_post_are_those_of_the_post_before() -> None:
    assert texts(f"“One {BY}\n\nTwo” {BY}") == ["“One", "Two”"]
    assert texts(f"> One {BY}\n\n> Two {BY}") == ["One", "Two"]
    assert texts(f"They wrote:\n\nOne {BY}\n\nTwo.\n\nThree {BY}") == ["One", "Three"]


def test_hashtags_and_links_may_be_glued_to_words() -> None:
    words = (
        "Again!#Quayhttps://t.co/abcdefghijNow see@ben#Port and http://a.example/b#c pic.x.com/d"
    )
    (post,) = posts(read_text(f"{words} {BY}"))
    assert post.text == words
    assert post.hashtags == ("Quay", "Port")
    assert post.links == ("https://t.co/abcdefghij", "http://a.example/b#c")
    assert post.media == ("pic.x.com/d",)
    (other,) = posts(read_text(f"Hello @ben, {BY}"))
    assert other.mentions == (Mention(AccountRef(handle="ben")),)


def test_a_name_that_is_a_host_is_one_of_bluesky() -> None:
    (post,) = posts(read_text("Words — Fee (@fee.example) March 6, 2021 at 9:15 AM\n"))
    assert (post.platform, post.author) == ("bluesky", AccountRef(handle="fee.example"))
    assert (post.created_at, post.stated_time) == (MARCH_6, "March 6, 2021 at 9:15 AM")


def test_the_same_post_is_told_once_and_no_claim_is_read() -> None:
    text = f"One {BY}\n\nPosted at 5 pm by people who are paid, they say.\n\nOne {BY}"
    found = read_text(text)
    assert len(posts(found)) == len(accounts(found)) == 1
    assert len(found) == 3


def test_lines_that_are_no_text_are_told_and_empty() -> None:
    found = read_text(f"A\x00\nOne {BY}\r\n\r\nTwo\udc80 {BY}")
    assert [(each.row, each.excerpt) for each in rejects(found)] == [(1, "A\x00")]
    assert [(post.row, post.text, post.text_repaired) for post in posts(found)] == [
        (2, "One", False),
        (4, "Two\ufffd", True),
    ]


def test_it_is_never_claimed_with_certainty() -> None:
    answer = ArticleText().sniff(Sample("a", f"{PROSE}\n\nWords {BY}"))
    assert isinstance(answer, Claim)
    assert not answer.certain
    table = f"id,author,text\n1,anna,Words {BY}\n"
    for text in (PROSE, f"<p>{BY}", f'{{"text": "{BY}"}}', f"[ {BY}", "", table, f"a\tb\n{BY}"):
        assert isinstance(ArticleText().sniff(Sample("a", text)), Refusal)
    assert isinstance(ArticleText().sniff(Sample("a", f"One, two, three\n\nFour {BY}")), Claim)


@given(
    name=st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Z", "Pd"]), max_size=40),
    words=st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Z"]), min_size=1),
)
@settings(deadline=None)
def test_any_name_and_any_words_come_back(name: str, words: str) -> None:
    found = read_text(f"{PROSE}\n\n{words} — {name} (@anna) March 6, 2021\n\n{PROSE}")
    (post,) = posts(found)
    assert (post.text, post.author) == (words.removeprefix(">"), AccountRef(handle="anna"))
    assert [each.name for each in accounts(found)] == ([name] if name else [])


@given(st.lists(st.sampled_from([BY, PROSE, "\n\n", "\n", "“", "”", ">", ":", " ", "— A (@a)"])))
@settings(deadline=None)
def test_no_words_are_told_twice(pieces: list[str]) -> None:
    text = "".join(pieces)
    told = [post.text or "" for post in posts(list(ArticleText().read(TextLines(text))))]
    assert sum(len(each) for each in told) <= len(text)
    assert all(BY not in each for each in told)


@pytest.mark.parametrize(
    "piece",
    ["(@a)", f"{BY} ", "— (@a) ", "a#a", "“\n\n", ">\n\n", ":\n\n", "( ", "(@a.a", "2021 ", "—"],
)
def test_hostile_texts_take_time_that_grows_with_them(piece: str) -> None:
    text = piece * (400_000 // len(piece)) + BY
    started = time.perf_counter()
    read_text(text)
    assert time.perf_counter() - started < 20


def test_what_stands_below_a_post_is_split() -> None:
    assert in_brackets("— Anna (x) (@anna) March 6, 2021") == ("Anna (x)", "anna", "March 6, 2021")
    assert in_brackets("no handle") is None
    (one,) = attributions(f"Words {BY} and more")
    assert (one.start, one.end, one.date) == (6, 6 + len(BY), "March 6, 2021")


def test_a_file_is_read_within_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inunison_importers.whole_texts.PAGE_CHARACTERS", 10)
    whole = whole_text(TextLines("one\ntwo\nthree\nfour\n"))
    assert whole.text == "one\ntwo\n"
    assert [(each.row, each.reason) for each in whole.rejects] == [
        (3, "the page is longer than 10 characters")
    ]


def test_what_lines_say_of_themselves_is_told() -> None:
    lines = TextLines("one\n\nthree")
    lines.broken = {2: "the line is too long"}
    lines.cut = "the file ends before its end"
    whole = whole_text(lines)
    assert whole.text == "one\n\nthree"
    assert [(each.row, each.reason) for each in whole.rejects] == [
        (2, "the line is too long"),
        (3, "the file ends before its end"),
    ]
