// Links across platforms
// about: Links that were posted in several places (a platform, or a subreddit, group or channel of
//   it), whatever way they were written: where and by whom first, and how long after that they
//   reached each of the others.
// param platforms: int = 2 | fewest different platforms; 1 also shows places of one platform
// param places: int = 2 | fewest different places
// param limit: int = 25 | links to return
// columns: link, platforms, places, accounts, posts, first_place, first_account, first_at, reached,
//   precision, sample, url_uid
// caution: many people link to a page that matters to them, and the first place here is the first in
//   these files. A shortened link is not followed: it stays a link of its own.
MATCH (url:Url)
WHERE url.platforms >= $platforms AND url.places >= $places
WITH url, url.platforms AS platforms, url.places AS places, url.posts AS posts
ORDER BY platforms DESC, places DESC, posts DESC, url.uid
LIMIT $limit
CALL (url) {
  MATCH (url)<-[:LINKS_TO]-(:Post)<-[:POSTED]-(account:Account)
  RETURN count(DISTINCT account) AS accounts
}
CALL (url) {
  MATCH (url)<-[:LINKS_TO]-(post:Post)
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
  }) AS held
}
WITH url, platforms, places, posts, accounts, widest, held[0] AS first, held[1..] AS later
RETURN
  url.url AS link,
  platforms,
  places,
  accounts,
  posts,
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
  url.sample AS sample,
  url.uid AS url_uid
ORDER BY platforms DESC, places DESC, posts DESC, url_uid
LIMIT $limit
// count
MATCH (url:Url)
WHERE url.platforms >= $platforms AND url.places >= $places
RETURN count(url) AS total
// picture
MATCH (url:Url)
WHERE url.platforms >= $platforms AND url.places >= $places
WITH url
ORDER BY url.platforms DESC, url.posts DESC, url.uid
LIMIT 5
CALL (url) {
  MATCH path = (url)<-[:LINKS_TO]-(post:Post)<-[:POSTED]-(account:Account)
  RETURN path, post
  ORDER BY post.created_at, post.uid
  LIMIT 40
}
OPTIONAL MATCH place = (post)-[:IN]->(:Space)
RETURN path, place
