// Made from the graph model; do not edit.
// The site that links lead to.
UNWIND $rows AS row
MERGE (n:Domain {uid: row.uid})
SET n = row
