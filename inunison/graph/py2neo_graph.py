"""A py2neo Graph on the server of a case, for scripts that were written for py2neo.

Owns the one import of it; py2neo has reached its end of life, and nothing of ours needs it.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from inunison.errors import UsageError
from inunison.graph.address import Address

if TYPE_CHECKING:
    import py2neo


def graph(find_address: Callable[[], Address]) -> "py2neo.Graph":
    """Return a py2neo Graph.

    Args:
        find_address: Returns where the server is, and starts it where it must; not called where
            py2neo is missing.

    Raises:
        UsageError: The extra is not installed.
    """
    try:
        import py2neo
    except ImportError as error:
        raise UsageError(
            "py2neo is not installed.", "Install it: pip install 'inunison[py2neo]'"
        ) from error
    address = find_address()
    return py2neo.Graph(
        address.uri, auth=(address.username, address.password), name=address.database
    )
