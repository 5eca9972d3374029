"""The tables of text families from a state, the traces over them and what is generic."""

import dataclasses
import random
from pathlib import Path
from typing import Any

import pytest

from inunison.detect import exclusions, textfamilies
from inunison.detect.exclusions import Exclusion
from inunison.detect.finding import Grade
from inunison.detect.gathering import write_actions
from inunison.detect.setting import Setting, Settings
from inunison.detect.singletexts import detect_bursts
from inunison.detect.textfamilies import TextFamilies, text_families
from inunison.detect.traces import TRACES
from inunison.identity import uid
from inunison.records import Frame
from inunison.text import fingerprint
from tests.resolve.building import Resolved, post, repost, resolved, source

FIRST = "The ministry of silence opens a new office on the hill tomorrow at noon"
SECOND = "Nobody expected the river to turn green before the harvest festival began"
ALONE = "Seven grey horses were seen walking slowly along the empty motorway today"
SHORT = "good morning"


def state(folder: Path, shift: int = 0) -> Resolved:
    """Return a state in which two texts have near-copies, one is alone and one is short."""
    said = [
        ("a", FIRST), ("b", FIRST), ("c", "Listen: " + FIRST), ("d", FIRST[:-12]),
        ("a", SECOND), ("b", SECOND.upper()), ("c", SECOND.replace("river", "rivre")),
        ("e", ALONE), ("f", SHORT), ("g", "RT @a: " + FIRST.replace("noon", "nine")),
    ]  # fmt: skip
    said = said[shift:] + said[:shift]
    posts: list[Any] = [
        post(1, f"{author}{fingerprint(text).key}", author, text=text, created_at=1_000_000)
        for author, text in said
    ]
    of = f"a{fingerprint(FIRST).key}"
    return resolved(
        folder, source(folder, "one", [*posts, repost(1, "r", "h", of, created_at=2_000_000)])
    )


@pytest.fixture
def made(tmp_path: Path) -> tuple[Resolved, TextFamilies]:
    found = state(tmp_path)
    families = text_families(found.database)
    textfamilies.register(found.database, families)
    return found, families


def key(text: str) -> str:
    found = fingerprint(text).key
    assert found is not None
    return found


def objects(found: Resolved, name: str) -> set[tuple[str, str]]:
    write_actions(found.database, next(trace for trace in TRACES if trace.name == name), "made")
    return set(
        found.rows(
            "SELECT account_uid.native_id, made.object FROM made"
            " JOIN accounts AS account_uid ON account_uid.uid = made.account"
        )
    )


def test_families_are_named_by_the_text_that_most_accounts_say(
    made: tuple[Resolved, TextFamilies],
) -> None:
    _, families = made
    rows = {row["uid"]: row for row in families.families.to_pylist()}
    assert set(rows) == {uid("family", key(FIRST)), uid("family", key(SECOND))}
    assert rows[uid("family", key(FIRST))]["size"] == 4
    assert rows[uid("family", key(FIRST))]["sample"] == FIRST
    assert rows[uid("family", key(SECOND))]["size"] == 2
    assert families.compared == 7


def test_only_texts_of_families_of_two_or_more_are_variants(
    made: tuple[Resolved, TextFamilies],
) -> None:
    _, families = made
    ends: dict[str, list[str]] = {}
    for row in families.variants.to_pylist():
        ends.setdefault(row["end"], []).append(row["start"])
    assert {end: len(starts) for end, starts in ends.items()} == {
        row["uid"]: row["size"] for row in families.families.to_pylist()
    }
    assert key(ALONE) not in {row["start"] for row in families.variants.to_pylist()}


def test_near_copies_are_one_object_and_other_texts_themselves(
    made: tuple[Resolved, TextFamilies],
) -> None:
    found, _ = made
    first, second = uid("family", key(FIRST)), uid("family", key(SECOND))
    assert objects(found, "co_text_near") == {
        *((author, first) for author in "abcd"),
        *((author, second) for author in "abc"),
        ("e", key(ALONE)),
    }
    assert ("c", key(FIRST)) not in objects(found, "co_text")


def test_every_object_of_the_trace_has_a_sample(made: tuple[Resolved, TextFamilies]) -> None:
    found, _ = made
    trace = next(trace for trace in TRACES if trace.name == "co_text_near")
    keys = sorted({target for _, target in objects(found, "co_text_near")})
    samples = dict(found.database.execute(trace.names, [keys]).fetchall())
    assert {each: key(sample) for each, sample in samples.items()} == {
        uid("family", key(FIRST)): key(FIRST),
        uid("family", key(SECOND)): key(SECOND),
        key(ALONE): key(ALONE),
    }


def test_short_texts_are_generic(made: tuple[Resolved, TextFamilies]) -> None:
    found, _ = made
    assert found.rows("SELECT uid FROM generic") == [(key(SHORT),)]


def test_a_family_is_generic_where_its_head_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inunison.text.families.COMMON_LEAST", 0)
    monkeypatch.setattr("inunison.text.families.COMMON_SHARE", 0.0)
    found = text_families(state(tmp_path).database)
    generic = {row["uid"] for row in found.generic.to_pylist()}
    assert uid("family", key(FIRST)) in generic
    assert {key(FIRST), key(ALONE), key(SHORT)} <= generic


def test_the_order_of_rows_and_the_cores_change_nothing(tmp_path: Path) -> None:
    whole = text_families(state(tmp_path / "one").database, threads=1)
    for shift in (3, 7):
        other = text_families(state(tmp_path / str(shift), shift).database, threads=2)
        assert other.tables() == whole.tables()


def test_a_state_without_texts_has_empty_tables(tmp_path: Path) -> None:
    found = resolved(tmp_path, source(tmp_path, "one", [post(1, "1", "a")]))
    families = text_families(found.database)
    assert families == textfamilies.none()
    textfamilies.register(found.database, families)
    assert objects(found, "co_text_near") == set()


def test_an_excluded_text_takes_its_family_with_it(made: tuple[Resolved, TextFamilies]) -> None:
    found, _ = made
    exclusions.apply(found.database, (Exclusion("texts", "slogans", ("Listen: " + FIRST,)),))
    assert set(found.rows("SELECT uid, list FROM excluded_objects")) == {
        (key("Listen: " + FIRST), "slogans"),
        (uid("family", key(FIRST)), "slogans"),
    }


def bursting(folder: Path) -> Setting:
    """Return a state in which a text and its near-copies come within minutes, among many others."""
    draw = random.Random(2)
    letters = "abcdefghijklmnopqrstuvwxyz"
    others = [
        " ".join("".join(draw.choices(letters, k=6)) for _ in range(len(FIRST.split())))
        for _ in range(150)
    ]
    said = [("a", FIRST), ("b", "Listen: " + FIRST), ("c", FIRST[:-9]), ("d", FIRST)]
    said += [(f"other{place}", text) for place, text in enumerate(others)]
    posts = [
        post(row, f"{row}", author, text=text, created_at=1_000_000 * (1 + row * 60))
        for row, (author, text) in enumerate(said)
    ]
    given = dataclasses.replace(source(folder, "one", posts), frame=Frame.KEYWORD)
    found = resolved(folder, given)
    textfamilies.register(found.database, text_families(found.database))
    exclusions.apply(found.database, ())
    return Setting(found.database, {given.sha256: given}, "state", Settings())


def test_a_burst_of_near_copies_is_one_burst(tmp_path: Path) -> None:
    report = detect_bursts(bursting(tmp_path))
    (finding,) = report.findings
    assert (finding.kind, finding.trace, finding.grade) == ("copy_burst", "co_text_near", Grade.E1)
    assert finding.count == len(finding.accounts) == len(finding.evidence) == 4
    assert [thing.key for thing in finding.objects] == [uid("family", key(FIRST))]
    assert not finding.objects[0].generic


def test_a_burst_of_a_generic_text_stays_an_observation(tmp_path: Path) -> None:
    setting = bursting(tmp_path)
    setting.database.execute("INSERT INTO generic VALUES (?)", [uid("family", key(FIRST))])
    (finding,) = detect_bursts(setting).findings
    assert finding.grade == Grade.E0
    assert finding.objects[0].generic
