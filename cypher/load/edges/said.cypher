// Made from the graph model; do not edit.
// (Account)-[:SAID]->(Text): posted a long text that others posted too
UNWIND $rows AS row
MATCH (start:Account {uid: row.start})
MATCH (end:Text {uid: row.end})
MERGE (start)-[edge:SAID]->(end)
