"""The lines that snscrape writes for Twitter: one tweet or one account, as JSON.

Owns one format, in the shapes that it had since 2020: `content` and `rawContent`, `outlinks` and
`links`, a `username` and a `user`, and numbers with text beside them where the tool was asked for
that (`id.str`). What the fields mean is in `inunison_importers.scraped_tweets`.
"""

from collections.abc import Iterator
from typing import Any, ClassVar

from inunison.records import Frame, Record, Reject
from inunison_importers.base import Claim, Importer, Lines, Portions, Refusal, Sample
from inunison_importers.json_documents import peek
from inunison_importers.scraped_tweets import scraped
from inunison_importers.twitter_v2_cells import PLATFORM
from inunison_importers.twscrape import is_twscrape

_CLASS = "snscrape.modules.twitter."
_OLDEST = ("url", "date", "content", "id", "outlinks", "tcooutlinks")


def _is_snscrape(value: Any) -> bool:
    if not isinstance(value, dict) or is_twscrape(value) or "id_str" in value:
        return False
    if str(value.get("_type", "")).startswith(_CLASS):
        return True
    if "rawContent" in value and "conversationId" in value:
        return True
    return all(name in value for name in _OLDEST)


class SnscrapeTwitter(Importer):
    """Reads what snscrape collected of Twitter."""

    name: ClassVar[str] = "snscrape-twitter"
    title: ClassVar[str] = "snscrape tweets and accounts (JSON lines)"
    version: ClassVar[int] = 2
    rank: ClassVar[int] = 53
    platforms: ClassVar[tuple[str, ...]] = (PLATFORM,)
    suggested_frame: ClassVar[Frame] = Frame.UNKNOWN
    portions: ClassVar[Portions] = Portions.LINES

    def sniff(self, sample: Sample) -> Claim | Refusal:
        """Claim JSON lines with snscrape's names."""
        found = [each for each in peek(sample) if _is_snscrape(each)]
        if not found:
            return Refusal(
                f"its lines are no JSON whose _type begins with {_CLASS} and no older tweets of"
                " snscrape (content, outlinks, tcooutlinks)"
            )
        old = any("rawContent" not in each and "content" in each for each in found)
        return Claim(
            f"tweets or accounts as snscrape writes them{', an older version' if old else ''}"
        )

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        """Read a file, line by line."""
        yield from scraped(lines)
