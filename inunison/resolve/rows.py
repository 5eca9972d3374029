"""The rows of all sources, side by side, as resolution reads them.

Owns the step from parts on disk to four views (`account_rows`, `post_rows`, `observation_rows`,
`article_rows`), each with the source it came from, its place in the part, and how far that source
is to be trusted. Changes no value.
"""

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from inunison import engine
from inunison.sources import Source
from inunison.sources.parts import SCHEMAS

_SOURCES = pa.schema([("source", pa.string()), ("rank", pa.int64()), ("captured_at", pa.int64())])


def gather(database: duckdb.DuckDBPyConnection, sources: Sequence[Source]) -> None:
    """Make the views over the parts of all sources.

    Args:
        database: The engine; gets the tables `sources`, `members` and one view per kind.
        sources: The sources of the case, in any order.
    """
    described = pa.table(
        {
            "source": [source.sha256 for source in sources],
            "rank": [source.rank for source in sources],
            "captured_at": [source.captured_at or 0 for source in sources],
        },
        schema=_SOURCES,
    )
    database.register("described", described)
    database.execute("CREATE TABLE sources AS SELECT * FROM described")
    database.unregister("described")
    _name_members(database, sources)
    for kind, schema in SCHEMAS.items():
        _gather_kind(database, kind, schema, sources)


def _name_members(database: duckdb.DuckDBPyConnection, sources: Sequence[Source]) -> None:
    """Make `members`: the name of each file inside a source that holds more than one."""
    named = [
        (source.sha256, index, name)
        for source in sources
        if len(source.members) > 1
        for index, name in enumerate(source.members)
    ]
    database.execute("CREATE TABLE members (source VARCHAR, member INTEGER, member_name VARCHAR)")
    if named:
        database.executemany("INSERT INTO members VALUES (?, ?, ?)", named)


def _gather_kind(
    database: duckdb.DuckDBPyConnection, kind: str, schema: pa.Schema, sources: Sequence[Source]
) -> None:
    parts = [source.part(kind) for source in sources if source.part(kind).exists()]
    view = f"{kind.removesuffix('s')}_rows"
    if not parts:
        database.register("nothing", schema.empty_table())
        database.execute(f"CREATE TABLE no_{kind} AS SELECT * FROM nothing")
        database.unregister("nothing")
        database.execute(
            f"CREATE VIEW {view} AS SELECT *, 0::BIGINT AS file_row_number,"
            f" '' AS source, 0::BIGINT AS rank, 0::BIGINT AS captured_at"
            f" FROM no_{kind}"
        )
        return
    names = ", ".join("'" + engine.literal(part).replace("'", "''") + "'" for part in parts)
    # The folder of a part is named by the hash of its source: no column need repeat it per row.
    database.execute(
        f"""
        CREATE VIEW {view} AS
        SELECT part.* EXCLUDE (filename), sources.*
        FROM read_parquet([{names}], filename = true, file_row_number = true) AS part
        JOIN sources ON sources.source = parse_path(part.filename)[-2]
        """
    )
