// Made from the graph model; do not edit.
// A link that posts hold, one node whatever way it is written.
UNWIND $rows AS row
MERGE (n:Url {uid: row.uid})
SET n = row
