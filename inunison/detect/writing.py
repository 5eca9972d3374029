"""What a detection leaves on disk: its findings, its tables, and what the run says of itself.

Owns the order of the findings, the counts of a run, and the tables, which have the names that the
graph's model gives them, so that loading needs no rule of its own for them. Tests nothing.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from inunison import storage
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
            for each in findings:
                file.write(msgspec.json.encode(each) + b"\n")
        for name, table in _tables(findings, reports).items():
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


def _tables(findings: Sequence[Finding], reports: Reports) -> dict[str, pa.Table]:
    """Return the tables of the graph's model that a run fills."""
    keyed = [(each.key, each) for each in findings]
    nodes = [
        {
            "uid": key,
            "version": each.version,
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
        for key, each in keyed
    ]
    involves = sorted({(key, who.uid) for key, each in keyed for who in each.accounts})
    rests_on = sorted({(key, post.post) for key, each in keyed for post in each.evidence})
    return {
        "findings": pa.Table.from_pylist(nodes, schema=_FINDING_COLUMNS),
        "involves": _edges(involves),
        "evidenced_by": _edges(rests_on),
        "co_acted": co_acted(reports.traces),
        **reports.families.tables(),
    }


def _edges(pairs: Sequence[tuple[str, str]]) -> pa.Table:
    schema = pa.schema([("start", pa.string()), ("end", pa.string())])
    return pa.Table.from_pylist([{"start": a, "end": b} for a, b in pairs], schema=schema)


_FINDING_COLUMNS = pa.schema(
    [
        *[(name, pa.string()) for name in ("uid", "version", "kind", "trace", "grade")],
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
