"""Files in every container, for tests of opening them."""

import bz2
import gzip
import io
import lzma
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from inunison.errors import SourceError
from inunison.opening import OpenSource, open_source
from inunison.opening.unpacking import Limits

TEXT = "".join(f"{number},line {number} of a small file \u0e01\n" for number in range(3_000))
PLAIN = TEXT.encode()


def zstd(content: bytes) -> bytes:
    """A zstd file, as the command line tool writes it from a pipe (no size in its header)."""
    return zstandard.ZstdCompressor(write_content_size=False).compress(content)


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return out.getvalue()


COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "plain": bytes,
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstd,
    "zip": lambda content: zipped({"a.csv": content}),
    "zip of gz": lambda content: zipped({"a.csv.gz": gzip.compress(content)}),
    "zip of zst": lambda content: zipped({"a.csv.zst": zstd(content)}, zipfile.ZIP_STORED),
    "zip with lzma": lambda content: zipped({"a.csv": content}, zipfile.ZIP_LZMA),
}
SMALL = Limits(ratio=50, ratio_from=1 << 20, plain_bytes=6 << 20, line_bytes=1 << 20)
STREAMS = ("gz", "bz2", "xz", "zst")


def put(folder: Path, content: bytes, name: str = "file.dat") -> Path:
    """Write a file."""
    path = folder / name
    path.write_bytes(content)
    return path


def lines(source: OpenSource, place: int = 0) -> list[str]:
    """All lines of a member."""
    return list(source.stream(source.members[place]))


def read_all(path: Path, limits: Limits | None) -> None:
    """Read the first member of a file."""
    with open_source(path, limits=limits) as source:
        source.head(source.members[0])
        lines(source)


def refusal(path: Path, limits: Limits | None = None) -> SourceError:
    """Why a file cannot be opened or read."""
    with pytest.raises(SourceError) as raised:
        read_all(path, limits)
    assert raised.value.message.endswith(".")
    assert raised.value.advice.endswith(".")
    return raised.value


def noisy_text(rows: int) -> str:
    """Rows that compress badly."""
    noise = random.Random(1)
    return "".join(f"{number},{noise.random()}\n" for number in range(rows))
