// Communities
// about: The groups that reposts and shared texts tie together, largest first, with what marks each:
//   its most reposted account, the hashtag and the text that most of its accounts use.
// param limit: int = 25 | communities to return
// columns: community, accounts, stability, posts, reposts_inside, reposts_outside, most_reposted,
//   reposters, hashtag, text
// caution: people with the same interest form a community too; a stability below 0.8 says that its
//   border is not firm.
MATCH (account:Account)
WHERE account.community IS NOT NULL
WITH account.community AS community, count(account) AS accounts, sum(account.posts) AS posts,
  round(avg(account.community_stability), 3) AS stability
ORDER BY community
LIMIT $limit
CALL (community) {
  MATCH (member:Account {community: community})-[reposted:REPOSTED]->(other)
  RETURN
    sum(CASE WHEN other.community = community THEN reposted.posts ELSE 0 END) AS reposts_inside,
    sum(CASE WHEN other.community = community THEN 0 ELSE reposted.posts END) AS reposts_outside
}
CALL (community) {
  MATCH (member:Account {community: community})
  WITH member, COUNT { (member)<-[:REPOSTED]-() } AS reposters
  ORDER BY reposters DESC, member.uid
  LIMIT 1
  RETURN
    CASE WHEN reposters > 0 THEN coalesce(member.handle, member.native_id, member.uid) END
      AS most_reposted,
    reposters
}
CALL (community) {
  OPTIONAL MATCH (member:Account {community: community})-[:POSTED]->()-[:TAGGED]->(tag)
  WITH tag, count(DISTINCT member) AS members
  ORDER BY members DESC, tag.uid
  LIMIT 1
  RETURN tag.name AS hashtag
}
CALL (community) {
  OPTIONAL MATCH (member:Account {community: community})-[:SAID]->(said)
  WITH said, count(member) AS members
  ORDER BY members DESC, said.uid
  LIMIT 1
  RETURN said.sample AS text
}
RETURN community, accounts, stability, posts, reposts_inside, reposts_outside, most_reposted,
  reposters, hashtag, text
ORDER BY community
LIMIT $limit
// count
MATCH (account:Account)
WHERE account.community IS NOT NULL
RETURN count(DISTINCT account.community) AS total
// picture
MATCH (account:Account)
WHERE account.community IS NOT NULL
WITH DISTINCT account.community AS community
ORDER BY community
LIMIT $limit
CALL (community) {
  MATCH path = (member:Account {community: community})-[reposted:REPOSTED]->(other:Account)
  RETURN path
  ORDER BY reposted.posts DESC, member.uid, other.uid
  LIMIT 20
}
RETURN path
