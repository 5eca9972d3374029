// Made from the graph model; do not edit.
// (Finding)-[:EVIDENCED_BY]->(Post): rests on it
UNWIND $rows AS row
MATCH (start:Finding {uid: row.start})
MATCH (end:Post {uid: row.end})
MERGE (start)-[edge:EVIDENCED_BY]->(end)
SET edge = row.properties
