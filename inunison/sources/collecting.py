"""How a file was collected: its frame, and what it holds all of.

Owns whose word counts: the user's before the map's, before what the case knows, before what is
usual for the format. A frame and a scope that contradict each other are refused.
"""

from collections.abc import Callable
from dataclasses import dataclass

from inunison.errors import SourceError
from inunison.records import Frame
from inunison.sources.source import Source
from inunison_importers.base import Importer
from inunison_importers.mapped_table import MappedTable
from inunison_importers.scopes import Scope

ChooseFrame = Callable[[str, Frame], Frame]


@dataclass(frozen=True)
class Collected:
    """How a file was collected.

    Attributes:
        frame: By what its posts were chosen.
        scope: What it holds all of, and when it was captured; None where nobody said it.
    """

    frame: Frame
    scope: Scope | None = None


def collected(
    name: str,
    importer: Importer,
    known: Source | None,
    frame: Frame | ChooseFrame | None,
    scope: Scope | None,
) -> Collected:
    """Return how a file was collected.

    Args:
        name: Of the file.
        importer: Who reads it.
        known: What the case knows of it.
        frame: The frame that the user named, or who is asked where nothing else says it.
        scope: The scope that the user named.

    Raises:
        SourceError: The frame does not fit the scope.
    """
    drawn = importer.map if isinstance(importer, MappedTable) else None
    said = scope or (drawn.scope if drawn else None) or (known.scope if known else None)
    meant = said.frame if said else None
    if isinstance(frame, Frame):
        if meant is not None and frame is not meant:
            raise SourceError(
                f"{name} cannot hold all of its scope ({said}) and be collected by {frame}.",
                f"Say --frame {meant}, or leave --frame or --scope out.",
            )
        return Collected(frame, said)
    if meant is not None:
        return Collected(meant, said)
    if known is not None:
        return Collected(known.frame, said)
    if drawn is not None and drawn.frame is not None:
        return Collected(drawn.frame, said)
    suggested = importer.suggested_frame
    return Collected(frame(name, suggested) if frame else suggested, said)
