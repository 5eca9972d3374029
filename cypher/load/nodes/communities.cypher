// Made from the graph model; do not edit.
// What marks a community; its accounts hold its number, so that no path runs through it.
UNWIND $rows AS row
MERGE (n:Community {uid: row.uid})
SET n = row
