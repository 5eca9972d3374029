// Made from the graph model; do not edit.
// (Post)-[:REPOSTS]->(Post): passes it on unchanged
UNWIND $rows AS row
MATCH (start:Post {uid: row.start})
MATCH (end:Post {uid: row.end})
MERGE (start)-[edge:REPOSTS]->(end)
