// Made from the graph model; do not edit.
// (Account)-[:CO_ACTED]->(Account): acted together more than chance explains, by one trace; from the smaller uid
UNWIND $rows AS row
MATCH (start:Account {uid: row.start})
MATCH (end:Account {uid: row.end})
MERGE (start)-[edge:CO_ACTED {trace: row.properties.trace}]->(end)
SET edge = row.properties
