"""Import: rows a second of each format, against the bare parse and the toolkit's preprocess.

Owns topic `import` and topic `resolve`. Every tool reads the same posts, each from the file of its
own format; every run starts from an empty case or database.
"""

import shutil
import sys

from benchmarks import peers
from benchmarks.results import Line
from benchmarks.setting import INUNISON, Setting, Task, take
from inunison import Case

IMPORT, RESOLVE = "import", "resolve"
PREPROCESS = "coordination-network-toolkit preprocess"
STATE = "resolve and fingerprint"
FRAMES = {"archive": "accounts", "v2": "keyword", "reddit-comments": "space"}
FORMATS = {
    "archive": "archive CSV",
    "v2": "API v2 JSONL",
    "reddit-comments": "Reddit comments zst",
}
_DUCKDB = """
import sys, duckdb
duckdb.sql("SET enable_progress_bar = false")
print("columns=%d" % len(duckdb.execute(
    "SELECT max(COLUMNS(*)) FROM read_csv(?, all_varchar = true)", [sys.argv[1]]).fetchone()))
"""
_MSGSPEC = """
import io, sys, msgspec
decode, opened = msgspec.json.Decoder().decode, open(sys.argv[1], "rb")
if sys.argv[1].endswith(".zst"):
    import zstandard
    opened = zstandard.ZstdDecompressor(max_window_size=2**31).stream_reader(opened)
lines = 0
for line in io.BufferedReader(opened, 1 << 20) if sys.argv[1].endswith(".zst") else opened:
    decode(line)
    lines += 1
print(f"lines={lines}")
"""
_STATE = """
import sys
from inunison import Case
counts = Case.open(sys.argv[1]).state().summary["counts"]
for name in ("accounts", "posts", "texts"):
    print(f"{name}={counts[name]}")
"""


def ours(name: str) -> str:
    """Return what the import of a format is called in the results."""
    return f"inunison import, {FORMATS[name]}"


def bare(name: str) -> str:
    """Return what the bare parse of a format is called."""
    return f"bare parse by {'DuckDB' if name == 'archive' else 'msgspec'}, {FORMATS[name]}"


def measure(setting: Setting, posts: int) -> None:
    """Import each format; in one run all tools take their turn."""
    for name in FORMATS:
        for run in setting.runs(posts):
            _import(setting, name, posts, run)
            _bare(setting, name, posts, run)
            if name == "archive":
                _toolkit(setting, posts, run)
        if name != "archive" and posts > 1_000_000:
            setting.file(name, posts).unlink()  # 16 GB at ten million


def _import(setting: Setting, name: str, posts: int, run: int) -> None:
    task = Task(IMPORT, ours(name), posts, run, written=setting.folder / "import-case")
    if not setting.wanted(IMPORT, task.name, posts, run):
        return
    file = setting.file(name, posts)
    folder = setting.scratch("import-case")
    Case.create(folder)
    command = [INUNISON, "import", str(file), "--case", str(folder), "--frame", FRAMES[name]]
    line = take(setting, task, command, input_mb=round(file.stat().st_size / 1e6, 1))
    kept = setting.case_folder(posts)
    if name == "archive" and line.failed is None and not kept.exists():
        folder.rename(kept)  # what the other topics begin with
    else:
        shutil.rmtree(folder)


def _bare(setting: Setting, name: str, posts: int, run: int) -> None:
    if not setting.wanted(IMPORT, bare(name), posts, run):
        return
    script = _DUCKDB if name == "archive" else _MSGSPEC
    command = [sys.executable, "-c", script, str(setting.file(name, posts))]
    take(setting, Task(IMPORT, bare(name), posts, run), command)


def _toolkit(setting: Setting, posts: int, run: int) -> None:
    if not setting.wanted(IMPORT, PREPROCESS, posts, run):
        return
    database = setting.scratch("toolkit.sqlite")
    try:
        program = peers.program(peers.TOOLKIT, "compute_networks", setting.peers)
    except peers.PeerMissing as error:
        setting.keep(Line(IMPORT, PREPROCESS, posts, run, failed=str(error)))
        return
    command = [program, str(database), "preprocess", str(setting.file("toolkit", posts))]
    take(setting, Task(IMPORT, PREPROCESS, posts, run, written=database), command)
    database.unlink(missing_ok=True)


def resolve(setting: Setting, posts: int) -> None:
    """Make the state of the case from nothing: accounts, posts, fingerprinted texts, network."""
    for run in setting.runs(posts):
        if not setting.wanted(RESOLVE, STATE, posts, run):
            continue
        case = Case.open(setting.case(posts))
        cache = case.folder.cache_path / "states"
        if cache.exists():
            shutil.rmtree(cache)
        task = Task(RESOLVE, STATE, posts, run, written=cache)
        take(setting, task, [sys.executable, "-c", _STATE, str(case.folder.path)])
