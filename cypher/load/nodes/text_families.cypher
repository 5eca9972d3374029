// Made from the graph model; do not edit.
// Texts that are near-copies of one another.
UNWIND $rows AS row
MERGE (n:TextFamily {uid: row.uid})
SET n = row
