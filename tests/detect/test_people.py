"""The accounts of a collection as they are read: the first post of each, and its usual program."""

from collections import Counter
from pathlib import Path

import numpy as np

from inunison.detect.people import read_people
from tests.detect.asked_case import asking, uid
from tests.detect.planted_case import HOUR, Story


def test_the_program_is_the_one_of_most_posts_and_of_equals_the_first_by_name(
    tmp_path: Path,
) -> None:
    random = np.random.default_rng(5)
    story = Story(random)
    used: dict[str, list[str | None]] = {}
    programs = ["Web", "App", "Other", None]
    for number in range(40):
        name = f"1{number:03}"
        used[name] = [programs[n] for n in random.integers(0, 4, random.integers(1, 8))]
        for place, client in enumerate(used[name]):
            story.post(name, place * HOUR, client=client)
    with asking(tmp_path, story.records) as asked:
        people = read_people(asked.setting)
    found = dict(zip(people.uids, people.columns["client"].to_pylist(), strict=True))
    for name, clients in used.items():
        often = Counter(client for client in clients if client)
        wanted = min(often, key=lambda client: (-often[client], client)) if often else None
        assert found[uid(name)] == wanted


def test_the_first_post_is_the_earliest_whatever_program_it_was_posted_with(tmp_path: Path) -> None:
    story = Story(np.random.default_rng(1))
    posts = [story.post("900", hour * HOUR, client=client) for hour, client in _HOURS]
    with asking(tmp_path, story.records) as asked:
        people = read_people(asked.setting)
    assert people.shown(uid("900")) == uid(posts[2])
    assert people.shown(uid("901")) is None


_HOURS = ((5, "Web"), (4, "App"), (1, None), (3, "Web"))
