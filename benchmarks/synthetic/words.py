"""What the posts say: clauses in five languages, hashtags, links and mentions.

Owns the pools and how often each is drawn. A third of the texts comes from a pool that many
accounts share, with small changes (near copies); the others are said once. Knows no format.
"""

import random
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from benchmarks.synthetic.traffic import Numbers, Shape, ranked

LANGUAGES = ("en", "th", "es", "ar", "ru")
_LANGUAGE_BOUNDS = (0.45, 0.65, 0.80, 0.90)
_VOCABULARY = {
    "en": "river bridge council budget road school water market vote city train power night"
    " harvest border price teacher open close people village hospital today never always",
    "th": "แม่น้ำ สะพาน สภา งบประมาณ ถนน โรงเรียน น้ำ ตลาด เมือง รถไฟ ไฟฟ้า คืนนี้ ราคา ครู เปิด ปิด ประชาชน"
    " หมู่บ้าน วันนี้ เสมอ",
    "es": "río puente consejo presupuesto camino escuela agua mercado voto ciudad tren noche"
    " cosecha frontera precio maestra abrir cerrar pueblo hospital hoy nunca mañana",
    "ar": "نهر جسر مجلس ميزانية طريق مدرسة ماء سوق صوت مدينة قطار ليل حصاد حدود سعر معلم قرية",
    "ru": "река мост совет бюджет дорога школа вода рынок голос город поезд ночь урожай граница"
    " цена учитель деревня больница сегодня никогда",
}
_SPECIAL = (
    'he said "no"',
    "line one\nline two",
    "tea &amp; bread",
    "🔥🔥",
    "a, b; c",
    "\\o/",
    "50%",
)
_ENDINGS = ("", "!", " !!", " 🔥", ".", " …", " please share", " 2/2")
_CLAUSES = 2048
_SHARED_TEXTS = 0.35


@dataclass(frozen=True)
class Wording:
    """What some posts say, as lists of one length.

    Attributes:
        texts: The words, without mentions, hashtags and links.
        languages: Codes of the languages.
        tags: Hashtags of each, without the sign.
        links: Numbers of the links of each.
        mentions: Numbers of the accounts that each mentions.
    """

    texts: list[str]
    languages: list[str]
    tags: list[tuple[str, ...]]
    links: list[tuple[int, ...]]
    mentions: list[tuple[int, ...]]


def wording(shape: Shape, numbers: Numbers) -> Wording:
    """Return the words of posts that are no reposts."""
    shared = shape.draw(10, numbers) < _SHARED_TEXTS
    pool = ranked(shape.draw(11, numbers), max(16, shape.posts // 50), 5)
    key = np.where(shared, -1 - pool, numbers)
    ending = np.where(shared, (shape.draw(12, numbers) ** 2 * len(_ENDINGS)).astype(np.int64), 0)
    language = np.searchsorted(_LANGUAGE_BOUNDS, shape.draw(13, key), side="right")
    return Wording(
        texts=_texts(shape, key, language, ending),
        languages=[LANGUAGES[each] for each in language.tolist()],
        tags=_tags(shape, key),
        links=_links(shape, key),
        mentions=_mentions(shape, numbers),
    )


@lru_cache(1 << 17)
def link(number: int) -> str:
    """Return a link in full; a host has many pages, some far more than others."""
    return f"https://news{number % 997 % (number % 89 + 1)}.example.org/{number:x}?id={number}"


def _texts(shape: Shape, key: Numbers, language: Numbers, ending: Numbers) -> list[str]:
    clauses = _clauses(shape.seed)
    bits = shape.bits(14, key)
    begin = language * _CLAUSES
    first, second, third = (
        (begin + (bits >> np.uint64(11 * place)).astype(np.int64) % _CLAUSES).tolist()
        for place in range(3)
    )
    short = ((bits >> np.uint64(60)) < 6).tolist()  # three of eight have two clauses
    return [
        f"{clauses[a]} {clauses[b]}{_ENDINGS[e]}"
        if brief
        else f"{clauses[a]} {clauses[b]} {clauses[c]}{_ENDINGS[e]}"
        for a, b, c, e, brief in zip(first, second, third, ending.tolist(), short, strict=True)
    ]


@cache
def _clauses(seed: int) -> list[str]:
    chance = random.Random(seed)
    clauses = []
    for language in LANGUAGES:
        words = _VOCABULARY[language].split()
        between = "" if language == "th" else " "
        for number in range(_CLAUSES):
            parts = [chance.choice(words) for _ in range(chance.randint(2, 6))]
            if number % 37 == 0:
                parts.append(chance.choice(_SPECIAL))
            if number % 11 == 0:
                parts.append(str(chance.randint(1, 99_999)))
            clauses.append(between.join(parts))
    return clauses


def _counted(shape: Shape, stream: int, key: Numbers, bounds: tuple[float, ...]) -> list[int]:
    counts: list[int] = np.searchsorted(bounds, shape.draw(stream, key), side="right").tolist()
    return counts


def _tags(shape: Shape, key: Numbers) -> list[tuple[str, ...]]:
    known = _tag_names(max(64, min(50_000, shape.posts // 200)))
    columns = [ranked(shape.draw(21 + place, key), len(known), 3).tolist() for place in range(3)]
    return [
        ()
        if count == 0
        else (known[a],)
        if count == 1
        else (known[a], known[b])
        if count == 2
        else (known[a], known[b], known[c])
        for count, a, b, c in zip(_counted(shape, 20, key, (0.5, 0.8, 0.95)), *columns, strict=True)
    ]


@cache
def _tag_names(count: int) -> list[str]:
    words = [
        word for language in LANGUAGES for word in _VOCABULARY[language].split() if language != "ar"
    ]
    return [f"{words[rank % len(words)]}{rank // len(words) or ''}" for rank in range(count)]


def _links(shape: Shape, key: Numbers) -> list[tuple[int, ...]]:
    ranks = ranked(shape.draw(31, key), max(64, shape.posts // 20), 10).tolist()
    counts = _counted(shape, 30, key, (0.7,))
    return [(rank,) if count else () for count, rank in zip(counts, ranks, strict=True)]


def _mentions(shape: Shape, numbers: Numbers) -> list[tuple[int, ...]]:
    first = ranked(shape.draw(41, numbers), 2 * shape.accounts, 20).tolist()
    second = ranked(shape.draw(42, numbers), 2 * shape.accounts, 20).tolist()
    counts = _counted(shape, 40, numbers, (0.7, 0.92))
    return [
        () if count == 0 else (a,) if count == 1 or a == b else (a, b)
        for count, a, b in zip(counts, first, second, strict=True)
    ]
