// Made from the graph model; do not edit.
// (Post)-[:EDITS]->(Post): is a later version of it
UNWIND $rows AS row
MATCH (start:Post {uid: row.start})
MATCH (end:Post {uid: row.end})
MERGE (start)-[edge:EDITS]->(end)
