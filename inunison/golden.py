"""Golden files: what an importer made of a sample, kept beside it to be compared.

Owns their form: one JSON line per record or reject, in the order in which the importer yielded
them, without what is absent. Whoever writes an importer gets its test from `generate`. Run as
``python -m inunison.golden SAMPLE...`` to write them anew.
"""

import difflib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from inunison.importing import choose, knowing_all
from inunison.opening import open_source
from inunison.records import Record, Reject

_SUFFIX = ".jsonl"


def golden_path(sample: Path) -> Path:
    """Return where the golden file of a sample lies: beside it, `.jsonl` added to its name."""
    return sample.with_name(sample.name + _SUFFIX)


def golden_lines(sample: Path) -> Iterator[str]:
    """Yield the lines of the golden file of a sample, made anew.

    Raises:
        SourceError: The sample cannot be opened, or no importer claims it.
    """
    with open_source(sample) as source:
        chosen = [(member, choose(source, member)) for member in source.members]
        for member, importer in chosen:
            others = [each for each, reader in chosen if reader.name == importer.name]
            told = knowing_all(source, importer, others)
            for record in told.read(source.stream(member)):
                yield _line(record)


def _line(record: Record | Reject) -> str:
    values = {"record": type(record).__name__.lower(), **_present(record)}
    return json.dumps(values, ensure_ascii=False) + "\n"


def _present(value: msgspec.Struct) -> dict[str, object]:
    """Return the fields that say something, inner records among them."""
    fields = {name: getattr(value, name) for name in value.__struct_fields__}
    if fields.get("collected") is True:
        del fields["collected"]
    return {name: _plain(each) for name, each in fields.items() if not _is_absent(each)}


def _is_absent(value: object) -> bool:
    return value is None or value is False or value == ()


def _plain(value: object) -> object:
    if isinstance(value, msgspec.Struct):
        return _present(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


def generate(sample: Path) -> Path:
    """Write the golden file of a sample.

    Returns:
        Where it lies.

    Raises:
        SourceError: The sample cannot be opened, or no importer claims it.
    """
    path = golden_path(sample)
    path.write_text("".join(golden_lines(sample)), encoding="utf-8", newline="\n")
    return path


def difference(sample: Path) -> list[str]:
    """Compare a sample's golden file with what its importer makes of it now.

    Returns:
        The lines of a unified difference; none where they are equal. A missing golden file is an
        empty one.

    Raises:
        SourceError: The sample cannot be opened, or no importer claims it.
    """
    path = golden_path(sample)
    kept = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    made = "".join(golden_lines(sample)).splitlines()
    return list(difflib.unified_diff(kept, made, str(path), "made now", lineterm=""))


def main(arguments: Sequence[str]) -> None:
    """Write the golden file of every sample that is named."""
    for name in arguments:
        generate(Path(name))


if __name__ == "__main__":
    main(sys.argv[1:])
