"""The sentences of further findings: whole, neutral, and with the numbers that they are given."""

from dataclasses import replace

from inunison.detect import network_statements, observation_statements
from inunison.detect.network_statements import Bridge, Hub

_HUB = Hub(
    group=6,
    seen=5,
    reposters=40,
    expected=0.31,
    q=2e-6,
    reposts=120,
    by_group=90,
    ahead=0.93,
    compared=24,
    h_all=21,
    h_outside=6,
    reach=True,
)


def test_a_hub_is_told_with_what_chance_would_give() -> None:
    assert network_statements.hub(_HUB) == (
        "5 of 6 accounts that act together are among the 40 that reposted one account; 0.31"
        " expected from how many others they repost (q = 0.000002). 90 of its 120 reposts here are"
        " theirs. In 24 posts that others reposted too, theirs came first in 93% of the"
        " comparisons. 21 of its posts have as many different reposters (h = 21); without the"
        " accounts of tested groups h = 6."
    )


def test_a_hub_is_told_without_its_reach_where_the_frame_forbids_that() -> None:
    assert network_statements.hub(replace(_HUB, reach=False)) == (
        "5 of 6 accounts that act together are among the 40 that reposted one account; 0.31"
        " expected from how many others they repost (q = 0.000002). In 24 posts that others"
        " reposted too, theirs came first in 93% of the comparisons. 21 of its posts have as many"
        " different reposters (h = 21)."
    )


def test_what_is_one_is_told_of_one() -> None:
    said = network_statements.hub(replace(_HUB, compared=1, h_all=1, h_outside=0))
    assert "In 1 post that others reposted too" in said
    assert "1 of its posts has as many different reposters (h = 1)" in said
    ring = network_statements.ring(members=3, mutual=1, cycles=1, expected=(0.5, 0.25), q=0.004)
    assert "1 pair reposted one another, and 1 three in a circle" in ring
    deleted = observation_statements.deletion(
        group=(1, 6), controls=(0, 1), posts=(1, 1), other_posts=(0, 1), coverage=0.5, q=0.001
    )
    assert "1 of 6 accounts that act together has posts that are gone (1 of 1 post" in deleted
    assert "against 0 of 1 other as active at the same time (0 of 1 post)" in deleted


def test_a_ring_names_both_counts_and_both_expectations() -> None:
    said = network_statements.ring(members=6, mutual=15, cycles=40, expected=(0.5, 0.25), q=0.004)
    assert "15 pairs reposted one another, and 40 threes" in said
    assert "0.5 and 0.25 expected" in said


def test_a_bridge_tells_the_spread_beside_that_of_random_posters() -> None:
    said = network_statements.bridge(
        Bridge(
            accounts=4,
            communities=2,
            objects=6,
            things="texts",
            window_s=60.0,
            count=20,
            expected=1.5,
            q=0.001,
            first=0,
            last=86_400_000_000,
            spread=0.9,
            spread_expected=0.4,
        )
    )
    assert said.startswith("The same 4 accounts of 2 communities posted 6 texts")
    assert "within 1 minute of one another 20 times" in said
    assert said.endswith(
        "reach 0.90 of an even spread over the communities; as many random"
        " posters would reach 0.40."
    )


def test_an_observation_says_that_it_is_no_test() -> None:
    group = observation_statements.shared(
        who="group", total=6, count=5, what="give the same profile text", outside=(1, 900)
    )
    assert group == (
        "5 of 6 accounts that act together give the same profile text; of 900 others 1 does."
        " An observation; no test of chance was made."
    )
    everybody = observation_statements.shared(
        who="collection", total=900, count=7, what="give the same profile text", outside=(0, 0)
    )
    assert everybody.startswith("7 of 900 accounts give the same profile text.")


def test_days_silence_and_hours_are_told_in_utc() -> None:
    created = observation_statements.created(
        who="group", total=6, count=5, days=7, start=0, expected=0.02
    )
    assert "within 7 days from 1970-01-01 00:00 UTC; 0.02 would be" in created
    silent = observation_statements.dormant(total=6, count=4, days=90, outside=(2, 100))
    assert "4 of 6 accounts that act together posted nothing for 90 days or more" in silent
    hours = observation_statements.hours(total=6, alike=0.9, expected=0.4, quiet=0.02, begins=3)
    assert "2% of their posts fall into the six quietest hours, from 03:00 UTC" in hours


def test_a_deletion_tells_how_much_was_looked_at_again() -> None:
    said = observation_statements.deletion(
        group=(5, 6),
        controls=(2, 40),
        posts=(30, 60),
        other_posts=(3, 400),
        coverage=0.75,
        q=0.0001,
    )
    assert said.startswith("5 of 6 accounts that act together have posts that are gone (30 of 60")
    assert "2 of 40 others as active at the same time (3 of 400 posts)" in said
    assert "75% of the group's posts were looked at again" in said
