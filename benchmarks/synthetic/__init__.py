"""Synthetic posts of any number, the same for the same seed, in the formats that people hold.

Owns the traffic (who posts what, when, about which post), the words and the files. Everything about
a post is a pure function of the seed and its number, so no block needs another and memory does not
grow with the number of posts. No line is copied from a real platform.

Heavy tails on purpose: accounts, texts, hashtags, links and reposted posts; one post has 100,000
reposts (a tenth of the posts where there are fewer than a million).
"""

from benchmarks.synthetic.archive import archive
from benchmarks.synthetic.formats import FORMATS, write
from benchmarks.synthetic.traffic import Shape

__all__ = ["FORMATS", "Shape", "archive", "write"]
