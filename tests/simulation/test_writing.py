"""The files of an invented collection: the same bytes, the truth, and the measures."""

import csv
import hashlib
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from inunison.errors import ExitCode, StorageError, UsageError
from inunison.importing import choose
from inunison.opening import open_source
from inunison.records import Post, Record, Reject
from inunison.simulation.collection import Measures, draw
from inunison.simulation.posts import made_posts
from inunison.simulation.truth import role_of
from inunison.simulation.writing import (
    ARCHIVE,
    COMMENTS,
    POSTS,
    README,
    SUBMISSIONS,
    TRUTH,
    write_simulation,
)

SMALL = Measures(seed=5, accounts=150, days=3.0)


def _digests(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
    }


def _read(path: Path) -> list[Record | Reject]:
    with open_source(path) as source:
        (member,) = source.members
        return list(choose(source, member).read(source.stream(member)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("simulated") / "files"
    written = write_simulation(place, SMALL)
    assert [path.name for path in written] == [
        POSTS,
        SUBMISSIONS,
        COMMENTS,
        ARCHIVE,
        TRUTH,
        README,
    ]
    return place


@pytest.fixture(scope="module")
def truth(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / TRUTH).open(encoding="utf-8", newline="") as file:
        return {row["account"]: row for row in csv.DictReader(file)}


def test_another_process_writes_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    words = ["simulate", str(tmp_path), "--seed", "5", "--accounts", "150", "--days", "3"]
    done = subprocess.run(
        [sys.executable, "-m", "inunison_cli", *words],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[0] == str(tmp_path / POSTS)
    assert _digests(tmp_path) == _digests(folder)


def test_another_seed_writes_others(folder: Path, tmp_path: Path) -> None:
    write_simulation(tmp_path, Measures(seed=6, accounts=150, days=3.0))
    same = _digests(folder).items() & _digests(tmp_path).items()
    assert same == set()


def test_every_file_is_read_without_a_reject(folder: Path) -> None:
    for name in (POSTS, SUBMISSIONS, COMMENTS, ARCHIVE):
        found = _read(folder / name)
        assert [each for each in found if isinstance(each, Reject)] == []
        assert any(isinstance(each, Post) for each in found)


def test_ids_hold_the_time_that_the_posts_state(folder: Path) -> None:
    posts = [each for each in _read(folder / POSTS) if isinstance(each, Post)]
    assert len({each.native_id for each in posts}) > 1_000
    for each in posts[:500]:
        milliseconds = (int(each.native_id) >> 22) + 1_288_834_974_657
        assert each.created_at == milliseconds * 1_000


def test_the_release_tells_the_same_posts(folder: Path) -> None:
    here = {each.native_id for each in _read(folder / POSTS) if isinstance(each, Post)}
    there = {each.native_id for each in _read(folder / ARCHIVE) if isinstance(each, Post)}
    assert there
    assert there <= here


def test_the_truth_names_every_account_once(truth: dict[str, dict[str, str]]) -> None:
    counts = Counter((row["role"], row["group"]) for row in truth.values())
    assert counts["campaign", "copies"] == 20
    assert counts["campaign", "ring"] == 15
    assert counts["campaign", "drip"] == 12
    assert counts["campaign", "hidden"] == 15
    assert counts["campaign", "reddit copies"] == 6
    assert counts["declared", "feeds"] == 10
    assert counts["declared", "syndicate"] == 8
    assert counts["declared", "owner 1"] == 3
    assert counts["look-alike", "fan club"] == 15
    assert counts["ordinary", ""] >= 150
    assert len({row["handle"] for row in truth.values()}) == len(truth)


def test_ids_and_handles_do_not_tell_who_was_planted(truth: dict[str, dict[str, str]]) -> None:
    ids = {
        planted: [
            int(account.partition(":")[2])
            for account, row in truth.items()
            if account.startswith("twitter:") and (row["role"] != "ordinary") == planted
        ]
        for planted in (True, False)
    }
    assert min(ids[True]) < sorted(ids[False])[len(ids[False]) // 4]
    assert max(ids[False]) > sorted(ids[True])[3 * len(ids[True]) // 4]


def test_groups_keep_within_their_jitter() -> None:
    drawn = draw(SMALL)
    role = drawn.shares.role
    for group, most_s in (("ring", 30), ("copies", 120), ("drip", 21_600), ("syndicate", 120)):
        own = [
            (number, at)
            for account, number, at in zip(
                drawn.account.tolist(), drawn.object.tolist(), drawn.at.tolist(), strict=True
            )
            if role[account] == group and drawn.shares.topic[number] < 0
        ]
        assert own
        for number in {number for number, _ in own}:
            times = [at for other, at in own if other == number]
            assert max(times) - min(times) <= most_s * 1_000_000


def test_texts_are_of_many_scripts() -> None:
    _, posts = made_posts(draw(SMALL))
    assert {each.language for each in posts} == {"en", "th", "ar", "ru", "hi", "zh", "es", "ja"}


def test_declared_accounts_say_so_and_no_other_text_tells_the_truth(folder: Path) -> None:
    text = (folder / POSTS).read_text(encoding="utf-8")
    assert "One person, three accounts" in text
    assert "An outlet of the Northern Quay group" in text
    for group in ("fan club", "copies", "drip", "campaign", "petition"):
        assert group not in text


def test_without_campaigns_none_is_there(tmp_path: Path) -> None:
    written = write_simulation(tmp_path, Measures(seed=5, accounts=150, campaigns=False))
    assert tmp_path / ARCHIVE not in written
    with (tmp_path / TRUTH).open(encoding="utf-8", newline="") as file:
        assert "campaign" not in {row["role"] for row in csv.DictReader(file)}
    assert "copies" not in (tmp_path / README).read_text(encoding="utf-8")


def test_the_readme_states_the_measures(folder: Path) -> None:
    text = (folder / README).read_text(encoding="utf-8")
    assert "seed 5, accounts 150, days 3.0, campaigns True, cover 0.3" in text
    assert "| ring | campaign | 15 |" in text


@pytest.mark.parametrize(
    ("measures", "word"),
    [
        (Measures(accounts=99), "accounts 99"),
        (Measures(days=0.5), "days 0.5"),
        (Measures(cover=0.95), "cover 0.95"),
        (Measures(seed=-1), "seed -1"),
    ],
)
def test_measures_out_of_range_are_refused_in_a_sentence(
    tmp_path: Path, measures: Measures, word: str
) -> None:
    with pytest.raises(UsageError, match=word) as refused:
        write_simulation(tmp_path / "none", measures)
    assert refused.value.exit_code == ExitCode.USAGE
    assert not (tmp_path / "none").exists()


def test_a_folder_that_holds_something_is_left_as_it_is(tmp_path: Path) -> None:
    write_simulation(tmp_path / "files", SMALL)
    before = _digests(tmp_path / "files")
    with pytest.raises(UsageError, match=f'is not empty .it holds "{COMMENTS}"') as refused:
        write_simulation(tmp_path / "files", Measures(seed=6, accounts=150, days=3.0))
    assert refused.value.exit_code == ExitCode.USAGE
    assert "empty or not there yet" in refused.value.advice
    assert _digests(tmp_path / "files") == before


def test_the_command_refuses_a_folder_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "truth.csv").write_text("mine")
    words = ["simulate", str(tmp_path), "--accounts", "150", "--days", "3"]
    done = subprocess.run(
        [sys.executable, "-m", "inunison_cli", *words], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "is not empty" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["truth.csv"]


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot be written"):
        write_simulation(tmp_path / "file", SMALL)


@pytest.mark.parametrize(
    ("group", "role"),
    [
        ("ring", "campaign"),
        ("owner 3", "declared"),
        ("feeds", "declared"),
        ("meme", "look-alike"),
        ("ordinary", "ordinary"),
    ],
)
def test_a_group_has_one_role(group: str, role: str) -> None:
    assert role_of(group) == role
