"""The custody log: a chain that shows when it was altered, and that a crash does not break."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inunison import custody
from inunison.canonical import canonical_json, digest, readable, shown
from inunison.custody import BEGINNING, Entry
from inunison.errors import CaseError, StorageError
from inunison.folder import CaseFolder

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
SHARED = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30
)


@pytest.fixture
def folder(tmp_path: Path) -> CaseFolder:
    return CaseFolder.create(tmp_path / "case", name="case")


def _lines(folder: CaseFolder) -> list[bytes]:
    return folder.custody_path.read_bytes().splitlines(keepends=True)


def test_each_entry_follows_the_one_before(folder: CaseFolder) -> None:
    first = custody.append(folder, "import", {"source": "ab", "rows": 3})
    second = custody.append(folder, "load", {"state": "cd"})
    listed = list(custody.entries(folder))
    assert [entry.action for entry in listed] == ["init", "import", "load"]
    assert listed[0].previous == BEGINNING
    assert (listed[1], listed[2]) == (first, second)
    assert second.previous == first.hash
    assert custody.head(folder) == second.hash
    verdict = custody.check(folder)
    assert verdict.sound
    assert (verdict.entries, verdict.head, verdict.repairs) == (3, second.hash, 0)
    assert first.hash in verdict.hashes


def test_an_entry_says_when_in_utc(folder: CaseFolder) -> None:
    entry = custody.append(folder, "load", {})
    assert entry.time.endswith("Z")
    assert len(entry.time) == len("2026-01-01T00:00:00.000000Z")


def test_a_case_without_a_log_has_an_empty_chain(folder: CaseFolder) -> None:
    folder.custody_path.unlink()
    assert custody.head(folder) == BEGINNING
    assert custody.check(folder) == custody.ChainVerdict(0, BEGINNING)
    assert custody.append(folder, "load", {}).previous == BEGINNING


@given(details=st.dictionaries(st.text(), JSON, max_size=4))
@SHARED
def test_any_particulars_are_kept_and_chained(folder: CaseFolder, details: Any) -> None:
    entry = custody.append(folder, "note", details)
    assert list(custody.entries(folder))[-1] == entry
    assert entry.computed() == entry.hash
    assert custody.check(folder).sound


def test_what_a_terminal_would_obey_is_written_as_escapes(folder: CaseFolder) -> None:
    hostile = "\x1b[2J\x9b31m\u202egnp.exe\x7f\u2028\ufeff\udcff"
    custody.append(folder, "import", {"name": hostile})
    raw = folder.custody_path.read_text("utf-8")
    assert not set(raw) & set(hostile) - set("[2J31mgnp.exe")
    assert list(custody.entries(folder))[-1].details["name"] == hostile


@given(cut=st.integers(min_value=1, max_value=2000))
@SHARED
def test_a_line_that_a_crash_cut_is_recorded_and_the_chain_goes_on(
    folder: CaseFolder, cut: int
) -> None:
    folder.custody_path.unlink(missing_ok=True)
    kept = custody.append(folder, "import", {"source": "ab" * 32})
    custody.append(folder, "load", {"state": "cd" * 100})
    whole = folder.custody_path.read_bytes()
    length = len(_lines(folder)[-1])
    cut = cut % length or 1
    folder.custody_path.write_bytes(whole[:-cut])
    nothing_lost = cut == 1  # only the line end
    nothing_left = cut == length
    assert custody.check(folder).sound is nothing_lost or nothing_left

    after = custody.append(folder, "load", {"state": "again"})
    verdict = custody.check(folder)
    assert verdict.sound
    assert verdict.head == after.hash
    assert kept.hash in verdict.hashes
    assert verdict.repairs == (0 if nothing_lost or nothing_left else 1)
    assert folder.custody_path.read_bytes().startswith(whole[:-cut])  # nothing was taken away


def test_a_crash_during_the_repair_is_repaired_too(folder: CaseFolder) -> None:
    with folder.custody_path.open("ab") as file:
        file.write(b'{"action":"im')
    custody.append(folder, "load", {})
    torn = folder.custody_path.read_bytes()
    start = torn.index(b'{"action":"repair"')
    folder.custody_path.write_bytes(torn[: start + 20])
    custody.append(folder, "load", {})
    verdict = custody.check(folder)
    assert verdict.sound
    assert verdict.repairs == 1
    assert [entry.action for entry in custody.entries(folder)] == ["init", "repair", "load"]


@pytest.mark.parametrize("torn", [b"\0" * 4096, b"\xff\xfe", b"{}\n", b"[1]\n", b"\n\n", b"\r"])
def test_bytes_that_are_no_entry_are_recorded(folder: CaseFolder, torn: bytes) -> None:
    with folder.custody_path.open("ab") as file:
        file.write(torn)
    custody.append(folder, "load", {})
    assert custody.check(folder).sound
    assert custody.check(folder).repairs == 1


def test_a_torn_line_longer_than_what_is_read_at_first(folder: CaseFolder) -> None:
    first = custody.append(folder, "import", {"source": "ab"})
    with folder.custody_path.open("ab") as file:
        file.write(b"x" * 300_000)
    assert custody.head(folder) == first.hash
    custody.append(folder, "load", {})
    assert custody.check(folder).sound


def test_an_entry_longer_than_what_is_read_at_first(folder: CaseFolder) -> None:
    entry = custody.append(folder, "import", {"text": "y" * 300_000})
    assert custody.head(folder) == entry.hash
    assert custody.append(folder, "load", {}).previous == entry.hash


@given(place=st.integers(min_value=0), change=st.integers(min_value=1, max_value=255))
@SHARED
def test_any_changed_byte_is_seen(folder: CaseFolder, place: int, change: int) -> None:
    folder.custody_path.unlink(missing_ok=True)
    for each in range(3):
        custody.append(folder, "import", {"source": str(each), "name": "é\x1b"})
    content = bytearray(folder.custody_path.read_bytes())
    place %= len(content) - 1  # the last line end says nothing
    content[place] ^= change
    folder.custody_path.write_bytes(bytes(content))
    verdict = custody.check(folder)
    assert not verdict.sound
    assert verdict.problems[0].startswith("line ")


@pytest.mark.parametrize("taken", [0, 1, 2])
def test_a_line_taken_out_is_seen(folder: CaseFolder, taken: int) -> None:
    custody.append(folder, "import", {"source": "ab"})
    custody.append(folder, "remove", {"source": "ab"})
    custody.append(folder, "load", {})
    lines = _lines(folder)
    folder.custody_path.write_bytes(b"".join(lines[:taken] + lines[taken + 1 :]))
    assert not custody.check(folder).sound


def test_lines_cut_off_at_the_end_are_seen_by_the_head_of_a_report(folder: CaseFolder) -> None:
    custody.append(folder, "import", {"source": "ab"})
    printed = custody.head(folder)
    folder.custody_path.write_bytes(b"".join(_lines(folder)[:-1]))
    verdict = custody.check(folder)
    assert verdict.sound  # a chain alone cannot know
    assert printed not in verdict.hashes


def test_lines_put_the_other_way_round_are_seen(folder: CaseFolder) -> None:
    custody.append(folder, "import", {"source": "ab"})
    custody.append(folder, "load", {})
    lines = _lines(folder)
    folder.custody_path.write_bytes(b"".join([lines[0], lines[2], lines[1]]))
    assert not custody.check(folder).sound


def test_a_repair_cannot_excuse_what_it_does_not_record(folder: CaseFolder) -> None:
    with folder.custody_path.open("ab") as file:
        file.write(b"torn by a crash")
    custody.append(folder, "load", {})
    content = folder.custody_path.read_bytes().replace(b"torn by a crash", b"another text...")
    folder.custody_path.write_bytes(content)
    assert "no entry records it" in custody.check(folder).problems[0]


def test_a_forged_entry_is_not_taken_for_a_torn_line(folder: CaseFolder) -> None:
    forged = Entry("now", "remove", {"source": "ab"}, custody.head(folder), "0" * 64)
    with folder.custody_path.open("ab") as file:
        file.write(custody._line(forged))
    custody.append(folder, "load", {})
    assert "was altered" in custody.check(folder).problems[0]


def test_the_last_action_on_a_source(folder: CaseFolder) -> None:
    assert custody.last_action(folder, "ab") is None
    custody.append(folder, "import", {"source": "ab"})
    custody.append(folder, "frame", {"source": "ab"})
    custody.append(folder, "load", {"source": "ab"})
    assert custody.last_action(folder, "ab") == "import"
    custody.append(folder, "remove", {"source": "ab"})
    custody.append(folder, "import", {"source": "cd"})
    assert custody.last_action(folder, "ab") == "remove"


def test_many_processes_write_one_chain(folder: CaseFolder) -> None:
    code = (
        "import sys; from pathlib import Path; from inunison import custody\n"
        "from inunison.folder import CaseFolder\n"
        "folder = CaseFolder.open(Path(sys.argv[1]))\n"
        "for each in range(20): custody.append(folder, 'note', {'from': sys.argv[2], 'n': each})"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", code, str(folder.path), str(each)])
        for each in range(3)
    ]
    assert [process.wait() for process in started] == [0, 0, 0]
    verdict = custody.check(folder)
    assert verdict.sound
    assert verdict.entries == 61


def test_a_full_disk_leaves_the_log_as_it_was(folder: CaseFolder) -> None:
    before = folder.custody_path.read_bytes()
    code = (
        "import resource, sys; from pathlib import Path; from inunison import custody\n"
        "from inunison.folder import CaseFolder; from inunison.errors import StorageError\n"
        "folder = CaseFolder.open(Path(sys.argv[1]))\n"
        "size = folder.custody_path.stat().st_size + 300\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))\n"
        "try: custody.append(folder, 'note', {'text': 'x' * 1000})\n"
        "except StorageError as error: print(error)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, str(folder.path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "The disk is full" in ended.stdout
    assert folder.custody_path.read_bytes() == before
    assert custody.append(folder, "note", {}).previous == custody._parse(before).hash  # type: ignore[union-attr]


def test_a_log_that_cannot_be_read_or_written_is_a_sentence(folder: CaseFolder) -> None:
    folder.custody_path.unlink()
    folder.custody_path.mkdir()
    for read in (custody.head, custody.check):
        with pytest.raises(CaseError, match="cannot be read"):
            read(folder)
    folder.custody_path.rmdir()
    folder.custody_path.symlink_to(folder.path / "nowhere" / "log")
    with pytest.raises(StorageError, match="could not be written"):
        custody.append(folder, "note", {})


@given(value=JSON)
def test_canonical_json_is_the_value_and_nothing_unseen(value: Any) -> None:
    text = canonical_json(value)
    assert json.loads(text) == value
    assert "\n" not in text
    assert text.isprintable() or not set(text) & set("\x7f\x9b\u202e\u2028\ufeff")


@given(value=st.dictionaries(st.text(), st.integers(), min_size=2))
def test_the_order_of_keys_is_nothing(value: dict[str, int]) -> None:
    assert digest(value) == digest(dict(reversed(value.items())))


def test_names_are_shown_and_never_obeyed() -> None:
    assert shown('a\x1b[31m\n"\u202e') == '"a\\x1b[31m\\x0a"\\u202e"'
    assert shown("Новости") == '"Новости"'
    assert readable("caf\udce9") == "caf\ufffd"
