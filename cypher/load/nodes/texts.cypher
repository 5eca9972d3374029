// Made from the graph model; do not edit.
// The words of posts once case, links, mentions, hashtags and look-alikes are set aside.
UNWIND $rows AS row
MERGE (n:Text {uid: row.uid})
SET n = row
