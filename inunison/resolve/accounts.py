"""One account for all the rows that name it.

Owns the state's table `accounts`: every account that a row shows or only names, with the values
chosen for it. What an account did (`posts`, `first_seen`, `last_seen`) is counted from the posts.
"""

import duckdb

from inunison.identity import ACCOUNT_UID, POST_UID
from inunison.resolve.choosing import best, conflicts
from inunison.resolve.identities import keyed

_TEXTS = ("name", "description", "location", "language")
_PROFILE = (*_TEXTS, "created_at", "verified", "declares_automation")
_COUNTS = ("followers", "following")

# Every key that anything in the case refers to; `collected` where a file holds the profile itself.
_KEYS = """
CREATE TABLE account_keys AS
SELECT account, platform, bool_or(collected) AS collected FROM (
    SELECT account, platform, true AS collected FROM profiles
    UNION ALL SELECT account, platform, false FROM shown_posts
    UNION ALL SELECT author, platform, false FROM pointers
    UNION ALL SELECT account, platform, false FROM addressed
)
WHERE account IS NOT NULL GROUP BY account, platform
"""

_ADDRESSED = """(
    SELECT platform, native_id AS post, kind, created_at, name.native_id AS name_id,
        name.handle AS name_handle
    FROM (
        SELECT platform, native_id, kind, created_at, unnest(mentions) AS name FROM shown_posts
    )
)"""

_HANDLES = """
CREATE TABLE account_handles AS
SELECT account, {handle} AS handle FROM (
    SELECT named.*, sources.rank, sources.captured_at FROM ({named}) AS named
    JOIN sources USING (source)
)
GROUP BY account
"""

_ACTIVITY = """
CREATE TABLE activity AS
SELECT account, count(*) AS posts, min(created_at) AS first_seen, max(created_at) AS last_seen
FROM shown_posts WHERE collected AND account IS NOT NULL GROUP BY account
"""

_ACCOUNTS = f"""
CREATE TABLE accounts AS
SELECT {ACCOUNT_UID} AS uid, account AS key, platform,
    CASE WHEN substr(account, length(platform) + 1, 1) = ':'
        THEN substr(account, length(platform) + 2) END AS native_id,
    account_handles.handle, {{profile}}, {{counts}}, coalesce(activity.posts, 0) AS posts,
    collected, activity.first_seen, activity.last_seen
FROM account_keys
LEFT JOIN account_handles USING (account)
LEFT JOIN chosen_profiles USING (account)
LEFT JOIN chosen_counts USING (account)
LEFT JOIN activity USING (account)
"""


def _best_of(columns: tuple[str, ...], first: str) -> str:
    return ", ".join(f"{best(column, first=first)} AS {column}" for column in columns)


def choose(database: duckdb.DuckDBPyConnection) -> None:
    """Make `addressed` (who a post mentions) and `accounts` from rows, posts and pointers."""
    profiles = keyed("account_rows", "native_id", "handle", None)
    database.execute(f"CREATE TABLE profiles AS {profiles}")
    addressed = keyed(_ADDRESSED, "name_id", "name_handle", "created_at")
    database.execute(f"CREATE TABLE addressed AS {addressed}")
    database.execute(_KEYS)
    _choose_values(database)
    database.execute(_ACCOUNTS.format(profile=", ".join(_PROFILE), counts=", ".join(_COUNTS)))


def _choose_values(database: duckdb.DuckDBPyConnection) -> None:
    named = keyed("aliases", "native_id", "handle", "last_seen")
    handle = best("written", first="coalesce(last_seen, 0)")
    database.execute(_HANDLES.format(handle=handle, named=named))
    database.execute(
        f"CREATE TABLE chosen_profiles AS SELECT account, {_best_of(_PROFILE, '0')} "
        "FROM profiles GROUP BY account"
    )
    seen = "(SELECT * FROM observation_rows WHERE subject = 'account')"
    observed = keyed(seen, "native_id", "handle", "observed_at")
    database.execute(
        "CREATE TABLE chosen_counts AS "
        f"SELECT account, {_best_of(_COUNTS, 'coalesce(observed_at, 0)')} "
        f"FROM ({observed}) GROUP BY account"
    )
    database.execute(_ACTIVITY)


def disagreements(database: duckdb.DuckDBPyConnection) -> None:
    """Make the table `conflicts`: every value of an account or post that is not the one shown."""
    profiles = f"(SELECT *, {ACCOUNT_UID} AS uid FROM profiles)"
    copies = f"(SELECT *, {POST_UID} AS uid FROM ranked WHERE copies > 1)"
    shown = f"(SELECT *, {POST_UID} AS uid FROM merged)"
    fields = ["kind", "created_at", "language", "client", "text"]
    conflicts(
        database,
        {
            "accounts": (profiles, "accounts", [*_PROFILE]),
            "posts": (copies, shown, fields),
        },
    )
