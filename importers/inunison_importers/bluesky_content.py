"""What the record of a post on Bluesky holds beside its words: facets, embeds, what it answers.

Owns the shapes that clients write. The network checks little of a record, and programs of others
write kinds of their own into it: what is not known here is passed over, and never costs the post.

* A facet says of some bytes of the text (in UTF-8) what they are. Its own value counts, not the
  words that it covers: those are cut for links, and under a mention they may name anybody.
* A picture or film is told by the digest of its content (`ref`), not by where it lies: the same
  picture has the same digest whoever posts it. Animations from the two collections that the app
  offers come as links and are told as media.
* A card with a link is one of the links. A record that is shown inside is a quote where it is a
  post; feeds, lists and starter packs are none.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import msgspec

from inunison.records import AccountRef, Mention, PostRef
from inunison_importers.bluesky_cells import is_did, link, reference

_FACETS = "app.bsky.richtext."
_EMBEDS = "app.bsky.embed."
_ANIMATIONS = ("https://media.tenor.com/", "https://static.klipy.com/")
_CID_CHARACTERS = 200
_KIND_CHARACTERS = 100
_KINDS = 1_000


class NetworkRecord(msgspec.Struct, rename="camel"):
    """The fields that are read of a post, a repost or a profile; each may hold anything."""

    text: Any = None
    created_at: Any = None
    langs: Any = None
    facets: Any = None
    embed: Any = None
    reply: Any = None
    tags: Any = None
    via: Any = None
    subject: Any = None
    display_name: Any = None
    description: Any = None
    website: Any = None
    labels: Any = None


class Content:
    """What stands in a record, each thing once and in order.

    Attributes:
        quotes: The post that it shows.
    """

    def __init__(self, record: NetworkRecord) -> None:
        self.quotes: PostRef | None = None
        self._mentions: dict[str, None] = {}
        self._hashtags: dict[str, None] = {}
        self._links: dict[str, None] = {}
        self._media: dict[str, None] = {}
        if record.facets:
            self._read_facets(record)
        for tag in entries(record.tags):
            self._tag(tag)
        if record.embed:
            self._read_embed(record.embed)

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Accounts that it addresses."""
        return tuple(Mention(AccountRef(each)) for each in self._mentions)

    @property
    def hashtags(self) -> tuple[str, ...]:
        """Hashtags of the text, then those that stand beside it."""
        return tuple(self._hashtags)

    @property
    def links(self) -> tuple[str, ...]:
        """Links of the text, then that of the card."""
        return tuple(self._links)

    @property
    def media(self) -> tuple[str, ...]:
        """Digests of pictures and films, addresses of animations."""
        return tuple(self._media)

    def _read_facets(self, record: NetworkRecord) -> None:
        for facet in objects(record.facets):
            for feature in objects(facet.get("features")):
                kind = _feature(text_in(feature, "$type")[:_KIND_CHARACTERS])
                if kind == "link":
                    self._link(feature.get("uri"))
                elif kind == "mention":
                    named = feature.get("did")
                    if is_did(named):
                        self._mentions[named] = None
                elif kind in ("tag", "hashtag"):
                    self._tag(feature.get(kind) or _sign(record.text, facet.get("index")))

    def _tag(self, value: Any) -> None:
        tag = value.strip().lstrip("#＃") if isinstance(value, str) else ""  # noqa: RUF001
        if tag:
            self._hashtags[tag] = None

    def _link(self, value: Any) -> None:
        found = link(value)
        if found is not None:
            self._links[found] = None

    def _read_embed(self, embed: Any) -> None:
        kind = _kind(embed)
        if kind == "images":
            for each in objects(embed.get("images")):
                self._blob(each.get("image"))
        elif kind == "video":
            self._blob(embed.get("video"))
        elif kind == "external":
            self._card(within(embed, "external").get("uri"))
        elif kind == "record":
            self.quotes = reference(within(embed, "record").get("uri"))
        elif kind == "recordWithMedia":
            self.quotes = reference(within(within(embed, "record"), "record").get("uri"))
            beside = within(embed, "media")
            if _kind(beside) in ("images", "video", "external"):
                self._read_embed(beside)

    def _card(self, value: Any) -> None:
        if isinstance(value, str) and value.startswith(_ANIMATIONS):
            self._media[value] = None
        else:
            self._link(value)

    def _blob(self, blob: Any) -> None:
        if not isinstance(blob, dict):
            return
        ref = blob.get("ref")
        cid = ref.get("$link") or ref.get("link") if isinstance(ref, dict) else blob.get("cid")
        if isinstance(cid, str) and 0 < len(cid) <= _CID_CHARACTERS:
            self._media[cid] = None


@lru_cache(_KINDS)
def _feature(kind: str) -> str:
    """Return the kind of a feature, which some programs write ``#Tag`` or ``.tag`` for ``#tag``."""
    if not kind.startswith(_FACETS):
        return ""
    return kind.replace("#", ".").rpartition(".")[2].lower()


def _sign(text: Any, index: Any) -> str | None:
    """Return the hashtag under a facet that does not name it."""
    found = covered(text, index)
    return found if found and found.startswith(("#", "＃")) else None  # noqa: RUF001


def _kind(embed: Any) -> str:
    """Return the kind of an embed without its family: a view has the name of what it shows."""
    kind = text_in(embed, "$type")
    if not kind.startswith(_EMBEDS):
        return ""
    return kind.removeprefix(_EMBEDS).partition("#")[0]


def covered(text: Any, index: Any) -> str | None:
    """Return the words that a facet covers; it counts bytes of UTF-8, not letters.

    Returns:
        None where the bytes are none of the text, or cut a letter in two.
    """
    if not isinstance(text, str) or not isinstance(index, dict):
        return None
    start, end = index.get("byteStart"), index.get("byteEnd")
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        return None
    try:
        return text.encode()[start:end].decode() or None
    except UnicodeError:
        return None


def within(value: Any, key: str) -> dict[str, Any]:
    """Return an object inside another; an empty one where there is none."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def text_in(value: Any, key: str) -> str:
    """Return a text inside an object; an empty one where there is none."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def entries(value: Any) -> list[Any]:
    """Return a list; an empty one where there is none."""
    return value if isinstance(value, list) else []


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of a list."""
    return (each for each in entries(value) if isinstance(each, dict))


def answered(record: NetworkRecord) -> PostRef | None:
    """Return the post that one answers: its parent, else the beginning of the thread."""
    parent = reference(within(record.reply, "parent").get("uri"))
    return parent or reference(within(record.reply, "root").get("uri"))


def calls_itself_automated(labels: Any, account: str | None = None) -> bool | None:
    """Return True where an account labels itself as automated; None where it does not say.

    Args:
        labels: Of a profile's record, or of the view of an account.
        account: The account of a view, whose labels are by anybody; only its own count.
    """
    held = labels.get("values") if isinstance(labels, dict) else labels
    for each in objects(held):
        own = account is None or each.get("src") == account
        if own and each.get("val") == "bot" and not each.get("neg"):
            return True
    return None
