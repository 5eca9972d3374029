"""JSON lines that are read by a map, and any cells whatever."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison.records import (
    AccountRef,
    Mention,
    Observation,
    Post,
    Reject,
)
from inunison_importers.base import Claim, Refusal, Sample
from inunison_importers.mapped_table import MappedLines
from inunison_importers.table_map import FIELDS
from tests.importers.mapping import (
    NEW_YEAR,
    PLAIN,
    SECOND,
    lines,
    read,
    reader,
    table,
)

NESTED = {
    "post_id": "id_str",
    "author_id": "user.id",
    "author_handle": "user.name",
    "text": "full.text",
    "time": "at",
    "hashtags": "entities.hashtags.text",
    "mentioned_ids": "named",
    "likes": "counts.likes",
}


def test_json_lines_are_read_by_paths() -> None:
    importer = reader(NESTED, layout="json lines", time_format="unix seconds")
    assert isinstance(importer, MappedLines)
    text = lines(
        {
            "id_str": "p1",
            "user": {"id": 7, "name": "ida"},
            "full.text": "Good morning",
            "at": 1_577_836_800,
            "entities": {"hashtags": [{"text": "a"}, {"text": "#b"}, {}]},
            "named": [1, "2", None],
            "counts": {"likes": 3},
        },
        {"id_str": "p2", "user": None, "full": {"text": "x"}, "entities": [], "at": 1.5},
    )
    assert isinstance(importer.sniff(Sample("x", text)), Claim)
    _, first, seen, second = read(importer, text)
    assert first == Post(
        row=1,
        platform="forum",
        native_id="p1",
        author=AccountRef("7", "ida"),
        created_at=NEW_YEAR,
        precision=SECOND,
        text="Good morning",
        hashtags=("a", "b"),
        mentions=(Mention(AccountRef("1")), Mention(AccountRef("2"))),
    )
    assert isinstance(seen, Observation)
    assert seen.likes == 3
    assert isinstance(second, Post)
    assert (second.text, second.author, second.created_at) == ("x", None, 1_500_000)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"id_str": 1.2e18}, "post_id went through a floating-point number"),
        ({"id_str": "1", "user": {"id": {"a": 1}}}, "author_id is an object, and the map does"),
        ({"id_str": ["1", "2"]}, "post_id is a list, and one value is meant"),
        ({"id_str": "1", "named": [{"a": 1}]}, "mentioned_ids is an object"),
        ({"id_str": True, "at": "x"}, "time is not a time"),
        ({}, "post_id is empty"),
    ],
)
def test_json_that_cannot_be_read_says_why(row: dict[str, Any], said: str) -> None:
    importer = reader(NESTED, layout="json lines", time_format="unix seconds")
    (found,) = read(importer, lines(row))
    assert isinstance(found, Reject)
    assert found.reason.startswith(said)


def test_hostile_lines_are_rejected_one_by_one() -> None:
    importer = reader(NESTED, layout="json lines")
    deep = '{"id_str": ' + "[" * 100_000 + "\n"
    huge = '{"id_str": ' + "9" * 5_000 + "}\n"
    found = read(importer, "[]\n7\n" + deep + huge + '{"id_str": "1", "full": "\\ud800"}\n\n')
    assert [type(each) for each in found] == [Reject, Reject, Reject, Reject, Post]


def test_lines_without_the_places_of_the_map_are_refused() -> None:
    importer = reader(NESTED, layout="json lines")
    for text, said in (
        ("id,who\n", "none of its first lines is a JSON object"),
        (lines({"other": 1}), "nothing stands at id_str, user.id"),
        (lines({"user": {"id": 1}, "at": "x"}), "nothing stands at id_str, user.name, full.text"),
    ):
        answer = importer.sniff(Sample("x", text))
        assert isinstance(answer, Refusal)
        assert answer.reason.startswith(said)
    rounded = lines(*({"id_str": 123456789012345000, "at": "", "full": {"text": ""}},) * 4)
    assert isinstance(importer.sniff(Sample("x", rounded)), Refusal)


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
ALL = {what: f"col {what}" for what in FIELDS}


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(ALL.values(), CELL)), max_size=5))
def test_any_cells_become_records_or_rejects(rows: list[dict[str, str]]) -> None:
    importer = reader(ALL, kinds={"": "post"}, lists={"hashtags": "json", "mentions": ","})
    text = table(rows) if rows else table([dict.fromkeys(ALL.values(), "")])
    assert isinstance(importer.sniff(Sample("x", text)), Claim | Refusal)
    found = read(importer, text)
    rejected = {each.row for each in found if isinstance(each, Reject)}
    assert all(each.row not in rejected or isinstance(each, Reject) for each in found)
    for each in found:
        assert msgspec.json.decode(msgspec.json.encode(each), type=type(each)) == each


@given(
    st.lists(
        st.tuples(
            st.from_regex(r"[a-z0-9]{1,12}", fullmatch=True).filter(lambda t: "e" not in t),
            st.from_regex(r"[a-z_]{1,15}", fullmatch=True),
            CELL,
            st.integers(0, 4_000_000_000),
            st.lists(st.from_regex(r"\w{1,8}", fullmatch=True), max_size=3),
        ),
        max_size=6,
    )
)
def test_what_is_written_into_a_table_is_read_from_it(
    posts: list[tuple[str, str, str, int, list[str]]],
) -> None:
    columns = PLAIN | {"hashtags": "tags"}
    rows = [
        {"id": own, "who": who, "words": words, "when": str(when), "tags": json.dumps(tags)}
        for own, who, words, when, tags in posts
    ]
    importer = reader(
        columns, time_format="unix seconds", lists={"hashtags": "json"}, marks_in_text=False
    )
    text = table(rows) if rows else "id,who,words,when,tags\n"
    assert [
        (each.native_id, each.author, each.text, each.created_at, each.hashtags)
        for each in read(importer, text)
        if isinstance(each, Post)
    ] == [
        (own, AccountRef(handle=who), words or None, when * 1_000_000, tuple(tags))
        for own, who, words, when, tags in posts
    ]
