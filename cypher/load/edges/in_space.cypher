// Made from the graph model; do not edit.
// (Post)-[:IN]->(Space): stands in it
UNWIND $rows AS row
MATCH (start:Post {uid: row.start})
MATCH (end:Space {uid: row.end})
MERGE (start)-[edge:IN]->(end)
