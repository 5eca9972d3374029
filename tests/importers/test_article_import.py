"""Articles from file to state: counted, kept as a part, checked, taken out again."""

import itertools
from pathlib import Path

import pyarrow.parquet as pq

from inunison import custody
from inunison.folder import CaseFolder
from inunison.records import Frame
from inunison.sources import import_file, list_sources, remove_source
from inunison.state import current
from inunison.verify import is_sound, verify

SAMPLES = Path(__file__).parent
HTML = SAMPLES / "article-html" / "ferry.html"
TEXT = SAMPLES / "article-text" / "ferry.txt"


def test_an_article_is_a_source_like_any_other(tmp_path: Path) -> None:
    folder = CaseFolder.create(tmp_path / "case", name="Articles")
    source = import_file(folder, HTML).source
    assert (source.importer, source.frame) == ("article-html", Frame.SELECTED)
    assert dict(source.counts) == {
        "accounts": 12,
        "posts": 17,
        "observations": 1,
        "articles": 1,
        "rejects": 1,
    }
    (row,) = pq.read_table(source.part("articles")).to_pylist()
    assert (row["title"], row["row"], row["member"]) == ("The ferry that never came", 1, 0)
    assert import_file(folder, HTML).was_known
    assert is_sound(verify(folder))
    (logged,) = [each for each in custody.entries(folder) if each.action == "import"]
    assert logged.details["counts"]["articles"] == 1
    remove_source(folder, source.sha256[:12])
    assert list_sources(folder) == []
    assert not source.path.exists()


def test_articles_in_any_order_give_one_state(tmp_path: Path) -> None:
    found = []
    for turn, order in enumerate(itertools.permutations((HTML, TEXT))):
        folder = CaseFolder.create(tmp_path / str(turn), name="Articles")
        for path in order:
            import_file(folder, path)
        state = current(folder)
        tables = ("articles", "embeds", "posts", "posted", "says", "conflicts")
        found.append([pq.read_table(state.table(name)).to_pylist() for name in tables])
    assert found[0] == found[1]
    articles, embeds, *_ = found[0]
    assert sorted(each["posts"] for each in articles) == [8, 16]
    assert len(embeds) == 24
