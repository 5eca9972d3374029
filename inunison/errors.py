"""The error tree: what can go wrong, one plain sentence each, and the exit code of it.

    InunisonError
    |-- UsageError          2  an option, argument or parameter that cannot be used
    |-- CaseError           2  no case here, not a case, or made by a newer version
    |-- SourceError         2  a file that cannot be read, is empty, or has no importer
    |-- StorageError        2  disk full, no permission, a lock held by another command
    |-- ServerError         3  Neo4j is down, refuses the password, or cannot be started
    |   `-- OwnershipError  3  the database is not this case's
    |-- VerifyError         4  a part or a source is not what it was
    `-- QueryError          5  a stored query is malformed, refused, or failed
        |-- RefusedQuery    5  the plan would write, read files or call out
        `-- QueryTimeout    5  the query ran longer than it was allowed to

Every error says what happened (``message``) and what to do next (``advice``). Whatever is not in
this tree is a defect of inunison itself: exit code 1, the only one that prints a traceback.
An interrupt ends with 130.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """What the process answers to the shell that started it."""

    DONE = 0
    DEFECT = 1
    USAGE = 2
    CONNECTION = 3
    VERIFY = 4
    QUERY = 5
    INTERRUPTED = 130


class InunisonError(Exception):
    """Base of every error that a user can meet.

    Attributes:
        message: One plain sentence: what happened.
        advice: One plain sentence: what to do next. May be empty where nothing can be done.
    """

    exit_code = ExitCode.USAGE

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()


class UsageError(InunisonError):
    """An option, argument or parameter cannot be used as it was given."""


class CaseError(InunisonError):
    """There is no case here, the folder is not a case, or a newer version made it."""


class SourceError(InunisonError):
    """A file cannot be read, is empty, has no importer, or more than one."""


class StorageError(InunisonError):
    """The disk is full, a folder may not be written, or another command holds the lock."""


class ServerError(InunisonError):
    """Neo4j does not answer, refuses the login, or could not be started."""

    exit_code = ExitCode.CONNECTION


class OwnershipError(ServerError):
    """The database holds something else than this case; nothing in it was changed."""


class VerifyError(InunisonError):
    """A part or a source file is no longer what it was when it was imported."""

    exit_code = ExitCode.VERIFY


class QueryError(InunisonError):
    """A query is malformed, unknown to Neo4j, or failed while it ran."""

    exit_code = ExitCode.QUERY


class RefusedQuery(QueryError):  # noqa: N818 - a refusal is the name of what happened
    """The plan of the query would write, read files, call out or administer the server."""


class QueryTimeout(QueryError):  # noqa: N818 - a timeout is the name of what happened
    """The query was stopped because it ran longer than it was allowed to."""
