"""Languages by their English names."""

import pytest

from inunison_importers.language_names import code_of


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("English", "en"),
        ("Farsi (Persian)", "fa"),
        ("Persian", "fa"),
        ("Simplified Chinese", "zh"),
        ("Chinese", "zh"),
        ("Klingon", "Klingon"),
        ("en", "en"),
    ],
)
def test_a_name_that_is_not_known_stays(name: str, code: str) -> None:
    assert code_of(name) == code
