"""CrowdTangle's tables of Facebook and Instagram, by their columns."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.records import Account, AccountRef, Mention, Observation, Post, Precision, Space
from inunison_importers.base import Claim, Refusal, Sample
from inunison_importers.crowdtangle import CrowdTangleFacebook, CrowdTangleInstagram
from tests.importers.named_rows import Table, microseconds, of_type, one

SCORE = "Overperforming Score (weighted  —  Likes 1x Shares 1x )"
PAGE = {
    "Page Name": "Tarvenport Today",
    "User Name": "tarventoday",
    "Facebook Id": "7533944999",
    "Page Category": "NEWS_SITE",
    "Page Description": "News of the harbour",
    "Page Created": "2008-01-16 15:32:17",
    "Followers at Posting": "1,300",
    "Post Created": "2021-07-06 16:45:20 EDT",
    "Type": "Link",
    "Total Interactions": "2,345",
    "Likes": "1,100",
    "Comments": "45",
    "Shares": "1,200",
    "Post Views": "0",
    "URL": "https://www.facebook.com/7533944999/posts/10159361203569087",
    "Message": "Nothing much",
    "Link": "",
    "Final Link": "",
    SCORE: "-1.2",
}
GROUP = {("Group Name" if name == "Page Name" else name): PAGE[name] for name in PAGE}
POST = {
    "Account": "Mina Ketter",
    "User Name": "mina.ketter",
    "Followers at Posting": "12,345",
    "Post Created": "2021-07-06 16:45:20 EDT",
    "Type": "Photo",
    "Likes": "100",
    "Comments": "10",
    "Views": "0",
    "URL": "https://www.instagram.com/p/CQ_abc-1x/",
    "Link": "https://www.instagram.com/p/CQ_abc-1x/",
    "Photo": "https://pictures.example/1.jpg",
    "Title": "",
    "Description": "Late again",
    "Image Text": "",
}
PAGES = Table(CrowdTangleFacebook(), PAGE)
GROUPS = Table(CrowdTangleFacebook(), GROUP)
POSTS = Table(CrowdTangleInstagram(), POST)
TARVENPORT = AccountRef("7533944999", "tarventoday")


def test_a_post_of_a_page() -> None:
    native_id = "7533944999_10159361203569087"
    at = microseconds("2021-07-06 20:45:20")
    assert PAGES.read({}) == [
        Account(
            row=2,
            platform="facebook",
            native_id="7533944999",
            handle="tarventoday",
            name="Tarvenport Today",
            description="News of the harbour",
            created_at=microseconds("2008-01-16"),
            created_precision=Precision.DAY,
        ),
        Post(
            row=2,
            platform="facebook",
            native_id=native_id,
            author=TARVENPORT,
            created_at=at,
            precision=Precision.SECOND,
            text="Nothing much",
            url=PAGE["URL"],
        ),
        Observation(
            row=2,
            platform="facebook",
            subject="post",
            native_id=native_id,
            reposts=1200,
            replies=45,
            likes=1100,
        ),
        Observation(
            row=2,
            platform="facebook",
            subject="account",
            native_id="7533944999",
            handle="tarventoday",
            observed_at=at,
            precision=Precision.SECOND,
            followers=1300,
        ),
    ]


def test_a_post_of_a_group_has_no_author_and_a_place() -> None:
    post, seen = GROUPS.read({"URL": "https://www.facebook.com/groups/7533944999/permalink/28/"})
    assert isinstance(post, Post)
    assert post.author is None
    assert post.space == Space("group", "Tarvenport Today", "7533944999")
    assert post.native_id == "7533944999_28"
    assert isinstance(seen, Observation)
    assert seen.subject == "post"
    assert GROUPS.reason(**{"Group Name": ""}) == "Group Name is empty"


@pytest.mark.parametrize(
    ("cell", "time"),
    [
        ("2021-01-06 10:00:00 EST", "2021-01-06 15:00:00"),
        ("2021-07-06 10:00:00 EDT", "2021-07-06 14:00:00"),
        ("2021-07-06 10:00:00 UTC", "2021-07-06 10:00:00"),
        ("2021-12-31 23:00:00 EST", "2022-01-01 04:00:00"),
    ],
)
def test_zones_are_letters(cell: str, time: str) -> None:
    found = one(Post, PAGES.read({"Post Created": cell}))
    assert found.created_at == microseconds(time)
    assert found.stated_time is None


@pytest.mark.parametrize(
    "cell", ["", "2021-07-06 10:00:00", "2021-07-06 10:00:00 CST", "07/06/2021", "2021-07-06 EDT"]
)
def test_a_time_without_a_known_zone_is_refused(cell: str) -> None:
    reason = "Post Created is not a time with EST, EDT or UTC"
    assert PAGES.reason(**{"Post Created": cell}) == reason
    assert POSTS.reason(**{"Post Created": cell}) == reason


def test_a_time_that_does_not_exist_is_refused() -> None:
    cells = {"Post Created": "2021-02-30 10:00:00 EST"}
    assert PAGES.reason(**cells) == "Post Created is not a time that exists"
    assert PAGES.reason(**{"Page Created": "2021"}) == "Page Created is not a time"


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2008-01-10 18:20:58", "2008-01-10"),
        ("2008-01-10 20:20:58 EST", "2008-01-11"),
        ("2008-01-10", "2008-01-10"),
    ],
)
def test_the_day_of_a_page_is_told_without_a_zone(cell: str, day: str) -> None:
    found = one(Account, PAGES.read({"Page Created": cell}))
    assert (found.created_at, found.created_precision) == (microseconds(day), Precision.DAY)
    assert one(Account, PAGES.read({"Page Created": ""})).created_at is None


def test_before_2021_the_column_was_called_created() -> None:
    columns = [("Created" if name == "Post Created" else name) for name in PAGE]
    row = {"Created": "2020-07-06 10:00:00 EDT"}
    found = one(Post, PAGES.read(row, columns=columns))
    assert found.created_at == microseconds("2020-07-06 14:00:00")


@pytest.mark.parametrize(
    ("url", "native_id"),
    [
        ("https://www.facebook.com/7533944999/posts/2881", "7533944999_2881"),
        ("https://www.facebook.com/tarventoday/posts/2881?x=1", "7533944999_2881"),
        ("https://www.facebook.com/groups/99/permalink/2881/", "99_2881"),
        ("https://www.facebook.com/tarventoday/videos/2881/", "7533944999_2881"),
        ("https://www.facebook.com/tarventoday/photos/a.1.2/2881/", "7533944999_2881"),
        ("https://www.facebook.com/story.php?id=1", "https://www.facebook.com/story.php?id=1"),
    ],
)
def test_the_id_of_a_post_is_in_its_link(url: str, native_id: str) -> None:
    assert one(Post, PAGES.read({"URL": url})).native_id == native_id


def test_links_and_media() -> None:
    cells = {
        "Link": "https://bit.example/x",
        "Final Link": "https://tarvenport.example/ferry",
        "Message": "#Ferry https://tarvenport.example/ferry https://two.example/a.",
    }
    found = one(Post, PAGES.read(cells))
    assert found.links == ("https://tarvenport.example/ferry", "https://two.example/a")
    assert (found.hashtags, found.media) == (("Ferry",), ())
    bare = one(Post, PAGES.read({"Link": "https://bit.example/x", "Message": ""}))
    assert (bare.links, bare.text) == (("https://bit.example/x",), None)
    picture = {"Type": "Photo", "Link": "https://www.facebook.com/photo.php?fbid=1"}
    found = one(Post, PAGES.read(picture))
    assert (found.links, found.media) == ((), (picture["Link"],))
    elsewhere = {"Type": "Video", "Link": "https://youtu.be/x"}
    assert one(Post, PAGES.read(elsewhere)).links == ("https://youtu.be/x",)
    shared = {"Type": "Link", "Link": "https://www.facebook.com/other/posts/1"}
    assert one(Post, PAGES.read(shared)).links == (shared["Link"],)


def test_views_are_of_videos_only() -> None:
    assert PAGES.seen(Type="Native Video", **{"Post Views": "5,000"})[0].views == 5000
    assert PAGES.seen(**{"Post Views": "5,000"})[0].views is None
    assert POSTS.seen(Type="IGTV", Views="7")[0].views == 7
    assert POSTS.seen(Type="Album", Views="7")[0].views is None


def test_counts_that_are_missing() -> None:
    none = {"Likes": "", "Comments": "N/A", "Shares": "", "Followers at Posting": ""}
    assert PAGES.seen(**none) == []
    del none["Shares"]
    assert POSTS.seen(**none) == []


def test_a_page_is_told_again_only_when_it_changed() -> None:
    found = PAGES.read({}, {}, {"Page Name": "Tarvenport Tonight"}, {"Page Name": "", "URL": "x"})
    assert [(each.row, each.name) for each in of_type(Account, found)] == [
        (2, "Tarvenport Today"),
        (4, "Tarvenport Tonight"),
        (5, None),
    ]


def test_a_post_of_instagram() -> None:
    text = "Late with @ole.brant. and @ole.brant #Ferry https://a.example/x x@y.example"
    account, post, seen, followers = POSTS.read({"Description": text})
    assert account == Account(row=2, platform="instagram", handle="mina.ketter", name="Mina Ketter")
    assert isinstance(post, Post)
    assert post.native_id == "CQ_abc-1x"
    assert post.author == AccountRef(handle="mina.ketter")
    assert post.mentions == (Mention(AccountRef(handle="ole.brant")),)
    assert (post.hashtags, post.links) == (("Ferry",), ("https://a.example/x",))
    assert post.media == ("https://pictures.example/1.jpg",)
    assert seen == Observation(
        row=2, platform="instagram", subject="post", native_id="CQ_abc-1x", replies=10, likes=100
    )
    assert isinstance(followers, Observation)
    assert (followers.handle, followers.followers) == ("mina.ketter", 12345)


def test_a_post_of_instagram_with_a_title_and_another_link() -> None:
    cells = {"Title": "A film", "Description": "", "Photo": ""}
    found = one(Post, POSTS.read({**cells, "URL": "https://www.instagram.com/reel/Cx1/?a=b"}))
    assert (found.text, found.media, found.native_id) == ("A film", (), "Cx1")
    assert one(Post, POSTS.read({"URL": "https://instagram.example/p/1"})).native_id == (
        "https://instagram.example/p/1"
    )


def test_an_account_of_instagram_is_told_once() -> None:
    assert len(of_type(Account, POSTS.read({}, {}, {"Account": ""}))) == 1


@pytest.mark.parametrize(
    ("table", "cells", "reason"),
    [
        (PAGES, {"Facebook Id": ""}, "Facebook Id is not an id"),
        (PAGES, {"Facebook Id": "7.5E+9"}, "Facebook Id went through a floating-point number"),
        (PAGES, {"URL": ""}, "URL is empty"),
        (PAGES, {"URL": "\n \n"}, "URL is empty"),
        (PAGES, {"Likes": "many"}, "Likes is not a count"),
        (PAGES, {"Followers at Posting": "-1"}, "Followers at Posting is not a count"),
        (GROUPS, {"Facebook Id": "x"}, "Facebook Id is not an id"),
        (POSTS, {"User Name": ""}, "User Name is empty"),
        (POSTS, {"URL": ""}, "URL is empty"),
        (POSTS, {"URL": " "}, "URL is empty"),
        (POSTS, {"Views": "1,23"}, "Views is not a count"),
    ],
)
def test_what_cannot_be_read_is_rejected(table: Table, cells: dict[str, str], reason: str) -> None:
    assert table.reason(**cells).startswith(reason)


def test_claims() -> None:
    answer = CrowdTangleFacebook().sniff(Sample("x", PAGES.text({})))
    assert answer == Claim(
        f"posts of pages in 19 columns; left aside: Page Category, Total Interactions, {SCORE[:40]}"
    )
    answer = CrowdTangleFacebook().sniff(Sample("x", GROUPS.text({})))
    assert isinstance(answer, Claim)
    assert answer.reason.startswith("posts of groups in 19 columns")
    assert isinstance(CrowdTangleInstagram().sniff(Sample("x", POSTS.text({}))), Claim)
    assert CrowdTangleFacebook().sniff(Sample("x", POSTS.text({}))) == Refusal(
        "its first line has no column Page Name, Facebook Id, Shares, Message"
    )
    assert isinstance(CrowdTangleInstagram().sniff(Sample("x", PAGES.text({}))), Refusal)


@given(
    text=st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=40),
    likes=st.integers(0, 10**9),
)
@settings(deadline=None)
def test_texts_and_counts_come_back(text: str, likes: int) -> None:
    found = PAGES.read({"Message": text, "Likes": f"{likes:,}"})
    assert (one(Post, found).text or "") == text
    assert of_type(Observation, found)[0].likes == likes
