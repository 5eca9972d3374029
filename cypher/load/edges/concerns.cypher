// Made from the graph model; do not edit.
// (Finding)-[:CONCERNS]->(Object): its accounts have it in common
UNWIND $rows AS row
MATCH (start:Finding {uid: row.start})
MATCH (end:Object {uid: row.end})
MERGE (start)-[edge:CONCERNS]->(end)
