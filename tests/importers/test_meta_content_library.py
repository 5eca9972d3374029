"""Posts of Meta's Content Library, of Facebook and of Instagram."""

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
    Space,
)
from inunison_importers.base import Claim, Refusal, Sample
from inunison_importers.meta_content_library import MetaContentLibrary
from tests.importers.named_rows import Table, microseconds, of_type, one

INSTAGRAM_ROW = {
    "id": "1040000000000001",
    "mcl_url": "https://www.facebook.com/transparency-tools/content-library/?id=1",
    "creation_time": "2023-03-01T09:14:00+00:00",
    "lang": "en",
    "text": "Nothing much",
    "hashtags": "[]",
    "content_type": "photo",
    "post_owner.id": "1040000000000900",
    "post_owner.name": "Mina Ketter",
    "post_owner.username": "mina.ketter",
    "statistics.like_count": "12",
    "statistics.comment_count": "3",
    "statistics.views": "5,000",
}
FACEBOOK_ROW = {
    **INSTAGRAM_ROW,
    "link_attachment.link": "",
    "shared_post_id": "",
    "statistics.share_count": "2",
    "surface.id": "1030000000000800",
    "surface.name": "Ferry friends",
    "surface.type": "facebook_page",
}
INSTAGRAM = Table(MetaContentLibrary(), INSTAGRAM_ROW)
FACEBOOK = Table(MetaContentLibrary(), FACEBOOK_ROW)
OWNER = AccountRef("1040000000000900", "mina.ketter")


@pytest.mark.parametrize(
    ("table", "platform", "shares"), [(INSTAGRAM, "instagram", None), (FACEBOOK, "facebook", 2)]
)
def test_a_post(table: Table, platform: str, shares: int | None) -> None:
    assert table.read({}) == [
        Account(
            row=2,
            platform=platform,
            native_id="1040000000000900",
            handle="mina.ketter",
            name="Mina Ketter",
        ),
        Post(
            row=2,
            platform=platform,
            native_id="1040000000000001",
            author=OWNER,
            created_at=microseconds("2023-03-01 09:14:00"),
            precision=Precision.SECOND,
            text="Nothing much",
            language="en",
            url=INSTAGRAM_ROW["mcl_url"],
        ),
        Observation(
            row=2,
            platform=platform,
            subject="post",
            native_id="1040000000000001",
            likes=12,
            replies=3,
            reposts=shares,
            views=5000,
        ),
    ]


@pytest.mark.parametrize("mark", ["surface.type", "shared_post_id", "statistics.share_count"])
def test_one_column_of_facebook_is_enough(mark: str) -> None:
    found = FACEBOOK.read({}, columns=[*INSTAGRAM_ROW, mark])
    assert one(Post, found).platform == "facebook"


@pytest.mark.parametrize(
    ("cell", "time", "stated"),
    [
        ("2023-03-01 10:14:00+0100", "2023-03-01 09:14:00", None),
        ("2023-03-01T09:14:00Z", "2023-03-01 09:14:00", None),
        ("2023-03-01 09:14:00", "2023-03-01 09:14:00", "2023-03-01 09:14:00"),
    ],
)
def test_times(cell: str, time: str, stated: str | None) -> None:
    found = FACEBOOK.post(creation_time=cell)
    assert (found.created_at, found.stated_time) == (microseconds(time), stated)


def test_a_post_in_a_group_stands_there() -> None:
    space = Space("group", "Ferry friends", "1030000000000800")
    for name in ("group", "facebook_group", "FACEBOOK_GROUP"):
        assert FACEBOOK.post(**{"surface.type": name}).space == space
    damaged = {"surface.type": "group", "surface.id": "1.03E+15"}
    assert FACEBOOK.post(**damaged).space == Space("group", "Ferry friends")
    assert FACEBOOK.post(**{"surface.type": "group", "surface.name": ""}).space is None


def test_what_is_shared() -> None:
    cells = {"shared_post_id": "1030000000000001"}
    shared = PostRef("1030000000000001")
    quote = FACEBOOK.post(**cells)
    assert (quote.kind, quote.quotes, quote.reposts) == (Kind.QUOTE, shared, None)
    repost = FACEBOOK.post(text="", **cells)
    assert (repost.kind, repost.quotes, repost.reposts) == (Kind.REPOST, None, shared)


def test_links_hashtags_and_mentions() -> None:
    text = "#Late with @ole.brant. https://a.example/x"
    cells = {"text": text, "link_attachment.link": "https://a.example/x"}
    found = FACEBOOK.post(**cells)
    assert (found.links, found.hashtags) == (("https://a.example/x",), ("Late",))
    assert found.mentions == ()
    found = INSTAGRAM.post(text=text, hashtags="['#ferry', 'Boats']")
    assert found.hashtags == ("ferry", "Boats")
    assert found.mentions == (Mention(AccountRef(handle="ole.brant")),)


def test_owners() -> None:
    found = of_type(Account, FACEBOOK.read({}, {}, {"post_owner.name": "Mina"}))
    assert [(each.row, each.name) for each in found] == [(2, "Mina Ketter"), (4, "Mina")]
    damaged = {"post_owner.id": "1.04E+15"}
    assert FACEBOOK.post(**damaged).author == AccountRef(handle="mina.ketter")
    nobody = {"post_owner.id": "", "post_owner.username": ""}
    assert FACEBOOK.post(**nobody).author is None
    assert of_type(Account, FACEBOOK.read(nobody)) == []


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"id": ""}, "id is not an id"),
        ({"id": "1.03E+15"}, "id went through a floating-point number"),
        ({"creation_time": "01/03/2023"}, "creation_time is not a time"),
        ({"post_owner.id": "x"}, "post_owner.id is not an id"),
        ({"shared_post_id": "x"}, "shared_post_id is not an id"),
        ({"hashtags": "['a"}, "hashtags is a list that does not end"),
        ({"statistics.views": "many"}, "statistics.views is not a count"),
    ],
)
def test_what_cannot_be_read_is_rejected(cells: dict[str, str], reason: str) -> None:
    assert FACEBOOK.reason(**cells).startswith(reason)


def test_claims() -> None:
    answer = MetaContentLibrary().sniff(Sample("x", FACEBOOK.text({})))
    assert isinstance(answer, Claim)
    assert answer.reason.startswith("posts of Facebook in 19 columns")
    answer = MetaContentLibrary().sniff(Sample("x", INSTAGRAM.text({})))
    assert isinstance(answer, Claim)
    assert answer.reason.startswith("posts of Instagram in 13 columns")
    assert MetaContentLibrary().sniff(Sample("x", "id,creation_time,text\n")) == Refusal(
        "its first line has no column mcl_url, post_owner.id, statistics.like_count"
    )


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=40))
@settings(deadline=None)
def test_texts_come_back(text: str) -> None:
    assert (INSTAGRAM.post(text=text).text or "") == text
