// One finding
// about: One finding in full, a row for each thing that is known of it: its sentence, its grade, what was
//   seen and expected, its accounts and how often each acted, and what each of its objects is.
// param finding: text | the finding's uid, or the beginning of it; of several that begin so the
//   first is shown, and a row says how many others there are
// param limit: int = 200 | rows to return
// columns: part, what, value, number, at, uid
// caution: the record with every test, alternative and limit lies in the case: inunison detect --format
//   json lists it, and docs/detection.md says how to read it.
MATCH (finding:Finding)
WHERE finding.uid STARTS WITH $finding
WITH finding
ORDER BY finding.uid
WITH collect(finding) AS found
WITH found[0] AS finding, size(found) - 1 AS others
WHERE finding IS NOT NULL
CALL (finding, others) {
  UNWIND [
    [0, 'statement', finding.statement, null, null],
    [1, 'grade', finding.grade, null, null],
    [2, 'kind', finding.kind, null, null],
    [3, 'trace', finding.trace, null, null],
    [4, 'seen', null, toFloat(finding.count), null],
    [5, 'expected', null, finding.expected, null],
    [6, 'p', null, finding.p, null],
    [7, 'q', null, finding.q, null],
    [8, 'first', null, null, finding.first],
    [9, 'last', null, null, finding.last],
    [10, 'others that begin so', null, CASE WHEN others > 0 THEN toFloat(others) END, null]
  ] AS row
  WITH finding, row
  WHERE row[2] IS NOT NULL OR row[3] IS NOT NULL OR row[4] IS NOT NULL
  RETURN 0 AS section, row[0] AS place, 'finding' AS part, row[1] AS what, row[2] AS value,
    row[3] AS number, row[4] AS at, finding.uid AS uid
  UNION ALL
  MATCH (finding)-[:INVOLVES]->(account:Account)
  OPTIONAL MATCH (account)-[:POSTED]->(post:Post)<-[:EVIDENCED_BY]-(finding)
  WITH account, count(post) AS posts, min(post.created_at) AS first
  RETURN 1 AS section, -posts AS place, 'account' AS part, account.platform AS what,
    coalesce(account.handle, account.native_id, account.uid) AS value,
    toFloat(posts) AS number, first AS at, account.uid AS uid
  UNION ALL
  MATCH (finding)-[:EVIDENCED_BY]->(post:Post)
  OPTIONAL MATCH (post)-[:REPOSTS|REPLIES_TO]->(original:Post)
  OPTIONAL MATCH (post)-[:SAYS]->(text:Text)
  WITH coalesce(original, text) AS thing, post
  WHERE thing IS NOT NULL
  WITH thing, count(DISTINCT post) AS posts, min(post.created_at) AS first
  RETURN 2 AS section, -posts AS place, 'object' AS part, head(labels(thing)) AS what,
    coalesce(thing.sample, thing.native_id, thing.uid) AS value,
    toFloat(posts) AS number, first AS at, thing.uid AS uid
}
RETURN part, what, value, number, at, uid
ORDER BY section, place, at, uid
LIMIT $limit
// picture
MATCH (finding:Finding)
WHERE finding.uid STARTS WITH $finding
WITH finding
ORDER BY finding.uid
LIMIT 1
MATCH path = (account:Account)<-[:INVOLVES]-(finding)-[:EVIDENCED_BY]->(post:Post)<-[:POSTED]-(account)
RETURN path
LIMIT $limit
