"""The bulk road from a state into the local Neo4j: CSV files, Neo4j's own importer, a second home.

The public face of the package. The graph that is there goes on answering until the new one is
whole; a rerun completes what was cut off.
"""

from inunison.graph.bulk.road import Telling, clear, load
from inunison.graph.bulk.tables import LONGEST_VALUE, longest_value

__all__ = ["LONGEST_VALUE", "Telling", "clear", "load", "longest_value"]
