"""Load: the bulk road, Bolt, `neo4j-admin` alone on the same CSV files, and py2neo's bulk load.

Owns topic `load`. The state is made before and not counted. Our two roads begin with no server and
no database and end with one that answers; py2neo finds an empty server that runs already, which is
in its favour.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks import peers
from benchmarks.measuring import disk_mb
from benchmarks.results import Line
from benchmarks.setting import INUNISON, MILLION, Setting, Task, say, take
from inunison import Case
from inunison.errors import InunisonError
from inunison.graph import server
from inunison.graph.model import EDGES, NODES
from inunison.graph.server.places import server_folder

LOAD = "load"
BULK, BOLT = "inunison load, bulk road", "inunison load, Bolt"
ADMIN = "CSV writing, then neo4j-admin alone"
PY2NEO = "py2neo bulk load"


def measure(setting: Setting, posts: int) -> None:
    """Load by every road, in turn; the server is left with our graph in it."""
    case = Case.open(setting.case(posts))
    say("making the state")
    case.state()
    for run in setting.runs(posts):
        _py2neo(setting, case, posts, run)
        _admin(setting, case, posts, run)
        _road(setting, case, Task(LOAD, BOLT, posts, run), "bolt")
        _road(setting, case, Task(LOAD, BULK, posts, run), "bulk")


def _road(setting: Setting, case: Case, task: Task, road: str) -> None:
    if not setting.wanted(LOAD, task.name, task.posts, task.run):
        return
    if road == "bolt" and _takes_hours(setting, task):
        return
    command = [INUNISON, "load", "--case", str(case.folder.path)]
    if _has_roads():
        command += ["--road", road]
    elif road != "bolt":
        reason = "this version has no bulk road"
        setting.keep(Line(LOAD, task.name, task.posts, task.run, failed=reason))
        return
    server.forget_home(case.folder.id)
    written = server_folder(case.folder.id).path
    task = Task(LOAD, task.name, task.posts, task.run, case.folder.id, written)
    take(setting, task, command, state_mb=round(disk_mb(case.state().path), 1))


def _takes_hours(setting: Setting, task: Task) -> bool:
    """Tell whether a road statement by statement is left out, and say so in the results."""
    if task.posts <= MILLION:
        return False
    reason = "left out above a million posts: it would take hours"
    setting.keep(Line(LOAD, task.name, task.posts, task.run, failed=reason))
    return True


def _has_roads() -> bool:
    command = [INUNISON, "load", "--help"]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return "--road" in said


def _admin(setting: Setting, case: Case, posts: int, run: int) -> None:
    if not setting.wanted(LOAD, ADMIN, posts, run):
        return
    folder = setting.scratch("admin")
    command = [sys.executable, "-m", "benchmarks.admin_alone", str(case.folder.path), str(folder)]
    task = Task(LOAD, ADMIN, posts, run, written=folder / "home")
    take(setting, task, command, {"PYTHONPATH": str(Path(__file__).resolve().parent.parent)})
    shutil.rmtree(folder, ignore_errors=True)


def _py2neo(setting: Setting, case: Case, posts: int, run: int) -> None:
    if not setting.wanted(LOAD, PY2NEO, posts, run):
        return
    if _takes_hours(setting, Task(LOAD, PY2NEO, posts, run)) or run > 0:
        return
    try:
        program = peers.program(peers.PY2NEO, "python", setting.peers)
    except peers.PeerMissing as error:
        setting.keep(Line(LOAD, PY2NEO, posts, run, failed=str(error)))
        return
    empty = Case.create(setting.scratch("py2neo-case"))
    try:
        plan = setting.scratch("py2neo.json")
        plan.touch(mode=0o600)  # it holds the password of the server that is made for it
        plan.write_text(json.dumps(_plan(case, empty)), encoding="utf-8")
        script = str(Path(__file__).with_name("py2neo_load.py"))
        written = server_folder(empty.folder.id).path
        task = Task(LOAD, PY2NEO, posts, run, empty.folder.id, written)
        take(setting, task, [program, script, str(plan)])
    except InunisonError as error:  # its server could not be started: the other roads go on
        setting.keep(Line(LOAD, PY2NEO, posts, run, failed=str(error)[:200]))
    finally:
        setting.scratch("py2neo.json")
        server.forget_home(empty.folder.id)
        shutil.rmtree(empty.folder.path)


def _plan(case: Case, empty: Case) -> dict[str, object]:
    """Return the server of an empty case, started, and the tables of the state."""
    state, address = case.state(), empty.address()
    return {
        "uri": address.uri,
        "username": address.username,
        "password": address.password,
        "nodes": [
            (node.label, str(state.table(node.table)))
            for node in NODES
            if node.table and state.table(node.table).exists()
        ],
        "edges": [
            (edge.type, edge.start, edge.end, str(state.table(edge.table)))
            for edge in EDGES
            if state.table(edge.table).exists()
        ],
    }
