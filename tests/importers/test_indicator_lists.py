"""Lists of threat indicators: recognised, and told what they are good for."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison.errors import SourceError
from inunison.importing import choose, verdicts
from inunison.opening import open_source
from inunison_importers.base import Sample
from inunison_importers.indicator_lists import indicator_list

EDITIONS = [
    "Tactic ,Technique,Procedure,Indicator\n"
    "Acquiring assets,Domains,Owning a site,tarvenport[.]example\n"
    "Acquiring assets,Accounts,Owning accounts,658 accounts\n",
    "Tactic,Technique,Procedure,Indicator,Comments\nx,y,z,https://t[.]example/a,\n",
    "indicator_type,indicator_value,comment,ds\ndomain,tarvenport[.]example,,2023-05-01\n",
    "tactic;technique;procedure;indicator\na;b;c;d\n",
]


@pytest.mark.parametrize("text", EDITIONS)
def test_it_is_told_what_it_is_good_for(text: str, tmp_path: Path) -> None:
    path = tmp_path / "indicators.csv"
    path.write_text(text)
    with open_source(path) as source:
        (member,) = source.members
        with pytest.raises(SourceError) as raised:
            choose(source, member)
        assert not [each for each in verdicts(source.head(member)) if each.claimed]
    assert str(raised.value).startswith(
        "indicators.csv is a list of threat indicators: `inunison match`"
    )
    assert "no facts about what an account did" in str(raised.value)
    assert raised.value.advice.startswith("Import posts")


@pytest.mark.parametrize(
    "text", ["", "Indicator\nx\n", "tactic,indicator\n", '"open', "indicator_type,ds\n", "{}\n"]
)
def test_other_files_are_none(text: str) -> None:
    assert indicator_list(Sample("x.csv", text)) is None


def test_a_file_of_no_known_format_is_told_as_before(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("a,b\n1,2\n")
    with open_source(path) as source:
        (member,) = source.members
        with pytest.raises(SourceError, match="is not of a format that is known here"):
            choose(source, member)


@given(st.text(max_size=200))
def test_it_never_raises(text: str) -> None:
    assert indicator_list(Sample("x", text)) is None or "indicator" in text.lower()
