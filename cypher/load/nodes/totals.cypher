// Made from the graph model; do not edit.
// How much of one kind the case holds.
UNWIND $rows AS row
MERGE (n:Total {uid: row.uid})
SET n = row
