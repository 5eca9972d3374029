"""The Cypher that makes, fills and empties the graph, made from the model.

Owns every statement of the load road; no other module writes one. Names come from the model alone
and values are always parameters, so no text of a file can become part of a statement.
"""

from inunison.graph.kinds import Edge, Node
from inunison.graph.model import EDGES, NODES

CASE_STATUS = """
OPTIONAL MATCH (case:Case)
WITH collect(case) AS cases
CALL () { MATCH (any) RETURN count(any) AS nodes }
RETURN [case IN cases | case {.uid, .name, .state, .loading, .base, .schema_version}] AS cases,
    nodes
""".strip()

CASE_BEGIN = """
MERGE (case:Case {uid: $uid})
SET case.name = $name, case.loading = $loading, case.base = $base,
    case.schema_version = $schema_version, case.tool_version = $tool_version,
    case.state = null, case.loaded_at = null
""".strip()

CASE_DONE = """
MATCH (case:Case {uid: $uid})
SET case.state = $state, case.loaded_at = datetime(), case.loading = null, case.base = null
""".strip()


INDEX_NAMES = "SHOW INDEXES YIELD name, state WHERE state = 'ONLINE' RETURN name"

AWAIT_INDEXES = "CALL db.awaitIndexes(3600)"

# Each gives what a database has by the names that its makers chose.
NAMES = {
    "label": "CALL db.labels() YIELD label AS name RETURN name ORDER BY name",
    "relationship": "CALL db.relationshipTypes() YIELD relationshipType AS name"
    " RETURN name ORDER BY name",
    "property": "CALL db.propertyKeys() YIELD propertyKey AS name RETURN name ORDER BY name",
    "index": "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name ORDER BY name",
}


def schema() -> dict[str, str]:
    """Return the statements that make constraints and indexes, by the name of what they make."""
    unique = {
        f"{node.label.lower()}_uid": f"CREATE CONSTRAINT {node.label.lower()}_uid IF NOT EXISTS "
        f"FOR (n:{node.label}) REQUIRE n.uid IS UNIQUE"
        for node in NODES
    }
    indexes = {
        f"{node.label.lower()}_{name}": f"CREATE INDEX {node.label.lower()}_{name} IF NOT EXISTS "
        f"FOR (n:{node.label}) ON (n.{name})"
        for node in NODES
        for name in node.indexed
    }
    return unique | indexes


def put_nodes(node: Node) -> str:
    """Return the statement that writes nodes from `$rows`: maps with `uid` and what is known."""
    return f"UNWIND $rows AS row\nMERGE (n:{node.label} {{uid: row.uid}})\nSET n = row"


def remove_nodes(node: Node) -> str:
    """Return the statement that deletes nodes, and their edges, by the uids in `$rows`."""
    return f"UNWIND $rows AS row\nMATCH (n:{node.label} {{uid: row.uid}})\nDETACH DELETE n"


def _ends(edge: Edge) -> str:
    return (
        f"UNWIND $rows AS row\nMATCH (start:{edge.start} {{uid: row.start}})\n"
        f"MATCH (end:{edge.end} {{uid: row.end}})"
    )


def _arrow(edge: Edge) -> str:
    keys = ", ".join(f"{key}: row.properties.{key}" for key in edge.keys)
    return f"(start)-[edge:{edge.type}{f' {{{keys}}}' if keys else ''}]->(end)"


def put_edges(edge: Edge) -> str:
    """Return the statement that writes edges from `$rows`: maps of start, end and properties."""
    fill = "\nSET edge = row.properties" if edge.properties else ""
    return f"{_ends(edge)}\nMERGE {_arrow(edge)}{fill}"


def remove_edges(edge: Edge) -> str:
    """Return the statement that deletes edges by the ends (and keys) in `$rows`."""
    return f"{_ends(edge)}\nMATCH {_arrow(edge)}\nDELETE edge"


def clear(node: Node) -> str:
    """Return the statement that deletes all nodes of a label, in transactions of its own."""
    return f"MATCH (n:{node.label})\nCALL (n) {{ DETACH DELETE n }} IN TRANSACTIONS OF 10000 ROWS"


def counts() -> str:
    """Return the statement that counts everything of ours: rows of `name` and `count`.

    One statement, because planning thirty takes seconds on a server that has just started.
    """
    nodes = [
        f"MATCH (n:{node.label}) WITH count(n) AS count RETURN '{node.label}' AS name, count"
        for node in NODES
        if node.table
    ]
    edges = [
        f"MATCH ()-[r:{edge.type}]->() WITH count(r) AS count RETURN '{edge.type}' AS name, count"
        for edge in EDGES
    ]
    return "\nUNION ALL\n".join(nodes + edges)


def files() -> dict[str, str]:
    """Return the generated files of the folder `cypher`, by their path in it."""
    note = "// Made from the graph model; do not edit.\n"
    loads = {
        f"load/nodes/{node.table}.cypher": f"{note}// {node.meaning}\n{put_nodes(node)}\n"
        for node in NODES
        if node.table
    }
    edges = {
        f"load/edges/{edge.table}.cypher": (
            f"{note}// ({edge.start})-[:{edge.type}]->({edge.end}): {edge.meaning}\n"
            f"{put_edges(edge)}\n"
        )
        for edge in EDGES
    }
    return {"schema/schema.cypher": note + ";\n".join(schema().values()) + ";\n", **loads, **edges}
