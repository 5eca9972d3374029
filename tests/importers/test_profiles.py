"""Profiles are told where they are new."""

from inunison.records import Account
from inunison_importers.profiles import Profiles
from inunison_importers.remembering import REMEMBERED_CHARACTERS


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
