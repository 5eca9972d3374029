"""What a map may say, and the sentence about one that says something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison.records import Frame, Kind
from inunison_importers.mapped_cells import Cells
from inunison_importers.table_map import (
    ACCOUNT_COUNTS,
    COUNTS,
    FIELDS,
    LISTS,
    LONGEST_MAP,
    BadMap,
    TableMap,
    map_of,
    read_map,
)

SMALL = 'platform = "twitter"\n[columns]\npost_id = "Id"\n'
WHOLE = """
# everything that a map can say
layout = "json lines"
delimiter = ";"
frame = "accounts"
time_format = "%d.%m.%Y %H:%M"
timezone = "Europe/Berlin"
precision = "minute"
nulls = ["NA", "-"]
space_kind = "channel"
marks_in_text = false
scope = {accounts = ["ida", "tomas"]}

[columns]
platform = "site"
post_id = "id_str"
author_handle = "user.name"
time = "date"
kind = "type"
hashtags = "tags"
mentions = "named"

[lists]
hashtags = "json"
mentions = "; "

[kinds]
RT = "repost"
"" = "post"
"""


def test_a_map_says_what_it_says() -> None:
    made = read_map(WHOLE)
    assert made.layout == "json lines"
    assert made.frame is Frame.ACCOUNTS
    assert made.kinds == {"RT": Kind.REPOST, "": Kind.POST}
    assert made.scope is not None
    assert made.scope.accounts == ("ida", "tomas")
    assert made.columns.named()["author_handle"] == "user.name"
    assert made.lists == {"hashtags": "json", "mentions": "; "}
    assert (made.marks_in_text, made.precision) == (False, "minute")


def test_a_map_is_kept_without_what_is_so_by_default() -> None:
    made = read_map(SMALL)
    assert made.content() == {"columns": {"post_id": "Id"}, "platform": "twitter"}
    same = read_map("# a comment\ndelimiter = ','\n" + SMALL)
    assert same.content() == made.content()


@pytest.mark.parametrize("text", [SMALL, WHOLE])
def test_what_is_kept_of_a_map_is_that_map(text: str) -> None:
    assert map_of(read_map(text).content()) == read_map(text)


def test_cells_have_the_names_of_the_columns() -> None:
    assert Cells._fields == FIELDS
    assert {*LISTS, *COUNTS, *ACCOUNT_COUNTS} <= set(FIELDS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("platform = ", "it is not TOML ("),
        ("x" * (LONGEST_MAP + 1), "it is longer than any map"),
        ("[" * 100_000, "it is not TOML"),
        ('platform = "twitter"', "it has no [columns]"),
        (SMALL + 'colour = "red"\n', "[columns] names colour, and a column can be none"),
        ('colour = "red"\n' + SMALL, "it names colour, and no map holds that"),
        ('nulls = "NA"\n' + SMALL, "nulls: expected a list, got text"),
        ('frame = "guess"\n' + SMALL, "frame: invalid enum value 'guess'"),
        ('layout = "xml"\n' + SMALL, "layout: invalid enum value 'xml'"),
        ('precision = "hour"\n' + SMALL, "precision: invalid enum value 'hour'"),
        (SMALL.replace('"Id"', "7"), "columns.post_id: expected text, got a whole number"),
        (SMALL.replace('"Id"', '""'), "a column in [columns] has no name"),
        ('[columns]\npost_id = "Id"\n', "it must say the platform once"),
        (SMALL + 'platform = "site"\n', "it must say the platform once"),
        (SMALL.replace("twitter", " "), "platform is empty"),
        ('platform = "x"\n[columns]\ntext = "t"\n', "[columns] must name post_id, or url, or who"),
        (
            'platform = "x"\n[columns]\nauthor_id = "a"\n',
            "without post_id, [columns] must name text or time",
        ),
        ('delimiter = ", "\n' + SMALL, "delimiter must be one character"),
        ("delimiter = '\"'\n" + SMALL, "delimiter must be one character"),
        (SMALL + '[kinds]\nR = "repost"\n', "[kinds] is there, and [columns] names no kind"),
        (SMALL + 'kind = "k"\n', "[columns] names kind, and [kinds] does not say"),
        (SMALL + 'kind = "k"\n[kinds]\nR = "share"\n', "kinds: invalid enum value 'share'"),
        ("scope = {}\n" + SMALL, "a scope must name accounts or a query"),
        (
            'scope = {accounts = ["a"], query = "b"}\n' + SMALL,
            "a scope holds either accounts or a query",
        ),
        (SMALL + '[lists]\ntext = ","\n', "[lists] may hold mentions, mentioned_ids"),
        (SMALL + '[lists]\nlinks = ","\n', "[lists] names links, and [columns] does not"),
        (SMALL + 'links = "l"\n[lists]\nlinks = ""\n', "[lists] must say of links json, python"),
        (SMALL + 'links = "l"\n[lists]\nlinks = "xml!"\n', "[lists] must say of links json"),
        ('time_format = "ISO"\n' + SMALL, "time_format 'ISO' is none that is known: say iso"),
        ('timezone = "Mars"\n' + SMALL, "timezone 'Mars' is none that is known"),
    ],
)
def test_what_is_wrong_with_a_map_is_told(text: str, said: str) -> None:
    with pytest.raises(BadMap) as raised:
        read_map(text)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)
    assert not str(raised.value).endswith(".")


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader_of_maps(text: str) -> None:
    try:
        assert isinstance(read_map(text), TableMap)
    except BadMap as error:
        assert str(error)  # noqa: PT017 - it may as well be a map
