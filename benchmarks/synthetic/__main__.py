"""`python -m benchmarks.synthetic --posts 1000000 --format archive --out FILE`."""

import argparse
import time
from pathlib import Path

from benchmarks.synthetic.formats import FORMATS, write
from benchmarks.synthetic.traffic import Shape


def main() -> None:
    """Write one file and say how fast it went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, required=True)
    parser.add_argument("--format", choices=sorted(FORMATS), required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    begun = time.perf_counter()
    write(Shape(options.posts, options.seed), options.format, options.out)
    spent = time.perf_counter() - begun
    size = options.out.stat().st_size / 1e6
    print(f"{options.posts:,} posts, {size:,.0f} MB, {options.posts / spent:,.0f} posts/s")


if __name__ == "__main__":
    main()
