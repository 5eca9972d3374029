"""The version of inunison, for whatever writes it down. Imports nothing."""

__version__ = "0.1.0"
