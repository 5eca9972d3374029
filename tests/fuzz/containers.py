"""Archives that are half, empty, lying, or made to exhaust a machine."""

import bz2
import gzip
import io
import lzma
import struct
import warnings
import zipfile
from collections.abc import Callable
from functools import cache
from random import Random

from tests.fuzz.samples import Samples
from tests.fuzz.spoiling import SPOILING, sample
from tests.packing import zstd

_BOMB_BYTES = 130 * 10**6
_LINE = b"a" * 999_999 + b"\n"

_PACK: dict[str, Callable[[bytes], bytes]] = {
    "gz": lambda content: gzip.compress(content, mtime=0),
    "zst": zstd,
    "bz2": bz2.compress,
    "xz": lambda content: lzma.compress(content, preset=0),
}
_NAMES = (
    "../../outside.csv",
    "/etc/outside.csv",
    "..\\..\\outside.csv",
    "C:\\outside.csv",
    "a/../../outside.csv",
    "a\x1b[31mred.csv",
    "line\nbreak.csv",
    "\u202ecsv.a",
    "a" * 60_000,
    "a/" * 2_000 + "b.csv",
    ".",
    "..",
    " ",
    "-rf",
    "__MACOSX/._a.csv",
    "~",
)


def _zip(members: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", method) as archive:
        warnings.simplefilter("ignore")  # a name that stands twice
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return out.getvalue()


def packed(random: Random, samples: Samples) -> bytes:
    """Pack a spoiled file, then perhaps cut or flip the packed bytes too."""
    plain = SPOILING[random.choice(list(SPOILING))](random, samples)
    kind = random.choice((*_PACK, "zip"))
    content = _zip([("a.csv", plain)]) if kind == "zip" else _PACK[kind](plain)
    way = random.randrange(5)
    if way == 0:
        return content[: random.randrange(len(content))]
    if way == 1:
        spoiled = bytearray(content)
        for _ in range(random.choice((1, 3, 10))):
            spoiled[random.randrange(len(spoiled))] ^= 1 << random.randrange(8)
        return bytes(spoiled)
    if way == 2:
        return content + random.choice((b"\x00" * 100, b"rest", content, b"\xff" * 10))
    if way == 3:
        return _PACK[random.choice(list(_PACK))](content)
    return content


def zip_names(random: Random, samples: Samples) -> bytes:
    """Give the files in a zip names that lead elsewhere, or that no screen should show."""
    names = random.sample(_NAMES, random.randint(1, 4))
    names += names[: random.randint(0, 1)]
    method = random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA))
    return _zip([(name, sample(random, samples)) for name in names], method)


def zip_contents(random: Random, samples: Samples) -> bytes:
    """Put empty files, files of other formats, and zips into a zip, or nothing at all."""
    choices = [b"", b"\n", b"\x00" * 500, b"PK\x03\x04", b"\x1f\x8b", random.choice(samples.others)]
    choices += [_zip([("b.csv", sample(random, samples))]), gzip.compress(b"", mtime=0)]
    choices += [sample(random, samples)] * 4
    picked = [random.choice(choices) for _ in range(random.randint(0, 4))]
    return _zip([(f"{place}.csv", content) for place, content in enumerate(picked)])


def zip_lies(random: Random, samples: Samples) -> bytes:
    """Let the lists of a zip say other sizes, places, methods and flags than are so."""
    content = bytearray(_zip([("a.csv", sample(random, samples)), ("b.csv", b"x\n")]))
    entry = content.find(b"PK\x01\x02")
    for _ in range(random.randint(1, 3)):
        offset, form = random.choice(((8, "<H"), (10, "<H"), (20, "<I"), (24, "<I"), (42, "<I")))
        value = random.choice((0, 1, 8, 14, 99, 0xFFFF, 0xFFFFFFF0, 0xFFFFFFFF))
        where = entry + offset if random.random() < 0.7 else random.randrange(26)
        struct.pack_into(form, content, where, value & (0xFFFF if form == "<H" else 0xFFFFFFFF))
    return bytes(content)


@cache
def _filler(kind: str) -> bytes:
    """Return far more plain bytes than an honest file holds, packed."""
    return _PACK[kind](_LINE * (_BOMB_BYTES // len(_LINE)))


def _bomb(kind: str) -> Callable[[Random, Samples], bytes]:
    def made(random: Random, samples: Samples) -> bytes:
        return _PACK[kind](sample(random, samples)) + _filler(kind)

    return made


def zip_bomb(random: Random, samples: Samples) -> bytes:
    """Pack a file that is small in the zip and large outside, or many of them."""
    return _zip([("a.csv", sample(random, samples) + _LINE * (_BOMB_BYTES // len(_LINE)))])


def zip_of_bomb(random: Random, samples: Samples) -> bytes:
    """Pack a bomb once more."""
    return _zip([("a.csv.gz", _PACK["gz"](sample(random, samples)) + _filler("gz"))])


def size_bomb(random: Random, samples: Samples) -> bytes:
    """Let a zip say that it holds 3 TB."""
    content = _zip([("a.csv", sample(random, samples))])
    entry = content.find(b"PK\x01\x02")
    head = bytearray(content[entry : entry + 46])
    name_length = struct.unpack_from("<H", head, 28)[0]
    name = content[entry + 46 : entry + 46 + name_length]
    extra = struct.pack("<HHQ", 1, 8, 3 * 10**12)
    struct.pack_into("<I", head, 24, 0xFFFFFFFF)
    struct.pack_into("<H", head, 30, len(extra))
    listed = bytes(head) + name + extra
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1, 1, len(listed), entry, 0)
    return content[:entry] + listed + end


CONTAINERS: dict[str, Callable[[Random, Samples], bytes]] = {
    "packed": packed,
    "zip names": zip_names,
    "zip contents": zip_contents,
    "zip lies": zip_lies,
}
# What must be refused, and a few words of the sentence that says why.
BOMBS: dict[str, Callable[[Random, Samples], bytes]] = {
    "bomb zip": zip_bomb,
    "bomb size": size_bomb,
    "bomb zip of gz": zip_of_bomb,
    **{f"bomb {kind}": _bomb(kind) for kind in _PACK},
}
