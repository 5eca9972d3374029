"""Names of things: how a node's short key is made from what the platform calls it.

Owns the one rule that resolution, loading and findings share, so that the same account has the same
key in every case and on every machine.
"""

import hashlib

UID_CHARACTERS = 24


def uid_in_sql(named: str) -> str:
    """Return the SQL that makes the key which `uid` makes.

    Args:
        named: SQL of what names the thing, its parts joined by colons.
    """
    return f"left(sha256({named}), {UID_CHARACTERS})"


POST_UID = uid_in_sql("platform || ':' || native_id")
"""The key of a post in SQL, of rows with `platform` and `native_id`."""

ACCOUNT_UID = uid_in_sql("account")
"""The key of an account in SQL, of rows with the settled name of an `account`."""

POSTER_UID = uid_in_sql("posts.account")
"""The key of who posted in SQL, of rows of a table `posts` that stands beside others."""


def uid(*parts: str) -> str:
    """Return the key of a thing: 24 hex characters (96 bits) of SHA-256 over its joined parts.

    96 bits keep the chance that any two of 10^8 things collide below 1 in 10^13. DuckDB makes the
    same value by `uid_in_sql`.

    Args:
        parts: What names the thing, most general first, such as platform and native id.
    """
    joined = ":".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:UID_CHARACTERS]


def account_uid(platform: str, native_id: str | None, handle: str | None = None) -> str:
    """Return the key of an account: by its id, else by its handle alone, whatever its case.

    Args:
        platform: Such as twitter.
        native_id: The platform's own id, where it is known.
        handle: The handle without @; counts only where there is no id.
    """
    if native_id is not None:
        return uid(platform, native_id)
    return uid(f"{platform}@{(handle or '').lower()}")
