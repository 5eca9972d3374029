"""Accounts as numbers: what the arithmetic of networks works on instead of uids.

Owns the numbering: places from 0 in the order of the uids, and edges in the order of their ends.
Uids stay in the engine: as Python strings they would take more memory than all the numbers.
"""

import duckdb
import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]


class Numbered:
    """The edges of one table between numbered accounts.

    Attributes:
        size: Number of accounts; they are numbered 0 to size - 1.
    """

    def __init__(self, database: duckdb.DuckDBPyConnection, table: str, places: str) -> None:
        """Number the ends of the edges of a table.

        Args:
            database: The engine.
            table: A table with `start` and `end`.
            places: The table to make: `uid` and `place`.
        """
        self._database = database
        self._table = table
        self._places = places
        database.execute(
            f"""
            CREATE TABLE {places} AS SELECT uid, row_number() OVER (ORDER BY uid) - 1 AS place
            FROM (SELECT start AS uid FROM {table} UNION SELECT "end" FROM {table})
            """
        )
        counted = database.execute(f"SELECT count(*) FROM {places}").fetchone()
        self.size = int(counted[0]) if counted else 0

    def edges(self, weight: str) -> tuple[Whole, Whole, Whole]:
        """Return the start, the end and a whole number of each edge, in the order of the ends.

        Args:
            weight: The column with the number.
        """
        columns = self._database.execute(
            f"""
            SELECT first.place AS start, second.place AS "end", edge.{weight} AS weight
            FROM {self._table} AS edge JOIN {self._places} AS first ON first.uid = edge.start
            JOIN {self._places} AS second ON second.uid = edge."end"
            ORDER BY 1, 2
            """
        ).fetchnumpy()
        start, end, found = (
            np.asarray(columns[name], dtype=np.int64) for name in ("start", "end", "weight")
        )
        return start, end, found
