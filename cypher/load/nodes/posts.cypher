// Made from the graph model; do not edit.
// One post, repost, quote, reply or comment.
UNWIND $rows AS row
MERGE (n:Post {uid: row.uid})
SET n = row
