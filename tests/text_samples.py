"""Sentences to disguise and the ways to disguise them, for the tests of fingerprints."""

import csv
import io
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import zstandard

_SUBJECTS = (
    "The council|Our mayor|Nobody here|A new report|The harbour office|Every teacher|My uncle"
)
_VERBS = "denies|has ignored|quietly sold|wants to close|promised to repair|should fund"
_OBJECTS = "the old bridge|our only clinic|a Year of school meals|the night bus|Harbour Street"
_REASONS = (
    "because nobody asked|and half the town knows it|while prices keep rising|before the vote"
)
_CLOSINGS = "What do you think?|It is time to say so.|We won't forget this!|Read it, then ask why."

Disguise = Callable[[str, random.Random], str]

# What people type for Latin letters: Cyrillic, Greek, Armenian, Cherokee and small capitals.
LOOKALIKES = {
    "a": "аα", "b": "ʙƅ", "c": "сᴄ", "d": "ԁ", "e": "е", "f": "ꬵ", "g": "ɡ", "h": "һ",
    "i": "іι", "j": "ј", "k": "κк", "l": "ӏ", "m": "ⅿм", "n": "ո", "o": "оοօ", "p": "рρ",
    "q": "ԛ", "r": "г", "s": "ѕꜱ", "t": "т", "u": "υս", "v": "νѵ", "w": "ԝѡ", "x": "хχ",
    "y": "у", "z": "ᴢ", "A": "АΑ", "B": "ВΒ", "C": "СᏟ", "D": "Ꭰ", "E": "ЕΕ", "F": "ꓝ",
    "G": "Ԍ", "H": "НΗ", "I": "ІΙ", "J": "Ј", "K": "КΚ", "L": "ᒪ", "M": "МΜ", "N": "ꓠΝ",
    "O": "ОΟ", "P": "РΡ", "Q": "Ԛ", "R": "Ꭱ", "S": "Ѕ", "T": "ТΤ", "U": "Ս", "V": "Ѵ",
    "W": "Ԝ", "X": "ХΧ", "Y": "УΥ", "Z": "Ζ",
}  # fmt: skip


def sentences(count: int) -> list[str]:
    """Return different sentences, always the same ones; the median is about 120 characters."""
    draw = random.Random(33)
    made: dict[str, None] = {}
    while len(made) < count:
        parts = [_SUBJECTS, _VERBS, _OBJECTS, _REASONS, _CLOSINGS]
        picked = [draw.choice(part.split("|")) for part in parts]
        picked.insert(4, f"for the {draw.randrange(2, 999)}th time;")
        picked.insert(0, draw.choice(["@council_news", "@bay_post"]))
        made[" ".join(picked)] = None
    return list(made)


def _each(text: str, share: float, draw: random.Random, change: Callable[[str], str]) -> str:
    return "".join(change(one) if draw.random() < share else one for one in text)


def spacing_and_case(text: str, draw: random.Random) -> str:
    shouted = draw.choice([str.upper, str.lower, str.title, str.swapcase])(text)
    return "\u00a0 \n" + shouted.replace(
        " ", draw.choice(["\u00a0", "  ", "\t", "\u3000", "\u2009"])
    )


def additions(text: str, draw: random.Random) -> str:
    front = draw.choice(["#breaking ", "🔥🔥 ", "＃速報 ", "https://t.co/AbCdEfGhIj ", "1️⃣ ", ""])
    ends = [
        " #ข่าวด่วน #news_2020",
        " http://x.example/a?b=c&amp;d=1",
        " ❤️🇹🇭👩‍👩‍👧",
        "🙏",
        " t.co/abc…",
        "™️",
    ]
    return front + text + draw.choice(ends)


def mention_swap(text: str, draw: random.Random) -> str:
    names = ["@other", "@x_y_1", "@vb+LhxT0/kQ3".replace("/", "") + "a" * 31 + "=", "@" + "0f" * 32]
    names += ["@reader.bsky.social", "@reader@mastodon.example"]
    return draw.choice(names) + " " + re.sub(r"@\w+", lambda _: draw.choice(names), text)


def homoglyphs(text: str, draw: random.Random) -> str:
    return _each(text, 0.4, draw, lambda one: draw.choice(LOOKALIKES.get(one, one)))


def full_width(text: str, draw: random.Random) -> str:
    return _each(text, 0.6, draw, lambda one: chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one)


def zero_width(text: str, draw: random.Random) -> str:
    hidden = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u202e\u2066\ufe0f\u034f\u3164"
    return _each(text, 0.2, draw, lambda one: one + draw.choice(hidden))


def repost_prefix(text: str, draw: random.Random) -> str:
    head = draw.choice(["RT @x: ", "“RT @Some_One: ", "RT @a: RT @b: ", "ＲＴ ＠x： ", "\n rt @x:"])
    return head + text + draw.choice(["", " via @y", "", " (via @y) https://t.co/a"])


def accents(text: str, draw: random.Random) -> str:
    return _each(text, 0.3, draw, lambda one: one + draw.choice("\u0301\u0336\u0308\u0489"))


def punctuation(text: str, draw: random.Random) -> str:
    """Leave out or add signs between words; links, hashtags and mentions stay what they are."""
    words = [
        word if re.search("[/#@]", word) else re.sub('[.,;:!?"]', draw.choice(["", "", "!"]), word)
        for word in text.split()
    ]
    return "".join(word + draw.choice([" ", " ", " ", ", ", " - ", "… "]) for word in words)


def real_texts(folder: Path, count: int) -> list[str]:
    """Return about ``count`` posts of the public data sets, half Thai and half English."""
    csv.field_size_limit(2**27)
    with zipfile.ZipFile(
        folder / "twitter_io_archive" / "thailand_092020_tweets_csv_hashed.zip"
    ) as archive:
        thai = _column(archive.read(archive.namelist()[0]), "tweet_text")
    packed = folder / "ira_tweets_by_author" / "tweets_HashtagGamer.csv.zst"
    with packed.open("rb") as opened:
        english = _column(zstandard.ZstdDecompressor().stream_reader(opened).read(), "content")
    half = count // 2
    return thai[:: max(1, len(thai) // half)] + english[:: max(1, len(english) // half)]


def _column(body: bytes, name: str) -> list[str]:
    return [row[name] for row in csv.DictReader(io.StringIO(body.decode(), newline=""))]


def prefix_phrase(text: str, draw: random.Random) -> str:
    said = ["I have to say this:", "So true!", "Please read and share this:", "Wow, listen:"]
    return f"{draw.choice(said)} {text}"


def typos(text: str, draw: random.Random) -> str:
    """Change one letter of one word in ten, at least one."""
    words = text.split(" ")
    long = [place for place, word in enumerate(words) if len(word) > 3 and word.isalpha()]
    for place in draw.sample(long, min(len(long), max(1, len(words) // 10))):
        at = draw.randrange(1, len(words[place]) - 1)
        word = words[place]
        words[place] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words)


def truncation(text: str, _draw: random.Random) -> str:
    return text[: int(len(text) * 0.7)]


def halves_reordered(text: str, _draw: random.Random) -> str:
    words = text.split(" ")
    return " ".join(words[len(words) // 2 :] + words[: len(words) // 2])


def words_substituted(text: str, draw: random.Random) -> str:
    """Put other words for one in five."""
    others = ["garden", "window", "yellow", "morning", "silver", "travel", "paper", "bottle"]
    words = text.split(" ")
    for place in draw.sample(range(len(words)), len(words) // 5):
        words[place] = draw.choice(others)
    return " ".join(words)


FORMAT_DISGUISES = (
    spacing_and_case,
    additions,
    mention_swap,
    homoglyphs,
    full_width,
    zero_width,
    repost_prefix,
)
WORD_DISGUISES = (
    punctuation,
    prefix_phrase,
    typos,
    truncation,
    halves_reordered,
    words_substituted,
)
