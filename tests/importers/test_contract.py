"""The contract suite: what every registered importer must do, whoever wrote it.

An importer brings `tests/importers/<name>/` with samples and, beside each, the golden file that
`python -m inunison.golden SAMPLE` writes.
"""

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison.golden import difference, golden_path
from inunison.importing import choose, named, registered, verdicts
from inunison.instants import instant
from inunison.opening import open_source
from inunison.records import Account, Article, Frame, Observation, Post, Record, Reject
from inunison_importers.base import Claim, Importer, Refusal, Sample, TextLines
from tests.importers.far_times import instants_of, moved

FOLDER = Path(__file__).parent
IMPORTERS = list(registered().values())
SAMPLES = [
    (importer, path)
    for importer in IMPORTERS
    for path in sorted((FOLDER / importer.name).glob("*"))
    if path.suffix != ".jsonl"
]
PIECES = ('"', '""', "\n", ",", "'", "\x00", "\udc80", "e+18")
every_importer = pytest.mark.parametrize("importer", IMPORTERS, ids=lambda each: each.name)
every_sample = pytest.mark.parametrize(
    ("importer", "sample"), SAMPLES, ids=lambda each: getattr(each, "name", "")
)


def read(importer: Importer, sample: Path) -> list[Record | Reject]:
    """Everything that an importer makes of a sample."""
    with open_source(sample) as source:
        return [
            record for member in source.members for record in importer.read(source.stream(member))
        ]


@cache
def text_of(sample: Path) -> str:
    """A sample as text."""
    with open_source(sample) as source:
        return "".join(source.stream(source.members[0]))


def check(records: Iterator[Record | Reject] | list[Record | Reject], importer: Importer) -> None:
    """What holds for the records of any file whatever."""
    last = 1
    for record in records:
        assert isinstance(record, Account | Post | Observation | Article | Reject)
        assert record.row >= last, "records come in the order of their rows"
        last = record.row
        encoded = msgspec.json.encode(record)  # fails on a lone surrogate
        assert msgspec.json.decode(encoded, type=type(record)) == record
        if isinstance(record, Reject):
            assert record.reason
            assert len(record.excerpt) <= 200
            continue
        assert None not in map(instant, instants_of(record)), "years 1 to 9999"
        if not isinstance(record, Article):
            assert record.platform in importer.platforms
        for name in record.__struct_fields__:
            assert getattr(record, name) != "", f"{name} is absent, not empty"


def test_there_is_an_importer() -> None:
    assert IMPORTERS


@every_importer
def test_it_says_what_it_is(importer: Importer) -> None:
    assert named(importer.name).title == importer.title
    assert importer.title
    assert importer.platforms
    assert importer.version >= 1
    assert 0 < importer.rank < 100
    assert isinstance(importer.suggested_frame, Frame)


@every_importer
def test_it_has_samples_and_no_golden_file_without_one(importer: Importer) -> None:
    samples = {path for each, path in SAMPLES if each is importer}
    assert samples
    goldens = set((FOLDER / importer.name).glob("*.jsonl"))
    assert goldens == {golden_path(sample) for sample in samples}


@every_sample
def test_a_sample_is_claimed_by_its_importer_only(importer: Importer, sample: Path) -> None:
    with open_source(sample) as source:
        for member in source.members:
            assert choose(source, member).name == importer.name
            assert choose(source, member, importer.name).name == importer.name
            answers = verdicts(source.head(member))
    assert [each.importer.name for each in answers if each.claimed] == [importer.name]
    assert all(each.answer.reason for each in answers)


@every_sample
def test_a_sample_is_read_as_its_golden_file_says(importer: Importer, sample: Path) -> None:
    assert golden_path(sample).exists(), f"python -m inunison.golden {sample}"
    assert difference(sample) == []


@every_sample
def test_records_are_typed_and_in_order(importer: Importer, sample: Path) -> None:
    check(read(importer, sample), importer)


@every_sample
def test_ids_are_unique_and_each_thing_is_seen_once_a_row(importer: Importer, sample: Path) -> None:
    found = read(importer, sample)
    posts = [record.native_id for record in found if isinstance(record, Post) and record.collected]
    assert len(posts) == len(set(posts))
    for kind in (Account, Observation):
        same = [record for record in found if isinstance(record, kind)]
        keys = [(record.row, record.native_id, record.handle) for record in same]
        if kind is Account:
            assert len(keys) == len(set(keys))
    assert any(not isinstance(record, Reject) for record in found)


@every_sample
def test_a_second_run_gives_the_same(importer: Importer, sample: Path) -> None:
    assert read(importer, sample) == read(importer, sample)


@every_sample
def test_a_broken_row_is_told_with_its_line_and_the_others_are_read(
    importer: Importer, sample: Path
) -> None:
    whole = text_of(sample)
    lines = whole.count("\n")
    spoiled = whole + "\x00{,,\n"
    before = list(importer.read(TextLines(whole)))
    after = list(importer.read(TextLines(spoiled)))
    assert after[: len(before)] == before
    (last,) = after[len(before) :]
    assert isinstance(last, Reject)
    assert last.row == lines + 1


@every_importer
@given(st.binary(max_size=400))
def test_sniffing_never_raises_on_bytes(importer: Importer, content: bytes) -> None:
    sample = Sample("x", content.decode("utf-8", "surrogateescape"))
    assert isinstance(importer.sniff(sample), Claim | Refusal)


@every_importer
@given(st.text(max_size=300))
def test_sniffing_never_raises_on_text(importer: Importer, content: str) -> None:
    assert isinstance(importer.sniff(Sample("x.csv", content)), Claim | Refusal)
    for record in importer.read(TextLines(content)):
        assert record.row >= 1


def spoiled(text: str, random: Random) -> str:
    """A text in a few places of which something is taken out or put in."""
    for _ in range(random.randint(1, 8)):
        place, taken = random.randint(0, len(text)), random.randint(0, 6)
        put = random.choice((random.choice(PIECES), chr(random.randrange(sys.maxunicode))))
        text = text[:place] + put + text[place + taken :]
    return text


@every_sample
@given(st.integers())
def test_reading_never_raises_on_a_spoiled_sample(
    importer: Importer, sample: Path, seed: int
) -> None:
    text = spoiled(text_of(sample), Random(seed))
    check(list(importer.read(TextLines(text))), importer)


@every_sample
def test_no_instant_lies_outside_of_the_calendar(importer: Importer, sample: Path) -> None:
    for text in moved(text_of(sample)):
        check(list(importer.read(TextLines(text))), importer)


@every_sample
def test_a_cut_sample_is_read_up_to_the_cut(importer: Importer, sample: Path) -> None:
    text = text_of(sample)
    whole = {repr(record) for record in importer.read(TextLines(text))}
    for cut in range(0, len(text), max(1, len(text) // 40)):
        found = list(importer.read(TextLines(text[:cut])))
        check(found, importer)
        last = max((record.row for record in found), default=0)
        for record in found:
            assert isinstance(record, Reject) or record.row == last or repr(record) in whole
