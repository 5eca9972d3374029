"""How long each step from sources to a state takes, and how much memory it needs.

`python -m benchmarks.resolve POSTS [--memory MB] [--threads N] [--folder DIR]` writes two invented
sources of that many posts (once per folder), resolves them, and prints seconds, processor seconds
and the highest resident memory of all its processes for each statement that takes a while.

The posts: accounts, texts, hashtags and links with heavy tails, two posts in five reposts, one
object with up to 100,000 reposts, one text in ten from a small pool that thousands of accounts say,
and one post in twenty held by both sources.
"""

import argparse
import hashlib
import os
import re
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb

from inunison import engine, state
from inunison.detect import network
from inunison.records import Frame
from inunison.resolve import texts
from inunison.sources import Source

_SHOWN_SECONDS = 0.1
# Functions that do more than run statements.
_FUNCTIONS = (
    (texts, "read"),
    (network, "gather_ties"),
    (network, "partition"),
    (network, "_attention"),
)
_WORDS = (
    "the a people vote today never city water we you report say new about after house school"
    " border council market river tax paper voice street light morning evening answer question"
    " member nation office region harbour bridge north south election ballot square crowd letter"
)
_THAI = "คนไทย ประชาชน วันนี้ ความจริง บ้านเมือง ถนน ตลาด โรงเรียน แม่น้ำ เลือกตั้ง เสียง คำถาม คำตอบ จังหวัด"

# A number between 0 and 1 that depends on the post and on what it is drawn for.
_MACROS = """
CREATE MACRO draw(i, salt) AS (hash(i * 1000003 + salt) % 1000000007) / 1000000007.0;
CREATE MACRO tail(i, salt, n) AS floor(n * power(draw(i, salt), 3))::BIGINT;
CREATE MACRO sentence(i) AS CASE WHEN draw(i, 1) < 0.8
    THEN array_to_string(list_transform(range(8 + tail(i, 2, 20)),
        lambda x: words[(hash(i * 64 + x) % len(words))::INTEGER + 1]), ' ') || ' ' || (i % 99991)
    ELSE array_to_string(list_transform(range(5 + tail(i, 2, 12)),
        lambda x: thai[(hash(i * 64 + x) % len(thai))::INTEGER + 1]), '') || ' ' || (i % 99991) END;
"""

_POSTS = """
COPY (
    WITH numbered AS (
        SELECT range AS i, tail(range, 10, {accounts}) AS author,
            CASE WHEN draw(range, 11) < 0.4 THEN 'repost' WHEN draw(range, 11) < 0.5 THEN 'reply'
                WHEN draw(range, 11) < 0.55 THEN 'quote' ELSE 'post' END AS kind,
            CASE WHEN range % {hot} = 0 THEN 0 WHEN draw(range, 12) < 0.5
                THEN 3 * {posts} + tail(range, 13, {posts}) ELSE tail(range, 13, {posts}) END
                AS target,
            tail(range, 14, {accounts}) AS named
        FROM range({first}, {last})
    ), told AS (
        SELECT *, {words} AS words, {thai} AS thai, {{'native_id': target::VARCHAR,
            'author_id': tail(target, 10, {accounts})::VARCHAR, 'author_handle': NULL::VARCHAR,
            'author_inferred': false, 'created_at': NULL::BIGINT, 'precision': NULL::VARCHAR}}
            AS pointer,
            [{{'native_id': named::VARCHAR, 'handle': 'user_' || named}}] AS mention
        FROM numbered
    )
    SELECT 0::INTEGER AS member, i - {first} + 2 AS row, 'twitter' AS platform,
        i::VARCHAR AS native_id, author::VARCHAR AS author_id, 'user_' || author AS author_handle,
        kind, 1600000000000000 + i * 1000000 AS created_at, '{precision}' AS precision,
        NULL::VARCHAR AS stated_time, false AS time_conflict,
        CASE WHEN kind = 'repost' THEN 'RT @user_' || named || ': ' || sentence(target)
            WHEN draw(i, 15) < 0.1 THEN sentence(tail(i, 16, {posts} // 200))
            ELSE sentence(i) || ' https://t.example/' || i END AS text,
        false AS text_repaired, CASE WHEN draw(i, 17) < 0.9 THEN 'en' ELSE 'th' END AS language,
        CASE WHEN {first} = 0 THEN 'Web App' ELSE 'Phone App' END AS client,
        'https://x.example/s/' || i AS url,
        CASE WHEN kind = 'repost' THEN pointer END AS reposts,
        CASE WHEN kind = 'quote' THEN pointer END AS quotes,
        CASE WHEN kind = 'reply' THEN pointer END AS replies_to,
        CASE WHEN false THEN pointer END AS edits,
        CASE WHEN draw(i, 18) < 0.4 THEN mention ELSE [] END AS mentions,
        CASE WHEN draw(i, 19) < 0.3 THEN ['tag' || tail(i, 20, {posts} // 50),
            'Tag' || tail(i, 21, {posts} // 50)] ELSE [] END AS hashtags,
        CASE WHEN draw(i, 22) < 0.3
            THEN ['https://site' || tail(i, 23, 5000) || '.example/' || tail(i, 24, {posts} // 2)]
            ELSE [] END AS links,
        []::VARCHAR[] AS media,
        NULL::STRUCT(kind VARCHAR, name VARCHAR, native_id VARCHAR) AS space, true AS collected
    FROM told
) TO '{file}' (FORMAT parquet, COMPRESSION zstd)
"""

_ACCOUNTS = """
COPY (
    SELECT 0::INTEGER AS member, range + 2 AS row, 'twitter' AS platform,
        range::VARCHAR AS native_id, 'user_' || range AS handle, 'User ' || range AS name,
        repeat('a profile ', 8) AS description, NULL::VARCHAR AS location, 'en' AS language,
        NULL::VARCHAR AS url, 1500000000000000 + range AS created_at,
        'second' AS created_precision, false AS verified, NULL::BOOLEAN AS declares_automation,
        false AS text_repaired
    FROM range({accounts} // 2)
) TO '{file}' (FORMAT parquet, COMPRESSION zstd)
"""

_OBSERVATIONS = """
COPY (
    SELECT 0::INTEGER AS member, range + 2 AS row, 'twitter' AS platform, 'post' AS subject,
        range::VARCHAR AS native_id, NULL::VARCHAR AS handle,
        1700000000000000 + range AS observed_at, 'second' AS precision,
        CASE WHEN range % 50 = 0 THEN 'gone' ELSE 'live' END AS presence,
        NULL::BIGINT AS followers, NULL::BIGINT AS following, NULL::BIGINT AS posts,
        range % 7 AS reposts, NULL::BIGINT AS quotes, range % 3 AS replies, range % 11 AS likes,
        NULL::BIGINT AS views
    FROM range({posts})
) TO '{file}' (FORMAT parquet, COMPRESSION zstd)
"""


def _source(folder: Path, name: str, rank: int) -> Source:
    digest = hashlib.sha256(name.encode()).hexdigest()
    return Source(
        sha256=digest,
        name=name,
        bytes=1,
        importer="made",
        importer_version=1,
        rank=rank,
        frame=Frame.UNKNOWN,
        members=(name,),
        counts={},
        captured_at=rank,
        path=folder / digest,
        original=None,
    )


def write_sources(folder: Path, posts: int) -> list[Source]:
    """Write the parts of two sources, unless they are there.

    Args:
        folder: Gets one folder per source.
        posts: Posts of both together; one in twenty stands in both.

    Returns:
        The sources.
    """
    sources = [_source(folder, "first", 1), _source(folder, "second", 5)]
    if (folder / "made").exists():
        return sources
    accounts = max(posts // 20, 10)
    words, thai = ([*text.split()] for text in (_WORDS, _THAI))
    with engine.opened(folder / "spill", memory_mb=2000) as database:
        for statement in _MACROS.split(";")[:-1]:
            database.execute(statement)
        middle = posts // 2
        spans = ((0, middle, "millisecond"), (middle - posts // 20, posts, "minute"))
        for source, (first, last, precision) in zip(sources, spans, strict=True):
            source.path.mkdir(parents=True, exist_ok=True)
            filled = {
                "posts": posts,
                "accounts": accounts,
                "hot": max(posts // 100_000, 10),
                "first": first,
                "last": last,
                "precision": precision,
                "words": words,
                "thai": thai,
            }
            database.execute(_POSTS.format(**filled, file=source.path / "posts.parquet"))
        first_path = sources[0].path
        database.execute(_ACCOUNTS.format(accounts=accounts, file=first_path / "accounts.parquet"))
        database.execute(
            _OBSERVATIONS.format(posts=posts, file=first_path / "observations.parquet")
        )
    (folder / "made").touch()
    return sources


def _resident_mb() -> float:
    """Resident memory of this process and of those it started, in MB; Linux only."""
    pages = 0
    me = os.getpid()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended meanwhile
        if int(status.parent.name) == me or int(fields[1]) == me:
            pages += int(fields[21])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


class Measure:
    """Seconds, processor seconds and the highest memory of each statement."""

    def __init__(self, spill: Path) -> None:
        self.rows: list[tuple[str, float, float, float]] = []
        self.peak = 0.0
        self.spilled = 0.0
        self.spill = spill
        self._since = 0.0
        self._done = threading.Event()
        self._watcher = threading.Thread(target=self._watch)
        self._watcher.start()

    def close(self) -> None:
        """Stop watching the memory."""
        self._done.set()
        self._watcher.join()

    def _watch(self) -> None:
        while not self._done.wait(0.05):
            now = _resident_mb()
            self.peak, self._since = max(self.peak, now), max(self._since, now)
            held = sum(each.stat().st_size for each in _files(self.spill)) / 1e6
            self.spilled = max(self.spilled, held)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure what is done meanwhile under a name."""
        self._since = 0.0
        processor, wall = sum(os.times()[:4]), time.perf_counter()
        yield
        wall = time.perf_counter() - wall
        self.rows.append((name, wall, sum(os.times()[:4]) - processor, self._since))


def _files(folder: Path) -> list[Path]:
    try:
        return [each for each in folder.rglob("*") if each.is_file()]
    except OSError:
        return []


class Watched:
    """An engine whose statements are measured."""

    def __init__(self, database: duckdb.DuckDBPyConnection, measure: Measure) -> None:
        self._database = database
        self._measure = measure

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)

    def execute(self, statement: str, *given: Any) -> Any:
        """Run a statement and note what it took under its first words."""
        words = " ".join(statement.split())
        created = re.match(r"CREATE (?:OR REPLACE )?(?:TEMP )?(TABLE|VIEW) (\w+)", words)
        written = re.search(r"TO '[^']*?(\w+\.parquet)'", words)
        name = created[2] if created else f"write {written[1]}" if written else words[:50]
        with self._measure.step(name):
            return self._database.execute(statement, *given)


def _watch_function(module: ModuleType, name: str, measure: Measure) -> None:
    function = getattr(module, name)

    def watched(*given: Any, **named: Any) -> Any:
        with measure.step(f"{name}() in all"):
            return function(*given, **named)

    setattr(module, name, watched)


def measure(folder: Path, posts: int, memory_mb: int, threads: int) -> None:
    """Resolve the invented sources and print what each step took."""
    sources = write_sources(folder, posts)
    target = folder / "state"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    noted = Measure(target / "spill")
    plain = engine.connect
    engine.connect = lambda *given, **named: Watched(plain(*given, **named), noted)  # type: ignore[assignment]
    for module, name in _FUNCTIONS:
        _watch_function(module, name, noted)
    processor, wall = sum(os.times()[:4]), time.perf_counter()
    try:
        made = state.write_tables(target, sources, memory_mb=memory_mb, threads=threads)
    finally:
        engine.connect = plain
        noted.close()
        wall, processor = time.perf_counter() - wall, sum(os.times()[:4]) - processor
        for name, seconds, spent, memory in noted.rows:
            if seconds >= _SHOWN_SECONDS:
                print(f"  {name:50} {seconds:8.2f} s {spent:8.2f} s cpu {memory:8.0f} MB")
        print(
            f"{posts:,} posts: {wall:.1f} s, {processor:.1f} s cpu, {noted.peak:.0f} MB resident,"
            f" {noted.spilled:.0f} MB spilled",
            flush=True,
        )
    print(made["partition"])


def main() -> None:
    """Measure one size."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("posts", type=int)
    parser.add_argument("--memory", type=int, default=engine.DEFAULT_MEMORY_MB)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    if given.folder:
        given.folder.mkdir(parents=True, exist_ok=True)
        measure(given.folder, given.posts, given.memory, given.threads)
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), given.posts, given.memory, given.threads)


if __name__ == "__main__":
    main()
