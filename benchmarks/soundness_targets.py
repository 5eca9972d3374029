"""The targets that the soundness bench is held against, each met or not by a figure.

Owns the targets and their limits alone. Targets on text, real tables and speed have benches of
their own; those that a test holds name it.
"""

from benchmarks.soundness_cases import Counts
from benchmarks.soundness_report import FAST, Found, of_bench, scores, summed, upper

Target = tuple[str, str, bool | None, str]


def targets(found: Found) -> list[Target]:
    """Return number, text, whether it is met (None where it was not run) and the figure."""
    return [
        _organic(found),
        _floors(found),
        *_planted(found),
        _power(found),
        _drip(found),
        *_look_alikes(found),
        _meme_burst(found),
        *_tested_elsewhere(),
    ]


def _organic(found: Found) -> Target:
    text = "nothing planted: accounts found at most 0.1 %, upper bound at most 0.05 %"
    cases = of_bench(found, "organic")
    if not cases:
        return "1", text, None, "-"
    seen, total = summed(cases, "found").total(), summed(cases, "total").total()
    bound = upper(seen, total)
    met = seen / total <= 0.001 and bound <= 0.0005
    return "1", text, met, f"{seen} of {total:,}; bound {bound:.4%}; {len(cases)} collections"


def _floors(found: Found) -> Target:
    text = "floors: nobody at E1 in 20 shuffles of accounts and 20 of times"
    cases = of_bench(found, "floor")
    if not cases:
        return "2", text, None, "-"
    hits = sum(counts["found"] for _, counts in cases)
    runs = [len(of_bench(found, "floor", name)) for name in ("accounts", "times")]
    met = None if min(runs) < 20 and not hits else not hits
    return "2", text, met, f"{hits} accounts in {runs[0]} and {runs[1]} shuffles"


def _planted(found: Found) -> list[Target]:
    texts = (
        "campaigns: precision at least 0.98",
        "recall of the three fast ones at least 0.98",
        "F1 over all four at least 0.88",
        "recall of candidates at least 0.90",
    )
    cases = of_bench(found, "planted")
    if not cases:
        return [("3", text, None, "-") for text in texts]
    seen, total = summed(cases, "found"), summed(cases, "total")
    precision, _, both = scores(cases)
    recall = sum(seen[role] for role in FAST) / sum(total[role] for role in FAST)
    proposed: Counts = {"found": summed(cases, "proposed"), "total": total}
    candidates = scores([(cases[0][0], proposed)])[1]
    values = (precision, recall, both, candidates)
    limits = (0.98, 0.98, 0.88, 0.90)
    return [
        ("3", text, value >= limit, f"{value:.3f}; {len(cases)} collections")
        for text, value, limit in zip(texts, values, limits, strict=True)
    ]


def _power(found: Found) -> Target:
    text = "recall at least 0.95 of 10 accounts or more on 12 objects or more within 2 min"
    cases = [
        (case, counts)
        for case, counts in of_bench(found, "power")
        if case.objects >= 12 and case.jitter_s <= 120
    ]
    if not cases:
        return "4", text, None, "-"
    roles = [f"group of {size}" for size in (10, 20, 50)]
    seen, total = summed(cases, "found"), summed(cases, "total")
    recall = sum(seen[role] for role in roles) / sum(total[role] for role in roles)
    return "4", text, recall >= 0.95, f"{recall:.3f}; {len(cases)} collections, cover to 90 %"


def _drip(found: Found) -> Target:
    text = "slow drip (6 h): co-sharing recall at least 0.60; else not detectable, with the curve"
    cases = of_bench(found, "planted")
    if not cases:
        return "5", text, None, "-"
    proposed, total = summed(cases, "proposed")["drip"], summed(cases, "total")["drip"]
    seen = summed(cases, "found")["drip"]
    figure = f"proposed {proposed / total:.2f}, at E1 {seen / total:.2f}: not detectable"
    return "5", text, proposed / total >= 0.60, figure


def _look_alikes(found: Found) -> list[Target]:
    texts = ("meme: 0", "petition: 0", "fan clubs: at most 5 %")
    cases = of_bench(found, "hard")
    if not cases:
        return [("6", text, None, "-") for text in texts]
    seen, total = summed(cases, "found"), summed(cases, "total")
    made: list[Target] = []
    for text, role, limit in zip(
        texts, ("meme", "petition", "fan club"), (0.0, 0.0, 0.05), strict=True
    ):
        share = seen[role] / total[role]
        made.append(("6", f"{text} at E1", share <= limit, f"{seen[role]} of {total[role]:,}"))
    return made


def _meme_burst(found: Found) -> Target:
    text = "meme: no copy_burst at E1"
    cases = of_bench(found, "bursts")
    if not cases:
        return "6", text, None, "-"
    seen = sum(counts["meme"] for _, counts in cases)
    return "6", text, not seen, f"{seen} of {len(cases)}"


def _tested_elsewhere() -> list[Target]:
    held = (
        ("6", "declared groups carry their explanation", "tests/simulation/test_round_trip.py"),
        ("11", "the same findings on any number of cores", "tests/detect/test_ties.py"),
        ("14", "a test for each kind of frame", "tests/detect/test_frames.py"),
    )
    elsewhere: list[Target] = [
        (number, text, None, f"asserted by {test}") for number, text, test in held
    ]
    others = "7, 8, 9, 10, 12, 13, 15"
    return [*elsewhere, (others, "texts, real tables, speed, evidence", None, "other benches")]
