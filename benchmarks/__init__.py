"""Benchmarks. inunison is imported before numpy, as by its commands: it has a word to say there."""

import inunison  # noqa: F401
