"""`python -m benchmarks.run --sizes 100k,1m,10m [--only import,resolve,load,queries]`.

One entry for every measure. What was measured before is not measured again unless `--again` says
so; a run that was cut off goes on; a peer that fails is a line that says why. After each topic
RESULTS.md is written anew from all lines, those of earlier runs too.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from benchmarks import detection, importing, loading, queries, report
from benchmarks.results import PATH, Results
from benchmarks.setting import Setting, default_folder, say

_TOPICS: dict[str, Callable[[Setting, int], None]] = {
    importing.IMPORT: importing.measure,
    importing.RESOLVE: importing.resolve,
    loading.LOAD: loading.measure,
    queries.QUERIES: queries.measure,
    detection.DETECT: detection.measure,
}
_UNITS = {"k": 1_000, "m": 1_000_000}


def size(text: str) -> int:
    """Read 100k as 100,000 and 1m as 1,000,000.

    Raises:
        ValueError: It is no number.
    """
    text = text.strip().lower()
    unit = _UNITS.get(text[-1:], 1)
    return int(text[:-1] if unit > 1 else text) * unit


def main() -> None:
    """Measure what is asked for and write the results."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", default="100k", help="100k,1m,10m")
    parser.add_argument("--only", default=",".join(_TOPICS), help="topics")
    parser.add_argument("--folder", type=Path, default=default_folder())
    parser.add_argument("--results", type=Path, default=PATH)
    parser.add_argument("--again", action="store_true", help="measure even what is known")
    parser.add_argument("--limit", type=float, default=4 * 3600, help="seconds for one command")
    parser.add_argument("--runs", type=int, default=3, help="how often, up to a million posts")
    options = parser.parse_args()
    sizes = [size(each) for each in options.sizes.split(",")]
    topics = options.only.split(",")
    if unknown := set(topics) - set(_TOPICS):
        parser.error(f"no topic {', '.join(sorted(unknown))}; there are {', '.join(_TOPICS)}")
    options.results.parent.mkdir(parents=True, exist_ok=True)
    results = Results(options.results)
    setting = Setting(options.folder.resolve(), results, options.again, options.limit, options.runs)
    for posts in sizes:
        for topic in topics:
            _one(setting, topic, posts)
            report.write(results, options.results.with_name("RESULTS.md"))
        setting.stop_server(posts)


def _one(setting: Setting, topic: str, posts: int) -> None:
    """Measure one topic; hours of others follow, so they go on whatever happens to it."""
    try:
        _TOPICS[topic](setting, posts)
    except Exception as error:
        say(f"{topic} at {posts:,} posts ended: {type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
