"""A machine of other size than the one that the tests run on."""

import pytest


def have_cores(patch: pytest.MonkeyPatch, count: int) -> None:
    """Let the program see so many processors."""
    patch.setattr("os.sched_getaffinity", lambda _process: set(range(count)), raising=False)
