// Made from the graph model; do not edit.
// (Text)-[:VARIANT_OF]->(TextFamily): is a near-copy in it
UNWIND $rows AS row
MATCH (start:Text {uid: row.start})
MATCH (end:TextFamily {uid: row.end})
MERGE (start)-[edge:VARIANT_OF]->(end)
