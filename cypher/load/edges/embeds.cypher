// Made from the graph model; do not edit.
// (Article)-[:EMBEDS]->(Post): shows it
UNWIND $rows AS row
MATCH (start:Article {uid: row.start})
MATCH (end:Post {uid: row.end})
MERGE (start)-[edge:EMBEDS]->(end)
SET edge = row.properties
