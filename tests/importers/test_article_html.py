"""Pages with embedded posts: each shape and each trap of it, with its exact value."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.records import (
    AccountRef,
    Kind,
    Mention,
    PostRef,
    Precision,
    Presence,
    Reject,
    unkeyed_id,
)
from inunison_importers.article_html import ArticleHtml
from inunison_importers.base import Claim, Refusal, Sample, TextLines
from tests.importers.article_pages import (
    accounts,
    posts,
    read_page,
    rejects,
    seen,
    tweet,
)

EXACT = 1_615_043_661_485_000  # what the id of `tweet` says, on 2021-03-06
MARCH_6 = 1_614_988_800_000_000
NAMELESS = "the post tells neither its address nor author and words"


def test_a_post_is_keyed_by_its_link_and_timed_by_its_id() -> None:
    (post,) = posts(read_page(tweet()))
    assert (post.row, post.platform, post.native_id) == (4, "twitter", "1368218400000000001")
    assert (post.created_at, post.precision) == (EXACT, Precision.MILLISECOND)
    assert (post.stated_time, post.time_conflict) == ("March 6, 2021", False)
    assert (post.author, post.text) == (AccountRef(handle="anna"), "Some words")
    assert (post.kind, post.collected, post.language) == (None, True, "en")
    assert post.url == "https://twitter.com/anna/status/1368218400000000001"


@pytest.mark.parametrize(
    ("date", "conflict"),
    [
        ("5. März 2021", True),  # 2021-03-05 ends at UTC-12 at noon, before 15:14
        ("7 mars 2021", False),  # and 2021-03-07 begins at UTC+14 at 10:00
        ("8 марта 2021 г.", True),
        ("1 มกราคม 2019", True),
    ],
)
def test_a_stated_day_only_checks_the_id(date: str, conflict: bool) -> None:
    (post,) = posts(read_page(tweet(date=date)))
    assert (post.created_at, post.time_conflict, post.stated_time) == (EXACT, conflict, date)


@pytest.mark.parametrize("date", ["", "View on X", "06/03/2021", "Saturday"])
def test_a_day_that_is_missing_or_none_is_not_stated(date: str) -> None:
    (post,) = posts(read_page(tweet(date=date)))
    assert (post.created_at, post.stated_time, post.time_conflict) == (EXACT, None, False)


def test_a_day_times_a_post_from_before_the_clock_of_the_ids() -> None:
    link = "https://twitter.com/anna/status/9999999999"
    (post,) = posts(read_page(tweet(link=link, date="March 6, 2010")))
    assert (post.created_at, post.precision) == (1_267_833_600_000_000, Precision.DAY)
    (bare,) = posts(read_page(tweet(link=link, date="")))
    assert (bare.created_at, bare.precision) == (None, None)


@pytest.mark.parametrize(
    ("tail", "name", "handle"),
    [
        ("&mdash; Anna (@anna)", "Anna", "anna"),
        ("&mdash;Anna(@anna)", "Anna", "anna"),
        ("— Anna (the second) (@anna)", "Anna (the second)", "anna"),
        ("— Anna (@work) (@anna)", "Anna (@work)", "anna"),
        ("– Zoé — du – port (@zoe_1)", "Zoé — du – port", "zoe_1"),
        ("- 🚢🇫🇷 (@ship)", "🚢🇫🇷", "ship"),
        ("— \u200fليلى\u200e (\u200e@layla)", "ليلى", "layla"),
        ('— A<img class="emoji" alt="🚢" src="x.png">B (@ab)', "A🚢B", "ab"),
        ("<br>— Anna\n   Kolm (@anna)", "Anna Kolm", "anna"),
        ("— （＠anna）", None, "anna"),
        ("—", None, "anna"),
    ],
)
def test_names_hold_any_sign(tail: str, name: str | None, handle: str) -> None:
    found = read_page(tweet(tail=tail))
    (post,) = posts(found)
    assert (post.author, post.text) == (AccountRef(handle=handle), "Some words")
    assert [(each.name, each.handle) for each in accounts(found)] == (
        [(name, handle)] if name else []
    )


@pytest.mark.parametrize(
    ("link", "native_id", "handle"),
    [
        ("https://x.com/anna/status/1368218400000000001", "1368218400000000001", "anna"),
        ("//mobile.twitter.com/anna/statuses/12?s=20", "12", "anna"),
        ("http://twitter.com/#!/anna/status/12", "12", "anna"),
        ("https://twitter.com/anna/status/12/photo/1", "12", "anna"),
        ("https://twitter.com/i/web/status/12", "12", None),
        ("https://web.archive.example/web/2021/https://twitter.com/anna/status/12", "12", "anna"),
    ],
)
def test_links_to_a_post(link: str, native_id: str, handle: str | None) -> None:
    found = read_page(f'<blockquote class="twitter-tweet"><a href="{link}"></a></blockquote>')
    (post,) = posts(found)
    assert (post.native_id, post.text) == (native_id, None)
    assert post.author == (AccountRef(handle=handle) if handle else None)


@pytest.mark.parametrize("number", ["1.36e+18", "0123", "1" * 30, "12ab"])
def test_an_id_that_is_damaged_is_refused(number: str) -> None:
    found = read_page(tweet(link=f"https://twitter.com/anna/status/{number}") + tweet())
    (reject,) = rejects(found)
    assert reject.row == 4
    assert reject.reason.startswith("the id in the address of the post")
    assert len(posts(found)) == 1


def test_what_the_words_carry() -> None:
    words = (
        'By <a href="https://twitter.com/Ben_Q?ref_src=x">@Ben_Q</a> on'
        '<a href="https://twitter.com/hashtag/Fähre?src=hash">#Fähre</a> and'
        ' <a href="https://twitter.com/search?q=%24HBR">$HBR</a>:<br><br>'
        '<a href="https://t.co/aaaaaaaaaa">https://<b>t.co</b>/aaaaaaaaaa</a>'
        ' <a href="https://t.co/bbbbbbbbbb">pic.twitter.com/bbbbbbbbbb</a>'
    )
    (post,) = posts(read_page(tweet(words)))
    assert post.text == (
        "By @Ben_Q on#Fähre and $HBR:\n\nhttps://t.co/aaaaaaaaaa pic.twitter.com/bbbbbbbbbb"
    )
    assert post.mentions == (Mention(AccountRef(handle="Ben_Q")),)
    assert post.hashtags == ("Fähre",)
    assert post.links == ("https://t.co/aaaaaaaaaa",)
    assert post.media == ("pic.twitter.com/bbbbbbbbbb",)


def test_words_without_links_are_read_as_they_stand() -> None:
    (post,) = posts(read_page(tweet("Look, @ben: #Quay http://quay.example/a &amp; pic.x.com/a1")))
    assert post.text == "Look, @ben: #Quay http://quay.example/a & pic.x.com/a1"
    assert (post.hashtags, post.links) == (("Quay",), ("http://quay.example/a",))
    assert (post.mentions, post.media) == ((Mention(AccountRef(handle="ben")),), ("pic.x.com/a1",))


def test_words_of_several_paragraphs_are_one_text() -> None:
    words = 'One\n  line</p><p lang="en">Two</p><p>Three</p><p dir="ltr">Four'
    (post,) = posts(read_page(tweet(words)))
    assert post.text == "One line\n\nTwo\n\nThree\n\nFour"


@pytest.mark.parametrize(
    ("sentence", "presence"),
    [
        ("Tweet may have been deleted", Presence.MISSING),
        ("This Tweet is unavailable.", Presence.MISSING),
        ("This Post is from a suspended account", Presence.SUSPENDED),
        ("This Tweet was deleted by the Tweet author.", Presence.DELETED),
    ],
)
def test_a_sentence_in_the_place_of_a_post_is_no_text(sentence: str, presence: Presence) -> None:
    found = read_page(tweet(sentence, tail="&mdash;"))
    (post,), (observation,) = posts(found), seen(found)
    assert (post.text, post.author) == (None, AccountRef(handle="anna"))
    assert (observation.native_id, observation.presence) == (post.native_id, presence)
    assert (observation.subject, observation.observed_at) == ("post", None)


def test_a_text_that_only_speaks_of_a_deletion_is_a_text() -> None:
    found = read_page(tweet("Tweet may have been deleted, they say"))
    assert [post.text for post in posts(found)] == ["Tweet may have been deleted, they say"]
    assert seen(found) == []


PARENT = (
    '<blockquote class="twitter-tweet"><p lang="en">So?</p>— Ben (@ben) '
    '<a href="https://twitter.com/ben/status/1368218000000000002">March 6, 2021</a></blockquote>'
)


def test_a_nested_post_is_the_one_that_is_answered() -> None:
    answer, parent = posts(read_page(tweet(more="\n" + PARENT)))
    assert (answer.kind, answer.text) == (Kind.REPLY, "Some words")
    assert answer.replies_to == PostRef(
        parent.native_id, AccountRef(handle="ben"), False, parent.created_at, parent.precision
    )
    assert (parent.row, parent.text, parent.collected) == (5, "So?", False)
    assert (parent.native_id, parent.kind) == ("1368218000000000002", None)


def test_a_post_that_names_what_it_answers_points_to_it() -> None:
    page = tweet().replace("<blockquote", '<blockquote data-in-reply-to="1368218000000000002"')
    (answer,) = posts(read_page(page))
    assert answer.kind is Kind.REPLY
    assert answer.replies_to is not None
    assert answer.replies_to.native_id == "1368218000000000002"
    assert answer.replies_to.precision is Precision.MILLISECOND
    (other,) = posts(read_page(page.replace("1368218000000000002", "1.3e+18")))
    assert (other.kind, other.replies_to) == (None, None)


def test_a_post_without_a_link_is_named_by_author_day_and_words() -> None:
    quote = '<blockquote class="twitter-tweet"><p lang="en">Words</p>{}</blockquote>'
    (post,) = posts(read_page(quote.format("— Anna (@Anna) 6. März 2021")))
    assert post.native_id == unkeyed_id("twitter", "anna", "2021-03-06", "Words")
    assert (post.created_at, post.precision) == (MARCH_6, Precision.DAY)
    assert (post.stated_time, post.url) == ("6. März 2021", None)
    (undated,) = posts(read_page(quote.format("— Anna (@Anna)")))
    assert undated.native_id == unkeyed_id("twitter", "anna", None, "Words")
    assert undated.created_at is None


def test_a_quotation_without_a_class_counts_where_it_ends_like_a_post() -> None:
    bare = tweet().replace(' class="twitter-tweet"', "").replace(' lang="en" dir="ltr"', "")
    (post,) = posts(read_page(bare))
    assert (post.native_id, post.text) == ("1368218400000000001", "Some words")
    for other in (
        "<blockquote>Words — <a href='https://a.example'>Anna (@anna)</a></blockquote>",
        "<blockquote>Words — Anna (@anna) March 6, 2021</blockquote>",
        "<blockquote>See <a href='https://twitter.com/a/status/1'>this</a></blockquote>",
    ):
        assert read_page(other) == []


def test_a_post_that_names_nothing_is_told_with_its_line() -> None:
    found = read_page("<p>x</p>\n<blockquote class=twitter-tweet><p>Words</p></blockquote>")
    assert [(each.row, each.reason) for each in rejects(found)] == [(5, NAMELESS)]
    assert len(found) == 1


def test_a_post_that_stands_twice_is_told_once_and_its_words_whenever_they_come() -> None:
    link_only = (
        '<blockquote class="twitter-tweet"><a href="https://twitter.com/anna/status/'
        '1368218400000000001"></a></blockquote>\n'
    )
    assert len(posts(read_page(tweet() + "\n" + tweet() + link_only))) == 1
    assert [post.text for post in posts(read_page(link_only + tweet()))] == [None, "Some words"]
    assert len(accounts(read_page(tweet() + tweet(words="Other", link="//x.com/anna/status/12"))))


def test_a_page_without_posts_is_no_article() -> None:
    assert read_page("<p>“Words” — Anna (@anna) March 6, 2021</p>") == []


def test_lines_that_are_no_text_and_bytes_that_are_none() -> None:
    page = f"<html><h1>T</h1>\n{tweet('W' + chr(0xDC80))}\n<p>\x00</p>\n{tweet('O')}\n"
    found = list(ArticleHtml().read(TextLines(page)))
    assert [(each.row, each.reason) for each in rejects(found)] == [
        (3, "the line holds a NUL character, which no text holds")
    ]
    assert [(post.text, post.text_repaired) for post in posts(found)] == [("W\ufffd", True)]


def test_a_page_is_claimed_with_certainty_where_a_post_can_be_read() -> None:
    def answer(text: str, *, complete: bool = True) -> Claim | Refusal:
        return ArticleHtml().sniff(Sample("a", text, complete))

    claim = answer(f"\ufeff\n<div>{tweet()}")
    assert isinstance(claim, Claim)
    assert claim.certain
    markdown = answer(f"---\ntitle: A\n---\n\nWords\n\n{tweet()}\n")
    assert isinstance(markdown, Claim)
    assert markdown.certain
    start = answer("<!DOCTYPE html><p>", complete=False)
    assert isinstance(start, Claim)
    assert not start.certain
    for text in (
        "<!DOCTYPE html><p>",
        "<html><blockquote>Words</blockquote>",
        '<html><blockquote class="twitter-tweet">Words</blockquote>',
        "Markdown\n\n<blockquote>Words</blockquote>",
        '{"html": "' + tweet().replace('"', '\\"') + '"}',
        "",
    ):
        assert isinstance(answer(text), Refusal)


@pytest.mark.parametrize("tag", ["blockquote class=twitter-tweet", "div", "x-y", "a href=x", "b"])
def test_a_page_that_is_nested_without_end_is_refused(tag: str) -> None:
    deep = f"{f'<{tag}>' * 400_000}{tweet()}"
    started = time.perf_counter()
    (reject,) = read_page(deep)
    assert isinstance(ArticleHtml().sniff(Sample("a", f"<p>{deep}")), Refusal)
    assert time.perf_counter() - started < 20
    assert reject == Reject(1, "its elements are nested more than 1,000 deep")
    closed = f"<{tag}>" * 900 + f"</{tag.partition(' ')[0]}>" * 900
    assert len(posts(read_page(closed + tweet()))) >= 1


def test_a_page_is_as_deep_as_its_elements_are() -> None:
    for flat in ("<p>", "<br>", "<li>", "<!-- <div> -->", "<div></div>", "<TD>", "<x-y></x-y>"):
        assert len(posts(read_page(flat * 3_000 + tweet()))) == 1
    assert rejects(read_page("<script></SCRIPT>" + "<div>" * 3_000))
    script = "<script>if (a<div && b<c) '<div><div>'</script>"
    assert len(posts(read_page(script * 1_500 + tweet()))) == 1
    assert posts(read_page("<script>" + tweet())) == []
    assert posts(read_page("<!-- " + tweet())) == []
    read_page("<title>" * 200_000)


@given(
    name=st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]), min_size=1),
    words=st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]), min_size=1),
)
@settings(deadline=None, max_examples=50)
def test_any_name_and_any_words_come_back(name: str, words: str) -> None:
    def written(text: str) -> str:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    found = read_page(tweet(written(words), tail=f"&mdash; {written(name)} (@anna)"))
    (post,) = posts(found)
    assert (post.text, post.author) == (words, AccountRef(handle="anna"))
    kept = name.strip("\u200b\u200e\u200f\u202a\u202b\u202c\ufeff")
    assert [each.name for each in accounts(found)] == ([kept] if kept else [])
