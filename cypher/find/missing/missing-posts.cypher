// Posts that are gone
// about: Posts that were there and are gone, with what was said, by whom, between which two looks it
//   went, and who had said the same or passed it on by then; what most others say comes first.
// param account: text = none | handle, id or uid of who posted it; all when none
// param by: text = none | what shows that it is gone, such as "later capture"; all when none
// param names: int = 5 | accounts to name of those that had said the same by then
// param limit: int = 100 | posts to return
// columns: at, account, community, kind, words, missing_after, missing_before, missing_by, copiers,
//   first_copy_at, copied_by, reposters, reposts, source, member, row, missing_source, post_uid,
//   text_uid
// caution: a post may be gone because its author, a moderator or the platform took it away, or
//   because the account was closed or protected. It went at some time between missing_after and
//   missing_before; missing_source is the file that shows that it is not there.
MATCH (post:Post)
WHERE post.missing_before IS NOT NULL AND ($by IS NULL OR post.missing_by = $by)
OPTIONAL MATCH (author:Account)-[:POSTED]->(post)
OPTIONAL MATCH (post)-[:SAYS]->(text:Text)
WITH post, author, text
WHERE $account IS NULL
  OR toLower(author.handle) = toLower($account)
  OR author.native_id = $account
  OR author.uid = $account
WITH post, author, text, COUNT { (post)<-[:REPOSTS]-(:Post) } AS passed_on
ORDER BY coalesce(text.accounts, 0) DESC, passed_on DESC, post.created_at, post.uid
LIMIT $limit
CALL (post, author, text) {
  MATCH (text)<-[:SAYS]-(other:Post)<-[:POSTED]-(account:Account)
  WHERE (author IS NULL OR account <> author) AND other.created_at <= post.missing_before
  WITH account, min(other.created_at) AS at
  ORDER BY at, account.uid
  RETURN count(account) AS copiers, min(at) AS first_copy_at,
    collect(coalesce(account.handle, account.native_id, account.uid)) AS copied
}
CALL (post) {
  MATCH (post)<-[:REPOSTS]-(repost:Post)<-[:POSTED]-(account:Account)
  WHERE repost.created_at <= post.missing_before
  RETURN count(DISTINCT account) AS reposters
}
RETURN
  post.created_at AS at,
  coalesce(author.handle, author.native_id, author.uid) AS account,
  author.community AS community,
  post.kind AS kind,
  text.sample AS words,
  post.missing_after AS missing_after,
  post.missing_before AS missing_before,
  post.missing_by AS missing_by,
  copiers,
  first_copy_at,
  copied[..$names] AS copied_by,
  reposters,
  post.reposts AS reposts,
  post.source AS source,
  post.member AS member,
  post.row AS row,
  post.missing_source AS missing_source,
  post.uid AS post_uid,
  text.uid AS text_uid
ORDER BY coalesce(text.accounts, 0) DESC, passed_on DESC, at, post_uid
LIMIT $limit
// count
MATCH (post:Post)
WHERE post.missing_before IS NOT NULL AND ($by IS NULL OR post.missing_by = $by)
OPTIONAL MATCH (author:Account)-[:POSTED]->(post)
WITH post, author
WHERE $account IS NULL
  OR toLower(author.handle) = toLower($account)
  OR author.native_id = $account
  OR author.uid = $account
RETURN count(DISTINCT post) AS total
// picture
MATCH (post:Post)
WHERE post.missing_before IS NOT NULL AND ($by IS NULL OR post.missing_by = $by)
MATCH gone = (author:Account)-[:POSTED]->(post)
WHERE $account IS NULL
  OR toLower(author.handle) = toLower($account)
  OR author.native_id = $account
  OR author.uid = $account
WITH gone, post
ORDER BY post.created_at, post.uid
LIMIT $limit
OPTIONAL MATCH said = (post)-[:SAYS]->(:Text)<-[:SAYS]-(:Post)<-[:POSTED]-(:Account)
OPTIONAL MATCH passed = (post)<-[:REPOSTS]-(:Post)<-[:POSTED]-(:Account)
RETURN gone, said, passed
LIMIT 4 * $limit
