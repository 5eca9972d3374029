"""Neo4j's own importer, run on our CSV files: `neo4j-admin database import full`.

Owns its options, what it may take of the memory, how far it is, and what its failures mean to a
person. One bad row fails all. Writes into the home that it is given and into nothing else.
"""

import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from inunison import machine, storage
from inunison.errors import InunisonError, ServerError, StorageError
from inunison.faults import reach
from inunison.graph.address import DEFAULT_DATABASE
from inunison.graph.bulk.tables import Tables
from inunison.graph.server.archive import options_to_read
from inunison.graph.server.download import ensure_program
from inunison.graph.server.places import ServerFolder
from inunison.graph.server.record import write_private
from inunison.graph.server.runtime import java_for, small_environment
from inunison.graph.server.settings import (
    Ports,
    configuration,
    java_arguments,
    memory_for,
)

Progress = Callable[[str, int, int], None]

_TOOL = "org.neo4j.cli.AdminTool"
_STAGE = re.compile(r"^\((\d)/\d\) ([A-Z][a-z]+(?: [a-z]+)?)")
_SHARE = re.compile(r"^[-.\s]+(\d+)% ")
# In the order of the importer, with what each goes through: nodes, edges, edges, and both.
_STAGES = {"Node import": 0, "Relationship import": 1, "Relationship linking": 1}
_SHOWN = {
    "Node import": "importing nodes",
    "Relationship import": "importing edges",
    "Relationship linking": "linking edges",
}
_NO_CAUSE = ("at ", "... ", "WARNING", "Run with")
_LEAST_BUFFER = 4 << 20
_FULL = ("No space left on device", "Disk quota exceeded", "File too large")
_NO_MEMORY = ("OutOfMemoryError", "Could not reserve enough space", "insufficient memory")
_FORBIDDEN = ("Permission denied", "AccessDeniedException", "Read-only file system")


@dataclass
class _Stage:
    """Which stage the importer is in, for the one who waits."""

    tables: Tables
    progress: Progress
    name: str = ""

    def hear(self, line: str) -> None:
        """Take one line of what the importer prints."""
        if found := _STAGE.match(line):
            self.name = found[2]
        share = _SHARE.match(line)
        if share is None or not self.name:
            return
        held = (self.tables.nodes, self.tables.edges)
        rows = held[_STAGES[self.name]] if self.name in _STAGES else sum(held)
        what = _SHOWN.get(self.name, "finishing the store")
        self.progress(what, rows * int(share[1]) // 100, rows)
        reach("bulk: during the import")


def arguments_file(folder: ServerFolder) -> Path:
    """Return the file of arguments of the importer; its name tells the process among others."""
    return folder.configuration / "import.args"


def run(
    folder: ServerFolder,
    tables: Tables,
    progress: Progress,
    narrate: Callable[[str], None],
) -> None:
    """Import the tables into the home of a folder that holds no database yet.

    Args:
        folder: The second server's; its folders are there.
        tables: What to import.
        progress: Called with the stage, rows done and rows there are.
        narrate: Told in one sentence what takes time.

    Raises:
        ServerError: A row is bad, there is not enough memory, or the importer fails otherwise.
        StorageError: The disk is full or the folder may not be written.
    """
    log, report = folder.log.with_name("import.log"), _report(folder)
    with storage.writing(folder.path):
        code = _listen(_command(folder, tables, narrate), folder, log, _Stage(tables, progress))
    if code or (report.exists() and report.stat().st_size):
        raise _failure(folder, log, report)


def _listen(command: list[str], folder: ServerFolder, log: Path, stage: _Stage) -> int:
    """Run the importer, keep what it prints, and return its exit code."""
    environment = small_environment() | {
        "NEO4J_HOME": str(folder.home),
        "NEO4J_CONF": str(folder.configuration),
    }
    with (
        log.open("w", encoding="utf-8") as kept,
        subprocess.Popen(  # noqa: S603 - our own command
            command,
            cwd=stage.tables.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        ) as importer,
    ):
        heard_all = False
        try:
            for line in importer.stdout or ():
                kept.write(line)
                stage.hear(line)
            heard_all = True
        finally:
            if not heard_all:  # interrupted: nobody wants its work any more
                importer.kill()
    return importer.returncode


def _command(folder: ServerFolder, tables: Tables, narrate: Callable[[str], None]) -> list[str]:
    java, program = java_for(folder.program), ensure_program(folder.program, narrate)
    memory = memory_for(machine.memory())
    settings = configuration(program, Ports(0, 0), memory)
    write_private(folder.configuration / "neo4j.conf", settings)
    # nobody waits for an answer of this process: pauses are of no matter, throughput is
    classes = options_to_read(java, program)
    arguments = java_arguments(program, folder, memory, "-XX:+UseParallelGC", *classes)
    write_private(arguments_file(folder), arguments)
    return [
        str(java),
        f"@{arguments_file(folder)}",
        _TOOL,
        "database",
        "import",
        "full",
        DEFAULT_DATABASE,  # before the files: what follows a file name is taken for one more
        # our numbers are dense, so they can be the very places of the nodes: a quarter less time
        "--id-type=actual",
        *_broken(tables),
        # more than enough for the longest value, whose every character may be a quote
        f"--read-buffer-size={max(_LEAST_BUFFER, 2 * tables.longest + 1024)}",
        # beside the heap; the tool takes a gigabyte even where it is given less
        f"--max-off-heap-memory={max(memory.heap, 1024)}m",
        # one bad row is let through so that the report names it, and then fails all (see `run`)
        "--bad-tolerance=1",
        "--skip-bad-relationships=true",
        "--skip-duplicate-nodes=true",
        f"--report-file={_report(folder)}",
        *tables.arguments,
    ]


def _broken(tables: Tables) -> list[str]:
    """Return how the importer is told of values over several lines: it reads such files slowly."""
    if not tables.broken:
        return ["--multiline-fields=false"]
    return [f"--multiline-fields={','.join(tables.broken)}", "--multiline-fields-format=v2"]


def _report(folder: ServerFolder) -> Path:
    return folder.path / "import.report"


def _failure(folder: ServerFolder, log: Path, report: Path) -> InunisonError:
    """Say why the importer failed, from what it printed and reported."""
    text = log.read_text(encoding="utf-8", errors="replace")
    if any(sign in text for sign in _FULL):
        return StorageError(
            f"The disk is full: the graph could not be written to {folder.home}.",
            "Free some space, then run the command again: the graph before is as it was.",
        )
    if any(sign in text for sign in _FORBIDDEN):
        return StorageError(
            f"The graph could not be written to {folder.home}: it may not be written by you.",
            "Make it writable, or choose another place by INUNISON_HOME.",
        )
    if any(sign in text for sign in _NO_MEMORY):
        return ServerError(
            "Neo4j's importer has not enough memory.",
            "Give it more by INUNISON_HEAP_MB, or load by `inunison load --road bolt`.",
        )
    said = _first_line(report) or _last_cause(text)
    return ServerError(
        f"Neo4j's importer failed: {said}",
        "Load by `inunison load --road bolt`; the graph before is as it was.",
    )


def _first_line(report: Path) -> str:
    try:
        return report.read_text(encoding="utf-8", errors="replace").strip().partition("\n")[0][:300]
    except OSError:
        return ""


def _last_cause(text: str) -> str:
    stripped = (line.strip() for line in text.splitlines())
    lines = [line for line in stripped if line and not line.startswith(_NO_CAUSE)]
    causes = [line for line in lines if line.startswith("Caused by")]
    chosen = causes[-1] if causes else (lines[-1] if lines else "it said nothing")
    return chosen[:300]
