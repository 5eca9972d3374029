"""The statements made from the model: names from the model alone, values as parameters alone."""

import re

import pytest

from inunison.graph import statements
from inunison.graph.kinds import Edge, Node
from inunison.graph.model import CASE, EDGES, LABELS, NODES, node

_SAFE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def test_every_name_of_the_model_can_stand_in_cypher_and_is_used_once() -> None:
    names = [each.label for each in NODES] + [each.type for each in EDGES]
    names += [each.table for each in (*NODES, *EDGES) if each.table]
    assert len(set(names)) == len(names)
    for each in (*NODES, *EDGES):
        properties = [held.name for held in each.properties]
        assert len(set(properties)) == len(properties)
        assert all(_SAFE.fullmatch(name) for name in properties)
        assert "uid" not in properties
    assert all(_SAFE.fullmatch(name) for name in names)


def test_every_end_of_an_edge_is_a_label() -> None:
    assert {end for edge in EDGES for end in (edge.start, edge.end)} <= set(LABELS)


def test_every_key_and_index_is_a_property() -> None:
    for each in NODES:
        assert set(each.indexed) <= {held.name for held in each.properties}
    for edge in EDGES:
        assert set(edge.keys) <= {held.name for held in edge.properties}


def test_every_part_of_the_model_says_what_it_means() -> None:
    for each in (*NODES, *EDGES):
        assert each.meaning
        assert all(held.meaning for held in each.properties)


@pytest.mark.parametrize("each", NODES, ids=lambda each: each.label)
def test_nodes_are_merged_by_uid_and_values_are_parameters(each: Node) -> None:
    for statement in (statements.put_nodes(each), statements.remove_nodes(each)):
        assert f"(n:{each.label} {{uid: row.uid}})" in statement
        assert "$rows" in statement
        assert "'" not in statement


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: edge.type)
def test_edges_are_merged_between_their_ends(edge: Edge) -> None:
    for statement in (statements.put_edges(edge), statements.remove_edges(edge)):
        assert f"(start:{edge.start} {{uid: row.start}})" in statement
        assert f"(end:{edge.end} {{uid: row.end}})" in statement
        assert f":{edge.type}" in statement
        assert "'" not in statement
    assert ("SET edge" in statements.put_edges(edge)) == bool(edge.properties)
    for key in edge.keys:
        assert f"{key}: row.properties.{key}" in statements.remove_edges(edge)


def test_every_label_has_a_unique_key_and_its_indexes() -> None:
    made = statements.schema()
    assert all(name in statement for name, statement in made.items())
    assert all("IF NOT EXISTS" in statement for statement in made.values())
    for label in LABELS:
        assert f"{label.lower()}_uid" in made
    assert len(made) == len(NODES) + sum(len(each.indexed) for each in NODES)


def test_counting_is_one_statement_over_everything_that_is_loaded() -> None:
    counted = statements.counts()
    for label in LABELS:
        assert (f"'{label}'" in counted) == (label != CASE.label)
    assert all(f"'{edge.type}'" in counted for edge in EDGES)


def test_the_files_hold_every_table_once() -> None:
    made = statements.files()
    assert len(made) == 1 + sum(1 for each in NODES if each.table) + len(EDGES)
    assert all(text.startswith("// Made from the graph model") for text in made.values())


def test_a_node_is_found_by_its_label() -> None:
    assert node("Post").table == "posts"
    with pytest.raises(KeyError):
        node("Recipe")
