// Made from the graph model; do not edit.
// (Post)-[:LINKS_TO]->(Url): holds it; a repost holds none
UNWIND $rows AS row
MATCH (start:Post {uid: row.start})
MATCH (end:Url {uid: row.end})
MERGE (start)-[edge:LINKS_TO]->(end)
