"""Cases in miniature with planted groups: records, their state, and the detection over it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from inunison import state
from inunison.detect.detection import Detection, detect
from inunison.detect.setting import Settings
from inunison.folder import CaseFolder
from inunison.records import Account, AccountRef, Frame, Kind, Post, PostRef, Precision, Record
from inunison.sources import Source
from tests.resolve.building import NOON, SECOND, source

HOUR = 3_600 * SECOND
DAY = 24 * HOUR


@dataclass
class Story:
    """Records that accumulate, one row each; every post has an id of its own."""

    random: np.random.Generator
    records: list[Record] = field(default_factory=list)
    made: int = 0

    def account(self, name: str, **given: Any) -> None:
        """Add a profile."""
        given = {"handle": f"h{name}"} | given
        row = len(self.records) + 1
        self.records.append(Account(row=row, platform="twitter", native_id=name, **given))

    def post(self, author: str, at: int, **given: Any) -> str:
        """Add a post at so many microseconds after noon; return its id."""
        self.made += 1
        self.records.append(
            Post(
                row=len(self.records) + 1,
                platform="twitter",
                native_id=str(1_000 + self.made),
                author=AccountRef(author),
                created_at=NOON + at,
                precision=given.pop("precision", Precision.MILLISECOND),
                **given,
            )
        )
        return str(1_000 + self.made)

    def repost(self, author: str, of: str, by: str, at: int) -> None:
        """Add a repost."""
        pointer = PostRef(of, AccountRef(by))
        self.post(author, at, kind=Kind.REPOST, reposts=pointer)

    def seconds(self, most: float) -> int:
        """Draw a delay in microseconds."""
        return int(self.random.random() * most * SECOND)


def crowd(story: Story, *, accounts: int = 90, leaders: int = 30, reposts: int = 12) -> None:
    """Add ordinary accounts of two circles, each reposting leaders of its circle, over hours."""
    posts: list[tuple[str, str, int]] = []
    for leader in range(leaders):
        for _ in range(4):
            at = story.seconds(6 * 86_400)
            posts.append((story.post(f"9{leader:03}", at), f"9{leader:03}", at))
    for number in range(accounts):
        for _ in range(reposts):
            circle = number % 2 if story.random.random() < 0.9 else 1 - number % 2
            mine = [each for each in posts if int(each[1]) % 2 == circle]
            post, by, at = mine[int(story.random.integers(len(mine)))]
            story.repost(f"1{number:03}", post, by, at + story.seconds(20_000))


def amplifiers(story: Story, *, members: int = 6, posts: int = 24, leader: str = "800") -> None:
    """Add accounts that repost nearly every post of one account within half a minute."""
    for _ in range(posts):
        at = story.seconds(6 * 86_400)
        post = story.post(leader, at)
        # Hours after the post, and then all at once: no fan's own pace explains it.
        start = at + story.seconds(20_000)
        for member in range(members):
            if story.random.random() < 0.8:
                story.repost(f"7{member:02}", post, leader, start + story.seconds(25))
        for _ in range(8):
            reader = f"1{int(story.random.integers(6)):03}"
            story.repost(reader, post, leader, at + story.seconds(40_000))


def ring(story: Story, *, members: int = 6) -> None:
    """Let the amplifiers repost a post of each of the others, at any time."""
    for member in range(members):
        post = story.post(f"7{member:02}", story.seconds(86_400))
        for other in range(members):
            if other != member:
                late = 86_400 * SECOND + story.seconds(400_000)
                story.repost(f"7{other:02}", post, f"7{member:02}", late)


def carried(story: Story, *, texts: int = 5) -> None:
    """Let two accounts of each circle and two more say the same texts within a minute."""
    for number in range(texts):
        start = story.seconds(6 * 86_400)
        text = f"on day {number} we all have to look at what has been hidden from us {number}"
        for carrier in ("1020", "1021", "1022", "1023"):
            story.post(carrier, start + story.seconds(40), text=text)
    for number in range(40):
        text = f"a text of nobody else number {number} about the weather in my town today"
        for reader in story.random.choice(90, 4, replace=False).tolist():
            story.post(f"1{reader:03}", story.seconds(6 * 86_400), text=text)


def profiles(story: Story, *, members: int = 6) -> None:
    """Add profiles: the amplifiers were created in one week, the others over ten years."""
    for member in range(members):
        created = NOON - 50 * DAY + story.seconds(3 * 86_400)
        words = {"description": "Love my land", "handle": f"patriot{member}8412{member}77"}
        story.account(f"7{member:02}", created_at=created, **words)
    for number in range(90):
        created = NOON - 400 * DAY - story.seconds(3_650 * 86_400)
        story.account(f"1{number:03}", created_at=created, description=f"I am number {number}")


def detected(
    folder: Path,
    records: Sequence[Record],
    *,
    frame: Frame = Frame.KEYWORD,
    settings: Settings | None = None,
) -> Detection:
    """Resolve records as one source and detect over their state."""
    made = replace(source(folder / "parts", "made.jsonl", records), frame=frame)
    return detected_in(folder, [made], settings)


def detected_in(
    folder: Path, sources: Sequence[Source], settings: Settings | None = None
) -> Detection:
    """Resolve sources and detect over their state."""
    target = folder / "state"
    target.mkdir()
    summary = state.write_tables(target, list(sources))
    held = state.State("0" * 64, target, summary)
    case = CaseFolder.create(folder / "case", name="made")
    chosen = settings or Settings(("co_repost", "co_text"), cross_check=False)
    return detect(case, held, list(sources), chosen)
