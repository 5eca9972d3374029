// Made from the graph model; do not edit.
// (Post)-[:SAYS]->(Text): its own words; a repost has none
UNWIND $rows AS row
MATCH (start:Post {uid: row.start})
MATCH (end:Text {uid: row.end})
MERGE (start)-[edge:SAYS]->(end)
