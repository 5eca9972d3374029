// Made from the graph model; do not edit.
// (Finding)-[:INVOLVES]->(Account): is about it
UNWIND $rows AS row
MATCH (start:Finding {uid: row.start})
MATCH (end:Account {uid: row.end})
MERGE (start)-[edge:INVOLVES]->(end)
