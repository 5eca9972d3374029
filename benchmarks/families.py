"""Near-copies among real posts: time, memory, families, recall on planted edits, and a peer.

`python -m benchmarks.families [FOLDER [TEXTS]]` reads the posts by author in FOLDER (default:
INUNISON_DATA, else ../shared/data), takes the first TEXTS different ones (default: all), plants
edited copies of 400 of them and looks for families.
Where PEER names the interpreter of an environment with `datasketch`, the same texts are given to
its MinHashLSH in the same run, in the middle of two runs of ours. Prints processor time beside wall
time, because a busy machine changes the second much more than the first.
"""

import csv
import io
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import zstandard

from inunison.text import fingerprints, grams
from inunison.text.anchors import anchors, outline
from inunison.text.families import find_generic, find_heads, near
from inunison.text.forms import normal_forms
from inunison.text.proposals import proposed
from tests.text_samples import FORMAT_DISGUISES, WORD_DISGUISES

ROOT = Path(__file__).resolve().parent.parent
FILES = ("LeftTroll", "HashtagGamer")
EDITED = 400
UNRELATED = 40_000
LEAST_EDITED_CHARACTERS = 60

# The same grams, permutations and bands, each text asked for once; nothing is verified.
_PEER = """
import json, resource, sys, time
from datasketch import MinHash, MinHashLSH
texts, planted = json.load(open(sys.argv[1]))
begun, wall = time.process_time(), time.perf_counter()
lsh = MinHashLSH(num_perm=128, params=(32, 4))
signed = []
for at in range(0, len(texts), 10_000):
    part = [{t[i:i + 5].encode() for i in range(len(t) - 4)} for t in texts[at:at + 10_000]]
    signed += MinHash.bulk(part, num_perm=128)
with lsh.insertion_session() as session:
    for place, each in enumerate(signed):
        session.insert(place, each)
found = [set(lsh.query(each)) for each in signed]
spent, wall = time.process_time() - begun, time.perf_counter() - wall
print(json.dumps({
    "processor_s": spent, "wall_s": wall, "pairs": (sum(map(len, found)) - len(found)) // 2,
    "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
    "found": {name: [one in found[other] for one, other in pairs]
              for name, pairs in planted.items()}}))
"""


@dataclass(frozen=True)
class Planted:
    """Edited copies of some texts.

    Attributes:
        texts: The normal forms of the collection and, behind them, of the copies that differ.
        pairs: Places of the original and of the copy, by the name of the edit.
        exact: How many copies have the fingerprint of their original, by the name of the edit.
    """

    texts: list[str]
    pairs: dict[str, list[tuple[int, int]]]
    exact: dict[str, int]


def _posts(folder: Path) -> list[str]:
    posts: list[str] = []
    for name in FILES:
        with (folder / "ira_tweets_by_author" / f"tweets_{name}.csv.zst").open("rb") as opened:
            body = zstandard.ZstdDecompressor().stream_reader(opened).read()
        posts += [row["content"] for row in csv.DictReader(io.StringIO(body.decode(), newline=""))]
    return posts


def _compared(posts: Sequence[str]) -> list[str]:
    """Return one raw text of each fingerprint that is long enough to be evidence."""
    made = fingerprints(posts)
    kept: dict[str, str] = {}
    for text, key, evidence in zip(posts, made.key, made.evidence, strict=True):
        if key is not None and evidence:
            kept.setdefault(key, text)
    return list(kept.values())


def _plant(raw: list[str], normal: list[str]) -> Planted:
    draw = random.Random(33)
    long = [place for place, text in enumerate(normal) if len(text) >= LEAST_EDITED_CHARACTERS]
    chosen = draw.sample(long, EDITED)
    place = {text: number for number, text in enumerate(normal)}
    pairs: dict[str, list[tuple[int, int]]] = {}
    exact: dict[str, int] = {}
    for disguise in (*FORMAT_DISGUISES, *WORD_DISGUISES):
        copies = normal_forms([disguise(raw[each], draw) for each in chosen])
        kept = [(each, copy) for each, copy in zip(chosen, copies, strict=True)]
        exact[disguise.__name__] = sum(normal[each] == copy for each, copy in kept)
        pairs[disguise.__name__] = [
            (each, place.setdefault(copy, len(place)))
            for each, copy in kept
            if normal[each] != copy
        ]
    return Planted(list(place), pairs, exact)


def _measured(texts: list[str], threads: int) -> tuple[grams.Whole, float, float]:
    spent, wall = time.process_time(), time.perf_counter()
    found = find_heads(texts, threads=threads)
    wall, spent = time.perf_counter() - wall, time.process_time() - spent
    print(f"families, {threads} thread(s): {wall:.2f} s wall, {spent:.2f} s processor")
    return found, wall, spent


def _peer(planted: Planted) -> dict[str, Any] | None:
    interpreter = os.environ.get("PEER")
    if not interpreter:
        return None
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "texts.json"
        given.write_text(json.dumps([planted.texts, planted.pairs]))
        command = [interpreter, "-c", _PEER, str(given)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    print(
        f"datasketch, candidates alone: {answer['wall_s']:.2f} s wall,"
        f" {answer['processor_s']:.2f} s processor, {answer['memory_mb']:.0f} MB,"
        f" {answer['pairs']:,} pairs"
    )
    return answer


def _candidates(texts: list[str]) -> grams.Codes:
    """Return the pairs that are compared, as one number each: the later text above the earlier."""
    with ThreadPoolExecutor(1) as pool:
        held = outline(texts, pool)
        earlier, later = proposed(anchors(texts, held.rarity, pool), held, len(texts), pool)
    return (later.astype(np.uint64) << np.uint64(32)) | earlier.astype(np.uint64)


def _recalls(planted: Planted, found: grams.Whole, peer: dict[str, Any] | None) -> None:
    print(f"\n{'edit':<20} {'exact':>7} {'near':>7} {'pair':>7} {'family':>7} {'datasketch':>11}")
    candidates = _candidates(planted.texts)
    for name, pairs in planted.pairs.items():
        first, second = np.array(pairs, np.int64).reshape(-1, 2).T
        exact = planted.exact[name]
        alike = near(*grams.shared(planted.texts, first, second))
        code = np.maximum(first, second).astype(np.uint64) << np.uint64(32)
        code |= np.minimum(first, second).astype(np.uint64)
        both = alike & np.isin(code, candidates)
        joined = found[first] == found[second]
        shares = [exact, exact + alike.sum(), exact + both.sum(), exact + joined.sum()]
        line = "".join(f" {int(share) / EDITED:7.4f}" for share in shares)
        if peer:
            line += f" {(exact + sum(peer['found'][name])) / EDITED:11.4f}"
        print(f"{name:<20}{line}")


def _unrelated(texts: list[str]) -> None:
    """Count matches among pairs drawn at random."""
    draw = np.random.default_rng(33)
    first, second = draw.integers(0, len(texts), (2, UNRELATED))
    other = first != second
    one, two, both = grams.shared(texts, first[other], second[other])
    print(
        f"\nof {int(other.sum()):,} pairs drawn at random: Jaccard >= 0.7"
        f" {int((grams.jaccard(one, two, both) >= 0.7).sum())}, containment >= 0.8"
        f" {int((grams.containment(one, two, both) >= 0.8).sum())},"
        f" near {int(near(one, two, both).sum())}"
    )


def main() -> None:
    """Compare, plant edits, ask both, print."""
    named = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("INUNISON_DATA")
    posts = _posts(Path(named) if named else ROOT.parent / "shared" / "data")
    raw = _compared(posts)[: int(sys.argv[2]) if len(sys.argv) > 2 else None]
    wall = time.perf_counter()
    normal = normal_forms(raw)
    wall = time.perf_counter() - wall
    planted = _plant(raw, normal)
    print(
        f"{len(posts):,} posts, {len(raw):,} different texts to compare (normal forms {wall:.2f} s"
        f" wall), {len(planted.texts):,} with the planted copies"
    )
    found, wall, spent = _measured(planted.texts, 2)
    peer = _peer(planted)
    again, _, spent_again = _measured(planted.texts, 1)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"same families from one thread and two: {bool((found == again).all())}")
    if peer:
        ratio = 2 * peer["processor_s"] / (spent + spent_again)
        print(f"ratio: {ratio:.1f} by processor, {peer['wall_s'] / wall:.1f} by wall, two threads")
    _recalls(planted, found, peer)
    _unrelated(normal)
    plain = find_heads(normal)
    sizes = np.bincount(plain)
    wall = time.perf_counter()
    generic = find_generic(normal, plain)
    wall = time.perf_counter() - wall
    families = sizes[sizes > 1]
    print(
        f"\n{len(families):,} families of {families.sum():,} texts, the largest {families.max()};"
        f" {int(generic.sum()):,} generic texts ({wall:.2f} s wall);"
        f" peak memory with the posts {memory:.0f} MB"
    )


if __name__ == "__main__":
    main()
