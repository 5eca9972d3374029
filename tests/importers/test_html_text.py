"""Texts written as HTML: the words, the line breaks, the links."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from inunison_importers import html_text as module
from inunison_importers.html_text import HtmlText, html_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("plain words", "plain words"),
        ("<p>one</p>", "one"),
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("<p>one<br>two<br/>three<br />four</p>", "one\ntwo\nthree\nfour"),
        ("<p>one</p>\n\n<p></p><p><br></p><p>two</p>", "one\ntwo"),
        ("<p>one  two\nthree\t four</p>", "one two three four"),
        ("<p>a&amp;b &lt;c&gt; &quot;d&quot; it&#39;s</p>", 'a&b <c> "d" it\'s'),
        ("<p>&amp;lt;</p>", "&lt;"),
        ("<p>a&nbsp;&nbsp;b</p>", "a\u00a0\u00a0b"),
        ("<p>a&hellip;b &#128674; &#x26F4;</p>", "a…b 🚢 ⛴"),
        ("<p>fish & chips, 1 < 2</p>", "fish & chips, 1 < 2"),
        ("<p>un<b>brok</b>en <em>words</em></p>", "unbroken words"),
        ("<ul><li>one</li><li>two</li></ul>after", "one\ntwo\nafter"),
        ("<blockquote>said</blockquote><div>then</div>", "said\nthen"),
        ("<pre>a  b\n  c</pre>", "a  b\nc"),
        ("<p>x</p><script>alert(1)</script><style>p{}</style><!-- no -->", "x"),
        ('<p>hi <img alt=":boat:" src="x"> <img src="y"></p>', "hi :boat:"),
        ("<p>not closed <b>at all", "not closed at all"),
        ("</p></div>stray", "stray"),
        ("<p>ends<br></p>", "ends"),
    ],
)
def test_words(html: str, text: str) -> None:
    assert html_text(html) == HtmlText(text)


def test_an_address_that_is_cut_by_parts_that_are_not_shown_is_whole() -> None:
    link = "https://www.boats.example/ferries/late/again?x=1&y=2"
    html = (
        f'<p>See <a href="{link.replace("&", "&amp;")}" rel="nofollow noopener" target="_blank">'
        '<span class="invisible">https://www.</span><span class="ellipsis">boats.example/fer'
        'ries</span><span class="invisible">/late/again?x=1&amp;y=2</span></a>!</p>'
    )
    assert html_text(html) == HtmlText(f"See {link}!", (link,))


@pytest.mark.parametrize("mark", ["…", "...", " …"])
def test_an_address_that_is_cut_by_an_ellipsis_is_whole(mark: str) -> None:
    link = "https://www.boats.example/ferries/late"
    html = f'<p><a href="{link}">boats.example/ferr{mark}</a> now</p>'
    assert html_text(html) == HtmlText(f"{link} now", (link,))


def test_words_of_an_anchor_that_are_no_address_stay() -> None:
    html = '<p><a href="https://a.example/1">read on…</a> <a href="https://b.example">B</a></p>'
    assert html_text(html) == HtmlText("read on… B", ("https://a.example/1", "https://b.example"))


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            '<p><span class="h-card"><a href="https://quay.example/@ada" class="u-url mention">@'
            "<span>ada</span></a></span> hello</p>",
            "@ada hello",
        ),
        (
            '<p><a href="https://quay.example/tags/boats" class="mention hashtag" rel="tag">#'
            "<span>boats</span></a></p>",
            "#boats",
        ),
        ('<p><a class="hashtag" data-tag="x" href="https://q.example/tag/x">#x</a></p>', "#x"),
        ('<p><a href="https://q.example/u/1">@ada@quay.example</a></p>', "@ada@quay.example"),
        ('<p><a href="https://q.example/search?tag=x">#x</a></p>', "#x"),
        ('<p><a href="/relative">here</a> <a>there</a> <a href="javascript:x">no</a></p>', None),
    ],
)
def test_mentions_hashtags_and_what_leads_nowhere_are_no_links(html: str, text: str | None) -> None:
    found = html_text(html)
    assert found.links == ()
    assert found.text == (text or "here there no")


def test_a_link_is_told_once_and_in_order() -> None:
    html = "".join(f'<a href="https://{name}.example/">{name}</a> ' for name in "baba")
    assert html_text(html).links == ("https://b.example/", "https://a.example/")


def test_what_stands_for_a_quoted_post_is_kept_apart() -> None:
    html = (
        '<p class="quote-inline">RE: <a href="https://q.example/@ada/1">https://q.example/@ada/1'
        '</a></p><p>Look: <a href="https://b.example">B</a></p>'
    )
    assert html_text(html) == HtmlText(
        "Look: B", ("https://b.example",), ("https://q.example/@ada/1",)
    )
    span = 'Words.<span class="quote-inline"><br/>RT: https://q.example/1</span> More.'
    assert html_text(span) == HtmlText("Words. More.")


@given(
    st.lists(
        st.one_of(
            st.text(max_size=8),
            st.sampled_from(["<p>", "</p>", "<br>", "<br />", "&amp;", "&lt;", "&#39;", "&nbsp;"]),
        ),
        max_size=12,
    ).map("".join)
)
def test_the_short_way_reads_as_the_long_one(html: str) -> None:
    if module._PLAIN.fullmatch(html) and html.isprintable():
        body = LexborHTMLParser(html).body
        assert body is not None
        assert html_text(html) == module._Reader().read(body)


@given(st.text(max_size=200))
def test_any_text_is_read(html: str) -> None:
    found = html_text(html)
    assert "\n\n" not in found.text
    assert found.text == found.text.strip(" \n")


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 20_000 + "deep" + "</div>" * 20_000,
        "<a href='https://a.example'>" * 5_000 + "x",
        "<" * 200_000,
        "&" * 200_000,
        "x" * 1_000_000,
        "<p>" + " \n" * 200_000 + "</p>",
    ],
)
def test_hostile_texts_are_read_in_time(html: str) -> None:
    before = time.process_time()
    assert isinstance(html_text(html), HtmlText)
    assert time.process_time() - before < 20
