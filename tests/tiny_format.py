"""A format of a few words, registered like a stranger's, for tests of what is around importers.

The first line is ``tiny posts``; then ``author id, post id, time in microseconds, text`` per line,
by tabs. A line that begins with ``!`` cannot be read.
"""

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from inunison import importing
from inunison.records import (
    Account,
    AccountRef,
    Frame,
    Observation,
    Post,
    Precision,
    Record,
    Reject,
)
from inunison_importers.base import Claim, Importer, Lines, Refusal, Sample

ROOT = Path(__file__).resolve().parent.parent
FIRST_LINE = "tiny posts\n"


class TinyPosts(Importer):
    """Posts, one per line."""

    name = "tiny-posts"
    title = "Posts of a tiny format"
    version: ClassVar[int] = 1
    rank = 40
    platforms = ("tiny",)
    suggested_frame = Frame.KEYWORD

    def sniff(self, sample: Sample) -> Claim | Refusal:
        if sample.text.startswith(FIRST_LINE):
            return Claim("its first line")
        return Refusal("its first line is another")

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        for row, line in enumerate(lines, 1):
            if row == 1:
                continue
            if line.startswith("!"):
                yield Reject(row, line[1:].strip() or "the row is marked", line.strip())
                continue
            author, post, time, text = line.rstrip("\n").split("\t")
            yield Account(row=row, platform="tiny", native_id=author)
            yield Post(
                row=row,
                platform="tiny",
                native_id=post,
                author=AccountRef(native_id=author),
                created_at=int(time),
                precision=Precision.SECOND,
                text=text,
            )
        if lines.cut:
            yield Reject(row, lines.cut)


class TinyCounts(Importer):
    """Counts of accounts, one per line: another format of the same family."""

    name = "tiny-counts"
    title = "Counts of a tiny format"
    version: ClassVar[int] = 1
    rank = 50
    platforms = ("tiny",)

    def sniff(self, sample: Sample) -> Claim | Refusal:
        if sample.text.startswith("tiny counts\n"):
            return Claim("its first line")
        return Refusal("its first line is another")

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        for row, line in enumerate(lines, 1):
            if row > 1:
                account, followers, seen = line.split()
                yield Observation(
                    row=row,
                    platform="tiny",
                    subject="account",
                    native_id=account,
                    followers=int(followers),
                    observed_at=int(seen),
                )


def write_plugin(folder: Path) -> Path:
    """Write what an installed package leaves behind: its entry points."""
    described = folder / "tiny_format-1.0.dist-info"
    described.mkdir(parents=True)
    (described / "METADATA").write_text("Metadata-Version: 2.1\nName: tiny-format\nVersion: 1.0\n")
    (described / "entry_points.txt").write_text(
        "[inunison.importers]\n"
        "tiny-posts = tests.tiny_format:TinyPosts\n"
        "tiny-counts = tests.tiny_format:TinyCounts\n"
    )
    return folder


@contextmanager
def registered(folder: Path) -> Iterator[None]:
    """Let the tiny formats be found, as long as it lasts."""
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    importing._found.cache_clear()
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        importlib.invalidate_caches()
        importing._found.cache_clear()


def tiny(*rows: str) -> str:
    """Return a file of the format."""
    return FIRST_LINE + "".join(f"{row}\n" for row in rows)


def many(count: int, *, text: str = "said by {0}") -> str:
    """Return a file of `count` posts by a tenth as many accounts."""
    return tiny(
        *(f"a{i % (count // 10 + 1)}\tp{i}\t{i * 10**6}\t{text.format(i)}" for i in range(count))
    )


def spawn(code: str, plugin: Path, *arguments: Path | str, **options: Any) -> subprocess.Popen[str]:
    """Start a Python process that knows the tiny formats; its standard output is a pipe.

    It hears an interrupt even where the tests run in the background and ignore them.
    """
    code = f"import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n{code}"
    paths = (plugin, ROOT, ROOT / "cli", ROOT / "importers")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, paths))}
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def details(line: str) -> Any:
    """Return what a spawned process printed as JSON."""
    return json.loads(line)
