// Made from the graph model; do not edit.
// (Post)-[:QUOTES]->(Post): passes it on with words of its own
UNWIND $rows AS row
MATCH (start:Post {uid: row.start})
MATCH (end:Post {uid: row.end})
MERGE (start)-[edge:QUOTES]->(end)
