"""4CAT's tables of other sites: each with its own columns, its right time and its own targets."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
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
    Space,
)
from inunison_importers.base import Claim, Refusal, Sample
from inunison_importers.dotted_names import dotted_mentions_in
from inunison_importers.fourcat_csv import FourcatCsv
from inunison_importers.fourcat_sites import SITES
from inunison_importers.html_text import html_text
from tests.importers.fourcat_tables import AT, INSTAGRAM, TABLES, USUAL
from tests.importers.mastodon_objects import gab, post_of, truth

every_site = pytest.mark.parametrize("site", list(TABLES))


def test_all_sites_are_here() -> None:
    assert [site.platform for site in SITES] == list(USUAL)[:-1]


@every_site
def test_a_site_is_told_by_its_columns(site: str) -> None:
    text = TABLES[site].text({})
    answer = FourcatCsv().sniff(Sample("x", text))
    assert isinstance(answer, Claim)
    assert answer.certain is (site != "unnamed")
    assert answer.reason.startswith("the columns" if site == "unnamed" else "a table of 4CAT of ")
    assert site == "unnamed" or f" {site}: " in answer.reason
    assert "without" not in answer.reason
    assert TABLES[site].post().platform == site


@every_site
def test_the_right_time_is_read(site: str) -> None:
    post = TABLES[site].post()
    if site == "linkedin":
        assert (post.created_at, post.stated_time) == (None, "2023-03-01 10:00:00")
    elif site == "truthsocial":
        assert (post.created_at, post.precision) == (AT + 250_000, Precision.MILLISECOND)
    else:
        assert (post.created_at, post.precision) == (AT, Precision.SECOND)


@pytest.mark.parametrize("site", ["instagram", "threads", "vk", "facebook", "tumblr"])
def test_the_time_of_a_server_alone_is_no_instant(site: str) -> None:
    post = TABLES[site].post(unix_timestamp="")
    assert (post.created_at, post.stated_time) == (None, "2023-03-01 10:00:00")


def test_an_unnamed_site_has_a_time_where_both_agree() -> None:
    table = TABLES["unnamed"]
    shifted = table.post(timestamp="2023-03-01 10:00:00")
    assert (shifted.created_at, shifted.stated_time) == (None, "2023-03-01 10:00:00")
    assert table.post(timestamp="1677661200").created_at == AT
    alone = table.post(unix_timestamp="")
    assert (alone.created_at, alone.stated_time) == (None, "2023-03-01 09:00:00")


def test_instagram() -> None:
    account, post, seen = TABLES["instagram"].read({})
    assert account == Account(
        row=2,
        platform="instagram",
        native_id="700",
        handle="quayside.ada",
        name="Ada",
        verified=False,
    )
    assert post == Post(
        row=2,
        platform="instagram",
        native_id="CpQab1cdEfG",
        author=AccountRef("700", "quayside.ada"),
        created_at=AT,
        precision=Precision.SECOND,
        text="Late again @harbour.clerk.",
        url=INSTAGRAM["url"],
        mentions=(
            Mention(AccountRef(handle="lorcan_w")),
            Mention(AccountRef(handle="harbour.clerk")),
        ),
        hashtags=("Ferry",),
        media=("https://cdn.example/1.jpg",),
    )
    assert isinstance(seen, Observation)
    assert (seen.likes, seen.replies, seen.views) == (4, 1, None)
    hidden = TABLES["instagram"].seen(likes_hidden="yes", num_likes="0")
    assert hidden.likes is None
    partial = {"partial_item": "True", "likes_hidden": "", "num_likes": "0", "num_comments": "0"}
    seen = TABLES["instagram"].seen(**partial, play_count="0")
    assert (seen.likes, seen.replies, seen.views) == (None, None, None)
    told = TABLES["instagram"].seen(num_likes="0", num_comments="0")
    assert (told.likes, told.replies) == (0, 0)
    undated = TABLES["instagram"].post(**partial, timestamp="0", unix_timestamp="0")
    assert (undated.created_at, undated.stated_time) == (None, None)


def test_threads() -> None:
    post, seen = TABLES["threads"].post(), TABLES["threads"].seen()
    assert post.links == ("https://portpapers.example/late",)
    assert post.hashtags == ("Again",), "the table lists none"
    assert (seen.likes, seen.reposts, seen.replies, seen.quotes) == (4, 3, 2, 1)
    assert TABLES["threads"].account().verified is True


def test_truth_social() -> None:
    account, counted, post, seen = TABLES["truthsocial"].read({})
    assert isinstance(account, Account)
    assert (account.native_id, account.handle, account.verified) == ("10700", "ada", True)
    assert isinstance(counted, Observation)
    assert (counted.followers, counted.following) == (12, 5)
    assert isinstance(post, Post)
    assert post.text == "Late & slow\nagain\na"
    assert post.links == ("https://a.example/x",)
    assert post.space == Space("group", "Ferries", "9")
    assert [each.account.handle for each in post.mentions] == ["harbour"]
    assert isinstance(seen, Observation)
    assert (seen.reposts, seen.replies) == (3, 2)
    plain = TABLES["truthsocial"].post(body="No marks", group_id="", group_display_name="")
    assert (plain.text, plain.space) == ("No marks", None)
    assert TABLES["truthsocial"].reason(id="1.1e+17").startswith("id went through")


def test_links_of_mentions_and_hashtags_are_none() -> None:
    body = (
        '<p><a class="u-url mention" href="https://t.example/@x">@x</a> '
        '<a class="mention hashtag" href="https://t.example/tags/f">#f</a> '
        '<a href="mailto:a@b.example">mail</a></p>tail'
    )
    post = TABLES["truthsocial"].post(body=body)
    assert (post.text, post.links) == ("@x #f mail\ntail", ())


@pytest.mark.parametrize(("site", "made"), [("truthsocial", truth), ("gab", gab)])
@pytest.mark.parametrize(
    "html",
    [
        "No marks,\n  two   blanks",
        "<p>One.</p><p>Two &amp; three<br/>four</p>",
        '<p>At <a href="https://a.example/long/way"><span class="invisible">https://</span>'
        '<span class="ellipsis">a.example/lo</span><span class="invisible">ng/way</span></a></p>',
        '<p class="quote-inline">RE: <a href="https://q.example/1">q</a></p><p>Ferry</p>',
    ],
)
def test_a_text_is_the_same_from_this_table_and_from_the_interface(
    site: str, made: Callable[..., dict[str, Any]], html: str
) -> None:
    here, there = TABLES[site].post(body=html), post_of(made(content=html))
    assert here.text == there.text
    assert set(html_text(html).links) <= set(here.links) & set(there.links)


def test_gab() -> None:
    post, seen = TABLES["gab"].post(), TABLES["gab"].seen()
    assert (post.text, post.hashtags) == ("Late", ("ferry",))
    assert post.links == ("https://portpapers.example/late",)
    assert (seen.likes, seen.reposts, seen.replies) == (3, 2, None)
    assert TABLES["gab"].account().description == "Ferries."


def test_hashtags_of_the_words_where_a_table_has_no_column_for_them() -> None:
    for site in ("vk", "facebook"):
        assert TABLES[site].post(body="Late #Ferry").hashtags == ("Ferry",)
    assert TABLES["4chan"].post(body="#Ferry").hashtags == ()


def test_vk() -> None:
    post, seen = TABLES["vk"].post(), TABLES["vk"].seen()
    assert (post.native_id, post.author) == ("-500_17", AccountRef("-500", "ferries"))
    assert (post.links, post.media) == (
        ("https://portpapers.example/late",),
        ("https://vk.com/video1_2",),
    )
    assert (seen.views, seen.likes, seen.replies) == (90, 4, 1)
    comment = {"item_type": "comment", "link": "https://vk.com/wall-500_20", "thread_id": "17"}
    answer = TABLES["vk"].post(**comment)
    assert (answer.kind, answer.replies_to) == (Kind.COMMENT, PostRef("-500_17"))
    below = TABLES["vk"].post(**comment, in_reply_to_comment_id="18")
    assert below.replies_to == PostRef("-500_18")
    assert TABLES["vk"].reason(link="") == "link is not the address of a post of VK"


def test_facebook() -> None:
    post = TABLES["facebook"].post()
    assert post.space == Space("group", "ferries")
    assert post.author == AccountRef(handle="ada.quayside")
    numbered = TABLES["facebook"].post(author="profile.php?id=700", group_name="")
    assert (numbered.author, numbered.space) == (AccountRef("700"), None)
    assert [type(each) for each in TABLES["facebook"].read({})] == [Account, Post, Observation]


def test_linkedin_was_seen_when_it_was_collected() -> None:
    seen = TABLES["linkedin"].seen()
    assert (seen.observed_at, seen.likes, seen.reposts) == (1_682_931_600_000_000, 4, 2)
    assert TABLES["linkedin"].post().mentions == ()
    wrong = "unix_timestamp_collected is not seconds since 1970"
    assert TABLES["linkedin"].reason(unix_timestamp_collected="soon") == wrong


@pytest.mark.parametrize(
    "address",
    [
        "https://slow-boats.tumblr.com/post/709/boats-are-slow",
        "https://slow-boats.tumblr.com/post/709",
        "https://www.tumblr.com/slow-boats/709/boats-are-slow",
    ],
)
def test_tumblr(address: str) -> None:
    table = TABLES["tumblr"]
    cells = {
        "is_reblog": "True",
        "parent_post_url": address,
        "parent_post_author": "slow-boats",
    }
    target = PostRef("709", AccountRef(handle="slow-boats"))
    quote = table.post(**cells)
    assert (quote.kind, quote.quotes) == (Kind.QUOTE, target)
    passed_on = table.post(**cells, body="")
    assert (passed_on.kind, passed_on.reposts) == (Kind.REPOST, target)
    own = table.post(parent_post_url=address)
    assert (own.kind, own.hashtags) == (Kind.POST, ("ferry", "slow boats"))
    lost = table.post(**{**cells, "parent_post_url": "https://own.example/709", "body": ""})
    assert (lost.kind, lost.reposts) == (Kind.REPOST, None)


def test_4chan() -> None:
    table = TABLES["4chan"]
    post = table.post()
    assert (post.native_id, post.author, post.kind) == ("ferries-1001", None, Kind.COMMENT)
    assert post.replies_to == PostRef("ferries-1000")
    assert post.media == ("md5/q83vEjRWeJA=",)
    assert post.space == Space("board", "ferries")
    first = table.post(id="1000", subject="Boats", body="late")
    assert (first.kind, first.text, first.replies_to) == (Kind.POST, "Boats\n\nlate", None)
    assert table.post(author="Ada!x1Y2").author == AccountRef(handle="Ada!x1Y2")
    assert table.post(author="Ada").author is None
    *_, gone = table.read({"timestamp_deleted": "1677664800"})
    assert isinstance(gone, Observation)
    assert (gone.presence, gone.observed_at) == (Presence.MISSING, AT + 3_600_000_000)


def test_an_unnamed_site() -> None:
    post, _ = TABLES["unnamed"].read({})
    assert post == Post(
        row=2,
        platform="unnamed",
        native_id="a1",
        author=AccountRef(handle="ada"),
        created_at=AT,
        precision=Precision.SECOND,
        text="Late @harbour #Ferry",
        mentions=(Mention(AccountRef(handle="harbour")),),
        hashtags=("Ferry",),
        links=("https://a.example/x", "https://b.example/"),
    )
    listed = TABLES["unnamed"].post(mentions="@a,b", hashtags="#x,y")
    assert [each.account.handle for each in listed.mentions] == ["a", "b"]
    assert listed.hashtags == ("x", "y")


@pytest.mark.parametrize("column", ["is_retweet", "music_id", "quoted_post", "subreddit"])
def test_tables_of_others_are_refused(column: str) -> None:
    answer = FourcatCsv().sniff(Sample("x", TABLES["unnamed"].text({column: "x"})))
    assert answer == Refusal(f"its first line has the column {column} of another format")


def test_what_is_not_of_4cat_is_refused() -> None:
    assert FourcatCsv().sniff(Sample("x", "id,body,timestamp\n")) == Refusal(
        "its first line has no column thread_id, unix_timestamp or author of 4CAT"
    )
    assert FourcatCsv().sniff(Sample("x", "id,author\n")) == Refusal(
        "its first line has no column body, timestamp"
    )


@every_site
def test_what_is_rejected(site: str) -> None:
    table = TABLES[site]
    if site not in ("vk",):
        assert table.reason(id="") == "id is empty"
    for _, column in next((each.counts for each in SITES if each.platform == site), ()):
        assert table.reason(**{column: "many"}) == f"{column} is not a count"
    if site not in ("linkedin", "unnamed", "4chan", "gab", "truthsocial"):
        assert table.reason(unix_timestamp="soon") == "unix_timestamp is not seconds since 1970"


@every_site
def test_an_author_is_told_once(site: str) -> None:
    table = TABLES[site]
    found = table.read({}, {})
    accounts = sum(isinstance(each, Account) for each in found)
    assert accounts == (0 if site in ("4chan", "unnamed") else 1)
    taken = {name: "REDACTED" for name in table.usual if name.startswith(("author", "account_"))}
    keep = {"author_is_verified", "account_verified", "account_followers", "account_following"}
    hidden = table.read({name: "" if name in keep else word for name, word in taken.items()})
    (post,) = (each for each in hidden if isinstance(each, Post))
    assert post.author is None


def test_handles_with_points() -> None:
    found = dotted_mentions_in("@a.b. (@C_d), x@y.example/@z @a.B @_e@f")
    assert [each.account.handle for each in found] == ["a.b", "C_d", "_e"]
    assert dotted_mentions_in("none") == ()


@given(st.sampled_from(list(TABLES)), st.text(st.characters(codec="utf-8"), max_size=40))
def test_texts_come_back_as_they_were(site: str, words: str) -> None:
    words = words.replace("\r", " ").replace("\x00", " ")
    if any(mark in words for mark in "<&") or words == "REDACTED":
        words = "plain"
    shown = html_text(words).text if site in ("truthsocial", "gab") else words
    assert TABLES[site].post(body=words, subject="").text == (shown or None)
