"""A second process that computes fingerprints, or normal forms.

Owns what is asked and answered: MessagePack of the texts, and of what is made of them.
"""

import re
import sys
from collections.abc import Callable

import msgspec

from inunison.processes import Ended, Process, read_frame, write_frame
from inunison.text.normal import Fingerprint, fingerprint, normalise

_SURROGATE = re.compile("[\ud800-\udfff]")


def _encoded(texts: list[str]) -> bytes:
    try:
        return msgspec.msgpack.encode(texts)
    except UnicodeEncodeError:
        # A lone surrogate and U+FFFD are both a space in the end: the fingerprint is the same.
        return msgspec.msgpack.encode([_SURROGATE.sub("\ufffd", text) for text in texts])


class Worker(Process):
    """A process that waits for texts; `close` ends it."""

    def __init__(self) -> None:
        super().__init__("inunison.text.workers:serve")

    def ask(self, texts: list[str]) -> list[Fingerprint]:
        """Return the fingerprints of the texts, in their order.

        Where the process is gone (the system ended it for want of memory), they are computed here.
        """
        try:
            write_frame(self.questions, _encoded(texts))
            return msgspec.msgpack.decode(read_frame(self.answers), type=list[Fingerprint])
        except Ended:
            return [fingerprint(text) for text in texts]


class NormalWorker(Process):
    """A process that waits for texts and makes their normal forms; `close` ends it."""

    def __init__(self) -> None:
        super().__init__("inunison.text.workers:serve_normal_forms")

    def ask(self, texts: list[str]) -> list[str]:
        """Return the normal forms of the texts, in their order; as `Worker.ask` does."""
        try:
            write_frame(self.questions, _encoded(texts))
            return msgspec.msgpack.decode(read_frame(self.answers), type=list[str])
        except Ended:
            return [normalise(text) for text in texts]


def serve() -> None:
    """Answer with fingerprints until the input ends: what the second process runs."""
    _serve(fingerprint)


def serve_normal_forms() -> None:
    """Answer with normal forms until the input ends: what the second process runs."""
    _serve(normalise)


def _serve(make: Callable[[str], object]) -> None:
    while True:
        try:
            texts = msgspec.msgpack.decode(read_frame(sys.stdin.buffer), type=list[str])
            write_frame(sys.stdout.buffer, msgspec.msgpack.encode([make(text) for text in texts]))
        except Ended:
            return
