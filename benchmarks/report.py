"""RESULTS.md, written from the lines that were measured: one table a topic, aims beside the ratios.

Owns the page and the arithmetic on it: medians, ratios run by run, growth. Measures nothing and
claims nothing that has no line behind it.
"""

import math
import statistics
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks import detection, importing, loading, queries
from benchmarks.machine import description
from benchmarks.results import Line, Results

_GROWTH_AIM = 1.1
_IMPORT_AIM = 4.0
_IMPORT_MEMORY_MB = 1_000
_ADMIN_AIM = 1.3
_PY2NEO_AIM = 8.0
_QUERY_AIM_S = 2.0
_DETECT_AIM = 5.0
_DETECT_MEMORY_MB = 1_000
_MILLION, _TEN_MILLION = 10**6, 10**7
_MEASURED = (
    *("what", "posts", "runs", "wall s", "posts/s", "processor s", "MB", "Java MB", "disk MB"),
    "day",
)
_HEAD = """# Results
Made by `python -m benchmarks.run` from `results.jsonl`; [README](README.md) says how.
The posts are synthetic, the same for all tools of a row. Times are medians of the runs; ratios are
medians of the ratios run by run, the tools having run in turn. Processor time counts all processes,
memory is the most of all processes at one moment, Java's apart. Compare seconds of one day only: a
machine of the same kind may be half as fast on another; what a ratio compares was measured in turn.
"""
_MORE = """How sound the tests of detection are is in [SOUNDNESS](SOUNDNESS.md), and what real posts
took from files to answers is in [REAL](REAL.md).
"""


def write(results: Results, path: Path) -> None:
    """Write the page anew."""
    parts = [
        _HEAD,
        _table(("machine", ""), description()),
        "## Import\n",
        *_import(results),
        "## Resolve and fingerprint\n",
        _measures(results, importing.RESOLVE),
        "## Load\n",
        *_load(results),
        "## Growth\n"
        "Exponent x of seconds ~ posts^x; the aim is for the step from 1 to 10 million.\n",
        _growth(results),
        "## Questions\n",
        _queries(results),
        "## Detection\n",
        *_detection(results),
        _MORE,
    ]
    path.write_text("\n".join(parts), encoding="utf-8")


def _import(results: Results) -> list[str]:
    rows: list[Sequence[str]] = []
    for posts in _sizes(results, importing.IMPORT):
        lines = results.lines(importing.IMPORT, posts)
        for name in importing.FORMATS:
            ours, bare = importing.ours(name), importing.bare(name)
            share = _ratio(lines, bare, ours)
            memory = _median(lines, ours, "peak_mb")
            rows.append(
                (
                    f"import in less than {_IMPORT_MEMORY_MB:,} MB, {importing.FORMATS[name]}",
                    f"{posts:,}",
                    _number(memory),
                    f"< {_IMPORT_MEMORY_MB:,}",
                    _met(memory, memory is not None and memory < _IMPORT_MEMORY_MB),
                )
            )
            rows.append((f"share of the {bare}", f"{posts:,}", _number(share), "", ""))
            least = _median(lines, bare, "peak_mb")  # of a packed file its window is the most of it
            more = None if memory is None or least is None else memory - least
            rows.append((f"MB beyond the {bare}", f"{posts:,}", _number(more), "", ""))
        faster = _ratio(lines, importing.PREPROCESS, importing.ours("archive"))
        rows.append(
            (
                f"{importing.PREPROCESS} / inunison import, archive CSV",
                f"{posts:,}",
                _number(faster),
                f">= {_IMPORT_AIM:g}",
                _met(faster, faster is not None and faster >= _IMPORT_AIM),
            )
        )
    aims = _table(("ratio", "posts", "measured", "aim", ""), rows)
    return [_measures(results, importing.IMPORT), aims]


def _load(results: Results) -> list[str]:
    rows: list[Sequence[str]] = []
    for posts in _sizes(results, loading.LOAD):
        lines = results.lines(loading.LOAD, posts)
        both, alone = _fact(lines, loading.ADMIN, "csv_s"), _fact(lines, loading.ADMIN, "admin_s")
        admin = (both + alone) / alone if both is not None and alone else None
        rows.append(
            (
                "CSV writing and neo4j-admin / neo4j-admin alone",
                f"{posts:,}",
                _number(admin),
                f"<= {_ADMIN_AIM:g}",
                _met(admin, admin is not None and admin <= _ADMIN_AIM),
            )
        )
        whole = _median(lines, loading.BULK, "wall_s")
        told = whole / alone if whole is not None and alone else None
        rows.append(("whole bulk load / neo4j-admin alone", f"{posts:,}", _number(told), "", ""))
        bolt = _ratio(lines, loading.BOLT, loading.BULK)
        rows.append(("Bolt / whole bulk load", f"{posts:,}", _number(bolt), "", ""))
        peer = _ratio(lines, loading.PY2NEO, loading.BULK)
        rows.append(
            (
                "py2neo / whole bulk load",
                f"{posts:,}",
                _number(peer),
                f">= {_PY2NEO_AIM:g}" if posts == _MILLION else "",
                _met(peer, peer is not None and peer >= _PY2NEO_AIM) if posts == _MILLION else "",
            )
        )
    aims = _table(("ratio", "posts", "measured", "aim", ""), rows)
    return [_measures(results, loading.LOAD), aims]


def _detection(results: Results) -> list[str]:
    rows: list[Sequence[str]] = []
    for posts in _sizes(results, detection.DETECT):
        lines = results.lines(detection.DETECT, posts)
        for trace in detection.TRACES:
            ours, theirs = detection.ours(trace), detection.theirs(trace)
            faster, memory = _ratio(lines, theirs, ours), _median(lines, ours, "peak_mb")
            aimed = posts == _MILLION
            rows += [
                (
                    f"{theirs} / {ours}",
                    f"{posts:,}",
                    _number(faster),
                    f">= {_DETECT_AIM:g}" if aimed else "",
                    _met(faster, faster is not None and faster >= _DETECT_AIM) if aimed else "",
                ),
                (
                    f"{theirs} / {trace} alone in it: read, joined, tested, judged",
                    f"{posts:,}",
                    _number(_ratio(lines, theirs, ours, "trace_s")),
                    "",
                    "",
                ),
                (
                    f"MB of {ours}",
                    f"{posts:,}",
                    _number(memory),
                    f"< {_DETECT_MEMORY_MB:,}" if aimed else "",
                    _met(memory, memory is not None and memory < _DETECT_MEMORY_MB)
                    if aimed
                    else "",
                ),
            ]
    aims = _table(("ratio", "posts", "measured", "aim", ""), rows)
    return [_measures(results, detection.DETECT), aims]


def _growth(results: Results) -> str:
    named = [(importing.IMPORT, importing.ours(name)) for name in importing.FORMATS]
    named += [(importing.RESOLVE, importing.STATE)]
    named += [(detection.DETECT, detection.ours(trace)) for trace in detection.TRACES]
    named += [(loading.LOAD, name) for name in (loading.BULK, loading.BOLT, loading.ADMIN)]
    rows = []
    for topic, name in named:
        small, middle, large = (
            _median(results.lines(topic, posts), name, "wall_s")
            for posts in (100_000, _MILLION, _TEN_MILLION)
        )
        grown = math.log10(large / middle) if large and middle else None
        begun = math.log10(middle / small) if middle and small else None
        met = _met(grown, grown is not None and grown <= _GROWTH_AIM)
        rows.append((name, _number(begun), _number(grown), f"<= {_GROWTH_AIM:g}", met))
    return _table(("what", "100 k to 1 M", "1 M to 10 M", "aim", ""), rows)


def _queries(results: Results) -> str:
    rows = []
    for line in results.lines(queries.QUERIES):
        if line.failed:
            rows.append((line.name, f"{line.posts:,}", f"failed: {line.failed}", "", "", "", ""))
            continue
        cold = float(line.facts["cold_s"])
        rows.append(
            (
                line.name,
                f"{line.posts:,}",
                f"{cold:.2f}",
                f"{line.wall_s:.3f}",
                f"{line.facts['rows']:,}",
                f"<= {_QUERY_AIM_S:g} s",
                _met(cold, max(cold, line.wall_s) <= _QUERY_AIM_S),
            )
        )
    return _table(("question", "posts", "cold s", "warm s", "rows", "aim", ""), rows)


def _measures(results: Results, topic: str) -> str:
    """Return the table of all measures of a topic: medians over the runs."""
    rows = []
    for posts in _sizes(results, topic):
        lines = results.lines(topic, posts)
        for name in dict.fromkeys(line.name for line in lines):
            rows.append(_row(lines, name, posts))
    return _table(_MEASURED, rows)


def _row(lines: Sequence[Line], name: str, posts: int) -> Sequence[str]:
    held = [line for line in lines if line.name == name and line.failed is None]
    if not held:
        reason = next(line.failed for line in lines if line.name == name)
        return (name, f"{posts:,}", "0", f"failed: {reason}", "", "", "", "", "", "")
    wall, cpu, peak, java, disk = (
        statistics.median(getattr(line, field) for line in held)
        for field in ("wall_s", "cpu_s", "peak_mb", "java_mb", "disk_mb")
    )
    return (
        name,
        f"{posts:,}",
        str(len(held)),
        f"{wall:,.2f}",
        f"{posts / wall:,.0f}",
        f"{cpu:,.2f}",
        f"{peak:,.0f}",
        f"{java:,.0f}" if java else "",
        f"{disk:,.0f}" if disk else "",
        max(line.day for line in held),
    )


def _sizes(results: Results, topic: str) -> list[int]:
    return sorted({line.posts for line in results.lines(topic)})


def _median(lines: Iterable[Line], name: str, field: str) -> float | None:
    held = [getattr(each, field) for each in lines if each.name == name and each.failed is None]
    return float(statistics.median(held)) if held else None


def _fact(lines: Iterable[Line], name: str, fact: str) -> float | None:
    held = [each.facts[fact] for each in lines if each.name == name and fact in each.facts]
    return float(statistics.median(held)) if held else None


def _ratio(lines: Iterable[Line], first: str, second: str, fact: str = "") -> float | None:
    """Return the median of the ratios of the runs that both were part of; None without one.

    Args:
        lines: Measures of one size.
        first: What is above the line, by its wall time.
        second: What is below it, by its wall time or by seconds that it told of a part of itself.
        fact: The name of that part; the whole when empty.
    """
    held = [each for each in lines if each.failed is None]
    firsts = {each.run: each.wall_s for each in held if each.name == first}
    below = [each for each in held if each.name == second and (not fact or fact in each.facts)]
    seconds = {each.run: each.facts[fact] if fact else each.wall_s for each in below}
    ratios = [firsts[run] / seconds[run] for run in firsts if run in seconds]
    return statistics.median(ratios) if ratios else None


def _number(value: float | None) -> str:
    if value is None:
        return "not measured"
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


def _met(value: float | None, is_met: bool) -> str:
    return "" if value is None else "met" if is_met else "not met"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join("| " + " | ".join(_cell(each) for each in line) + " |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
