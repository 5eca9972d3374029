"""Where an object of an archive's file begins and ends."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison.records import Reject
from inunison_importers import account_archive_items
from inunison_importers.account_archive_items import first_object, held, items
from inunison_importers.base import Sample, TextLines
from inunison_importers.json_documents import Document
from tests.importers.account_archive_files import old_script, script


def found(text: str) -> list[Any]:
    """The objects of a text with their lines, and the reasons of what is rejected with theirs."""
    return [
        (each.line, json.loads(each.text))
        if isinstance(each, Document)
        else (each.row, each.reason)
        for each in items(TextLines(text))
    ]


def test_what_a_file_holds() -> None:
    assert held("window.YTD.tweets.part0 = [") == "tweets"
    assert held("\ufeff window.YTD.tweet_headers.part12=[]") == "tweet_headers"
    assert held("window.__THAR_CONFIG = {") == "manifest"
    assert held("window.YTD.tweets = [") is None
    assert held("var x = 5") is None


def test_every_way_in_which_files_were_written() -> None:
    values = [{"a": {"b": '} { " \\'}}, {"c": [{"d": 1}, {}]}]
    assert found(script("x", *values)) == [(2, values[0]), (7, values[1])]
    assert found(old_script("x", *values)) == [(1, values[0]), (5, values[1])]
    one = "window.YTD.x.part0 = " + json.dumps(values)
    assert found(one) == [(1, values[0]), (1, values[1])]
    assert found(one + ";\n") == [(1, values[0]), (1, values[1])]
    assert found("window.YTD.x.part0 = [ ]") == []
    assert found("\ufeff" + one) == [(1, values[0]), (1, values[1])]


def test_an_object_that_is_not_closed_is_the_only_loss() -> None:
    values = [{"a": {"b": 1}}, {"c": 2}, {"d": 3}]
    for text, rows in ((script("x", *values), (2, 7, 10)), (old_script("x", *values), (1, 5, 7))):
        broken = text.replace("    }\n", "", 1).replace('"b": 1\n  }', '"b": 1', 1)
        assert broken != text
        kept = found(broken)
        assert kept[0] == (rows[0], "its JSON ends too early")
        assert [value for _, value in kept[1:]] == values[1:]
    one = 'window.YTD.x.part0 = [\n{"a": {"b": 1},\n{"c": 2},\n{"d": 3}\n]\n'
    assert found(one) == [(2, "its JSON ends too early"), (3, {"c": 2}), (4, {"d": 3})]


def test_what_stands_between_objects_is_rejected() -> None:
    text = script("x", {"a": 1}).replace("\n]", "\nstray\n]\n{,,\n")
    assert found(text) == [
        (2, {"a": 1}),
        (5, "it is not JSON"),
        (7, "its JSON ends too early"),
    ]
    (document,) = items(TextLines("window.YTD.x.part0 = [ 5, {}"))
    assert document == Document(1, "5, {}", False)


def test_an_object_without_end_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account_archive_items, "DOCUMENT_CHARACTERS", 100)
    text = script("x", {"a": ["long"] * 50}, {"b": 1})
    kept = found(text)
    assert kept[0] == (2, "the document is longer than 100 characters")
    assert kept[1][1] == {"b": 1}


def test_texts_of_many_megabytes() -> None:
    for text in ("x" * (10 << 20), "\\n" * (5 << 20), "{" * (1 << 20)):
        one = f'window.YTD.x.part0 = [{{"a": "{text}"}},\n{{"b": 1}}]'
        assert [line for line, _ in found(one)] == [1, 2]
        assert [line for line, _ in found(one.replace('"}', "}", 1))] == [1, 2]


class Damaged(TextLines):
    """Lines of a file that was cut, of which one could not be handed out."""

    def __init__(self, text: str, cut: str | None, broken: dict[int, str]) -> None:
        super().__init__(text)
        self.cut = cut
        self.broken = broken


def rejected(text: str, cut: str | None = None, **broken: str) -> list[tuple[int, str]]:
    """The rejects of a damaged file."""
    lines = Damaged(text, cut, {int(number[1:]): reason for number, reason in broken.items()})
    return [(each.row, each.reason) for each in items(lines) if isinstance(each, Reject)]


def test_a_file_that_was_cut() -> None:
    text = script("x", {"a": 1}, {"b": 2})
    assert rejected(text[:-8], "it ends") == [(5, "it ends")]
    assert rejected(text + "\n", "it ends") == [(9, "it ends")]
    assert rejected(text[: text.index('"a"') - 4], "it ends") == [(2, "it ends")]


def test_a_line_that_was_too_long() -> None:
    text = script("x", {"a": 1}, {"b": 2}).replace('    "a": 1\n', "\n")
    assert rejected(text, _3="too long") == [(2, "too long")]
    nested = script("x", {"a": {"b": {"c": 1}}, "d": {"e": 2}}, {"f": 3})
    lines = Damaged(nested, None, {4: "too long"})
    (reject, document) = items(lines)
    assert isinstance(reject, Reject)
    assert isinstance(document, Document)
    assert (reject.row, json.loads(document.text)) == (2, {"f": 3})
    assert rejected("window.YTD.x.part0 = [\n\n]\n", _2="too long") == [(2, "too long")]


def test_bytes_that_are_no_text() -> None:
    (document,) = items(TextLines('window.YTD.x.part0 = [{"a": "\udce4"}]'))
    assert document == Document(1, '{"a": "\ufffd"}', True)


def test_the_first_object_of_a_sample() -> None:
    text = script("x", {"a": 1}, {"b": 2})
    whole = first_object(Sample("x", text))
    assert whole is not None
    assert json.loads(whole.text) == {"a": 1}
    assert first_object(Sample("x", text[:30], complete=False)) is None
    assert first_object(Sample("x", "window.YTD.x.part0 = []")) is None


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.lists(st.dictionaries(st.text(max_size=5), plain, max_size=3), max_size=4))
def test_objects_come_back_as_they_were_written(values: list[dict[str, Any]]) -> None:
    one = "window.YTD.x.part0 = " + json.dumps(values)
    for text in (script("x", *values), old_script("x", *values), one):
        assert [value for _, value in found(text)] == values
