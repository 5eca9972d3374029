// Made from the graph model; do not edit.
// (Url)-[:ON]->(Domain): leads to it
UNWIND $rows AS row
MATCH (start:Url {uid: row.start})
MATCH (end:Domain {uid: row.end})
MERGE (start)-[edge:ON]->(end)
