"""Rules of canonical links one by one: hosts, ports, encoding, parameters, addresses of posts."""

import re
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison.text import links
from inunison.text.links import canonical

WORDS = st.text("abcXYZ019-_~", min_size=1, max_size=8)
PARAMETERS = st.dictionaries(WORDS.map(lambda word: f"k{word}"), WORDS, max_size=5)


@given(WORDS, PARAMETERS, st.data())
def test_every_tracking_parameter_is_dropped_wherever_it_stands(
    page: str, parameters: dict[str, str], data: st.DataObject
) -> None:
    kept = [f"{name}={value}" for name, value in parameters.items()]
    names = sorted(links._TRACKING | {f"{prefix}x" for prefix in links._CAMPAIGN})
    tracking = data.draw(st.lists(st.sampled_from(names), max_size=5))
    told = data.draw(st.permutations([*kept, *(f"{name.upper()}=1" for name in tracking)]))
    wanted = f"e.example/{page}" + ("?" + "&".join(sorted(kept)) if kept else "")
    assert canonical(f"http://e.example/{page}?{'&'.join(told)}") == wanted


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Zs")), min_size=1, max_size=10))
def test_a_path_is_encoded_in_one_way(name: str) -> None:
    encoded = quote(name, safe="")
    lower = re.sub("%..", lambda found: found[0].lower(), encoded)
    form = canonical(f"http://e.example/x{encoded}y")
    assert form == canonical(f"http://e.example/x{lower}y")
    assert unquote(form) == f"e.example/x{name}y"


@pytest.mark.parametrize("prefix", ["www.", "m.", "amp.", "mobile.", "www.m.", "M.WWW."])
@pytest.mark.parametrize("host", ["e.example", "a.b.example", "co.uk.example"])
def test_names_of_other_views_of_a_site_are_dropped(prefix: str, host: str) -> None:
    assert canonical(f"https://{prefix}{host}/a") == f"{host}/a"


@pytest.mark.parametrize(
    ("host", "form"),
    [
        ("m.example", "m.example"),  # a site of its own: nothing would be left
        ("www.example", "www.example"),
        ("wwww.e.example", "wwww.e.example"),
        ("e.example:80", "e.example"),
        ("e.example:443", "e.example"),
        ("e.example:8080", "e.example:8080"),
        ("e.example.", "e.example"),
        ("E.EXAMPLE", "e.example"),
        ("a_b.example", "a_b.example"),
        ("10.0.0.1", "10.0.0.1"),
        ("de.m.wikipedia.org", "de.wikipedia.org"),
        ("new.reddit.com", "reddit.com"),
        ("notreddit.com", "notreddit.com"),
        ("x.com", "twitter.com"),
        ("mobile.x.com", "twitter.com"),
        ("nox.com", "nox.com"),
    ],
)
def test_hosts_have_one_form(host: str, form: str) -> None:
    assert canonical(f"http://{host}/a") == f"{form}/a"


@pytest.mark.parametrize(
    "link",
    [
        "twitter.com/ada/status/",
        "twitter.com/ada/status/abc",
        "twitter.com/ada/likes",
        "twitter.com/a/b/status/1",
        "youtube.com/watch",
        "youtube.com/channel/UCabcdef",
        "youtube.com/embed/abc",
        "reddit.com/r/a/comments",
        "reddit.com/r/a/comments/ABC",
        "redd.it/a/b",
        "youtu.be/abc",
    ],
)
def test_what_only_looks_like_a_post_keeps_its_path(link: str) -> None:
    assert canonical(f"https://{link}") == link.rstrip("/")


@given(st.integers(1, 2**63 - 1), st.text("abcXYZ_09", min_size=1, max_size=15))
def test_a_post_has_one_address_whoever_is_named_in_it(number: int, name: str) -> None:
    wanted = f"twitter.com/i/status/{number}"
    for host in ("twitter.com", "x.com", "mobile.twitter.com", "www.x.com"):
        for path in (f"{name}/status/{number}", f"i/web/status/{number}", f"i/status/{number}"):
            assert canonical(f"https://{host}/{path}?s=20#x") == wanted
    assert canonical(wanted) == wanted
