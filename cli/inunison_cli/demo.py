"""`inunison demo`: the main job on an invented case, from files to four answers.

Owns what a newcomer reads: the question in plain words, a few columns of the answer, what it says
and where to go on. The steps are those that anyone takes on files of their own.
"""

import sys
from pathlib import Path
from shlex import quote
from shutil import which
from textwrap import fill
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from inunison_cli import output
from inunison_cli.asking import footnote
from inunison_cli.narration import narrate, progress

if TYPE_CHECKING:
    from inunison.case import Case
    from inunison.graph.answers import Answer

DEFAULT_FOLDER = Path("inunison-demo")
_NAME = "The demo: an invented story"
_WIDTH = 100


class Headline(NamedTuple):
    """One of the four questions, in plain words, and the columns of its answer that tell most."""

    query: str
    question: str
    columns: tuple[str, ...]
    reading: str
    parameters: dict[str, Any]


_BRIDGES = (
    "text",
    "communities",
    "first_poster",
    "first_at",
    "followers",
    "spread",
    "expected_spread",
)
HEADLINES = (
    Headline(
        "communities",
        "Which groups of accounts repost one another and say the same?",
        ("community", "accounts", "stability", "posts", "most_reposted", "hashtag"),
        "Each row is a group that reposts and shared texts tie together. A stability near 1 means"
        " that it is found again however the search is begun.",
        {"limit": 4},
    ),
    Headline(
        "shared-text-bridges",
        "Which words join several groups, who was first, and how soon did others follow?",
        _BRIDGES,
        "A spread near its expected_spread is what a headline or a slogan has too. Look at how soon"
        " the followers came after the first poster, and ask for the timeline of a text.",
        {"limit": 3, "followers": 4},
    ),
    Headline(
        "hub-influencers",
        "Whose posts do most others pass on, and do these belong to the same group?",
        ("account", "community", "reposters", "attention", "inside_share", "followers"),
        "A high inside_share means that the attention comes from the account's own group.",
        {"limit": 4},
    ),
    Headline(
        "findings",
        "Who did the same within minutes, and how often does that happen here?",
        ("grade", "statement", "accounts", "posts", "first", "finding"),
        "E1 means that comparable texts are seldom said by as many as fast. One text is one text: a"
        " slogan and a quotation look the same, so read what else it may be before anything else.",
        {"grade": "E1", "limit": 4},
    ),
)


def command(
    folder: Annotated[
        Path, typer.Argument(help="Where the case goes; made when it is not there.")
    ] = DEFAULT_FOLDER,
) -> None:
    """Make a small case with a known story and ask it four questions.

    All accounts, texts and links in it are invented. It is written as files in the formats of a
    real archive and of Reddit's dumps, read like them, tested for who acts together, loaded into
    the local Neo4j, and asked what any case is asked.
    """
    case = _case(folder)
    _import(case)
    case.detect()
    counts = case.load().counts
    narrate(
        f"The graph holds {counts['Account']:,} accounts, {counts['Post']:,} posts and"
        f" {counts['Text']:,} texts."
    )
    for number, headline in enumerate(HEADLINES, 1):
        _ask(case, number, headline)
    _say_where(case)


def _case(folder: Path) -> "Case":
    from inunison.case import Case
    from inunison.errors import CaseError

    if not (folder / "case.toml").exists():
        case = Case.create(folder, name=_NAME)
    else:
        case = Case.open(folder)
        if case.folder.name != _NAME:
            raise CaseError(
                f"{folder} is a case of your own, not the demo.",
                "Name another folder: inunison demo FOLDER",
            )
    case.narrate = narrate
    case.progress = progress("loading")
    return case


def _import(case: "Case") -> None:
    from inunison.demo import scopes, write_demo

    paths = write_demo(case.folder.path / "files")
    for path in paths:
        outcome = case.import_(path, scope=scopes().get(path.name))
        counts = outcome.source.counts
        known = ", as before" if outcome.was_known else ""
        narrate(
            f"Read {path.name}: {counts['posts']:,} posts, {counts['accounts']:,} accounts{known}."
        )


def _ask(case: "Case", number: int, headline: Headline) -> None:
    answer = case.find(headline.query, **headline.parameters)
    typer.echo(f"\n{number}. {headline.question}\n")
    columns, rows = _narrowed(answer, headline.columns)
    output.write(columns, rows, output.Format.TABLE)
    typer.echo(footnote(len(rows), answer.total, truncated=answer.truncated))
    typer.echo(fill(headline.reading, _WIDTH))
    typer.echo(f"Asked by: inunison find {headline.query}")


def _narrowed(answer: "Answer", wanted: tuple[str, ...]) -> tuple[list[str], list[list[Any]]]:
    places = [answer.columns.index(name) for name in wanted]
    return list(wanted), [[row[place] for place in places] for row in answer.rows]


def _say_where(case: "Case") -> None:
    from inunison.demo import story, thread
    from inunison.graph import server

    folder = case.folder.path
    first = story().first
    words = " ".join(story().sentence.split()[:6])
    told = (
        f"The story in it: {first.handle} writes a sentence about the ferry, two accounts say the"
        " same within six minutes, a fourth adds two hashtags and a link, and ten pass the first"
        " post on. In the later of the two captures that post is gone. Within the hour the sentence"
        " and the link stand on Reddit, with comments under them that say it again."
    )
    typer.echo("\n" + fill(told, _WIDTH))
    typer.echo(f"\nThe case lies in {folder}")
    if case.address().origin == "local":
        typer.echo(f"Neo4j Browser: {server.browser_url(case.folder.id)}")
        typer.echo(f"  its login: inunison server status --show-password --case {folder}")
    typer.echo("Try next:")
    if which("inunison") is None:
        typer.echo(f"  . {Path(sys.executable).parent}/activate")
    told_together = (first.handle, story().copies[0].handle)
    typer.echo(
        _NEXT.format(
            folder=quote(str(folder)),
            words=words,
            post=thread().submission,
            pair=" ".join(told_together),
        )
    )


_NEXT = """\
  cd {folder}
  inunison find text-timeline --text "{words}"
  inunison find same-text-within-window --window 15m --accounts 3
  inunison find missing-posts
  inunison find findings
  inunison detect --explain {pair}
  inunison find texts-across-platforms
  inunison find conversation --post {post}
  inunison find shared-text-bridges --show
  inunison cypher "MATCH (a:Account) RETURN a.handle, a.posts ORDER BY a.posts DESC LIMIT 5"
  inunison init my-case        # then: inunison import FILE --case my-case
Stop the server: inunison server stop --all"""
