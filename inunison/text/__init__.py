"""When two posts say the same: the fingerprint of a text."""

from inunison.text.columns import Fingerprints, fingerprints, streamed
from inunison.text.normal import NORM_VERSION, Fingerprint, fingerprint, normalise

__all__ = [
    "NORM_VERSION",
    "Fingerprint",
    "Fingerprints",
    "fingerprint",
    "fingerprints",
    "normalise",
    "streamed",
]
