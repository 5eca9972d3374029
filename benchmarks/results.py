"""The lines of measures that are kept between runs: one JSON object a line.

Owns `results.jsonl`. Appends and reads; a later line of the same topic, name, size and run replaces
an earlier one, so that runs may be cut off, gone on with and repeated.
"""

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_name("results.jsonl")


@dataclass(frozen=True)
class Line:
    """One measure.

    Attributes:
        topic: import, resolve, load, queries or detect.
        name: What was measured, such as "inunison import, archive CSV".
        posts: The size.
        run: Number of the run, from 0 on; those of one number were measured in turn.
        wall_s: Seconds.
        cpu_s: Processor seconds.
        peak_mb: Most memory without Java, MB.
        java_mb: Most memory of Java, MB.
        disk_mb: What it wrote, MB.
        failed: Why there is no measure, None when there is.
        facts: What else is told.
        day: When it was measured, as YYYY-MM-DD in UTC: a machine may be half as fast the next day.
    """

    topic: str
    name: str
    posts: int
    run: int
    wall_s: float = 0.0
    cpu_s: float = 0.0
    peak_mb: float = 0.0
    java_mb: float = 0.0
    disk_mb: float = 0.0
    failed: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    day: str = field(default_factory=lambda: f"{datetime.now(UTC):%Y-%m-%d}")

    @property
    def key(self) -> tuple[str, str, int, int]:
        """What a later line replaces."""
        return self.topic, self.name, self.posts, self.run


class Results:
    """The lines of a file."""

    def __init__(self, path: Path = PATH) -> None:
        self._path = path
        self._lines: dict[tuple[str, str, int, int], Line] = {}
        if path.exists():
            for text in path.read_text(encoding="utf-8").splitlines():
                try:
                    line = Line(**json.loads(text))
                except json.JSONDecodeError:
                    continue  # the run was ended while it wrote; it is measured again
                self._lines[line.key] = line

    def lines(self, topic: str, posts: int | None = None) -> list[Line]:
        """Return the lines of a topic, of one size or of all, in the order they were measured."""
        return [
            line
            for line in self._lines.values()
            if line.topic == topic and posts in {None, line.posts}
        ]

    def has(self, topic: str, name: str, posts: int, run: int) -> bool:
        """Say whether this was measured, and did not fail."""
        line = self._lines.get((topic, name, posts, run))
        return line is not None and line.failed is None

    def keep(self, line: Line) -> None:
        """Write a line, at once: what is measured is never lost."""
        self._lines[line.key] = line
        whole = {name: value for name, value in asdict(line).items() if value not in (None, {})}
        for name in ("wall_s", "cpu_s", "peak_mb", "java_mb", "disk_mb"):
            whole[name] = round(whole[name], 3)
        with self._path.open("a", encoding="utf-8") as out:
            # on a line of its own even after one that was cut short
            out.write("\n" if self._cut() else "")
            out.write(json.dumps(whole, ensure_ascii=False) + "\n")

    def _cut(self) -> bool:
        if not self._path.exists() or not self._path.stat().st_size:
            return False
        with self._path.open("rb") as opened:
            opened.seek(-1, 2)
            return opened.read() != b"\n"
