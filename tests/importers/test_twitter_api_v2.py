"""The Twitter API v2, object by object: what the fields say, and what they say only together."""

from typing import Any

import pytest

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
)
from inunison_importers import remembering
from tests.importers.archive_rows import clock_id, microseconds
from tests.importers.twitter_v2_objects import (
    ID,
    OBSERVED_AT,
    OTHER,
    OTHER_TIME,
    TIME,
    accounts,
    observations,
    page,
    post,
    posts,
    read,
    refers,
    rejects,
    tweet,
    user,
)

MENTION = {"start": 0, "end": 9, "username": "oro_lind"}
FIRST, SECOND, THIRD = (clock_id(f"2022-03-04T05:0{minute}:00.000") for minute in (1, 2, 3))


def pointer(author: str | None = None) -> PostRef:
    """A pointer to the other post."""
    named = None if author is None else AccountRef(author)
    return PostRef(OTHER, named, False, microseconds(OTHER_TIME), Precision.MILLISECOND)


def mentioned(found: Post) -> list[tuple[str | None, str | None]]:
    """The id and handle of each mention."""
    return [(each.account.native_id, each.account.handle) for each in found.mentions]


def test_a_plain_post() -> None:
    given = tweet(
        text="Late &amp; slow\n#Tarvenport $FRY",
        entities={
            "hashtags": [{"tag": "Tarvenport"}, {"tag": "Tarvenport"}],
            "cashtags": [{"tag": "FRY"}],
            "mentions": [MENTION | {"id": "102"}],
        },
    )
    assert post(given) == Post(
        row=1,
        platform="twitter",
        native_id=ID,
        author=AccountRef("101"),
        kind=Kind.POST,
        created_at=microseconds(TIME),
        precision=Precision.MILLISECOND,
        text="Late &amp; slow\n#Tarvenport $FRY",
        language="en",
        client="Twitter Web App",
        mentions=(Mention(AccountRef("102", "oro_lind")),),
        hashtags=("Tarvenport",),
    )


def test_what_was_counted_and_when() -> None:
    found = read(page([tweet()]))
    assert observations(found, "post") == [
        Observation(
            row=1,
            platform="twitter",
            subject="post",
            native_id=ID,
            observed_at=OBSERVED_AT,
            precision=Precision.SECOND,
            presence=Presence.LIVE,
            reposts=1,
            replies=2,
            likes=3,
            quotes=4,
        )
    ]
    bare = {"data": [tweet(public_metrics=None)]}
    assert observations(read(bare), "post") == []


def test_a_stated_time_is_kept_where_the_id_says_another() -> None:
    found = post(tweet(created_at="2022-03-04T05:06:08.000Z"))
    assert (found.created_at, found.time_conflict) == (microseconds(TIME), True)
    assert found.stated_time == "2022-03-04T05:06:08.000Z"
    old = post(tweet(id="20", created_at="2006-03-21T20:50:14.000Z"))
    assert (old.created_at, old.precision, old.stated_time) == (
        microseconds("2006-03-21T20:50:14"),
        Precision.SECOND,
        None,
    )
    bare = post(tweet(id="20", created_at=None))
    assert (bare.created_at, bare.precision) == (None, None)


def test_an_account() -> None:
    profile = user(
        description="Trains",
        location="Tarvenport",
        url="https://t.co/a",
        entities={"url": {"urls": [{"expanded_url": "https://mina.example"}]}},
    )
    found = read(page([tweet()], includes={"users": [profile]}))
    assert accounts(found) == [
        Account(
            row=1,
            platform="twitter",
            native_id="101",
            handle="minaketter",
            name="Minaketter",
            description="Trains",
            location="Tarvenport",
            url="https://mina.example",
            created_at=microseconds("2019-11-05T10:20:30"),
            created_precision=Precision.SECOND,
            verified=False,
        )
    ]
    (seen,) = observations(found, "account")
    assert (seen.followers, seen.following, seen.posts, seen.observed_at) == (7, 9, 11, OBSERVED_AT)


@pytest.mark.parametrize(
    ("given", "verified", "presence"),
    [
        ({}, False, Presence.LIVE),
        ({"verified": True, "verified_type": "none"}, True, Presence.LIVE),
        ({"verified": None, "verified_type": "blue"}, True, Presence.LIVE),
        ({"verified": None, "verified_type": "none"}, False, Presence.LIVE),
        ({"verified": None}, None, Presence.LIVE),
        ({"protected": True}, False, Presence.PROTECTED),
        ({"withheld": {"country_codes": ["XX"]}}, False, Presence.WITHHELD),
    ],
)
def test_marks_of_an_account(given: dict[str, Any], verified: bool, presence: Presence) -> None:
    found = read(page([user(**given)]))
    assert accounts(found)[0].verified is verified
    assert observations(found, "account")[0].presence is presence


def test_an_account_is_told_when_it_differs_from_what_was_told_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mina, other = user(), user(name="Mina K")
    found = read(*(page([each]) for each in (mina, mina, other, other, mina)))
    assert [each.row for each in accounts(found)] == [1, 3, 5]
    monkeypatch.setattr(remembering, "REMEMBERED", 2)
    found = read(*(page([user(native_id)]) for native_id in ("1", "2", "3", "3", "1")))
    assert [each.row for each in accounts(found)] == [1, 2, 3, 5]
    long = user(description="x" * 5_000)
    assert [each.row for each in accounts(read(page([long]), page([long])))] == [1, 2]


def test_a_repost_carries_no_words_of_its_own() -> None:
    original = tweet(id=OTHER, author_id="102", created_at=None, entities={"hashtags": []})
    given = tweet(
        text="RT @oro_lind: Late…",
        referenced_tweets=refers("retweeted"),
        entities={"mentions": [MENTION], "hashtags": [{"tag": "cut"}]},
        attachments={"media_keys": ["3_1"]},
    )
    found = read(page([given], includes={"tweets": [original]}))
    repost, source = posts(found)
    assert (repost.kind, repost.reposts) == (Kind.REPOST, pointer("102"))
    assert (repost.mentions, repost.hashtags, repost.links, repost.media) == ((), (), (), ())
    assert repost.text == "RT @oro_lind: Late…"
    assert (source.collected, source.author, source.kind) == (False, AccountRef("102"), Kind.POST)
    seen, of_source = observations(found, "post")
    assert (seen.reposts, seen.likes, seen.replies, seen.quotes) == (1, None, None, None)
    assert (of_source.native_id, of_source.likes) == (OTHER, 3)


def test_the_author_of_an_original_that_is_not_there() -> None:
    given = tweet(text="RT @Oro_Lind: Late", referenced_tweets=refers("retweeted"))
    assert post(given).reposts == PostRef(
        OTHER,
        AccountRef(None, "Oro_Lind"),
        True,
        microseconds(OTHER_TIME),
        Precision.MILLISECOND,
    )
    by_mention = given | {"entities": {"mentions": [MENTION | {"id": "102"}]}}
    for found in (post(by_mention), post(given, users=[user("102", "oro_lind")])):
        assert found.reposts
        assert found.reposts.author == AccountRef("102", "Oro_Lind")
        assert found.reposts.author_inferred
    assert post(given | {"text": "Late"}).reposts == pointer()


def test_quotes_and_replies() -> None:
    found = post(tweet(referenced_tweets=refers("quoted")))
    assert (found.kind, found.quotes) == (Kind.QUOTE, pointer())
    included = {"tweets": [tweet(id=OTHER, author_id="102", created_at=None)]}
    found = post(tweet(referenced_tweets=refers("quoted")), **included)
    assert found.quotes == pointer("102")
    found = post(tweet(referenced_tweets=refers("replied_to"), in_reply_to_user_id="103"))
    assert (found.kind, found.replies_to) == (Kind.REPLY, pointer("103"))
    both = [*refers("quoted", FIRST), *refers("replied_to")]
    found = post(tweet(referenced_tweets=both))
    assert found.kind is Kind.REPLY
    assert found.quotes
    assert found.quotes.native_id == FIRST


def test_a_post_that_begins_with_a_mention_answers_no_post() -> None:
    given = tweet(in_reply_to_user_id="102")
    found = post(given)
    assert (found.kind, found.replies_to) == (Kind.POST, None)
    assert mentioned(found) == [("102", None)]
    named = given | {"entities": {"mentions": [MENTION | {"id": "102"}]}}
    assert mentioned(post(named)) == [("102", "oro_lind")]


def test_mentions_without_an_id() -> None:
    given = tweet(entities={"mentions": [MENTION, {"username": "gone_one"}, {}]})
    found = post(given, users=[user("102", "Oro_Lind")])
    assert mentioned(found) == [("102", "oro_lind"), (None, "gone_one")]


def test_links() -> None:
    urls = [
        {"url": "https://t.co/1", "expanded_url": "https://a.example", "unwound_url": "https://z"},
        {"url": "https://t.co/1", "expanded_url": "https://a.example"},
        {"url": "https://t.co/2", "unwound_url": "https://b.example"},
        {"url": "https://t.co/3"},
        {"url": "https://t.co/4", "expanded_url": "https://t.co/4"},
        {"expanded_url": f"https://twitter.com/mina/status/{ID}/photo/1"},
        {"expanded_url": f"https://x.com/mina/status/{ID}/video/1"},
        {"expanded_url": "https://x.example", "media_key": "3_1"},
        {"expanded_url": f"https://twitter.com/mina/status/{OTHER}"},
    ]
    assert post(tweet(entities={"urls": urls})).links == (
        "https://a.example",
        "https://b.example",
        f"https://twitter.com/mina/status/{OTHER}",
    )


def test_media() -> None:
    variants = [{"url": "https://v/1", "bit_rate": 1}, {"url": "https://v/2", "bit_rate": 2}, {}]
    media = [
        {"media_key": "3_1", "url": "https://m/1"},
        {"media_key": "7_2", "variants": variants, "preview_image_url": "https://p/2"},
        {"media_key": "7_3", "preview_image_url": "https://p/3"},
        {"media_key": "7_4"},
        {},
    ]
    keys = ["3_1", "7_2", "7_3", "7_4", "7_5", "3_1"]
    found = post(tweet(attachments={"media_keys": keys}), media=media)
    assert found.media == ("https://m/1", "https://v/2", "https://p/3", "7_4", "7_5")


@pytest.mark.parametrize("code", ["und", "zxx", "qme", "qht", ""])
def test_no_language(code: str) -> None:
    assert post(tweet(lang=code)).language is None


def test_a_long_post_has_its_whole_text() -> None:
    note = {"text": "Late again and again #x", "entities": {"hashtags": [{"tag": "x"}]}}
    found = post(tweet(note_tweet=note))
    assert (found.text, found.hashtags) == ("Late again and again #x", ("x",))


def test_a_withheld_post() -> None:
    given = tweet(withheld={"copyright": True, "country_codes": ["XX"], "scope": "tweet"})
    (seen,) = observations(read(page([given])), "post")
    assert (seen.presence, seen.likes) == (Presence.WITHHELD, 3)


def edited(native_id: str) -> dict[str, Any]:
    """A post of three versions."""
    return tweet(id=native_id, created_at=None, edit_history_tweet_ids=[FIRST, SECOND, THIRD])


def before(found: list[Post]) -> dict[str, str | None]:
    """By version, the one before it."""
    return {each.native_id: each.edits.native_id if each.edits else None for each in found}


def test_versions_of_a_post() -> None:
    last = posts(read(page([edited(THIRD)])))
    assert before(last) == {THIRD: SECOND, SECOND: FIRST}
    assert [(each.native_id, each.collected) for each in last] == [(THIRD, True), (SECOND, False)]
    assert all(each.author == AccountRef("101") for each in last)
    assert last[0].edits
    assert last[0].edits.author == AccountRef("101")
    first = posts(read(page([edited(FIRST)])))
    assert before(first) == {FIRST: None, SECOND: FIRST, THIRD: SECOND}
    both = posts(read(page([edited(THIRD), edited(SECOND)])))
    assert before(both) == {THIRD: SECOND, SECOND: FIRST}
    assert all(each.collected for each in both)
    assert before(posts(read(page([tweet(edit_history_tweet_ids=[ID])])))) == {ID: None}


@pytest.mark.parametrize(
    ("problem", "subject", "name", "presence"),
    [
        (
            {"detail": "User has been suspended: [x].", "title": "Forbidden"},
            "user",
            "x",
            "suspended",
        ),
        ({"title": "Not Found Error", "detail": "Could not find user"}, "user", "7", "missing"),
        ({"type": "https://api.example/2/problems/resource-not-found"}, "tweet", "7", "missing"),
        ({"title": "Authorization Error", "detail": "not authorized"}, "tweet", "7", "protected"),
        ({"detail": "This Tweet has been deleted"}, "tweet", "7", "deleted"),
        ({"detail": "withheld in XX"}, "tweet", "7", "withheld"),
        ({"detail": "This Tweet is no longer available"}, "tweet", "7", "removed"),
    ],
)
def test_what_the_platform_did_not_show(
    problem: dict[str, str], subject: str, name: str, presence: str
) -> None:
    parameter = "ids" if name.isdigit() else "entities.mentions.username"
    problem = {"resource_type": subject, "value": name, "parameter": parameter} | problem
    found = read({"errors": [problem], "__twarc": page([])["__twarc"]})
    assert found == [
        Observation(
            row=1,
            platform="twitter",
            subject="post" if subject == "tweet" else "account",
            native_id=name if name.isdigit() else None,
            handle=None if name.isdigit() else name,
            observed_at=OBSERVED_AT,
            precision=Precision.SECOND,
            presence=Presence(presence),
        )
    ]


@pytest.mark.parametrize(
    ("problem", "reason"),
    [
        ({"title": "Disconnect"}, "names no post and no account"),
        ({"resource_type": "media", "value": "3_1"}, "names no post and no account"),
        ({"resource_type": "tweet", "value": 7}, "names no post and no account"),
        ({"resource_type": "tweet", "value": "7"}, "does not say what became of"),
        ({"resource_type": "user", "value": "x", "detail": "deleted"}, "is not an id"),
        (
            {"resource_type": "user", "value": "\n", "detail": "deleted", "parameter": "username"},
            "by what is no handle",
        ),
    ],
)
def test_errors_that_say_nothing_are_counted(problem: dict[str, Any], reason: str) -> None:
    found = read(page([tweet()], errors=[problem]))
    assert len(posts(found)) == 1
    (reject,) = rejects(found)
    assert reason in reject.reason
