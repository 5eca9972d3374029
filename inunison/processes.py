"""A second process of ours, asked over its standard input and output.

Owns how it is started and how it ends, and the frames between the two: eight bytes of length, then
what is said. `multiprocessing` is not used because its `spawn` runs the caller's own script a
second time, and its `fork` breaks the threads of the engine. Knows nothing of what is asked.
"""

import struct
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import IO

_LENGTH = struct.Struct(">Q")
# The same search path as here, and never the current folder, which may hold anything.
_START = "import sys; sys.path[:] = {path!r}; from {module} import {function}; {function}({words})"


class Ended(Exception):  # noqa: N818 - it happens, it is no fault of the caller
    """The other side has closed its end."""


def write_frame(stream: IO[bytes], body: bytes) -> None:
    """Say something.

    Raises:
        Ended: The other side is gone.
    """
    try:
        stream.write(_LENGTH.pack(len(body)))
        stream.write(body)
        stream.flush()
    except BrokenPipeError as error:
        raise Ended from error


def read_frame(stream: IO[bytes]) -> bytes:
    """Hear what the other side says.

    Raises:
        Ended: The other side is gone.
    """
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise Ended
    size = _LENGTH.unpack(head)[0]
    body = stream.read(size)
    if len(body) < size:
        raise Ended
    return body


def arrow_alone() -> None:
    """Load Arrow without pandas, for which it looks at the first column that it makes.

    Nothing that is done with tables here turns one into a frame, and pandas would take a quarter of
    a second and 40 MB for nothing. Whoever imports pandas afterwards has it, frames from Arrow too.
    """
    if "pandas" in sys.modules:
        return
    sys.meta_path.insert(0, _NoPandas)
    try:
        import pyarrow

        pyarrow.array([0])
    finally:
        sys.meta_path.remove(_NoPandas)


class _NoPandas:
    """Says of pandas that it is not installed."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name)


class Process:
    """A process that answers questions until its input is closed.

    Args:
        function: What it runs, such as "inunison.text.workers:serve".
        words: Whole numbers that the function is given.
        files: Open files that it inherits, by number.
        errors: Where its standard error goes; where ours goes when None.
    """

    def __init__(
        self,
        function: str,
        words: Sequence[int] = (),
        *,
        files: Sequence[int] = (),
        errors: int | None = None,
    ) -> None:
        module, _, name = function.partition(":")
        start = _START.format(
            path=[each for each in sys.path if each],
            module=module,
            function=name,
            words=", ".join(map(str, words)),
        )
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own text
            [sys.executable, "-P", "-c", start],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            pass_fds=tuple(files),
            start_new_session=True,  # an interrupt is for us: it ends when its input is closed
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self.questions: IO[bytes] = self._process.stdin
        self.answers: IO[bytes] = self._process.stdout

    def close(self, *, at_once: bool = False) -> None:
        """End the process and wait for it.

        Args:
            at_once: Whatever it is doing; else when it has answered.
        """
        if at_once:
            self._process.kill()
        with suppress(BrokenPipeError):  # where it is gone with a question unread
            self.questions.close()
        self.answers.close()
        self._process.wait()
