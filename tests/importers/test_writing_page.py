"""The page on writing an importer: its example is an importer, and does what the page says."""

import textwrap
from pathlib import Path
from typing import Any

from inunison.records import AccountRef, Frame, Post, Precision, Reject
from inunison_importers.base import Claim, Importer, Refusal, Sample, TextLines

PAGE = Path(__file__).parents[2] / "docs" / "writing-an-importer.md"


def example() -> Importer:
    """The class on the page."""
    text = PAGE.read_text(encoding="utf-8")
    begun = text.index("    from collections.abc")
    code = textwrap.dedent(text[begun : text.index("and, in the package")])
    names: dict[str, Any] = {}
    exec(compile(code, str(PAGE), "exec"), names)
    made = names["BirdTable"]()
    assert isinstance(made, Importer)
    return made


def test_the_example_claims_its_own_files_only() -> None:
    importer = example()
    claim = importer.sniff(Sample("x", "id,account,seconds,words\n"))
    assert claim == Claim("the four columns of the bird counters")
    assert isinstance(importer.sniff(Sample("x", "id,words\n")), Refusal)
    assert isinstance(importer.sniff(Sample("x", "")), Refusal)
    assert importer.suggested_frame is Frame.KEYWORD


def test_the_example_reads_rows_and_rejects() -> None:
    text = 'id,account,seconds,words\n7,ida,1600000000,"two\nlines"\n8,ida,soon,no\n9,x\n'
    found = list(example().read(TextLines(text)))
    assert found[0] == Post(
        row=2,
        platform="mastodon",
        native_id="7",
        author=AccountRef(handle="ida"),
        created_at=1_600_000_000_000_000,
        precision=Precision.SECOND,
        text="two\nlines",
    )
    assert [(type(each), each.row) for each in found[1:]] == [(Reject, 4), (Reject, 5)]
