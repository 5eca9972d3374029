// Made from the graph model; do not edit.
// (Account)-[:POSTED]->(Post): wrote or reposted it
UNWIND $rows AS row
MATCH (start:Account {uid: row.start})
MATCH (end:Post {uid: row.end})
MERGE (start)-[edge:POSTED]->(end)
SET edge = row.properties
