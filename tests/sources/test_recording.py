"""Records to parts: row groups, counts, values that fit no column."""

import hashlib
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inunison.records import (
    Account,
    AccountRef,
    Article,
    Mention,
    Observation,
    Post,
    Record,
    Reject,
)
from inunison.sources import gathering, recording
from inunison.sources.gathering import gather, in_lists
from inunison.sources.parts import SCHEMAS
from inunison.sources.recording import Recorded, Recorder
from inunison.sources.source import RejectReason


def _post(row: int, text: str | None = "text", created_at: int | None = None) -> Post:
    return Post(row=row, platform="tiny", native_id=f"p{row}", text=text, created_at=created_at)


def _record(folder: Path, *items: Record | Reject, member: int = 0) -> Recorded:
    folder.mkdir(parents=True, exist_ok=True)
    with Recorder(folder) as recorder:
        for gathered in in_lists(iter(items)):
            recorder.add("file", gather(gathered, member))
        return recorder.finish()


def _groups(path: Path) -> list[int]:
    metadata = pq.ParquetFile(path).metadata
    return [metadata.row_group(index).num_rows for index in range(metadata.num_row_groups)]


def test_the_parts_have_the_schemas_and_their_hashes(tmp_path: Path) -> None:
    recorded = _record(
        tmp_path,
        Account(row=1, platform="tiny", native_id="a"),
        _post(1),
        Observation(row=1, platform="tiny", subject="account", native_id="a", followers=7),
        Article(row=1, title="A page"),
        Reject(2, "odd"),
    )
    assert list(recorded.parts) == list(SCHEMAS)
    for kind, part in recorded.parts.items():
        path = tmp_path / part.file
        assert pq.read_schema(path).equals(SCHEMAS[kind])
        assert part.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
        assert part.rows == 1
    assert recorded.rejects is not None
    content = (tmp_path / recorded.rejects.file).read_bytes()
    assert recorded.rejects.sha256 == hashlib.sha256(content).hexdigest()
    assert recorded.counts == dict.fromkeys([*SCHEMAS, "rejects"], 1)


def test_a_source_was_captured_after_its_article_was_published(tmp_path: Path) -> None:
    article = Article(row=1, published=5_000)
    assert _record(tmp_path / "a", article, _post(1, created_at=4_000)).latest == 5_000
    assert _record(tmp_path / "b", article, _post(1, created_at=6_000)).latest == 6_000
    assert _record(tmp_path / "c", article).latest == 5_000


def test_kinds_without_rows_have_no_file(tmp_path: Path) -> None:
    recorded = _record(tmp_path, _post(1))
    assert list(recorded.parts) == ["posts"]
    assert [path.name for path in tmp_path.iterdir()] == ["posts.parquet"]
    assert _record(tmp_path / "none").counts == dict.fromkeys([*SCHEMAS, "rejects"], 0)


def test_rows_are_written_in_groups_across_members(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "_GROUP_ROWS", 10)
    with Recorder(tmp_path) as recorder:
        for member in range(3):
            for rows in (range(4), range(4, 8)):
                recorder.add(f"file {member}", gather(map(_post, rows), member))
        recorded = recorder.finish()
    path = tmp_path / recorded.parts["posts"].file
    assert _groups(path) == [12, 12]
    assert pq.read_table(path)["member"].to_pylist() == [0] * 8 + [1] * 8 + [2] * 8


def test_long_texts_make_smaller_groups(tmp_path: Path) -> None:
    long = "x" * (12 << 20)
    recorded = _record(tmp_path, *(_post(row, long) for row in range(7)))
    assert _groups(tmp_path / recorded.parts["posts"].file) == [4, 3]
    assert pq.read_table(tmp_path / recorded.parts["posts"].file)["text"][6].as_py() == long


def test_many_mentions_and_links_count_as_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "BATCH_LETTERS", 600)
    monkeypatch.setattr(recording, "_GROUP_BYTES", 1)
    mentions = (Mention(AccountRef(native_id="a")),) * 10
    posts = [
        Post(row=1, platform="tiny", native_id="1", mentions=mentions, links=("u" * 500,)),
        Post(row=2, platform="tiny", native_id="2", client="c" * 1_000),
        Post(row=3, platform="tiny", native_id="3", hashtags=("h" * 400, "i" * 700)),
    ]
    recorded = _record(tmp_path, *posts)
    assert _groups(tmp_path / recorded.parts["posts"].file) == [1, 1, 1]


@pytest.mark.parametrize(
    "unfit",
    [
        Observation(row=2, platform="tiny", subject="post", native_id="p", likes=1 << 63),
        Observation(row=2, platform="tiny", subject="post", native_id="\ud800"),
        Observation(row=2, platform="tiny", subject="post", native_id=7),  # type: ignore[arg-type]
    ],
)
def test_a_value_that_fits_no_column_takes_no_other_row_with_it(
    tmp_path: Path, unfit: Observation
) -> None:
    good = [
        Observation(row=row, platform="tiny", subject="post", native_id="p", likes=row)
        for row in (1, 3)
    ]
    recorded = _record(tmp_path, good[0], unfit, good[1])
    table = pq.read_table(tmp_path / recorded.parts["observations"].file)
    assert table["row"].to_pylist() == [1, 3]
    assert recorded.counts["observations"] == 2
    (reason,) = recorded.reasons
    assert reason.first == (("file", 2),)
    assert reason.reason == "a value of the observation is out of range or no text"


def test_only_unfit_rows_leave_no_part(tmp_path: Path) -> None:
    unfit = Observation(row=2, platform="tiny", subject="post", native_id="p", likes=1 << 70)
    recorded = _record(tmp_path, unfit)
    assert recorded.parts == {}
    assert recorded.counts["rejects"] == 1


def test_the_latest_instant_is_that_of_the_capture_else_of_the_posts(tmp_path: Path) -> None:
    seen = [
        Observation(row=1, platform="tiny", subject="post", native_id="p", observed_at=at)
        for at in (50, 40)
    ]
    posts = [_post(1, created_at=70), _post(2, created_at=60), _post(3)]
    inside = Post(row=4, platform="tiny", native_id="q", created_at=99, collected=False)
    assert _record(tmp_path / "1", *posts, inside).latest == 70
    assert _record(tmp_path / "2", *posts, *seen).latest == 50
    assert _record(tmp_path / "3", _post(1)).latest is None
    assert _record(tmp_path / "4", _post(1, created_at=-5)).latest == -5


def test_reasons_are_counted_and_bounded(tmp_path: Path) -> None:
    rejects = [Reject(row, "often") for row in range(1, 10)]
    rejects += [Reject(row, f"once {row}") for row in range(10, 200)]
    recorded = _record(tmp_path, *rejects)
    assert recorded.counts["rejects"] == 199
    assert len(recorded.reasons) <= 101
    assert sum(each.count for each in recorded.reasons) == 199
    by_reason = {each.reason: each for each in recorded.reasons}
    assert by_reason["often"].first == tuple(("file", row) for row in range(1, 6))
    assert recorded.reasons[0].reason == "other reasons"


def test_what_is_left_out_by_rule_is_counted_apart(tmp_path: Path) -> None:
    private = [Reject(row, "private", by_rule=True) for row in (2, 3)]
    recorded = _record(tmp_path, _post(1), *private, Reject(4, "odd"))
    assert recorded.counts["rejects"] == 1
    assert recorded.left_out == (RejectReason("private", 2, (("file", 2), ("file", 3))),)
    assert b"private" not in (tmp_path / "rejects.jsonl").read_bytes()


def test_hostile_rejects_are_one_line_each_and_escaped(tmp_path: Path) -> None:
    hostile = '\x1b[2J\n"\u2028\x9b=cmd|x\ud800'
    recorded = _record(tmp_path, Reject(1, hostile, hostile), Reject(2, "odd"))
    assert recorded.rejects is not None
    content = (tmp_path / recorded.rejects.file).read_bytes()
    assert content.count(b"\n") == 2
    assert b"\x1b" not in content


def test_what_was_begun_is_closed_when_the_import_fails(tmp_path: Path) -> None:
    with suppress(KeyError), Recorder(tmp_path) as recorder:
        recorder.add("file", gather([*map(_post, range(50_000)), Reject(9, "odd")], 0))
        raise KeyError
    with pytest.raises(pa.ArrowInvalid):
        pq.read_table(tmp_path / "posts.parquet")


@given(texts=st.lists(st.text(max_size=30) | st.none(), max_size=30), rows=st.integers(1, 10))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None
)
def test_any_text_comes_back_and_the_bytes_are_the_same_every_time(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    texts: list[str | None],
    rows: int,
) -> None:
    monkeypatch.setattr(gathering, "BATCH_RECORDS", rows)
    monkeypatch.setattr(recording, "_GROUP_ROWS", 2 * rows)
    folders = [tmp_path_factory.mktemp("parts") for _ in range(2)]
    made = [
        _record(folder, *(_post(row, text) for row, text in enumerate(texts))) for folder in folders
    ]
    assert made[0] == made[1]
    if texts:
        read = pq.read_table(folders[0] / made[0].parts["posts"].file)
        assert read["text"].to_pylist() == texts
