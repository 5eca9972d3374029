"""The finding: what a test kept, with everything a reader needs to check and to doubt it.

Owns the record, its two identities and its sentence. `key` is stable (kind, trace, members), for
reviews and links; `version` is the hash of the whole content. A finding that cannot list every post
with source and row is not made. It says what was seen, never what anybody is.
"""

from enum import StrEnum

import msgspec

from inunison.canonical import digest

SCHEMA = 1


class Grade(StrEnum):
    """How far a finding has been tested; never a mark on an account."""

    E0 = "E0"  # counts alone
    E1 = "E1"  # three accounts or more, beyond expectation
    E2 = "E2"  # and found again on other objects, and without any one of them
    E3 = "E3"  # and no tested alternative explains it, and a second person has looked


class Verdict(StrEnum):
    """What a test says of an alternative explanation."""

    RULED_OUT = "ruled_out"
    NOT_RULED_OUT = "not_ruled_out"
    NOT_TESTABLE = "not_testable"


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """An account in a finding.

    Attributes:
        uid: Its uid in the state and the graph.
        platform: Such as "twitter".
        native_id: The platform's own id, where it is known.
        handle: As last seen, where it is known.
        activity: Different objects it acted on in this trace.
        objects: How many of the finding's objects it acted on.
        first: In how many of them it was the first of the members.
        role: "member" of those who act together, or "amplified" by them: it may know nothing of it.
    """

    uid: str
    platform: str
    native_id: str | None
    handle: str | None
    activity: int
    objects: int
    first: int
    role: str = "member"


class Thing(msgspec.Struct, frozen=True, kw_only=True):
    """An object in a finding.

    Attributes:
        key: Its uid, or uids joined by spaces.
        sample: What it is, raw: a text, a link, the id of a post.
        sharers: All accounts that acted on it.
        members: The finding's accounts that did.
        generic: It says too little to be evidence alone.
        first: The earliest action on it, microseconds UTC.
    """

    key: str
    sample: str | None
    sharers: int
    members: int
    generic: bool
    first: int


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One window of the ladder: a curve, never a count of passes, because windows are nested.

    Attributes:
        window_s: Its width in seconds.
        count: Objects within it, summed over the pairs of the finding.
        expected: What chance would have put within it.
    """

    window_s: float
    count: int
    expected: float


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """One post behind a finding, down to the row of the file.

    Attributes:
        post: Its uid.
        native_id: The platform's own id.
        account: Uid of its account.
        object: Key of the object it acts on.
        at: When, microseconds UTC.
        precision: How fine that is.
        text_sha256: Hash of its raw text; None where it has none of its own.
        source: SHA-256 of the file that holds it.
        file: That file's name.
        member: The file inside it, where it holds several.
        row: The row on which it begins.
        importer: Name and version of the importer that read it.
        missing_before: When it was first seen to be gone, microseconds UTC; None where that is not
            known.
    """

    post: str
    native_id: str
    account: str
    object: str
    at: int
    precision: str
    text_sha256: str | None
    source: str
    file: str
    member: str | None
    row: int
    importer: str
    missing_before: int | None


class Alternative(msgspec.Struct, frozen=True, kw_only=True):
    """Another explanation, how it was tested and what came of it.

    Attributes:
        name: In a few words: "news that everybody shares".
        test: How it was tested.
        statistic: What the test measured, None where it measured nothing.
        p: Its p-value, where it has one.
        verdict: What follows.
        note: One sentence for a reader.
    """

    name: str
    test: str
    verdict: Verdict
    statistic: float | None = None
    p: float | None = None
    note: str = ""


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """What another rule of the field says of the same accounts.

    Attributes:
        rule: Which rule.
        members: Accounts of the finding that it flags.
        everybody: Accounts of the whole collection that it flags.
    """

    rule: str
    members: int
    everybody: int


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """A number that a kind of finding has beside those that all have.

    Attributes:
        name: What it is, in a few words.
        value: The number.
        of: What it is a part of, or what it is held against; None where it stands alone.
    """

    name: str
    value: float
    of: float | None = None


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """How large the departure from chance is.

    Attributes:
        ratio: (seen + 0.5) / (expected + 0.5).
        lower: Lower bound of seen / expected, 95 %; None where nothing was expected.
        upper: Upper bound.
        lag_median_s: Median time between neighbours on one object, seconds.
        lag_quartiles_s: First and third quartile of that.
        leader_share: Share of the objects on which the account that is first most often is first.
    """

    ratio: float
    lower: float | None
    upper: float | None
    lag_median_s: float
    lag_quartiles_s: tuple[float, float]
    leader_share: float


class Robustness(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of it when something is taken away.

    Attributes:
        halves: p on each half of the objects, found on the other; None with too few objects.
        halves_test: Which permutation that was, "times", "labels" or "pace".
        found_again: How many of its accounts each half finds; None where no pairs were asked about.
        without_one_object: The least q at which all its accounts still hang together when each tie
            loses the object that speaks most for it; None where they never do.
        expected_range: Least and greatest expectation over the seeds of the blocks; None where no
            blocks are used.
    """

    halves: tuple[float, float] | None
    halves_test: str
    without_one_object: float | None
    expected_range: tuple[float, float] | None
    found_again: tuple[int, int] | None = None


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One finding; see the module and SCIENCE for each part.

    Attributes:
        kind: "group", "copy_burst", "bridge", "hub", "ring", "observation" or "deletion".
        trace: What was done together.
        test: "timing", "exclusive", "pooled", "co_sharing", "base_rate", "amplification",
            "rewiring" or "fisher"; None where nothing was tested.
        grade: How far it was tested.
        statement: One neutral sentence.
        count: Objects within the window, summed over the pairs of the members.
        expected: What chance would have produced; None where no null describes the collection.
        p: Corrected for the windows; None where nothing was tested.
        q: Corrected for all tests.
        tests: How many those are.
        window_s: The window that the counts are of, in seconds.
        ladder: All windows; none where nothing is expected within one.
        first: The earliest post behind it, microseconds UTC.
        last: The latest.
        precision: The coarsest precision among them.
        eligible: Accounts that did enough to be tested.
        events: Actions in the trace.
        frames: How the sources were collected.
        forbids: What may not be tested because of that.
        limits: What was left out, and why.
        measures: What this kind of finding counts beside all that.
    """

    kind: str
    trace: str
    test: str | None
    grade: Grade
    statement: str
    accounts: tuple[Member, ...]
    objects: tuple[Thing, ...]
    evidence: tuple[Evidence, ...]
    count: int
    expected: float | None
    p: float | None
    q: float | None
    tests: int
    window_s: float
    ladder: tuple[Step, ...]
    first: int
    last: int
    precision: str
    eligible: int
    events: int
    frames: tuple[str, ...]
    forbids: tuple[str, ...]
    seed: int
    tool: str
    rules: str
    state: str
    effect: Effect | None = None
    robustness: Robustness | None = None
    alternatives: tuple[Alternative, ...] = ()
    checks: tuple[Check, ...] = ()
    limits: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    schema: int = SCHEMA

    @property
    def key(self) -> str:
        """What it is about: the same for the same kind, trace and members, whatever the tests."""
        named = {
            "kind": self.kind,
            "trace": self.trace,
            "test": self.test,
            "members": sorted(each.uid for each in self.accounts),
            "objects": sorted(each.key for each in self.objects) if self.kind != "group" else [],
        }
        return digest(named)[:24]

    @property
    def version(self) -> str:
        """Hash of everything in it."""
        return digest(self.content())

    def content(self) -> dict[str, object]:
        """Return everything in it as plain values."""
        plain = msgspec.to_builtins(self)
        assert isinstance(plain, dict)
        return plain
