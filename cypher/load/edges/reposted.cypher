// Made from the graph model; do not edit.
// (Account)-[:REPOSTED]->(Account): passed on posts of it; never of itself
UNWIND $rows AS row
MATCH (start:Account {uid: row.start})
MATCH (end:Account {uid: row.end})
MERGE (start)-[edge:REPOSTED]->(end)
SET edge = row.properties
