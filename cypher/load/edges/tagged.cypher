// Made from the graph model; do not edit.
// (Post)-[:TAGGED]->(Hashtag): carries it; a repost carries none
UNWIND $rows AS row
MATCH (start:Post {uid: row.start})
MATCH (end:Hashtag {uid: row.end})
MERGE (start)-[edge:TAGGED]->(end)
