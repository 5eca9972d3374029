// Communities
// about: The groups that reposts and shared texts tie together, largest first, with what marks each:
//   its most reposted account, the hashtag and the text that most of its accounts use.
// param limit: int = 25 | communities to return
// columns: community, accounts, stability, posts, reposts_inside, reposts_outside, most_reposted,
//   reposters, hashtag, text
// caution: people with the same interest form a community too; a stability below 0.8 says that its
//   border is not firm.
MATCH (community:Community)
WHERE community.number >= 1 AND community.accounts > 1
WITH community
ORDER BY community.number
LIMIT $limit
OPTIONAL MATCH (most:Account {uid: community.most_reposted})
OPTIONAL MATCH (hashtag:Hashtag {uid: community.hashtag})
OPTIONAL MATCH (text:Text {uid: community.text})
RETURN
  community.number AS community,
  community.accounts AS accounts,
  round(community.stability, 3) AS stability,
  community.posts AS posts,
  community.reposts_inside AS reposts_inside,
  community.reposts_outside AS reposts_outside,
  coalesce(most.handle, most.native_id, most.uid) AS most_reposted,
  coalesce(most.reposters, 0) AS reposters,
  hashtag.name AS hashtag,
  text.sample AS text
ORDER BY community
LIMIT $limit
// count
MATCH (community:Community)
WHERE community.accounts > 1
RETURN count(community) AS total
// picture
MATCH (held:Community)
WHERE held.number >= 1 AND held.accounts > 1
WITH held.number AS community
ORDER BY community
LIMIT $limit
CALL (community) {
  MATCH path = (member:Account {community: community})-[reposted:REPOSTED]->(other:Account)
  RETURN path
  ORDER BY reposted.posts DESC, member.uid, other.uid
  LIMIT 20
}
RETURN path
