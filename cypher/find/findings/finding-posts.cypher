// Posts of a finding
// about: Every post that a finding rests on, in the order of time, with how long after the one
//   before it, and the row of the file that says so.
// param finding: text | the finding's uid, or the beginning of it
// param limit: int = 500 | posts to return
// columns: at, lag_s, account, kind, acts_on, precision, missing_before, source, member, row,
//   post_uid, finding
// caution: lag_s is the time since the post before it in this list, whatever that one acts on.
MATCH (finding:Finding)
WHERE finding.uid STARTS WITH $finding
WITH finding
ORDER BY finding.uid
LIMIT 1
MATCH (finding)-[:EVIDENCED_BY]->(post:Post)
WITH finding, post
ORDER BY post.created_at, post.uid
WITH finding, collect(post) AS posts
UNWIND range(0, size(posts) - 1) AS place
WITH finding, posts[place] AS post, CASE WHEN place > 0 THEN posts[place - 1] END AS before
OPTIONAL MATCH (account:Account)-[:POSTED]->(post)
OPTIONAL MATCH (post)-[:REPOSTS]->(original:Post)
OPTIONAL MATCH (post)-[:SAYS]->(text:Text)
RETURN
  post.created_at AS at,
  (post.created_at.epochMillis - before.created_at.epochMillis) / 1000.0 AS lag_s,
  coalesce(account.handle, account.native_id, account.uid) AS account,
  post.kind AS kind,
  coalesce(original.native_id, text.sample) AS acts_on,
  post.precision AS precision,
  post.missing_before AS missing_before,
  post.source AS source,
  post.member AS member,
  post.row AS row,
  post.uid AS post_uid,
  finding.uid AS finding
ORDER BY at, post_uid
LIMIT $limit
// picture
MATCH (finding:Finding)
WHERE finding.uid STARTS WITH $finding
WITH finding
ORDER BY finding.uid
LIMIT 1
MATCH path = (finding)-[:EVIDENCED_BY]->(:Post)<-[:POSTED]-(:Account)
RETURN path
LIMIT $limit
