"""A second process that computes fingerprints, asked over its standard input and output.

Owns the frames between the two: eight bytes of length, then MessagePack. `multiprocessing` is not
used because its `spawn` runs the caller's own script a second time, and its `fork` breaks the
threads of the engine.
"""

import re
import struct
import subprocess
import sys
from contextlib import suppress
from typing import IO

import msgspec

from inunison.text.normal import Fingerprint, fingerprint

_LENGTH = struct.Struct(">Q")
# The same search path as here, and never the current folder, which may hold anything.
_START = "import sys; sys.path[:] = {path!r}; from inunison.text.workers import serve; serve()"
_SURROGATE = re.compile("[\ud800-\udfff]")


class _Ended(Exception):  # noqa: N818 - it happens, it is no fault of the caller
    """The other side has closed its end."""


def _write(stream: IO[bytes], body: bytes) -> None:
    stream.write(_LENGTH.pack(len(body)))
    stream.write(body)
    stream.flush()


def _read(stream: IO[bytes]) -> bytes:
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise _Ended
    size = _LENGTH.unpack(head)[0]
    body = stream.read(size)
    if len(body) < size:
        raise _Ended
    return body


def _encoded(texts: list[str]) -> bytes:
    try:
        return msgspec.msgpack.encode(texts)
    except UnicodeEncodeError:
        # A lone surrogate and U+FFFD are both a space in the end: the fingerprint is the same.
        return msgspec.msgpack.encode([_SURROGATE.sub("\ufffd", text) for text in texts])


class Worker:
    """A process that waits for texts; `close` ends it."""

    def __init__(self) -> None:
        start = _START.format(path=[each for each in sys.path if each])
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own text
            [sys.executable, "-P", "-c", start],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # an interrupt is for us: it ends when its input is closed
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._questions: IO[bytes] = self._process.stdin
        self._answers: IO[bytes] = self._process.stdout

    def ask(self, texts: list[str]) -> list[Fingerprint]:
        """Return the fingerprints of the texts, in their order.

        Where the process is gone (the system ended it for want of memory), they are computed here.
        """
        try:
            _write(self._questions, _encoded(texts))
            return msgspec.msgpack.decode(_read(self._answers), type=list[Fingerprint])
        except (BrokenPipeError, _Ended):
            return [fingerprint(text) for text in texts]

    def close(self) -> None:
        """End the process and wait for it."""
        with suppress(BrokenPipeError):  # where it is gone with a question unread
            self._questions.close()
        self._answers.close()
        self._process.wait()


def serve() -> None:
    """Answer questions until the input ends: what the second process runs."""
    while True:
        try:
            texts = msgspec.msgpack.decode(_read(sys.stdin.buffer), type=list[str])
            _write(sys.stdout.buffer, msgspec.msgpack.encode([fingerprint(t) for t in texts]))
        except (BrokenPipeError, _Ended):
            return
