"""Other tools in environments of their own, so that their needs never meet ours.

Owns where they lie and which versions they have. They are made on the first run and kept.
"""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Peer:
    """One tool to measure against.

    Attributes:
        name: Its name, and the name of its environment.
        needs: What is installed, with the versions that were measured.
    """

    name: str
    needs: tuple[str, ...]

    @property
    def version(self) -> str:
        """The version of the tool itself."""
        return self.needs[0].partition("==")[2]


TOOLKIT = Peer("coordination-network-toolkit", ("coordination-network-toolkit==1.5.2",))
PY2NEO = Peer("py2neo", ("py2neo==2021.2.4", "pyarrow==21.0.0"))


class PeerMissing(Exception):  # noqa: N818 - it becomes the reason of a measure that failed
    """A tool could not be installed; the text says why."""


def program(peer: Peer, name: str, folder: Path) -> str:
    """Return a program of a peer's environment, which is made where it is not there yet.

    Args:
        peer: The tool.
        name: The program, such as "python".
        folder: Where environments are kept.

    Raises:
        PeerMissing: It could not be installed.
    """
    place = folder / f"{peer.name}-{peer.version}"
    done = place / "installed"
    if not done.exists():
        for command in (
            [sys.executable, "-m", "venv", "--clear", str(place)],
            [str(place / "bin" / "pip"), "install", "--quiet", *peer.needs],
        ):
            ended = subprocess.run(command, capture_output=True, text=True, check=False)
            if ended.returncode:
                last = (ended.stderr.strip().splitlines() or ["no reason given"])[-1]
                raise PeerMissing(f"could not be installed: {last[:150]}")
        done.write_text("\n".join(peer.needs) + "\n")
    return str(place / "bin" / name)
