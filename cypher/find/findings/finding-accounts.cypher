// Accounts of a finding
// about: The accounts that a finding involves, how many of its posts each made, and with how many of
//   the others it has a tested tie.
// param finding: text | the finding's uid, or the beginning of it
// param limit: int = 200 | accounts to return
// columns: account, platform, posts, first, ties, community, followers, created_at, account_uid,
//   finding
// caution: to be named here is no judgement of an account; look at the posts.
MATCH (finding:Finding)
WHERE finding.uid STARTS WITH $finding
WITH finding
ORDER BY finding.uid
LIMIT 1
MATCH (finding)-[:INVOLVES]->(account:Account)
OPTIONAL MATCH (account)-[:POSTED]->(post:Post)<-[:EVIDENCED_BY]-(finding)
WITH finding, account, count(post) AS posts, min(post.created_at) AS first
RETURN
  coalesce(account.handle, account.native_id, account.uid) AS account,
  account.platform AS platform,
  posts,
  first,
  COUNT {
    (account)-[tie:CO_ACTED]-(other:Account)<-[:INVOLVES]-(finding)
    WHERE tie.trace = finding.trace
  } AS ties,
  account.community AS community,
  account.followers AS followers,
  account.created_at AS created_at,
  account.uid AS account_uid,
  finding.uid AS finding
ORDER BY posts DESC, account_uid
LIMIT $limit
// picture
MATCH (finding:Finding)
WHERE finding.uid STARTS WITH $finding
WITH finding
ORDER BY finding.uid
LIMIT 1
MATCH path = (finding)-[:INVOLVES]->(:Account)
RETURN path
LIMIT $limit
