"""What a process runs that helps to read a file, and how portions and columns are written for it.

Owns the form: MessagePack, with the columns as Arrow streams. Values arrive as they were sent.
"""

import msgspec
import pyarrow as pa

from inunison.processes import arrow_alone
from inunison.records import Reject
from inunison.sources.crew import serve_slots
from inunison.sources.gathering import Gathered
from inunison.sources.reading import Read, Task, read_task


class _Sent(msgspec.Struct, gc=False):
    batches: dict[str, bytes]
    sizes: dict[str, int]
    rejects: tuple[Reject, ...]
    posted: int | None
    observed: int | None
    rest: int | None


class Reading:
    """The language of portions and columns, as `inunison.sources.crew` wants it."""

    serve = "inunison.sources.helping:serve"

    def encode_task(self, task: Task) -> bytes:
        """Write a portion down."""
        return msgspec.msgpack.encode(task)

    def decode_result(self, body: bytes) -> Read:
        """Read what a helper made of a portion."""
        sent = msgspec.msgpack.decode(body, type=_Sent)
        batches = {kind: _opened(stream) for kind, stream in sent.batches.items()}
        gathered = Gathered(batches, sent.sizes, sent.rejects, sent.posted, sent.observed)
        return Read(gathered, sent.rest)


def _stream(batch: pa.RecordBatch) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return bytes(sink.getvalue())


def _opened(stream: bytes) -> pa.RecordBatch:
    return pa.ipc.open_stream(stream).read_next_batch()


def _answer(body: bytes) -> bytes:
    read = read_task(msgspec.msgpack.decode(body, type=Task))
    gathered = read.gathered
    batches = {kind: _stream(batch) for kind, batch in gathered.batches.items()}
    sent = _Sent(
        batches,
        gathered.sizes,
        gathered.rejects,
        gathered.posted,
        gathered.observed,
        read.rest,
    )
    return msgspec.msgpack.encode(sent)


def serve(*slots: int) -> None:
    """Read portions until the input ends."""
    arrow_alone()
    serve_slots(slots, _answer)
