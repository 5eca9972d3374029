"""A process that dies before any one of its steps on disk: the case is sound, a rerun completes."""

from pathlib import Path

import pytest

from tests.tiny_format import details, spawn

# Runs an action again and again in forks of one process, each time dying one step later, on a fresh
# copy of a case. After each death: the sources are those of before or of after, and can be read.
# After a rerun: they are those of after, nothing half made is left, and verifying finds no fault.
DRIVER = r"""
import json, os, shutil, sys, time, warnings
from pathlib import Path
from inunison import custody
from inunison.errors import SourceError
from inunison.folder import CaseFolder
from inunison.records import Frame
from inunison.sources import import_file, list_sources, remove_source
from inunison.verify import is_sound, verify
from tests.tiny_format import TinyPosts, tiny
from inunison import importing
from inunison.sources import recording
importing.registered()  # once, before the forks
# Newer Pythons warn of forks beside threads; a fork here takes no lock of another thread.
warnings.filterwarnings("ignore", message=".*fork", category=DeprecationWarning)

work, action = Path(sys.argv[1]), sys.argv[2]
first, second = work / "first", work / "second"
first.write_text(tiny("a\tp1\t1\tone", "! odd"))
second.write_text(tiny("a\tp2\t2\ttwo", "! odd"))


def act(folder):
    if action == "import":
        import_file(folder, second)
    elif action == "pipe":
        with second.open("rb") as stream:
            import_file(folder, stream)
    elif action == "anew":
        TinyPosts.version = 2
        import_file(folder, first)
    elif action == "frame":
        import_file(folder, first, frame=Frame.SPACE)
    elif action == "remove":
        try:
            remove_source(folder, "first")
        except SourceError:  # it was removed before the process died
            pass


def in_fork(work, dies_before=0):
    child = os.fork()
    if child == 0:
        if dies_before:
            watch(dies_before)
        work()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def watch(dies_before):
    steps = [0]
    changing = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate"}

    def hook(event, values):
        writes = event == "open" and (values[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if event in changing or writes:
            steps[0] += 1
            if steps[0] == dies_before:
                os._exit(9)

    sys.addaudithook(hook)


def told(folder):
    return [
        [each.name, each.importer_version, each.frame.value, each.counts["posts"],
         all((each.path / part.file).exists() for part in each.parts.values())]
        for each in list_sources(folder)
    ]


def copy(name):
    shutil.copytree(template.path, work / name)
    return CaseFolder.open(work / name)


template = CaseFolder.create(work / "template", name="case")
assert in_fork(lambda: import_file(template, first)) == 0
before = told(template)
done = copy("done")
assert in_fork(lambda: act(done)) == 0
after = told(done)
assert before != after
step, ended, seen = 0, 9, set()
while ended == 9:
    step += 1
    folder = copy(f"case {step}")
    ended = in_fork(lambda: act(folder), dies_before=step)
    assert ended in (0, 9), (step, ended)
    now = told(folder)
    assert now in (before, after), (step, now)
    seen.add(now == after)
    for left in folder.sources_path.glob(".tmp-*"):
        for path in (left, left / "lock"):
            if path.exists():
                os.utime(path, (1, 1))
    assert in_fork(lambda: act(folder)) == 0, step
    assert told(folder) == after, (step, told(folder))
    hidden = [path.name for path in folder.sources_path.iterdir() if path.name.startswith(".")]
    assert hidden == [], (step, hidden)
    verdicts = verify(folder)
    wrong = [each for each in verdicts if each.result == "wrong"]
    assert wrong == [], (step, wrong)
    shutil.rmtree(folder.path)
print(json.dumps({"steps": step, "seen": sorted(seen)}))
"""


@pytest.mark.parametrize(
    ("action", "steps"), [("import", 8), ("pipe", 9), ("anew", 12), ("frame", 4), ("remove", 6)]
)
def test_a_death_before_any_step_leaves_the_old_or_the_new(
    tmp_path: Path, plugin: Path, action: str, steps: int
) -> None:
    output, errors = spawn(DRIVER, plugin, tmp_path, action).communicate(timeout=240)
    assert errors == ""
    told = details(output)
    assert told["steps"] >= steps  # the last of them is the one that did not die
    assert told["seen"] == [False, True]
