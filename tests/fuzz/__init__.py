"""Spoiled and hostile files, made from the samples of importers, and what must hold for each.

`python -m tests.fuzz` makes them, has them read by processes that are ended when they take too long
or too much, keeps every file over which something went wrong, and says how to run it again. The
same seed makes the same files. Knows no format: it works for any importer that has a sample.
"""
