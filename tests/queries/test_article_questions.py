"""The posts that articles show, on a case of two articles and a capture of some of the posts."""

import json
import os
from pathlib import Path

import pytest

from inunison import Case
from inunison.graph.connect import Address, Connection

pytestmark = pytest.mark.server

GOLDEN = Path(__file__).parent / "article-posts.json"
SAMPLES = Path(__file__).parents[1] / "importers"
WORDS = (
    "The night ferry stays cancelled, and nobody at @TarvenCouncil answers. #NightFerry"
    " https://t.co/aBcDeFgH12"
)
TWO_LINES = "Die Nachtfähre fällt wieder aus.\n\nWer zahlt das? https://t.co/ZyXwVuTs98"
TAKEN = [
    ("1368218400000000001", "11", WORDS, "2021-03-06T15:14:21.000Z"),
    ("1368219000000000002", "12", TWO_LINES, "2021-03-06T15:16:44.000Z"),
    ("1368225000000000021", "13", WORDS.replace("answers", "ANSWERS"), "2021-03-06T15:40:35.000Z"),
]
NAMES = {"11": "anna_kolm", "12": "joerg_2", "13": "echo_three"}


def capture() -> str:
    """What the platform itself returned of three of the posts."""
    data = [
        {"id": post, "author_id": author, "text": text, "created_at": at}
        for post, author, text, at in TAKEN
    ]
    users = [{"id": key, "username": name, "name": name} for key, name in NAMES.items()]
    page = {"data": data, "includes": {"users": users}, "meta": {"result_count": len(data)}}
    return json.dumps(page) + "\n"


@pytest.fixture
def case(tmp_path: Path, graph: Connection, server: Address) -> Case:
    made = Case.create(tmp_path / "case", name="Articles")
    made.server = {
        "uri": server.uri,
        "username": server.username,
        "password": server.password,
        "database": server.database,
    }
    (tmp_path / "capture.jsonl").write_text(capture(), encoding="utf-8")
    for path in (
        tmp_path / "capture.jsonl",
        SAMPLES / "article-html" / "ferry.html",
        SAMPLES / "article-text" / "ferry.txt",
    ):
        made.import_(path)
    return made


def rows(case: Case, article: str | None = None) -> list[dict[str, object]]:
    records = case.find("article-posts", article=article).records()
    return json.loads(json.dumps(records, default=str))  # type: ignore[no-any-return]


def test_the_posts_of_articles_are_told_as_they_were(case: Case) -> None:
    found = rows(case)
    if os.environ.get("INUNISON_GOLDEN") == "write":
        lines = ",\n".join(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in found)
        GOLDEN.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    assert found == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_a_post_of_a_text_is_the_one_that_the_capture_holds(case: Case) -> None:
    named = rows(case, article="never came")
    (bare,) = {str(row["article_uid"]) for row in rows(case) if row not in named}
    page, text = (
        {row["account"]: row for row in rows(case, article=article)}
        for article in ("harbour-news.example", bare)
    )
    assert [row["place"] for row in rows(case, article=bare)] == list(range(1, 9))
    for account in ("anna_kolm", "joerg_2"):
        assert page[account]["post_uid"] == text[account]["post_uid"]
        assert (page[account]["elsewhere"], page[account]["articles"]) == (True, 2)
        assert page[account]["precision"] == "millisecond"
    assert (page["anna_kolm"]["sayers"], page["anna_kolm"]["said_by"]) == (1, ["echo_three"])
    assert (page["cleo_pier"]["elsewhere"], page["cleo_pier"]["precision"]) == (False, "day")
    assert rows(case, article="no such article") == []


def test_articles_are_counted_and_go_with_their_file(case: Case) -> None:
    (overview,) = [row for row in case.find("case-overview").records() if row["what"] == "articles"]
    assert overview["count"] == 2
    case.remove("ferry.html")
    (bare,) = {str(row["article_uid"]) for row in rows(case)}
    assert [row["place"] for row in rows(case, article=bare)] == list(range(1, 9))
    case.remove("ferry.txt")
    assert rows(case) == []
