"""Every format by name, and how it is packed on the disk.

Owns files and compression alone; what stands in them is the format's own module's.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import zstandard

from benchmarks.synthetic.archive import archive
from benchmarks.synthetic.pages import pages
from benchmarks.synthetic.threads import comments, submissions
from benchmarks.synthetic.toolkit import toolkit
from benchmarks.synthetic.traffic import Shape

FORMATS: dict[str, tuple[str, Callable[[Shape], Iterator[str]]]] = {
    "archive": ("csv", archive),
    "v2": ("jsonl", pages),
    "reddit-comments": ("zst", comments),
    "reddit-submissions": ("zst", submissions),
    "toolkit": ("csv", toolkit),
}
_WINDOW_LOG = 31  # of the real dumps: a reader has to allow 2 GiB


def write(shape: Shape, name: str, path: Path) -> Path:
    """Write the posts to a file in the format of that name, in memory that does not grow."""
    pieces = FORMATS[name][1](shape)
    if FORMATS[name][0] == "zst":
        settings = zstandard.ZstdCompressionParameters.from_level(
            3, window_log=_WINDOW_LOG, enable_ldm=False
        )
        packer = zstandard.ZstdCompressor(compression_params=settings)
        with path.open("wb") as raw, packer.stream_writer(raw) as packed:
            for piece in pieces:
                packed.write(piece.encode())
    else:
        with path.open("w", encoding="utf-8", newline="") as out:
            out.writelines(pieces)
    return path
