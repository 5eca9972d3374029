// Made from the graph model; do not edit.
// An account on one platform, one node whatever names the files give it.
UNWIND $rows AS row
MERGE (n:Account {uid: row.uid})
SET n = row
