"""Neo4j: model, connection, load and answers. Only here is its driver imported."""
