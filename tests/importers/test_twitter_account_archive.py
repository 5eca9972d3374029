"""The archive of an account: what each of its files says, and what one file says of the others."""

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from inunison.errors import SourceError
from inunison.folder import CaseFolder
from inunison.golden import golden_lines
from inunison.importing import choose, knowing_all
from inunison.opening import open_source
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
    Reject,
)
from inunison.sources import import_file
from inunison.sources.source import RejectReason, find_source
from inunison_importers.base import Claim, Refusal, Sample, TextLines
from inunison_importers.twitter_account_archive import TwitterAccountArchive
from tests.importers.account_archive_files import (
    ACCOUNT,
    MANIFEST,
    MESSAGES,
    PROFILE,
    mention,
    old_script,
    packed,
    read,
    script,
    written,
)
from tests.importers.archive_rows import clock_id, microseconds
from tests.importers.twitter_v1_objects import (
    ID,
    OTHER,
    OTHER_TIME,
    TIME,
    entities,
    link,
    observations,
    picture,
    posts,
    rejects,
    stated,
)

MINA = AccountRef("101", "minaketter")
MADE_AT = microseconds("2023-01-14T02:11:27.525")


def tweets(*given: dict[str, Any]) -> str:
    """The file of tweets."""
    return script("tweets", *[{"tweet": each} for each in given])


def post(**given: Any) -> Post:
    """The one post of a tweet."""
    found = read(tweets(written(**given)))
    assert rejects(found) == []
    (made,) = posts(found)
    return made


def sniffed(text: str) -> Claim | Refusal:
    """What the importer thinks of a text."""
    return TwitterAccountArchive().sniff(Sample("x.js", text))


def test_a_tweet_of_a_file_that_comes_alone_has_no_author() -> None:
    held = entities(
        hashtags=[{"text": "Tarvenport"}],
        urls=[link("https://council.example")],
        user_mentions=[mention("102", "oro_lind")],
    )
    media = {"media": [picture("a.jpg"), picture("b.jpg")]}
    found = read(
        tweets(written(full_text="Late &amp; slow", entities=held, extended_entities=media))
    )
    assert posts(found) == [
        Post(
            row=2,
            platform="twitter",
            native_id=ID,
            kind=Kind.POST,
            created_at=microseconds(TIME),
            precision=Precision.MILLISECOND,
            text="Late &amp; slow",
            language="en",
            client="Twitter Web App",
            mentions=(Mention(AccountRef("102", "oro_lind")),),
            hashtags=("Tarvenport",),
            links=("https://council.example",),
            media=("https://pbs.example/a.jpg", "https://pbs.example/b.jpg"),
        )
    ]
    (seen,) = observations(found, "post")
    assert (seen.reposts, seen.likes, seen.observed_at) == (1, 3, None)


def test_a_retweet_is_told_by_its_text_and_whom_it_repeats_by_its_mention() -> None:
    named = entities(
        user_mentions=[mention("102", "Oro_Lind"), mention("103", "tavi", 30)],
        hashtags=[{"text": "Trams"}],
    )
    text = "RT @oro_lind: Trams stop at eleven @tavi #Tra…"
    made = post(full_text=text, entities=named)
    assert (made.kind, made.reposts, made.text) == (Kind.REPOST, None, text)
    assert made.mentions == (Mention(AccountRef("102", "Oro_Lind")),)
    assert (made.hashtags, made.links, made.media) == ((), (), ())
    found = read(tweets(written(full_text=text, entities=named)))
    assert observations(found, "post") == []
    unnamed = post(full_text=text, entities=entities(user_mentions=[mention("103", "tavi")]))
    assert unnamed.kind is Kind.POST
    assert post(full_text="So RT @oro_lind: no", entities=named).kind is Kind.POST


def test_replies_and_versions() -> None:
    made = post(
        in_reply_to_status_id_str=OTHER,
        in_reply_to_status_id=OTHER,
        in_reply_to_user_id="102",
        in_reply_to_user_id_str="102",
        in_reply_to_screen_name="oro_lind",
    )
    assert made.kind is Kind.REPLY
    assert made.replies_to == PostRef(
        OTHER,
        AccountRef("102", "oro_lind"),
        False,
        microseconds(OTHER_TIME),
        Precision.MILLISECOND,
    )
    before = clock_id("2019-09-04T13:50:00.000")
    history = {
        "edit": {"initialTweetId": before, "editControlInitial": {"editTweetIds": [before, ID]}}
    }
    made = post(edit_info=history)
    assert made.edits
    assert made.edits.native_id == before


def test_deleted_tweets_say_when() -> None:
    for name in ("deleted_tweets", "deleted_tweet"):
        gone = written(deleted_at="2022-11-19T13:02:41.000Z")
        found = read(script(name, {"tweet": gone}))
        assert [each.native_id for each in posts(found)] == [ID]
        assert observations(found, "post") == [
            Observation(
                row=2,
                platform="twitter",
                subject="post",
                native_id=ID,
                observed_at=microseconds("2022-11-19T13:02:41"),
                precision=Precision.SECOND,
                presence=Presence.DELETED,
            )
        ]


def test_headers_say_who_wrote_a_tweet() -> None:
    header = {"tweet_id": ID, "user_id": "101", "created_at": stated(TIME)}
    old = {"tweet_id": "20", "user_id": "12", "created_at": "Tue Mar 21 20:50:14 +0000 2006"}
    found = read(script("tweet_headers", {"tweet": header}, {"tweet": old}))
    assert [
        (each.native_id, each.author, each.created_at, each.precision) for each in posts(found)
    ] == [
        (ID, AccountRef("101"), microseconds(TIME), Precision.MILLISECOND),
        ("20", AccountRef("12"), microseconds("2006-03-21T20:50:14"), Precision.SECOND),
    ]
    assert {(each.kind, each.collected) for each in posts(found)} == {(None, False)}
    gone = header | {"deleted_at": stated("2019-09-05T00:00:00")}
    (seen,) = observations(read(script("deleted_tweet_headers", {"tweet": gone})), "post")
    assert (seen.presence, seen.observed_at) == (
        Presence.DELETED,
        microseconds("2019-09-05T00:00:00"),
    )


def test_the_account() -> None:
    assert read(script("account", ACCOUNT)) == [
        Account(
            row=2,
            platform="twitter",
            native_id="101",
            handle="minaketter",
            name="Mina Ketter",
            created_at=microseconds("2013-11-05T10:20:30.250"),
            created_precision=Precision.MILLISECOND,
        )
    ]
    assert read(MANIFEST) == [
        Observation(
            row=1,
            platform="twitter",
            subject="account",
            native_id="101",
            handle="minaketter",
            observed_at=MADE_AT,
            precision=Precision.MILLISECOND,
            presence=Presence.LIVE,
        )
    ]


def test_changes_of_the_handle() -> None:
    change = {
        "changedAt": "2015-01-02T03:04:05.000Z",
        "changedFrom": "mina_k",
        "changedTo": "minaketter",
    }
    value = {"screenNameChange": {"accountId": "101", "screenNameChange": change}}
    found = observations(read(script("screen_name_change", value)), "account")
    assert [(each.native_id, each.handle, each.observed_at) for each in found] == [
        ("101", "mina_k", None),
        ("101", "minaketter", microseconds("2015-01-02T03:04:05")),
    ]


def test_people_and_likes() -> None:
    person = {"accountId": "102", "userLink": "https://twitter.com/intent/user?user_id=102"}
    for name in ("follower", "following"):
        assert read(script(name, {name: person})) == [
            Account(row=2, platform="twitter", native_id="102")
        ]
    where = f"https://twitter.com/i/web/status/{OTHER}"
    like = {"tweetId": OTHER, "fullText": "Trams stop", "expandedUrl": where}
    assert read(script("like", {"like": like})) == [
        Post(
            row=2,
            platform="twitter",
            native_id=OTHER,
            kind=None,
            created_at=microseconds(OTHER_TIME),
            precision=Precision.MILLISECOND,
            text="Trams stop",
            url=where,
            collected=False,
        )
    ]


def test_private_messages_are_never_read_nor_shown() -> None:
    for name in ("direct_messages", "direct_message", "direct_messages_group", "dm_x"):
        text = MESSAGES.replace("direct_messages", name)
        assert sniffed(text) == Claim("private messages of an archive, which are never read")
        assert read(text) == [
            Reject(2, "it holds private messages, which are never read", "", by_rule=True)
        ]


def test_what_is_rejected_of_the_account_is_not_shown() -> None:
    odd = {"account": ACCOUNT["account"] | {"accountId": ""}}
    assert read(script("account", odd)) == [Reject(2, "accountId is empty", "")]
    assert read(script("account", ACCOUNT)[:-10]) == [Reject(2, "its JSON ends too early", "")]


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("tweets", {"tweet": written("1.17e+18")}, "id_str went through a floating-point number"),
        ("tweets", {"tweet": written(created_at="soon")}, "created_at is not a time"),
        ("tweets", {"tweet": 5}, "tweet is not as the format has it: expected `object | null`"),
        ("tweets", {}, "a tweet has no id"),
        ("deleted_tweets", {"tweet": written(deleted_at="x")}, "deleted_at is not a time"),
        ("tweet_headers", {"tweet": {"tweet_id": ID}}, "user_id is empty"),
        ("tweet_headers", {"tweet": {"user_id": "1"}}, "tweet_id is empty"),
        ("tweet_headers", {}, "the document is not as the format has it: object missing"),
        ("profile", PROFILE, "a profile does not say whose it is; import the archive as it came"),
        ("screen_name_change", {"screenNameChange": {}}, "screenNameChange is empty"),
        ("follower", {"follower": {}}, "accountId is empty"),
        ("follower", {"other": {}}, "it names neither a follower nor an account that is followed"),
        ("like", {"like": {"tweetId": 5}}, "like.tweetId is not as the format has it"),
        ("like", {"like": {}}, "tweetId is empty"),
    ],
)
def test_what_is_rejected(name: str, value: Any, reason: str) -> None:
    (reject,) = read(script(name, value))
    assert isinstance(reject, Reject)
    assert (reject.row, reject.reason[: len(reason)]) == (2, reason)
    assert reject.excerpt


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (tweets(), Claim("tweets of an archive")),
        ("\ufeff" + old_script("tweet", written()), Claim("tweet of an archive")),
        ("window.YTD.tweets.part1=[]", Claim("tweets of an archive")),
        (MANIFEST, Claim("manifest of an archive")),
        (
            script("ad_engagements"),
            Refusal("it holds ad_engagements of an archive, which is left aside"),
        ),
        (script("block"), Refusal("it holds block of an archive, which is left aside")),
        ("[]", Refusal("its first line does not begin with window.YTD")),
        ("window.other = []", Refusal("its first line does not begin with window.YTD")),
        ("", Refusal("its first line does not begin with window.YTD")),
    ],
)
def test_claims(text: str, answer: Claim | Refusal) -> None:
    assert sniffed(text) == answer


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive as it comes; the account's file stands after the tweets."""
    return packed(
        tmp_path / "archive.zip",
        direct__messages=MESSAGES,
        ad__engagements=script("ad_engagements", {"ad": {}}),
        profile=script("profile", PROFILE),
        tweets=tweets(written(), written("20", "2006-03-21T20:50:14")),
        tweets__part1=script("tweets", {"tweet": written(clock_id("2020-01-01T00:00:00"))}, part=1),
        account=script("account", ACCOUNT),
        manifest=MANIFEST,
    )


def test_an_archive_is_imported_whole_and_its_tweets_have_their_author(
    archive: Path, tmp_path: Path
) -> None:
    case = CaseFolder.create(tmp_path / "case", name="case")
    outcome = import_file(case, archive, strict=True)
    source = outcome.source
    rows = pq.read_table(source.part("posts")).to_pylist()
    assert [(row["author_id"], row["author_handle"]) for row in rows] == [("101", "minaketter")] * 3
    assert [row["native_id"] for row in rows][:2] == [ID, "20"]
    assert outcome.rejects == ()
    assert source.left_out == (
        RejectReason(
            "it holds private messages, which are never read", 1, (("data/direct-messages.js", 2),)
        ),
    )
    assert find_source(case, source.sha256) == source
    assert all(b"depot" not in each.read_bytes() for each in source.path.iterdir())
    assert [name for name, _ in source.skipped] == ["data/ad-engagements.js"]
    people = pq.read_table(source.part("accounts")).to_pylist()
    assert {row["native_id"] for row in people} == {"101"}
    assert {row["description"] for row in people} == {"Rails", None}


def test_what_was_counted_was_counted_when_the_archive_was_made(tmp_path: Path) -> None:
    archive = packed(
        tmp_path / "archive.zip",
        profile=script("profile", PROFILE),
        tweets=tweets(written()),
        manifest=MANIFEST,
    )
    found = [json.loads(line) for line in golden_lines(archive)]
    seen = [each for each in found if each["record"] == "observation" and each["subject"] == "post"]
    assert {each["observed_at"] for each in seen} == {MADE_AT}
    (profile,) = [each for each in found if each.get("description")]
    assert (profile["native_id"], profile["handle"]) == ("101", "minaketter")


def test_whose_an_archive_is_stands_in_either_file(tmp_path: Path) -> None:
    odd = script("account", {"account": {"accountId": "x"}})
    cases = {
        "account": {"account": script("account", ACCOUNT)},
        "manifest": {"manifest": MANIFEST},
        "both": {"manifest": MANIFEST, "account": script("account", ACCOUNT)},
        "odd": {"account": odd, "manifest": MANIFEST},
        "none": {"account": odd, "follower": script("follower")},
    }
    for name, others in cases.items():
        path = packed(tmp_path / f"{name}.zip", tweets=tweets(written()), **others)
        with open_source(path) as source:
            importer = choose(source, source.members[0])
            told = knowing_all(source, importer, source.members)
            (made,) = posts(list(told.read(source.stream(source.members[0]))))
            assert made.author == (None if name == "none" else MINA)
            assert knowing_all(source, importer, source.members[:1]) is importer


def test_one_importer_knows_nothing_of_another_archive() -> None:
    plain = TwitterAccountArchive()
    told = plain.beside([Sample("account.js", script("account", ACCOUNT)), Sample("x", "x")])
    assert [each.author for each in posts(list(told.read(TextLines(tweets(written())))))] == [MINA]
    assert [each.author for each in posts(list(plain.read(TextLines(tweets(written())))))] == [None]


def test_messages_alone_are_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "direct-messages.js"
    path.write_text(MESSAGES)
    case = CaseFolder.create(tmp_path / "case", name="case")
    with pytest.raises(SourceError, match="it holds private messages, which are never read"):
        import_file(case, path)
