"""The sources of a case: listed, imported, removed, and the key of what they say together.

Owns the key. The rest is done by the modules of this package; this is the one place from which
others import it.
"""

from collections.abc import Sequence

from inunison.canonical import digest
from inunison.sources.intake import ImportOutcome, import_file
from inunison.sources.removal import remove_source
from inunison.sources.source import Source, list_sources

__all__ = ["ImportOutcome", "Source", "import_file", "list_sources", "remove_source", "state_key"]


def state_key(sources: Sequence[Source], resolver_version: str) -> str:
    """Return the key of what a set of sources says: the same set gives the same key everywhere.

    Args:
        sources: The sources, in any order.
        resolver_version: The rules that resolve them.

    Returns:
        64 hex characters.
    """
    described = sorted(
        [
            source.sha256,
            source.importer,
            source.importer_version,
            source.rank,
            source.frame.value,
            sorted([kind, part.sha256] for kind, part in source.parts.items()),
            *([] if source.mapping is None else [digest(source.mapping)]),
            *([] if source.scope is None else [{"scope": source.scope.content()}]),
        ]
        for source in sources
    )
    return digest({"resolver": resolver_version, "sources": described})
