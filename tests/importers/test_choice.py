"""Which importer reads a file, and what is said when none does, or more than one."""

import warnings
import zipfile
from collections.abc import Iterator
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path
from typing import ClassVar

import pytest

from inunison import importing
from inunison.errors import SourceError
from inunison.opening import open_source
from inunison.records import Record, Reject
from inunison_importers.base import Claim, Importer, Lines, Refusal, Sample
from tests.importers.archive_rows import table

_GROUP = "inunison.importers"
_ARCHIVE = "inunison_importers.twitter_io_archive:TwitterIoArchive"


class Greedy(Importer):
    """Claims every file."""

    name: ClassVar[str] = "greedy"
    title: ClassVar[str] = "Anything"
    version: ClassVar[int] = 1
    rank: ClassVar[int] = 1
    platforms: ClassVar[tuple[str, ...]] = ("twitter",)

    def sniff(self, sample: Sample) -> Claim | Refusal:
        return Claim("it is a file")

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        yield from ()


class Modest(Greedy):
    """Claims every file, but gives way."""

    name: ClassVar[str] = "modest"

    def sniff(self, sample: Sample) -> Claim | Refusal:
        return Claim("it could be one", certain=False)


NOT_AN_IMPORTER = "text"


def install(patch: pytest.MonkeyPatch, **points: str) -> None:
    """Make these the registered importers."""
    found = EntryPoints(
        EntryPoint(name.replace("_", "-"), value, _GROUP) for name, value in points.items()
    )
    patch.setattr(importing, "entry_points", lambda group: found.select(group=group))
    importing._found.cache_clear()


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    yield
    importing._found.cache_clear()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A file of the archive."""
    path = tmp_path / "posts.csv"
    path.write_text(table([{}]))
    return path


def choice(path: Path, name: str | None = None) -> str:
    """The name of the importer that is chosen."""
    with open_source(path) as source:
        return importing.choose(source, source.members[0], name).name


def refusal(path: Path, name: str | None = None) -> SourceError:
    """Why none is chosen."""
    with pytest.raises(SourceError) as raised:
        choice(path, name)
    return raised.value


def test_the_file_decides_not_its_name(archive: Path) -> None:
    assert choice(archive.rename(archive.with_suffix(".zip"))) == "twitter-io-archive"


def test_when_none_knows_it_one_sentence_says_so_and_points_to_the_reasons(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("name,age\nIda,7\n")
    error = refusal(path)
    assert error.message == "x.csv is not of a format that is known here."
    assert error.advice == (
        "`inunison importers why FILE` says of each format why not. If it is a table, "
        "`inunison importers map FILE` writes a map by which it can be read."
    )
    assert not any(name in error.message + error.advice for name in importing.registered())


def test_two_claims_are_an_error_that_names_both(
    monkeypatch: pytest.MonkeyPatch, archive: Path
) -> None:
    install(monkeypatch, greedy=f"{__name__}:Greedy", twitter_io_archive=_ARCHIVE)
    error = refusal(archive)
    assert "greedy and twitter-io-archive" in error.message
    assert "--importer" in error.advice
    assert choice(archive, "greedy") == "greedy"


def test_an_uncertain_claim_gives_way(monkeypatch: pytest.MonkeyPatch, archive: Path) -> None:
    install(monkeypatch, modest=f"{__name__}:Modest", twitter_io_archive=_ARCHIVE)
    assert choice(archive) == "twitter-io-archive"
    archive.write_text("anything else\n")
    assert choice(archive) == "modest"


def test_verdicts_put_claims_first(monkeypatch: pytest.MonkeyPatch, archive: Path) -> None:
    install(
        monkeypatch,
        greedy=f"{__name__}:Greedy",
        modest=f"{__name__}:Modest",
        twitter_io_archive=_ARCHIVE,
    )
    answers = importing.verdicts(Sample("x", "nothing\n"))
    assert [each.importer.name for each in answers] == ["greedy", "modest", "twitter-io-archive"]
    assert [each.claimed for each in answers] == [True, True, False]
    assert [each.certain for each in answers] == [True, False, False]


def test_the_named_importer_must_know_the_file_too(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("name,age\nIda,7\n")
    error = refusal(path, "twitter-io-archive")
    assert error.message == (
        "x.csv is not of the format twitter-io-archive: "
        "its first line has no column userid, user_screen_name, account_creation_date."
    )


def test_a_name_that_nobody_has(archive: Path) -> None:
    error = refusal(archive, "gopher")
    assert error.message == "There is no importer gopher."
    assert "twitter-io-archive" in error.advice


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("no_such_module_anywhere:X", "ModuleNotFoundError"),
        (f"{__name__}:Missing", "AttributeError"),
        (f"{__name__}:NOT_AN_IMPORTER", "is not an importer of that name"),
        (f"{__name__}:Modest", "is not an importer of that name"),
    ],
)
def test_one_that_cannot_be_loaded_warns_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch, archive: Path, value: str, reason: str
) -> None:
    install(monkeypatch, broken=value, twitter_io_archive=_ARCHIVE)
    with pytest.warns(RuntimeWarning, match=f"importer broken: .*{reason}"):
        assert list(importing.registered()) == ["twitter-io-archive"]
    with pytest.warns(RuntimeWarning):
        assert choice(archive) == "twitter-io-archive"
    error = refusal(archive, "broken")  # but the one that the user named is an error
    assert error.message.startswith("The importer broken cannot be used: ")
    assert reason in error.message


def test_two_packages_with_one_name(monkeypatch: pytest.MonkeyPatch) -> None:
    points = EntryPoints(
        [
            EntryPoint("greedy", f"{__name__}:Greedy", _GROUP),
            EntryPoint("greedy", "zzz:Greedy", _GROUP),
        ]
    )
    monkeypatch.setattr(importing, "entry_points", lambda group: points)
    importing._found.cache_clear()
    with pytest.warns(RuntimeWarning, match="two packages register greedy"):
        assert list(importing.registered()) == ["greedy"]


def test_without_any_importer(monkeypatch: pytest.MonkeyPatch, archive: Path) -> None:
    install(monkeypatch)
    assert refusal(archive).message == "posts.csv is not of a format that is known here."
    assert refusal(archive, "x").advice == "Installed are: none."


def test_the_choice_does_not_warn() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert "twitter-io-archive" in importing.registered()


def test_most_importers_read_a_file_without_asking_what_stands_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("first.csv", table([{}]))
        packed.writestr("second.csv", table([{}]))
    with open_source(path) as source:
        importer = importing.choose(source, source.members[0])
        assert importing.knowing_all(source, importer, source.members) is importer
