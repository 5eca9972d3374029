"""What keeps the repository in order: generated files and tables."""
