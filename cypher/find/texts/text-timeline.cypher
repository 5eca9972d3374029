// Timeline of one text
// about: Every post that says a text, and every repost of those, in the order of their times, with
//   the row of the file that says so.
// param text: text | the text's uid, or words that it holds
// param limit: int = 200 | posts to return
// columns: at, lag_s, account, community, does, kind, precision, collected, missing_before, source,
//   member, row, post_uid, text_uid
// caution: the first post here is the first in these files; an earlier one may not have been
//   collected. lag_s is empty where a time is known to the day alone.
OPTIONAL MATCH (named:Text {uid: $text})
CALL (named) {
  WITH named
  WHERE named IS NOT NULL
  RETURN named AS text, 0 AS rank
  UNION ALL
  WITH named
  WHERE named IS NULL
  CALL () {
    MATCH (text:Text)
    WHERE toLower(text.sample) CONTAINS toLower($text)
    RETURN text
  }
  RETURN text, CASE WHEN toLower(text.sample) STARTS WITH toLower($text) THEN 1 ELSE 2 END AS rank
}
WITH text
ORDER BY rank, text.accounts DESC, text.uid
LIMIT 1
CALL (text) {
  MATCH (text)<-[:SAYS]-(post:Post)
  WITH min(post.created_at) AS first_at,
    min(CASE WHEN post.precision IN ['millisecond', 'second', 'minute'] THEN post.created_at END)
      AS first_fine
  RETURN CASE WHEN first_at = first_fine THEN first_at END AS start
}
CALL (text) {
  MATCH (text)<-[:SAYS]-(post:Post)
  RETURN post, 'says it' AS does
  UNION ALL
  MATCH (text)<-[:SAYS]-(:Post)<-[:REPOSTS]-(post:Post)
  RETURN DISTINCT post, 'reposts it' AS does
}
OPTIONAL MATCH (account:Account)-[:POSTED]->(post)
RETURN
  post.created_at AS at,
  CASE
    WHEN post.precision IN ['millisecond', 'second', 'minute']
      THEN (post.created_at.epochMillis - start.epochMillis) / 1000
  END AS lag_s,
  coalesce(account.handle, account.native_id, account.uid) AS account,
  account.community AS community,
  does,
  post.kind AS kind,
  post.precision AS precision,
  post.collected AS collected,
  post.missing_before AS missing_before,
  post.source AS source,
  post.member AS member,
  post.row AS row,
  post.uid AS post_uid,
  text.uid AS text_uid
ORDER BY at, post_uid
LIMIT $limit
// count
OPTIONAL MATCH (named:Text {uid: $text})
CALL (named) {
  WITH named
  WHERE named IS NOT NULL
  RETURN named AS text, 0 AS rank
  UNION ALL
  WITH named
  WHERE named IS NULL
  CALL () {
    MATCH (text:Text)
    WHERE toLower(text.sample) CONTAINS toLower($text)
    RETURN text
  }
  RETURN text, CASE WHEN toLower(text.sample) STARTS WITH toLower($text) THEN 1 ELSE 2 END AS rank
}
WITH text
ORDER BY rank, text.accounts DESC, text.uid
LIMIT 1
RETURN
  COUNT { (text)<-[:SAYS]-(:Post) } +
  COUNT { MATCH (text)<-[:SAYS]-(:Post)<-[:REPOSTS]-(post:Post) RETURN DISTINCT post } AS total
// picture
OPTIONAL MATCH (named:Text {uid: $text})
CALL (named) {
  WITH named
  WHERE named IS NOT NULL
  RETURN named AS text, 0 AS rank
  UNION ALL
  WITH named
  WHERE named IS NULL
  CALL () {
    MATCH (text:Text)
    WHERE toLower(text.sample) CONTAINS toLower($text)
    RETURN text
  }
  RETURN text, CASE WHEN toLower(text.sample) STARTS WITH toLower($text) THEN 1 ELSE 2 END AS rank
}
WITH text
ORDER BY rank, text.accounts DESC, text.uid
LIMIT 1
MATCH path = (text)<-[:SAYS]-(:Post)<-[:POSTED]-(:Account)
RETURN path
LIMIT $limit
