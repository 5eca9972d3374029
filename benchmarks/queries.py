"""Questions: how long each stored one takes on a loaded case, on a cold server and on a warm one.

Owns topic `queries`. Cold: the server was started for this question and the files of its store were
dropped from the memory of the system before. Warm: the median of five more. A question is asked as
a user of the library asks it, the check of the plan and the count of all rows with it.
"""

import os
import statistics
import time
from pathlib import Path
from typing import Any

from benchmarks.results import Line
from benchmarks.setting import Setting, say
from inunison import Case
from inunison.errors import InunisonError
from inunison.graph import server
from inunison.graph.server.places import server_folder

QUERIES = "queries"
_WARM = 5
_TIMEOUT_S = 600.0
_MOST = (
    (
        "text-timeline",
        "text",
        "MATCH (text:Text) RETURN text.uid ORDER BY text.posts DESC, text.uid LIMIT 1",
    ),
    (
        "conversation",
        "post",
        "MATCH (post:Post)<-[reply:REPLIES_TO]-() WITH post, count(reply) AS replies"
        " RETURN post.uid ORDER BY replies DESC, post.uid LIMIT 1",
    ),
)


def measure(setting: Setting, posts: int) -> None:
    """Ask every stored question that the case knows, cold once and then warm."""
    case = Case.open(setting.case(posts))
    case.load()
    given = defaults(case)
    for name in answerable(case, given):
        if setting.wanted(QUERIES, name, posts, 0):
            setting.keep(asked(case, name, posts, given.get(name, {})))


def answerable(case: Case, given: dict[str, dict[str, Any]]) -> list[str]:
    """Return the questions for which nothing is missing: of a finding, none can be asked here."""
    return [
        name
        for name, query in sorted(case.queries().items())
        if all(not each.required or each.name in given.get(name, {}) for each in query.parameters)
    ]


def defaults(case: Case) -> dict[str, dict[str, Any]]:
    """Return parameters that have no default: the text said most often, the post answered most."""
    found: dict[str, dict[str, Any]] = {}
    for name, parameter, cypher in _MOST:
        rows = case.cypher(cypher, timeout_s=_TIMEOUT_S).rows
        if rows:
            found[name] = {parameter: rows[0][0]}
    return found


def asked(case: Case, name: str, posts: int, given: dict[str, Any]) -> Line:
    """Ask one question of a loaded case, cold once and then warm."""
    say(f"asking {name}")
    try:
        server.stop(case.folder.id)
        _drop_from_memory(server_folder(case.folder.id).home)
        case.address()
        cold, rows = _time(case, name, given)
        warm = [_time(case, name, given)[0] for _ in range(_WARM)]
    except InunisonError as error:
        return Line(QUERIES, name, posts, 0, failed=str(error)[:200])
    facts = {"cold_s": round(cold, 4), "rows": rows, "slowest_s": round(max(warm), 4)}
    return Line(QUERIES, name, posts, 0, statistics.median(warm), facts=facts)


def _time(case: Case, name: str, given: dict[str, Any]) -> tuple[float, int]:
    begun = time.perf_counter()
    answer = case.find(name, timeout_s=_TIMEOUT_S, **given)
    return time.perf_counter() - begun, len(answer.rows)


def _drop_from_memory(home: Path) -> None:
    """Ask the system to forget the pages of the store; no rights are needed for one's own files."""
    if not hasattr(os, "posix_fadvise"):
        return
    for path in home.rglob("*"):
        if path.is_file():
            opened = os.open(path, os.O_RDONLY)
            try:
                os.fdatasync(opened)
                os.posix_fadvise(opened, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(opened)
