"""Bluesky's binary files, read as lines of JSON: repositories (CAR) and frames of a relay's stream.

Owns how they are known and read. A repository holds all records of one account, in blocks that name
each other by digest; each becomes a line as tap writes it, in the order of their keys. The frames
of a stream follow each other as they were received; each change becomes a line as Jetstream writes
it. So both are read by the importer that reads those lines, and a post has one key in all of them.

A block whose bytes do not have its digest counts as missing, and its record stands as null. Files
are read in place: held in memory are the places of the blocks, 2,000,000 at most, and one frame.
"""

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any, BinaryIO

import msgspec

from inunison.errors import SourceError
from inunison.opening.dag_cbor import Damaged, EndsEarly, Link, decoded
from inunison.opening.unpacking import Cut, Guard

_CAR = b"\xa2eroot"
_FRAMES = (b"\xa2at", b"\xa2bop")
_LINK_BYTES = 36
_LINKS = (b"\x01\x71\x12\x20", b"\x01\x55\x12\x20")  # version, codec, SHA-256 and its 32 bytes
_MOST_BLOCKS = 2_000_000
_BLOCK_BYTES = 8 << 20
_FRAME_BYTES = 16 << 20
_VARINT_BYTES = 9
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ACTIONS = ("create", "update", "delete")
_encoder = msgspec.json.Encoder(enc_hook=lambda link: {"$link": link.text})


BinaryLines = Callable[[BinaryIO, int, Guard], Iterator[bytes]]


def binary_lines(beginning: bytes) -> BinaryLines | None:
    """Return what makes lines of a file that begins so (8 bytes); None where it is another one."""
    if _is_repository(beginning):
        return repository_lines
    return frame_lines if beginning.startswith(_FRAMES) else None


def _is_repository(beginning: bytes) -> bool:
    return _CAR in (beginning[1:7], beginning[2:8])


def repository_lines(file: BinaryIO, size: int, guard: Guard) -> Iterator[bytes]:
    """Yield each record of a repository as a line, in the order of their keys.

    Args:
        file: The file, open; nobody else may move in it.
        size: Its bytes.
        guard: Told of what is made of them.

    Raises:
        SourceError: It is no repository of an account, or made to exhaust a machine.
        Cut: It ends before its end; what is there was yielded.
    """
    blocks = _Blocks(file, size)
    commit = blocks.value(blocks.root)
    if not isinstance(commit, dict) or not isinstance(commit.get("data"), Link):
        raise SourceError(
            "The CAR file holds no repository of an account, or its beginning is damaged.",
            "Get it again from the account's server (com.atproto.sync.getRepo).",
        )
    told = {"live": False, "did": commit.get("did"), "rev": commit.get("rev"), "action": "create"}
    for number, (key, link) in enumerate(_entries(blocks, commit["data"]), start=1):
        collection, _, rkey = key.partition("/")
        named = {"collection": collection, "rkey": rkey, "cid": link.text}
        record = told | named | {"record": blocks.value(link)}
        line = _line({"id": number, "type": "record", "record": record})
        guard.check(len(line), size)
        yield line
    if blocks.cut:
        raise Cut(blocks.cut)


def frame_lines(file: BinaryIO, size: int, guard: Guard) -> Iterator[bytes]:
    """Yield each change that the frames of a stream tell as a line.

    Args:
        file: The file, open; nobody else may move in it.
        size: Its bytes.
        guard: Told of what is made of them.

    Raises:
        Cut: A frame is damaged, or ends early: where the next one begins is not told.
    """
    for header, body in _frames(file):
        if header.get("op") != 1:
            continue  # the stream tells of an error of its own
        for change in _changes(str(header.get("t")), body):
            line = _line(change)
            guard.check(len(line), size)
            yield line


def _line(value: dict[str, Any]) -> bytes:
    return _encoder.encode(value) + b"\n"


def _frames(file: BinaryIO) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    held = b""
    while True:
        more = file.read(_FRAME_BYTES - len(held))
        held += more
        at = 0
        try:
            while at < len(held):
                header, middle = decoded(held, at)
                body, end = decoded(held, middle)
                if not isinstance(header, dict) or not isinstance(body, dict):
                    raise Cut("a frame of the stream is damaged")
                yield header, body
                at = end
        except EndsEarly:
            if not more or at == 0:
                raise Cut("a frame of the stream ends early") from None
        except Damaged as error:
            raise Cut(f"a frame of the stream is damaged: {error}") from error
        held = held[at:]
        if not more and not held:
            return


def _changes(kind: str, body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    told = {"did": body.get("repo", body.get("did")), "time_us": _microseconds(body.get("time"))}
    if kind in ("#identity", "#account"):
        about = {name: body.get(name) for name in ("did", "handle", "active", "status")}
        yield told | {"kind": kind[1:], kind[1:]: about}
    if kind != "#commit":
        return
    held = body.get("blocks")
    data = held if isinstance(held, bytes) else b""
    blocks = _Blocks(BytesIO(data), len(data)) if _is_repository(data[:8]) else None
    for change in body.get("ops") or ():
        if not isinstance(change, dict) or change.get("action") not in _ACTIONS:
            continue
        collection, _, rkey = str(change.get("path")).partition("/")
        named = {"rev": body.get("rev"), "operation": change["action"]}
        commit: dict[str, Any] = named | {"collection": collection, "rkey": rkey}
        link = change.get("cid")
        if isinstance(link, Link):
            record = blocks.value(link) if blocks else None
            commit |= {"cid": link.text, "record": record}
        yield told | {"kind": "commit", "commit": commit}


def _microseconds(stated: Any) -> int | None:
    try:
        moment = datetime.fromisoformat(stated).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return None
    return (moment - _EPOCH) // timedelta(microseconds=1)


class _Blocks:
    """The blocks of a CAR file, by their links.

    Attributes:
        root: The link to the first of them.
        cut: Why the file ended before its end, else None.
    """

    def __init__(self, file: BinaryIO, size: int) -> None:
        self.cut: str | None = None
        self._file = file
        self._places: dict[bytes, int] = {}
        header = self._header(size)
        roots = header.get("roots") if isinstance(header, dict) else None
        first = roots[0] if isinstance(roots, list) and roots else None
        self.root = first if isinstance(first, Link) else Link(b"")
        try:
            self._find_all(size)
        except Damaged as error:
            self.cut = str(error)

    def value(self, link: Link) -> Any:
        """Return what a link leads to; None where that is missing or damaged."""
        place = self._places.get(link.raw)
        if place is None:
            return None
        self._file.seek(place)
        length = self._length()
        self._file.seek(_LINK_BYTES, 1)
        block = self._file.read(length - _LINK_BYTES)
        if hashlib.sha256(block).digest() != link.raw[4:]:
            return None
        try:
            return decoded(block)[0]
        except Damaged:
            return None

    def _header(self, size: int) -> Any:
        self._file.seek(0)
        try:
            length = self._length()
            return decoded(self._file.read(min(length, size, _BLOCK_BYTES)))[0]
        except Damaged:
            return None

    def _find_all(self, size: int) -> None:
        while (place := self._file.tell()) < size:
            length = self._length()
            link = self._file.read(_LINK_BYTES)
            end = self._file.tell() + length - _LINK_BYTES
            if end > size:
                raise Damaged("the CAR file ends early")
            if not link.startswith(_LINKS) or not _LINK_BYTES < length <= _BLOCK_BYTES:
                raise Damaged("a block of the CAR file is damaged")
            if len(self._places) == _MOST_BLOCKS:
                raise SourceError(
                    f"The CAR file holds more than {_MOST_BLOCKS:,} blocks.",
                    "No account has so many; get it again from the account's server.",
                )
            self._places[link] = place
            self._file.seek(end)

    def _length(self) -> int:
        """Read a number of as many bytes as it needs, the lowest seven bits first."""
        number = 0
        for place in range(_VARINT_BYTES):
            read = self._file.read(1)
            if not read:
                raise Damaged("the CAR file ends early")
            number |= (read[0] & 127) << 7 * place
            if read[0] < 128:
                return number
        raise Damaged("a block of the CAR file is damaged")


def _entries(blocks: _Blocks, root: Link) -> Iterator[tuple[str, Link]]:
    """Walk the tree of a repository; each of its nodes is met once, whatever leads to it."""
    left: list[Link | tuple[str, Link]] = [root]
    met: set[bytes] = set()
    while left:
        following = left.pop()
        if not isinstance(following, Link):
            yield following
            continue
        node = blocks.value(following) if following.raw not in met else None
        met.add(following.raw)
        if node is None:
            blocks.cut = blocks.cut or "a part of the CAR file's tree is missing"
        else:
            left.extend(reversed(list(_children(node))))


def _children(node: Any) -> Iterator[Link | tuple[str, Link]]:
    """Yield what stands in a node, in order: keys with their records, and nodes between them."""
    entries = node.get("e") if isinstance(node, dict) else None
    if not isinstance(entries, list):
        return
    if isinstance(node.get("l"), Link):
        yield node["l"]
    key = b""
    for entry in entries:
        if not isinstance(entry, dict):
            continue
        shared, rest = entry.get("p"), entry.get("k")
        if isinstance(shared, int) and shared >= 0 and isinstance(rest, bytes):
            key = key[:shared] + rest
            if isinstance(entry.get("v"), Link):
                yield key.decode("utf-8", "replace"), entry["v"]
        if isinstance(entry.get("t"), Link):
            yield entry["t"]
