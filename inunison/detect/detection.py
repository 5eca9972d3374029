"""A detection: all traces of a state tested, written down once and found again.

Owns the order of the traces, what a run is called and where it lies: a folder of the cache, named
by the state, the settings, the lists of exclusions and the rules. It is derived: deleting it loses
nothing. What is in its files is the business of `writing`.
"""

import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import msgspec

from inunison import engine, storage
from inunison.canonical import canonical_json, digest
from inunison.detect import columns, exclusions, explaining, textfamilies, writing
from inunison.detect.bridges import find_bridges
from inunison.detect.choosing import chosen_traces
from inunison.detect.deletions import find_deletions
from inunison.detect.explaining import Explanation
from inunison.detect.finding import Finding
from inunison.detect.further import Asked, Further, groups_of
from inunison.detect.hubs import find_hubs
from inunison.detect.observations import find_observations
from inunison.detect.reposting import read_network
from inunison.detect.rings import find_rings
from inunison.detect.setting import RULES_VERSION, Setting, Settings
from inunison.detect.singletexts import BurstReport, detect_bursts
from inunison.detect.statefamilies import state_families
from inunison.detect.tables import make_views
from inunison.detect.textfamilies import TextFamilies
from inunison.detect.traces import Trace
from inunison.detect.tracing import TraceReport, detect_trace
from inunison.detect.writing import Reports
from inunison.errors import CaseError, UsageError
from inunison.folder import CaseFolder
from inunison.picture import choose, chosen, detections_path
from inunison.redirects import read_redirects
from inunison.sources import Source
from inunison.state import State, present_id

if TYPE_CHECKING:
    import pandas

Narrate = Callable[[str], None]
Progress = Callable[[str, int, int], None]

_RUN = "run.json"
# Keys that are named where several begin alike.
_NAMED = 8

# Columns, families and evidence are held by Python, so the engine gets less than elsewhere.
_ENGINE_SHARE = 0.25
# It keeps what it may and is no quicker for it, so where nobody says how much it may keep this.
_ENGINE_BYTES_A_POST = 100
_ENGINE_LEAST_MB = 256


@dataclass(frozen=True)
class Detection:
    """One run over one state.

    Attributes:
        id: Hash of the state, the settings, the exclusions and the rules.
        path: Its folder.
        run: What was tested, on how much, what was left out and why.
        is_new: It was made just now, not found in the cache.
    """

    id: str
    path: Path
    run: dict[str, Any]
    is_new: bool = field(default=False, compare=False)

    def table(self, name: str) -> Path:
        """Return the file of a table; it exists only where the run made such rows."""
        return self.path / f"{name}.parquet"

    def findings(self) -> list[Finding]:
        """Return the findings, the strongest first."""
        with (self.path / writing.FINDINGS).open("rb") as file:
            return [msgspec.json.decode(line, type=Finding) for line in file]

    def finding(self, key: str) -> Finding:
        """Return one finding.

        Args:
            key: Its key, or a beginning of it that no other has.

        Raises:
            UsageError: No finding, or more than one, is meant.
        """
        wanted = key.strip().lower()
        with (self.path / writing.FINDINGS).open("rb") as file:
            meant = [line for line in file if wanted and _key(line).startswith(wanted)]
        if not meant:
            raise UsageError(
                f"The last detection has no finding {key[:80]!r}.",
                "All that it has are listed by inunison detect.",
            )
        if len(meant) > 1:
            some = ", ".join(_key(line) for line in meant[:_NAMED])
            raise UsageError(
                f"{len(meant):,} findings have a key that begins with {wanted}.",
                f"Write more of it: {some}{' ...' if len(meant) > _NAMED else ''}",
            )
        return msgspec.json.decode(meant[0], type=Finding)

    def frame(self) -> "pandas.DataFrame":
        """Return a row for each finding, the strongest first (`columns.FINDINGS`)."""
        from inunison import frames

        return frames.typed(columns.FINDINGS, columns.finding_rows(self.findings()))

    def evidence(self) -> "pandas.DataFrame":
        """Return a row for each post behind each finding, down to the row of the file."""
        from inunison import frames

        return frames.typed(columns.EVIDENCE, columns.evidence_rows(self.findings()))


class Explanations(tuple[Explanation, ...]):
    """What each trace says of two accounts, in the order of the traces."""

    def frame(self) -> "pandas.DataFrame":
        """Return a row for each object that the two acted on (`columns.explanation_columns`)."""
        from inunison import frames

        return frames.typed(columns.explanation_columns(self), columns.explanation_rows(self))


class _Keyed(msgspec.Struct):
    key: str


def _key(line: bytes) -> str:
    """Return the key in a line of findings; the rest of it is not read."""
    return msgspec.json.decode(line, type=_Keyed).key


def detection_id(state: State, settings: Settings, lists: tuple[exclusions.Exclusion, ...]) -> str:
    """Return the id that a run would have."""
    named = {
        "state": state.id,
        "settings": asdict(settings),
        "exclusions": exclusions.key_of(lists),
        "rules": RULES_VERSION,
        "layout": writing.LAYOUT,
    }
    return digest(named)


def detect(
    folder: CaseFolder,
    state: State,
    sources: Sequence[Source],
    settings: Settings,
    *,
    narrate: Narrate = lambda _: None,
    progress: Progress = lambda _what, _done, _total: None,
    memory_mb: int | None = None,
) -> Detection:
    """Test all traces of a state, or find the run in the cache; the picture then shows it.

    Args:
        folder: The case.
        state: Its resolved state.
        sources: Its sources.
        settings: How detection is run.
        narrate: Called with one sentence before the tests.
        progress: Called with the trace that is tested now, how many are and how many there are.
        memory_mb: Memory that may be taken, in MB (10^6 bytes), before the engine spills; as
            `machine.memory_mb` says when None.

    Raises:
        UsageError: There is no trace of a name that the settings give.
        CaseError: A list of exclusions cannot be read.
        StorageError: The cache cannot be written.
    """
    traces = chosen_traces(settings.traces)
    lists = exclusions.read_exclusions(folder.path / "exclusions")
    identifier = detection_id(state, settings, lists)
    known = find_detection(folder, identifier)
    if known is not None:
        choose(folder, state.id, identifier)
        return known
    runs = detections_path(folder)
    making = runs / f".{identifier[:16]}.{os.getpid()}"
    shutil.rmtree(making, ignore_errors=True)
    with storage.writing(making):
        making.mkdir(parents=True)
    try:
        with engine.opened(making / "spill", memory_mb=_engine_mb(state, memory_mb)) as database:
            make_views(database, state)
            alike = _families(database, state, traces, narrate)
            applied = exclusions.apply(database, lists, read_redirects(folder.path))
            setting = Setting(database, _by_hash(sources), state.id, settings, applied)
            reports = _all_traces(setting, traces, alike, narrate, progress)
            run = writing.write(making, setting, reports)
        told = canonical_json(run)
        with storage.writing(runs):
            (making / _RUN).write_text(told + "\n", encoding="utf-8")
            shutil.rmtree(runs / identifier, ignore_errors=True)  # a damaged one is in the way
            making.rename(runs / identifier)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    choose(folder, state.id, identifier)
    # As it is read again: a run that was just made is told like one from the cache.
    return Detection(identifier, runs / identifier, json.loads(told), is_new=True)


def explain(
    folder: CaseFolder,
    state: State,
    sources: Sequence[Source],
    settings: Settings,
    names: tuple[str, str],
    *,
    memory_mb: int | None = None,
) -> Explanations:
    """Explain two accounts by every trace that the settings name; see `explaining.explain`.

    Args:
        folder: The case.
        state: Its resolved state.
        sources: Its sources.
        settings: How detection is run.
        names: The two accounts: handles, platform:id or uids.
        memory_mb: As for `detect`.

    Raises:
        UsageError: A name means no account or several, or both mean the same.
        CaseError: A list of exclusions cannot be read.
        StorageError: The cache cannot be written.
    """
    traces = chosen_traces(settings.traces)
    lists = exclusions.read_exclusions(folder.path / "exclusions")
    spill = detections_path(folder) / f".explaining.{os.getpid()}"
    with engine.opened(spill, memory_mb=_engine_mb(state, memory_mb)) as database:
        make_views(database, state)
        textfamilies.register(database, state_families(database, state))
        applied = exclusions.apply(database, lists, read_redirects(folder.path))
        setting = Setting(database, _by_hash(sources), state.id, settings, applied)
        return Explanations(explaining.explain(setting, traces, *names))


def _engine_mb(state: State, memory_mb: int | None) -> int:
    share = engine.share_mb(memory_mb, _ENGINE_SHARE)
    wanted = state.summary["counts"]["posts"] * _ENGINE_BYTES_A_POST // 1_000_000
    return share if memory_mb else min(share, max(wanted, _ENGINE_LEAST_MB))


def find_detection(folder: CaseFolder, identifier: str) -> Detection | None:
    """Return a run from the cache, or None where it is not there."""
    path = detections_path(folder) / identifier
    try:
        return Detection(identifier, path, json.loads((path / _RUN).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None


def last(folder: CaseFolder, state_id: str) -> Detection | None:
    """Return the run that was made or found last on a state, or None."""
    identifier = chosen(folder, state_id)
    return None if identifier is None else find_detection(folder, identifier)


def required(folder: CaseFolder, sources: list[Source]) -> Detection:
    """Return the run that was made or found last on some sources.

    Raises:
        CaseError: None was run on them.
    """
    found = last(folder, present_id(folder, sources))
    if found is None:
        raise CaseError("No detection was run on the present sources.", "Run it: inunison detect")
    return found


def _by_hash(sources: Sequence[Source]) -> dict[str, Source]:
    return {each.sha256: each for each in sources}


def _families(
    database: duckdb.DuckDBPyConnection,
    state: State,
    traces: tuple[Trace, ...],
    narrate: Narrate,
) -> TextFamilies:
    """Compare the texts where a trace is about texts, and make the tables known."""
    found = textfamilies.none()
    if any(trace.own_words for trace in traces):
        narrate("Comparing texts ...")
        found = state_families(database, state)
    textfamilies.register(database, found)
    return found


def _all_traces(
    setting: Setting,
    traces: tuple[Trace, ...],
    alike: TextFamilies,
    narrate: Narrate,
    progress: Progress,
) -> Reports:
    found: list[TraceReport] = []
    bursts: BurstReport | None = None
    narrate("Testing who acts together ...")
    for number, trace in enumerate(traces):
        progress(trace.name, number, len(traces))
        found.append(detect_trace(setting, trace))
    if any(trace.own_words for trace in traces):
        narrate("Looking for bursts of one text ...")
        bursts = detect_bursts(setting)
    progress("traces", len(traces), len(traces))
    reports = Reports(tuple(found), bursts, alike)
    narrate("Asking about the groups ...")
    asked = Asked(setting, reports.traces, groups_of(reports.findings()))
    return replace(reports, further=_further(asked))


def _further(asked: Asked) -> tuple[Further, ...]:
    """Ask what is asked about groups, whatever traces found them."""
    network = read_network(asked.setting) if asked.groups else None
    return (
        find_bridges(asked),
        find_hubs(asked, network),
        find_rings(asked, network),
        find_observations(asked),
        find_deletions(asked),
    )
