"""Detection: one trace with our tests, against the toolkit's networks without any.

Owns topic `detect`. Both sides begin with the same posts already read: we with the state of the
case (texts fingerprinted), the toolkit with the database that its `preprocess` made. Its co_tweet
normalises texts as part of `compute`, which is its own way and is in its time. Both look at windows
of 60 seconds. The toolkit keeps pairs of its default weight and stops there; we test them, judge
groups and write findings.
"""

import shutil
import sys

from benchmarks import peers
from benchmarks.measuring import measure as taken
from benchmarks.results import Line
from benchmarks.setting import Setting, Task, say, take
from inunison import Case
from inunison.detect.statefamilies import VERSION as FAMILIES

DETECT = "detect"
# Our traces beside the toolkit's names of what comes nearest.
TRACES = {"co_repost": "co_retweet", "co_text": "co_tweet"}
WINDOW_S = 60

_OURS = """
import sys, time
from inunison import Case
from inunison.detect.detection import detect
from inunison.detect.setting import Settings
case = Case.open(sys.argv[1])
settings = Settings(traces=(sys.argv[2],), ladder_s=(int(sys.argv[3]),), cross_check=False)
steps = []
made = detect(
    case.folder, case.state(), case.sources(), settings,
    narrate=lambda sentence: steps.append((sentence, time.perf_counter())),
    progress=lambda what, *_: steps.append((what, time.perf_counter())),
)
steps.append(("end", time.perf_counter()))
for (step, begun), (_, ended) in zip(steps, steps[1:]):
    if step == "Comparing texts ...":
        print(f"families_s={ended - begun:.3f}")
    if step == sys.argv[2]:
        print(f"trace_s={ended - begun:.3f}")
(trace,) = made.run["traces"]
for name in ("events", "accounts", "objects", "proposed", "findings"):
    print(f"{name}={trace[name]}")
"""


def ours(trace: str) -> str:
    """Return what our detection of a trace is called in the results."""
    return f"inunison detect, {trace}, tests and findings"


def theirs(trace: str) -> str:
    """Return what the toolkit's network beside a trace is called."""
    return f"coordination-network-toolkit compute {TRACES[trace]}"


def measure(setting: Setting, posts: int) -> None:
    """Detect each trace; in one run both tools take their turn."""
    case = Case.open(setting.case(posts))
    case.state()
    for trace in TRACES:
        for run in setting.runs(posts):
            _detect(setting, case, trace, (posts, run))
            _compute(setting, trace, posts, run)


def _detect(setting: Setting, case: Case, trace: str, which: tuple[int, int]) -> None:
    posts, run = which
    if not setting.wanted(DETECT, ours(trace), posts, run):
        return
    made = case.folder.cache_path / "detections"
    shutil.rmtree(made, ignore_errors=True)
    shutil.rmtree(case.state().path / FAMILIES, ignore_errors=True)  # they are compared in it
    task = Task(DETECT, ours(trace), posts, run, written=made)
    arguments = [str(case.folder.path), trace, str(WINDOW_S)]
    take(setting, task, [sys.executable, "-c", _OURS, *arguments])


def _compute(setting: Setting, trace: str, posts: int, run: int) -> None:
    name = theirs(trace)
    if not setting.wanted(DETECT, name, posts, run):
        return
    try:
        program = peers.program(peers.TOOLKIT, "compute_networks", setting.peers)
    except peers.PeerMissing as error:
        setting.keep(Line(DETECT, name, posts, run, failed=str(error)))
        return
    read = setting.folder / f"toolkit-{posts}.sqlite"
    if not read.exists():
        say(f"reading {posts:,} posts into the toolkit's database")
        part = setting.scratch(f"{read.name}.part")
        ended = taken([program, str(part), "preprocess", str(setting.file("toolkit", posts))])
        if ended.failed:
            setting.keep(Line(DETECT, name, posts, run, failed=f"preprocess: {ended.failed}"))
            return
        part.replace(read)
    database = setting.scratch("toolkit-detect.sqlite")
    shutil.copyfile(read, database)  # a database that was computed on has its texts and indexes
    command = [program, str(database), "compute", TRACES[trace], "--time_window", str(WINDOW_S)]
    take(setting, Task(DETECT, name, posts, run, written=database), command)
    database.unlink(missing_ok=True)
