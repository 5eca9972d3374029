"""The local Neo4j server of a case: no Docker, no installed Java, nothing shared with the network.

The public face of the package; importing it imports no driver and starts nothing.
"""

from inunison.graph.server.control import (
    BrowserLogin,
    ServerStatus,
    browser_login,
    browser_url,
    ensure_running,
    forget_home,
    is_new,
    log_path,
    status,
    stop,
    stop_all,
)
from inunison.graph.server.listing import ServerEntry, list_servers

__all__ = [
    "BrowserLogin",
    "ServerEntry",
    "ServerStatus",
    "browser_login",
    "browser_url",
    "ensure_running",
    "forget_home",
    "is_new",
    "list_servers",
    "log_path",
    "status",
    "stop",
    "stop_all",
]
