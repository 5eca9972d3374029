// Made from the graph model; do not edit.
// A hashtag, whatever its case.
UNWIND $rows AS row
MERGE (n:Hashtag {uid: row.uid})
SET n = row
