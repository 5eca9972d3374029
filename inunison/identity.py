"""Names of things: how a node's short key is made from what the platform calls it.

Owns the one rule that resolution, loading and findings share, so that the same account has the same
key in every case and on every machine.
"""

import hashlib

UID_CHARACTERS = 24

POST_UID = f"left(sha256(platform || ':' || native_id), {UID_CHARACTERS})"
"""The key of a post in SQL, of rows with `platform` and `native_id`; `uid` makes the same."""


def uid(*parts: str) -> str:
    """Return the key of a thing: 24 hex characters (96 bits) of SHA-256 over its joined parts.

    96 bits keep the chance that any two of 10^8 things collide below 1 in 10^13. DuckDB makes the
    same value by `POST_UID`.

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
