"""Stored questions: one `.cypher` file, one `Query`.

Owns the header of such a file, where the files lie, and what makes one of them malformed; an error
names file and line. Runs nothing and imports no driver.

    // Shared-text bridges
    // about: Texts whose posters belong to two or more communities.
    // param window: duration = 10m | posts closer than this count as one burst
    // param limit: int = 25 | rows to return
    // columns: text, communities
    // caution: a slogan or a headline also spreads.
    MATCH ...  RETURN ... ORDER BY ... LIMIT $limit
    // count
    (how many rows there are without the limit; by default the same text with no limit)
    // picture
    MATCH ...  RETURN paths for Neo4j Browser

A line of the header that begins with more than one space goes on with the one before it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from inunison.errors import QueryError
from inunison.queries.header import SECTIONS, Header, Line, malformed, read_header
from inunison.queries.parameters import Parameter, bind_all
from inunison.queries.rules import Fault, faults, shared_faults
from inunison.queries.tokens import Token, parameters, tokenize

_LONGEST = 200_000
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Query:
    """A stored question.

    Attributes:
        name: The name of its file, such as "shared-text-bridges".
        group: The name of its folder; empty for a file that lies in none.
        title: One short line.
        about: What it answers.
        parameters: What may be given, in the order of the header.
        columns: What it returns, in order.
        caution: What the answer does not say; may be empty.
        cypher: The text that is run.
        picture: The text that draws it in Neo4j Browser; may be empty.
        count: The text that counts its rows; None where `cypher` with no limit is counted.
        path: The file.
        line: The line of the file on which `cypher` begins.
    """

    name: str
    group: str
    title: str
    about: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    caution: str
    cypher: str
    picture: str
    count: str | None
    path: Path
    line: int


@dataclass(frozen=True)
class _Section:
    """The text of a section and the line of the file on which it begins."""

    line: int
    text: str


def parse(text: str, *, path: Path) -> Query:
    """Return the question that a file holds.

    Args:
        text: The whole file.
        path: Where it lies; gives the name and the group, and stands in errors.

    Raises:
        QueryError: It is malformed; the message names the file and the line.
    """
    if not _NAME.fullmatch(path.stem):
        raise malformed(path, 1, "its name may hold small letters, digits and single hyphens alone")
    if len(text) > _LONGEST:
        raise malformed(path, 1, f"it is longer than {_LONGEST:,} characters")
    lines = [
        Line(number, line)
        for number, line in enumerate(re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")), 1)
    ]
    header = read_header(lines, path)
    body, sections = _sections(lines[header.lines :], path)
    _check(body, sections, header, path)
    return Query(
        name=path.stem,
        group=path.parent.name,
        title=header.title,
        about=header.about,
        parameters=header.parameters,
        columns=header.columns,
        caution=header.caution,
        cypher=body.text,
        picture=sections["picture"].text if "picture" in sections else "",
        count=sections["count"].text if "count" in sections else None,
        path=path,
        line=body.line,
    )


def _sections(lines: list[Line], path: Path) -> tuple[_Section, dict[str, _Section]]:
    """Split what follows the header into the rows section and the named ones."""
    found: dict[str, list[Line]] = {"": []}
    current = ""
    for line in lines:
        content = line.text.strip()
        mark = content[2:].strip() if content.startswith("//") else ""
        if mark in SECTIONS:
            if mark in found:
                raise malformed(path, line.number, f"the section {mark} is there twice")
            current = mark
            found[mark] = [Line(line.number + 1, "")]
            continue
        found[current].append(line)
    made = {name: _section(each) for name, each in found.items()}
    body = made.pop("")
    if not body.text:
        raise malformed(path, body.line, "there is no Cypher in it")
    return body, made


def _section(lines: list[Line]) -> _Section:
    """Join lines to a text without blank lines around it and without an ending semicolon."""
    while lines and not lines[0].text.strip():
        lines = lines[1:]
    text = "\n".join(line.text for line in lines).rstrip().removesuffix(";").rstrip()
    return _Section(lines[0].number if lines else 1, text)


def _check(
    body: _Section,
    sections: Mapping[str, _Section],
    header: Header,
    path: Path,
) -> None:
    """Raise the first fault: rules of Cypher, then declared against used parameters."""
    used: set[str] = set()
    for section in (body, *sections.values()):
        tokens = _tokens(section, path)
        found = faults(tokens, header.columns) if section is body else shared_faults(tokens)
        _raise_first(found, section, path)
        used |= parameters(tokens)
    known = {parameter.name for parameter in header.parameters}
    for name in sorted(used - known):
        raise malformed(path, body.line, f"${name} is used but not declared")
    for name in sorted(known - used):
        raise malformed(path, body.line, f"the parameter {name} is declared but not used")


def _tokens(section: _Section, path: Path) -> list[Token]:
    try:
        tokens = tokenize(section.text)
    except QueryError as error:
        raise QueryError(
            f"{path}, from line {section.line}: {error.message}", error.advice
        ) from error
    for token in tokens:
        if token.is_mark(";"):
            raise malformed(path, _line(section, token), "there is more than one statement in it")
    return tokens


def _raise_first(found: Iterable[Fault], section: _Section, path: Path) -> None:
    for token, sentence in found:
        raise malformed(path, _line(section, token), sentence)


def _line(section: _Section, token: Token | None) -> int:
    return section.line + (section.text.count("\n", 0, token.start) if token else 0)


def bind(query: Query, given: Mapping[str, object]) -> dict[str, object]:
    """Return the value to bind for every parameter of a question.

    Args:
        query: The question.
        given: Values by name, as text or as Python values.

    Raises:
        UsageError: A name is unknown, a value is missing, or a value is not of its type.
    """
    return bind_all(query.parameters, given, query.name)
