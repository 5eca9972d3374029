"""4CAT's lines of Twitter API v2 posts: unfolded objects, errors in the dress of posts."""

import copy
import json
from pathlib import Path
from typing import Any

import msgspec
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
    Presence,
    Record,
    Reject,
)
from inunison_importers.base import Claim, Refusal, Sample, TextLines
from inunison_importers.fourcat_twitter_json import FourcatTwitterJson
from inunison_importers.twitter_api_v2 import TwitterApiV2
from tests.importers.twitter_v2_objects import ID, OTHER, page, refers, tweet, user

NOT_FOUND = {
    "value": OTHER,
    "detail": f"Could not find tweet with referenced_tweets.id: [{OTHER}].",
    "title": "Not Found Error",
    "resource_type": "tweet",
    "parameter": "referenced_tweets.id",
    "resource_id": OTHER,
    "type": "https://api.twitter.com/2/problems/resource-not-found",
}


def enriched(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """The posts of an answer of the API, as 4CAT keeps them."""
    included = answer.get("includes", {})
    users = {each["id"]: each for each in included.get("users", [])}
    tweets = {each["id"]: each for each in included.get("tweets", [])}
    media = {each["media_key"]: each for each in included.get("media", [])}
    missing = {each.get("resource_id"): each for each in answer.get("errors", [])}
    data = answer["data"] if isinstance(answer["data"], list) else [answer["data"]]

    def unfold(given: dict[str, Any], *, deep: bool) -> dict[str, Any]:
        made = copy.deepcopy(given)
        made["author_user"] = users.get(given.get("author_id"))
        if made.get("in_reply_to_user_id") in users:
            made["in_reply_to_user"] = users[made["in_reply_to_user_id"]]
        for mention in made.get("entities", {}).get("mentions", []):
            mention.update(users.get(mention.get("id"), {}))
        keys = made.get("attachments", {}).get("media_keys", [])
        if keys:
            made["attachments"]["media_keys"] = [media.get(key, key) for key in keys]
        for place, reference in enumerate(made.get("referenced_tweets", [])):
            if deep and reference["id"] in tweets:
                shown = unfold(tweets[reference["id"]], deep=False)
                made["referenced_tweets"][place] = {**reference, **shown}
            elif reference["id"] in missing:
                reference["error"] = missing[reference["id"]]
        return made

    return [unfold(each, deep=True) for each in data]


def read(*values: Any) -> list[Record | Reject]:
    """What the importer makes of values, one a line."""
    text = "".join(json.dumps(each) + "\n" for each in values)
    return list(FourcatTwitterJson().read(TextLines(text)))


def posts(*values: Any) -> list[Post]:
    """The posts in some lines."""
    return [each for each in read(*values) if isinstance(each, Post)]


def reason(value: Any) -> str:
    """Why a line is rejected."""
    (found,) = read(value)
    assert isinstance(found, Reject), found
    return found.reason


def test_the_author_and_whom_it_answers_are_unfolded() -> None:
    given = tweet(
        author_user=user(),
        in_reply_to_user_id="102",
        in_reply_to_user=user("102", "harbour"),
        referenced_tweets=refers("replied_to"),
    )
    found = read(given)
    assert [each.handle for each in found if isinstance(each, Account)] == ["minaketter", "harbour"]
    (post,) = (each for each in found if isinstance(each, Post))
    assert post.kind is Kind.REPLY
    assert post.replies_to is not None
    assert post.replies_to.native_id == OTHER
    assert post.replies_to.author is not None
    assert post.replies_to.author.native_id == "102"


def test_a_referenced_post_is_one_of_its_own() -> None:
    shown = tweet(id=OTHER, author_id="102", author_user=user("102", "harbour"), text="Slow.")
    given = tweet(author_user=user(), referenced_tweets=[{"type": "quoted", **shown}])
    post, quoted = posts(given)
    assert (post.native_id, post.kind, post.collected) == (ID, Kind.QUOTE, True)
    assert post.quotes is not None
    assert post.quotes.author is not None
    assert post.quotes.author.native_id == "102"
    assert (quoted.native_id, quoted.text, quoted.collected) == (OTHER, "Slow.", False)


def test_pictures_stand_in_place_of_their_keys() -> None:
    picture = {"media_key": "3_1", "type": "photo", "url": "https://pbs.example/1.jpg"}
    lost = {"media_key": "3_2", "error": {"title": "x"}}
    given = tweet(author_user=user(), attachments={"media_keys": [picture, lost, "3_3"]})
    (post,) = posts(given)
    assert post.media == ("https://pbs.example/1.jpg", "3_2", "3_3")


def test_what_was_not_shown_is_told() -> None:
    reference = {**refers("quoted")[0], "error": NOT_FOUND}
    found = read(tweet(author_user=user(), referenced_tweets=[reference]))
    seen = found[-1]
    assert isinstance(seen, Observation)
    assert (seen.native_id, seen.presence, seen.observed_at) == (OTHER, Presence.MISSING, None)
    odd = {**refers("quoted")[0], "error": {"title": "x"}}
    last = read(tweet(author_user=user(), referenced_tweets=[odd]))[-1]
    assert isinstance(last, Reject)
    assert last.reason == "an error of the platform that names no post and no account"


def test_a_made_up_post_tells_only_what_the_platform_said() -> None:
    made_up = {
        **NOT_FOUND,
        "id": OTHER,
        "created_at": "2023-03-01T09:00:00.000Z",
        "text": "",
        "author_user": {"name": "UNKNOWN", "username": "UNKNOWN"},
        "author_id": "UNKNOWN",
        "public_metrics": {},
        "subject": NOT_FOUND["detail"],
    }
    assert read(made_up) == [
        Observation(
            row=1,
            platform="twitter",
            subject="post",
            native_id=OTHER,
            presence=Presence.MISSING,
        )
    ]
    suspended = {**made_up, "detail": "User has been suspended: [x].", "title": "Forbidden"}
    (seen,) = read(suspended)
    assert isinstance(seen, Observation)
    assert seen.presence is Presence.SUSPENDED


def test_a_user_that_was_not_found_is_no_account() -> None:
    found = read(tweet(author_user=None, in_reply_to_user={"error": NOT_FOUND}))
    assert [type(each) for each in found] == [Post, Observation] or [
        type(each) for each in found
    ] == [Post]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ({"author_user": {}}, "it has no id or no text"),
        ({"id": "1", "author_user": {}}, "it has no id or no text"),
        (
            {"id": 1, "text": "x"},
            "id is not as the format has it: expected `str`, got `int`",
        ),
        ({"id": "1e18", "text": "x"}, "id went through a floating-point number"),
        ([], "the document is not as the format has it: expected `object`, got `array`"),
    ],
)
def test_what_is_refused(value: Any, why: str) -> None:
    assert reason(value).startswith(why)


def test_what_is_claimed() -> None:
    def answer(*values: Any) -> Claim | Refusal:
        text = "".join(json.dumps(each) + "\n" for each in values)
        return FourcatTwitterJson().sniff(Sample("x", text))

    assert answer(tweet(author_user=user())) == Claim("posts with author_user, one a line")
    assert isinstance(answer(tweet(author_user=None)), Claim)
    for other in (tweet(), {"author_user": 1}, 5, page([tweet()])):
        assert isinstance(answer(other), Refusal)
    assert isinstance(TwitterApiV2().sniff(Sample("x", json.dumps(tweet(author_user={})))), Refusal)


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_texts_come_back_as_they_were(text: str) -> None:
    (post,) = posts(tweet(author_user=user(), text=text))
    assert post.text == (text or None)


@pytest.mark.real_data
@pytest.mark.parametrize("name", ["noflat.jsonl", "brexit.jsonl", "many_urls.jsonl"])
def test_real_answers_become_the_same_posts_by_either_way(real_data: Path, name: str) -> None:
    text = (real_data / "twitter_api_v2" / name).read_text(encoding="utf-8")
    answers = [json.loads(line) for line in text.splitlines() if line.strip()]
    answers = [each for each in answers if isinstance(each.get("data"), list)]
    if not answers:
        pytest.skip("the file holds flat posts")
    expected = _plain(list(TwitterApiV2().read(TextLines(text))))
    found = _plain(read(*(post for answer in answers for post in enriched(answer))))
    assert found
    assert found == expected


def _plain(found: list[Record | Reject]) -> dict[tuple[str, bool], Post]:
    """The posts by their ids, wherever they stood; an answer knows more ids of mentions."""
    assert not [each for each in found if isinstance(each, Reject)]
    return {
        (each.native_id, each.collected): msgspec.structs.replace(
            each,
            row=1,
            mentions=tuple(Mention(AccountRef(handle=m.account.handle)) for m in each.mentions),
        )
        for each in found
        if isinstance(each, Post) and each.collected
    }
