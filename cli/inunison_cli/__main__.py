"""The process `inunison`, from its first moment.

Owns what an interrupt does while the program is still being read in, when nothing that could say a
sentence is there: the process ends by it, without a traceback.
"""

import signal


def main() -> None:
    """Read the program in, then run one command and end the process with its exit code."""
    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:  # a shell's background job leaves interrupts aside
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from inunison_cli import app

    signal.signal(signal.SIGINT, before)
    app.main()


if __name__ == "__main__":
    main()
