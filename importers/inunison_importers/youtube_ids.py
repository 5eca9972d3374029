"""Ids of comments on YouTube, and accounts as tables of comments name them.

Owns that a reply's id holds the id of the comment that it answers, and that a name which begins
with "@" is a handle. Knows no file format.
"""

from inunison.records import AccountRef, PostRef

PLATFORM = "youtube"


def parent_of(comment: str) -> PostRef | None:
    """Return the comment that a reply answers: what stands before the point in its id."""
    before, point, after = comment.partition(".")
    return PostRef(before) if point and before and after else None


def author_of(channel: str, name: str) -> AccountRef | None:
    """Return the account behind a comment.

    Args:
        channel: The id of its channel, or empty.
        name: The name beside it, which is a handle where it begins with "@". Where there is no
            channel it is all that is known of the account, and stands for its handle.
    """
    handle = name[1:] if name.startswith("@") else None
    if channel:
        return AccountRef(channel, handle or None)
    named = handle or name
    return AccountRef(handle=named) if named else None
