"""How long the stored questions take on a case: cold, warm, and what the server did for it.

`python -m benchmarks.questions --case DIR` asks every stored question with its default values.
Cold is the first question to a server that was just started, with nothing of the graph in the
memory of the server; warm is the median of the same question asked five times more.
"""

import argparse
import statistics
import time
from dataclasses import dataclass

from inunison import Case, queries
from inunison.graph import answers, server
from inunison.graph.connect import open_connection
from inunison.queries import Query

# Questions that need a value are given one that any case can answer: the most said long text.
_MOST_SAID = "MATCH (t:Text) WHERE t.evidence RETURN t.uid ORDER BY t.accounts DESC, t.uid LIMIT 1"
_TIMEOUT_S = 600.0


@dataclass(frozen=True)
class Times:
    """What one question took, in wall seconds, and how many rows it gave."""

    name: str
    cold: float
    warm: float
    rows: int
    total: int | None


def measure(case: Case, query: Query, *, runs: int = 5, restart: bool = True) -> Times:
    """Ask one question cold and then warm.

    Args:
        case: A case that is loaded, on its local server.
        query: The question.
        runs: How often it is asked warm.
        restart: Start the server anew before it.
    """
    if restart:
        server.stop(case.folder.id)
    with open_connection(case.address()) as connection:
        given: dict[str, object] = {}
        if any(each.required for each in query.parameters):
            given["text"] = connection.read(_MOST_SAID, {}, timeout_s=_TIMEOUT_S)[1][0][0]
        taken = []
        for _ in range(runs + 1):
            begun = time.perf_counter()
            answer = answers.ask(connection, query, given, timeout_s=_TIMEOUT_S)
            taken.append(time.perf_counter() - begun)
    return Times(query.name, taken[0], statistics.median(taken[1:]), len(answer.rows), answer.total)


def show(measured: list[Times]) -> None:
    """Print a table in Markdown."""
    print("| question | cold s | warm s | rows | of |")
    print("|---|---:|---:|---:|---:|")
    for each in measured:
        total = "" if each.total is None else f"{each.total:,}"
        print(f"| {each.name} | {each.cold:.2f} | {each.warm:.3f} | {each.rows} | {total} |")


def main() -> None:
    """Measure every stored question, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--case", required=True, help="A case with a local server.")
    parser.add_argument("--warm", action="store_true", help="Do not start the server anew.")
    parser.add_argument("--runs", type=int, default=5, help="How often each is asked warm.")
    parser.add_argument("names", nargs="*", help="Questions; else all.")
    options = parser.parse_args()
    case = Case.open(options.case)
    case.load()
    asked = [each for each in queries.shipped() if not options.names or each.name in options.names]
    show([measure(case, each, runs=options.runs, restart=not options.warm) for each in asked])


if __name__ == "__main__":
    main()
