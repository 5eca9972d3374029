"""Documents of JSON in a text: where they begin and end, what is rejected, and why."""

import json
import tracemalloc
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison.records import Reject
from inunison_importers import base, json_documents
from inunison_importers.base import BadCell, Sample, TextLines
from inunison_importers.json_documents import Document, decode, documents, peek

ANYTHING: msgspec.json.Decoder[Any] = msgspec.json.Decoder()

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('ab{}[],"\\'), inner),
    max_leaves=8,
)
objects = st.dictionaries(st.sampled_from(["a", "b", "c"]), values, min_size=1)


class Named(msgspec.Struct):
    """A type of an importer's own."""

    name: str = ""
    inner: "list[Named] | None" = None
    count: int | None = None


NAMED = msgspec.json.Decoder(Named)


class CutLines(TextLines):
    """Lines of a file that was cut, with one line that was too long."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.cut = "the file ends here"
        self.broken: Mapping[int, str] = {1: "the line is too long"}

    def __iter__(self) -> Iterator[str]:
        return super().__iter__()


def read(text: str) -> list[Document | Reject]:
    """The documents of a text."""
    return list(documents(TextLines(text)))


def decoded(text: str) -> list[tuple[int, Any]]:
    """The documents of a text as values, each with its line."""
    found = read(text)
    return [(each.line, decode(each, ANYTHING)[0]) for each in found if isinstance(each, Document)]


def why(text: str) -> str:
    """Why a document of the type above is refused."""
    (document,) = read(text)
    assert isinstance(document, Document)
    with pytest.raises(BadCell) as raised:
        decode(document, NAMED)
    return str(raised.value)


def test_a_line_is_a_document_and_an_empty_one_is_none() -> None:
    assert decoded('{"a":1}\n\n  \r\n{"a":2}\r\n{"a":3}') == [
        (1, {"a": 1}),
        (4, {"a": 2}),
        (5, {"a": 3}),
    ]


def test_a_byte_order_mark_is_no_part_of_it() -> None:
    assert decoded('\ufeff{"a":1}\n') == [(1, {"a": 1})]


@given(st.lists(objects, max_size=4), st.sampled_from([1, 2, "\t"]))
def test_documents_over_several_lines(many: list[Any], indent: int | str) -> None:
    written = [json.dumps(each, indent=indent, ensure_ascii=False) + "\n" for each in many]
    found = decoded("".join(written))
    assert [value for _, value in found] == many
    first = [1 + "".join(written[:place]).count("\n") for place in range(len(many))]
    assert [line for line, _ in found] == first


@given(st.lists(objects, min_size=1, max_size=4))
def test_an_array_over_several_lines_is_its_entries(many: list[Any]) -> None:
    assert [value for _, value in decoded(json.dumps(many, indent=2))] == many
    by_line = "[\n" + ",\n".join(map(json.dumps, many)) + "\n]\n"
    assert decoded(by_line) == [(number, each) for number, each in enumerate(many, start=2)]


def test_an_array_on_one_line_is_one_document() -> None:
    assert decoded('[{"a":1},{"a":2}]\n') == [(1, [{"a": 1}, {"a": 2}])]


def test_what_the_file_lost_is_told() -> None:
    found = list(documents(CutLines('""\n{"a":1}\n{"a":')))
    assert found == [
        Reject(1, "the line is too long"),
        Document(2, '{"a":1}', False),
        Reject(3, "the file ends here", '{"a":'),
    ]
    whole = list(documents(CutLines('""\n{"a":1}\n')))
    assert whole[-1] == Reject(3, "the file ends here")


def test_a_document_without_end_takes_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_documents, "DOCUMENT_CHARACTERS", 50_000)
    text = "{\n" + '  "a": "' + "x" * 1_000 + '",\n'
    lines = TextLines(text + "  1,\n" * 100_000 + "}\n" + '{"b":1}\n')
    tracemalloc.start()
    found = list(documents(lines))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found[0] == Reject(1, "the document is longer than 50,000 characters", "{")
    assert found[1:] == [Document(100_004, '{"b":1}', False)]
    assert peak < 6_000_000


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"name":"a"', "its JSON ends too early"),
        ('{"name":NaN}', "it is not JSON"),
        ('{"name":"a"} x', "it is not JSON"),
        ("hello", "it is not JSON"),
        ('{"other":' + "[" * 100_000, "its JSON is nested too deeply"),
        ('{"name":5}', "name is not as the format has it: expected `str`, got `int`"),
        ('{"name":null}', "name is not as the format has it: expected `str`, got `null`"),
        ('{"inner":[{"name":[]}]}', "inner[...].name is not as the format has it"),
        ('{"count":1.5}', "count is not as the format has it: expected `int | null`, got `float`"),
        ("5", "the document is not as the format has it: expected `object`, got `int`"),
    ],
)
def test_why_a_document_is_refused(text: str, reason: str) -> None:
    assert why(text).startswith(reason)


def test_typed_objects_nested_without_bound() -> None:
    assert why('{"inner":[' * 100_000) == "its JSON is nested too deeply"


def test_the_last_of_two_equal_keys_counts() -> None:
    (document,) = read('{"name":"a","name":"b"}')
    assert isinstance(document, Document)
    assert decode(document, NAMED)[0].name == "b"


@pytest.mark.parametrize(
    ("text", "name", "repaired"),
    [
        ('{"name":"a\\ud83d"}', "a\ufffd", True),
        ('{"name":"\\ude00 \\ud83d\\ude00"}', "\ufffd \U0001f600", True),
        ('{"name":"\\\\ud83d"}', "\\ud83d", False),
        ('{"name":"\\ud83d\\ude00"}', "\U0001f600", False),
        ('{"name":"\udc80"}', "\ufffd", True),
        ('{"name":"\\u0000"}', "\0", False),
    ],
)
def test_half_characters_are_marked(text: str, name: str, repaired: bool) -> None:
    (document,) = read(text)
    assert isinstance(document, Document)
    value, was = decode(document, NAMED)
    assert (value.name, was) == (name, repaired)


def test_a_document_is_searched_for_halves_only_where_some_can_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(base, "_HALF_ESCAPE", None)  # to search would raise
    with pytest.raises(BadCell, match="it is not JSON"):
        decode(Document(1, "a" * 1_000_000, False), ANYTHING)
    with pytest.raises(BadCell, match="count is not as the format has it"):
        decode(Document(1, '{"name": "\\u0041", "count": "x"}', False), NAMED)


@given(objects, st.data())
def test_the_beginning_of_a_document_can_be_seen(
    value: dict[str, Any], data: st.DataObject
) -> None:
    text = json.dumps({"first": 1} | value | {"last": "x" * 9})
    cut = data.draw(st.integers(len('{"first": 1, "'), len(text) - 1))
    (seen,) = peek(Sample("x", text[:cut], complete=False))
    assert seen["first"] == 1
    assert seen.keys() <= {"first", *value}


def test_a_long_line_is_seen_by_its_beginning() -> None:
    text = json.dumps({"data": [{"id": "1", "text": 'a, "b" {[' * 20_000}], "z": 1})
    assert peek(Sample("x", text)) == [{"data": [{"id": "1"}]}]
    many = json.dumps([{"a": each} for each in range(50)])
    assert peek(Sample("x", many)) == [{"a": each} for each in range(20)]
    assert peek(Sample("x", '}{\nno\n{"a":1}\n')) == [{"a": 1}]
    assert peek(Sample("x", "]" * 99)) == []


def test_a_sample_is_looked_at_once_and_each_gets_a_list_of_its_own() -> None:
    text = '{"a": {"b": 1}}\n'
    first, again = peek(Sample("x", text)), peek(Sample("x", text))
    assert first[0] is again[0]
    first.clear()
    assert peek(Sample("x", text)) == [{"a": {"b": 1}}]
