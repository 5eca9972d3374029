"""A published archive, imported twice and removed."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from inunison.folder import CaseFolder
from inunison.sources import import_file, list_sources, remove_source, state_key
from inunison.verify import is_sound, verify
from tests.sources.files import visible


@pytest.mark.real_data
def test_a_published_archive_comes_and_goes(folder: CaseFolder, real_data: Path) -> None:
    archive = real_data / "twitter_io_archive"
    posts = import_file(folder, archive / "thailand_092020_tweets_csv_hashed.zip").source
    key = state_key(list_sources(folder), "1")
    users = import_file(folder, archive / "thailand_092020_users_csv_hashed.zip").source
    assert posts.counts["posts"] == 21_385
    assert posts.counts["rejects"] == users.counts["rejects"] == 0
    assert users.counts["accounts"] == 926
    kinds = pq.read_table(posts.part("posts"), columns=["kind"])["kind"].to_pylist()
    assert kinds.count("repost") == 11_199
    seen = visible(folder)
    for path in sorted(archive.glob("*.zip")):
        assert import_file(folder, path).was_known
    assert visible(folder) == seen
    assert is_sound(verify(folder))
    remove_source(folder, users.name)
    assert state_key(list_sources(folder), "1") == key
