"""How posts, accounts and chats of Telegram are named."""

import pytest

from inunison.records import AccountRef, PostRef, Precision, Space
from inunison_importers import telegram_names as names
from inunison_importers.base import BadCell


@pytest.mark.parametrize("text", ["1", "10036995664", "9" * 19])
def test_numbers(text: str) -> None:
    assert names.is_number(text)


@pytest.mark.parametrize("text", ["", "0", "01", "-1", "1.0", "x", "٣", "9" * 20])
def test_what_is_no_number(text: str) -> None:
    assert not names.is_number(text)


def test_ids_have_their_kind_before_their_number() -> None:
    assert names.account_id("channel", "5") == "channel5"
    assert [names.number_of(each, "x") for each in ("user1", "channel2", "chat3")] == [
        "1",
        "2",
        "3",
    ]
    for peer in ("5", "user", "group5", "user-5", "", "user" + "9" * 20):
        with pytest.raises(BadCell, match="from_id is not the id of a user, a group or a channel"):
            names.number_of(peer, "from_id")


def test_posts_are_numbered_in_their_chat() -> None:
    assert names.post_id("5", 7) == names.post_id("5", "7") == "5-7"


def test_chats() -> None:
    assert names.chat_space("Ferries", "5") == Space("chat", "Ferries", "5")
    assert names.chat_space(None, "5") == Space("chat", "5", "5")
    assert names.chat_space("Ferries", None) == Space("chat", "Ferries")
    with pytest.raises(BadCell, match="a displayed name is longer than any name"):
        names.chat_space("x" * 301, "5")


def test_a_name_that_anybody_can_bear_is_no_handle() -> None:
    found = names.named_only("Slow Boats", "words", "5-7")
    assert found.author == AccountRef(handle="name:Slow Boats")
    assert found.author_inferred
    assert found == names.named_only("Slow Boats", "words", "5-8")
    assert found != names.named_only("slow boats", "words", "5-7")
    assert names.named_only("a", None, "5-7") != names.named_only("a", None, "5-8")


def test_a_post_that_is_named_by_its_account_and_second() -> None:
    at = 1_677_661_200_000_000
    assert names.dated_only(AccountRef("channel5", "boats"), at) == PostRef(
        "channel5@1677661200",
        AccountRef("channel5", "boats"),
        created_at=at,
        precision=Precision.SECOND,
    )
    assert names.dated_only(AccountRef(handle="boats"), at).native_id == "boats@1677661200"


@pytest.mark.parametrize(
    ("text", "handles"),
    [
        ("@Ada_Q and @ada_q, @b_2.", ["Ada_Q", "b_2"]),
        ("ada@quay.example t.me/@ada @@ada", []),
        ("@1ada @ab @" + "a" * 33, []),
        ("no sign", []),
        ("(@ferry_talk)", ["ferry_talk"]),
    ],
)
def test_mentions(text: str, handles: list[str]) -> None:
    assert [each.account.handle for each in names.mentions_in(text)] == handles
