// One finding
// about: What the graph holds of one finding, a row for each thing: its sentence, its grade, what was seen
//   and expected, its accounts and how often each acted, its objects (the links, texts, posts or
//   whatever its accounts have in common) and how many of its posts act on each, and its files.
// param finding: text | the finding's uid, or the beginning of it; of several that begin so the
//   first is shown, and a row says how many others there are
// param limit: int = 200 | rows to return
// columns: part, what, value, number, at, uid
// caution: the whole record, with every test, alternative and limit, is shown by inunison detect
//   --finding KEY, and docs/detection.md says how to read it.
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
  MATCH (finding)-[:CONCERNS]->(object:Object)
  RETURN 2 AS section, -object.posts AS place, 'object' AS part, object.kind AS what,
    coalesce(object.name, object.key) AS value,
    toFloat(object.posts) AS number, object.first AS at, object.key AS uid
  UNION ALL
  MATCH (finding)-[rests:EVIDENCED_BY]->(post:Post)
  WITH rests.file AS file, post.source AS source, count(post) AS posts, min(post.created_at) AS first
  RETURN 3 AS section, -posts AS place, 'file' AS part, null AS what, file AS value,
    toFloat(posts) AS number, first AS at, source AS uid
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
