"""How many posts a second get a fingerprint, on one process and on all cores.

`python -m benchmarks.fingerprint [FOLDER]` reads the public data sets in FOLDER (default:
INUNISON_DATA, else ../shared/data). Prints wall time and processor time, because a busy machine
changes the first and not the second.
"""

import csv
import io
import os
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import zstandard

from inunison.text import fingerprint, fingerprints

ROOT = Path(__file__).resolve().parent.parent


def _column(body: bytes, name: str, language: str | None = None) -> list[str]:
    rows = csv.DictReader(io.StringIO(body.decode(), newline=""))
    return [row[name] for row in rows if language is None or row["language"] == language]


def _corpora(folder: Path) -> Iterator[tuple[str, list[str]]]:
    packed = folder / "ira_tweets_by_author" / "tweets_LeftTroll.csv.zst"
    with packed.open("rb") as opened:
        body = zstandard.ZstdDecompressor().stream_reader(opened).read()
    yield "English", _column(body, "content", "English")
    with zipfile.ZipFile(
        folder / "twitter_io_archive" / "thailand_092020_tweets_csv_hashed.zip"
    ) as archive:
        thai = _column(archive.read(archive.namelist()[0]), "tweet_text")
    # The archive is small: numbered copies are different texts of the same shape.
    yield "Thai, numbered copies", [f"{text} {copy}" for copy in range(16) for text in thai]


def _processor_seconds() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _measure(name: str, texts: list[str], processes: int | None) -> None:
    processor, wall = _processor_seconds(), time.perf_counter()
    fingerprints(texts, processes=processes)
    wall = time.perf_counter() - wall
    processor = _processor_seconds() - processor
    print(
        f"{name:22} {processes or 'all':>3} processes  {len(texts):>8,} posts  "
        f"{len(set(texts)):>8,} different  {len(texts) / wall:>9,.0f} posts/s  "
        f"{wall:.2f} s wall  {processor:.2f} s processor"
    )


def main() -> None:
    """Measure every corpus, first without equal texts, one after the other in this process."""
    named = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("INUNISON_DATA")
    for name, texts in _corpora(Path(named) if named else ROOT.parent / "shared" / "data"):
        different = list(dict.fromkeys(texts))[:100_000]
        for text in different[:1000]:
            fingerprint(text)
        spent = time.process_time()
        for text in different:
            fingerprint(text)
        spent = time.process_time() - spent
        print(f"{name:22} one by one     {len(different) / spent:>9,.0f} posts/s of one processor")
        for processes in (1, None):
            _measure(name, texts, processes)


if __name__ == "__main__":
    main()
