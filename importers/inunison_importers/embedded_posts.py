"""The posts that stand embedded in an HTML page.

Owns the shapes in which X, Reddit and Bluesky have pages embed a post, each a ``blockquote``:

* ``twitter-tweet`` and ``twitter-video``: the words in a ``p`` that names its language, then
  ``— Name (@handle)`` and a link to the post around its day. A ``blockquote`` without a class, as
  many sites leave it, counts where it has that ending with that link. One inside another is the
  post that is answered; ``data-in-reply-to`` names it too.
* ``reddit-embed-bq`` and ``reddit-card``: links to the post or comment, its author and its
  community. What is shown of a post is its title, which is the beginning of its text; of a comment
  no word is shown that is sure to be its own.
* ``bluesky-embed``: the post's uri in ``data-bluesky-uri`` with the author's id in it. The day is
  that of whoever copied it, and the clock in the key is the author's own: the day alone is kept.
  ``data-bluesky-cid`` names a version of the post; nothing here tells versions apart. Its lines
  stand in the page as they were written.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from inunison.records import Kind, PostRef, Space
from inunison_importers.attributions import attributions, in_brackets
from inunison_importers.base import BadCell
from inunison_importers.html_marks import marks_of, without_stand_in
from inunison_importers.html_pages import ROW
from inunison_importers.html_runs import Inside, Run, inside, joined
from inunison_importers.shown_posts import (
    TWITTER,
    Address,
    ShownPost,
    pointer_to,
    status_address,
)
from inunison_importers.twitter_ids import numeric_id
from inunison_importers.written_dates import time_in

_REDDIT = re.compile(
    r"(?:https?:)?//(?:[a-z]+\.)?reddit\.com/r/(?P<space>[A-Za-z0-9_]{2,50})/comments/"
    r"(?P<post>[a-z0-9]{1,13})(?:/[^/?#]*(?:/(?P<comment>[a-z0-9]{1,13}))?)?/?(?:[?#]|$)",
    re.IGNORECASE,
)
_REDDIT_USER = re.compile(r"reddit\.com/u(?:ser)?/([A-Za-z0-9_-]{1,40})", re.IGNORECASE)
_SKY = re.compile(r"at://(did:[a-z]+:[A-Za-z0-9._:%-]+)/app\.bsky\.feed\.post/[A-Za-z0-9._~:-]+")
_SKY_PLACE = re.compile(
    r"bsky\.app/profile/(did:[a-z]+:[A-Za-z0-9._:%-]+)/post/([A-Za-z0-9._~:-]+)"
)
_ENDING = " \n\u2014\u2015\u2013-"
# What sites write into a link to a post of Reddit of which they have no title.
_NO_TITLES = ("http://", "https://", "view on reddit", "view discussion", "view this post")
_TWEETS = frozenset(("twitter-tweet", "twitter-video"))
_REDDITS = frozenset(("reddit-embed-bq", "reddit-card"))


def embedded_posts(page: LexborHTMLParser) -> Iterator[ShownPost]:
    """Yield the posts that a page shows, in their order; what one answers follows it.

    Args:
        page: A page of `inunison_importers.html_pages`.
    """
    met: set[int] = set()
    for quote in page.css("blockquote"):
        if quote.mem_id in met:
            continue
        held = inside(quote)
        classes = frozenset((quote.attributes.get("class") or "").lower().split())
        shown: tuple[ShownPost, ...] = ()
        if classes & _REDDITS:
            shown = _reddit(quote, held)
        elif "bluesky-embed" in classes:
            shown = _bluesky(quote, held)
        elif classes & _TWEETS or _ends_like_a_post(held):
            shown = _tweet(quote, held)
            met.update(each.mem_id for each in held.nested)
        yield from shown


def row_of(quote: LexborNode) -> int:
    """Return the line on which a blockquote begins."""
    noted = quote.attributes.get(ROW) or ""
    return int(noted) if noted.isdecimal() and len(noted) < 10 else 1


def _ends_like_a_post(held: Inside) -> bool:
    if not any(status_address(run.href) for run in held.runs if run.href):
        return False
    return in_brackets(joined(held.runs)[-400:]) is not None


def _tweet(quote: LexborNode, held: Inside) -> tuple[ShownPost, ...]:
    """Return a post of X, and the one that it answers."""
    for nested in held.nested[:1]:
        answered = _one_tweet(nested, inside(nested), None, is_inside=True)
        if answered.native_id is not None:
            return (_one_tweet(quote, held, pointer_to(answered)), answered)
    return (_one_tweet(quote, held, _stated_parent(quote)),)


def _stated_parent(quote: LexborNode) -> PostRef | None:
    try:
        stated = quote.attributes.get("data-in-reply-to") or ""
        native_id = numeric_id(stated, "data-in-reply-to")
    except BadCell:
        return None
    return pointer_to(ShownPost(row=1, platform=TWITTER, native_id=native_id))


def _one_tweet(
    quote: LexborNode, held: Inside, answers: PostRef | None, *, is_inside: bool = False
) -> ShownPost:
    words, tail = _words_and_tail(held.runs)
    text = joined(words)
    address, date = _address_and_date(tail)
    below = in_brackets(joined(tail))
    name, handle, rest = below or (None, None, "")
    if date is None and time_in(rest):
        date = rest
    marks = marks_of(words, text)
    return ShownPost(
        row=row_of(quote),
        platform=TWITTER,
        native_id=address.native_id if address else None,
        handle=handle or (address.handle if address else None),
        name=name,
        date=date,
        text=text or None,
        language=held.language if held.language != "und" else None,
        url=address.url if address else None,
        mentions=marks.mentions,
        hashtags=marks.hashtags,
        links=marks.links,
        media=marks.media,
        answers=answers,
        inside=is_inside,
    )


def _words_and_tail(runs: list[Run]) -> tuple[list[Run], list[Run]]:
    """Split what stands in a blockquote into the words of the post and what is below them.

    The words are the paragraphs that name their language or direction, and all that a site has
    put between those. Where none does, or nothing below them tells whose they are, they end at
    the dash before the author; where there is none, at the last link to a post.
    """
    places = [place for place, run in enumerate(runs) if run.words]
    if places:
        words, tail = runs[places[0] : places[-1] + 1], runs[places[-1] + 1 :]
        if _tells_whose(tail):
            return words, tail
    last = None
    for last in attributions(_with_addresses(runs), sure=True):  # noqa: B007 - the last is the ending
        pass
    if last is not None:
        return _cut(runs, _place_in(runs, last.start))
    if places:
        return words, tail
    links = [place for place, run in enumerate(runs) if run.href and status_address(run.href)]
    if not links:
        return runs, []
    before = "".join(run.text for run in runs[: links[-1]])
    return _cut(runs, len(before.rstrip(_ENDING)))


def _tells_whose(tail: list[Run]) -> bool:
    return _address_and_date(tail)[0] is not None or in_brackets(joined(tail)) is not None


def _with_addresses(runs: list[Run]) -> str:
    """Return the text in which the address of each link to a post stands after its words."""
    return "".join(run.text + _written(run) for run in runs)


def _written(run: Run) -> str:
    address = status_address(run.href) if run.href else None
    return f" {address.url} " if address else ""


def _place_in(runs: list[Run], place: int) -> int:
    """Return where a place of the text with addresses lies in the text without them."""
    seen = shown = 0
    for run in runs:
        if place < seen + len(run.text):
            return shown + place - seen
        seen += len(run.text) + len(_written(run))
        shown += len(run.text)
    return shown


def _cut(runs: list[Run], border: int) -> tuple[list[Run], list[Run]]:
    before: list[Run] = []
    after: list[Run] = []
    for run in runs:
        size = len(run.text)
        if border <= 0:
            after.append(run)
        elif border >= size:
            before.append(run)
        else:
            before.append(run._replace(text=run.text[:border]))
            after.append(run._replace(text=run.text[border:]))
        border -= size
    return before, after


def _address_and_date(tail: list[Run]) -> tuple[Address | None, str | None]:
    """Return the last link to a post below its words, and the day that is its text."""
    for run in reversed(tail):
        address = status_address(run.href) if run.href else None
        if address:
            date = run.text.strip()
            return address, date if time_in(date) else None
    return None, None


def _reddit(quote: LexborNode, held: Inside) -> tuple[ShownPost, ...]:
    row = row_of(quote)
    links = [run for run in held.runs if run.href]
    found = [(run, match) for run in links if (match := _REDDIT.match(run.href or ""))]
    if not found:
        return (ShownPost(row=row, platform="reddit"),)
    run, match = found[0]
    people = [_REDDIT_USER.search(each.href or "") for each in links]
    submission = f"t3_{match['post'].lower()}"
    shown = ShownPost(
        row=row,
        platform="reddit",
        native_id=submission,
        handle=next((each[1] for each in people if each), None),
        url=(run.href or "").partition("?")[0].partition("#")[0],
        space=Space(kind="subreddit", name=match["space"]),
        kind=Kind.POST,
    )
    if match["comment"]:
        native_id = f"t1_{match['comment'].lower()}"
        answers = PostRef(submission)
        return (replace(shown, native_id=native_id, kind=Kind.COMMENT, answers=answers),)
    title = joined([each for each in links if each.href == run.href])
    is_title = not title.lower().startswith(_NO_TITLES)
    return (replace(shown, text=(title if is_title else "") or None),)


def _bluesky(quote: LexborNode, held: Inside) -> tuple[ShownPost, ...]:
    row = row_of(quote)
    uri = (quote.attributes.get("data-bluesky-uri") or "").strip()
    found = _SKY.fullmatch(uri)
    places = [_SKY_PLACE.search(run.href) for run in held.runs if run.href]
    place = next((each for each in reversed(places) if each), None)
    if found:
        author = found[1]
    elif place:
        author = place[1]
        uri = f"at://{author}/app.bsky.feed.post/{place[2]}"
    else:
        return (ShownPost(row=row, platform="bluesky"),)
    words, tail = _words_and_tail(inside(quote, keep_lines=True).runs)
    words = without_stand_in(words)
    text = joined(words)
    name, handle, rest = in_brackets(joined(tail)) or (None, None, "")
    marks = marks_of(words, text)
    return (
        ShownPost(
            row=row,
            platform="bluesky",
            native_id=uri,
            author_id=author,
            handle=handle,
            name=name,
            date=rest if time_in(rest) else None,
            text=text or None,
            language=held.language or None,
            url=f"https://bsky.app/profile/{author}/post/{uri.rpartition('/')[2]}",
            mentions=marks.mentions,
            hashtags=marks.hashtags,
            links=marks.links,
            media=marks.media,
        ),
    )
