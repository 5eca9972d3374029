"""Named points at which a process can be made to die, so that tests can see what is left.

Owns the names and the switch: the environment variable `INUNISON_FAULT` names one point. Where it
is not set, nothing here does anything.
"""

import os
import signal

POINTS = (
    "import: staged",
    "import: between groups",
    "import: before the rename",
    "import: after the rename",
    "import: logged, not yet put over",
    "import: put over in part",
    "import: put over, old files there",
    "remove: out of sight",
    "remove: logged, not yet deleted",
    "state: between tables",
    "state: before the rename",
    "bulk: after the tables",
    "bulk: during the import",
    "bulk: after the import",
    "load: before the case node",
    "bulk: before the switch",
    "bulk: during the switch",
    "bulk: after the switch",
)

_VARIABLE = "INUNISON_FAULT"


def reach(point: str) -> None:
    """Come to a point; the process ends here, as if the power failed, where it is the one named.

    Args:
        point: One of `POINTS`.
    """
    if os.environ.get(_VARIABLE) == point:
        assert point in POINTS
        os.kill(os.getpid(), signal.SIGKILL)
