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
  MATCH (text:Text)<-[:SAYS]-(:Post)<-[:POSTED]-(account:Account)
  WHERE text.evidence AND text.accounts >= 2 AND account.community IS NOT NULL
  WITH DISTINCT account
  WITH account.community AS community, count(account) AS members
  ORDER BY community
  WITH collect(members) AS sizes
  WITH sizes, reduce(total = 0, size IN sizes | total + size) AS total
  RETURN [size IN sizes | toFloat(size) / total] AS shares
}
MATCH (text:Text)<-[:SAYS]-(:Post)<-[:POSTED]-(account:Account)
WHERE text.evidence AND text.accounts >= 2 AND account.community IS NOT NULL
WITH shares, text, account.community AS community, count(DISTINCT account) AS members
WITH shares, text, collect({community: community, members: members}) AS parts,
  sum(members) AS placed
WHERE size(parts) >= 2
WITH shares, text, parts, placed,
  round(
    -reduce(sum = 0.0, part IN parts |
      sum + (toFloat(part.members) / placed) * log(toFloat(part.members) / placed)
    ) / log(size(shares)), 4
  ) AS spread
ORDER BY spread DESC, placed DESC, text.uid
LIMIT $limit
CALL (text) {
  MATCH (text)<-[:SAYS]-(post:Post)<-[:POSTED]-(account:Account)
  WITH account, min(post.created_at) AS at,
    max(coalesce({millisecond: 0, second: 1, minute: 60, day: 86400}[post.precision], 86400))
      AS width
  ORDER BY at, account.uid
  RETURN collect({
    name: coalesce(account.handle, account.native_id, account.uid),
    community: account.community, at: at
  }) AS said, max(width) AS width
}
// What as many posters would give, drawn by the communities' shares among posters of shared texts:
// exact for up to 100 posters, above that by the first correction of the entropy (Miller 1955).
CALL (shares, placed) {
  UNWIND shares AS share
  WITH share, placed, size(shares) AS all,
    CASE
      WHEN share >= 1.0 THEN 0.0
      WHEN placed <= 100 THEN
        reduce(
          walk = {chance: (1 - share) ^ placed, sum: 0.0}, k IN range(1, placed) | {
            chance: walk.chance * (placed - k + 1) / k * share / (1 - share),
            sum: walk.sum - walk.chance * (placed - k + 1) / k * share / (1 - share)
              * (toFloat(k) / placed) * log(toFloat(k) / placed)
          }
        ).sum
      ELSE -share * log(share) - (1 - share) / (2.0 * placed)
    END AS surprise
  RETURN round(sum(surprise) / log(all), 4) AS expected_spread,
    round(sum(1 - (1 - share) ^ placed), 2) AS expected_communities
}
WITH *, said[0] AS first
RETURN
  text.sample AS text,
  COLLECT { UNWIND parts AS part RETURN part.community ORDER BY part.community } AS communities,
  text.accounts AS accounts,
  first.name AS first_poster,
  first.community AS first_community,
  first.at AS first_at,
  CASE
    WHEN 2 * width <= $window THEN
      size([one IN said[1..] WHERE one.at.epochMillis - first.at.epochMillis <= 1000 * $window])
  END AS fast,
  [one IN said[1..$followers + 1] |
    one.name + CASE
      WHEN width >= 86400 OR one.at IS NULL OR first.at IS NULL THEN ' (time not known)'
      ELSE ' +' + toLower(substring(toString(duration({
        seconds: (one.at.epochMillis - first.at.epochMillis) / 1000
      })), 2))
    END
  ] AS followers,
  spread,
  expected_spread,
  expected_communities,
  CASE width WHEN 0 THEN 'millisecond' WHEN 1 THEN 'second' WHEN 60 THEN 'minute' ELSE 'day' END
    AS precision,
  text.uid AS text_uid
ORDER BY spread DESC, placed DESC, text_uid
LIMIT $limit
// picture
MATCH (text:Text)<-[:SAYS]-(:Post)<-[:POSTED]-(account:Account)
WHERE text.evidence AND text.accounts >= 2 AND account.community IS NOT NULL
WITH text, count(DISTINCT account.community) AS communities, count(DISTINCT account) AS accounts
WHERE communities >= 2
WITH text
ORDER BY communities DESC, accounts DESC, text.uid
LIMIT 5
CALL (text) {
  MATCH path = (text)<-[:SAYS]-(post:Post)<-[:POSTED]-(account:Account)
  RETURN path
  ORDER BY post.created_at, post.uid
  LIMIT 40
}
RETURN path
