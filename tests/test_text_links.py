"""Canonical links: what is one place, what is not, and that a canonical form is its own."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from inunison import state
from inunison.text.links import LINKS_VERSION, canonical

SAME = {
    "example.org/page": """
        http://example.org/page https://example.org/page //example.org/page example.org/page
        https://www.example.org/page http://m.example.org/page https://amp.example.org/page
        https://mobile.example.org/page HTTPS://WWW.Example.ORG/page http://example.org:80/page
        https://example.org:443/page https://example.org./page https://example.org/page/
        https://example.org/page// https://example.org/page#top https://example.org/page?
        https://example.org/page?&& https://example.org/%70age https://user:word@example.org/page
        https://example.org/page?utm_source=a&utm_medium=b&UTM_CAMPAIGN=c
        https://example.org/page?fbclid=x&gclid=y&igshid=z&mc_eid=1&ref_src=twsrc
        https://example.org/page/?utm_source=a&amp;utm_medium=b
        https://www.m.example.org/page""",
    "example.org": "http://example.org http://example.org/ www.example.org example.org?utm_term=a",
    "example.org/a?b=1&c=2": """
        http://example.org/a?c=2&b=1 http://example.org/a/?b=1&amp;c=2&amp;utm_id=3
        http://example.org/a?b=1&amp;amp;c=2#x""",
    "example.org:8080/a": "http://example.org:8080/a https://www.example.org:8080/a/",
    "example.org/caf%C3%A9%2Fx": """
        http://example.org/café%2Fx http://example.org/caf%c3%a9%2fx""",
    "xn--bcher-kva.example/a": "http://bücher.example/a http://BÜCHER.example/a",
    "example.org/a%25b": "http://example.org/a%b http://example.org/a%25b",
    "example.org/page/2": "http://example.org/#!/page/2 http://example.org/page/2#!/page/3",
    "en.wikipedia.org/wiki/Ferry": """
        https://en.m.wikipedia.org/wiki/Ferry https://en.wikipedia.org/wiki/Ferry""",
    "twitter.com/i/status/1228119758710571008": """
        https://twitter.com/someone/status/1228119758710571008
        https://x.com/another/status/1228119758710571008?s=20&t=abc
        https://mobile.twitter.com/someone/status/1228119758710571008/photo/1
        https://twitter.com/i/web/status/1228119758710571008
        https://twitter.com/#!/someone/status/1228119758710571008
        https://www.x.com/someone/statuses/1228119758710571008/""",
    "twitter.com/someone": "https://x.com/someone?s=21&t=x https://twitter.com/someone?ref_src=y",
    "twitter.com/search?q=ferry": "https://x.com/search?q=ferry&s=09",
    "youtube.com/watch?v=dQw4w9WgXcQ": """
        https://www.youtube.com/watch?v=dQw4w9WgXcQ https://youtu.be/dQw4w9WgXcQ?si=abc&t=42
        https://m.youtube.com/watch?feature=share&v=dQw4w9WgXcQ&list=PL1
        https://www.youtube.com/embed/dQw4w9WgXcQ https://youtube.com/shorts/dQw4w9WgXcQ
        https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0
        https://music.youtube.com/watch?v=dQw4w9WgXcQ https://youtube.com/live/dQw4w9WgXcQ""",
    "reddit.com/comments/lz9ab1": """
        https://www.reddit.com/r/tarvenport/comments/lz9ab1/night_ferry/ https://redd.it/lz9ab1
        https://old.reddit.com/r/tarvenport/comments/lz9ab1 https://reddit.com/comments/lz9ab1/
        https://np.reddit.com/r/tarvenport/comments/lz9ab1/x/?utm_source=share
        https://www.reddit.com/user/ada/comments/lz9ab1/night_ferry""",
    "reddit.com/comments/lz9ab1/_/gq1aa01": """
        https://www.reddit.com/r/tarvenport/comments/lz9ab1/night_ferry/gq1aa01/?context=3
        https://old.reddit.com/r/tarvenport/comments/lz9ab1/_/gq1aa01""",
    "reddit.com/r/tarvenport": "https://old.reddit.com/r/tarvenport/ www.reddit.com/r/tarvenport",
}


@pytest.mark.parametrize(
    ("link", "wanted"), [(link, wanted) for wanted, links in SAME.items() for link in links.split()]
)
def test_one_place_has_one_form(link: str, wanted: str) -> None:
    assert canonical(link) == wanted


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://example.org/a", "http://example.org/b"),
        ("http://example.org/A", "http://example.org/a"),
        ("http://example.org/a?b=1", "http://example.org/a?b=2"),
        ("http://example.org/a?b", "http://example.org/a"),
        ("http://example.org/a%2Fb", "http://example.org/a/b"),
        ("http://example.org/a?b=1%26c", "http://example.org/a?b=1&c"),
        ("http://a.example.org/", "http://example.org/"),
        ("http://example.org:8080/", "http://example.org/"),
        ("https://youtu.be/dQw4w9WgXcQ", "https://youtu.be/dQw4w9WgXcR"),
        ("https://i.redd.it/x.jpg", "https://v.redd.it/x.jpg"),
        ("https://twitter.com/a/status/1", "https://twitter.com/a/status/2"),
        ("https://example.org/a?s=20", "https://example.org/a"),
    ],
)
def test_different_places_stay_different(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    "link",
    [
        "mailto:ada@example.org",
        "ftp://example.org/file",
        "javascript:alert(1)",
        "http://localhost/x",
        "http://[::1]/x",
        "not a link",
        "http://",
        "http://exa mple.org/",
        "http://\ud800.org/",
        "",
        "magnet:?xt=urn:btih:x",
        "http://" + "a" * 5_000 + ".org/",
    ],
)
def test_what_leads_to_no_web_host_stays_as_it_is(link: str) -> None:
    assert canonical(link) == link
    assert canonical(f" {link}\n") == link


SPECIAL = """http:// https:// // www. m. amp. mobile. a.org x.com youtu.be/ youtube.com/watch?v=
    reddit.com/r/a/comments/b/c/d redd.it/ twitter.com/a/status/1 .m.wikipedia.org : :80 :443 . / ?
    & = # #! /#!/ % %2 %41 %25 %2F %c3 &amp; amp; utm_a=1 b=2 a=1 s=1 v= @ é 漢 [ ] \\"""
pieces = st.lists(
    st.one_of(st.text(max_size=3), st.sampled_from([*SPECIAL.split(), "\x00", "\ud800"])),
    max_size=9,
).map("".join)


@given(pieces)
@example("http://a.com:80.:80")
@example("http://a.m.m.wikipedia.org")
@example("http://a.org/%%34%31")
@example("http://a.org/?a&amp;amp;b")
def test_a_canonical_form_is_its_own(link: str) -> None:
    once = canonical(link)
    assert canonical(once) == once


words = st.text("abcdefXYZ0189-_~", min_size=1, max_size=8)


@given(
    st.lists(words, max_size=3),
    st.dictionaries(words.map("p{}".format), words, max_size=4),
    st.randoms(use_true_random=False),
)
def test_the_order_of_parameters_and_where_a_reader_came_from_change_nothing(
    path: list[str], parameters: dict[str, str], chance: object
) -> None:
    base = "example.org" + "".join(f"/{each}" for each in path)
    plain = [f"{name}={value}" for name, value in parameters.items()]
    wanted = canonical(f"https://{base}?{'&'.join(plain)}")
    noisy = [*plain, "utm_source=x", "fbclid=y"]
    chance.shuffle(noisy)  # type: ignore[attr-defined]
    assert canonical(f"http://www.{base}/?{'&'.join(noisy)}#part") == wanted


@pytest.mark.parametrize("unit", ["%", "&", "/", "a&", "%41", "&amp;", "www.", "?", "é", "#!/"])
def test_a_long_link_of_hostile_shape_has_a_form(unit: str) -> None:
    for link in ("http://example.org/" + unit * 100_000, "http://" + unit * 100_000):
        once = canonical(link)
        assert canonical(once) == once


def test_the_rule_is_part_of_what_names_a_state() -> None:
    assert LINKS_VERSION in state.RULES
