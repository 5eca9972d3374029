"""An invented collection as a folder of files: posts in real formats, the truth, and the measures.

Owns which files there are and what the README says. The same measures give the same bytes, on any
number of cores. Nothing in it is about anyone: every account, word and link is invented.
"""

from collections import Counter
from dataclasses import asdict
from pathlib import Path

from inunison.canonical import shown
from inunison.demo.files import write_zip
from inunison.errors import StorageError, UsageError
from inunison.simulation.archive import archive_table
from inunison.simulation.collection import Measures, draw
from inunison.simulation.forum import Forum, draw_forum, dump
from inunison.simulation.pages import pages
from inunison.simulation.posts import Person, Post, made_posts
from inunison.simulation.truth import CAMPAIGN, role_of, truth_table

POSTS = "simulated_posts.jsonl"
ARCHIVE = "simulated_032021_tweets_csv_unhashed.zip"
SUBMISSIONS = "RS_2021-03.ndjson"
COMMENTS = "RC_2021-03.ndjson"
TRUTH = "truth.csv"
README = "README.md"

_LEAST_ACCOUNTS, _MOST_ACCOUNTS = 100, 1_000_000
_MOST_DAYS, _MOST_COVER = 365.0, 0.9


def write_simulation(folder: Path, measures: Measures) -> list[Path]:
    """Write a collection.

    Args:
        folder: Where to: empty, or not there yet.
        measures: How large it is and what is in it.

    Returns:
        The files, those to import first.

    Raises:
        UsageError: The measures are out of range, or the folder holds something.
        StorageError: The folder cannot be written.
    """
    _check(measures)
    _require_empty(folder)
    collection = draw(measures)
    people, posts = made_posts(collection)
    forum = draw_forum(collection)
    listed = [post for post in posts if role_of(post.author.role) == CAMPAIGN]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / POSTS).open("w", encoding="utf-8", newline="") as file:
            file.writelines(pages(posts))
        texts = {
            SUBMISSIONS: dump(forum.submissions),
            COMMENTS: dump(forum.comments),
            TRUTH: _truth(people, forum),
            README: _readme(measures, people, posts, forum),
        }
        for name, text in texts.items():
            (folder / name).write_bytes(text.encode())
        if listed:
            write_zip(folder / ARCHIVE, archive_table(listed))
    except OSError as error:
        raise StorageError(
            f"The collection cannot be written to {folder}: {error.strerror}.",
            "Name another folder, or make room.",
        ) from error
    names = [POSTS, SUBMISSIONS, COMMENTS, *([ARCHIVE] if listed else []), TRUTH, README]
    return [folder / name for name in names]


def _check(measures: Measures) -> None:
    within = (
        (_LEAST_ACCOUNTS <= measures.accounts <= _MOST_ACCOUNTS, "accounts", "100 to 1,000,000"),
        (1.0 <= measures.days <= _MOST_DAYS, "days", "1 to 365"),
        (0.0 <= measures.cover <= _MOST_COVER, "cover", "0 to 0.9"),
        (measures.seed >= 0, "seed", "0 or more"),
    )
    for good, name, allowed in within:
        if not good:
            value = getattr(measures, name)
            raise UsageError(f"A collection cannot have {name} {value}.", f"Give {allowed}.")


def _require_empty(folder: Path) -> None:
    try:
        held = sorted(each.name for each in folder.iterdir())
    except OSError:
        return  # it is not there yet; of anything else the writing tells
    if held:
        raise UsageError(
            f"{folder} is not empty (it holds {shown(held[0])}).",
            "Name a folder that is empty or not there yet, or take away what it holds.",
        )


def _truth(people: list[Person], forum: Forum) -> str:
    return truth_table(
        [
            *((f"twitter:{each.native_id}", each.handle, each.role) for each in people),
            *((f"reddit:{name}", name, group) for name, group in forum.accounts),
        ]
    )


_TEXT = """\
# An invented collection with a known truth

Every account, text and link in it is invented. It was written by `inunison simulate` with these
measures: {measures}.

| File | What it is |
|---|---|
| {posts_file} | {posts:,} posts of Twitter, one page of API v2 a line |
| {submissions_file} | {submissions:,} submissions of Reddit |
| {comments_file} | {comments:,} comments under them |
| {archive_file} | the posts of the campaigns once more, as a release of listed accounts |
| {truth_file} | what each account is: role and group |

The posts were "found by a word", so import them with `--frame keyword`. The release is a list of
accounts, which allows fewer tests: import it into a case of its own.

Ordinary accounts share what interests them: topics in eight languages with 48 communities inside
of them, three time zones whose people sleep, news that come in bursts, links in their own words,
headlines with a share button. Reposts and texts lie minutes to hours behind what they share.

| Group | Role | Accounts | What it does |
|---|---|---|---|
{groups}
"""

_DOES = {
    "ordinary": "shares what interests it",
    "copies": "says 15 texts, each within 2 minutes",
    "ring": "reposts 40 posts of one author, each within 30 seconds; 20 to 59 others do too",
    "drip": "says 10 texts, each within 6 hours",
    "hidden": "reposts 12 widely shared posts, each within 90 seconds",
    "feeds": "posts 30 headlines, each within 20 seconds, and says that it is a feed",
    "syndicate": "posts 40 headlines, each within 2 minutes, and says whose outlets they are",
    "owner": "says 25 texts on three accounts, and says so",
    "fan club": "is told of every post of one author and reposts half, each on its own",
    "meme": "says one text once, over a day",
    "petition": "says up to three ready-made texts with a link, over hours",
    "reddit copies": "puts 12 texts under different threads, each within 90 seconds",
}


def _readme(measures: Measures, people: list[Person], posts: list[Post], forum: Forum) -> str:
    counts = Counter("owner" if each.role.startswith("owner ") else each.role for each in people)
    counts += Counter(group for _, group in forum.accounts)
    groups = [
        f"| {group} | {role_of(group + ' 1' if group == 'owner' else group)} | {counts[group]:,}"
        f" | {does} |"
        for group, does in _DOES.items()
        if counts[group]
    ]
    return _TEXT.format(
        measures=", ".join(f"{name} {value}" for name, value in asdict(measures).items()),
        posts_file=POSTS,
        posts=len(posts),
        submissions_file=SUBMISSIONS,
        submissions=len(forum.submissions),
        comments_file=COMMENTS,
        comments=len(forum.comments),
        archive_file=ARCHIVE,
        truth_file=TRUTH,
        groups="\n".join(groups),
    )
