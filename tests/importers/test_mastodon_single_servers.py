"""Truth Social and Gab, which speak as Mastodon does and are one server each."""

from inunison.records import (
    AccountRef,
    Kind,
    Mention,
    Observation,
    PostRef,
    Precision,
    Space,
)
from tests.importers.mastodon_objects import (
    MADE_AT,
    accounts,
    gab,
    of_kind,
    post_of,
    posts,
    read,
    reasons,
    truth,
)

SOLE = MADE_AT, Precision.MILLISECOND


def test_truth_social_has_numbers_of_its_own() -> None:
    made = post_of(
        truth(
            in_reply_to_id="7000",
            in_reply_to_account_id="799",
            mentions=[{"id": "799", "acct": "quayside", "username": "quayside"}],
            group={"id": "5", "title": "Boats", "slug": "boats"},
        )
    )
    lamp, quayside = AccountRef("704", "lamp"), AccountRef("799", "quayside")
    assert (made.platform, made.native_id, made.author) == ("truthsocial", "7101", lamp)
    assert made.replies_to == PostRef("7000", quayside)
    assert made.mentions == (Mention(quayside),)
    assert made.space == Space("group", "Boats", "5")
    (account,) = accounts(read(truth()))
    assert (account.verified, account.location) == (True, "Tarvenport")
    own = post_of(truth(in_reply_to_id="7000", in_reply_to_account_id="704"))
    assert own.replies_to == PostRef("7000", lamp)
    alone = post_of(truth(in_reply_to_id="7000", in_reply_to_account_id="9"))
    assert alone.replies_to == PostRef("7000", AccountRef("9"))


def test_truth_social_shows_what_is_quoted_and_answered() -> None:
    other = truth("7000", "quayside")
    found = posts(read(truth(quote=other, quote_id="7000")))
    assert [(each.native_id, each.collected) for each in found] == [("7101", True), ("7000", False)]
    assert found[0].quotes == PostRef("7000", AccountRef("708", "quayside"), False, *SOLE)
    reply = truth(in_reply_to=other, in_reply_to_id="7000", in_reply_to_account_id="708")
    found = posts(read(reply))
    assert [each.native_id for each in found] == ["7101", "7000"]
    assert post_of(truth(quote_id="7000")).quotes == PostRef("7000")
    (repost, original) = posts(read(truth("7300", reblog=other)))
    assert (repost.native_id, repost.kind) == ("7300", Kind.REPOST)
    assert repost.reposts == PostRef("7000", AccountRef("708", "quayside"), False, *SOLE)
    assert original.native_id == "7000"


def test_gab_has_numbers_of_its_own() -> None:
    found = read(gab(quote_of_id="8000", has_quote=True))
    (made,) = posts(found)
    assert (made.platform, made.native_id, made.kind) == ("gab", "8101", Kind.QUOTE)
    assert (made.author, made.quotes) == (AccountRef("81", "mole"), PostRef("8000"))
    assert of_kind(found, "post")[0].quotes == 4
    assert accounts(found)[0].verified is False


def test_a_tool_may_say_when_it_looked() -> None:
    found = read(truth(_pulled="2024-10-28T00:00:00.500+00:00"))
    assert [each.observed_at for each in found if isinstance(each, Observation)] == [
        1_730_073_600_500_000,
        1_730_073_600_500_000,
    ]
    unknown = read(truth(_pulled="2024-10-28T00:00:00.500"))
    assert of_kind(unknown, "post")[0].observed_at is None, "its zone is not told"


def test_a_group_is_imported_where_everybody_may_read_it() -> None:
    group = {"id": "5", "title": "Boats", "group_visibility": "everyone"}
    made = post_of(truth(visibility="group", group=group))
    assert made.space == Space("group", "Boats", "5")
    for closed in ({**group, "group_visibility": "members_only"}, {"id": "5", "title": "B"}, None):
        found = read(truth(visibility="group", group=closed))
        assert reasons(found) == ["visibility says that it was not meant for everybody"]
