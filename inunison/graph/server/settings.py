"""The settings of the local server: memory, ports, what it refuses, what it never sends.

Owns the text of neo4j.conf and the arguments of the Java process. Writes and starts nothing.
"""

import os
import shlex
from dataclasses import dataclass
from pathlib import Path

from inunison.errors import UsageError
from inunison.graph.server.places import ServerFolder
from inunison.graph.server.record import HOST

_MB = 1_000_000
_OPENED = (
    "java.nio",
    "java.io",
    "sun.nio.ch",
    "java.util.concurrent",
    "java.lang",
    "java.lang.reflect",
)

# Its manifest names other jars; before them on the class path it would have them twice, and the
# archive of loaded classes would never fit.
_LAST = "jaxb-runtime-"

# Of the plugins' procedures and functions, those that compute on a projection of the graph and give
# rows or write properties. What writes files (gds.graph.export and export.csv), reads the machine
# (gds.debug.sysInfo) or keeps models is not loaded at all: no query can call it, not even one
# that passed by the check of its plan. Neo4j's own procedures (db, dbms, tx) are always there:
# its settings cannot take them away, only the check of the plan refuses them.
_ALLOWED = (
    "gds.*.stream",
    "gds.*.stats",
    "gds.*.mutate",
    "gds.*.write",
    "gds.*.estimate",
    "gds.graph.project",
    "gds.graph.project.cypher",
    "gds.graph.drop",
    "gds.graph.exists",
    "gds.graph.filter",
    "gds.graph.list",
    "gds.graph.*.drop",
    "gds.graph.relationships.toUndirected",
    "gds.graph.sample.*",
    "gds.list",
    "gds.listProgress",
    "gds.similarity.*",
    "gds.triangles",
    "gds.util.*",
    "gds.version",
)


@dataclass(frozen=True)
class Ports:
    """The two ports of a server on 127.0.0.1."""

    bolt: int
    http: int


@dataclass(frozen=True)
class Memory:
    """How much a server may take, in MB of 10^6 bytes."""

    heap: int
    page_cache: int


def memory_for(total: int) -> Memory:
    """Choose heap and page cache for a machine.

    An eighth of the memory goes to the heap (0.5 to 4 GB) and a sixteenth to the page cache
    (0.128 to 2 GB); both are limits, what is not needed is not taken. INUNISON_HEAP_MB sets the
    heap.

    Args:
        total: Memory of the machine in bytes.

    Raises:
        UsageError: INUNISON_HEAP_MB is not a whole number of at least 256.
    """
    heap = min(max(total // 8 // _MB, 512), 4096)
    page_cache = min(max(total // 16 // _MB, 128), 2048)
    if chosen := os.environ.get("INUNISON_HEAP_MB", "").strip():
        if not chosen.isdecimal() or int(chosen) < 256:
            raise UsageError(
                f"INUNISON_HEAP_MB is {chosen!r}.", "Give a whole number of MB, at least 256."
            )
        heap = int(chosen)
    return Memory(heap, page_cache)


def idle_limit() -> float:
    """Return after how many seconds without use the server ends itself; 0 for never.

    Raises:
        UsageError: INUNISON_IDLE_HOURS is not a number of hours.
    """
    text = os.environ.get("INUNISON_IDLE_HOURS", "12").strip()
    try:
        hours = float(text)
    except ValueError:
        hours = -1.0
    if not 0 <= hours < 1e6:
        raise UsageError(
            f"INUNISON_IDLE_HOURS is {text!r}.", "Give a number of hours; 0 lets the server run."
        )
    return hours * 3600


def configuration(program: Path, ports: Ports, memory: Memory) -> str:
    """Return the text of neo4j.conf.

    Args:
        program: The folder with `plugins`.
        ports: The ports, found free a moment ago.
        memory: Heap and page cache.
    """
    settings = {
        # only this machine, and the addresses given to clients are the ones listened on
        "server.default_listen_address": HOST,
        "server.default_advertised_address": HOST,
        "server.bolt.listen_address": f"{HOST}:{ports.bolt}",
        "server.bolt.advertised_address": f"{HOST}:{ports.bolt}",
        "server.http.listen_address": f"{HOST}:{ports.http}",
        "server.http.advertised_address": f"{HOST}:{ports.http}",
        "server.https.enabled": "false",
        "server.http_enabled_modules": "BROWSER",
        "server.directories.plugins": _escaped(program / "plugins"),
        "server.config.strict_validation.enabled": "true",
        # memory and time
        "server.memory.pagecache.size": f"{memory.page_cache}m",
        "dbms.memory.transaction.total.max": f"{memory.heap * 7 // 10}m",
        "db.memory.transaction.max": f"{memory.heap // 2}m",
        "db.transaction.timeout": "1h",
        "db.lock.acquisition.timeout": "1m",
        # the graph can be made again: little log, no preallocated quarter gigabyte
        "db.tx_log.preallocate": "false",
        "db.tx_log.rotation.retention_policy": "256M size",
        # without it a stop waits twice five seconds for connections that are closed
        "internal.server.bolt.thread_pool_shutdown_wait_time": "100ms",
        # the password has 192 random bits: a lock after wrong ones would only shut out its owner
        "dbms.security.auth_enabled": "true",
        "dbms.security.auth_max_failed_attempts": "0",
        # nothing is sent anywhere
        "dbms.usage_report.enabled": "false",
        "client.allow_telemetry": "false",
        # no query reads a file, calls out, or writes outside the database
        "dbms.security.allow_csv_import_from_file_urls": "false",
        "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
        "dbms.security.procedures.unrestricted": "gds.*",
        "dbms.security.procedures.allowlist": ",".join(_ALLOWED),
    }
    return "".join(f"{name}={value}\n" for name, value in settings.items())


def java_options() -> list[str]:
    """Return the options of the Java virtual machine that INUNISON_JAVA_OPTIONS adds to ours.

    Raises:
        UsageError: They are not options of the kind `-X...`, divided by spaces.
    """
    text = os.environ.get("INUNISON_JAVA_OPTIONS", "")
    try:
        options = shlex.split(text)
    except ValueError:  # a quotation mark without its other
        options = [text]
    if not all(each.startswith("-X") and each.isprintable() for each in options):
        raise UsageError(
            f"INUNISON_JAVA_OPTIONS is {text!r}.", "Give options such as -XX:+UseSerialGC."
        )
    return options


def _escaped(path: Path) -> str:
    """Write a path as a value of a properties file, where a backslash begins an escape."""
    return str(path).replace("\\", "\\\\")


def java_arguments(program: Path, folder: ServerFolder, memory: Memory, *more: str) -> str:
    """Return the file of arguments of the Java process: class path and virtual machine.

    The plugins are on the class path too: the components that procedures are given are found there.

    Args:
        program: The folder with `lib` and `plugins`.
        folder: The server's; libraries are unpacked in it, where nobody else can change them.
        memory: The heap is used.
        more: Options of the virtual machine beside those that every process of ours has.

    Raises:
        UsageError: INUNISON_JAVA_OPTIONS holds something else than options.
    """
    jars = sorted(program.glob("*/*.jar"), key=lambda jar: (jar.name.startswith(_LAST), jar))
    lines = [
        "-cp",
        _quoted(os.pathsep.join(str(jar) for jar in jars)),
        *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED),
        "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
        f"-Xmx{memory.heap}m",
        "-Xms256m",
        "-XX:+ExitOnOutOfMemoryError",
        "-Dfile.encoding=UTF-8",
        "-Djava.awt.headless=true",
        *more,
        *map(_quoted, java_options()),
        _quoted(f"-Djava.io.tmpdir={folder.temporary}"),
        # names are looked up here and nowhere else: no query can send words out as host names
        _quoted(f"-Djdk.net.hosts.file={folder.hosts}"),
    ]
    return "\n".join(lines) + "\n"


def _quoted(argument: str) -> str:
    """Quote one argument for an argument file of `java`."""
    escaped = argument.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
