"""The archive of loaded Java classes that halves the time of a start.

The Java runtime can map classes that an earlier run loaded and checked, in place of reading them
from 345 jars. Owns where such archives lie, which one fits, and the options that use or write one.
An archive that does not fit is refused by the runtime itself and the start is only slower. One that
was damaged on disk could end a runtime, so it is forgotten after a start that failed.

    <cache>/java-archives/<version>-<key>-base.jsa   classes of the runtime, made in half a second
    <cache>/java-archives/<version>-<key>.jsa        classes of the server, written when a server
                                                     first ends
"""

import hashlib
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from inunison.graph.server.places import cache_root

_BASE_S = 60.0
_QUIET = ("-Xlog:cds=off", "-Xlog:cds+dynamic=off")  # one line per class of a signed jar


@dataclass(frozen=True)
class Archive:
    """How one start uses the archive.

    Attributes:
        options: Options of the Java process.
        new: Where this run writes its classes when it ends, None when it writes none.
        final: Where that file belongs once it is whole.
    """

    options: tuple[str, ...]
    new: Path | None = None
    final: Path | None = None


def archive_for(java: Path, program: Path) -> Archive:
    """Choose the options for a start; the first start on a machine writes the archive.

    Args:
        java: The `java` program.
        program: The folder of the jars, named by the version.
    """
    if there := options_to_read(java, program):
        return Archive(there)
    try:
        base, final = _files(java, program)
        base.parent.mkdir(parents=True, exist_ok=True)
        if not base.exists() and not _make_base(java, base):
            return Archive(())
    except OSError:  # no runtime image to look at, or no room: a slower start is all
        return Archive(())
    new = final.with_name(f"{final.stem}.{os.getpid()}.new")
    return Archive(
        (f"-XX:SharedArchiveFile={base}", f"-XX:ArchiveClassesAtExit={new}", *_QUIET), new, final
    )


def options_to_read(java: Path, program: Path) -> tuple[str, ...]:
    """Return the options by which a program of these jars uses the archive; none without one.

    Args:
        java: The `java` program.
        program: The folder of the jars, named by the version.
    """
    try:
        base, final = _files(java, program)
        there = base.exists() and final.exists()
    except OSError:  # no runtime image to look at
        return ()
    return (f"-XX:SharedArchiveFile={base}{os.pathsep}{final}", *_QUIET) if there else ()


def forget(java: Path, program: Path) -> None:
    """Delete the archives that fit; the next start is slower and writes them anew."""
    try:
        for path in (cache_root() / "java-archives").glob(f"{_key(java, program)}*.jsa"):
            path.unlink(missing_ok=True)
    except OSError:
        return  # no runtime image to look at, so there is none that fits, or it must stay


def settle(new: Path, final: Path, *, whole: bool) -> None:
    """Put a written archive in its place, or delete what a killed process left of it.

    Other archives for the same version of Neo4j are deleted: each takes 170 MB, and one is enough.
    """
    if not whole or not new.exists():
        new.unlink(missing_ok=True)
        return
    new.replace(final)
    version = final.name.rpartition("-")[0]
    for path in final.parent.glob(f"{version}-*.jsa"):
        if not path.name.startswith(final.stem):
            path.unlink(missing_ok=True)


def _files(java: Path, program: Path) -> tuple[Path, Path]:
    """Return where the archive of the runtime and that of the server lie."""
    folder, key = cache_root() / "java-archives", _key(java, program)
    return folder / f"{key}-base.jsa", folder / f"{key}.jsa"


def _key(java: Path, program: Path) -> str:
    """Name what an archive fits: this runtime, as installed now, and the jars at their place."""
    image = java.parent.parent / "lib" / "modules"
    facts = image.stat()
    text = f"{image}\n{facts.st_size}\n{facts.st_mtime_ns}\n{program}"
    digest = hashlib.sha256(text.encode("utf-8", errors="surrogateescape")).hexdigest()
    return f"{program.name.removeprefix('neo4j-')}-{digest[:16]}"


def _make_base(java: Path, base: Path) -> bool:
    new = base.with_name(f"{base.name}.{os.getpid()}.new")
    command = [str(java), "-Xshare:dump", f"-XX:SharedArchiveFile={new}", "-Xlog:disable"]
    try:
        done = subprocess.run(  # noqa: S603 - our own command
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_BASE_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        new.unlink(missing_ok=True)
        return False
    if done.returncode == 0 and new.exists():
        new.replace(base)
    return base.exists()
