"""The terminal of inunison: one thin module per command; every rule lives in the library."""
