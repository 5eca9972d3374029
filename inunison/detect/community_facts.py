"""What marks each community, and how far each shared text reaches over communities.

Owns the tables `communities` and `text_network`, which questions read instead of walking over
posts. Everything is counted in whole numbers; nothing is tested and nothing is chosen but by count
and key.
"""

import duckdb

from inunison.identity import uid_in_sql

_COMMUNITY = uid_in_sql("'community:' || community")

# A community is as stable as its accounts are on average: shares have six digits, so that their sum
# is one of whole numbers.
_MEMBERS = """
CREATE TABLE placed_accounts AS
SELECT uid, community, accounts.posts AS posts,
    round(community_stability * 1000000)::BIGINT AS stability
FROM account_network JOIN accounts USING (uid) WHERE community IS NOT NULL
"""

_SIZES = """
SELECT community, count(*) AS accounts, sum(posts)::BIGINT AS posts,
    sum(stability)::DOUBLE / count(*) / 1000000 AS stability,
    count(*) FILTER (WHERE uid IN (SELECT start FROM said)) AS sharers
FROM placed_accounts GROUP BY community
"""

_REPOSTS = """
SELECT doer.community AS community,
    sum(CASE WHEN author.community = doer.community THEN reposted.posts ELSE 0 END)::BIGINT
        AS reposts_inside,
    sum(CASE WHEN author.community = doer.community THEN 0 ELSE reposted.posts END)::BIGINT
        AS reposts_outside
FROM reposted JOIN placed_accounts AS doer ON doer.uid = reposted.start
LEFT JOIN placed_accounts AS author ON author.uid = reposted."end"
GROUP BY doer.community
"""

# What most accounts of each community did; the smallest uid where several are equal.
_MOST = """
SELECT community, min({{'less': -counted, 'uid': uid}}).uid AS {name} FROM ({counts})
GROUP BY community
"""

_REPOSTERS = """
SELECT community, member.uid AS uid, count(*) AS counted
FROM reposted JOIN placed_accounts AS member ON member.uid = reposted."end" GROUP BY ALL
"""

_HASHTAGS = """
SELECT community, uid, count(*) AS counted FROM (
    SELECT DISTINCT member.community, member.uid AS member, tagged."end" AS uid
    FROM tagged JOIN posted ON posted."end" = tagged.start
    JOIN placed_accounts AS member ON member.uid = posted.start
) GROUP BY ALL
"""

_SAID = """
SELECT community, said."end" AS uid, count(*) AS counted
FROM said JOIN placed_accounts AS member ON member.uid = said.start GROUP BY ALL
"""

# One after the other, each a table of a row a community: all at once they need the memory of all.
_FACTS = {
    "sizes": _SIZES,
    "passed_on": _REPOSTS,
    "most_reposted": _MOST.format(name="most_reposted", counts=_REPOSTERS),
    "most_tagged": _MOST.format(name="hashtag", counts=_HASHTAGS),
    "most_said": _MOST.format(name="text", counts=_SAID),
}

_COMMUNITIES = f"""
CREATE TABLE communities AS
SELECT {_COMMUNITY} AS uid, community AS number, accounts, stability,
    posts, coalesce(reposts_inside, 0) AS reposts_inside,
    coalesce(reposts_outside, 0) AS reposts_outside, sharers, most_reposted, hashtag, text
FROM community_sizes
LEFT JOIN community_passed_on USING (community)
LEFT JOIN community_most_reposted USING (community)
LEFT JOIN community_most_tagged USING (community)
LEFT JOIN community_most_said USING (community)
"""

# Entropy over communities, 1 where the accounts are spread evenly over all that share texts. Four
# decimals, so that it is the same bytes on machines whose last bits differ.
_TEXTS = f"""
CREATE TABLE text_network AS
SELECT uid, count(*) AS communities, sum(counted)::BIGINT AS placed,
    CASE WHEN count(*) > 1 THEN round(
        -sum(counted / placed * ln(counted / placed) ORDER BY community)
            / (SELECT ln(count(*)) FROM communities WHERE sharers > 0), 4)
    END AS spread
FROM (SELECT *, sum(counted) OVER (PARTITION BY uid) AS placed FROM ({_SAID}))
GROUP BY uid
"""


def derive(database: duckdb.DuckDBPyConnection) -> None:
    """Make the tables `communities` and `text_network`.

    Args:
        database: An engine with the tables of a resolved state and `account_network`.
    """
    database.execute(_MEMBERS)
    for name, query in _FACTS.items():
        database.execute(f"CREATE TABLE community_{name} AS {query}")
    database.execute(_COMMUNITIES)
    database.execute(_TEXTS)
