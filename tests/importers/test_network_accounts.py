"""Accounts that files name in several ways become one: dids and handles, ids and name@domain."""

import json
from pathlib import Path
from typing import Any

import duckdb

from inunison import Case
from tests.importers import bluesky_answers as bluesky
from tests.importers import mastodon_objects as mastodon
from tests.importers.bluesky_objects import LAMP, QUAY, REPOSTS, commit, event, words


def accounts(folder: Path, *files: list[Any]) -> list[tuple[str | None, ...]]:
    """The accounts (platform, id, handle) of a case with some files, one object a line."""
    case = Case.create(folder / "case", name="Accounts")
    for number, rows in enumerate(files):
        path = folder / f"{number}.ndjson"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        case.import_(path)
    table = case.state().table("accounts")
    with duckdb.connect() as database:
        return database.execute(
            "SELECT platform, native_id, handle FROM read_parquet(?) ORDER BY ALL", [str(table)]
        ).fetchall()


def test_a_did_of_the_stream_and_its_handle_of_the_interface_are_one_account(
    tmp_path: Path,
) -> None:
    repost = {"createdAt": "2024-10-27T03:33:19Z", "subject": {"uri": bluesky.uri("x", QUAY)}}
    streamed = [
        commit(words()),
        commit(repost, REPOSTS, rkey="3l7r"),
        event(kind="account", account={"did": LAMP, "active": True}),
    ]
    assert accounts(tmp_path, streamed, [bluesky.view()]) == [
        ("bluesky", LAMP, "lamp.tarvenport.example"),
        ("bluesky", QUAY, None),
    ]


def test_the_newest_handle_of_the_stream_is_shown(tmp_path: Path) -> None:
    told = [
        event(kind="identity", identity={"did": LAMP, "handle": "new.tarvenport.example"}),
        commit(words()),
    ]
    assert accounts(tmp_path, [bluesky.view()], told) == [
        ("bluesky", LAMP, "new.tarvenport.example")
    ]


def test_a_name_with_domain_is_the_account_that_a_newer_server_gives_an_address(
    tmp_path: Path,
) -> None:
    uri = "https://ferry.example/users/mole"
    old = mastodon.status(
        mentions=[{"id": "9", "acct": "Mole@ferry.example", "url": "https://ferry.example/@mole"}]
    )
    new = mastodon.status(
        "33", "mole", mastodon.FERRY, account=mastodon.person("mole", mastodon.FERRY, uri=uri)
    )
    assert accounts(tmp_path, [old], [new]) == [
        ("mastodon", uri, "mole@ferry.example"),
        ("mastodon", None, "ada@quay.example"),
    ]


def test_the_same_name_on_two_servers_is_two_accounts(tmp_path: Path) -> None:
    rows = [mastodon.status(), mastodon.status("33", "ada", mastodon.FERRY), mastodon.truth()]
    assert accounts(tmp_path, rows) == [
        ("mastodon", None, "ada@ferry.example"),
        ("mastodon", None, "ada@quay.example"),
        ("truthsocial", "704", "lamp"),
    ]
