// Made from the graph model; do not edit.
// A page that shows posts.
UNWIND $rows AS row
MERGE (n:Article {uid: row.uid})
SET n = row
