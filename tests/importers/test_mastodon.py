"""Statuses of the Mastodon interface: who wrote what, what it answers, boosts and quotes."""

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
from tests.importers.mastodon_objects import (
    FERRY,
    MADE_AT,
    QUAY,
    accounts,
    address,
    boost,
    of_kind,
    person,
    post_of,
    posts,
    read,
    reasons,
    status,
)

ADA = AccountRef(handle="ada@quay.example")
MOLE = AccountRef(handle="mole@ferry.example")
SOLE = MADE_AT, Precision.MILLISECOND


def mention(name: str = "mole", host: str = FERRY, **fields: Any) -> dict[str, Any]:
    """An account that a status addresses."""
    acct = name if host == QUAY else f"{name}@{host}"
    made = {"id": "22", "username": name, "acct": acct, "url": f"https://{host}/@{name}"}
    return made | fields


def test_a_status_is_called_by_its_address_and_an_account_by_name_and_domain() -> None:
    account, met, post, seen = read(status())
    assert account == Account(
        row=1,
        platform="mastodon",
        handle="ada@quay.example",
        name="Ada",
        description="Light at six.",
        url="https://quay.example/@ada",
        created_at=1_651_363_200_000_000,
        created_precision=Precision.DAY,
        declares_automation=False,
    )
    assert met == Observation(
        row=1,
        platform="mastodon",
        subject="account",
        handle="ada@quay.example",
        presence=Presence.LIVE,
        followers=10,
        following=20,
        posts=30,
    )
    assert post == Post(
        row=1,
        platform="mastodon",
        native_id="https://quay.example/users/ada/statuses/101",
        author=ADA,
        kind=Kind.POST,
        created_at=MADE_AT,
        precision=Precision.MILLISECOND,
        text="The lamp is lit.",
        language="en",
        url="https://quay.example/@ada/101",
    )
    assert seen == Observation(
        row=1,
        platform="mastodon",
        subject="post",
        native_id="https://quay.example/users/ada/statuses/101",
        presence=Presence.LIVE,
        reposts=2,
        replies=1,
        likes=3,
    )


def test_the_same_status_of_two_servers_is_one() -> None:
    there = status("33", "mole", FERRY)
    here = there | {"id": "5", "account": person("mole", FERRY, acct="mole")}
    first, second = posts(read(there, here))
    assert there["id"] != here["id"]
    assert (first.native_id, first.author) == (second.native_id, second.author)


def test_a_domain_that_is_left_out_is_that_of_the_accounts_address() -> None:
    assert post_of(status()).author == ADA
    assert post_of(status("33", "mole", FERRY)).author == MOLE
    without = status(account=person(url=None))
    assert post_of(without).author == ADA, "else of the status"
    tagged = status(uri="tag:quay.example,2017-01-01:objectId=7:objectType=Status")
    assert post_of(tagged).author == ADA
    assert post_of(tagged).native_id == "tag:quay.example,2017-01-01:objectId=7:objectType=Status"
    full = status(account=person(fqn="ada@quay.example", acct="ada", url=None))
    assert post_of(full).author == ADA


def test_newer_servers_tell_the_address_of_an_account_which_is_its_id() -> None:
    account = person("mole", FERRY, uri="https://ferry.example/users/mole")
    found = read(status("33", "mole", FERRY, account=account))
    assert accounts(found)[0].native_id == "https://ferry.example/users/mole"
    assert accounts(found)[0].handle == "mole@ferry.example"


def test_remote_statuses_have_seconds_only() -> None:
    made = post_of(status(created_at="2024-10-27T03:33:20.000Z"))
    assert (made.created_at, made.precision) == (1_730_000_000_000_000, Precision.SECOND)


def test_an_account_is_told_once_as_long_as_it_says_the_same() -> None:
    renamed = person(display_name="Ada!")
    found = read(status(), status("102"), status("103", account=renamed), person(uri=None))
    assert [each.name for each in accounts(found)] == ["Ada", "Ada!", "Ada"]


def test_profiles_say_whether_they_are_automated_suspended_and_verified() -> None:
    found = read(person(bot=True, suspended=True, display_name="", note=""))
    (account,) = accounts(found)
    assert (account.declares_automation, account.name, account.description) == (True, None, None)
    (met,) = of_kind(found, "account")
    assert met.presence is Presence.SUSPENDED
    (account,) = accounts(read(person(bot=None, created_at="2022-05-01T10:00:00.250Z")))
    assert (account.declares_automation, account.verified) == (None, None)
    assert account.created_precision is Precision.MILLISECOND


def test_the_content_note_comes_before_the_words() -> None:
    made = post_of(status(spoiler_text="Boats", content="<p>one<br>two</p><p>three &amp; four</p>"))
    assert made.text == "Boats\n\none\ntwo\nthree & four"
    assert post_of(status(spoiler_text="Boats", content="")).text == "Boats"
    assert post_of(status(content="<p></p>")).text is None


def test_links_are_those_of_the_words_without_accounts_and_tags() -> None:
    html = (
        '<p><a href="https://boats.example/1"><span class="invisible">https://</span>boats'
        '.example/1</a> <a href="https://ferry.example/users/mole">Mole</a> '
        '<a href="https://quay.example/tags/x">x</a></p>'
    )
    made = post_of(
        status(
            content=html,
            mentions=[mention(url="https://ferry.example/users/mole")],
            tags=[{"name": "X", "url": "https://quay.example/tags/x"}],
            card={"url": "https://boats.example/canonical", "title": "Boats"},
        )
    )
    assert made.links == ("https://boats.example/1",)
    assert made.mentions == (Mention(MOLE),)
    assert made.hashtags == ("X",)
    assert made.text == "https://boats.example/1 Mole x"
    alone = post_of(status(card={"url": "https://boats.example/canonical"}))
    assert alone.links == ("https://boats.example/canonical",)


def test_mentions_of_the_server_that_was_asked_have_its_domain() -> None:
    named = [mention("runa", QUAY), mention(), mention(), mention("pip", QUAY, url=None)]
    assert post_of(status(mentions=named)).mentions == (
        Mention(AccountRef(handle="runa@quay.example")),
        Mention(MOLE),
    ), "one without domain and address is of a server that is not told"


def test_hashtags_may_be_written_in_several_ways() -> None:
    tags = [{"name": "boats"}, {"name": "#boats"}, {"name": "Fähre"}, {"name": ""}, "x", None, 5]
    assert post_of(status(tags=tags)).hashtags == ("boats", "Fähre")


def test_media_lie_where_they_were_posted() -> None:
    held = [
        {"type": "image", "url": "https://files.quay.example/1.jpg", "remote_url": None},
        {"url": "https://files.quay.example/c/2.jpg", "remote_url": "https://m.ferry.example/2"},
        {"url": None},
        5,
    ]
    assert post_of(status(media_attachments=held)).media == (
        "https://files.quay.example/1.jpg",
        "https://m.ferry.example/2",
    )


def test_a_program_is_named() -> None:
    assert post_of(status(application={"name": "Web", "website": None})).client == "Web"
    assert post_of(status(application={"website": "x"})).client is None


def test_a_boost_is_a_repost_without_words_and_its_original_is_seen_inside() -> None:
    original = status("33", "mole", FERRY)
    found = read(boost(original, created_at="2024-10-27T05:00:00.500Z"))
    first, second = posts(found)
    assert first == Post(
        row=1,
        platform="mastodon",
        native_id="https://quay.example/users/ada/statuses/501/activity",
        author=ADA,
        kind=Kind.REPOST,
        created_at=1_730_005_200_500_000,
        precision=Precision.MILLISECOND,
        language="en",
        reposts=PostRef(address("33", "mole", FERRY), MOLE, False, *SOLE),
    )
    assert (second.native_id, second.collected) == (address("33", "mole", FERRY), False)
    assert second.text == "The lamp is lit."
    assert [each.native_id for each in of_kind(found, "post")] == [second.native_id]
    assert [each.handle for each in accounts(found)] == ["ada@quay.example", "mole@ferry.example"]


def test_what_is_boosted_again_is_told_once() -> None:
    original = status("33", "mole", FERRY)
    found = posts(read(boost(original), boost(original, "502")))
    assert [each.collected for each in found] == [True, False, True]


def test_a_boosted_quote_shows_both() -> None:
    quoted = status("35", "mole", FERRY)
    original = status("33", "mole", FERRY, quote={"state": "accepted", "quoted_status": quoted})
    found = posts(read(boost(original)))
    assert [each.native_id for each in found[1:]] == [
        address("33", "mole", FERRY),
        address("35", "mole", FERRY),
    ]
    assert found[1].quotes is not None
    assert found[1].quotes.native_id == address("35", "mole", FERRY)


def test_a_reply_to_a_status_that_was_shown_is_an_edge() -> None:
    here = status()
    reply = status("33", "mole", FERRY, in_reply_to_id="101", in_reply_to_account_id="11")
    answered = posts(read(here, reply))[1]
    assert (answered.kind, answered.replies_to) == (
        Kind.REPLY,
        PostRef(address("101"), ADA, False, *SOLE),
    )
    odd = reply | {"in_reply_to_account_id": "12"}
    assert posts(read(here, odd))[1].replies_to is None, "the number is another server's"
    assert posts(read(odd))[0].replies_to is None
    assert posts(read(odd))[0].kind is Kind.REPLY


def test_timelines_begin_with_the_newest() -> None:
    here = status()
    reply = status("33", "mole", FERRY, in_reply_to_id="101", in_reply_to_account_id="11")
    first, second = posts(read(reply, here))
    assert (first.native_id, second.native_id) == (address("33", "mole", FERRY), address("101"))
    assert first.replies_to == PostRef(address("101"), ADA, False, *SOLE)
    between = [status(str(number)) for number in range(2_000, 3_100)]
    assert posts(read(reply, *between[:999], here))[0].replies_to is not None
    assert posts(read(reply, *between, here))[0].replies_to is None, "it is too far away"
    inside = posts(read(reply, boost(here)))
    assert inside[0].replies_to == PostRef(address("101"), ADA, False, *SOLE)


def test_an_account_that_answers_itself_on_its_own_server_is_an_edge() -> None:
    made = post_of(status("102", in_reply_to_id="101", in_reply_to_account_id="11"))
    assert (made.kind, made.replies_to) == (Kind.REPLY, PostRef(address("101"), ADA))
    remote = status("34", "mole", FERRY, in_reply_to_id="933", in_reply_to_account_id="22")
    assert post_of(remote).replies_to is None, "its address does not end in the number"


def test_a_reply_to_what_is_gone_is_one_still() -> None:
    made = post_of(status(in_reply_to_account_id="22"))
    assert (made.kind, made.replies_to) == (Kind.REPLY, None)


def test_a_thread_is_read_with_its_edges() -> None:
    first = status()
    reply = status("33", "mole", FERRY, in_reply_to_id="101", in_reply_to_account_id="11")
    last = status("103", in_reply_to_id="933", in_reply_to_account_id="22")
    found = posts(read({"ancestors": [first, reply], "descendants": [last]}))
    assert [each.replies_to.native_id if each.replies_to else None for each in found] == [
        None,
        address("101"),
        address("33", "mole", FERRY),
    ]
    assert all(each.collected for each in found)


@pytest.mark.parametrize("shape", ["mastodon", "plain", "pleroma"])
def test_a_quote_shows_what_it_quotes(shape: str) -> None:
    quoted = status("35", "mole", FERRY)
    held = {
        "mastodon": {"quote": {"state": "accepted", "quoted_status": quoted}},
        "plain": {"quote": quoted},
        "pleroma": {"pleroma": {"quote": quoted, "local": True}},
    }
    first, second = posts(read(status() | held[shape]))
    assert (first.kind, first.quotes) == (
        Kind.QUOTE,
        PostRef(address("35", "mole", FERRY), MOLE, False, *SOLE),
    )
    assert (second.native_id, second.collected) == (address("35", "mole", FERRY), False)


def test_a_quote_that_names_nothing_is_a_post() -> None:
    for state in ("revoked", "pending", "deleted", "unauthorized"):
        made = post_of(status(quote={"state": state, "quoted_status": None}))
        assert (made.kind, made.quotes) == (Kind.POST, None)


def test_a_quote_may_be_told_by_number_or_address() -> None:
    shallow = status("102", quote={"state": "accepted", "quoted_status_id": "101"})
    assert posts(read(status(), shallow))[1].quotes == PostRef(address("101"), ADA, False, *SOLE)
    assert post_of(shallow).quotes is None
    link = "https://pleroma.example/objects/0b5b"
    assert post_of(status(pleroma={"quote_url": link})).quotes == PostRef(link)


def test_what_stands_for_a_quote_is_no_word_and_a_link_only_where_there_is_no_other_trace() -> None:
    html = '<p class="quote-inline">RE: <a href="https://q.example/1">q</a></p><p>See!</p>'
    made = post_of(status(content=html))
    assert (made.text, made.links) == ("See!", ("https://q.example/1",))
    quoting = post_of(status(content=html, quote=status("35", "mole", FERRY)))
    assert (quoting.text, quoting.links) == ("See!", ())


def test_a_status_that_was_altered_has_its_words_and_its_time() -> None:
    made = post_of(status(edited_at="2024-10-28T00:00:00.000Z"))
    assert (made.created_at, made.edits, made.stated_time) == (MADE_AT, None, None)


@pytest.mark.parametrize("visibility", ["private", "direct", "local", "list", "", "new"])
def test_what_was_not_meant_for_everybody_is_not_imported(visibility: str) -> None:
    secret = status(visibility=visibility, content="<p>For friends.</p>")
    for row in (secret, boost(secret), status("102", quote=secret)):
        found = read(row, status("103"))
        assert reasons(found) == ["visibility says that it was not meant for everybody"]
        assert "friends" not in str(found)
        assert [each.native_id for each in found if isinstance(each, Post)] == [address("103")]


def test_unlisted_statuses_are_imported() -> None:
    assert post_of(status(visibility="unlisted")).text == "The lamp is lit."
    assert post_of(status(visibility=None)).text == "The lamp is lit."
