"""Which files there are: by importer, number and seed, the same ones always."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.fuzz.containers import BOMBS, CONTAINERS
from tests.fuzz.samples import Samples
from tests.fuzz.spoiling import SPOILING
from tests.fuzz.structures import LARGE, STRUCTURES

# How often each kind of small file is made.
_SHARES = {"values": 10, "one value": 10, "columns": 6, "widths": 3, "digits": 1}
_SHARES |= {"sample": 1, "cut": 4, "doubled": 2, "recoded": 3, "line ends": 3, "flipped": 5}
_SHARES |= {"riddled": 6, "shuffled": 2, "spliced": 4, "packed": 3, "zip names": 1}
_SHARES |= {"zip contents": 1, "zip lies": 1}

MAKERS: dict[str, Callable[[Random, Samples], bytes]] = {
    **SPOILING,
    **STRUCTURES,
    **LARGE,
    **CONTAINERS,
    **BOMBS,
}
# The large kinds come once each among so many files, and one of the bombs.
ROUND = 400


@dataclass(frozen=True)
class Made:
    """A file.

    Attributes:
        kind: What was done.
        content: Its bytes.
    """

    kind: str
    content: bytes

    @property
    def is_bomb(self) -> bool:
        """Whether it must be refused."""
        return self.kind in BOMBS


def kind_of(importer: str, number: int, seed: int, *, large: bool = True) -> str:
    """Return what is done to make a file.

    Args:
        importer: Whom it is for.
        number: Its number, from 0.
        seed: Of the run.
        large: Let some be large; without, none takes more than a moment.
    """
    place = number % ROUND
    if large and place < len(LARGE):
        return list(LARGE)[place]
    if large and place == len(LARGE):
        turn = zlib.crc32(importer.encode()) + number // ROUND + seed
        return list(BOMBS)[turn % len(BOMBS)]
    random = Random(f"{seed}/{importer}/{number}/kind")
    return random.choices(list(_SHARES), list(_SHARES.values()))[0]


def made(samples: Samples, number: int, seed: int, *, large: bool = True) -> Made:
    """Make a file.

    Args:
        samples: What it is made from.
        number: Its number, from 0.
        seed: Of the run.
        large: As for `kind_of`.
    """
    kind = kind_of(samples.importer, number, seed, large=large)
    content = MAKERS[kind](Random(f"{seed}/{samples.importer}/{number}"), samples)
    return Made(kind, content)
