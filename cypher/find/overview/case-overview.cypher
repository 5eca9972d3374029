// Case overview
// about: What the case holds: accounts, posts by kind, texts, hashtags, links and communities, with
//   the first and the last time of each.
// param limit: int = 50 | rows to return
// columns: what, count, first_at, last_at
// caution: it counts what the files hold, which is never all that was posted.
MATCH (total:Total)
RETURN total.what AS what, total.count AS count, total.first AS first_at, total.last AS last_at
ORDER BY total.place, what
LIMIT $limit
// picture
MATCH path = (account:Account)-[:REPOSTED]->(other:Account)
RETURN path
LIMIT 3 * $limit
