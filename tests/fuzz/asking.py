"""What must hold for a file, whatever stands in it.

Every importer is asked whether it knows the file, one reads it, and it may be imported into a case
that is made for it. Whatever goes wrong comes back as a text; nothing is raised.
"""

import importlib
import shutil
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyarrow as pa

from inunison import Case
from inunison.errors import InunisonError, SourceError
from inunison.importing import named, registered
from inunison.opening import Member, OpenSource, open_source
from inunison.records import Post, Record, Reject
from inunison.sources import Source, reading
from inunison.sources.crew import Crew
from inunison.sources.gathering import Gathered, gather, gather_columns
from inunison.sources.helping import Reading
from inunison.verify import is_sound, verify
from inunison_importers.base import Claim, Importer, Portions, Refusal
from tests.fuzz.conventions import faults
from tests.importers.test_contract import check

_COLUMNS_BYTES = 4 << 20
_FEW_RECORDS = 1_000
_FEW_LETTERS = 30_000
_PORTION_BYTES = 700
_SENTENCE = 20_000
_BOMB_SENTENCES = ("unpacks to more than", "is larger than")


@dataclass
class Answer:
    """What became of a file.

    Attributes:
        records: How many records the importer made of it.
        posts: How many of them are posts.
        rejects: How many rows it rejected, without those that it leaves out by rule.
        claimed: The importer says that it knows the file, or one of those in it.
        imported: It was put into a case.
        refused: It was refused with a plain sentence.
        troubles: What went wrong.
    """

    records: int = 0
    posts: int = 0
    rejects: int = 0
    claimed: bool = False
    imported: bool = False
    refused: bool = False
    troubles: list[str] = field(default_factory=list)


def importer_of(name: str) -> Importer:
    """Return an importer by its name, or by where its class is: "module:Class"."""
    module, _, made = name.partition(":")
    if not made:
        return named(name)
    found = getattr(importlib.import_module(module), made)()
    assert isinstance(found, Importer)
    return found


def ask(importer: Importer, path: Path, *, case: Path | None, is_bomb: bool = False) -> Answer:
    """Ask about a file.

    Args:
        importer: Who reads it.
        path: The file, alone in its folder.
        case: Where to make a case to import it into; None to leave that.
        is_bomb: It must be refused.
    """
    answer = Answer()
    sentences: list[str] = []
    with _noted(answer, sentences), open_source(path) as source:
        for member in source.members:
            with _noted(answer, sentences):
                _sniffed(importer, source, member, answer)
            with _noted(answer, sentences):
                _read(importer, source, member, answer)
    if case is not None:
        with _noted(answer, sentences):
            _imported(importer, path, case, answer)
    if is_bomb and not any(said in each for each in sentences for said in _BOMB_SENTENCES):
        answer.troubles.append(f"the bomb was not refused as one: {sentences}")
    answer.refused = bool(sentences) and not answer.imported
    return answer


@contextmanager
def _noted(answer: Answer, sentences: list[str]) -> Iterator[None]:
    """Note what is raised: an error that users may meet, or trouble."""
    try:
        yield
    except InunisonError as error:
        said = f"{error.message} {error.advice}"
        sentences.append(error.message)
        if not (error.message.endswith(".") and said.isprintable() and len(said) < _SENTENCE):
            answer.troubles.append(f"the refusal is no plain sentence: {said[:2_000]!r}")
    except Exception:
        answer.troubles.append(traceback.format_exc(limit=-12))


def _sniffed(importer: Importer, source: OpenSource, member: Member, answer: Answer) -> None:
    sample = source.head(member)
    everybody = registered()
    for each in (everybody | {importer.name: importer}).values():
        try:
            verdict = each.sniff(sample)
            assert isinstance(verdict, Claim | Refusal)
            assert verdict.reason.isprintable(), "what it answers cannot be printed"
            assert verdict.reason
        except Exception as error:
            error.add_note(f"(sniffed by {each.name})")
            raise
        if each is importer:
            answer.claimed |= isinstance(verdict, Claim)


def _read(importer: Importer, source: OpenSource, member: Member, answer: Answer) -> None:
    found: list[Record | Reject] = []
    try:
        for record in importer.read(source.stream(member)):
            found.append(record)
    finally:
        rejected = [record for record in found if isinstance(record, Reject)]
        answer.rejects += sum(not reject.by_rule for reject in rejected)
        answer.records += len(found) - len(rejected)
        answer.posts += sum(isinstance(record, Post) for record in found)
        check(found, importer)
    wrong = Counter(each for record in found for each in faults(record))
    assert not wrong, wrong
    gathered = gather(found, member.index)
    unfit = len(gathered.rejects) - len(rejected)
    assert not unfit, f"{unfit} records hold what no column does: {gathered.rejects[:3]}"
    _same_as_columns(importer, source, member, gathered)
    if len(found) <= _FEW_RECORDS and len(source.head(member).text) <= _FEW_LETTERS:
        assert list(importer.read(source.stream(member))) == found, "a second run says otherwise"
        if answer.claimed:
            _same_in_portions(importer, source, member, gathered)


def _same_in_portions(
    importer: Importer, source: OpenSource, member: Member, whole: Gathered
) -> None:
    """Whether an importer that may be given portions of a file says the same of them."""
    if importer.portions is Portions.NONE:
        return
    crew = Crew(Reading(), 1, source.path.parent)
    with patch.object(reading, "PORTION_BYTES", _PORTION_BYTES):
        read = list(reading.read_member(importer, source.stream(member), member.index, crew))
    assert tuple(each for part in read for each in part.rejects) == whole.rejects
    told = [row for part in read for row in _collected(part)]
    assert told == _collected(whole), "portions say otherwise than the whole"


def _collected(gathered: Gathered) -> list[dict[str, Any]]:
    posts = gathered.batches.get("posts")
    return posts.filter(posts["collected"]).to_pylist() if posts is not None else []


def _same_as_columns(
    importer: Importer, source: OpenSource, member: Member, rows: Gathered
) -> None:
    """Whether whole columns, where the importer makes them, say the same as its rows."""
    if importer.portions is Portions.NONE:
        return
    stream = source.stream(member)
    body = b""
    for block in stream.blocks():
        body += block
        if len(body) > _COLUMNS_BYTES or stream.broken:
            return
    columns = importer.read_columns(body) if stream.cut is None else None
    if columns is None:
        return
    made = gather_columns(columns, member.index)
    assert made.rejects == rows.rejects
    assert set(made.batches) == set(rows.batches)
    for kind, batch in made.batches.items():
        alike = pa.Table.from_batches([batch]).equals(pa.Table.from_batches([rows.batches[kind]]))
        assert alike, f"the {kind} of whole columns are not those of the rows"


def _imported(importer: Importer, path: Path, folder: Path, answer: Answer) -> None:
    """Import the file into a new case: all of it is there then, or nothing."""
    around = {each.name for each in folder.parent.iterdir()}
    case = Case.create(folder)
    try:
        _import(case, importer, path, answer)
    finally:
        outside = {each.name for each in folder.parent.iterdir()} - around - {folder.name}
        shutil.rmtree(folder)
    assert not outside, f"files were written beside the case: {sorted(outside)}"


def _import(case: Case, importer: Importer, path: Path, answer: Answer) -> None:
    place = case.folder.sources_path
    try:
        outcome = case.import_(path)
    except SourceError:
        left = [each.name for each in place.iterdir()] if place.exists() else []
        assert not left, f"a refused file leaves {left} among the sources"
        assert is_sound(verify(case.folder))
        raise
    source = outcome.source
    assert case.sources() == [source]
    assert [each.name for each in place.iterdir()] == [source.sha256]
    verdicts = verify(case.folder)
    assert is_sound(verdicts), verdicts
    assert source.name.isprintable()
    _require_all(source, importer, answer)
    answer.imported = True


def _require_all(source: Source, importer: Importer, answer: Answer) -> None:
    """Whether the source holds what was read just before."""
    if source.importer != importer.name or source.skipped or source.bytes > _COLUMNS_BYTES // 40:
        return
    told, counts = (answer.posts, answer.rejects), source.counts
    assert (counts["posts"], counts["rejects"]) == told, "it holds other posts than were read"
    rest = counts["accounts"] + counts["observations"]  # what is told again is kept once
    assert rest <= answer.records - answer.posts
