"""The id of a post of which a file tells neither id nor address."""

import pytest

from inunison.records import UNKEYED, unkeyed_id

SAID = ("twitter", "Anna_K", "2018-11-05", "So many words\nof hers")


def test_it_is_the_same_in_every_file_and_on_every_machine() -> None:
    assert unkeyed_id(*SAID) == "article:ee0124fbf69283b3cec76462"


def test_it_is_no_id_of_a_platform() -> None:
    assert unkeyed_id(*SAID).startswith(UNKEYED)
    assert not unkeyed_id(*SAID).isdecimal()


def test_white_space_and_the_case_of_the_handle_make_no_other_post() -> None:
    assert unkeyed_id("twitter", "anna_k", "2018-11-05", " So  many words of\u00a0hers ") == (
        unkeyed_id(*SAID)
    )


@pytest.mark.parametrize("place", range(4))
def test_whatever_else_differs_makes_another_post(place: int) -> None:
    other = [*SAID]
    other[place] = "else"
    assert unkeyed_id(*other) != unkeyed_id(*SAID)


def test_what_is_not_told_is_no_text_of_its_own() -> None:
    assert unkeyed_id("twitter", "a", None, None) == unkeyed_id("twitter", "a", "", "")
    assert unkeyed_id("twitter", "a", None, "\udc80") != unkeyed_id("twitter", "a", None, "b")
