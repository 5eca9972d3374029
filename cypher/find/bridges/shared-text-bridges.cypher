// Shared-text bridges
// about: Texts whose posters belong to two or more communities, most even spread first: the
//   communities they join, who was first, and how long after each of the next ones posted it.
// param window: duration = 10m | posters this soon after the first count as fast
// param followers: int = 10 | posters to name after the first
// param limit: int = 25 | texts to return
// columns: text, communities, accounts, first_poster, first_community, first_at, fast, followers,
//   spread, expected_spread, expected_communities, precision, text_uid
// caution: a slogan or a headline also spreads. spread is 0 in one community and 1 evenly over all;
//   compare it with expected_spread, what as many random posters of shared texts would give, and
//   fast with the precision of the times (it is empty where they are too coarse to tell).
CALL () {
  // The share of each community among all who said a text that others said too; communities of one
  // size have one entry, with how many they are.
  MATCH (community:Community)
  WHERE community.sharers > 0
  WITH community.sharers AS members, count(community) AS alike
  ORDER BY members
  WITH collect([members, alike]) AS sizes
  WITH sizes, reduce(total = 0, size IN sizes | total + size[0] * size[1]) AS total
  RETURN [size IN sizes | [toFloat(size[0]) / total, size[1]]] AS shares,
    reduce(groups = 0, size IN sizes | groups + size[1]) AS groups
}
CALL () {
  // Only a text of two or more communities has a spread.
  MATCH (text:Text)
  WHERE text.spread >= 0.0
  WITH text
  ORDER BY text.spread DESC, text.placed DESC, text.uid
  LIMIT $limit
  RETURN text, text.spread AS spread, text.placed AS placed,
    COLLECT {
      MATCH (text)<-[:SAID]-(account)
      WHERE account.community IS NOT NULL
      WITH DISTINCT account.community AS community
      RETURN community
      ORDER BY community
    } AS communities
}
CALL (text) {
  MATCH (text)<-[:SAYS]-(post)<-[:POSTED]-(account)
  WITH account, min(post.created_at) AS at,
    max(coalesce({millisecond: 0, second: 1, minute: 60, day: 86400}[post.precision], 86400))
      AS width
  ORDER BY at, account.uid
  RETURN max(width) AS widest, collect({
    name: coalesce(account.handle, account.native_id, account.uid),
    community: account.community, at: at, width: width
  }) AS said
}
// What as many posters would give, drawn by the communities' shares among posters of shared texts:
// exact for up to 100 posters, above that by the first correction of the entropy (Miller 1955).
CALL (shares, groups, placed) {
  UNWIND shares AS each
  WITH each[0] AS share, each[1] AS alike, log(groups) AS evenly,
    CASE
      WHEN placed <= 100 THEN
        reduce(
          walk = {chance: (1 - each[0]) ^ placed, sum: 0.0}, k IN range(1, placed) | {
            chance: walk.chance * (placed - k + 1) / k * each[0] / (1 - each[0]),
            sum: walk.sum - walk.chance * (placed - k + 1) / k * each[0] / (1 - each[0])
              * (toFloat(k) / placed) * log(toFloat(k) / placed)
          }
        ).sum
      ELSE -each[0] * log(each[0]) - (1 - each[0]) / (2.0 * placed)
    END AS surprise
  RETURN round(sum(alike * surprise / evenly), 4) AS expected_spread,
    round(sum(alike * (1 - (1 - share) ^ placed)), 2) AS expected_communities
}
WITH text, communities, placed, spread, expected_spread, expected_communities, widest,
  said[0] AS first, said[1..] AS later
RETURN
  text.sample AS text,
  communities,
  text.accounts AS accounts,
  first.name AS first_poster,
  first.community AS first_community,
  first.at AS first_at,
  CASE
    WHEN 2 * first.width <= $window THEN size([
      one IN later WHERE 2 * one.width <= $window
        AND one.at.epochMillis - first.at.epochMillis <= 1000 * $window
    ])
  END AS fast,
  [one IN later[..$followers] |
    one.name + CASE
      WHEN one.at IS NULL OR first.at IS NULL THEN ' (no time)'
      WHEN one.width >= 86400 OR first.width >= 86400 THEN ' (day alone known)'
      ELSE ' +' + toLower(substring(toString(duration({
        seconds: (one.at.epochMillis - first.at.epochMillis) / 1000
      })), 2))
    END
  ] AS followers,
  spread,
  expected_spread,
  expected_communities,
  CASE widest WHEN 0 THEN 'millisecond' WHEN 1 THEN 'second' WHEN 60 THEN 'minute' ELSE 'day' END
    AS precision,
  text.uid AS text_uid
ORDER BY spread DESC, placed DESC, text_uid
LIMIT $limit
// count
MATCH (text:Text)
WHERE text.spread >= 0.0
RETURN count(text) AS total
// picture
MATCH (text:Text)
WHERE text.spread >= 0.0
WITH text
ORDER BY text.communities DESC, text.placed DESC, text.uid
LIMIT 5
CALL (text) {
  MATCH path = (text)<-[:SAYS]-(post:Post)<-[:POSTED]-(account:Account)
  RETURN path
  ORDER BY post.created_at, post.uid
  LIMIT 40
}
RETURN path
