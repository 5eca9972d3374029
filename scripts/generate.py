"""Write the files that are made from the code, or check that they are what the code says.

`python -m scripts.generate` writes them; with `--check` it exits with 1 and names each file that is
not current.
"""

import sys
from pathlib import Path

from inunison import queries
from inunison.graph import statements
from inunison.graph.kinds import Property
from inunison.graph.model import EDGES, NODES
from scripts import command_pages, fields_page, format_page

ROOT = Path(__file__).resolve().parent.parent
_NOTE = "<!-- Made from the code by `make format`; do not edit. -->\n"


def _property_rows(properties: tuple[Property, ...]) -> list[str]:
    rows = ["| property | type | meaning |", "|---|---|---|"]
    return rows + [f"| `{each.name}` | {each.type} | {each.meaning} |" for each in properties]


def graph_model_page() -> str:
    """Return the page of labels, properties and edges, from the graph model."""
    lines = [
        _NOTE,
        "# The graph",
        "",
        "Every node has `uid`, a short hash of what the platform calls it, beside the properties",
        "below. What is not known is absent, never empty. Instants are in UTC.",
        "",
        "## Nodes",
    ]
    for node in NODES:
        lines += ["", f"### {node.label}", node.meaning, "", *_property_rows(node.properties)]
    lines += ["", "## Edges", "", "| edge | meaning | properties |", "|---|---|---|"]
    for edge in EDGES:
        held = "; ".join(f"`{each.name}` {each.meaning}" for each in edge.properties)
        lines.append(f"| `({edge.start})-[:{edge.type}]->({edge.end})` | {edge.meaning} | {held} |")
    return "\n".join(lines) + "\n"


def _query_section(query: queries.Query) -> list[str]:
    lines = ["", f"## {query.title}", f"`inunison find {query.name}`", "", query.about, ""]
    if query.parameters:
        lines += ["| parameter | type | default | meaning |", "|---|---|---|---|"]
        for each in query.parameters:
            default = "required" if each.required else f"`{each.shown_default}`"
            lines.append(f"| `{each.option}` | {each.type} | {default} | {each.help} |")
        lines.append("")
    lines.append("Columns: " + ", ".join(f"`{name}`" for name in query.columns) + ".")
    if query.caution:
        lines += ["", f"Caution: {query.caution}"]
    return lines


def queries_page() -> str:
    """Return the page of the stored questions, from their files."""
    lines = [_NOTE, "# The stored questions"]
    for query in sorted(queries.shipped(), key=lambda each: (each.group, each.name)):
        lines += _query_section(query)
    return "\n".join(lines) + "\n"


def files() -> dict[Path, str]:
    """Return every generated file with what it must hold."""
    made = {ROOT / "cypher" / name: text for name, text in statements.files().items()}
    made[ROOT / "docs" / "graph-model.md"] = graph_model_page()
    made[ROOT / "docs" / "questions.md"] = queries_page()
    made[ROOT / "docs" / "commands.md"] = _NOTE + command_pages.page()
    made[ROOT / "docs" / "formats.md"] = _NOTE + format_page.page()
    made[ROOT / "docs" / "format-fields.md"] = _NOTE + fields_page.page()
    return made


def stale(made: dict[Path, str]) -> list[Path]:
    """Return the files that are missing or hold something else, and those no longer made."""
    wrong = [path for path, text in made.items() if not path.exists() or path.read_text() != text]
    folders = (ROOT / "cypher" / "schema", ROOT / "cypher" / "load")
    extra = [path for folder in folders for path in folder.rglob("*.cypher") if path not in made]
    return sorted(wrong + extra)


def main(arguments: list[str]) -> int:
    """Write or check the files; return the exit code."""
    made = files()
    wrong = stale(made)
    if "--check" in arguments:
        for path in wrong:
            print(f"not current: {path.relative_to(ROOT)} (run `make format`)")
        return 1 if wrong else 0
    for path in wrong:
        if path not in made:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made[path])
        print(f"written: {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
