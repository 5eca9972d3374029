"""Importers that do what none may do, so that it is seen that a run finds them."""

import time
from collections.abc import Iterator
from typing import ClassVar

from inunison.records import Post, Record, Reject
from inunison_importers.base import Claim, Importer, Lines, Refusal, Sample


class Sound(Importer):
    """Does nothing wrong: each line is a post."""

    name: ClassVar[str] = "sound"
    title: ClassVar[str] = "Lines"
    version: ClassVar[int] = 1
    rank: ClassVar[int] = 1
    platforms: ClassVar[tuple[str, ...]] = ("gab",)

    def sniff(self, sample: Sample) -> Claim | Refusal:
        """Claim everything that begins as the samples do."""
        return Claim("its name") if sample.text.startswith("sound") else Refusal("its beginning")

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        """Make a post of each line."""
        for number, _line in enumerate(lines, 1):
            yield self.post(number, str(number))

    def post(self, row: int, native_id: str) -> Post:
        """Make a post."""
        return Post(row=row, platform="gab", native_id=native_id)


class Raising(Sound):
    """Raises over what a file says."""

    name: ClassVar[str] = "raising"

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        """Expect numbers."""
        for number, line in enumerate(lines, 1):
            yield self.post(number, str(int(line)))


class Hanging(Sound):
    """Never ends."""

    name: ClassVar[str] = "hanging"

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        """Wait until it is ended, at work."""
        while lines is not None:
            time.process_time()
        yield self.post(1, "1")


class Hoarding(Sound):
    """Takes memory without end."""

    name: ClassVar[str] = "hoarding"

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        """Keep all that it can get."""
        held = []
        while lines is not None:
            held.append(bytes(100 << 20))
        yield self.post(1, str(len(held)))


class Careless(Sound):
    """Makes records that are none."""

    name: ClassVar[str] = "careless"

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        """Leave an id empty."""
        for number, _line in enumerate(lines, 1):
            yield self.post(number, "")


class Unbounded(Sound):
    """Makes times that no column holds."""

    name: ClassVar[str] = "unbounded"

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        """Say a time that lies too far away."""
        for number, _line in enumerate(lines, 1):
            yield Post(row=number, platform="gab", native_id="1", created_at=10**30)


class Pretending(Raising):
    """Raises where it is only asked whether it knows a file."""

    name: ClassVar[str] = "pretending"

    def sniff(self, sample: Sample) -> Claim | Refusal:
        """Expect a first line."""
        return Claim(sample.text.splitlines()[10_000])
