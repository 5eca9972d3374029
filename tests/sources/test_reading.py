"""A file read in portions, by any number of processes, gives what it gives in one piece."""

import io
import itertools
import os
import signal
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inunison.folder import CaseFolder
from inunison.opening.lines import LineStream
from inunison.opening.unpacking import Limits
from inunison.processes import Process
from inunison.records import Post, Record, Reject
from inunison.sources import crew, import_file, list_sources, reading
from inunison.sources.crew import Crew, drain, fill
from inunison.sources.helping import Reading
from inunison.sources.reading import read_member
from inunison_importers.base import Claim, Importer, Lines, Portions, Refusal, Sample, TextLines
from inunison_importers.delimited import rows
from tests.importers.archive_rows import clock_id, hashed, table
from tests.packing import zstd
from tests.sources.files import visible
from tests.tiny_format import spawn

TEXT = st.text(st.sampled_from('ab",\n \u0e01'), max_size=120)


class Cells(Importer):
    """Any CSV: a post for each row after the first."""

    name = "cells"
    title = "Cells"
    version = 1
    rank = 10
    platforms = ("tiny",)
    portions = Portions.TABLE

    def sniff(self, sample: Sample) -> Claim | Refusal:
        return Claim(sample.name)

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        for number, row in enumerate(rows(lines)):
            if isinstance(row, Reject):
                yield row
            elif number:
                text = "|".join(row.cells)
                yield Post(row=row.line, platform="tiny", native_id="1", text=text)


def in_one_piece(content: bytes) -> tuple[list[Any], list[Reject]]:
    found = list(Cells().read(TextLines(content.decode())))
    posts = [(each.row, each.text) for each in found if isinstance(each, Post)]
    return posts, [each for each in found if isinstance(each, Reject)]


def in_portions(content: bytes, folder: Path) -> tuple[list[Any], list[Reject]]:
    posts: list[Any] = []
    rejects: list[Reject] = []
    with Crew(Reading(), 1, folder) as alone:
        stream = LineStream(iter([content]), Limits())
        for gathered in read_member(Cells(), stream, 0, alone):
            rejects += gathered.rejects
            for batch in gathered.batches.values():
                columns = (batch["row"].to_pylist(), batch["text"].to_pylist())
                posts += zip(*columns, strict=True)
    return posts, rejects


@given(text=TEXT, size=st.integers(1, 40))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None
)
def test_portions_give_what_the_whole_gives_whatever_its_marks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, size: int
) -> None:
    monkeypatch.setattr(reading, "PORTION_BYTES", size)
    content = b"x,y\n" + text.encode()
    assert in_portions(content, tmp_path) == in_one_piece(content)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let small files be read in many portions, and by others from the first on."""
    monkeypatch.setattr(reading, "PORTION_BYTES", 8_000)
    monkeypatch.setattr(crew, "ALONE", 0)


def archive(count: int) -> bytes:
    told = [
        {
            "tweetid": clock_id("2020-02-01T10:00:00.123", low=number),
            "userid": hashed(f"author {number % 7}"),
            "user_screen_name": hashed(f"author {number % 7}"),
            "user_display_name": hashed(f"author {number % 7}"),
            "tweet_text": f"line one {number}\nline two, \u0e01 \U0001f600",
            "hashtags": "['a', 'b']" if number % 3 else "[]",
            "user_mentions": f"['{hashed('x')}']" if number % 5 else "",
            "is_retweet": "true" if number % 4 == 0 else "false",
            "retweet_tweetid": str(10**18 + number) if number % 4 == 0 else "",
            "like_count": "many" if number % 50 == 9 else "7",
        }
        for number in range(count)
    ]
    return table(told).encode()


def by_rows(count: int) -> bytes:
    """An archive that is read row by row, for a byte that is no text."""
    return archive(count).replace(b"line one 0\n", b"line one \xff\n")


def read_by(
    tmp_path: Path, name: str, content: bytes, processes: int
) -> tuple[dict[str, bytes], CaseFolder]:
    folder = CaseFolder.create(tmp_path / f"case {processes}", name="case")
    path = tmp_path / name
    path.write_bytes(content)
    import_file(folder, path, processes=processes)
    return visible(folder), folder


def zipped(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("one.csv", content)
        packed.writestr("two.csv", content.replace(b"line", b"other"))
    return out.getvalue()


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("made", [archive, by_rows])
@pytest.mark.parametrize("pack", [bytes, zstd, zipped])
def test_any_number_of_processes_writes_the_same_bytes(
    tmp_path: Path, pack: Any, made: Callable[[int], bytes]
) -> None:
    content = pack(made(300))
    alone, folder = read_by(tmp_path, "posts", content, 1)
    assert alone == read_by(tmp_path, "posts", content, 2)[0]
    assert alone == read_by(tmp_path, "posts", content, 4)[0]
    (source,) = list_sources(folder)
    inside = 2 if pack is zipped else 1
    assert source.counts == {
        "accounts": 7 * inside,
        "posts": 294 * inside,
        "observations": (7 + 294) * inside,
        "articles": 0,
        "rejects": 6 * inside,
    }
    posts = pq.read_table(source.path / source.parts["posts"].file)
    places = list(zip(posts["member"].to_pylist(), posts["row"].to_pylist(), strict=True))
    assert places == sorted(places)
    assert places[:3] == [(0, 2), (0, 4), (0, 6)]


@pytest.mark.usefixtures("small")
def test_helpers_that_die_leave_their_portions_to_this_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone, _ = read_by(tmp_path, "posts", by_rows(400), 1)
    killed: list[int] = []
    give = crew._Helper.give

    def give_and_kill(self: crew._Helper[Any, Any], task: Any) -> int | None:
        slot = give(self, task)
        if slot is not None and len(killed) < 2:
            os.kill(self._process._process.pid, signal.SIGKILL)
            killed.append(slot)
        return slot

    monkeypatch.setattr(crew._Helper, "give", give_and_kill)
    assert read_by(tmp_path, "posts", by_rows(400), 3)[0] == alone
    assert len(killed) == 2


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("where", ["file", "process"])
def test_what_cannot_be_started_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    alone, _ = read_by(tmp_path, "posts", by_rows(200), 1)

    def refuse(*_: object, **__: object) -> None:
        raise OSError("no more")

    if where == "file":
        monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    else:
        monkeypatch.setattr(crew, "Process", refuse)
    assert read_by(tmp_path, "posts", by_rows(200), 2)[0] == alone


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("one", [b"line one 150", b"line \xff 150"])  # the other is no columns
def test_columns_are_made_by_threads_and_no_process_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, one: bytes
) -> None:
    monkeypatch.setattr(crew, "Process", None)
    content = archive(300).replace(b"line one 150", one)
    alone, _ = read_by(tmp_path, "posts", content, 1)
    assert read_by(tmp_path, "posts", content, 8)[0] == alone


def test_threads_keep_the_order_and_take_no_more_portions_than_are_wanted(tmp_path: Path) -> None:
    taken: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    def slow_at_first(number: int) -> int:
        time.sleep(0.01 / (1 + number))
        return -number

    with Crew[Any, Any](Reading(), 4, tmp_path) as many:
        done = many.in_threads(numbers(), slow_at_first)
        assert list(itertools.islice(done, 20)) == [(each, -each) for each in range(20)]
        assert len(taken) < 30
        done.close()
        assert threading.active_count() == 1


def test_what_a_thread_raises_ends_the_work(tmp_path: Path) -> None:
    def fails(number: int) -> float:
        return 1 / (3 - number)

    with (
        Crew[Any, Any](Reading(), 2, tmp_path) as both,
        pytest.raises(ZeroDivisionError),
    ):
        list(both.in_threads(iter(range(9)), fails))
    assert threading.active_count() == 1


def test_small_files_never_start_a_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "Process", None)
    read_by(tmp_path, "posts", by_rows(200), 8)


@pytest.mark.usefixtures("small")
def test_helpers_end_when_the_import_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Process] = []

    class Watched(Process):
        def __init__(self, *values: Any, **named: Any) -> None:
            super().__init__(*values, **named)
            started.append(self)

    monkeypatch.setattr(crew, "Process", Watched)
    folder = CaseFolder.create(tmp_path / "case", name="case")
    (tmp_path / "posts").write_bytes(by_rows(300))

    def interrupt(what: str, _done: int, _total: int) -> None:
        if what == "reading" and started:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_file(folder, tmp_path / "posts", processes=2, progress=interrupt)
    assert [process._process.returncode for process in started] == [-signal.SIGKILL]
    assert list(folder.sources_path.iterdir()) == []


def test_the_progress_of_reading_counts_the_bytes_of_the_file(tmp_path: Path) -> None:
    content = zstd(archive(300))
    told: list[tuple[int, int]] = []
    folder = CaseFolder.create(tmp_path / "case", name="case")
    (tmp_path / "posts").write_bytes(content)

    def progress(what: str, done: int, total: int) -> None:
        if what == "reading":
            told.append((done, total))

    import_file(folder, tmp_path / "posts", progress=progress)
    assert told[-1] == (len(content), len(content))
    assert told == sorted(told)
    assert {total for _, total in told} == {len(content)}


@pytest.mark.parametrize(
    ("memory_mb", "processes"), [(None, 8), (400, 1), (256, 1), (700, 2), (1_000, 3), (9_000, 8)]
)
def test_little_memory_means_fewer_processes(memory_mb: int | None, processes: int) -> None:
    from inunison.sources.intake import _allowed

    assert _allowed(8, memory_mb) == processes


def test_bodies_go_through_files(tmp_path: Path) -> None:
    with (tmp_path / "slot").open("w+b") as file:
        for body in (b"", b"long" * 1_000, b"short"):
            fill(file.fileno(), body)
            assert drain(file.fileno()) == body


# The import of a file whose size is given, in a process of its own; prints its peak memory in MB.
PEAK = """
import resource, sys
from pathlib import Path
from inunison.folder import CaseFolder
from inunison.sources import import_file, reading
reading.PORTION_BYTES = 1 << 18
import_file(CaseFolder.create(Path(sys.argv[1]), name="x"), Path(sys.argv[2]), processes=1)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def test_memory_does_not_grow_with_the_file(tmp_path: Path, plugin: Path) -> None:
    peaks = []
    for times in (10, 50):
        lines = archive(1_000).splitlines(keepends=True)
        path = tmp_path / f"{times}.csv"
        path.write_bytes(lines[0] + b"".join(lines[1:]) * times)
        output, errors = spawn(PEAK, plugin, tmp_path / f"case {times}", path).communicate()
        assert errors == ""
        peaks.append(int(output))
    size_mb = 40 * len(archive(1_000)) / 1e6
    assert peaks[1] - peaks[0] < max(40, size_mb)


def test_a_full_disk_under_a_helper_is_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PORTION_BYTES", 8_000)
    monkeypatch.setattr(crew, "ALONE", 0)
    alone, _ = read_by(tmp_path, "posts", by_rows(200), 1)

    def refuse(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(crew, "fill", refuse)
    assert read_by(tmp_path, "posts", by_rows(200), 2)[0] == alone
