"""Importers: one module per format. A file goes in, records come out."""
