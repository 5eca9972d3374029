"""Maps that are guessed: what is claimed, with which reason, and what is left to the user."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison.records import Kind, Precision
from inunison_importers.column_looks import TimeLook, list_style, look_at, time_look
from inunison_importers.column_names import KIND_WORDS, KNOWN, plain_name
from inunison_importers.map_guess import SAID, GuessedMap, guess, settle
from inunison_importers.map_writing import map_text, quoted
from inunison_importers.table_map import FIELDS, BadMap, read_map

TEXTS = [f"Good morning to all of you, {n}" for n in range(9)]
IDS = [str(1_222_189_471_004_733_440 + n) for n in range(9)]
TIMES = [f"2020-01-01 10:0{n}:0{n}" for n in range(9)]
NAMES = ["ida", "tomas", "bo"] * 3
MADE_AT = 1_580_228_374  # the second that the ids hold


def columns(**cells: Sequence[str]) -> list[tuple[str, Sequence[str]]]:
    """Columns by their names, ``_`` for a blank."""
    return [(name.replace("_", " "), list(held)) for name, held in cells.items()]


def said(made: GuessedMap) -> dict[str, str]:
    """What each column was taken for."""
    return {each.key: each.value for each in made.columns}


def unsure(made: GuessedMap) -> set[str]:
    """Lines that the user is to look at."""
    return {each.key for each in (*made.columns, *made.settings) if not each.sure}


def left(made: GuessedMap) -> dict[str, str]:
    """Columns that were taken for nothing, with the reason."""
    return dict(made.unplaced)


def test_a_table_of_usual_names() -> None:
    made = guess(
        columns(
            Tweet_Id=IDS,
            User_Name=NAMES,
            Full_Text=TEXTS,
            Created_At=TIMES,
            Likes=list("123456789"),
            Mood=["x"] * 9,
        )
    )
    assert said(made) == {
        "post_id": "Tweet Id",
        "author_handle": "User Name",
        "text": "Full Text",
        "time": "Created At",
        "likes": "Likes",
    }
    assert unsure(made) == {"platform", "timezone"}
    assert left(made) == {"Mood": "its name is unknown here"}
    assert made.setting("timezone") is not None
    assert read_map(map_text(made, "x", 9)).columns.likes == "Likes"


def test_a_name_alone_claims_nothing() -> None:
    made = guess(
        columns(
            id=["one two"] * 9,
            text=["7"] * 9,
            date=["soon"] * 9,
            likes=["many"] * 9,
            language=["English (US)"] * 9,
            url=["none"] * 9,
            user=[""] * 9,
        )
    )
    assert said(made) == {}
    assert left(made) == {
        "id": "its name says post_id, but its cells are not ids",
        "text": "its name says text, but its cells are not texts of several words",
        "date": "its name says time, but its cells are not times of one format",
        "likes": "its name says likes, but its cells are not counts",
        "language": "its name says language, but its cells are not codes",
        "url": "its name says url, but its cells are not addresses of their own",
        "user": "it is empty in the first 9 rows",
    }


def test_a_look_alone_is_asked_about_and_ids_are_not_seen_by_looks() -> None:
    made = guess(columns(nummer=IDS, wer=NAMES, was=TEXTS, wann=TIMES))
    assert said(made) == {"text": "was", "time": "wann"}
    assert {"text", "time"} <= unsure(made)
    assert set(left(made)) == {"nummer", "wer"}
    two = guess(columns(eins=TEXTS, zwei=TEXTS))
    assert said(two) == {}


def test_numbers_of_rows_are_no_ids() -> None:
    for start in (0, 1):
        made = guess(columns(id=[str(start + n) for n in range(9)], text=TEXTS))
        assert "post_id" not in said(made)
        assert left(made)["id"] == "it counts the rows"
    assert "post_id" in said(guess(columns(id=[str(7 + n) for n in range(9)], text=TEXTS)))


def test_ids_that_a_spreadsheet_rounded_are_no_ids() -> None:
    for lost in ("1.22219E+18", "1222189471004730000", "1.2221894710047334e+18"):
        made = guess(columns(id=[lost] * 9, author_id=[lost] * 9, text=TEXTS))
        assert said(made) == {"text": "text"}
        assert "digits of its ids are lost" in left(made)["id"]
        assert "digits of its ids are lost" in left(made)["author id"]
    links = [f"https://x.com/ida/status/{each}" for each in IDS]
    made = guess(columns(id=["1.22219E+18"] * 9, link=links))
    assert said(made) == {"post_id": "id", "url": "link"}
    (post,) = [each for each in made.columns if each.key == "post_id"]
    assert (post.sure, "taken from url" in post.why) == (False, True)


def test_some_rounded_ids_are_asked_about() -> None:
    made = guess(columns(id=[*IDS[:8], "1.22219E+18"]))
    (post,) = made.columns
    assert (post.sure, "digits of some are lost" in post.why) == (False, True)


def test_an_id_that_stands_twice_is_asked_about() -> None:
    assert "post_id" in unsure(guess(columns(id=[*IDS[:8], IDS[0]])))
    assert "post_id" in unsure(guess(columns(id=[*IDS[:8], ""])))


def test_handles_in_a_column_of_ids_are_asked_about() -> None:
    made = guess(columns(author_id=NAMES))
    assert said(made) == {"author_id": "author id"}
    assert "author_id" in unsure(made)


def test_the_platform_is_told_by_ids_or_addresses() -> None:
    seconds = [str(MADE_AT)] * 9
    made = guess(columns(id=IDS, timestamp=seconds))
    platform = made.setting("platform")
    assert platform is not None
    shown = made.setting("time_format")
    assert shown is not None
    assert shown.value == "unix seconds"
    assert made.setting("timezone") is None
    links = [f"https://x.com/ida/status/{n}" for n in range(9)]
    by_link = guess(columns(url=links)).setting("platform")
    assert by_link is not None
    assert (by_link.value, by_link.sure) == ("twitter", True)
    other = guess(columns(url=[each.replace("x.com", "a.example") for each in links]))
    nothing = other.setting("platform")
    assert nothing is not None
    assert (nothing.value, nothing.sure) == ("unnamed", False)
    column = guess(columns(platform=["forum"] * 9, id=IDS))
    assert column.setting("platform") is None
    assert said(column)["platform"] == "platform"


def test_kinds_by_known_words() -> None:
    made = guess(columns(id=IDS, post_type=["RT", "", "Quote"] * 3))
    assert said(made)["kind"] == "post type"
    assert made.kinds == {"RT": Kind.REPOST, "Quote": Kind.QUOTE, "": Kind.POST}
    assert "kind" in unsure(made)
    flag = guess(columns(id=IDS, is_retweet=["True", "False", "True"] * 3))
    assert flag.kinds == {"True": Kind.REPOST, "False": Kind.POST}
    assert "kind" not in said(guess(columns(id=IDS, type=["RT", "odd", ""] * 3)))


def test_lists_and_words_for_nothing() -> None:
    made = guess(
        columns(
            id=IDS,
            hashtags=['["a", "b"]', "[]", "NA"] * 3,
            mentions=["['a', 'b']", "['c']", ""] * 3,
            urls=["https://a.example https://b.example", "https://c.example", ""] * 3,
            lang=["en", "NA", ""] * 3,
        )
    )
    assert made.lists == {"hashtags": "json", "mentions": "python", "links": " "}
    assert made.nulls == ("NA",)
    assert read_map(map_text(made, "x", 9)).nulls == ("NA",)


@pytest.mark.parametrize(
    ("cells", "style"),
    [
        (["a,b", "c"], ","),
        (["a;b,c"], ";"),
        (["a|b"], "|"),
        (["a b"], " "),
        (["a, b"], ","),
        (["one word, two words"], None),
        (["a"], None),
        ([""], None),
        (["[a, b]"], ","),
        (["['a']", "b"], None),
    ],
)
def test_what_stands_between_the_entries_of_lists(cells: list[str], style: str | None) -> None:
    assert list_style(look_at("tags", cells)) == style


@pytest.mark.parametrize(
    ("cells", "look"),
    [
        (["2020-01-01"], TimeLook("iso", False)),
        (["2020-01-01T10:00:01Z"], TimeLook("iso", True)),
        ([f"2020-01-01 10:0{n}:00" for n in range(9)], TimeLook("iso", False, Precision.MINUTE)),
        (["2020-01-01 10:00:00"], TimeLook("iso", False)),
        ([f"2020-01-0{n} 00:00" for n in range(1, 9)], TimeLook("iso", False, Precision.DAY)),
        (["1577836801"], TimeLook("unix seconds", True)),
        (["1577836801123"], TimeLook("unix milliseconds", True)),
        (["31.01.2020 10:00"], TimeLook("%d.%m.%Y %H:%M", False)),
        (["Wed Jan 01 00:00:09 +0000 2020"], TimeLook("%a %b %d %H:%M:%S %z %Y", True)),
        (["01/31/2020 10:00"], TimeLook("%m/%d/%Y %H:%M", False)),
        (["31/01/2020 10:00"], TimeLook("%d/%m/%Y %H:%M", False)),
        (["1/2/20 1:00 PM"], TimeLook("%m/%d/%y %I:%M %p", False, None, "%d/%m/%y %I:%M %p")),
        (["2020-01-01", "soon"], None),
        (["12345678901"], None),
        (["1.2E+9"], None),
        ([], None),
    ],
)
def test_how_times_are_written(cells: list[str], look: TimeLook | None) -> None:
    assert time_look(look_at("when", cells)) == look


def test_days_and_months_that_nothing_tells_apart_are_asked_about() -> None:
    made = guess(columns(date=["1/2/2020", "3/4/2020", "5/6/2020"]))
    line = made.setting("time_format")
    assert line is not None
    assert (line.value, line.sure) == ("%m/%d/%Y", False)
    assert "or %d/%m/%Y" in line.why


def test_another_time_of_another_format_is_left_aside() -> None:
    made = guess(columns(created_at=TIMES, collected_at=["1577836801"] * 9))
    assert "observed_at" not in said(made)
    same = guess(columns(created_at=TIMES, collected_at=TIMES))
    assert said(same)["observed_at"] == "collected at"


def test_what_stands_inside_another_post_is_not_of_the_row() -> None:
    made = guess(
        [
            ("id_str", IDS),
            ("user.id_str", IDS),
            ("user.screen_name", NAMES),
            ("retweeted_status.text", TEXTS),
            ("retweeted_status.id_str", IDS),
            ("quoted_status.entities.hashtags.text", ['["a"]'] * 9),
            ("entities.user_mentions.screen_name", ['["bo"]'] * 9),
        ]
    )
    assert said(made) == {
        "post_id": "id_str",
        "author_id": "user.id_str",
        "author_handle": "user.screen_name",
        "reposted_id": "retweeted_status.id_str",
        "mentions": "entities.user_mentions.screen_name",
        "text": "retweeted_status.text",
    }
    assert "text" in unsure(made)


def test_the_word_of_the_user_goes_before_a_guess() -> None:
    made = guess(columns(id=IDS, wer=NAMES, text=TEXTS, when=TIMES))
    made.corrected("author_handle", "wer")
    made.corrected("text", None)
    made.corrected("timezone", "Europe/Berlin")
    settle(made)
    assert said(made)["author_handle"] == "wer"
    assert "text" not in said(made)
    zone = made.setting("timezone")
    assert zone is not None
    assert (zone.value, zone.why) == ("Europe/Berlin", SAID)
    made.corrected("time", None)
    settle(made)
    assert made.setting("time_format") is None
    assert "author_handle" not in unsure(made)


def test_every_line_has_its_reason_behind_it() -> None:
    made = guess(columns(id=IDS, when=TIMES, odd=[""] * 9, tags=["a,b"] * 9))
    lines = map_text(made, "a\nb", 9).splitlines()
    assert lines[0] == "# A map of a\\nb, made by looking at its first 9 rows."
    for line in lines:
        if " = " in line and line.startswith(("post_id", "time", "platform")):
            assert "  # " in line
    assert "# Left aside:" in lines
    assert '#   "odd": it is empty in the first 9 rows' in lines
    many = guess([(f"odd {n}", ["x"]) for n in range(99)])
    assert "#   and 39 more" in map_text(many, "x", 1)


@pytest.mark.parametrize(
    "name", ['a"b', "a\\b", "a\nb", "\x1b[2J", "\x7f", "\u202e", "=x", "[y]", "#"]
)
def test_names_of_columns_stay_what_they_are(name: str) -> None:
    made = guess(columns(text=TEXTS))
    made.corrected("post_id", name)
    text = map_text(made, name, 9)
    assert read_map(text).columns.post_id == name
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert (
        len(text.splitlines()) == len(map_text(guess(columns(text=TEXTS)), "x", 9).splitlines()) + 1
    )


def test_what_is_known_can_stand_in_a_map() -> None:
    assert {known.what for known in KNOWN} <= set(FIELDS)
    assert all(name == plain_name(name) for known in KNOWN for name in known.names)
    assert all(word == plain_name(word) for word in KIND_WORDS)


CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NAMED = st.one_of(CELLS, st.sampled_from([name for known in KNOWN for name in known.names]))


@given(st.dictionaries(NAMED, st.lists(CELLS, min_size=3, max_size=3), max_size=6))
def test_any_table_has_a_map_or_says_what_it_lacks(cells: dict[str, list[str]]) -> None:
    made = guess(list(cells.items()))
    assert {each.value for each in made.columns} | set(left(made)) == set(cells)
    try:
        read_map(map_text(made, "x", 3))
    except BadMap as error:
        assert "[columns]" in str(error) or "column" in str(error)  # noqa: PT017 - or it is whole


@given(CELLS)
def test_any_text_can_be_quoted(text: str) -> None:
    assert "\n" not in quoted(text)
