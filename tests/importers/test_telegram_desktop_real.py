"""Four published exports of the first kind, counted."""

from pathlib import Path

import pytest

from inunison.importing import choose
from inunison.opening import open_source
from inunison.records import Account, Kind, Post, Record, Reject

pytestmark = pytest.mark.real_data


def read(path: Path) -> list[Record | Reject]:
    """Everything that the file's importer makes of it."""
    with open_source(path) as source:
        (member,) = source.members
        importer = choose(source, member)
        assert importer.name == "telegram-desktop"
        return list(importer.read(source.stream(member)))


@pytest.mark.parametrize(
    ("name", "chat", "posts", "replies"),
    [
        ("private_channel.json", "10036995664", 5, 2),
        ("public_channel.json", "44444444444", 5, 2),
        ("private_group.json", "9999999999", 1, 0),
        ("public_supergroup.json", "9888888888", 1, 0),
    ],
)
def test_chats(real_data: Path, name: str, chat: str, posts: int, replies: int) -> None:
    found = read(real_data / "telegram_desktop" / name)
    made = [each for each in found if isinstance(each, Post)]
    assert len(made) == posts
    assert sum(each.kind is Kind.REPLY for each in made) == replies
    assert not [each for each in found if isinstance(each, Reject)]
    assert sum(isinstance(each, Account) for each in found) == 1
    for post in made:
        assert post.native_id.startswith(f"{chat}-")
        assert post.created_at is None
        assert post.stated_time is not None
        assert post.stated_time.startswith("2021-03-")


def test_what_the_channel_says(real_data: Path) -> None:
    found = read(real_data / "telegram_desktop" / "public_channel.json")
    texts = [each.text for each in found if isinstance(each, Post)]
    assert texts == [
        "test channel",
        "reply in test channel",
        "Poll question",
        "quiz poll",
        "reply to quiz",
    ]
