"""Which fields importers read: measured on their samples, and told on a page."""

import json
import re
from pathlib import Path

import pytest

from inunison.importing import registered
from scripts import fields_page, unread_fields
from scripts.format_page import samples
from scripts.sample_fields import Fields, fields_of

PAGE = fields_page.page()
COORTWEET, UCI, JETSTREAM = (
    registered()[name] for name in ("coortweet", "uci-comments", "bluesky-jetstream")
)
DID = "did:plc:quayquayquayquayquayquay"


def told(folder: Path, text: str, name: str = "bluesky-jetstream") -> Fields:
    sample = folder / "sample"
    sample.write_text(text, encoding="utf-8")
    return fields_of(registered()[name], [sample])


def rows(heading: str) -> dict[str, list[str]]:
    """The cells of the table after a heading, by the name of the format."""
    lines = PAGE.split(f"{heading}\n", 1)[1].split("\n## ")[0].splitlines()
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if "[`" in line]
    return {re.sub(r"\[`([^`]+)`.*", r"\1", row[0]): row[1:] for row in cells}


def test_columns_of_a_table() -> None:
    found = fields_of(COORTWEET, samples(COORTWEET))
    assert set(found.read) == {"object_id", "account_id", "content_id", "timestamp_share"}
    assert (found.unread, found.empty, found.told) == ((), (), 4)
    assert fields_of(UCI, samples(UCI)).unread == ("CLASS",)


def test_paths_of_json_and_what_no_sample_fills(tmp_path: Path) -> None:
    record = {"text": "Late", "createdAt": "2024-10-27T03:33:20Z", "odd": {"deep": [{"x": 1}]}}
    commit = {
        "rev": "3k",
        "operation": "create",
        "collection": "app.bsky.feed.post",
        "rkey": "a1",
        "record": record | {"via": ""},
    }
    event = {"did": DID, "time_us": 1_730_000_000_000_000, "kind": "commit", "commit": commit}
    found = told(tmp_path, json.dumps(event) + "\nno JSON\n")
    assert set(found.read) >= {"did", "time_us", "commit.rkey", "commit.record.text"}
    assert found.unread == ("commit.rev", "commit.record.odd.deep.x")
    assert found.empty == ("commit.record.via",)


def test_a_field_that_one_sample_shows_to_be_read_is_read(tmp_path: Path) -> None:
    table = "object_id,account_id,content_id,timestamp_share,more\n"
    row = "o1,a1,c1,1600000000,\n"
    for name, cells in (("one", row), ("two", row.replace(",\n", ",x\n"))):
        (tmp_path / name).write_text(table + cells, encoding="utf-8")
    paths = [tmp_path / "one", tmp_path / "two"]
    assert fields_of(COORTWEET, paths).unread == ("more",)
    assert fields_of(COORTWEET, paths[:1]).empty == ("more",)
    assert fields_of(COORTWEET, paths[::-1]).read == fields_of(COORTWEET, paths).read


@pytest.mark.parametrize("text", ["", "x", "a,b\n", "[]", "{", '{"a":'])
def test_a_text_without_fields_has_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "beside").write_text("x")
    assert told(tmp_path, text or " ").told == 0


def test_a_line_for_each_format_with_its_counts() -> None:
    found = rows("# Which fields are read")
    own = {name for name, each in registered().items() if "inunison_importers" in str(type(each))}
    assert set(found) == own
    measured = fields_page.measured()
    for name, (read, of, empty, brought, golden, *_rest) in found.items():
        fields = measured[name]
        assert brought == golden == str(len(samples(registered()[name])))
        if name.startswith("article-"):
            assert (read, of, empty) == ("", "", "")
            continue
        assert (read, of) == (str(len(fields.read)), str(fields.told))
        assert int(empty) == len(fields.empty)
        assert len(fields.read) >= fields.told / 3, "a format of which little is read"


def test_what_is_left_aside_stands_on_it() -> None:
    found = rows("## What is left aside")
    for name, fields in fields_page.measured().items():
        named = found.get(name, [""])[0]
        assert sorted(re.findall("`([^`]+)`", named)) == sorted(fields.unread)


def test_speeds_and_real_data_are_those_of_the_measurement_and_the_tests() -> None:
    found = rows("# Which fields are read")
    archive = found["twitter-io-archive"]
    assert all(re.fullmatch(r"[0-9,]+", each) for each in archive[-2:])
    assert "[reddit](../tests/importers/test_reddit_dump_real.py)" in found["reddit-dump"][5]
    assert "twitter_api_v2" in found["twitter-api-v2-csv"][5]


def test_every_field_that_is_not_read_has_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        unread_fields, "REASONS", {"lengths": ("size", "one: viewer.*"), "again": ("two: a.size",)}
    )
    left = {"one": ("b.size", "viewer.b.c"), "two": ("x.a.size", "size")}
    assert unread_fields.explained(left) == {
        "one": {1: ["b.size", "viewer.b.c"]},
        "two": {2: ["x.a.size"], 1: ["size"]},
    }
    with pytest.raises(ValueError, match=r"viewer\.b of two is not read"):
        unread_fields.explained(left | {"two": ("x.a.size", "viewer.b")})
    with pytest.raises(ValueError, match=r"what is read: two: a\.size"):
        unread_fields.explained(left | {"two": ("size",)})


def test_the_page_tells_the_reasons() -> None:
    for at, why in enumerate(unread_fields.REASONS, 1):
        assert f"\n{at}. {why[0].upper()}{why[1:20]}" in PAGE
        assert f"**{at}** `" in PAGE
