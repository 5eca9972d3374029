"""What a file of Mastodon's interface holds: statuses, accounts, and the events of its streams.

Owns the shapes of answers and streams; makes no records. Read are one status or account a line,
arrays of them, pages of a search (`statuses`, `accounts`), threads (`ancestors`, `descendants`),
and streams: as lines ``event: …`` and ``data: …``, and as objects with `event` and `payload`.

New and altered statuses and deletions are told. What a stream tells its owner alone (notifications,
conversations, filters) is passed over, and so are its signs of life.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, NamedTuple

import msgspec

from inunison.records import Reject
from inunison_importers.base import BadCell, Lines, Sample, excerpt
from inunison_importers.json_documents import Document, decode, documents, peek
from inunison_importers.mastodon_shapes import is_person, is_status

_ANYTHING: msgspec.json.Decoder[Any] = msgspec.json.Decoder()
_LISTS = ("ancestors", "descendants", "statuses", "accounts")
_STATUSES = ("update", "status.update")
_PASSED_OVER = frozenset(
    (
        *("notification", "conversation", "filters_changed", "announcement", "encrypted_message"),
        *("announcement.reaction", "announcement.delete", "notifications_merged"),
    )
)


class What(StrEnum):
    """What a part of a file is."""

    STATUS = "status"
    ACCOUNT = "account"
    DELETED = "deleted"


class Part(NamedTuple):
    """A part of a file: an object, or the number of a status that is gone."""

    line: int
    what: What
    value: Any
    repaired: bool
    text: str


def parts(lines: Lines) -> Iterator[Part | Reject]:
    """Yield what a file holds, in order, and a reject for what is none of the format."""
    event = None
    for document in documents(lines):
        if isinstance(document, Reject):
            yield document
            continue
        text = document.text
        if text.startswith(":"):
            continue
        if text.startswith("event:"):
            event = text.removeprefix("event:").strip()
            continue
        if text.startswith("data:"):
            load = text.removeprefix("data:").strip()
            yield from _event(document._replace(text=load), event or "update", load)
            event = None
            continue
        yield from _document(document)


def _document(document: Document) -> Iterator[Part | Reject]:
    try:
        value, repaired = decode(document, _ANYTHING)
    except BadCell as error:
        yield Reject(document.line, str(error), excerpt(document.text))
        return
    if isinstance(value, dict) and isinstance(value.get("event"), str) and "payload" in value:
        payload = value["payload"]
        text = payload if isinstance(payload, str) else ""
        if isinstance(payload, dict):
            yield from _told(document._replace(repaired=repaired), payload)
        else:
            yield from _event(document._replace(repaired=repaired), value["event"], text)
        return
    yield from _told(document._replace(repaired=repaired), value)


def _event(document: Document, event: str, text: str) -> Iterator[Part | Reject]:
    """Yield what an event tells; `text` is its load."""
    if event == "delete":
        yield Part(document.line, What.DELETED, text.strip('"'), False, document.text)
    elif event in _STATUSES:
        try:
            value, repaired = decode(document._replace(text=text), _ANYTHING)
        except BadCell as error:
            yield Reject(document.line, str(error), excerpt(document.text))
            return
        yield from _told(document._replace(repaired=repaired), value)
    elif event not in _PASSED_OVER:
        yield Reject(document.line, "it is no event of a stream", excerpt(document.text))


def _told(document: Document, value: Any) -> Iterator[Part | Reject]:
    """Yield the statuses and accounts of an object, or of a list of them."""
    for each in value if isinstance(value, list) else [value]:
        held = [each]
        if isinstance(each, dict) and not is_status(each) and not is_person(each):
            lists = [each[name] for name in _LISTS if isinstance(each.get(name), list)]
            held = [entry for entries in lists for entry in entries] if lists else held
        for entry in held:
            what = What.STATUS if is_status(entry) else What.ACCOUNT if is_person(entry) else None
            if what is None:
                reason = "it is neither a status (account.acct, content, uri) nor an account"
                yield Reject(document.line, reason, excerpt(document.text))
                continue
            yield Part(document.line, what, entry, document.repaired, document.text)


def kinds(sample: Sample) -> set[str]:
    """Return what the beginning of a file holds, in words; nothing where it is of no known kind."""
    text = sample.text
    streamed = text.lstrip().startswith(("event:", "data:", ":"))
    if streamed:
        loads = (line for line in text.splitlines() if line.startswith("data:"))
        text = "\n".join(line.removeprefix("data:").strip() for line in loads)
    found = set()
    for value in peek(Sample(sample.name, text, sample.complete)):
        loaded = _loaded(value)
        for each in _firsts(value if loaded is None else loaded):
            if is_status(each):
                in_stream = streamed or loaded is not None
                found.add("statuses of a stream" if in_stream else "statuses")
            elif is_person(each):
                found.add("accounts")
    return found


def _loaded(value: Any) -> Any:
    """Return the load of an event; None where it is none."""
    if not isinstance(value, dict) or str(value.get("event")) not in _STATUSES:
        return None
    payload = value.get("payload")
    if isinstance(payload, str):
        return next(iter(peek(Sample("", payload))), None)
    return payload


def _firsts(value: Any) -> list[Any]:
    """Return an object, and the first entry of each list of an answer."""
    lists = [value.get(name) for name in _LISTS] if isinstance(value, dict) else []
    return [value, *(each[0] for each in lists if isinstance(each, list) and each)]
