"""Labels, types and properties of a query, held against the graph model.

Owns the check that finds a misspelt name before the query is run. Neo4j itself only warns, and only
of names that its database has never seen, so a typo that somebody once wrote there goes unnoticed;
this reads the text and the model, and needs no server.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from inunison.graph.model import EDGES, NODES
from inunison.queries.tokens import Token

_LABELS = {node.label: {"uid"} | {each.name for each in node.properties} for node in NODES}
_TYPES = {edge.type: {each.name for each in edge.properties} for edge in EDGES}
# Parts of instants and of points, which read like properties.
_COMPONENT_WORDS = """
year quarter month week weekYear day ordinalDay weekday dayOfWeek dayOfQuarter quarterDay hour
minute second millisecond microsecond nanosecond timezone offset offsetMinutes offsetSeconds
epochMillis epochSeconds seconds milliseconds minutes hours days weeks months years x y z
longitude latitude height crs srid
"""
_COMPONENTS = set(_COMPONENT_WORDS.split())


@dataclass(frozen=True)
class _Names:
    """What a text binds and makes.

    Attributes:
        bound: Properties of each variable that patterns bind to labels or types, and nothing else.
        made: Names that the text makes itself: keys of maps, names given with AS.
    """

    bound: dict[str, set[str]]
    made: set[str]


def unknown_names(tokens: Sequence[Token]) -> Iterator[tuple[Token, str]]:
    """Yield each label, type or property that the model does not have, with a plain sentence.

    A property is looked up in the label or type that its variable is bound to; where the variable
    has none (a map, an instant) its name must be one that the text itself makes, or of the model.
    """
    openers = _openers(tokens)
    names = _Names(_bound(tokens), _made(tokens, openers))
    for token, allowed in _label_uses(tokens, openers):
        if token.text not in allowed:
            yield token, f"the graph has no {token.text}"
    everything = set().union(*_LABELS.values(), *_TYPES.values()) | _COMPONENTS | names.made
    for token, known in _property_uses(tokens, names.bound):
        if token.text not in (everything if known is None else known):
            yield token, f"the graph has no property {token.text} there"
    for token, known in _pattern_keys(tokens, openers):
        if token.text not in known:
            yield token, f"the graph has no property {token.text} there"


def _openers(tokens: Sequence[Token]) -> list[int]:
    """Return for each token the index of the bracket around it; -1 where there is none."""
    found, stack = [], [-1]
    for index, token in enumerate(tokens):
        if token.is_mark(")", "]", "}") and len(stack) > 1:
            stack.pop()
        found.append(stack[-1])
        if token.is_mark("(", "[", "{"):
            stack.append(index)
    return found


def _is_key(tokens: Sequence[Token], openers: list[int], colon: int) -> bool:
    """Tell whether a colon follows the key of a map: ``{name: value, other: value}``."""
    opener = openers[colon]
    return (
        opener >= 0
        and tokens[opener].is_mark("{")
        and colon >= 2
        and tokens[colon - 1].is_name
        and tokens[colon - 2].is_mark("{", ",")
        and openers[colon - 1] == opener
    )


def _label_uses(tokens: Sequence[Token], openers: list[int]) -> Iterator[tuple[Token, set[str]]]:
    """Yield each label or type that is named, with the names that the model has there."""
    for index, token in enumerate(tokens):
        if not token.is_mark(":") or _is_key(tokens, openers, index):
            continue
        opener = openers[index]
        if opener >= 1 and tokens[opener].is_mark("[") and tokens[opener - 1].is_mark("-"):
            allowed = set(_TYPES)
        elif opener >= 0 and tokens[opener].is_mark("("):
            allowed = set(_LABELS)
        else:
            allowed = set(_LABELS) | set(_TYPES)
        yield from ((each, allowed) for each in _alternatives(tokens, index + 1))


def _alternatives(tokens: Sequence[Token], start: int) -> Iterator[Token]:
    """Yield the names of ``A|B|C`` from this index on."""
    for index in range(start, len(tokens)):
        token = tokens[index]
        if token.is_name:
            yield token
            if index + 1 == len(tokens) or not tokens[index + 1].is_mark("|", "&", ":"):
                return
        elif not token.is_mark("|", "&", ":", "!", "("):
            return


def _bound(tokens: Sequence[Token]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for index in range(len(tokens) - 2):
        bracket, name, colon = tokens[index : index + 3]
        if bracket.is_mark("(", "[") and name.is_name and colon.is_mark(":"):
            table = _TYPES if bracket.text == "[" else _LABELS
            for label in _alternatives(tokens, index + 3):
                found.setdefault(name.text, set()).update(table.get(label.text, set()))
    # A name that is also given otherwise may stand for something else further down.
    others = {name.text for word, name in pairwise(tokens) if word.is_word("AS")}
    others |= {name.text for name, word in pairwise(tokens) if word.is_word("IN")}
    return {name: known for name, known in found.items() if name not in others}


def _made(tokens: Sequence[Token], openers: list[int]) -> set[str]:
    keys = {
        tokens[index - 1].text
        for index, token in enumerate(tokens)
        if token.is_mark(":")
        and _is_key(tokens, openers, index)
        and _pattern_label(tokens, openers[index]) is None
    }
    return keys | {name.text for word, name in pairwise(tokens) if word.is_word("AS")}


def _property_uses(
    tokens: Sequence[Token], bound: dict[str, set[str]]
) -> Iterator[tuple[Token, set[str] | None]]:
    """Yield the name behind each single dot, with the properties that its base has if known."""
    for index in range(1, len(tokens) - 1):
        base, dot, name = tokens[index - 1 : index + 2]
        if not dot.is_mark(".") or not name.is_name or _is_call(tokens, index + 1):
            continue
        if base.is_name and not (index >= 2 and tokens[index - 2].is_mark(".")):
            yield name, bound.get(base.text)
        elif base.is_name or base.is_mark(")", "]", "}", "{", ","):
            yield name, None


def _is_call(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a name is part of a function's, such as ``vector.similarity.cosine(``."""
    while place + 2 < len(tokens) and tokens[place + 1].is_mark(".") and tokens[place + 2].is_name:
        place += 2
    return place + 1 < len(tokens) and tokens[place + 1].is_mark("(")


def _pattern_label(tokens: Sequence[Token], brace: int) -> set[str] | None:
    """Return the properties that may stand in a map of a pattern; None where it is another map."""
    place = brace - 1
    known: set[str] = set()
    while place >= 1 and tokens[place].is_name and tokens[place - 1].is_mark(":", "|", "&"):
        known |= _LABELS.get(tokens[place].text, set()) | _TYPES.get(tokens[place].text, set())
        place -= 2
    labelled = place < brace - 1 and tokens[place + 1].is_mark(":")
    return known if labelled else None


def _pattern_keys(tokens: Sequence[Token], openers: list[int]) -> Iterator[tuple[Token, set[str]]]:
    """Yield each key of a map in a pattern, such as ``(a:Account {uid: $uid})``."""
    for index, token in enumerate(tokens):
        if token.is_mark(":") and _is_key(tokens, openers, index):
            known = _pattern_label(tokens, openers[index])
            if known is not None:
                yield tokens[index - 1], known
