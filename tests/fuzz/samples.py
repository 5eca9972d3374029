"""The samples that files are made from."""

import codecs
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "importers"


@dataclass(frozen=True)
class Samples:
    """What files for one importer are made from.

    Attributes:
        importer: Its name.
        own: Its samples, in the order of their names; at least one.
        others: Samples of other importers, to splice.
    """

    importer: str
    own: Sequence[bytes]
    others: Sequence[bytes]


def in_folder(folder: Path) -> list[bytes]:
    """Return the samples that lie in a folder: all files but the golden ones."""
    paths = sorted(path for path in folder.glob("*") if path.is_file() and path.suffix != ".jsonl")
    return [path.read_bytes() for path in paths]


def gathered(names: Sequence[str], given: Mapping[str, Path]) -> dict[str, Samples]:
    """Find the samples of importers.

    Args:
        names: The importers; those without a sample are left out.
        given: Folders of samples by importer, in place of those beside the tests.
    """
    of_all = {path.name: in_folder(path) for path in sorted(FOLDER.iterdir()) if path.is_dir()}
    of_all |= {name: in_folder(folder) for name, folder in given.items()}
    found = {}
    for name in names:
        others = [each for other in sorted(of_all) if other != name for each in of_all[other]]
        if own := of_all.get(name):
            found[name] = Samples(name, own, others or own)
    return found


def text_of(content: bytes) -> str:
    """Return a sample as text, its byte order mark left out; what is no text as surrogates."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "surrogatepass")
    return content.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape")


def bytes_of(text: str) -> bytes:
    """Return text as bytes, surrogates as what they stand for, or as bytes that are no text."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
