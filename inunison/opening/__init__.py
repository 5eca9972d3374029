"""Files as importers read them: any container, any encoding, in bounded memory.

The public face of the package; nothing here knows a format or a case.
"""

from inunison.opening.opened import Member, Meter, OpenSource, called, open_source

__all__ = ["Member", "Meter", "OpenSource", "called", "open_source"]
