"""The container of the monthly dumps: zstd with a window of 2 GiB, characters split anywhere."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import zstandard

from inunison.importing import choose
from inunison.opening import open_source
from inunison.records import Post, Record, Reject
from tests.importers.reddit_lines import comment

_MAGIC = b"\x28\xb5\x2f\xfd"
_WINDOW_2_GIB = bytes([0, (31 - 10) << 3])  # no size, no checksum; the window's power of two


def frame(plain: bytes, block: int) -> bytes:
    """A zstd frame whose window is 2 GiB, in plain blocks of a size."""
    made = [_MAGIC, _WINDOW_2_GIB]
    for start in range(0, len(plain), block):
        piece = plain[start : start + block]
        last = start + block >= len(plain)
        made.append((len(piece) << 3 | last).to_bytes(3, "little") + piece)
    return b"".join(made)


def read(path: Path) -> list[Record | Reject]:
    """Everything that the file's importer makes of it."""
    with open_source(path) as source:
        (member,) = source.members
        return list(choose(source, member).read(source.stream(member)))


ROWS = [comment(id=f"a{number}", body=f"ф é 漢 \U0001f6df {number} " * 9) for number in range(40)]
PLAIN = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS).encode()


def test_other_decoders_refuse_such_a_window() -> None:
    packed = frame(PLAIN, 1_000)
    assert zstandard.get_frame_parameters(packed).window_size == 1 << 31
    with pytest.raises(zstandard.ZstdError, match="memory"):
        zstandard.ZstdDecompressor().decompressobj().decompress(packed)


@pytest.mark.parametrize("block", [1, 2, 3, 7, 1_000, 100_000])
def test_a_dump_is_read_wherever_its_characters_are_split(tmp_path: Path, block: int) -> None:
    path = tmp_path / "RC_2021-03.zst"
    path.write_bytes(frame(PLAIN, block))
    found = read(path)
    posts = [each for each in found if isinstance(each, Post)]
    assert len(found) == len(posts)
    assert [post.text for post in posts] == [row["body"] for row in ROWS]
    assert not any(post.text_repaired for post in posts)


def test_a_dump_that_was_cut_is_read_up_to_there(tmp_path: Path) -> None:
    path = tmp_path / "RC_2021-03.zst"
    whole = frame(PLAIN, 500)
    path.write_bytes(whole[: len(whole) // 2])
    *posts, last = read(path)
    assert 10 < len(posts) < 30
    assert isinstance(last, Reject)
    assert "ends before its end" in last.reason


_MEASURE = """\
import resource, sys
from pathlib import Path
from tests.importers.test_reddit_container import read
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
read(Path(sys.argv[1]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_the_window_takes_no_more_memory_than_the_file_has_bytes(tmp_path: Path) -> None:
    path = tmp_path / "RC_2021-03.zst"
    path.write_bytes(frame(PLAIN, 1_000))
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    unit = 1 if sys.platform == "darwin" else 1_024
    assert int(done.stdout) * unit < 100 * 10**6
