"""Synthetic states of a case: the tables that loading starts from, made by SQL in seconds.

Posts of heavy-tailed accounts with texts, hashtags, links, mentions, replies and reposts. A state
of a share of the posts is the case before its last files came: what it counts (posts of an account,
of a text, shares of attention) differs, as it does in a real increment.
"""

import json
from pathlib import Path

from inunison import engine
from inunison.state import State

_KINDS = {"a": "account", "p": "post", "t": "text", "h": "hashtag", "l": "url", "d": "domain"}


def _uid(kind: str, number: str) -> str:
    return f"left(sha256('{_KINDS[kind]}:' || ({number})::VARCHAR), 24)"


def _pick(salt: int, power: int, most: str) -> str:
    """Return the SQL of a whole number below `most`, the small ones the more often."""
    share = f"(hash(i * 64 + {salt}) >> 11)::DOUBLE / 9007199254740992.0"
    return f"(pow({share}, {power}) * {most})::BIGINT"


def _posts(posts: int, kept: int) -> str:
    return f"""
    CREATE TABLE made AS
    SELECT i, {_pick(1, 3, str(max(posts // 10, 10)))} AS a, {_pick(2, 1, "100")} AS kind,
        {_pick(3, 2, str(posts // 2))} AS t, {_pick(4, 3, str(max(posts // 50, 5)))} AS h,
        {_pick(5, 2, str(max(posts // 8, 5)))} AS l, {_pick(6, 3, str(max(posts // 10, 10)))} AS m,
        {_pick(7, 2, "i")} AS o, {_pick(8, 1, "100")} AS x,
        1600000000000000 + i * 37000000 + {_pick(9, 1, "1000000")} AS ts
    FROM range({kept}) AS numbers(i)
    """


_REPOST = "kind < 35"
_OWN = "kind >= 35"


def _edge(start: str, end: str, rest: str, properties: str = "") -> str:
    """Return a SELECT of edges; the ends are given as the letter of a kind and its number."""
    first, last = _uid(*start.split(":")), _uid(*end.split(":"))
    return f'SELECT DISTINCT {first} AS start, {last} AS "end"{properties} FROM made {rest}'


_EDGES = {
    "posted": _edge("a:a", "p:i", "", ", false AS inferred"),
    "reposts": _edge("p:i", "p:o", f"WHERE {_REPOST}"),
    "says": _edge("p:i", "t:t", f"WHERE {_OWN}"),
    "tagged": _edge("p:i", "h:h", f"WHERE {_OWN} AND x < 60"),
    "links_to": _edge("p:i", "l:l", f"WHERE {_OWN} AND x >= 70"),
    "mentions": _edge("p:i", "a:m", f"WHERE {_OWN} AND x BETWEEN 30 AND 89"),
    "replies_to": _edge("p:i", "p:o", f"WHERE {_OWN} AND x BETWEEN 20 AND 39"),
    "on_domain": _edge("l:l", "d:l % 100", f"WHERE {_OWN} AND x >= 70"),
    "reposted": _edge(
        "a:made.a",
        "a:first.a",
        "JOIN made AS first ON first.i = made.o"
        " WHERE made.kind < 35 AND made.a <> first.a GROUP BY made.a, first.a",
        ", count(*) AS posts",
    ),
}


def _nodes(kept: int) -> dict[str, str]:
    return {
        "domains": f"SELECT DISTINCT {_uid('d', 'l % 100')} AS uid, 'site' || (l % 100) AS name"
        f" FROM made WHERE {_OWN} AND x >= 70",
        "urls": f"SELECT DISTINCT {_uid('l', 'l')} AS uid, 'https://site.example/' || l AS url"
        f" FROM made WHERE {_OWN} AND x >= 70",
        "hashtags": f"SELECT DISTINCT {_uid('h', 'h')} AS uid, 'tag' || h AS name"
        f" FROM made WHERE {_OWN} AND x < 60",
        "texts": f"SELECT {_uid('t', 't')} AS uid, 'This is sentence number ' || t ||"
        " E',\\nwhich \"quotes\" somebody who spoke at length in plenary ' || hash(t) AS sample,"
        " 14::BIGINT AS words, true AS evidence, count(*) AS posts,"
        f" count(DISTINCT a) AS accounts FROM made WHERE {_OWN} GROUP BY t",
        "posts": f"SELECT {_uid('p', 'i')} AS uid, 'twitter' AS platform,"
        " (1300000000000000000 + i)::VARCHAR AS native_id,"
        f" CASE WHEN {_REPOST} THEN 'repost' ELSE 'post' END AS kind, ts AS created_at,"
        " 'millisecond' AS precision, CASE WHEN x < 80 THEN 'en' ELSE 'de' END AS language,"
        " 'Web App' AS client, 'https://twitter.example/u' || a || '/status/' || i AS url,"
        " x AS reposts, kind AS likes, h % 9 AS replies, NULL::BIGINT AS views,"
        " true AS collected, NULL::BIGINT AS missing_after, NULL::BIGINT AS missing_before,"
        " sha256('file' || (i % 3)) AS source, NULL::VARCHAR AS member, i + 2 AS row FROM made",
        "accounts": f"SELECT {_uid('a', 'a')} AS uid, 'twitter' AS platform,"
        " (1000000 + a)::VARCHAR AS native_id, 'user' || a AS handle, 'User ' || a AS name,"
        " 'Somebody who writes about many things, number ' || hash(a) AS description,"
        " 'somewhere' AS location, 'en' AS language, 1300000000000000 + a * 1000000 AS created_at,"
        " (hash(a) % 90000)::BIGINT AS followers, (hash(a) % 900)::BIGINT AS following,"
        " count(own) AS posts, false AS verified, false AS declares_automation,"
        " true AS collected, min(ts) AS first_seen, max(ts) AS last_seen, a % 50 AS community,"
        f" 0.9::DOUBLE AS community_stability, count(own)::DOUBLE / {kept} AS pagerank"
        " FROM (SELECT a, ts, i AS own FROM made UNION ALL"
        f" SELECT m, NULL, NULL FROM made WHERE {_OWN} AND x BETWEEN 30 AND 89) GROUP BY a",
    }


def write_state(folder: Path, posts: int, share: float = 1.0) -> State:
    """Write a state into a folder and return it; its id is the folder's name.

    Args:
        folder: Made when it is not there; gets one Parquet file per table and `state.json`.
        posts: Posts of the whole case.
        share: Share of them, the earliest, that this state holds.
    """
    folder.mkdir(parents=True, exist_ok=True)
    kept = int(posts * share)
    counts = {}
    with engine.opened(folder / "spill", memory_mb=3000) as database:
        database.execute(_posts(posts, kept))
        for name, select in ({**_nodes(kept), **_EDGES}).items():
            target = folder / f"{name}.parquet"
            engine.write_parquet(database, f"SELECT * FROM ({select}) ORDER BY ALL", target)
            counted = database.execute(f"SELECT count(*) FROM ({select})").fetchone()
            counts[name] = int(counted[0]) if counted else 0
    (folder / "state.json").write_text(json.dumps({"counts": counts}))
    return State(folder.name, folder, {"counts": counts})
