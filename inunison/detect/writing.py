"""What a detection leaves on disk: its findings, its tables, and what the run says of itself.

Owns the order of the findings, the counts of a run, and the tables, which have the names that the
graph's model gives them, so that loading needs no rule of its own for them. Tests nothing.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from inunison import storage
from inunison.canonical import digest
from inunison.detect import objects
from inunison.detect.calibration import Calibration
from inunison.detect.coacted import co_acted
from inunison.detect.exclusions import Applied
from inunison.detect.finding import Finding
from inunison.detect.further import Further
from inunison.detect.setting import RULES_VERSION, Setting
from inunison.detect.singletexts import BurstReport
from inunison.detect.textfamilies import TextFamilies
from inunison.detect.tracing import TraceReport
from inunison.version import __version__

FINDINGS = "findings.jsonl"
# What is in the files of a run: one that holds less is made anew.
LAYOUT = 2

# Of the entries of a list that name nothing so many are shown, and so many letters of each.
_EXAMPLES = 3
_EXAMPLE = 60


@dataclass(frozen=True)
class Reports:
    """What came of all traces and of what is asked about their groups.

    Attributes:
        traces: One report each, in the order of the traces.
        bursts: Of single texts; None where no trace is about texts.
        families: The texts that were compared.
        further: What was asked about the groups.
    """

    traces: tuple[TraceReport, ...]
    bursts: BurstReport | None
    families: TextFamilies
    further: tuple[Further, ...] = ()

    def findings(self) -> list[Finding]:
        """Return the findings of the traces and of single texts."""
        found = [each for report in self.traces for each in report.findings]
        return found + list(self.bursts.findings if self.bursts else ())


def write(folder: Path, setting: Setting, reports: Reports) -> dict[str, Any]:
    """Write findings, the strongest first, and tables; return what the run says of itself.

    Args:
        folder: An existing folder.
        setting: What the traces were tested with.
        reports: What came of them.

    Raises:
        StorageError: The folder cannot be written.
    """
    findings = reports.findings()
    findings += [each for question in reports.further for each in question.findings]
    findings.sort(key=lambda each: (-int(each.grade[1]), each.q is None, each.q or 0.0, each.key))
    rows: dict[str, int] = {}
    with storage.writing(folder):
        with (folder / FINDINGS).open("wb") as file:
            versions = [_write_line(file, each) for each in findings]
        for name, table in _tables(findings, versions, reports).items():
            if table.num_rows:
                rows[name] = table.num_rows
                pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
    return {
        "state": setting.state,
        "settings": asdict(setting.settings),
        "exclusions": [_list_summary(each) for each in setting.lists],
        "rules": RULES_VERSION,
        "tool": __version__,
        "findings": len(findings),
        "tables": rows,
        "traces": [_summary(report) for report in reports.traces],
        "bursts": _burst_summary(reports.bursts),
        "further": {
            question.name: {**question.counts, "findings": len(question.findings)}
            for question in reports.further
        },
        "families": {
            "texts": reports.families.compared,
            **{name: table.num_rows for name, table in reports.families.tables().items()},
        },
    }


def _list_summary(applied: Applied) -> dict[str, Any]:
    named = applied.exclusion
    return {
        "kind": named.kind,
        "name": named.name,
        "entries": len(named.entries),
        "unmatched": len(applied.unmatched),
        "unmatched_first": [entry[:_EXAMPLE] for entry in applied.unmatched[:_EXAMPLES]],
    }


def _write_line(file: BinaryIO, finding: Finding) -> str:
    """Write a finding behind its key and its version; return the version."""
    content = finding.content()
    version = digest(content)
    line = {"key": finding.key, "version": version, **content}
    file.write(msgspec.json.encode(line) + b"\n")
    return version


def _summary(report: TraceReport) -> dict[str, Any]:
    gathered, ties = report.gathered, report.ties
    return {
        "trace": gathered.trace.name,
        "verdict": report.verdict,
        "events": len(gathered.events),
        "accounts": len(gathered.accounts),
        "objects": len(gathered.objects),
        "windows_s": [width // 1_000_000 for width in gathered.windows],
        "left_out": [{"reason": each.reason, "events": each.events} for each in gathered.left_out],
        "full_minute_share": gathered.scheduled_share,
        "forbids": list(report.allowed.forbids),
        "eligible": ties.eligible if ties else 0,
        "tests": ties.tests if ties else 0,
        "proposed": len(ties.pairs) if ties else 0,
        "co_sharing": _calibration(ties.calibration) if ties else None,
        "kept": {kind.name: len(kind.pairs) for kind in report.kinds},
        "findings": len(report.findings),
        "structure": {
            name: None if found is None else asdict(found)
            for name, found in sorted(report.structure.items())
        },
        "checks": dict(report.checks),
        "floors": asdict(report.floors) if report.floors else None,
    }


def _calibration(found: Calibration) -> dict[str, Any]:
    return {
        "proposed_share": round(found.saturation, 6),
        "observed_expected": [
            {"objects": name, "by_window": list(ratios)} for name, ratios in found.ratios.items()
        ],
        "range": found.span,
        "describes": found.describes,
    }


def _burst_summary(report: BurstReport | None) -> dict[str, Any] | None:
    if report is None:
        return None
    bursts = len(report.bursts.object) if report.bursts else 0
    return {
        "verdict": report.verdict,
        "texts": len(report.gathered.objects),
        "bursts": bursts,
        "findings": len(report.findings),
        "left_out": bursts - len(report.findings),
    }


def _tables(
    findings: Sequence[Finding], versions: Sequence[str], reports: Reports
) -> dict[str, pa.Table]:
    """Return the tables of the graph's model that a run fills."""
    keyed = [(each.key, each) for each in findings]
    nodes = [
        {
            "uid": key,
            "name": f"{each.grade.value} {each.trace} {each.kind}",
            "version": version,
            "kind": each.kind,
            "trace": each.trace,
            "grade": each.grade.value,
            "statement": each.statement,
            "q": each.q,
            "p": each.p,
            "count": each.count,
            "expected": each.expected,
            "first": each.first,
            "last": each.last,
            "state": each.state,
        }
        for version, (key, each) in zip(versions, keyed, strict=True)
    ]
    return {
        "findings": pa.Table.from_pylist(nodes, schema=_FINDING_COLUMNS),
        "finding_objects": objects.nodes(keyed),
        "involves": _edges({(key, who.uid) for key, each in keyed for who in each.accounts}),
        "concerns": _edges(objects.concerns(keyed)),
        "acts_on": _edges(objects.acts_on(keyed)),
        "evidenced_by": _edges(
            {(key, post.post, post.file) for key, each in keyed for post in each.evidence}, "file"
        ),
        "co_acted": co_acted(reports.traces),
        **reports.families.tables(),
    }


def _edges(rows: Collection[tuple[str, ...]], *properties: str) -> pa.Table:
    """Return a table of edges: start, end and properties, all of them texts, in order."""
    names = ("start", "end", *properties)
    columns = zip(*sorted(rows), strict=True) if rows else ([] for _ in names)
    return pa.table([pa.array(each, pa.string()) for each in columns], names=list(names))


_FINDING_COLUMNS = pa.schema(
    [
        *[(name, pa.string()) for name in ("uid", "name", "version", "kind", "trace", "grade")],
        ("statement", pa.string()),
        ("q", pa.float64()),
        ("p", pa.float64()),
        ("count", pa.int64()),
        ("expected", pa.float64()),
        ("first", pa.int64()),
        ("last", pa.int64()),
        ("state", pa.string()),
    ]
)
