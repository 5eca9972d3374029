"""Stored questions: one `.cypher` file, one `Query`.

The public face of the package, which runs nothing and imports no driver.
"""

from inunison.queries.folders import (
    ENTRY_POINT_GROUP,
    all_queries,
    files_by_name,
    folders,
    load_folder,
    named,
    path_of,
    read_file,
    shipped,
    shipped_folder,
)
from inunison.queries.query import Query, bind, parse

__all__ = [
    "ENTRY_POINT_GROUP",
    "Query",
    "all_queries",
    "bind",
    "files_by_name",
    "folders",
    "load_folder",
    "named",
    "parse",
    "path_of",
    "read_file",
    "shipped",
    "shipped_folder",
]
