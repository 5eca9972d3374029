"""Counts as observations."""

from inunison.records import AccountRef, Observation
from inunison_importers.observations import of_account, of_post


def test_counts_of_a_post() -> None:
    assert of_post(3, "x", "1", {"likes": 0, "views": None}) == (
        Observation(row=3, platform="x", subject="post", native_id="1", likes=0),
    )
    assert of_post(3, "x", "1", {"likes": None}) == of_post(3, "x", "1", {}) == ()


def test_counts_of_an_account() -> None:
    account = AccountRef("1", "a")
    assert of_account(3, "x", account, {"followers": 2}) == (
        Observation(row=3, platform="x", subject="account", native_id="1", handle="a", followers=2),
    )
    assert of_account(3, "x", None, {"followers": 2}) == ()
    assert of_account(3, "x", account, {"followers": None}) == ()
