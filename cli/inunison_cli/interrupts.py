"""What an interrupt does to a command: it ends, and soon, whatever it was doing.

Owns the ways in which Python alone would not end it. An interrupt that meets a finalizer is lost
there, and one within a module that is being read in may be worse: it is said again, or later. One
that leaves a connection in the middle of an answer may have the way out wait for the rest of it;
after a while the process ends at once, which costs nothing that a killed one would not cost: the
next command goes on.
"""

import atexit
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
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
        # at its very end Python gives signals back, and an alarm would kill what is done
        atexit.register(signal.setitimer, signal.ITIMER_REAL, 0)


def _interrupt(_number: int, frame: FrameType | None) -> None:
    _interrupt_until(time.monotonic() + PATIENCE_S, frame)


def _interrupt_until(end: float, frame: FrameType | None) -> None:
    """Raise the interrupt; later, though not after the end, where a module is being read in.

    The machinery of imports may swallow it and keep its lock, so that all later imports wait for
    ever (seen), and a module written in C++ may abort the process (seen too).
    """
    if _is_reading_a_module(frame) and time.monotonic() < end:
        _alarm(lambda _number, later: _interrupt_until(end, later), _SOON_S)
    else:
        _alarm(_end, PATIENCE_S)
        raise KeyboardInterrupt


def _is_reading_a_module(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib."):
            return True
        frame = frame.f_back
    return False


def _alarm(call: Callable[[int, FrameType | None], None], seconds: float) -> None:
    # a signal and no thread: what is interrupted may hold a lock that starting one needs
    signal.signal(signal.SIGALRM, call)
    signal.setitimer(signal.ITIMER_REAL, seconds)


def _say_again(lost: "UnraisableHookArgs") -> None:
    if lost.exc_type is KeyboardInterrupt:
        _alarm(_interrupt, _SOON_S)
    else:
        sys.__unraisablehook__(lost)


def _end(_number: int, _frame: FrameType | None) -> None:
    os.write(2, f"\n{SENTENCE}\n".encode())
    os._exit(int(ExitCode.INTERRUPTED))
