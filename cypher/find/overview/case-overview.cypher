// Case overview
// about: What the case holds: accounts, posts by kind, texts, hashtags, links and communities, with
//   the first and the last time of each.
// param limit: int = 50 | rows to return
// columns: what, count, first_at, last_at
// caution: it counts what the files hold, which is never all that was posted.
CALL () {
  MATCH (account:Account)
  WITH account.collected AS collected, account.posts > 0 AS posted,
    account.community AS community, count(account) AS count,
    min(account.first_seen) AS first_at, max(account.last_seen) AS last_at
  WITH collect({collected: collected, posted: posted, community: community, count: count,
    first_at: first_at, last_at: last_at}) AS groups
  UNWIND [
    [10, 'accounts', groups],
    [11, 'accounts whose profile is in a file', [each IN groups WHERE each.collected]],
    [12, 'accounts that posted', [each IN groups WHERE each.posted]],
    [13, 'communities', [each IN groups WHERE each.community IS NOT NULL]]
  ] AS row
  WITH row
  WHERE row[0] = 13 OR size(row[2]) > 0
  CALL (row) {
    UNWIND row[2] AS each
    RETURN sum(each.count) AS accounts, count(DISTINCT each.community) AS communities,
      min(each.first_at) AS first_at, max(each.last_at) AS last_at
  }
  RETURN row[0] AS place, row[1] AS what,
    CASE row[0] WHEN 13 THEN communities ELSE accounts END AS count, first_at, last_at
  UNION ALL
  MATCH (post:Post)
  WITH coalesce(post.collected, false) AS collected, post.kind AS kind,
    post.missing_before IS NOT NULL AS gone, count(post) AS count,
    min(post.created_at) AS first_at, max(post.created_at) AS last_at
  WITH collect({collected: collected, kind: kind, gone: gone, count: count,
    first_at: first_at, last_at: last_at}) AS groups
  CALL (groups) {
    UNWIND groups AS each
    RETURN
      CASE
        WHEN NOT each.collected THEN 29
        ELSE coalesce({post: 20, reply: 21, comment: 22, quote: 23, repost: 24}[each.kind], 25)
      END AS place,
      CASE
        WHEN NOT each.collected THEN 'posts that others only point to'
        ELSE coalesce(
          {post: 'posts', reply: 'replies', comment: 'comments', quote: 'quotes', repost: 'reposts'}
            [each.kind],
          'posts of another kind'
        )
      END AS what,
      each.count AS count, each.first_at AS first_at, each.last_at AS last_at
    UNION ALL
    UNWIND [each IN groups WHERE each.gone] AS each
    RETURN 30 AS place, 'posts seen to be gone' AS what, each.count AS count,
      each.first_at AS first_at, each.last_at AS last_at
  }
  RETURN place, what, sum(count) AS count, min(first_at) AS first_at, max(last_at) AS last_at
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
