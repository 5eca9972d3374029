// Hub influencers
// about: The accounts whose posts most others passed on: by how many different accounts, with how
//   much of all attention (PageRank over reposts), and from inside or outside their own community.
// param limit: int = 25 | accounts to return
// columns: account, community, reposters, reposts, attention, inside_share, outside_share, followers,
//   platform, uid
// caution: being passed on says nothing of an account's own part in it; the accounts that repost it
//   are the ones that act.
CALL () {
  // Only accounts that can be among the first, ties included, are looked at below.
  MATCH (account:Account)
  WHERE account.reposters > 0
  WITH account.reposters AS reposters
  ORDER BY reposters DESC
  LIMIT $limit
  RETURN min(reposters) AS least
}
MATCH (account:Account)
WHERE account.reposters >= least
MATCH (account)<-[reposted:REPOSTED]-(other)
WITH account, account.reposters AS reposters, sum(reposted.posts) AS reposts,
  count(CASE WHEN other.community = account.community THEN 1 END) AS inside
ORDER BY reposters DESC, reposts DESC, account.uid
LIMIT $limit
WITH account, reposters, reposts,
  CASE WHEN account.community IS NOT NULL THEN round(toFloat(inside) / reposters, 4) END AS share
RETURN
  coalesce(account.handle, account.native_id, account.uid) AS account,
  account.community AS community,
  reposters,
  reposts,
  round(account.pagerank, 5) AS attention,
  share AS inside_share,
  round(1 - share, 4) AS outside_share,
  account.followers AS followers,
  account.platform AS platform,
  account.uid AS uid
ORDER BY reposters DESC, reposts DESC, uid
LIMIT $limit
// count
MATCH (account:Account)
WHERE account.reposters > 0
RETURN count(account) AS total
// picture
MATCH (account:Account)
WHERE account.reposters > 0
WITH account
ORDER BY account.reposters DESC, account.uid
LIMIT $limit
CALL (account) {
  MATCH path = (account)<-[reposted:REPOSTED]-(other:Account)
  RETURN path
  ORDER BY reposted.posts DESC, other.uid
  LIMIT 20
}
RETURN path
