"""Posts of Reddit and Bluesky embedded in pages, and what sites leave of any embed."""

import pytest

from inunison.records import AccountRef, Kind, PostRef, Precision, Space
from tests.importers.article_pages import accounts, posts, read_page, rejects, tweet

EXACT = 1_615_043_661_485_000  # what the id of `tweet` says, on 2021-03-06
MARCH_6 = 1_614_988_800_000_000
NAMELESS = "the post tells neither its address nor author and words"

REDDIT = (
    '<blockquote class="{}"><a href="https://www.reddit.com/r/Ferries/comments/m0abc1/{}">{}</a>'
    '<br> by<a href="https://www.reddit.com/user/cat-1/">u/cat-1</a> in'
    '<a href="https://www.reddit.com/r/Ferries/">Ferries</a></blockquote>'
)


def test_a_submission_of_reddit() -> None:
    found = read_page(REDDIT.format("reddit-embed-bq", "a_title/?ref=share#x", "A title"))
    (post,) = posts(found)
    assert (post.platform, post.native_id, post.kind) == ("reddit", "t3_m0abc1", Kind.POST)
    assert (post.text, post.author) == ("A title", AccountRef(handle="cat-1"))
    assert post.space == Space("subreddit", "Ferries")
    assert post.url == "https://www.reddit.com/r/Ferries/comments/m0abc1/a_title/"
    assert (post.created_at, post.precision) == (None, None)


@pytest.mark.parametrize("path", ["comment/gq1xyz9/", "a_title/gq1xyz9/?context=3"])
def test_a_comment_of_reddit_answers_in_its_discussion(path: str) -> None:
    (post,) = posts(read_page(REDDIT.format("reddit-card", path, "Comment")))
    assert (post.native_id, post.kind, post.text) == ("t1_gq1xyz9", Kind.COMMENT, None)
    assert post.replies_to == PostRef("t3_m0abc1")


@pytest.mark.parametrize("shown", ["", "View on Reddit", "https://www.reddit.com/r/Ferries/x"])
def test_a_link_to_reddit_without_a_title_has_no_text(shown: str) -> None:
    (post,) = posts(read_page(REDDIT.format("reddit-embed-bq", "a_title", shown)))
    assert (post.native_id, post.text) == ("t3_m0abc1", None)


@pytest.mark.parametrize("shown", ["View on X", "View @anna on X", "tweet", "March 6, 2021"])
def test_a_link_alone_is_no_text(shown: str) -> None:
    link = "https://x.com/anna/status/1368218400000000001"
    quote = '<blockquote class="twitter-tweet"><a href="{}">{}</a></blockquote>'
    (post,) = posts(read_page(quote.format(link, shown)))
    assert (post.native_id, post.text) == ("1368218400000000001", None)
    site = quote.format(link, shown).replace("<a", "<p>Words</p><footer>— Anna (@anna) <a")
    (post,) = posts(read_page(site))
    assert (post.text, post.author) == ("Words", AccountRef(handle="anna"))


def test_an_instant_below_a_post_is_an_instant() -> None:
    page = BLUESKY.format("").replace("March 6, 2021 at 9:15 AM", "2021-03-06T09:15:07.000Z")
    page = page.replace("Words ", "Words\n\n  in lines ")
    (post,) = posts(read_page(page))
    assert (post.created_at, post.precision) == (MARCH_6 + 33_307_000_000, Precision.SECOND)
    assert post.text == "Words\n\nin lines #Quay"
    for stated, conflict in (("2021-03-06T15:14:20Z", False), ("2021-03-06T15:17:20Z", True)):
        (tweeted,) = posts(read_page(tweet(date=stated)))
        assert (tweeted.created_at, tweeted.time_conflict) == (EXACT, conflict)


def test_a_card_of_reddit_that_links_to_no_post() -> None:
    page = (
        '<blockquote class="reddit-card"><a href="https://reddit.com/r/Ferries">x</a></blockquote>'
    )
    assert [each.reason for each in rejects(read_page(page))] == [NAMELESS]


SKY = "https://bsky.app/profile/did:plc:abc234/post/3kabc"
BLUESKY = (
    '<blockquote class="bluesky-embed" data-bluesky-uri="{}" data-bluesky-cid="bafy"><p lang="en">'
    'Words <a href="https://bsky.app/hashtag/Quay">#Quay</a><br><br><a href="' + SKY + '">'
    '[image or embed]</a></p>&mdash; Fee (F.) (<a href="https://bsky.app/profile/did:plc:abc234">'
    '@fee.example</a>) <a href="'
    + SKY
    + '?ref_src=embed">March 6, 2021 at 9:15 AM</a></blockquote>'
)


@pytest.mark.parametrize("uri", ["at://did:plc:abc234/app.bsky.feed.post/3kabc", "", "at://else"])
def test_a_post_of_bluesky(uri: str) -> None:
    found = read_page(BLUESKY.format(uri))
    (post,), (account,) = posts(found), accounts(found)
    assert post.native_id == "at://did:plc:abc234/app.bsky.feed.post/3kabc"
    assert post.author == AccountRef("did:plc:abc234", "fee.example")
    assert (post.text, post.hashtags, post.links) == ("Words #Quay", ("Quay",), ())
    assert (post.created_at, post.precision) == (MARCH_6, Precision.DAY)
    assert (post.stated_time, post.url) == ("March 6, 2021 at 9:15 AM", SKY)
    assert (account.native_id, account.name) == ("did:plc:abc234", "Fee (F.)")


@pytest.mark.parametrize("date", ["2021-03-06T09:15:07.000Z", "some day", ""])
def test_a_post_of_bluesky_whose_paragraph_names_no_language(date: str) -> None:
    page = BLUESKY.format("").replace(' lang="en"', "")
    (post,) = posts(read_page(page.replace("March 6, 2021 at 9:15 AM", date)))
    assert (post.text, post.author) == ("Words #Quay", AccountRef("did:plc:abc234", "fee.example"))
    assert (post.created_at is None) == (not date.startswith("2021"))


def test_a_post_of_bluesky_that_tells_no_uri() -> None:
    page = '<blockquote class="bluesky-embed"><p lang="en">Words</p></blockquote>'
    assert [each.reason for each in rejects(read_page(page))] == [NAMELESS]


def test_an_ending_inside_the_paragraph_of_the_words_is_no_word() -> None:
    page = tweet().replace("</p>&mdash;", " &mdash;").replace("</blockquote>", "</p></blockquote>")
    (post,) = posts(read_page(page))
    assert (post.native_id, post.text) == ("1368218400000000001", "Some words")
    quoted = '<a href="https://twitter.com/ben/status/12">https://twitter.com/ben/status/12</a>'
    bare = f'<blockquote class="twitter-tweet"><p lang="en">See {quoted}</p></blockquote>'
    assert [each.reason for each in rejects(read_page(bare))] == [NAMELESS]
    (other,) = posts(read_page(tweet(f"See {quoted}")))
    assert (other.native_id, other.links) == (
        "1368218400000000001",
        ("https://twitter.com/ben/status/12",),
    )


def test_an_ending_in_a_paragraph_of_its_own_is_below_the_words() -> None:
    page = tweet(" \n  Some words\n ", tail="\n\n <p>\n  &mdash; Anna (@anna)", more="\n </p>")
    (post,) = posts(read_page(page))
    assert (post.text, post.stated_time) == ("Some words", "March 6, 2021")
    assert post.author == AccountRef(handle="anna")
