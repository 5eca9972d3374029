"""Counts as people say them: "1 post" and "2,000 posts".

Owns the forms of words that go with a count. Imports nothing, so that help comes at once.
"""


def form(count: int, one: str, several: str) -> str:
    """Return the form of a word that goes with a count: "is" with 1, "are" with 0 and with 2."""
    return one if count == 1 else several


def counted(count: int, one: str, several: str | None = None) -> str:
    """Return a count and what is counted: "1 post", "2,000 posts", "3 communities".

    Args:
        count: How many.
        one: The word for one.
        several: The word for more; with an s behind it when None.
    """
    return f"{count:,} {form(count, one, several or f'{one}s')}"
