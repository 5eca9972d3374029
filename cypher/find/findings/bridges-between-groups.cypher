// Bridges between groups
// about: Pairs of findings that share accounts, or whose accounts have a tested tie by another trace.
// param grade: grade = E1 | the least grade of both findings
// param limit: int = 50 | pairs to return
// columns: first, second, shared_accounts, ties, first_statement, second_statement
// caution: a bridge between findings is where to look next, and no finding of its own.
MATCH (first:Finding)-[:INVOLVES]->(one:Account)
MATCH (second:Finding)-[:INVOLVES]->(other:Account)
WHERE first.grade >= $grade AND second.grade >= $grade AND first.uid < second.uid
  AND (one = other OR EXISTS { (one)-[:CO_ACTED]-(other) })
WITH first, second,
  count(DISTINCT CASE WHEN one = other THEN one END) AS shared_accounts,
  count(CASE WHEN one <> other THEN 1 END) AS ties
RETURN
  first.uid AS first,
  second.uid AS second,
  shared_accounts,
  ties,
  first.statement AS first_statement,
  second.statement AS second_statement
ORDER BY shared_accounts DESC, ties DESC, first, second
LIMIT $limit
// picture
MATCH (first:Finding)-[:INVOLVES]->(one:Account)<-[:INVOLVES]-(second:Finding)
WHERE first.grade >= $grade AND second.grade >= $grade AND first.uid < second.uid
WITH first, second, one
ORDER BY first.uid, second.uid, one.uid
LIMIT $limit
MATCH path = (first)-[:INVOLVES]->(one)<-[:INVOLVES]-(second)
RETURN path
