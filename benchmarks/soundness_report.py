"""SOUNDNESS.md: what came of the cases of the soundness bench, and which targets are met.

Owns the tables and the intervals. It runs nothing, and leaves out what was not run: a table says
how many collections stand behind it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from scipy.special import betaincinv

from benchmarks.soundness_cases import SIZES, Case, Counts
from benchmarks.soundness_tried import TRIED

Found = Sequence[tuple[Case, Counts]]

FAST = ("copies", "ring", "hidden")
ALL = (*FAST, "drip")
DECLARED = ("feeds", "syndicate", "owner")
LOOK_ALIKES = ("fan club", "meme", "petition", "ordinary")
OURS = "this tool, E1 and above"
_HEAD = """\
# Soundness on invented collections

Written by `python -m benchmarks.soundness`: {done} of {wanted} cases are done. Each collection is
drawn anew from its seed: 3,000 ordinary accounts and about 43,000 shares over a week. An account is
found where it is in a group of three or more by a timing test. A rule of another tool flags the
ends of the edges that it keeps. Intervals are Clopper-Pearson, 95 %.
"""


def written(found: Found, wanted: int, before: Sequence[Case] = ()) -> str:
    """Return the page.

    Args:
        found: The cases that are done and what came of each.
        wanted: How many there are.
        before: Those of them that were done by the rules before, without the test of whole groups.
    """
    parts = [
        _HEAD.format(done=len(found), wanted=wanted) + _by_rules(found, before),
        _targets(found),
        TRIED,
        _organic(found),
        _planted(found),
        _look_alikes(found),
        _floors(found),
        _power(found),
        _bursts(found),
    ]
    return "\n".join(part for part in parts if part).rstrip() + "\n"


def _by_rules(found: Found, before: Sequence[Case]) -> str:
    """Say how many cases of each bench were run with the test of whole groups."""
    if not before:
        return ""
    benches = list(dict.fromkeys(case.bench for case, _ in found))
    told = [
        f"{bench} {sum(c.bench == bench and c not in before for c, _ in found)}"
        f" of {sum(c.bench == bench for c, _ in found)}"
        for bench in benches
    ]
    return (
        "\nThe test of whole groups came after most cases. Run again with it are, of the cases of"
        f" each bench: {', '.join(told)}. The others show what the tests of pairs alone find, which"
        " did not change.\n"
    )


def interval(seen: int, of: int) -> tuple[float, float]:
    """Return the exact 95 % interval of a share (Clopper and Pearson 1934).

    Args:
        seen: How many.
        of: Of how many, 1 or more.
    """
    low = float(betaincinv(seen, of - seen + 1, 0.025)) if seen else 0.0
    high = float(betaincinv(seen + 1, of - seen, 0.975)) if seen < of else 1.0
    return low, high


def upper(seen: int, of: int) -> float:
    """Return the one-sided 95 % bound of a share."""
    return float(betaincinv(seen + 1, of - seen, 0.95)) if seen < of else 1.0


def of_bench(found: Found, bench: str, variant: str | None = None) -> list[tuple[Case, Counts]]:
    """Return the cases of a bench, or of one variant of it."""
    return [
        (case, counts)
        for case, counts in found
        if case.bench == bench and variant in (None, case.variant)
    ]


def summed(cases: Iterable[tuple[Case, Counts]], name: str) -> Counter[str]:
    """Add up the counts of roles; the owners are one role."""
    total: Counter[str] = Counter()
    for _, counts in cases:
        for role, number in counts[name].items():
            total["owner" if role.startswith("owner ") else role] += number
    return total


def _rules(cases: Found) -> dict[str, Found]:
    """Return, for this tool and each rule, the cases with the rule's counts as what is found."""
    told = [(case, counts) for case, counts in cases if "rules" in counts]
    names = list(told[0][1]["rules"]) if told else []
    return {OURS: cases} | {
        name: [
            (case, {"total": counts["total"], "found": counts["rules"][name]})
            for case, counts in told
        ]
        for name in names
    }


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _share(seen: int, of: int) -> str:
    return f"{seen / of:.3f}" if of else "-"


def _organic(found: Found) -> str:
    rows = []
    for variant in dict.fromkeys(case.variant for case, _ in of_bench(found, "organic")):
        for name, each in _rules(of_bench(found, "organic", variant)).items():
            seen = summed(each, "found").total()
            total = summed(each, "total").total()
            low, high = interval(seen, total)
            rows.append(
                (
                    variant,
                    name,
                    str(len(each)),
                    f"{seen:,} of {total:,}",
                    f"{seen / total:.4f}",
                    f"{low:.5f} to {high:.5f}",
                )
            )
    if not rows:
        return ""
    return (
        "## A. Nothing is planted: who is found all the same\n\n"
        + _table(("collection", "rule", "seeds", "accounts", "share", "interval"), rows)
        + "\nHow many pairs the co-sharing test gives such a p, and how many it may at most:\n\n"
        + _calibration(found)
    )


def _calibration(found: Found) -> str:
    rows = []
    for variant in dict.fromkeys(case.variant for case, _ in of_bench(found, "organic")):
        levels: dict[float, tuple[int, float]] = {}
        for _, counts in of_bench(found, "organic", variant):
            for each in counts["calibration"]:
                seen, most = levels.get(each["p"], (0, 0.0))
                levels[each["p"]] = seen + each["seen"], most + each["most"]
        rows += [
            (variant, f"{level:g}", f"{seen:,}", f"{most:,.1f}", f"{seen / most:.3f}")
            for level, (seen, most) in levels.items()
        ]
    return _table(("collection", "p at most", "pairs", "may be", "ratio"), rows)


def scores(cases: Found, leave_out: tuple[str, ...] = DECLARED) -> tuple[float, float, float]:
    """Return precision, recall and F1 over all four campaigns; declared groups do not count."""
    seen, total = summed(cases, "found"), summed(cases, "total")
    right = sum(seen[role] for role in ALL)
    flagged = sum(number for role, number in seen.items() if role not in leave_out)
    wanted = sum(total[role] for role in ALL)
    precision = right / flagged if flagged else 0.0
    recall = right / wanted if wanted else 0.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def _planted(found: Found) -> str:
    cases = of_bench(found, "planted")
    if not cases:
        return ""
    rows = []
    shown = _rules(cases)
    for name, key in (("an hour", "proposed"), ("6 hours", "slow")):
        held = [(c, {"total": n["total"], "found": n[key]}) for c, n in cases if key in n]
        if held:
            shown[f"proposed by co-sharing alone within {name}, E0"] = held
    for name, each in shown.items():
        seen, total = summed(each, "found"), summed(each, "total")
        precision, recall, both = scores(each)
        shares = [_share(seen[role], total[role]) for role in ALL]
        rows.append(
            (name, str(len(each)), *shares, f"{precision:.3f}", f"{recall:.3f}", f"{both:.3f}")
        )
    ranked = [counts["score"] for _, counts in cases]
    means = {key: sum(each[key] for each in ranked) / len(ranked) for key in ranked[0]}
    return (
        "## B. Four campaigns and declared feeds\n\nRecall of each campaign, then of all.\n\n"
        + _table(("rule", "seeds", *ALL, "precision", "recall", "F1"), rows)
        + f"\nAccounts in the order of their least p: AUC {means['auc']:.3f}, average precision"
        f" {means['average_precision']:.3f}, precision among the first 50"
        f" {means['precision_at_50']:.3f}.\n"
    )


def _look_alikes(found: Found) -> str:
    rows = []
    for variant in dict.fromkeys(case.variant for case, _ in of_bench(found, "hard")):
        for name, each in _rules(of_bench(found, "hard", variant)).items():
            seen, total = summed(each, "found"), summed(each, "total")
            roles = (*FAST, *LOOK_ALIKES, *DECLARED)
            shares = [_share(seen[role], total[role]) for role in roles]
            rows.append((variant, name, str(len(each)), *shares, f"{scores(each)[0]:.3f}"))
    if not rows:
        return ""
    columns = ("collection", "rule", "seeds", *FAST, *LOOK_ALIKES, *DECLARED, "precision")
    return (
        "## C. The same among those that only look alike\n\nShare of each kind that is found."
        " Feeds, a syndicate and owners of several accounts do act together and declare it: their"
        " findings carry that explanation.\n\n" + _table(columns, rows)
    )


def _floors(found: Found) -> str:
    rows = []
    for variant in ("accounts", "times"):
        cases = of_bench(found, "floor", variant)
        if cases:
            hits = sum(counts["found"] for _, counts in cases)
            ties = sum(counts["ties"] for _, counts in cases)
            proposed = sum(counts["proposed"] for _, counts in cases)
            rows.append((variant, str(len(cases)), str(hits), str(ties), str(proposed)))
    if not rows:
        return ""
    columns = ("shuffled", "runs", "accounts at E1", "ties", "accounts proposed")
    return (
        "## D. What is tested, shuffled away\n\n" + _table(columns, rows) + "\nA shuffle of times"
        " keeps who shares what, so that co-sharing still proposes; the timing test finds none.\n"
    )


def _power(found: Found) -> str:
    groups: dict[tuple[str, float, int, int], list[Counts]] = {}
    for case, counts in of_bench(found, "power"):
        key = (case.variant, case.cover, case.jitter_s, case.objects)
        groups.setdefault(key, []).append(counts)
    if not groups:
        return ""
    rows = []
    for (variant, cover, jitter, objects), each in sorted(groups.items()):
        cells = []
        for size in SIZES:
            role = f"group of {size}"
            seen = sum(counts["found"].get(role, 0) for counts in each)
            proposed = sum(counts["proposed"].get(role, 0) for counts in each)
            total = size * len(each)
            cells.append(f"{seen / total:.2f} ({proposed / total:.2f})")
        rows.append((variant, f"{cover:.0%}", _span(jitter), str(objects), str(len(each)), *cells))
    sizes = [f"{size} accounts" for size in SIZES]
    return (
        "## E. How small, slow and hidden a group may be\n\nShare of its accounts at E1 and above,"
        " and in brackets those that co-sharing proposes (E0). Cover is the ordinary share of what"
        " its accounts do.\n\n"
        + _table(("objects are", "cover", "jitter", "objects", "seeds", *sizes), rows)
    )


def _span(seconds: int) -> str:
    for size, unit in ((3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def _bursts(found: Found) -> str:
    cases = of_bench(found, "bursts")
    if not cases:
        return ""
    ordinary = sum(counts["ordinary"] for _, counts in cases)
    texts = sum(counts["texts"] for _, counts in cases)
    planted = {
        f"one text by {size} accounts within 5 min": sum(
            counts["groups"][f"group of {size}"] for _, counts in cases
        )
        for size in SIZES
    }
    rows = [
        ("ordinary texts", f"{ordinary:,} of {texts:,}"),
        ("a meme that 300 people say", f"{sum(c['meme'] for _, c in cases)} of {len(cases)}"),
        ("a petition", f"{sum(c['petition'] for _, c in cases)} of {3 * len(cases)}"),
        *((name, f"{number} of {len(cases)}") for name, number in planted.items()),
    ]
    return (
        f"## F. One text, many mouths ({len(cases)} seeds)\n\nTexts that become a `copy_burst` of"
        " E1.\n\n" + _table(("texts", "found"), rows)
    )


def _targets(found: Found) -> str:
    from benchmarks.soundness_targets import targets

    names = {True: "met", False: "not met", None: "not shown"}
    rows = [
        (number, text, names[met], figure, f"`{command}`" if command else "-")
        for number, text, met, figure, command in targets(found)
    ]
    return "## Targets\n\n" + _table(("", "target", "", "figure", "shown by"), rows)
