"""Which names mean the same account: by id, by handle, and when a handle moves."""

from pathlib import Path

import pytest

from inunison.identity import account_uid
from inunison.records import Account, AccountRef, Mention, Observation
from tests.resolve.building import NOON, SECOND, post, resolved, source


def _handle(name: str) -> AccountRef:
    return AccountRef(None, name)


def _authors(folder: Path, *records: object) -> dict[str, str]:
    made = resolved(folder, source(folder, "a", list(records)))  # type: ignore[arg-type]
    return dict(
        made.rows(
            "SELECT native_id, coalesce(nullif(split_part(account, ':', 2), ''), account)"
            " FROM posts WHERE account IS NOT NULL"
        )
    )


def test_an_account_known_by_handle_here_and_id_there_is_one(tmp_path: Path) -> None:
    found = _authors(
        tmp_path,
        Account(row=1, platform="twitter", native_id="1", handle="Ann"),
        post(2, "10", "", by=_handle("ANN")),
        post(3, "11", "1"),
    )
    assert found == {"10": "1", "11": "1"}


def test_it_is_one_whichever_file_says_so_and_whichever_comes_first(tmp_path: Path) -> None:
    known = source(
        tmp_path, "known", [Account(row=1, platform="twitter", native_id="1", handle="Ann")]
    )
    seen = source(tmp_path, "seen", [post(1, "10", "", by=_handle("ann"))])
    for order in ([known, seen], [seen, known]):
        made = resolved(tmp_path, *order)
        assert made.rows("SELECT account FROM posts") == [("twitter:1",)]
        assert made.rows("SELECT count(*) FROM accounts") == [(1,)]


def test_a_handle_of_another_platform_is_another_account(tmp_path: Path) -> None:
    made = resolved(
        tmp_path,
        source(
            tmp_path,
            "a",
            [
                Account(row=1, platform="reddit", native_id="1", handle="ann"),
                post(2, "10", "", by=_handle("ann")),
            ],
        ),
    )
    assert sorted(made.rows("SELECT key FROM accounts")) == [("reddit:1",), ("twitter@ann",)]


def test_a_handle_that_moved_is_two_accounts_and_the_time_tells_which(tmp_path: Path) -> None:
    found = _authors(
        tmp_path,
        post(1, "10", "", by=AccountRef("1", "ann"), created_at=NOON),
        post(2, "11", "", by=AccountRef("1", "ann"), created_at=NOON + 100 * SECOND),
        post(3, "12", "", by=AccountRef("2", "ann"), created_at=NOON + 500 * SECOND),
        post(4, "13", "", by=AccountRef("2", "ann"), created_at=NOON + 600 * SECOND),
        post(5, "20", "", by=_handle("ann"), created_at=NOON + 50 * SECOND),
        post(6, "21", "", by=_handle("ann"), created_at=NOON + 550 * SECOND),
        post(7, "22", "", by=_handle("ann"), created_at=NOON + 300 * SECOND),
    )
    assert (found["20"], found["21"]) == ("1", "2")
    # Between the two it could be either: it is not guessed.
    assert found["22"] == "twitter@ann"


def test_holders_that_overlap_leave_the_handle_alone(tmp_path: Path) -> None:
    found = _authors(
        tmp_path,
        post(1, "10", "", by=AccountRef("1", "ann"), created_at=NOON),
        post(2, "11", "", by=AccountRef("2", "ann"), created_at=NOON + SECOND),
        post(3, "12", "", by=AccountRef("1", "ann"), created_at=NOON + 2 * SECOND),
        post(4, "20", "", by=_handle("ann"), created_at=NOON + SECOND),
    )
    assert found["20"] == "twitter@ann"


def test_an_id_that_looks_like_a_handle_is_not_one(tmp_path: Path) -> None:
    found = _authors(tmp_path, post(1, "10", "@ann"), post(2, "11", "", by=_handle("ann")))
    assert found == {"10": "@ann", "11": "twitter@ann"}


def test_mentions_name_accounts_by_the_same_rule(tmp_path: Path) -> None:
    mentions = (Mention(_handle("Ann")), Mention(AccountRef("1")), Mention(_handle("nobody")))
    made = resolved(
        tmp_path,
        source(
            tmp_path,
            "a",
            [
                Account(row=1, platform="twitter", native_id="1", handle="ann"),
                post(2, "10", "5", mentions=mentions),
            ],
        ),
    )
    wanted = {account_uid("twitter", "1"), account_uid("twitter", None, "nobody")}
    assert {end for (end,) in made.rows('SELECT "end" FROM mentions')} == wanted


def test_aliases_are_kept_with_their_dates_and_source(tmp_path: Path) -> None:
    first = source(tmp_path, "a", [post(1, "10", "", by=AccountRef("1", "Ann"))])
    second = source(tmp_path, "b", [post(9, "11", "", by=AccountRef("1", "Annie"))])
    made = resolved(tmp_path, first, second)
    rows = made.rows(
        "SELECT handle, written, source, first_seen, last_seen FROM aliases ORDER BY handle"
    )
    minute = 60 * SECOND
    assert rows == [
        ("ann", "Ann", first.sha256, NOON + minute, NOON + minute),
        ("annie", "Annie", second.sha256, NOON + 9 * minute, NOON + 9 * minute),
    ]
    # The handle shown is the one last seen.
    assert made.rows("SELECT handle FROM accounts") == [("Annie",)]


@pytest.mark.parametrize("seen", [None, NOON])
def test_an_observation_names_an_account_too(tmp_path: Path, seen: int | None) -> None:
    look = Observation(
        row=2, platform="twitter", subject="account", handle="ann", observed_at=seen, followers=7
    )
    made = resolved(
        tmp_path,
        source(
            tmp_path, "a", [Account(row=1, platform="twitter", native_id="1", handle="Ann"), look]
        ),
    )
    assert made.rows("SELECT key, followers FROM accounts") == [("twitter:1", 7)]
