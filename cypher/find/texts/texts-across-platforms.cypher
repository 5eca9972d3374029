// Texts across platforms
// about: Texts that were said in several places (a platform, or a subreddit, group or channel of it):
//   where and by whom first, and how long after that they reached each of the others.
// param platforms: int = 2 | fewest different platforms; 1 also shows places of one platform
// param places: int = 2 | fewest different places
// param limit: int = 25 | texts to return
// columns: text, platforms, places, accounts, posts, first_place, first_account, first_at, reached,
//   precision, text_uid
// caution: a headline travels too, and the first place here is the first in these files. Reposts and
//   crossposts are left out: their words are their original's. Where times are coarser than a lag
//   (see precision), the order is not known.
MATCH (text:Text)
WHERE text.platforms >= $platforms AND text.places >= $places
WITH text, text.platforms AS platforms, text.places AS places
ORDER BY platforms DESC, places DESC, text.accounts DESC, text.uid
LIMIT $limit
CALL (text) {
  MATCH (text)<-[:SAYS]-(post:Post)
  OPTIONAL MATCH (post)-[:IN]->(space:Space)
  OPTIONAL MATCH (account:Account)-[:POSTED]->(post)
  WITH post, account,
    CASE
      WHEN space IS NULL THEN post.platform
      ELSE post.platform + ' ' + CASE space.kind WHEN 'subreddit' THEN 'r/' ELSE '' END
        + coalesce(space.name, space.uid)
    END AS place,
    coalesce({millisecond: 0, second: 1, minute: 60, day: 86400}[post.precision], 86400) AS width
  ORDER BY post.created_at, post.uid
  WITH place, count(post) AS posts, count(DISTINCT account) AS accounts,
    max(width) AS widest, min(post.created_at) AS at,
    collect(coalesce(account.handle, account.native_id, account.uid, ''))[0] AS name,
    collect(width)[0] AS width
  ORDER BY at, place
  RETURN max(widest) AS widest, collect({
    place: place, posts: posts, accounts: accounts, at: at, name: name, width: width
  }) AS said
}
WITH text, platforms, places, widest, said[0] AS first, said[1..] AS later
RETURN
  text.sample AS text,
  platforms,
  places,
  text.accounts AS accounts,
  text.posts AS posts,
  first.place AS first_place,
  CASE WHEN first.name <> '' THEN first.name END AS first_account,
  first.at AS first_at,
  [one IN later |
    one.place + CASE
      WHEN one.at IS NULL OR first.at IS NULL THEN ' (no time)'
      WHEN one.width >= 86400 OR first.width >= 86400 THEN ' (day alone known)'
      ELSE ' +' + toLower(substring(toString(duration({
        seconds: (one.at.epochMillis - first.at.epochMillis) / 1000
      })), 2))
    END + CASE WHEN one.name = '' THEN '' ELSE ' ' + one.name END
      + ' (posts: ' + toString(one.posts) + ', accounts: ' + toString(one.accounts) + ')'
  ] AS reached,
  CASE widest WHEN 0 THEN 'millisecond' WHEN 1 THEN 'second' WHEN 60 THEN 'minute' ELSE 'day' END
    AS precision,
  text.uid AS text_uid
ORDER BY platforms DESC, places DESC, accounts DESC, text_uid
LIMIT $limit
// count
MATCH (text:Text)
WHERE text.platforms >= $platforms AND text.places >= $places
RETURN count(text) AS total
// picture
MATCH (text:Text)
WHERE text.platforms >= $platforms AND text.places >= $places
WITH text
ORDER BY text.platforms DESC, text.accounts DESC, text.uid
LIMIT 5
CALL (text) {
  MATCH path = (text)<-[:SAYS]-(post:Post)<-[:POSTED]-(account:Account)
  RETURN path, post
  ORDER BY post.created_at, post.uid
  LIMIT 40
}
OPTIONAL MATCH place = (post)-[:IN]->(:Space)
RETURN path, place
