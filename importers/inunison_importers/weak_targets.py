"""Posts that others point to without telling their ids.

Owns how such a post is named, so that it is never taken for one with an id. Two that pass on the
same words of the same account point to one; words of another account, or no words at all, to none
that others share. An account that said the same words twice counts as having posted once.
"""

import hashlib

from inunison.records import AccountRef, PostRef

_DIGEST_BYTES = 12


def by_words(
    author: AccountRef, text: str | None, own: str, *, author_inferred: bool = False
) -> PostRef:
    """Return the post that another one points to by its author and its words.

    Args:
        author: Who is told to have said them.
        text: The words.
        own: The id of the post that points.
        author_inferred: Only a name that anybody can bear is told.
    """
    said = text if text and text.strip() else own
    key = hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=_DIGEST_BYTES).hexdigest()
    named = author.native_id or f"@{author.handle}"
    return PostRef(f"{named}:{key}", author, author_inferred=author_inferred)
