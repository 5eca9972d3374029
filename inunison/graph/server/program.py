"""Which Neo4j the local server is: the long-term release, or the newest.

Owns the table of programs and the variable that chooses between them. Looks at no file.
"""

import os
from dataclasses import dataclass

from inunison.errors import UsageError

VARIABLE = "INUNISON_NEO4J"


@dataclass(frozen=True)
class Program:
    """One Neo4j that can be the local server.

    Attributes:
        series: What it is chosen by.
        version: Version of Neo4j.
        jars: Name of the committed list of its files.
        main: Java class that is the server.
        java: Major versions of Java that it runs on.
        plugins: Version of the Graph Data Science library.
    """

    series: str
    version: str
    jars: str
    main: str
    java: tuple[int, ...]
    plugins: str


LONG_TERM = Program(
    series="5.26",
    version="5.26.30",
    jars="jars-5.26.tsv",
    main="org.neo4j.server.CommunityEntryPoint",
    java=(17, 21),
    plugins="2.13.9",
)
NEWEST = Program(
    series="2026.08",
    version="2026.08.1",
    jars="jars-2026.08.tsv",
    main="org.neo4j.server.Neo4jCommunity",
    java=(25,),
    plugins="2.26.0",
)
PROGRAMS = (LONG_TERM, NEWEST)


def chosen() -> Program:
    """Return the program that INUNISON_NEO4J names; the long-term release when it is not set.

    Raises:
        UsageError: It names another one than those there are.
    """
    wanted = os.environ.get(VARIABLE, "").strip()
    if not wanted:
        return LONG_TERM
    for program in PROGRAMS:
        if wanted in (program.series, program.version):
            return program
    raise UsageError(
        f"{VARIABLE} is {wanted[:80]!r}.",
        f"Give one of {', '.join(program.series for program in PROGRAMS)}, or unset it.",
    )
