// Made from the graph model; do not edit.
// A link that posts hold.
UNWIND $rows AS row
MERGE (n:Url {uid: row.uid})
SET n = row
