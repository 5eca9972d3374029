"""The plan check: a query may read the graph, and nothing else.

Owns the decision what Neo4j is asked to run. READ mode alone is no sandbox: in it a query can read
files of the server with LOAD CSV, send rows out over http, kill connections, and fill the server's
memory with projections. So a query has to pass twice, before anything of it runs:

* its text: which procedures, functions and clauses it names, wherever they stand. Neo4j does not
  show the plan of a subquery inside a list or a CASE, so the plan alone would let LOAD CSV through;
* its plan, as EXPLAIN gives it: every operator must be one that is known to read.

Both are lists of what is allowed; what is not on them is refused by name.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inunison.errors import QueryError, RefusedQuery
from inunison.graph import reading
from inunison.graph.connect import Connection
from inunison.queries.tokens import Token, called, tokenize

PROCEDURES = frozenset(
    {
        "db.info",
        "db.labels",
        "db.ping",
        "db.propertyKeys",
        "db.relationshipTypes",
        "db.schema.nodeTypeProperties",
        "db.schema.relTypeProperties",
        "db.schema.visualization",
    }
)
# Namespaces of functions that compute on their arguments alone. Not gds.graph: gds.graph.project
# is a function, fills the server's memory, and passes for reading.
_FUNCTIONS = (
    "date.",
    "datetime.",
    "duration.",
    "gds.similarity.",
    "localdatetime.",
    "localtime.",
    "point.",
    "time.",
    "vector.similarity.",
)
_LANGUAGES = ("5", "25")
_ADVICE = "Only questions that read the graph are run."
_EXPLAIN_TIMEOUT_S = 30.0

# The operators of Neo4j 5 and later that read, without "@neo4j" and what stands in brackets.
_OPERATOR_WORDS = """
AllNodesScan Anti AntiConditionalApply AntiSemiApply Apply Argument ArgumentTracker AssertSameNode
AssertSameRelationship BFSPruningVarExpand BidirectionalRepeat CacheProperties CartesianProduct
ConditionalApply DirectedAllRelationshipsScan DirectedRelationshipByElementIdSeek
DirectedRelationshipByIdSeek DirectedRelationshipIndexContainsScan
DirectedRelationshipIndexEndsWithScan DirectedRelationshipIndexScan DirectedRelationshipIndexSeek
DirectedRelationshipIndexSeekByRange DirectedRelationshipTypeScan
DirectedRelationshipUniqueIndexSeek DirectedRelationshipUniqueIndexSeekByRange
DirectedUnionRelationshipTypesScan Distinct Eager EagerAggregation EmptyResult EmptyRow Error
ExhaustiveLimit Expand Filter IntersectionNodeByLabelsScan LetAntiSemiApply LetSelectOrAntiSemiApply
LetSelectOrSemiApply LetSemiApply Limit MultiNodeIndexSeek NodeByElementIdSeek NodeByIdSeek
NodeByIdSeekOrElementIdSeek NodeByLabelScan NodeCountFromCountStore NodeHashJoin
NodeIndexContainsScan NodeIndexEndsWithScan NodeIndexScan NodeIndexSeek NodeIndexSeekByRange
NodeLeftOuterHashJoin NodeRightOuterHashJoin NodeUniqueIndexSeek NodeUniqueIndexSeekByRange
NullifyMetadata Optional OptionalExpand OrderedAggregation OrderedDistinct OrderedUnion PartialSort
PartialTop PartitionedAllNodesScan PartitionedDirectedAllRelationshipsScan
PartitionedDirectedRelationshipIndexScan PartitionedDirectedRelationshipIndexSeek
PartitionedDirectedRelationshipIndexSeekByRange PartitionedDirectedRelationshipTypeScan
PartitionedDirectedUnionRelationshipTypesScan PartitionedIntersectionNodeByLabelsScan
PartitionedNodeByLabelScan PartitionedNodeIndexScan PartitionedNodeIndexSeek
PartitionedNodeIndexSeekByRange PartitionedSubtractionNodeByLabelsScan
PartitionedUndirectedAllRelationshipsScan PartitionedUndirectedRelationshipIndexScan
PartitionedUndirectedRelationshipIndexSeek PartitionedUndirectedRelationshipIndexSeekByRange
PartitionedUndirectedRelationshipTypeScan PartitionedUndirectedUnionRelationshipTypesScan
PartitionedUnionNodeByLabelsScan PartitionedUnwind PathPropagatingBFS PreserveOrder ProcedureCall
ProduceResults ProjectEndpoints Projection RelationshipCountFromCountStore RemoteBatchProperties
RemoteBatchPropertiesWithFilter Repeat RepeatOptions RollUpApply SelectOrAntiSemiApply
SelectOrSemiApply SemiApply ShortestPath ShowConstraints ShowFunctions ShowIndexes ShowProcedures
Skip Sort StatefulShortestPath SubtractionNodeByLabelsScan Top Top1WithTies TriadicBuild
TriadicFilter TriadicSelection UndirectedAllRelationshipsScan
UndirectedRelationshipByElementIdSeek UndirectedRelationshipByIdSeek
UndirectedRelationshipIndexContainsScan UndirectedRelationshipIndexEndsWithScan
UndirectedRelationshipIndexScan UndirectedRelationshipIndexSeek
UndirectedRelationshipIndexSeekByRange UndirectedRelationshipTypeScan
UndirectedRelationshipUniqueIndexSeek UndirectedRelationshipUniqueIndexSeekByRange
UndirectedUnionRelationshipTypesScan Union UnionNodeByLabelsScan Unwind ValueHashJoin
VarLengthExpand
"""
OPERATORS = frozenset(_OPERATOR_WORDS.split())
_OPERATOR_NAME = re.compile(r"\w+")
_PROCEDURE_NAME = re.compile(r"[\w.`]+")
# In a plan's details: names as written and text, which say nothing of what is done; calls.
_QUOTED = re.compile(r"`[^`]*`|\"[^\"]*\"|'[^']*'")
_CALLED = re.compile(r"((?:\w+\.)+\w+)\s*\(")


@dataclass(frozen=True)
class Plan:
    """What Neo4j would do for a query that may be run.

    Attributes:
        cypher: The text to run: as given, without a semicolon at its end.
        operators: The names of its operators, from the result down.
        notices: Status codes and texts of what Neo4j remarks, such as 01N50 (unknown label).
    """

    cypher: str
    operators: tuple[str, ...]
    notices: tuple[tuple[str, str], ...]


def check_text(cypher: str) -> str:
    """Return the text that may be sent to be explained: one statement, without its semicolon.

    Raises:
        RefusedQuery: It names a clause, a procedure or a function that is not allowed, or it is
            more than one statement.
        QueryError: It is empty, or a quote has no end.
    """
    tokens = tokenize(cypher)
    end = len(cypher)
    while tokens and tokens[-1].is_mark(";"):
        end = tokens.pop().start
    if not tokens:
        raise QueryError("There is no query.", "Give one, such as: MATCH (a:Account) RETURN a.")
    statement = tokens[2:] if _names_language(tokens) else tokens
    if not statement or statement[0].is_word("EXPLAIN", "PROFILE", "CYPHER"):
        raise RefusedQuery(
            f"The query begins with {(statement or tokens)[0].text}.",
            "Leave that out: it is explained before it is run, with the server's own options.",
        )
    for reason in _refusals(tokens):
        raise RefusedQuery(f"The query is not run: {reason}.", _ADVICE)
    return cypher[:end]


def _names_language(tokens: Sequence[Token]) -> bool:
    """Tell whether a text begins with the version of Cypher, and no option of the server after it.

    An option such as `runtime=slotted` could make the plan that is run another than the one seen.
    """
    if len(tokens) < 4 or not tokens[0].is_word("CYPHER"):
        return False
    return tokens[1].text in _LANGUAGES and not tokens[3].is_mark("=")


def _refusals(tokens: Sequence[Token]) -> Iterator[str]:
    for index, token in enumerate(tokens):
        before = tokens[index - 1] if index else None
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        if token.is_mark(";"):
            yield "it is more than one statement"
        if before is not None and before.is_mark(".", ":", "$"):
            continue  # the name of a property, a label or a type, not a clause
        if token.is_word("LOAD") and after is not None and after.is_word("CSV"):
            yield "LOAD CSV reads files and calls out"
        elif token.is_word("TRANSACTIONS", "TRANSACTION", "TERMINATE"):
            yield f"{token.text.upper()} belongs to the administration of the server"
        elif token.is_word("USE") and after is not None and after.is_name:
            yield "USE leads to another database"
        elif token.is_word("CALL") and after is not None and after.is_name:
            name = "".join(_dotted(tokens, index + 1))
            if name not in PROCEDURES:
                yield f"the procedure {name} is not on the list of those that only read"
    for name in sorted(called(tokens)):
        if not _is_allowed_function(name) and name not in PROCEDURES:
            yield f"the function {name} is not on the list of those that only compute"


def _dotted(tokens: Sequence[Token], start: int) -> Iterator[str]:
    """Yield the parts and dots of a name with a namespace that begins at this index."""
    for token in tokens[start:]:
        if not (token.is_name or token.is_mark(".")) or token.is_word("YIELD"):
            return
        yield token.text


def _is_allowed_function(name: str) -> bool:
    return name.lower().startswith(_FUNCTIONS)


def check_plan(
    connection: Connection,
    cypher: str,
    parameters: Mapping[str, object],
    *,
    timeout_s: float = _EXPLAIN_TIMEOUT_S,
) -> Plan:
    """Return what Neo4j would do for a query, if that is reading the graph and nothing else.

    Args:
        connection: The database that will run it.
        cypher: The query.
        parameters: Its parameters, as they will be bound.
        timeout_s: Seconds after which explaining it is given up.

    Raises:
        RefusedQuery: It would write, read files, call out or administer the server.
        QueryError: Neo4j does not understand it.
        ServerError: The server went away.
    """
    text = check_text(cypher)
    summary = reading.explain(connection, text, parameters, timeout_s=timeout_s)
    if summary.plan is None:
        raise RefusedQuery("Neo4j gives no plan for the query, so it is not run.", _ADVICE)
    for reason in _plan_refusals(summary.plan):
        raise RefusedQuery(f"The query is not run: {reason}.", _ADVICE)
    if summary.query_type != "r":
        raise RefusedQuery("The query is not run: it would do more than read.", _ADVICE)
    return Plan(
        cypher=text,
        operators=tuple(_operator(each) for each in _walk(summary.plan)),
        notices=tuple(
            (status.gql_status, status.status_description)
            for status in summary.gql_status_objects
            if status.gql_status.startswith("01")
        ),
    )


def _walk(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield an operator and all below it, without recursion: plans can be deep."""
    waiting = [plan]
    while waiting:
        operator = waiting.pop()
        yield operator
        waiting.extend(reversed(operator.get("children") or ()))


def _operator(plan: Mapping[str, Any]) -> str:
    found = _OPERATOR_NAME.match(str(plan.get("operatorType", "")))
    return found.group() if found else ""


def _plan_refusals(plan: Mapping[str, Any]) -> Iterator[str]:
    for each in _walk(plan):
        name = _operator(each)
        details = str((each.get("args") or {}).get("Details", ""))
        if name not in OPERATORS:
            yield f"its plan holds {name or 'an operator without a name'}, which is not reading"
        if name == "ProcedureCall":
            found = _PROCEDURE_NAME.match(details)
            procedure = found.group().replace("`", "") if found else ""
            if procedure not in PROCEDURES:
                yield (
                    f"its plan calls {procedure or 'a procedure'}, which is not on the list of"
                    " those that only read"
                )
        yield from _hidden(details)


def _hidden(details: str) -> Iterator[str]:
    """Yield what the details of an operator show of subqueries that have no operators."""
    bare = _QUOTED.sub(" ", details)
    if "LOAD CSV" in bare:
        yield "its plan holds LOAD CSV, which reads files and calls out"
    for name in _CALLED.findall(bare):
        if not _is_allowed_function(name) and name not in PROCEDURES:
            yield f"its plan calls {name}, which is not on the list of those that only read"
