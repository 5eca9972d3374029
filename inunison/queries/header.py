"""The header of a stored question: title, what it answers, parameters, columns, caution.

Owns how those lines read and what makes one of them malformed. Looks at no Cypher.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from inunison.errors import QueryError
from inunison.queries.parameters import REQUIRED, Parameter, ParameterType

# Options that every question has; a parameter of that name could not be given.
RESERVED = frozenset(
    {"case", "format", "show", "timeout", "rows", "help", "uri", "username", "password", "database"}
)
_PARAMETER = re.compile(
    r"(?P<name>\S+?)\s*:\s*(?P<type>\w+)"
    r'(?:\s*=\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<default>[^|"]*?)))?\s*\|\s*(?P<help>.+)'
)
_FIELDS = ("about", "columns", "caution")
SECTIONS = ("count", "picture")


@dataclass(frozen=True)
class Line:
    """A line of a file, numbered from 1."""

    number: int
    text: str


@dataclass(frozen=True)
class Header:
    """What the header of a stored question says.

    Attributes:
        title: One short line.
        about: What it answers.
        parameters: What may be given, in the order of the file.
        columns: What it returns, in order.
        caution: What the answer does not say; may be empty.
        lines: How many lines of the file it takes.
    """

    title: str
    about: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    caution: str
    lines: int


def malformed(path: Path, line: int, sentence: str) -> QueryError:
    """Return the error of a malformed file; the sentence comes without its end."""
    return QueryError(f"{path}, line {line}: {sentence}.", "Correct the file.")


def read_header(lines: Sequence[Line], path: Path) -> Header:
    """Read the header at the beginning of a file.

    Raises:
        QueryError: It is malformed; the message names the file and the line.
    """
    title, fields, count = _split(lines, path)
    return Header(
        title=title,
        about=_field(fields, "about", path).text,
        parameters=tuple(_parameters(fields, path)),
        columns=_columns(fields, path),
        caution=next((each.text for key, each in fields if key == "caution"), ""),
        lines=count,
    )


_Fields = list[tuple[str, Line]]


def _split(lines: Sequence[Line], path: Path) -> tuple[str, _Fields, int]:
    """Return the title, the fields in order, and how many lines the header takes."""
    first = lines[0].text
    title = first[2:].strip() if first.startswith("//") else ""
    if not title or _key(title) is not None or title in SECTIONS:
        raise malformed(path, 1, "the first line must be // and a title")
    fields: _Fields = []
    for place, line in enumerate(lines[1:], 1):
        content = line.text[2:]
        if not line.text.startswith("//") or content.strip() in SECTIONS:
            return title, fields, place
        if fields and content.startswith("  ") and content.strip():
            key, begun = fields[-1]
            fields[-1] = (key, Line(begun.number, f"{begun.text} {content.strip()}"))
            continue
        key_found = _key(content.strip())
        if key_found is None:
            raise malformed(
                path,
                line.number,
                f"a line of the header begins with {', '.join(_FIELDS)} or param",
            )
        key, rest = key_found
        if key in _FIELDS and any(key == known for known, _ in fields):
            raise malformed(path, line.number, f"{key} is there twice")
        fields.append((key, Line(line.number, rest)))
    return title, fields, len(lines)


def _key(content: str) -> tuple[str, str] | None:
    """Split a header line into its key and the rest; None where it has no known key."""
    for key in _FIELDS:
        if content.startswith(f"{key}:"):
            return key, content[len(key) + 1 :].strip()
    if content.startswith("param "):
        return "param", content[6:].strip()
    return None


def _field(fields: _Fields, key: str, path: Path) -> Line:
    for known, line in fields:
        if known == key and line.text:
            return line
    raise malformed(path, 1, f"the header has no line // {key}:")


def _columns(fields: _Fields, path: Path) -> tuple[str, ...]:
    line = _field(fields, "columns", path)
    columns = tuple(name.strip() for name in line.text.split(","))
    for name in columns:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            raise malformed(path, line.number, f"{name!r} cannot be the name of a column")
    if len(set(columns)) < len(columns):
        raise malformed(path, line.number, "a column is there twice")
    return columns


def _parameters(fields: _Fields, path: Path) -> Iterator[Parameter]:
    seen: set[str] = set()
    for key, line in fields:
        if key != "param":
            continue
        parameter = _parameter(line, path)
        if parameter.name in seen:
            raise malformed(path, line.number, f"the parameter {parameter.name} is there twice")
        seen.add(parameter.name)
        yield parameter


def _parameter(line: Line, path: Path) -> Parameter:
    match = _PARAMETER.fullmatch(line.text)
    if match is None:
        raise malformed(path, line.number, "a parameter reads: param name: type = default | help")
    name, given = match["name"], match["type"]
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise malformed(path, line.number, f"{name!r} cannot be the name of a parameter")
    if name in RESERVED:
        raise malformed(path, line.number, f"{name} is an option that every question has")
    if given not in list(ParameterType):
        raise malformed(
            path, line.number, f"there is no type {given}; there are {', '.join(ParameterType)}"
        )
    bare = Parameter(name, ParameterType(given), match["help"].strip())
    return Parameter(bare.name, bare.type, bare.help, _default(bare, match, line, path))


def _default(bare: Parameter, match: re.Match[str], line: Line, path: Path) -> object:
    if match["quoted"] is not None:
        written = re.sub(r"\\(.)", r"\1", match["quoted"])
    elif match["default"] is None:
        return REQUIRED
    elif match["default"].strip() == "none":
        return None
    else:
        written = match["default"].strip()
    try:
        return bare.read(written)
    except ValueError as error:
        raise malformed(path, line.number, f"the default of {bare.name} {error}") from error
