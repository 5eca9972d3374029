// Case overview
// about: What the case holds: accounts, posts by kind, texts, hashtags, links and communities, with
//   the first and the last time of each.
// param limit: int = 50 | rows to return
// columns: what, count, first_at, last_at
// caution: it counts what the files hold, which is never all that was posted.
CALL () {
  MATCH (account:Account)
  RETURN 10 AS place, 'accounts' AS what, count(account) AS count,
    min(account.first_seen) AS first_at, max(account.last_seen) AS last_at
  UNION ALL
  MATCH (account:Account) WHERE account.collected
  RETURN 11 AS place, 'accounts whose profile is in a file' AS what, count(account) AS count,
    min(account.first_seen) AS first_at, max(account.last_seen) AS last_at
  UNION ALL
  MATCH (account:Account) WHERE account.posts > 0
  RETURN 12 AS place, 'accounts that posted' AS what, count(account) AS count,
    min(account.first_seen) AS first_at, max(account.last_seen) AS last_at
  UNION ALL
  MATCH (account:Account) WHERE account.community IS NOT NULL
  WITH count(DISTINCT account.community) AS count,
    min(account.first_seen) AS first_at, max(account.last_seen) AS last_at
  RETURN 13 AS place, 'communities' AS what, count, first_at, last_at
  UNION ALL
  MATCH (post:Post)
  WITH coalesce(post.collected, false) AS collected, post.kind AS kind, count(post) AS count,
    min(post.created_at) AS first_at, max(post.created_at) AS last_at
  RETURN
    CASE
      WHEN NOT collected THEN 29
      ELSE coalesce({post: 20, reply: 21, comment: 22, quote: 23, repost: 24}[kind], 25)
    END AS place,
    CASE
      WHEN NOT collected THEN 'posts that others only point to'
      ELSE coalesce(
        {post: 'posts', reply: 'replies', comment: 'comments', quote: 'quotes', repost: 'reposts'}[kind],
        'posts of another kind'
      )
    END AS what,
    sum(count) AS count, min(first_at) AS first_at, max(last_at) AS last_at
  UNION ALL
  MATCH (post:Post) WHERE post.missing_before IS NOT NULL
  RETURN 30 AS place, 'posts seen to be gone' AS what, count(post) AS count,
    min(post.created_at) AS first_at, max(post.created_at) AS last_at
  UNION ALL
  MATCH (text:Text)
  RETURN 40 AS place, 'texts' AS what, count(text) AS count, null AS first_at, null AS last_at
  UNION ALL
  MATCH (text:Text) WHERE text.evidence AND text.accounts >= 2
  RETURN 41 AS place, 'long texts of two or more accounts' AS what, count(text) AS count,
    null AS first_at, null AS last_at
  UNION ALL
  MATCH (hashtag:Hashtag)
  RETURN 42 AS place, 'hashtags' AS what, count(hashtag) AS count, null AS first_at, null AS last_at
  UNION ALL
  MATCH (url:Url)
  RETURN 43 AS place, 'links' AS what, count(url) AS count, null AS first_at, null AS last_at
}
RETURN what, count, first_at, last_at
ORDER BY place, what
LIMIT $limit
// picture
MATCH path = (account:Account)-[:REPOSTED]->(other:Account)
RETURN path
LIMIT 3 * $limit
