// Made from the graph model; do not edit.
// What accounts of a finding have in common: a link, a text, a post, the same profile text.
UNWIND $rows AS row
MERGE (n:Object {uid: row.uid})
SET n = row
