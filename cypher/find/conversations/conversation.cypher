// Conversation below a post
// about: Every answer below a post, at any depth, in the order of their times: who answered whom,
//   how long after the first post and after the one it answers.
// param post: text | the post's uid, or the platform's id of it
// param limit: int = 200 | posts to return
// columns: at, depth, lag_s, answer_s, account, answers, words, kind, collected, missing_before,
//   source, member, row, post_uid
// caution: answers that were not collected are missing, and so is what hangs on them. words is one
//   way in which the same text was said; a text that is gone has none.
CALL () {
  MATCH (post:Post {uid: $post})
  RETURN post, 0 AS rank
  UNION ALL
  MATCH (post:Post {native_id: $post})
  RETURN post, 1 AS rank
}
WITH post AS root
ORDER BY rank, root.uid
LIMIT 1
CALL (root) {
  RETURN root AS post, 0 AS depth
  UNION ALL
  MATCH path = (root)<-[:REPLIES_TO*1..200]-(post:Post)
  RETURN post, min(length(path)) AS depth
}
OPTIONAL MATCH (account:Account)-[:POSTED]->(post)
OPTIONAL MATCH (post)-[:REPLIES_TO]->(answered:Post)
WHERE depth > 0
OPTIONAL MATCH (writer:Account)-[:POSTED]->(answered)
OPTIONAL MATCH (post)-[:SAYS]->(text:Text)
RETURN
  post.created_at AS at,
  depth,
  CASE
    WHEN root.precision IN ['millisecond', 'second', 'minute']
      AND post.precision IN ['millisecond', 'second', 'minute']
      THEN (post.created_at.epochMillis - root.created_at.epochMillis) / 1000
  END AS lag_s,
  CASE
    WHEN answered.precision IN ['millisecond', 'second', 'minute']
      AND post.precision IN ['millisecond', 'second', 'minute']
      THEN (post.created_at.epochMillis - answered.created_at.epochMillis) / 1000
  END AS answer_s,
  coalesce(account.handle, account.native_id, account.uid) AS account,
  coalesce(writer.handle, writer.native_id, writer.uid) AS answers,
  text.sample AS words,
  post.kind AS kind,
  post.collected AS collected,
  post.missing_before AS missing_before,
  post.source AS source,
  post.member AS member,
  post.row AS row,
  post.uid AS post_uid
ORDER BY at, post_uid
LIMIT $limit
// picture
CALL () {
  MATCH (post:Post {uid: $post})
  RETURN post, 0 AS rank
  UNION ALL
  MATCH (post:Post {native_id: $post})
  RETURN post, 1 AS rank
}
WITH post AS root
ORDER BY rank, root.uid
LIMIT 1
OPTIONAL MATCH thread = (root)<-[:REPLIES_TO*1..200]-(post:Post)
OPTIONAL MATCH author = (post)<-[:POSTED]-(:Account)
RETURN root, thread, author
LIMIT $limit
