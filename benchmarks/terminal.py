"""What the terminal costs over what it cannot do without.

`python -m benchmarks.terminal --case DIR` times `inunison --help` against `python -c pass`, and a
warm `inunison find hub-influencers` against a script that asks the same by the bare driver.
"""

import argparse
import sys
from pathlib import Path

from benchmarks import pairs
from inunison import Case, queries

_BARE = """
import sys
import neo4j
uri, user, password, cypher = sys.argv[1:]
with neo4j.GraphDatabase.driver(uri, auth=(user, password)) as driver:
    for record in driver.execute_query(cypher, {"limit": 25}, routing_="r").records:
        print(list(record.values()))
"""


def main() -> None:
    """Measure both and print one line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--case", required=True, help="A case that is loaded.")
    folder = parser.parse_args().case
    program = str(Path(sys.executable).with_name("inunison"))
    pair = pairs.compare([program, "--help"], [sys.executable, "-c", "pass"])
    pairs.show("inunison --help against python -c pass", pair)
    case = Case.open(folder)
    case.load()
    address = case.address()
    query = queries.named("hub-influencers", None)
    bare = [address.uri, address.username, address.password, query.cypher]
    pair = pairs.compare(
        [program, "find", "hub-influencers", "--case", folder],
        [sys.executable, "-c", _BARE, *bare],
    )
    pairs.show("warm inunison find against the bare driver", pair)
    print(f"peak memory {pairs.peak_mb():.0f} MB")


if __name__ == "__main__":
    main()
