"""Names in queries against the model, and tokens: typos are found, everything right passes."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison import queries
from inunison.errors import QueryError
from inunison.graph.model import EDGES, NODES
from inunison.queries.names import unknown_names
from inunison.queries.tokens import TokenKind, called, literal, parameters, tokenize, with_values


def unknown(text: str) -> list[str]:
    """The names that the model does not have."""
    return [token.text for token, _ in unknown_names(tokenize(text))]


RIGHT = [
    "MATCH (a:Account {handle: $h})-[:POSTED {inferred: true}]->(p:Post) RETURN p.created_at.year",
    "MATCH (a:Account|Post) WHERE a:Account AND a.uid = 'x' RETURN a {.uid, .handle} AS a",
    "MATCH (a:Account)-[r:REPOSTED|CO_ACTED*1..3]->(b) RETURN b.handle",
    "WITH {made: 1, other: {inner: 2}} AS m RETURN m.made, m.other.inner",
    "MATCH (a:Account) WITH a.posts AS many RETURN [x IN collect({n: many}) | x.n] AS n",
    "MATCH (a:Account) WHERE EXISTS { (a)-[:POSTED]->(:Post {kind: 'post'}) } RETURN count(*)",
    "RETURN CASE WHEN true THEN {a: 1}.a END AS x, duration({seconds: 5}).seconds AS s",
    "RETURN vector.similarity.cosine([1.0], [1.0]) AS v, datetime.fromepoch(1, 1) AS t",
    "RETURN 'a:Nope b.nope' AS x // :Nope n.nope",
    "RETURN duration.between(date(), date()).days AS d, {year: 2020}['year'] AS y",
    "MATCH (`the account`:Account) RETURN `the account`.`handle`",
]
WRONG = [
    ("MATCH (a:Accuont) RETURN a", ["Accuont"]),
    ("MATCH (a:Account)-[:REPOSTEDD]->() RETURN a", ["REPOSTEDD"]),
    ("MATCH (a:Account)-[:POSTED|REPLYS]->() RETURN a", ["REPLYS"]),
    ("MATCH (a:POSTED) RETURN a", ["POSTED"]),
    ("MATCH ()-[r:Account]->() RETURN r", ["Account"]),
    ("MATCH (a:Account) RETURN a.comunity", ["comunity"]),
    ("MATCH (a:Account) RETURN a.sample", ["sample"]),
    ("MATCH (a:Account {handel: $h}) RETURN a", ["handel"]),
    ("MATCH ()-[r:REPOSTED {times: 1}]->() RETURN r", ["times"]),
    ("MATCH ()-[r:REPOSTED]->() RETURN r.count", ["count"]),
    ("MATCH (a:Account) WITH a AS b RETURN b.comunity", ["comunity"]),
    ("MATCH (a:Account) WHERE a:Acc RETURN a", ["Acc"]),
    ("MATCH (a:Account) RETURN a {.uid, .handel}", ["handel"]),
    ("MATCH (a:Account) WITH collect(a) AS l RETURN [x IN l | x.handel]", ["handel"]),
    ("MATCH (a:Account) RETURN a.`handel`", ["handel"]),
    ("MATCH (:Account)-[:POSTED]->(p:Post|Pots) RETURN p", ["Pots"]),
]


@pytest.mark.parametrize("text", RIGHT)
def test_names_of_the_model_pass(text: str) -> None:
    assert unknown(text) == []


@pytest.mark.parametrize(("text", "names"), WRONG)
def test_a_name_that_the_model_has_not_is_found(text: str, names: list[str]) -> None:
    assert unknown(text) == names


@pytest.mark.parametrize("node", NODES, ids=lambda node: node.label)
def test_every_label_and_property_is_known(node: object) -> None:
    for each in NODES:
        for name in ("uid", *(held.name for held in each.properties)):
            assert unknown(f"MATCH (n:{each.label} {{{name}: 1}}) RETURN n.{name}") == []


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: edge.type)
def test_every_type_and_property_is_known(edge: object) -> None:
    for each in EDGES:
        for held in each.properties:
            text = f"MATCH (:{each.start})-[r:{each.type}]->(:{each.end}) RETURN r.{held.name}"
            assert unknown(text) == []


@pytest.mark.parametrize("query", queries.shipped(), ids=lambda query: query.name)
def test_any_misspelt_name_of_ours_is_found(query: queries.Query) -> None:
    """Every label, type and property of every shipped question, one after the other misspelt."""
    held = r"(?:account|member|other|post|text|said|tag|reposted)"
    found = list(re.finditer(rf":[A-Z]\w+|\b{held}\.[a-z_]+\b", query.cypher))
    assert found
    for match in found:
        typo = f"{match.group()}x".lstrip(":").rpartition(".")[2]
        text = f"{query.cypher[: match.end()]}x{query.cypher[match.end() :]}"
        assert typo in unknown(text)


def test_tokens_know_where_strings_and_comments_end() -> None:
    text = "RETURN 'it\\'s' AS `a``b`, $`p q`, 1..2, 1.5e3 // $no\n/* $no */ + \"$no\""
    tokens = tokenize(text)
    assert [(token.kind, token.text) for token in tokens[:5]] == [
        (TokenKind.WORD, "RETURN"),
        (TokenKind.STRING, "'it\\'s'"),
        (TokenKind.WORD, "AS"),
        (TokenKind.NAME, "a`b"),
        (TokenKind.MARK, ","),
    ]
    assert parameters(tokens) == {"p q"}
    assert tokens[-1].kind is TokenKind.STRING


def test_calls_with_a_namespace_are_found_however_they_are_written() -> None:
    text = (
        "RETURN gds.graph . `project`\n(1), date(), point.distance(1, 2), a.b, x /* */ . y /**/ ("
    )
    assert called(tokenize(text)) == {"gds.graph.project", "point.distance", "x.y"}


@pytest.mark.parametrize("text", ["RETURN 'x", 'RETURN "x', "RETURN `x", "RETURN 1 /* x"])
def test_what_has_no_end_is_an_error(text: str) -> None:
    with pytest.raises(QueryError, match="has no end"):
        tokenize(text)


@pytest.mark.parametrize("text", ["RETURN '\\u0027'", "L\\u004fAD", "RETURN '\\\\\\u0027'"])
def test_unicode_escapes_are_an_error(text: str) -> None:
    with pytest.raises(QueryError, match="escape"):
        tokenize(text)


def test_an_escaped_backslash_before_u_is_none() -> None:
    assert len(tokenize("RETURN '\\\\u0027'")) == 2


@pytest.mark.parametrize("character", ["\u200b", "\u180e", "\ufeff", "\x00", "\u202e", "\ue000"])
def test_invisible_characters_outside_of_text_are_an_error(character: str) -> None:
    with pytest.raises(QueryError, match="invisible"):
        tokenize(f"LOAD{character}CSV")
    assert len(tokenize(f"RETURN '{character}'")) == 2


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_text_becomes_one_string_token(value: str) -> None:
    (token,) = tokenize(literal(value))
    assert token.kind is TokenKind.STRING


@given(st.text(max_size=200))
def test_tokens_lie_in_order_within_the_text(text: str) -> None:
    try:
        tokens = tokenize(text)
    except QueryError:
        return
    ends = [0, *(token.end for token in tokens)]
    for token, before in zip(tokens, ends, strict=False):
        assert before <= token.start < token.end <= len(text)


def test_values_take_the_places_of_parameters() -> None:
    text = "WHERE a = $a AND b IN $b AND c = '$a' AND d = $d // $a"
    values: dict[str, object] = {"a": "it's", "b": [1, None, True], "d": 1.5}
    assert with_values(text, values) == (
        "WHERE a = 'it\\'s' AND b IN [1, null, true] AND c = '$a' AND d = 1.5 // $a"
    )
    moment = datetime(2021, 3, 6, tzinfo=UTC)
    assert literal(moment) == "datetime('2021-03-06T00:00:00+00:00')"
    with pytest.raises(TypeError, match="no Cypher literal"):
        literal(object())
