// Made from the graph model; do not edit.
// A place that posts stand in.
UNWIND $rows AS row
MERGE (n:Space {uid: row.uid})
SET n = row
