// Accounts of several findings
// about: Accounts that more than one finding involves, by how many and by which traces.
// param grade: grade = E1 | the least grade that counts; E0 counts observations too
// param least: int = 2 | findings that an account must be in
// param limit: int = 50 | accounts to return
// columns: account, platform, findings, traces, best_grade, posts, account_uid
// caution: traces overlap: one repost is also the same link, hashtags and mentions. Two findings are
//   two only where their posts are different.
MATCH (finding:Finding)-[:INVOLVES]->(account:Account)
WHERE finding.grade >= $grade
WITH account, count(finding) AS findings, count(DISTINCT finding.trace) AS traces,
  max(finding.grade) AS best_grade
WHERE findings >= $least
RETURN
  coalesce(account.handle, account.native_id, account.uid) AS account,
  account.platform AS platform,
  findings,
  traces,
  best_grade,
  COUNT {
    (account)-[:POSTED]->(:Post)<-[:EVIDENCED_BY]-(finding:Finding) WHERE finding.grade >= $grade
  } AS posts,
  account.uid AS account_uid
ORDER BY findings DESC, traces DESC, account_uid
LIMIT $limit
// count
MATCH (finding:Finding)-[:INVOLVES]->(account:Account)
WHERE finding.grade >= $grade
WITH account, count(finding) AS findings
WHERE findings >= $least
RETURN count(account) AS total
// picture
MATCH (finding:Finding)-[:INVOLVES]->(account:Account)
WHERE finding.grade >= $grade
WITH account, count(finding) AS findings
WHERE findings >= $least
ORDER BY findings DESC, account.uid
LIMIT $limit
MATCH path = (account)<-[:INVOLVES]-(:Finding)
RETURN path
