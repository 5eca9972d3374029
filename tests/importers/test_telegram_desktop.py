"""Exports of Telegram Desktop: what a message becomes, and what is nobody's matter."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison.records import (
    Account,
    AccountRef,
    Kind,
    Mention,
    Post,
    PostRef,
    Precision,
    Reject,
    Space,
)
from inunison_importers.base import Claim, Refusal, Sample, TextLines
from inunison_importers.telegram_desktop import TelegramDesktop
from inunison_importers.telegram_export import MESSAGE_CHARACTERS
from tests.importers.telegram_exports import (
    AT,
    chat,
    message,
    post_of,
    read,
    read_text,
    reason_of,
    without,
    written,
)

CHANNEL = AccountRef("channel1800000001")
PRIVATE = (
    "it stands in a conversation of the exporting account or in its saved messages,"
    " which are not imported"
)


def test_a_message_becomes_its_author_and_a_post_in_its_chat() -> None:
    account, post = read(chat(message()))
    assert account == Account(
        row=6, platform="telegram", native_id="channel1800000001", name="Harbour News"
    )
    assert post == Post(
        row=6,
        platform="telegram",
        native_id="1800000001-2",
        author=CHANNEL,
        created_at=AT,
        precision=Precision.SECOND,
        text="The ferry was late.",
        space=Space("chat", "Harbour News", "1800000001"),
    )


def test_an_account_is_told_once_and_again_under_another_name() -> None:
    found = read(chat(message(), message(id=3), message(id=4, **{"from": "Old Harbour"})))
    named = [each.name for each in found if isinstance(each, Account)]
    assert named == ["Harbour News", "Old Harbour"]
    nameless = read(chat(message(**{"from": None})))
    assert [type(each) for each in nameless] == [Post]


def test_the_local_time_gives_no_instant() -> None:
    post = post_of(without("date_unixtime"))
    assert (post.created_at, post.precision) == (None, None)
    assert post.stated_time == "2023-03-01T10:00:00"
    assert post_of(message()).stated_time is None
    assert post_of(message(date_unixtime=1677661200)).created_at == AT
    assert post_of(message(date_unixtime="")).created_at is None


@pytest.mark.parametrize("stated", ["soon", "-5", "1677661200.5", "١٦٧٧٦٦١٢٠٠", "9" * 50, "9" * 11])
def test_a_time_that_is_none(stated: str) -> None:
    assert reason_of(message(date_unixtime=stated)) == "date_unixtime is not a time"
    assert reason_of(without("date_unixtime", date="1 March")) == "date is not a time"


def test_ids_of_the_first_exports_stay_as_they_are() -> None:
    assert post_of(message(from_id=10036995664)).author == AccountRef("10036995664")
    assert post_of(message(from_id=None)).author is None
    wrong = "from_id is not the id of a user, a group or a channel"
    for cell in ("somebody", "user", "user007", "user1e9", -4, 0, "channel" + "9" * 30):
        assert reason_of(message(from_id=cell)) == wrong


def test_texts_are_joined_and_their_marks_kept() -> None:
    parts = [
        "See ",
        {"type": "link", "text": "portpapers.example/a"},
        {"type": "text_link", "text": " here", "href": "https://b.example/?q=1"},
        {"type": "hashtag", "text": "#Ferry"},
        {"type": "hashtag", "text": "#Ferry"},
        {"type": "cashtag", "text": "$BOAT"},
        {"type": "mention", "text": "@Ada_Q"},
        {"type": "mention", "text": "@ada_q"},
        {"type": "mention_name", "text": "Lorcan", "user_id": 700},
        {"type": "email", "text": "a@b.example"},
    ]
    for made in (message(text=parts), message(text="", text_entities=_plain(parts))):
        post = post_of(made)
        text = "See portpapers.example/a here#Ferry#Ferry$BOAT@Ada_Q@ada_qLorcana@b.example"
        assert post.text == text
        assert post.links == ("portpapers.example/a", "https://b.example/?q=1")
        assert post.hashtags == ("Ferry",)
        assert post.mentions == (
            Mention(AccountRef(handle="Ada_Q")),
            Mention(AccountRef("user700")),
        )
    assert post_of(message(text="")).text is None


def _plain(parts: list[Any]) -> list[Any]:
    return [{"type": "plain", "text": each} if isinstance(each, str) else each for each in parts]


def test_a_mention_of_nobody() -> None:
    named = [{"type": "mention_name", "text": "L", "user_id": "L"}]
    assert reason_of(message(text=named)) == "the user_id of a mention is not the id of a user"
    assert post_of(message(text=[{"type": "mention", "text": "@"}])).mentions == ()


def test_a_source_that_is_only_named_is_a_weak_target() -> None:
    post = post_of(message(forwarded_from="Slow Boats"))
    assert post.kind is Kind.REPOST
    assert post.reposts is not None
    assert post.reposts.author == AccountRef(handle="name:Slow Boats")
    assert post.reposts.author_inferred
    assert post.reposts.created_at is None
    again = post_of(message(id=9, forwarded_from="Slow Boats"), id=1800000009)
    assert again.reposts == post.reposts, "the same words of the same name"
    other = post_of(message(forwarded_from="Slow Boats", text="Other words"))
    namesake = post_of(message(forwarded_from="Fast Boats"))
    assert len({each.reposts for each in (post, other, namesake)}) == 3


def test_what_was_passed_on_without_words_is_no_others() -> None:
    first = post_of(message(forwarded_from="Slow Boats", text=""))
    second = post_of(message(id=3, forwarded_from="Slow Boats", text=""))
    assert first.reposts
    assert second.reposts
    assert first.reposts.native_id != second.reposts.native_id
    assert first.reposts.author == second.reposts.author


def test_a_forward_whose_source_is_hidden() -> None:
    post = post_of(message(forwarded_from=None))
    assert (post.kind, post.reposts) == (Kind.REPOST, None)
    wrong = "a displayed name is longer than any name"
    assert reason_of(message(forwarded_from="x" * 301)) == wrong


def test_answers_in_the_same_chat_and_in_another() -> None:
    post = post_of(message(reply_to_message_id=1))
    assert (post.kind, post.replies_to) == (Kind.REPLY, PostRef("1800000001-1"))
    afar = post_of(message(reply_to_message_id=1, reply_to_peer_id="channel42"))
    assert afar.replies_to == PostRef("42-1")
    wrong = "reply_to_peer_id is not the id of a user, a group or a channel"
    assert reason_of(message(reply_to_message_id=1, reply_to_peer_id="there")) == wrong


@pytest.mark.parametrize(
    "placeholder",
    [
        "(File not included. Change data exporting settings to download.)",
        "(File exceeds maximum size. Change data exporting settings to download.)",
        "(File unavailable, please try again later)",
        "boat.vcf (File not included. Change data exporting settings to download.)",
    ],
)
def test_a_file_that_was_not_exported_has_no_path(placeholder: str) -> None:
    assert post_of(message(file=placeholder)).media == ()
    kept = post_of(message(photo="photos/photo_1.jpg", file=placeholder))
    assert kept.media == ("1800000001-2/photos/photo_1.jpg",)


def test_a_poll_says_its_question() -> None:
    asked: list[Any] = ["Late?", ["Late", {"type": "bold", "text": "?"}]]
    for question in asked:
        assert post_of(message(text="", poll={"question": question})).text == "Late?"
    assert post_of(message(text="Vote", poll={"question": "Late?"})).text == "Vote"


def test_what_sent_a_message_for_somebody() -> None:
    assert post_of(message(via_bot="@gif")).client == "@gif"


def test_service_messages_are_no_posts() -> None:
    service = {"id": 1, "type": "service", "date": "2023-03-01T10:00:00", "action": "x"}
    assert read(chat(service)) == []
    unsupported = "it is a message of a kind that the exporting program did not know"
    assert reason_of({"id": 1, "type": "unsupported"}) == unsupported


@pytest.mark.parametrize(
    "kind", ["saved_messages", "replies", "verification_codes", "personal_chat", "bot_chat"]
)
def test_conversations_are_counted_and_not_shown(kind: str) -> None:
    found = read(chat(message(), message(id=3), type=kind))
    assert [each for each in found if isinstance(each, Reject)] == found
    assert [(each.reason, each.excerpt) for each in found if isinstance(each, Reject)] == [
        (PRIVATE, "")
    ] * 2


@pytest.mark.parametrize("kind", ["private_group", "private_supergroup", "public_supergroup"])
def test_groups_are_read(kind: str) -> None:
    assert post_of(message(), type=kind).native_id == "1800000001-2"


@pytest.mark.parametrize("kind", [None, "", "vault", 5])
def test_a_chat_of_an_unknown_type(kind: Any) -> None:
    assert reason_of(message(), type=kind) == (
        "the type of its chat is not told before it, or not known"
    )


@pytest.mark.parametrize("number", [None, 0, -4, "x", 10**19, int("9" * 200)])
def test_a_chat_without_id(number: Any) -> None:
    assert reason_of(message(), id=number) == "the id of its chat is not told before it"


def test_a_chat_without_a_name_has_its_number() -> None:
    assert post_of(message(), name=None).space == Space("chat", "1800000001", "1800000001")


@pytest.mark.parametrize("indent", [1, 2, 4, None])
def test_exports_of_everything_in_any_indentation(indent: int | None) -> None:
    everything = {
        "about": "Here is the data.",
        "contacts": {"about": "x", "list": [{"first_name": "a", "date": "b"}]},
        "chats": {
            "about": "x",
            "list": [
                chat(message(), type="personal_chat"),
                chat(message(), message(id=3)),
                chat(),
                chat(message(), id=1800000002),
            ],
        },
        "left_chats": {"about": "x", "list": [chat(message(), id=1800000003)]},
    }
    found = read(everything, indent)
    posts = [each.native_id for each in found if isinstance(each, Post)]
    assert posts == ["1800000001-2", "1800000001-3", "1800000002-2", "1800000003-2"]
    assert sum(isinstance(each, Reject) for each in found) == 1
    rows = [each.row for each in found]
    assert rows == sorted(rows)
    assert (len(set(rows)) > 1) is (indent is not None)


def test_an_object_before_the_messages_hides_no_field() -> None:
    made = {"type": "public_channel", "id": 7, "look": {"type": "x", "id": 1, "list": [{"id": 2}]}}
    (post,) = read({**made, "messages": [without("from")]})
    assert isinstance(post, Post)
    assert post.native_id == "7-2"


def test_messages_one_a_line() -> None:
    lines = ",\n".join("  " + json.dumps(message(id=each)) for each in (1, 2))
    text = f'{{\n "type": "public_channel",\n "id": 7,\n "messages": [\n{lines}\n ]\n}}\n'
    posts = [each for each in read_text(text) if isinstance(each, Post)]
    assert [(each.row, each.native_id) for each in posts] == [(5, "7-1"), (6, "7-2")]


def test_one_odd_message_takes_no_other_with_it() -> None:
    for indent in (1, None):
        found = read(chat(message(), message(id="x"), 5, message(id=4)), indent)
        posts = [each.native_id for each in found if isinstance(each, Post)]
        assert posts == ["1800000001-2", "1800000001-4"]
        assert sum(isinstance(each, Reject) for each in found) == 2
    assert reason_of(message(id="x")) == (
        "id is not as the format has it: expected `int`, got `str`"
    )


def test_a_message_that_is_too_long() -> None:
    found = read(chat(message(text="x" * MESSAGE_CHARACTERS), message(id=3)))
    reject, *others = found
    assert isinstance(reject, Reject)
    assert reject.reason == "the message is longer than 16,777,216 characters"
    assert len(others) == 2


class CutLines(TextLines):
    """Lines of a file that was cut."""

    def __init__(self, text: str, broken: Mapping[int, str] | None = None) -> None:
        super().__init__(text)
        self.cut = None if broken else "the file ends here"
        self.broken = broken or {}


def test_a_cut_export_is_read_up_to_the_cut() -> None:
    text = written(chat(message(), message(id=3)))
    for at in (text.index('"id": 3'), text.index('"id": 3') - 1, text.rindex("}") - 3):
        found = list(TelegramDesktop().read(CutLines(text[:at])))
        assert isinstance(found[1], Post)
        last = found[-1]
        assert isinstance(last, Reject)
        assert last.reason == "the file ends here"


def test_a_line_that_could_not_be_handed_out() -> None:
    text = written(chat(message(), message(id=3)))
    lines = CutLines(text, {8: "the line is too long"})
    reject, account, post = TelegramDesktop().read(lines)
    assert isinstance(reject, Reject)
    assert (reject.row, reject.reason) == (6, "the line is too long")
    assert isinstance(account, Account)
    assert isinstance(post, Post)


def test_half_characters_are_marked() -> None:
    text = written(chat(message(text="late \ud83d again")))
    post = next(each for each in read_text(text) if isinstance(each, Post))
    assert (post.text, post.text_repaired) == ("late \ufffd again", True)
    escaped = json.dumps(chat(message(text="\ud83d")), indent=1)
    post = next(each for each in read_text(escaped) if isinstance(each, Post))
    assert (post.text, post.text_repaired) == ("\ufffd", True)


def test_an_export_that_ends_too_early() -> None:
    text = written(chat(message()))
    found = read_text(text[: text.rindex("]")])
    last = found[-1]
    assert isinstance(last, Reject)
    assert last.reason == "the export ends before its end"


@pytest.mark.parametrize(
    "value",
    [
        *(5, [], [5], None),
        *({"messages": []}, {"messages": 5}),
        {"messages": [], "type": [], "id": 1},
        {"messages": [], "type": {}, "id": 1},
    ],
)
def test_other_json_is_no_export(value: Any) -> None:
    answer = TelegramDesktop().sniff(Sample("result.json", json.dumps(value)))
    assert isinstance(answer, Refusal)
    assert not [each for each in read(value, None) if isinstance(each, Post)]


def test_what_is_claimed() -> None:
    def claim(value: Any) -> str:
        answer = TelegramDesktop().sniff(Sample("x", written(value)))
        assert isinstance(answer, Claim), answer
        return answer.reason

    assert claim(chat(message())) == "an export of a chat"
    assert claim(chat()) == "an export of a chat"
    undated = claim(chat(without("date_unixtime")))
    assert undated == "an export of a chat, with times of an unknown zone only"
    assert claim({"chats": {"about": "", "list": [chat(message())]}}) == (
        "an export of all chats of an account"
    )
    assert claim({"about": "", "personal_information": {}}) == (
        "an export of everything of an account"
    )
    long = chat(*[message(id=each) for each in range(1, 900)])
    assert claim(long) == "an export of a chat"


pieces = st.lists(
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)
    | st.builds(lambda text: {"type": "bold", "text": text}, st.text('ab"\\{}[],\n ', max_size=9)),
    max_size=4,
)


def _said(part: Any) -> str:
    return part if isinstance(part, str) else str(part["text"])


@given(st.lists(pieces, max_size=5), st.sampled_from([1, 2, None]))
def test_texts_come_back_as_they_were(texts: list[list[Any]], indent: int | None) -> None:
    messages = [message(id=number, text=parts) for number, parts in enumerate(texts, 1)]
    found = read(chat(*messages), indent)
    posts = [each for each in found if isinstance(each, Post)]
    assert [post.text or "" for post in posts] == ["".join(map(_said, parts)) for parts in texts]
    assert not [each for each in found if isinstance(each, Reject)]
