// Made from the graph model; do not edit.
// (Post)-[:MENTIONS]->(Account): addresses it; a repost addresses nobody
UNWIND $rows AS row
MATCH (start:Post {uid: row.start})
MATCH (end:Account {uid: row.end})
MERGE (start)-[edge:MENTIONS]->(end)
