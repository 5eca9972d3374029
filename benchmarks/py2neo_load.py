"""A plain bulk load by py2neo of a state's tables, as its own documentation does it.

Run by the Python of py2neo's environment: `python py2neo_load.py PLAN`. PLAN is a JSON file with
the server and the tables: constraints first, then `create_nodes` and `create_relationships`.
Nodes are keyed by `uid`; values are those of the Parquet files, instants as whole numbers.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq  # of that environment
from py2neo import Graph
from py2neo.bulk import create_nodes, create_relationships

_ROWS = 10_000


def main() -> None:
    """Load every table of the plan and print how much was loaded."""
    plan = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    graph = Graph(plan["uri"], auth=(plan["username"], plan["password"]))
    begun = time.perf_counter()
    for label, _ in plan["nodes"]:
        graph.run(f"CREATE CONSTRAINT FOR (n:{label}) REQUIRE n.uid IS UNIQUE")
    graph.run("CALL db.awaitIndexes(600)")
    nodes = sum(_nodes(graph, label, path) for label, path in plan["nodes"])
    edges = sum(_edges(graph, *each) for each in plan["edges"])
    print(f"nodes={nodes}\nedges={edges}\nload_s={time.perf_counter() - begun:.3f}")


def _nodes(graph: Any, label: str, path: str) -> int:
    count = 0
    for batch in pq.ParquetFile(path).iter_batches(_ROWS):
        rows = [_present(row) for row in batch.to_pylist()]
        create_nodes(graph.auto(), rows, labels={label})
        count += len(rows)
    return count


def _edges(graph: Any, kind: str, start: str, end: str, path: str) -> int:
    count = 0
    for batch in pq.ParquetFile(path).iter_batches(_ROWS):
        rows = [_edge(row) for row in batch.to_pylist()]
        create_relationships(
            graph.auto(), rows, kind, start_node_key=(start, "uid"), end_node_key=(end, "uid")
        )
        count += len(rows)
    return count


def _edge(row: dict[str, Any]) -> tuple[Any, dict[str, Any], Any]:
    start, end = row.pop("start"), row.pop("end")
    return start, _present(row), end


def _present(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


if __name__ == "__main__":
    main()
