"""Files as accidents make them: cut, doubled, recoded, flipped, spliced. Knows bytes and lines."""

import codecs
from collections.abc import Callable
from random import Random

from tests.fuzz.samples import Samples, bytes_of, text_of

_PIECES = (
    *(b"\x00", b'"', b'""', b"\n", b"\r", b",", b";", b"\t", b"'", b"\\", b"{", b"}", b"[", b"]"),
    *(b"\xff", b"\xed\xa0\x80", b"\xc3", b"e+18", b"\xef\xbb\xbf", b"\xe2\x80\xa8"),
)
_ENDS = ("\r\n", "\r", "\n\r", "\n\n", "\u2028", "\x85", "\x0b", "\x0c", "")


def sample(random: Random, samples: Samples) -> bytes:
    """Return one of the importer's own samples, with nothing done to it."""
    return random.choice(samples.own)


def cut(random: Random, samples: Samples) -> bytes:
    """Keep the beginning, or the end, or lose some of the middle."""
    content = sample(random, samples)
    first, last = sorted((random.randrange(len(content)), random.randrange(len(content))))
    return random.choice((content[:last], content[first:], content[:first] + content[last:]))


def doubled(random: Random, samples: Samples) -> bytes:
    """Say it twice: the whole file, one line, or a stretch of bytes."""
    content = sample(random, samples)
    first, last = sorted((random.randrange(len(content)), random.randrange(len(content))))
    lines = content.splitlines(keepends=True)
    place = random.randrange(len(lines))
    return random.choice(
        (
            content * random.randint(2, 5),
            b"".join(lines[: place + 1] + lines[place:]),
            content[:last] + content[first:],
        )
    )


def recoded(random: Random, samples: Samples) -> bytes:
    """Write it in another encoding, with or without a byte order mark."""
    text = text_of(sample(random, samples))
    encoding = random.choice(
        ("utf-16-le", "utf-16-be", "latin-1", "cp1252", "utf-32-le", "utf-8", "utf-7", "cp037")
    )
    mark = random.choice(
        (b"", codecs.BOM_UTF8, codecs.BOM_UTF8 * 2, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    )
    if encoding.startswith("utf-16") and random.random() < 0.7:
        mark = codecs.BOM_UTF16_LE if encoding.endswith("le") else codecs.BOM_UTF16_BE
    made = text.encode(encoding, "replace" if encoding != "utf-8" else "surrogatepass")
    return mark + (made[:-1] if random.random() < 0.2 else made)


def line_ends(random: Random, samples: Samples) -> bytes:
    """End lines in other ways, each in one of its own or all alike."""
    lines = text_of(sample(random, samples)).split("\n")
    if random.random() < 0.4:
        return bytes_of(random.choice(_ENDS).join(lines))
    return bytes_of("".join(line + random.choice((*_ENDS, "\n", "\n", "\n")) for line in lines))


def flipped(random: Random, samples: Samples) -> bytes:
    """Turn over single bits."""
    content = bytearray(sample(random, samples))
    for _ in range(random.choice((1, 2, 5, 20, 100))):
        content[random.randrange(len(content))] ^= 1 << random.randrange(8)
    return bytes(content)


def riddled(random: Random, samples: Samples) -> bytes:
    """Take bytes out in places, and put others in."""
    content = sample(random, samples)
    for _ in range(random.choice((1, 1, 2, 4, 12))):
        place = random.randrange(len(content) + 1)
        piece = random.choice((b"", *_PIECES)) * random.choice((1, 1, 1, 2, 50))
        content = content[:place] + piece + content[place + random.choice((0, 0, 1, 3, 20)) :]
    return content


def shuffled(random: Random, samples: Samples) -> bytes:
    """Put lines in another order, the first with them now and then."""
    lines = sample(random, samples).splitlines(keepends=True)
    kept = 0 if random.random() < 0.3 else 1
    rest = lines[kept:]
    random.shuffle(rest)
    return b"".join(lines[:kept] + rest[: random.randint(0, len(rest))])


def spliced(random: Random, samples: Samples) -> bytes:
    """Join two files of different formats: one after the other, line by line, or at any byte."""
    one = sample(random, samples)
    other = random.choice(samples.others)
    ones, others = one.splitlines(keepends=True), other.splitlines(keepends=True)
    way = random.randrange(5)
    if way == 0:
        return one[: random.randrange(len(one))] + other[random.randrange(len(other)) :]
    if way == 1:
        return other + one
    if way == 2:
        return ones[0] + b"".join(others[1:])
    if way == 3:
        return others[0] + b"".join(ones[1:])
    mixed = ones + others
    random.shuffle(mixed)
    return ones[0] + b"".join(mixed)


SPOILING: dict[str, Callable[[Random, Samples], bytes]] = {
    "sample": sample,
    "cut": cut,
    "doubled": doubled,
    "recoded": recoded,
    "line ends": line_ends,
    "flipped": flipped,
    "riddled": riddled,
    "shuffled": shuffled,
    "spliced": spliced,
}
