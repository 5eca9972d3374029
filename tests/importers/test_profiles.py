"""Profiles are told where they are new."""

from inunison.records import Account, AccountRef
from inunison_importers.profiles import Profiles
from inunison_importers.remembering import REMEMBERED_CHARACTERS
from inunison_importers.shaped_tables import TableRow


def profile(row: int, **fields: str | bool) -> Account:
    """A profile of one account."""
    return Account(row=row, platform="x", native_id="1", **fields)  # type: ignore[arg-type]


def test_a_profile_is_told_again_only_when_it_changed() -> None:
    profiles = Profiles()
    first, second = profile(1, name="a"), profile(3, name="b")
    assert profiles.new(first) == (first,)
    assert profiles.new(profile(2, name="a")) == ()
    assert profiles.new(second) == (second,)
    assert profiles.new(profile(4, name="a")) == (profile(4, name="a"),)
    other = Account(row=5, platform="y", native_id="1", name="a")
    assert profiles.new(other) == (other,)


def test_a_profile_that_says_nothing_is_not_told() -> None:
    assert Profiles().new(profile(1)) == ()
    assert Profiles().new(profile(1, verified=False)) != ()


def test_a_profile_longer_than_any_is_told_and_not_remembered() -> None:
    profiles = Profiles()
    long = profile(1, description="x" * REMEMBERED_CHARACTERS)
    assert profiles.new(long) == profiles.new(long) == (long,)


def test_what_a_row_shows_of_an_author_is_a_profile() -> None:
    profiles, row = Profiles(), TableRow(3, (), True)
    (shown,) = profiles.shown(row, "x", AccountRef("1", "ada"), name="Ada", description="")
    assert shown == Account(
        row=3, platform="x", native_id="1", handle="ada", name="Ada", text_repaired=True
    )
    assert profiles.shown(row, "x", AccountRef("1", "ada"), name="Ada") == ()
    assert profiles.shown(row, "x", AccountRef("2"), name="") == ()
    assert profiles.shown(row, "x", None, name="Ada") == ()
