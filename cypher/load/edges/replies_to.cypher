// Made from the graph model; do not edit.
// (Post)-[:REPLIES_TO]->(Post): answers it
UNWIND $rows AS row
MATCH (start:Post {uid: row.start})
MATCH (end:Post {uid: row.end})
MERGE (start)-[edge:REPLIES_TO]->(end)
