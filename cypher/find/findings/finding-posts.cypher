// Posts of a finding
// about: Every post that a finding rests on, in the order of time, with how long after the one
//   before it, what of the finding it acts on, and the file and the row that say so.
// param finding: text | the finding's uid, or the beginning of it
// param limit: int = 500 | posts to return
// columns: at, lag_s, account, kind, acts_on, precision, missing_before, file, member, row, source,
//   post_uid, finding
// caution: lag_s is the time since the post before it in this list, whatever that one acts on; what a
//   profile says stands beside the first post of its account.
MATCH (finding:Finding)
WHERE finding.uid STARTS WITH $finding
WITH finding
ORDER BY finding.uid
LIMIT 1
MATCH (finding)-[rests:EVIDENCED_BY]->(post:Post)
WITH finding, post, rests.file AS file
ORDER BY post.created_at, post.uid
WITH finding, collect({post: post, file: file}) AS rows
UNWIND range(0, size(rows) - 1) AS place
WITH finding, rows[place].post AS post, rows[place].file AS file,
  CASE WHEN place > 0 THEN rows[place - 1].post END AS before
OPTIONAL MATCH (account:Account)-[:POSTED]->(post)
OPTIONAL MATCH (post)-[:ACTS_ON]->(object:Object)<-[:CONCERNS]-(finding)
WITH finding, post, file, before, account, coalesce(object.name, object.key) AS sample
ORDER BY sample
WITH finding, post, file, before, account, collect(sample) AS samples
RETURN
  post.created_at AS at,
  (post.created_at.epochMillis - before.created_at.epochMillis) / 1000.0 AS lag_s,
  coalesce(account.handle, account.native_id, account.uid) AS account,
  post.kind AS kind,
  reduce(told = head(samples), sample IN tail(samples) | told + ' | ' + sample) AS acts_on,
  post.precision AS precision,
  post.missing_before AS missing_before,
  file,
  post.member AS member,
  post.row AS row,
  post.source AS source,
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
