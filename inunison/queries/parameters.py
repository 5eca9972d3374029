"""Parameters of stored queries: their types, what people may type for them, what is bound.

Owns the closed list of types and the step from text to a value that Neo4j compares rightly. Knows
no query and no graph.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Final

from inunison.errors import UsageError
from inunison.queries.durations import parse_duration, show_duration


class ParameterType(StrEnum):
    """What a parameter holds; each is read by one function of `_READERS`."""

    INT = "int"
    FLOAT = "float"
    TEXT = "text"
    FLAG = "flag"
    DURATION = "duration"
    INSTANT = "instant"
    ACCOUNT = "account"
    GRADE = "grade"


class _Required:
    """The default of a parameter that has none."""

    def __repr__(self) -> str:
        return "required"


REQUIRED: Final = _Required()
GRADES: Final = ("E0", "E1", "E2", "E3")


@dataclass(frozen=True)
class Parameter:
    """One parameter of a stored query.

    Attributes:
        name: As in the Cypher text; its option on the command line has - for _.
        type: What it holds.
        help: One line that says what it does.
        default: The value that is bound when none is given; `REQUIRED` where one must be given,
            None where it is "none" and nothing is meant.
    """

    name: str
    type: ParameterType
    help: str
    default: object = REQUIRED

    @property
    def required(self) -> bool:
        """Whether a value must be given."""
        return self.default is REQUIRED

    @property
    def option(self) -> str:
        """Its option on the command line."""
        return "--" + self.name.replace("_", "-")

    @property
    def shown_default(self) -> str:
        """The default as one would type it; empty where a value must be given."""
        if self.required:
            return ""
        if self.default is None:
            return "none"
        if isinstance(self.default, bool):
            return "true" if self.default else "false"
        if self.type is ParameterType.DURATION and isinstance(self.default, int):
            return show_duration(self.default)
        return str(self.default)

    def read(self, value: object) -> object:
        """Return what is bound for a value that was typed, or given from Python.

        Returns:
            int, float, str or bool; whole seconds for a duration; a datetime in UTC for an instant.

        Raises:
            ValueError: The value is none of this type; the text says what is wanted.
        """
        read = _READERS[self.type](value)
        if self.name == "limit" and isinstance(read, int) and read < 1:
            raise ValueError("wants a whole number from 1")
        return read


def _whole(value: object) -> int:
    try:
        number = int(value.replace("_", "")) if isinstance(value, str) else value
    except ValueError:
        number = None
    if isinstance(number, bool) or not isinstance(number, int) or not -(2**63) <= number < 2**63:
        raise ValueError("wants a whole number")
    return number


def _number(value: object) -> float:
    try:
        number = float(value) if isinstance(value, str | int | float) else math.nan
    except (ValueError, OverflowError):
        number = math.nan
    if isinstance(value, bool) or not math.isfinite(number):
        raise ValueError("wants a number")
    return number


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("wants text")
    # A lone half of a surrogate pair cannot be sent as UTF-8.
    return value.encode("utf-8", "replace").decode("utf-8")


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if not isinstance(value, str) or value.strip().lower() not in words:
        raise ValueError("wants true or false")
    return words[value.strip().lower()]


def _duration(value: object) -> int:
    if isinstance(value, str):
        return parse_duration(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError("wants a duration such as 90s, 10m, 1h30m or 2d, or whole seconds")
    return value


def _instant(value: object) -> datetime:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            value = None
    elif isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=UTC)
    if not isinstance(value, datetime):
        raise ValueError("wants a date or a time in UTC, such as 2020-05-01 or 2020-05-01T13:30")
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    try:
        return aware.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("wants a time between the years 1 and 9999") from error


def _account(value: object) -> str:
    text = _text(value).strip().removeprefix("@")
    if not re.search(r"\S", text):
        raise ValueError("wants an account: its handle, its id or its uid")
    return text


def _grade(value: object) -> str:
    """Return a grade as findings carry it: any other text would compare to none of them."""
    text = _text(value).strip().upper()
    if text not in GRADES:
        raise ValueError(f"wants a grade: {', '.join(GRADES)}")
    return text


_READERS: dict[ParameterType, Callable[[object], object]] = {
    ParameterType.INT: _whole,
    ParameterType.FLOAT: _number,
    ParameterType.TEXT: _text,
    ParameterType.FLAG: _flag,
    ParameterType.DURATION: _duration,
    ParameterType.INSTANT: _instant,
    ParameterType.ACCOUNT: _account,
    ParameterType.GRADE: _grade,
}


def bind_all(
    parameters: Sequence[Parameter], given: Mapping[str, object], whose: str
) -> dict[str, object]:
    """Return the value to bind for every parameter.

    Args:
        parameters: What a query declares.
        given: Values by name (- and _ alike); a parameter that is missing, or None, takes its
            default.
        whose: The query's name, for the error.

    Raises:
        UsageError: A name is unknown, a value is missing, or a value is not of its type.
    """
    named = {name.replace("-", "_"): value for name, value in given.items()}
    known = {parameter.name for parameter in parameters}
    for name in named:
        if name not in known:
            raise UsageError(
                f"{whose} has no parameter {name}.",
                f"It takes {', '.join(sorted(known)) or 'none'}.",
            )
    return {each.name: _bind(each, named.get(each.name), whose) for each in parameters}


def _bind(parameter: Parameter, value: object, whose: str) -> object:
    # Every text holds the empty one: an empty value would be answered with any of them.
    blank = isinstance(value, str) and not value.strip()
    if value is None or (blank and parameter.required):
        if parameter.required:
            raise UsageError(
                f"{whose} needs a value for {parameter.name}: {parameter.help}.",
                f"Give it with {parameter.option}.",
            )
        return parameter.default
    try:
        return parameter.read(value)
    except ValueError as error:
        raise UsageError(f"{parameter.option} {error}, not {str(value)[:80]!r}.") from error
