"""What an interrupt does to a command: it ends, and soon, whatever it was doing.

Owns the two ways in which Python alone would not end it. An interrupt that meets a finalizer is
lost there; it is said again. One that leaves a connection in the middle of an answer may have the
way out wait for the rest of it; after a while the process ends at once, which costs nothing that a
killed one would not cost: the next command goes on.
"""

import os
import signal
import sys
import threading
from types import FrameType
from typing import TYPE_CHECKING

from inunison.errors import ExitCode

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

SENTENCE = "Interrupted. Run the command again to go on."
PATIENCE_S = 20.0
_SOON_S = 0.05


def heed() -> None:
    """Listen from now on, unless interrupts are left aside or somebody else listens."""
    main = threading.current_thread() is threading.main_thread()
    if main and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)
        sys.unraisablehook = _say_again


def _interrupt(number: int, frame: FrameType | None) -> None:
    # a signal and no thread: what is interrupted may hold a lock that starting one needs
    signal.signal(signal.SIGALRM, _end)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE_S)
    signal.default_int_handler(number, frame)


def _say_again(lost: "UnraisableHookArgs") -> None:
    if lost.exc_type is KeyboardInterrupt:
        signal.signal(signal.SIGALRM, _interrupt)
        signal.setitimer(signal.ITIMER_REAL, _SOON_S)
    else:
        sys.__unraisablehook__(lost)


def _end(_number: int, _frame: FrameType | None) -> None:
    os.write(2, f"\n{SENTENCE}\n".encode())
    os._exit(int(ExitCode.INTERRUPTED))
