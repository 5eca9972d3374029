"""What `inunison.records` promises of every record, in so far as a record alone shows it."""

from collections.abc import Iterator, Sequence

from inunison.records import Account, AccountRef, Observation, Post, PostRef, Record, Reject

# The years 1 and 9999, and a day for the zones at their ends.
_EARLIEST = -62_135_683_200_000_000
_LATEST = 253_402_387_200_000_000
_COUNTS = ("followers", "following", "posts", "reposts", "quotes", "replies", "likes", "views")


def faults(record: Record | Reject) -> list[str]:
    """Return which promises a record breaks."""
    if isinstance(record, Reject):
        return [] if record.reason.isprintable() else ["a reason that cannot be printed"]
    found: list[str] = []
    if isinstance(record, Post):
        found += _of_post(record)
    elif isinstance(record, Observation):
        found += _of_observation(record)
    elif isinstance(record, Account):
        found += _of_name("the account", AccountRef(record.native_id, record.handle))
        found += _of_instant("created_at", record.created_at, record.created_precision)
    return found


def _of_post(post: Post) -> Iterator[str]:
    yield from _of_id("native_id", post.native_id)
    yield from _of_instant("created_at", post.created_at, post.precision)
    if post.author:
        yield from _of_name("author", post.author)
    for name in ("reposts", "quotes", "replies_to", "edits"):
        pointed: PostRef | None = getattr(post, name)
        if pointed:
            yield from _of_id(name, pointed.native_id)
            yield from _of_instant(name, pointed.created_at, pointed.precision)
            if pointed.author:
                yield from _of_name(f"author of {name}", pointed.author)
    for mention in post.mentions:
        yield from _of_name("a mention", mention.account)
    for name in ("hashtags", "links", "media"):
        told: Sequence[str] = getattr(post, name)
        if "" in told:
            yield f"{name} holds an empty text"
    if post.space and not (post.space.kind and post.space.name and post.space.native_id != ""):
        yield "a space without a name"


def _of_observation(seen: Observation) -> Iterator[str]:
    yield from _of_instant("observed_at", seen.observed_at, seen.precision)
    if seen.subject == "post":
        yield from _of_id("native_id", seen.native_id or "")
    else:
        yield from _of_name("the account", AccountRef(seen.native_id, seen.handle))
    for name in _COUNTS:
        count: int | None = getattr(seen, name)
        if count is not None and count < 0:
            yield f"{name} is less than nought"


def _of_id(name: str, native_id: str) -> Iterator[str]:
    if not native_id.strip():
        yield f"{name} is empty"


def _of_name(name: str, account: AccountRef) -> Iterator[str]:
    if account.native_id is None and account.handle is None:
        yield f"{name} has neither an id nor a handle"
    for said in (account.native_id, account.handle):
        if said == "":
            yield f"{name} is empty, not absent"


def _of_instant(name: str, at: int | None, precision: object) -> Iterator[str]:
    if (at is None) != (precision is None):
        yield f"{name} has an instant without a precision, or the other way round"
    if at is not None and not _EARLIEST <= at <= _LATEST:
        yield f"{name} lies where no time is"
