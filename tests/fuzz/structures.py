"""Files in the shape of a sample whose values are hostile: JSON and tables."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from tests.fuzz.samples import Samples, bytes_of, text_of
from tests.fuzz.spoiling import sample
from tests.fuzz.values import DEEP_LISTS, DEEP_OBJECTS, DIGITS, TEXTS, TOKENS

_LARGE = 10 * 10**6
_CELLS = 100_000
_MARK = "@token of the fuzzer@"

Change = Callable[[Random, Any], Any]


def _documents(text: str) -> tuple[list[Any], bool] | None:
    """Return the JSON documents of a sample, and whether it is a single one; None for a table."""
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        return [json.loads(text)], True
    except ValueError:
        pass
    found = []
    for line in text.splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return (found, False) if found else None


def _table(text: str) -> tuple[list[list[str]], str]:
    """Return the rows of a sample, and what stands between its cells."""
    beginning = text[:2_000]
    delimiter = max(",;\t", key=beginning.count)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)), delimiter


def _written(rows: list[list[str]], delimiter: str) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerows(rows)
    return bytes_of(out.getvalue())


def _parts(value: Any) -> list[Any]:
    """Return the places of all that stands right inside a value."""
    if isinstance(value, dict):
        return list(value)
    return list(range(len(value))) if isinstance(value, list) else []


def _changed(random: Random, value: Any, change: Change) -> Any:
    """Change one value somewhere inside a document, seldom one that holds others."""
    places = _parts(value)
    if not places or random.random() < 0.1:
        return change(random, value)
    place = random.choice(places)
    if isinstance(value, dict) and random.random() < 0.08:
        value.pop(place)
    else:
        value[place] = _changed(random, value[place], change)
    return value


def _put(random: Random, value: Any) -> Any:
    way = random.random()
    if way < 0.08:
        return [value]
    if way < 0.12:
        return {"a": value}
    if way < 0.18:
        return str(value) if not isinstance(value, str) else {"id": value}
    return _MARK


def _dumped(random: Random, documents: list[Any], one: bool, tokens: Sequence[str]) -> bytes:
    """Write documents down, a token in the place of each mark."""
    indent = 1 if one and random.random() < 0.6 else None
    plain = random.random() < 0.5
    text = "\n".join(json.dumps(each, indent=indent, ensure_ascii=plain) for each in documents)
    pieces = text.split(f'"{_MARK}"')
    made = pieces[0] + "".join(random.choice(tokens) + piece for piece in pieces[1:])
    return bytes_of(made + "\n")


def _with(
    random: Random, samples: Samples, tokens: tuple[str, ...], texts: tuple[str, ...]
) -> bytes:
    """Put hostile values into many rows of a sample, a few into each."""
    text = text_of(sample(random, samples))
    found = _documents(text)
    few = random.choice((1, 1, 1, 2, 6))
    if found is not None:
        documents, one = found
        times = few * (12 if one else 1)
        for _ in range(times):
            documents = [_changed(random, each, _put) for each in documents]
        return _dumped(random, documents, one, tokens)
    rows, delimiter = _table(text)
    body = [row for row in rows[1:] if row] or [row for row in rows if row]
    for row in body:
        for _ in range(few):
            row[random.randrange(len(row))] = random.choice(texts)
    return _written(rows, delimiter)


def values(random: Random, samples: Samples) -> bytes:
    """Put values that readers stumble over in the place of good ones."""
    return _with(random, samples, TOKENS, TEXTS)


def one_value(random: Random, samples: Samples) -> bytes:
    """Put the same value in many places."""
    return _with(random, samples, (random.choice(TOKENS),), (random.choice(TEXTS),))


def columns(random: Random, samples: Samples) -> bytes:
    """Lose, double, rename and move columns; of JSON, lose keys everywhere."""
    text = text_of(sample(random, samples))
    found = _documents(text)
    if found is not None:
        documents, one = found
        gone = {random.choice(_keys(documents) or [""]) for _ in range(random.randint(1, 4))}
        return _dumped(random, _without(documents, gone), one, TOKENS)
    rows, delimiter = _table(text)
    width = max(map(len, rows))
    order = list(range(width))
    way = random.randrange(4)
    if way == 0:
        order = random.sample(order, random.randint(1, width))
    elif way == 1:
        order.insert(random.randrange(width), random.randrange(width))
    elif way == 2:
        order.remove(random.choice(order))
    else:
        place = random.randrange(len(rows[0]) or 1)
        rows[0][place : place + 1] = [random.choice(("", "id", "a\nb", "\ufeffid", "\ud800"))]
    made = [[row[place] for place in order if place < len(row)] for row in rows]
    return _written(made, delimiter)


def _keys(value: Any) -> list[str]:
    """Return every key that stands anywhere in a value, as often as it does."""
    if isinstance(value, dict):
        return [*value, *(key for each in value.values() for key in _keys(each))]
    return [key for each in value for key in _keys(each)] if isinstance(value, list) else []


def _without(value: Any, gone: set[str]) -> Any:
    if isinstance(value, dict):
        return {key: _without(each, gone) for key, each in value.items() if key not in gone}
    return [_without(each, gone) for each in value] if isinstance(value, list) else value


def widths(random: Random, samples: Samples) -> bytes:
    """Let rows be too short or too long; of JSON, put things of one kind beside others."""
    text = text_of(sample(random, samples))
    found = _documents(text)
    if found is not None:
        documents = found[0]
        strays: list[Any] = [None, 1, "x", [], {}, [[]], {"data": []}, {"id": 1}, [documents[0]]]
        for _ in range(random.randint(1, 6)):
            documents.insert(random.randint(0, len(documents)), random.choice(strays))
        return _dumped(random, documents, False, TOKENS)
    rows, delimiter = _table(text)
    for row in rows:
        if random.random() < 0.5:
            del row[random.randint(0, len(row)) :]
        elif random.random() < 0.5:
            row.extend([random.choice(TEXTS[:40])] * random.randint(1, 3))
    return _written(rows, delimiter)


def large_text(random: Random, samples: Samples) -> bytes:
    """Put a text of 10 MB into one place."""
    letter = random.choice(("a", "1", "#a ", "@a ", "http://a.b/ ", "\u00e9", "[", "&lt;", " "))
    text = letter * (_LARGE // len(letter.encode()))
    return _once(random, samples, json.dumps(text, ensure_ascii=False), text)


def deep(random: Random, samples: Samples) -> bytes:
    """Put brackets in brackets, 100,000 of them, into one place."""
    token = random.choice((DEEP_LISTS, DEEP_OBJECTS, DEEP_LISTS[: len(DEEP_LISTS) // 2]))
    return _once(random, samples, token, token)


def digits(random: Random, samples: Samples) -> bytes:
    """Put a number of thousands of digits into every row."""
    return _with(random, samples, (DIGITS,), (DIGITS,))


def _once(random: Random, samples: Samples, token: str, text: str) -> bytes:
    source = text_of(sample(random, samples))
    found = _documents(source)
    if found is not None:
        documents, one = found
        place = random.randrange(len(documents))
        documents[place] = _changed(random, documents[place], lambda _random, _value: _MARK)
        return _dumped(random, documents, one, (token,))
    rows, delimiter = _table(source)
    row = random.choice([row for row in rows[1:] if row] or rows)
    row[random.randrange(len(row))] = text
    return _written(rows, delimiter)


def many_cells(random: Random, samples: Samples) -> bytes:
    """Let a row have 100,000 cells, or an object as many keys."""
    source = text_of(sample(random, samples))
    found = _documents(source)
    if found is not None:
        documents, one = found
        wide = {f"key {number}": number for number in range(_CELLS)}
        if isinstance(documents[0], dict):
            documents[0] |= wide
        return _dumped(random, [*documents, wide], one and random.random() < 0.5, TOKENS)
    rows, delimiter = _table(source)
    row = random.choice(rows[:2])
    row += random.choice((["1"], [""], list(row) or ["a"])) * (_CELLS // max(1, len(row)))
    return _written(rows, delimiter)


def many_columns(random: Random, samples: Samples) -> bytes:
    """Let the first row name 100,000 columns more, and the others have cells for them."""
    source = text_of(sample(random, samples))
    if _documents(source) is not None:
        return many_cells(random, samples)
    rows, delimiter = _table(source)
    more = random.choice(([f"column {each}" for each in range(_CELLS)], ["a"] * _CELLS))
    return _written([rows[0] + more, *(row + ["1"] * _CELLS for row in rows[1:4])], delimiter)


def many_items(random: Random, samples: Samples) -> bytes:
    """Put a list of 50,000 values in the place of one."""
    items = [random.choice(("1", '"a"', "{}", "null")) for _ in range(50_000)]
    text = "[" + ",".join(items) + "]"
    return _once(random, samples, text, text)


def open_quote(random: Random, samples: Samples) -> bytes:
    """Open a quoted cell that never ends, before many lines."""
    content = sample(random, samples)
    lines = content.splitlines(keepends=True)
    lines[min(random.randint(1, 2), len(lines) - 1) :] *= 1 + 200_000 // len(content)
    place = random.randrange(1, len(lines)) if len(lines) > 1 else 0
    broken = random.choice((b'"', b'x,"y\n', b'"a"b"\n', b'{"a": "'))
    return b"".join((*lines[:place], broken, *lines[place:]))


def many_rows(random: Random, samples: Samples) -> bytes:
    """Say all rows many times over, one of them spoiled."""
    lines = sample(random, samples).splitlines(keepends=True)
    rest = lines[1:] or lines
    times = 1 + 1_000_000 // sum(map(len, rest))
    rest = rest * times
    rest.insert(random.randrange(len(rest)), b'"\x00{,,\n')
    return b"".join((lines[0], *rest))


STRUCTURES: dict[str, Callable[[Random, Samples], bytes]] = {
    "values": values,
    "one value": one_value,
    "columns": columns,
    "widths": widths,
    "digits": digits,
}
LARGE: dict[str, Callable[[Random, Samples], bytes]] = {
    "large text": large_text,
    "deep": deep,
    "many cells": many_cells,
    "many columns": many_columns,
    "many items": many_items,
    "open quote": open_quote,
    "many rows": many_rows,
}
