"""The connection to Neo4j: which address, with which login, and what its errors mean to a person.

Owns the driver: nothing else of ours makes one. A password is only sent to the address that came
from the same place as the password. Never starts a server and never decides what a query may do.
"""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from inunison import __version__
from inunison.errors import (
    InunisonError,
    QueryError,
    QueryTimeout,
    ServerError,
    UsageError,
)
from inunison.graph.address import DEFAULT_DATABASE, DEFAULT_USERNAME, Address

if TYPE_CHECKING:  # the driver takes 250 ms to import: `--help` and a typo must not pay for it
    import neo4j

__all__ = ["PARTS", "Address", "Connection", "open_connection", "resolve_address"]

T = TypeVar("T")

_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
_CONNECT_TIMEOUT_S = 10.0
_RETRY_S = 30.0
# What the driver raises over an interrupt that left a buffer or a connection half used.
_IN_DISORDER = (AssertionError, AttributeError, BufferError, LookupError, RuntimeError, TypeError)
# The database that knows the others takes nothing but its own commands.
_PROOFS = {"system": "SHOW DATABASES YIELD name"}
PARTS = ("uri", "username", "password", "database")


def resolve_address(
    *,
    option_uri: str | None = None,
    option_username: str | None = None,
    option_password: str | None = None,
    option_database: str | None = None,
    case_settings: Mapping[str, str] | None,
    environment: Mapping[str, str],
) -> Address | None:
    """Choose the server: the options, else the environment, else the case, else the local one.

    The place that names the address must also give the login: a password from another place is not
    sent there, so that a case from a stranger cannot collect the password of the environment. Only
    the database may be chosen by a stronger place than the address.

    Args:
        option_uri: Address given on the command line.
        option_username: User name given on the command line.
        option_password: Password given on the command line.
        option_database: Database given on the command line.
        case_settings: `uri`, `username`, `database` of case.toml. A password in it is an error.
        environment: Holds NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD, NEO4J_DATABASE.

    Returns:
        The address, or None when no place names one: then the case's local server is meant.

    Raises:
        UsageError: A login without an address, an unknown scheme, or a password in case.toml.
    """
    option = {
        "uri": option_uri,
        "username": option_username,
        "password": option_password,
        "database": option_database,
    }
    variables = {key: environment.get(f"NEO4J_{key.upper()}") for key in PARTS}
    stored = _case_place(case_settings or {})
    for origin, place in (("option", option), ("environment", variables), ("case", stored)):
        if place["uri"]:
            database = option_database or place["database"]
            return _address(origin, place, database)
        if origin == "option" and (option_username or option_password):
            raise UsageError(
                "A user name or password was given without the address of a server.",
                "Give the address with --uri too, or leave both to NEO4J_URI and its companions.",
            )
    return None


def _case_place(settings: Mapping[str, str]) -> dict[str, str | None]:
    place = {key: settings.get(key) for key in PARTS}
    if place["password"]:
        raise UsageError(
            "case.toml holds a password of Neo4j.",
            "Take it out (a case is copied and shared) and set NEO4J_URI and NEO4J_PASSWORD.",
        )
    return place


def _address(origin: str, place: Mapping[str, str | None], database: str | None) -> Address:
    uri = (place["uri"] or "").strip()
    scheme, separator, host = uri.partition("://")
    if not separator or scheme not in _SCHEMES or not host:
        raise UsageError(
            f"{_without_login(uri)!r} is no address of a Neo4j server.",
            "It looks like bolt://127.0.0.1:7687 or neo4j+s://example.org.",
        )
    if "@" in host:
        raise UsageError(
            "The address of the server holds a user name or password.",
            "Give them by NEO4J_USERNAME and NEO4J_PASSWORD, and the address without them.",
        )
    return Address(
        uri=uri,
        username=place["username"] or DEFAULT_USERNAME,
        password=place["password"] or "",
        database=database or DEFAULT_DATABASE,
        origin=origin,
    )


def _without_login(uri: str) -> str:
    return uri.rpartition("@")[2]


class Connection:
    """An open connection to one database; a context manager, to be closed.

    Attributes:
        address: Where it goes.
        driver: The driver, for what this class does not offer.
    """

    def __init__(self, address: Address, driver: "neo4j.Driver") -> None:
        self.address = address
        self.driver = driver

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give up all connections to the server."""
        self.driver.close()

    def read(
        self, cypher: str, parameters: Mapping[str, object], *, timeout_s: float
    ) -> tuple[list[str], list["neo4j.Record"]]:
        """Run one query in READ mode, in one transaction that the server ends after a time.

        READ mode keeps a query from writing to the graph; it is no sandbox. What a query may call
        is decided before it comes here.

        Args:
            cypher: The query.
            parameters: Its parameters.
            timeout_s: Seconds after which the server ends it; 0 for its own limit.

        Returns:
            The names of the columns and all records.

        Raises:
            QueryTimeout: It ran longer than allowed.
            QueryError: The server refuses it or it failed.
            ServerError: The server went away.
        """
        import neo4j

        with (
            _explained(self.address),
            self.driver.session(
                database=self.address.database, default_access_mode=neo4j.READ_ACCESS
            ) as session,
            session.begin_transaction(timeout=timeout_s or None) as transaction,
        ):
            result = transaction.run(cypher, dict(parameters))
            return list(result.keys()), list(result)

    def write(self, work: "Callable[[neo4j.ManagedTransaction], T]") -> T:
        """Run work in a managed transaction; it is run again when the server asks for it.

        Raises:
            QueryError: A statement failed.
            ServerError: The server went away and did not come back within 30 s.
        """
        with (
            _explained(self.address),
            self.driver.session(database=self.address.database) as session,
        ):
            return session.execute_write(work)

    def execute_implicit(
        self, cypher: str, parameters: Mapping[str, object]
    ) -> tuple[list[str], list["neo4j.Record"]]:
        """Run a statement that brings its own transactions: schema, CALL IN TRANSACTIONS.

        It is run once; a failure in the middle leaves what was committed.

        Raises:
            QueryError: The statement failed.
            ServerError: The server went away.
        """
        with (
            _explained(self.address),
            self.driver.session(database=self.address.database) as session,
        ):
            result = session.run(cypher, dict(parameters))
            return list(result.keys()), list(result)


def open_connection(address: Address) -> Connection:
    """Connect and prove it by a query: an open port is no answer.

    Raises:
        ServerError: Nothing listens, the login is refused, the encryption does not fit, or there is
            no such database.
    """
    import neo4j

    with _explained(address):
        driver = neo4j.GraphDatabase.driver(
            address.uri,
            auth=(address.username, address.password) if address.password else None,
            connection_timeout=_CONNECT_TIMEOUT_S,
            max_transaction_retry_time=_RETRY_S,
            notifications_min_severity=neo4j.NotificationMinimumSeverity.OFF,
            telemetry_disabled=True,
            user_agent=f"inunison/{__version__}",
        )
        with contextlib.ExitStack() as unless_proved:
            unless_proved.callback(driver.close)
            with driver.session(database=address.database) as session:
                session.run(_PROOFS.get(address.database, "RETURN 1")).consume()
            unless_proved.pop_all()
    return Connection(address, driver)


@contextlib.contextmanager
def _explained(address: Address) -> Iterator[None]:
    """Turn what the driver raises into what a person can act on."""
    from neo4j.exceptions import DriverError, Neo4jError

    try:
        yield
    except Neo4jError as error:
        _raise_interrupt(error)
        raise _server_said(address, error) from error
    except DriverError as error:
        _raise_interrupt(error)
        raise _driver_said(address, error) from error
    except (OSError, ValueError) as error:  # a name without an address, a malformed port
        _raise_interrupt(error)
        raise ServerError(
            f"No connection to {address.uri}: {_first_line(error)}.", _where_from(address)
        ) from error
    except _IN_DISORDER as error:
        _raise_interrupt(error)
        raise


def _raise_interrupt(error: BaseException) -> None:
    """Raise the interrupt that led to an error: a message that it cut is refused by the server.

    Raises:
        KeyboardInterrupt: The error arose while one was being handled.
    """
    before: BaseException | None = error
    while before is not None:
        if isinstance(before, KeyboardInterrupt):
            raise KeyboardInterrupt from error
        before = before.__context__


def _server_said(address: Address, error: "neo4j.exceptions.Neo4jError") -> InunisonError:
    code = error.code or ""
    said = _sentence(error.message or code)
    if "TransactionTimedOut" in code:
        return QueryTimeout(
            "The query ran longer than it was allowed to.",
            "Allow more time, or ask for less: a shorter period, a smaller limit.",
        )
    if ".Security." in code:
        return _login_refused(address, error)
    if code.endswith((".DatabaseNotFound", ".DatabaseUnavailable")):
        return ServerError(
            f"The server at {address.uri} has no running database {address.database!r}.",
            "Name another one by NEO4J_DATABASE or --database.",
        )
    if code.startswith("Neo.TransientError") or "MemoryPool" in code:
        return QueryError(f"The server could not do it now: {said}", "Try again, or ask for less.")
    return QueryError(f"Neo4j refused or failed: {said}", "")


def _login_refused(address: Address, error: "neo4j.exceptions.Neo4jError") -> ServerError:
    code = error.code or ""
    if code.endswith(".CredentialsExpired"):
        return ServerError(
            f"The server at {address.uri} wants the first password changed.",
            "Change it in Neo4j Browser, then set NEO4J_PASSWORD.",
        )
    if code.endswith(".AuthenticationRateLimit"):
        return ServerError(
            f"The server at {address.uri} was given a wrong password too often.",
            "Wait some seconds and set the right NEO4J_PASSWORD.",
        )
    if code.endswith(".Forbidden"):
        return ServerError(
            f"The user {address.username!r} may not do this on {address.uri}.",
            "Log in as a user who may.",
        )
    return ServerError(
        f"The server at {address.uri} refuses the login of user {address.username!r}.",
        _where_from(address),
    )


def _driver_said(address: Address, error: "neo4j.exceptions.DriverError") -> ServerError:
    text = " ".join(_chain(error))
    if any(word in text for word in ("SSL", "TLS", "certificate")):
        return ServerError(
            f"The encryption of {address.uri} does not fit the server's.",
            "Use bolt:// or neo4j:// for a server without a certificate, +s for one with a "
            "certificate that is trusted here, +ssc for one with its own.",
        )
    if "routing" in text:
        return ServerError(
            f"The server at {address.uri} gives no routing information.",
            "Use bolt:// in place of neo4j:// for a single server.",
        )
    if "did not look like" in text or "handshake" in text or "HTTP" in text:
        return ServerError(
            f"What listens at {address.uri} does not speak Bolt.",
            "Give the Bolt port (7687 by habit), not the port of the web pages.",
        )
    if "defunct" in text:
        return ServerError(
            f"Nothing answers at {address.uri} any more: the server went away.",
            f"Run it again. {_where_from(address)}",
        )
    return ServerError(
        f"Nothing answers at {address.uri}, or it went away: {_first_line(error)}.",
        _where_from(address),
    )


def _chain(error: BaseException | None) -> Iterator[str]:
    while error is not None:
        yield f"{type(error).__name__} {error}"
        error = error.__cause__ or error.__context__


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0].strip().rstrip(".:") or type(error).__name__


def _sentence(text: str) -> str:
    line = text.strip().partition("\n")[0].removesuffix("().").removesuffix("()").rstrip()
    return line if line.endswith((".", "!", "?")) else f"{line}."


def _where_from(address: Address) -> str:
    return {
        "option": "Check the address and login given on the command line.",
        "environment": "Check NEO4J_URI, NEO4J_USERNAME and NEO4J_PASSWORD, "
        "or unset them to use the local server.",
        "case": "Check the server named in case.toml; its password comes with NEO4J_URI "
        "and NEO4J_PASSWORD.",
        "local": "See `inunison server status` and `inunison server logs`.",
    }[address.origin]
