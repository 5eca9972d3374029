// Made from the graph model; do not edit.
// What a test kept, with what chance would have produced.
UNWIND $rows AS row
MERGE (n:Finding {uid: row.uid})
SET n = row
