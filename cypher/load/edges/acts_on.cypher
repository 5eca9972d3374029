// Made from the graph model; do not edit.
// (Post)-[:ACTS_ON]->(Object): shares it, or shows that its author has it
UNWIND $rows AS row
MATCH (start:Post {uid: row.start})
MATCH (end:Object {uid: row.end})
MERGE (start)-[edge:ACTS_ON]->(end)
