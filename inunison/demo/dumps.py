"""The Reddit files of the demo case, in the format of the monthly dumps.

Owns the fields of a row and the zstd frame around them. Every byte is the same on every machine:
the frame holds its blocks as they are, because compressors differ from machine to machine.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from inunison.demo.forum import SUBREDDITS, Entry
from inunison.demo.traffic import END_MS

_SITE = "https://www.reddit.com"
_RETRIEVED = END_MS // 1_000 + 2 * 86_400
_MAGIC = b"\x28\xb5\x2f\xfd"
_DESCRIPTOR = bytes([0, (23 - 10) << 3])  # neither size nor checksum; a window of 8 MiB
_BLOCK_BYTES = 128 << 10


def submissions_dump(entries: Iterable[Entry]) -> str:
    """Return the file of submissions, one JSON object a line, in order of their times."""
    crossposted = [entry.parent for entry in entries if entry.title and entry.parent]
    rows = (
        _submission(entry, crossposted.count(entry)) for entry in _ordered(entries) if entry.title
    )
    return _lines(rows)


def comments_dump(entries: Iterable[Entry]) -> str:
    """Return the file of comments, one JSON object a line, in order of their times."""
    return _lines(_comment(entry) for entry in _ordered(entries) if entry.title is None)


def write_zst(path: Path, content: str) -> Path:
    """Write a text as the only frame of a zstd file."""
    plain = content.encode()
    blocks = [_MAGIC + _DESCRIPTOR]
    for start in range(0, max(len(plain), 1), _BLOCK_BYTES):
        piece = plain[start : start + _BLOCK_BYTES]
        last = start + _BLOCK_BYTES >= len(plain)
        blocks.append((len(piece) << 3 | last).to_bytes(3, "little") + piece)
    path.write_bytes(b"".join(blocks))
    return path


def _ordered(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.seconds, entry.number))


def _lines(rows: Iterable[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, sort_keys=True, separators=(",", ":")) + "\n" for row in rows)


def _shared(entry: Entry) -> dict[str, Any]:
    """Return the fields that submissions and comments have in common."""
    row: dict[str, Any] = {
        "author": entry.gone or entry.author.name,
        "created_utc": entry.seconds,
        "distinguished": None,
        "edited": False,
        "id": entry.number,
        "permalink": _permalink(entry),
        "retrieved_on": _RETRIEVED,
        "score": 1 + len(entry.answers) * 3,
        "stickied": False,
        "subreddit": entry.subreddit,
        "subreddit_id": SUBREDDITS[entry.subreddit],
    }
    if not entry.gone:
        row |= {"author_created_utc": entry.author.made, "author_fullname": entry.author.fullname}
    return row


def _permalink(entry: Entry) -> str:
    top = entry.top
    slug = "_".join("".join(filter(_plain, (top.title or "").lower())).split())[:50]
    thread = f"/r/{top.subreddit}/comments/{top.number}/{slug}/"
    return thread if entry is top else f"{thread}{entry.number}/"


def _plain(letter: str) -> bool:
    return letter.isalnum() or letter == " "


def _below(entry: Entry) -> Iterator[Entry]:
    for answer in entry.answers:
        yield answer
        yield from _below(answer)


def _submission(entry: Entry, crossposts: int) -> dict[str, Any]:
    row = _shared(entry)
    is_self = not entry.url and entry.parent is None
    own = _SITE + row["permalink"]
    row |= {
        "is_self": is_self,
        "num_comments": sum(1 for _ in _below(entry)),
        "num_crossposts": crossposts,
        "over_18": False,
        "removed_by_category": None,
        "selftext": entry.body,
        "title": entry.title,
        "url": entry.url.replace("&", "&amp;") or own,
    }
    if entry.parent is not None:
        original = _submission(entry.parent, crossposts=1)
        row |= {
            "crosspost_parent": entry.parent.native_id,
            "crosspost_parent_list": [original],
            "url": original["url"],
        }
    return row


def _comment(entry: Entry) -> dict[str, Any]:
    assert entry.parent is not None
    return _shared(entry) | {
        "body": entry.gone or entry.body,
        "is_submitter": entry.author is entry.top.author,
        "link_id": entry.top.native_id,
        "parent_id": entry.parent.native_id,
    }
