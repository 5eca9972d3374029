"""inunison finds who speaks in unison: networks of accounts, with evidence and what chance explains."""

__version__ = "0.1.0"
