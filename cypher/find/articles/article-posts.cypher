// Posts that articles show
// about: The posts that articles show, in the order in which they stand there: whose each is,
//   whether a file that is no article tells of it too, and who else posted the same text.
// param article: text = none | the article's uid, or words of its title or address; all when none
// param names: int = 5 | other accounts to name of those that posted the same text
// param limit: int = 100 | posts to return
// columns: article, published, place, account, at, precision, words, elsewhere, articles, sayers,
//   said_by, missing_before, source, member, row, post_uid, article_uid
// caution: an article shows what its author chose. A post that is not known from elsewhere is no
//   more than the article says it is; at holds a day alone where precision says so.
MATCH (article:Article)-[shows:EMBEDS]->(post:Post)
WHERE $article IS NULL OR article.uid = $article
  OR toLower(article.title) CONTAINS toLower($article)
  OR toLower(article.url) CONTAINS toLower($article)
WITH article, shows, post
ORDER BY article.published, article.uid, shows.place, post.uid
LIMIT $limit
OPTIONAL MATCH (author:Account)-[:POSTED]->(post)
OPTIONAL MATCH (post)-[:SAYS]->(text:Text)
CALL (text, author) {
  MATCH (text)<-[:SAYS]-(other:Post)<-[:POSTED]-(account:Account)
  WHERE author IS NULL OR account <> author
  WITH account, min(other.created_at) AS at
  ORDER BY at, account.uid
  RETURN count(account) AS sayers,
    collect(coalesce(account.handle, account.native_id, account.uid)) AS said
}
RETURN
  coalesce(article.title, article.url, article.source) AS article,
  article.published AS published,
  shows.place AS place,
  coalesce(author.handle, author.native_id, author.uid) AS account,
  post.created_at AS at,
  post.precision AS precision,
  text.sample AS words,
  shows.elsewhere AS elsewhere,
  COUNT { (:Article)-[:EMBEDS]->(post) } AS articles,
  sayers,
  said[..$names] AS said_by,
  post.missing_before AS missing_before,
  post.source AS source,
  post.member AS member,
  post.row AS row,
  post.uid AS post_uid,
  article.uid AS article_uid
ORDER BY published, article_uid, place, post_uid
LIMIT $limit
// count
MATCH (article:Article)-[shows:EMBEDS]->(:Post)
WHERE $article IS NULL OR article.uid = $article
  OR toLower(article.title) CONTAINS toLower($article)
  OR toLower(article.url) CONTAINS toLower($article)
RETURN count(shows) AS total
// picture
MATCH shown = (article:Article)-[:EMBEDS]->(post:Post)<-[:POSTED]-(:Account)
WHERE $article IS NULL OR article.uid = $article
  OR toLower(article.title) CONTAINS toLower($article)
  OR toLower(article.url) CONTAINS toLower($article)
WITH shown, post
ORDER BY article.uid, post.uid
LIMIT $limit
OPTIONAL MATCH said = (post)-[:SAYS]->(:Text)<-[:SAYS]-(:Post)<-[:POSTED]-(:Account)
RETURN shown, said
LIMIT 4 * $limit
