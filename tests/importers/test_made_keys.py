"""Keys of posts without an id."""

import pytest

from inunison_importers.base import BadCell
from inunison_importers.made_keys import MadeKeys


def test_the_same_words_have_the_same_key_in_every_file() -> None:
    first, second = MadeKeys(9), MadeKeys(9)
    key = first.key("a")
    assert key == second.key("a")
    assert key.startswith("made-")
    assert first.key("b") != key
    assert [first.key("a"), first.key("a")] == [f"{key}-2", f"{key}-3"]


def test_there_is_an_end() -> None:
    keys = MadeKeys(1)
    keys.key("a")
    keys.key("a")
    with pytest.raises(BadCell, match="more posts than can be told apart"):
        keys.key("b")
