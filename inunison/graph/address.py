"""Where a Neo4j is and how to log in. Holds values; connects to nothing, imports no driver."""

from dataclasses import dataclass, field

DEFAULT_USERNAME = "neo4j"
DEFAULT_DATABASE = "neo4j"


@dataclass(frozen=True)
class Address:
    """One Neo4j database and the login for it.

    Attributes:
        uri: bolt://, neo4j:// and their +s and +ssc forms.
        username: User name; empty for a server without authentication.
        password: Never printed and never written to a case.
        database: Name of the database.
        origin: Where the address came from: "option", "environment", "case" or "local".
    """

    uri: str
    username: str
    password: str = field(repr=False)
    database: str
    origin: str
