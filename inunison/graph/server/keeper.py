"""The small process that starts the Java process, collects it, and ends it when nobody uses it.

It is the parent of the server in a session of its own, so that neither Ctrl-C nor a closed
terminal reaches it. Run as ``python -m inunison.graph.server.keeper FOLDER`` with an Order as JSON
on standard input; it answers by its exit code when the Java process runs, and stays behind.
It also reads the store ahead of the first questions.
It holds a lock that it inherits: by it a command sees a start that goes on though its command was
killed. Knows no password and sends nothing; a killed keeper leaves the server up, which then has
no limit of idleness.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from inunison.graph.server.ahead import read_ahead
from inunison.graph.server.archive import settle
from inunison.graph.server.places import ServerFolder, folder_at
from inunison.graph.server.process import process_mark
from inunison.graph.server.record import (
    Record,
    drop_record,
    idle_seconds,
    mark_stopping,
    read_record,
    touch_last_used,
    write_record,
)

_TCP_ESTABLISHED = "01"
_POLL_S = 60.0
_LEAST_POLL_S = 0.1
_ENDED_AS_TOLD = (0, 128 + signal.SIGTERM)
_CRASHES = (signal.SIGILL, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGSEGV)
KILLED = "the server was ended from outside"


@dataclass(frozen=True)
class Order:
    """What to start.

    Attributes:
        command: The program and its arguments.
        bolt: Port of Bolt.
        http: Port of Browser.
        version: Version of Neo4j.
        idle_s: Seconds without use after which the server is ended; 0 for never.
        archive_new: File that the process writes its classes to when it ends; empty for none.
        archive_final: Where that file belongs.
        ahead: Bytes of the store that are read into the system's memory while the server starts.
    """

    command: list[str]
    bolt: int
    http: int
    version: str
    idle_s: float
    archive_new: str = ""
    archive_final: str = ""
    ahead: int = 0

    @property
    def poll_s(self) -> float:
        """Seconds between two looks: a short limit is looked at more often."""
        return min(_POLL_S, max(self.idle_s / 4, _LEAST_POLL_S)) if self.idle_s else _POLL_S


def connections(port: int, record_pid: int) -> int:
    """Return how many clients are connected to a port of 127.0.0.1.

    Args:
        port: The port that the server listens on.
        record_pid: The server's process, asked where there is no /proc/net.
    """
    if sys.platform.startswith("linux"):
        table = Path("/proc/net/tcp").read_text(encoding="ascii") + _tcp6()
        return _established(table, port)
    import psutil  # not needed on Linux, and 10 MB of memory

    try:
        sockets = psutil.Process(record_pid).net_connections("tcp")
    except psutil.Error:
        return 0
    return sum(
        1
        for socket in sockets
        if socket.status == psutil.CONN_ESTABLISHED and socket.laddr.port == port
    )


def _tcp6() -> str:
    try:
        return Path("/proc/net/tcp6").read_text(encoding="ascii")
    except OSError:
        return ""  # a kernel without IPv6


def _established(table: str, port: int) -> int:
    """Count the rows of /proc/net/tcp whose local port is the given one and that are open."""
    ending = f":{port:04X}"
    rows = (line.split() for line in table.splitlines())
    return sum(
        1 for row in rows if len(row) > 3 and row[1].endswith(ending) and row[3] == _TCP_ESTABLISHED
    )


def main() -> int:
    """Start the server of the folder that the command line names; return the exit code."""
    folder = folder_at(Path(sys.argv[1]))
    if folder is None:
        sys.stderr.write(f"{sys.argv[1]} is no folder of a server\n")
        return 1
    order = Order(**json.load(sys.stdin))
    reading, writing = os.pipe()
    if os.fork():
        os.close(writing)
        with os.fdopen(reading, encoding="utf-8") as answer:
            problem = answer.read()
        sys.stderr.write(problem)
        sys.stderr.flush()
        return 1 if problem else 0
    os.close(reading)
    os.setsid()
    return _serve(folder, order, writing)


def _serve(folder: ServerFolder, order: Order, answer: int) -> int:
    """Start, report through the pipe, and stay until the server has ended."""
    _detach(folder.log)
    try:
        server = subprocess.Popen(order.command, cwd=folder.path)  # noqa: S603 - our own command
    except OSError as error:
        os.write(answer, f"{order.command[0]}: {error.strerror}".encode())
        return 1
    record = Record(
        server.pid,
        process_mark(server.pid) or "",
        order.bolt,
        order.http,
        order.version,
        time.time(),
    )
    try:
        write_record(folder, record)
    except OSError as error:  # a server that nobody could find again must not stay
        server.kill()
        server.wait()
        os.write(answer, f"{folder.record}: {error.strerror}".encode())
        return 1
    os.close(answer)
    Thread(target=read_ahead, args=(folder.home, order.ahead), daemon=True).start()
    signal.signal(signal.SIGTERM, lambda _number, _frame: server.terminate())
    _keep(server, folder, record, order)
    _say_end(server.returncode)
    if order.archive_new:
        ended_as_told = server.returncode in _ENDED_AS_TOLD
        settle(Path(order.archive_new), Path(order.archive_final), whole=ended_as_told)
    drop_record(folder, record)  # last: whoever waits for the end waits for this
    return 0


def _detach(log: Path) -> None:
    """Let go of the terminal and of every pipe; what is printed goes to the log."""
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    os.close(handle)
    os.close(nothing)


def _in_use(folder: ServerFolder, record: Record, idle_s: float) -> bool:
    """Tell whether the server stays up: used lately, still starting, or a client is connected."""
    if idle_s <= 0:
        return True
    found = read_record(folder)
    if found is None or not found.ready or connections(record.bolt, record.pid):
        touch_last_used(folder)
    return idle_seconds(folder) < idle_s


def _keep(
    server: "subprocess.Popen[bytes]", folder: ServerFolder, record: Record, order: Order
) -> None:
    """Wait until the server ends; end it when nobody used it for long."""
    while True:
        try:
            server.wait(order.poll_s)
        except subprocess.TimeoutExpired:
            if not _in_use(folder, record, order.idle_s):
                mark_stopping(folder, read_record(folder) or record)
                _say(f"nobody used the server for {order.idle_s:,.0f} s: it is ended.")
                server.terminate()
        else:
            return


def _say_end(code: int) -> None:
    """Write to the log how the server ended, where that was not as told."""
    if -code in _CRASHES:
        _say(f"the server crashed ({signal.strsignal(-code)}).")
    elif code < 0 and -code != signal.SIGTERM:
        _say(f"{KILLED} by signal {-code} ({signal.strsignal(-code)}).")
    elif code > 0 and code not in _ENDED_AS_TOLD:
        _say(f"the server ended with code {code}.")


def _say(sentence: str) -> None:
    with contextlib.suppress(OSError):  # a full disk
        os.write(1, f"inunison: {sentence}\n".encode())


if __name__ == "__main__":
    sys.exit(main())
