// Findings
// about: What the tests kept, the strongest first: one sentence each, with what was seen, what
//   chance would have produced, and its grade.
// param grade: grade = E0 | the least grade to show: E0, E1, E2 or E3
// param limit: int = 25 | findings to return
// columns: grade, statement, accounts, posts, seen, expected, q, first, last, trace, kind, finding
// caution: a finding says what was done together beyond expectation; it says nothing of why, and
//   nothing of any account alone.
MATCH (finding:Finding)
WHERE finding.grade >= $grade
ORDER BY finding.grade DESC, coalesce(finding.q, 1.0), finding.uid
LIMIT $limit
RETURN
  finding.grade AS grade,
  finding.statement AS statement,
  COUNT { (finding)-[:INVOLVES]->(:Account) } AS accounts,
  COUNT { (finding)-[:EVIDENCED_BY]->(:Post) } AS posts,
  finding.count AS seen,
  finding.expected AS expected,
  finding.q AS q,
  finding.first AS first,
  finding.last AS last,
  finding.trace AS trace,
  finding.kind AS kind,
  finding.uid AS finding
ORDER BY grade DESC, coalesce(q, 1.0), finding
LIMIT $limit
// count
MATCH (finding:Finding)
WHERE finding.grade >= $grade
RETURN count(finding) AS total
// picture
MATCH (finding:Finding)
WHERE finding.grade >= $grade
WITH finding
ORDER BY finding.grade DESC, coalesce(finding.q, 1.0), finding.uid
LIMIT $limit
MATCH path = (finding)-[:INVOLVES]->(:Account)
RETURN path
