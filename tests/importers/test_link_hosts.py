"""Domains of links, and their platforms."""

import pytest

from inunison_importers import link_hosts as read


@pytest.mark.parametrize(
    ("link", "platform"),
    [
        ("https://www.facebook.com/1/posts/2", "facebook"),
        ("https://m.youtube.com/watch?v=x", "youtube"),
        ("https://youtu.be/x", "youtube"),
        ("https://X.com/a/status/1", "twitter"),
        ("https://www.instagram.com?x=1", "instagram"),
        ("https://tarvenport.example/facebook.com", None),
        ("https://notfacebook.com/", None),
        ("facebook", None),
    ],
)
def test_platforms_of_links(link: str, platform: str | None) -> None:
    assert read.platform_of(read.host_of(link)) == platform


def test_a_domain_that_is_too_long_is_not_remembered() -> None:
    assert read.platform_of("x" * 300) is None
