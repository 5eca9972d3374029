"""Cypher text as tokens: words, names, numbers, strings, parameters and punctuation.

Owns the one reading of Cypher that inunison does by itself: where strings and comments end, which
parameters a text names, which functions it calls. Parses no grammar, runs nothing.

It errs on the side of seeing more: a character that Neo4j may take for part of a name is part of
one here too, so nothing can hide behind a character that both sides read differently.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from inunison.errors import QueryError


class TokenKind(StrEnum):
    """What a token is."""

    WORD = "word"  # a keyword or a plain name
    NAME = "name"  # a name in backticks
    STRING = "string"
    NUMBER = "number"
    PARAMETER = "parameter"
    MARK = "mark"  # one character of punctuation


@dataclass(frozen=True)
class Token:
    """One token.

    Attributes:
        kind: What it is.
        text: The word, the name without backticks, the parameter without $, else as written.
        start: Offset of its first character in the text.
        end: Offset behind its last character.
        depth: How many brackets of any kind are open around it; a bracket itself counts the
            ones outside of it.
    """

    kind: TokenKind
    text: str
    start: int
    end: int
    depth: int

    def is_word(self, *words: str) -> bool:
        """Tell whether it is one of these keywords, given in capitals."""
        return self.kind is TokenKind.WORD and self.text.upper() in words

    def is_mark(self, *marks: str) -> bool:
        """Tell whether it is one of these characters."""
        return self.kind is TokenKind.MARK and self.text in marks

    @property
    def is_name(self) -> bool:
        """Whether it can name something: a word, or anything in backticks."""
        return self.kind in (TokenKind.WORD, TokenKind.NAME)


_PATTERN = re.compile(
    r"""
    (?P<skip> \s+ | //[^\r\n]* | /\*.*?\*/ )
  | (?P<string> '(?:[^'\\]|\\.)*' | "(?:[^"\\]|\\.)*" )
  | (?P<name> `(?:[^`]|``)*` )
  | \$ (?: `(?P<quoted>(?:[^`]|``)*)` | (?P<parameter>[^\s!-/:-@\[-^`{-~]+) )
  | (?P<number> \d\w*(?:\.\d\w*)? )
  | (?P<word> [^\s!-/:-@\[-^`{-~]+ )
  | (?P<mark> [!-/:-@\[-^`{-~] )
    """,
    re.VERBOSE | re.DOTALL,
)
_UNICODE_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*\\u")
_OPENING, _CLOSING = "([{", ")]}"


def tokenize(text: str) -> list[Token]:
    r"""Return the tokens of a Cypher text; comments and white space are left out.

    Raises:
        QueryError: A string, a name or a comment has no end; or there is a ``\u`` escape, which
            Neo4j replaces before it reads the text and which could therefore hide a quote; or an
            invisible character in a word, which Neo4j may take for a space.
    """
    if _UNICODE_ESCAPE.search(text):
        raise QueryError(
            "The query holds a \\u escape.",
            "Write the character itself, or pass it as a parameter.",
        )
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    depth = 0
    for match in _PATTERN.finditer(text):
        group = match.lastgroup or ""
        if group == "skip":
            continue
        token = _token(match, group, depth)
        if token.kind is TokenKind.WORD and not token.text.isprintable():
            raise _invisible(token.text)
        if token.is_mark("'", '"', "`") or text.startswith("/*", match.start()):
            raise QueryError(
                f"A quote or a comment that begins with {match.group()} has no end.", "Close it."
            )
        if token.is_mark(*_CLOSING):
            depth = max(depth - 1, 0)
            token = _token(match, group, depth)
        yield token
        if token.is_mark(*_OPENING):
            depth += 1


def _invisible(word: str) -> QueryError:
    unseen = next(character for character in word if not character.isprintable())
    return QueryError(
        f"The query holds the invisible character U+{ord(unseen):04X} outside of text.",
        "Delete it, or write a space in its place.",
    )


def _token(match: re.Match[str], group: str, depth: int) -> Token:
    start, end = match.span()
    if group in ("quoted", "parameter"):
        name = match[group].replace("``", "`")
        return Token(TokenKind.PARAMETER, name, start, end, depth)
    if group == "name":
        return Token(TokenKind.NAME, match[group][1:-1].replace("``", "`"), start, end, depth)
    return Token(TokenKind(group), match[group], start, end, depth)


def parameters(tokens: Sequence[Token]) -> set[str]:
    """Return the names of all parameters that are used."""
    return {token.text for token in tokens if token.kind is TokenKind.PARAMETER}


def called(tokens: Sequence[Token]) -> set[str]:
    """Return the names with a namespace, such as ``gds.version``, that stand before a bracket."""
    found = set()
    for index, token in enumerate(tokens):
        if token.is_mark("(") and index >= 3 and tokens[index - 1].is_name:
            chain = [tokens[index - 1].text]
            place = index - 2
            while place >= 1 and tokens[place].is_mark(".") and tokens[place - 1].is_name:
                chain.insert(0, tokens[place - 1].text)
                place -= 2
            if len(chain) > 1:
                found.add(".".join(chain))
    return found


def literal(value: object) -> str:
    """Return a bound value as Cypher text: null, a flag, a number, an instant, a string or a list.

    Raises:
        TypeError: Values of this type are not bound by stored queries.
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, datetime):
        return f"datetime('{value.isoformat()}')"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace("'", "\\'")
        return "'" + escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + "'"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(literal(each) for each in value) + "]"
    raise TypeError(f"{type(value).__name__} has no Cypher literal here")


def with_values(text: str, values: dict[str, object]) -> str:
    """Return the text with its parameters replaced by their values, ready to paste into Browser."""
    pieces = []
    place = 0
    for token in tokenize(text):
        if token.kind is TokenKind.PARAMETER and token.text in values:
            pieces += [text[place : token.start], literal(values[token.text])]
            place = token.end
    return "".join(pieces) + text[place:]
