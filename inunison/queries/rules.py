"""What the Cypher of a stored query must keep to before it is ever run.

Owns the rules that can be read off the text: the columns it returns, the order and the limit, typed
relationships, no word that writes. Names are held against the model by `inunison.queries.names`.
Runs nothing; what only a plan can tell is `inunison.graph.guard`.
"""

from collections.abc import Iterator, Sequence

from inunison.queries.names import unknown_names
from inunison.queries.tokens import Token, TokenKind

_WRITING_WORDS = """
CREATE MERGE DELETE DETACH SET REMOVE FOREACH DROP ALTER LOAD GRANT DENY REVOKE INSERT TERMINATE
TRANSACTIONS USE
"""
_WRITING = _WRITING_WORDS.split()

Fault = tuple[Token | None, str]
"""Where in the text (None: all of it) and what, in one plain sentence without its end."""


def faults(tokens: Sequence[Token], columns: Sequence[str]) -> Iterator[Fault]:
    """Yield what is wrong with the rows section of a stored query.

    Args:
        tokens: The section, tokenized.
        columns: The columns that its header declares, in order.
    """
    yield from shared_faults(tokens)
    top = [token for token in tokens if token.depth == 0]
    for token in top:
        if token.is_word("UNION"):
            yield token, "UNION must stand inside CALL () { }, so that one ORDER BY covers it all"
    yield from _tail_faults(tokens, columns)


def shared_faults(tokens: Sequence[Token]) -> Iterator[Fault]:
    """Yield what is wrong with any section: words that write, untyped paths, unknown names."""
    yield from _writing(tokens)
    yield from _untyped(tokens)
    yield from unknown_names(tokens)


def _tail_faults(tokens: Sequence[Token], columns: Sequence[str]) -> Iterator[Fault]:
    returns = [n for n, token in enumerate(tokens) if token.depth == 0 and token.is_word("RETURN")]
    if not returns:
        yield None, "there is no RETURN"
        return
    tail = tokens[returns[-1] + 1 :]
    order = _place(tail, ("ORDER", "BY"))
    limit = _place(tail, ("LIMIT",))
    returned = list(_columns(tail[: min(order, limit, len(tail))]))
    if None in returned:
        yield tokens[returns[-1]], "every column needs a name: write AS and the name, and no *"
    elif returned != list(columns):
        yield (
            tokens[returns[-1]],
            f"it returns {', '.join(map(str, returned))}, but its header declares "
            f"{', '.join(columns)}",
        )
    if order == len(tail):
        yield tokens[returns[-1]], "RETURN has no ORDER BY, so its rows come in any order"
    after = tail[limit + 1 :]
    if not after or after[0].kind is not TokenKind.PARAMETER or after[0].text != "limit":
        yield tokens[returns[-1]], "RETURN must end with LIMIT $limit"


def _place(tokens: Sequence[Token], words: tuple[str, ...]) -> int:
    """Return where these keywords follow each other outside brackets; the length where nowhere."""
    for index, token in enumerate(tokens):
        following = tokens[index : index + len(words)]
        if (
            token.depth == 0
            and len(following) == len(words)
            and all(each.is_word(word) for each, word in zip(following, words, strict=True))
        ):
            return index
    return len(tokens)


def _columns(tokens: Sequence[Token]) -> Iterator[str | None]:
    """Yield the name of each returned column; None where it has none."""
    if tokens and tokens[0].is_word("DISTINCT"):
        tokens = tokens[1:]
    item: list[Token] = []
    for token in tokens:
        if token.depth == 0 and token.is_mark(","):
            yield _column(item)
            item = []
        else:
            item.append(token)
    yield _column(item)


def _column(item: Sequence[Token]) -> str | None:
    if len(item) == 1 and item[0].is_name:
        return item[0].text
    if len(item) > 2 and item[-2].is_word("AS") and item[-1].is_name:
        return item[-1].text
    return None


def _writing(tokens: Sequence[Token]) -> Iterator[Fault]:
    for index, token in enumerate(tokens):
        before = tokens[index - 1] if index else None
        if token.is_word(*_WRITING) and not (before and before.is_mark(".", ":", "$")):
            yield token, f"{token.text} has no place in a query that only reads"


def _untyped(tokens: Sequence[Token]) -> Iterator[Fault]:
    """Yield relationships in patterns that name no type."""
    for index, token in enumerate(tokens):
        if not token.is_mark(")"):
            continue
        dash = index + 1
        if tokens[dash : dash + 1] and tokens[dash].is_mark("<"):
            dash += 1
        rest = tokens[dash : dash + 3]
        if len(rest) < 3 or not rest[0].is_mark("-"):
            continue
        plain = rest[1].is_mark("-") and rest[2].is_mark("(", ">")
        if plain or (rest[1].is_mark("[") and not _has_type(tokens, dash + 1)):
            yield token, "a relationship names no type; write -[:POSTED]-> and the like"


def _has_type(tokens: Sequence[Token], start: int) -> bool:
    """Tell whether the bracket that opens at this index holds a colon of its own."""
    bracket = tokens[start]
    for index in range(start + 1, len(tokens)):
        token = tokens[index]
        if token.depth == bracket.depth + 1 and token.is_mark(":"):
            return True
        if token.depth == bracket.depth:
            return False
    return False
