"""Traces: what accounts can do together, each defined in one place.

Owns the table of traces and the step from a resolved state to events. A trace is one SELECT over
the tables of the state: who (`account`) acted on what (`object`), when (`at`), by which post
(`post`), and when the object itself was published, where somebody published it. Tests nothing.

A repost has no words, links, hashtags or mentions of its own: only what an account says itself
counts in those traces. Instants that are too coarse for a window are left out of it, and counted.

Two traces need more words:

* `synchrony` asks whether accounts are active at the same moments, whatever they post. Its object
  is a half hour (UTC) in which an account posted, so that the timing test compares two accounts
  with all others who posted within that half hour: the hours of a day, weekends and the news are
  in the comparison. Only posts that answer and pass on nothing count: what is done in response to
  one post is the business of the other traces. Two posts on either side of a border between half
  hours are not seen together, which loses some and adds none. Its windows end at a minute: within
  wider ones everybody meets everybody.
* `cross_platform` looks at texts and links that accounts of different platforms posted, and at
  pairs of accounts on different platforms alone, within windows of an hour and more. A post with
  links stands for its links and not for its words too, so that no post counts twice. It says who
  was before whom, and never that two accounts are of one person. Where a file does not name its
  platform, its posts are left out: it may be any.
"""

from dataclasses import dataclass, replace

from inunison.identity import POSTER_UID

SECOND = 1_000_000
# The windows that every test tries, in seconds; the last is the join's.
LADDER_S = (10, 60, 300, 3_600)
# Half an hour, the bins of Pacheco et al. 2021 (doi:10.1609/icwsm.v15i1.18075).
MOMENT_S = 1_800
_MOMENT_LADDER_S = (10, 60)
# Posts travel slowly between platforms.
_ACROSS_LADDER_S = (3_600, 21_600, 86_400, 172_800)
# A repost this soon behind its original is a fast one (Luceri et al. 2024).
FAST_S = 60

# How importers call the platform of a file that names none.
UNNAMED = "unnamed"

_OWN = "posts.collected AND posts.kind <> 'repost'"


@dataclass(frozen=True)
class Trace:
    """One thing that accounts can do together.

    Attributes:
        name: The word for it everywhere: option, edge and finding.
        meaning: What two accounts did, in a few words that end a sentence.
        thing: What one object is, for counts: "posts", "texts".
        select: The SELECT that yields account, object, at, post and precision, and published and
            how fine that is where somebody published the object.
        names: The SELECT that yields key and a sample of the objects in a list of keys.
        ladder_s: The windows that are tried, in seconds, rising.
        across: Whether only pairs of accounts on different platforms count.
        before: Tables that the SELECT reads and that are made first: name and SELECT of each.
        within_s: How soon behind its original an action must be to count, in seconds; the times
            must be fine enough for that as for a window. None where any delay counts.
    """

    name: str
    meaning: str
    thing: str
    select: str
    names: str
    ladder_s: tuple[int, ...] = LADDER_S
    across: bool = False
    before: tuple[tuple[str, str], ...] = ()
    within_s: int | None = None

    @property
    def own_words(self) -> bool:
        """Whether the objects are, or may be, texts that the accounts wrote."""
        return self.name in {"co_text", "co_text_near", "cross_platform"}


def _precision(posts: str) -> str:
    """Say in SQL how fine the time of a post is, in microseconds.

    Whole seconds say nothing about a window of one second.
    """
    return (
        f"CASE {posts}.precision WHEN 'millisecond' THEN 1000 WHEN 'second' THEN 1000000"
        " WHEN 'minute' THEN 60000000 WHEN 'day' THEN 86400000000 ELSE 0 END"
    )


def _events(
    target: str,
    body: str,
    original: str | None = None,
    beside: str = "",
    precision: str = _precision("posts"),
) -> str:
    published = f"{original}.created_at" if original else "NULL::BIGINT"
    fine = _precision(original) if original else "NULL::BIGINT"
    # Who posted what stands beside it: no post is looked for among the edges of accounts.
    return (
        f"SELECT {POSTER_UID} AS account, {target} AS object, posts.created_at AS at,"
        f" posts.uid AS post, {published} AS published, {fine} AS published_precision,"
        f" {precision} AS precision{beside}"
        f" {body} AND posts.created_at IS NOT NULL AND posts.account IS NOT NULL"
    )


def _named(table: str, column: str) -> str:
    return f"SELECT uid, {column} FROM {table} WHERE uid IN (SELECT unnest(?)) ORDER BY uid"


# A key of several hashtags is their uids joined by spaces.
_HASHTAG_NAMES = """
SELECT key, string_agg('#' || hashtags.name, ' ' ORDER BY place) FROM (
    SELECT key, unnest(string_split(key, ' ')) AS uid,
        generate_subscripts(string_split(key, ' '), 1) AS place
    FROM (SELECT unnest(?) AS key)
) JOIN hashtags USING (uid) GROUP BY key ORDER BY key
"""
_MEDIA_NAMES = (
    'SELECT "end", min(name) FROM shows WHERE "end" IN (SELECT unnest(?)) GROUP BY ALL ORDER BY ALL'
)
_MOMENT_NAMES = "SELECT key, key FROM (SELECT unnest(?) AS key) ORDER BY key"
_ACROSS_NAMES = """
SELECT uid, name FROM (
    SELECT uid, sample AS name FROM texts UNION ALL SELECT uid, url FROM urls
) WHERE uid IN (SELECT unnest(?)) ORDER BY uid
"""

_BY = "FROM posts"


def _linked(edges: str, condition: str = _OWN) -> str:
    return f"{_BY} JOIN {edges} AS edge ON edge.start = posts.uid WHERE {condition}"


_REPOSTS = (
    f"{_BY} JOIN reposts AS edge ON edge.start = posts.uid"
    ' JOIN posts AS original ON original.uid = edge."end" WHERE posts.collected'
)
_HASHTAGS = (
    "{by} JOIN (SELECT start, {tags} AS object, count(*) AS tags FROM tagged GROUP BY start)"
    " AS edge ON edge.start = posts.uid WHERE {own} AND edge.tags >= 3"
)
_TEXTS = (
    f"{_BY} JOIN says AS edge ON edge.start = posts.uid"
    f' JOIN texts ON texts.uid = edge."end" WHERE {_OWN} AND texts.evidence'
)
# A text without near-copies stands for itself. These tables are made one after the other: an engine
# that may take little memory can spill one join at a time.
_FAMILIES = (
    (
        "text_key",
        'SELECT texts.uid, coalesce(variant_of."end", texts.uid) AS object, texts.words'
        " FROM texts LEFT JOIN variant_of ON variant_of.start = texts.uid WHERE texts.evidence",
    ),
    (
        "said_key",
        "SELECT says.start, text_key.object, text_key.words FROM says"
        ' JOIN text_key ON text_key.uid = says."end" WHERE NOT says.manual_repost',
    ),
)
_NEAR_COPIES = f"{_BY} JOIN said_key AS edge ON edge.start = posts.uid WHERE {_OWN}"


_FAMILY_NAMES = """
SELECT uid, sample
FROM (SELECT uid, sample FROM text_families UNION ALL SELECT uid, sample FROM texts)
WHERE uid IN (SELECT unnest(?)) ORDER BY uid
"""

_MOMENT = (
    f"strftime(make_timestamp(posts.created_at // {MOMENT_S * SECOND} * {MOMENT_S * SECOND}),"
    " '%Y-%m-%d %H:%M UTC')"
)
_ACROSS = f"""
SELECT account, object, "at", post, published, published_precision, precision FROM (
    SELECT said.*, min(platform) OVER (PARTITION BY object) AS one,
        max(platform) OVER (PARTITION BY object) AS other
    FROM (
        SELECT made.*, posts.platform FROM (
            {_events('edge."end"', _linked("links_to"))}
            UNION ALL
            {_events('edge."end"', f"{_TEXTS} AND NOT edge.manual_repost")}
                AND NOT EXISTS (SELECT 1 FROM links_to WHERE links_to.start = posts.uid)
        ) AS made JOIN posts ON posts.uid = made.post WHERE posts.platform <> '{UNNAMED}'
    ) AS said
) WHERE one <> other
"""

TRACES = (
    Trace(
        "co_repost",
        "reposted the same posts",
        "posts",
        _events('edge."end"', _REPOSTS, "original"),
        _named("posts", "native_id"),
    ),
    Trace(
        "co_text",
        "posted the same words",
        "texts",
        _events('edge."end"', f"{_TEXTS} AND NOT edge.manual_repost"),
        _named("texts", "sample"),
    ),
    Trace(
        "co_text_near",
        "posted nearly the same words",
        "texts and their near-copies",
        _events("edge.object", _NEAR_COPIES),
        _FAMILY_NAMES,
        before=_FAMILIES,
    ),
    Trace(
        "manual_repost",
        "passed on the same words by hand",
        "texts",
        _events('edge."end"', f"{_TEXTS} AND edge.manual_repost"),
        _named("texts", "sample"),
    ),
    Trace(
        "fast_repost",
        f"reposted the same accounts within {FAST_S} seconds",
        "accounts",
        _events(
            "author.start",
            f"{_BY} JOIN reposts AS edge ON edge.start = posts.uid"
            ' JOIN posts AS original ON original.uid = edge."end"'
            ' JOIN posted AS author ON author."end" = edge."end"'
            " WHERE posts.collected AND posts.created_at - original.created_at"
            f" BETWEEN 0 AND {FAST_S * SECOND}",
            # A delay is as coarse as the coarser of its two times.
            precision=f"greatest({_precision('posts')}, {_precision('original')})",
        ),
        _named("accounts", "coalesce(handle, native_id)"),
        within_s=FAST_S,
    ),
    Trace(
        "co_link",
        "posted the same links",
        "links",
        _events('edge."end"', _linked("links_to")),
        _named("urls", "url"),
    ),
    Trace(
        "co_hashtag_sequence",
        "posted the same three or more hashtags in the same order",
        "sequences of hashtags",
        _events(
            "edge.object",
            _HASHTAGS.format(
                by=_BY,
                own=f"{_OWN} AND edge.object IS NOT NULL",
                tags="CASE WHEN count(place) = count(*) THEN"
                """ string_agg("end", ' ' ORDER BY place, "end") END""",
            ),
        ),
        _HASHTAG_NAMES,
    ),
    Trace(
        "co_hashtag_set",
        "posted the same three or more hashtags",
        "sets of hashtags",
        _events(
            "edge.object",
            _HASHTAGS.format(by=_BY, own=_OWN, tags="""string_agg("end", ' ' ORDER BY "end")"""),
        ),
        _HASHTAG_NAMES,
    ),
    Trace(
        "co_mention",
        "addressed the same accounts",
        "accounts",
        _events('edge."end"', _linked("mentions")),
        _named("accounts", "coalesce(handle, native_id)"),
    ),
    Trace(
        "co_reply",
        "answered the same posts",
        "posts",
        _events(
            'edge."end"',
            f"{_BY} JOIN replies_to AS edge ON edge.start = posts.uid"
            f' LEFT JOIN posts AS original ON original.uid = edge."end" WHERE {_OWN}',
            "original",
        ),
        _named("posts", "native_id"),
    ),
    Trace(
        "co_media",
        "posted the same pictures or films",
        "media",
        _events('edge."end"', _linked("shows")),
        _MEDIA_NAMES,
    ),
    Trace(
        "synchrony",
        "posted at the same moments",
        "half hours",
        _events(_MOMENT, f"{_BY} WHERE {_OWN} AND posts.kind = 'post'"),
        _MOMENT_NAMES,
        _MOMENT_LADDER_S,
    ),
    Trace(
        "cross_platform",
        "posted the same words or links on different platforms",
        "texts and links",
        _ACROSS,
        _ACROSS_NAMES,
        _ACROSS_LADDER_S,
        across=True,
    ),
)

# What bursts of one text are looked for in: the families, whichever traces are chosen. What texts
# are compared by stands beside each action.
NEAR_COPIES = replace(
    next(trace for trace in TRACES if trace.name == "co_text_near"),
    select=_events(
        "edge.object",
        _NEAR_COPIES,
        beside=", edge.words, posts.kind IN ('reply', 'comment') AS answers, posts.language",
    ),
)
