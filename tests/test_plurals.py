"""Counts as people say them."""

import pytest

from inunison.plurals import counted, form


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 posts"), (1, "1 post"), (2, "2 posts"), (2_000, "2,000 posts")]
)
def test_one_is_counted_in_the_singular(count: int, said: str) -> None:
    assert counted(count, "post") == said


def test_a_word_may_have_a_plural_of_its_own() -> None:
    assert counted(1, "community", "communities") == "1 community"
    assert counted(3, "community", "communities") == "3 communities"
    assert [form(count, "is", "are") for count in (0, 1, 2)] == ["are", "is", "are"]
