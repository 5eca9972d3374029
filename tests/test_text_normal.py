"""The normal form in many languages, the key, the floor below which equal texts are no evidence."""

import re
from hashlib import blake2b

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison.text import NORM_VERSION, Fingerprint, fingerprint, normalise

EQUAL = {
    "thai": [
        ("ขอบคุณสำหรับน้ำใจ", "ขอบคุณสําหรับนํ้าใจ".replace("นํ้า", "น้ํา")),
        ("ดูแลสุขภาพกันด้วย", "ดูเเลสุขภาพกันด้วย 🙏🙏"),
        ("ทุก\u200bวัน\u200bค่ะ", "ทุกวันค่ะ"),
        ("“อนาคตใหม่” แจงเงินกู้", "อนาคตใหม่ แจงเงินกู้!"),
    ],
    "hindi": [
        ("क़लम और फ़िल्म", "\u0958लम और \u095eिल्म"),
        ("हिन्दी में लिखो।", "हिन्दी में लिखो!! #हिन्दी"),
        ("क्\u200dष", "क्ष"),
    ],
    "arabic": [
        ("الســـلام عليكم", "السلام عليكم"),
        ("ﺍﻟﺴﻼﻡ ﻋﻠﻴﻜﻢ", "السلام عليكم"),
        ("\u202bالسلام عليكم\u202c، نعم", "السلام عليكم نعم"),
        ("مُحَمَّد", "مُحَمَّد"),
    ],
    "chinese": [
        ("今天天气很好，我们去公园。", "今天天气很好 我们去公园"),
        ("ＡＢＣ公司２０２０年", "abc公司2020年"),
        ("\uf9d0似", "類似"),
    ],
    "japanese": [
        ("ﾃﾚﾋﾞを見る", "テレビを見る"),
        ("か\u3099んばれ！", "がんばれ"),
        ("「東京」へ行く（今日）", "東京 へ行く 今日"),
    ],
    "korean": [
        ("\u1112\u1161\u11ab국어 문장", "한국어 문장"),
        ("한국어 문장…", "한국어   문장"),
    ],
    "russian": [
        ("Ещё один «день» в Москве", "ЕЩЕ ОДИН день в москве"),
        ("Bсe нa выбopы", "Все на выборы"),
        ("Новости\u00ad дня", "Новости дня"),
    ],
    "ukrainian": [("п’ять, п'ять, пʼять", "пять пять пять")],
    "greek": [("ΝΕΑ ΥΟΡΚΗ ΣΗΜΕΡΑ", "νέα υόρκη σήμερα"), ("Οδός ΟΔΟΣ", "οδος οδος")],
    "turkish": [("IŞIK İYİ ıŞıK", "ışık iyi işik")],
    "german": [("Straße GRÜSSEN", "STRASSE grüßen")],
    "vietnamese": [("Việt Nam", "Viet\u0323\u0302 Nam")],
    "english": [
        ("Don’t &quot;stop&quot; &amp; go", "dont stop go"),
        ("𝓑𝓻𝓮𝓪𝓴𝓲𝓷𝓰 𝕟𝕖𝕨𝕤", "breaking news"),
        ("ʙʀᴇᴀᴋɪɴɢ ɴᴇᴡꜱ", "breaking news"),
        ("Z̸a̷l̶g̵o̴", "zalgo"),
        ("one\x00two\x1b[0m", "onetwo 0m"),
        ("line one\r\nline two\u2028three", "line one line two three"),
    ],
}
DIFFERENT = {
    "thai": "ไกล ใกล้ ใกล ไก่ ไข่ ไข มา ม้า หมา ปา ป่า ป้า เก แก",
    "hindi": "कल काल कला किल कील कुल कूल फल फ़ल मै मैं",
    "arabic": "علم عَلَم عِلْم كتاب كتب هو او لا ال کتاب",
    "hebrew": "שלום שָׁלוֹם שלומ ספר סֵפֶר",
    "chinese": "土 士 未 末 己 已 巳 大 太 人 入 一 二",
    "japanese": "か が カ ガ は ば ぱ つ っ ソ ン シ ツ 工 エ",
    "korean": "가 까 카 각 갂 강 나 아 야 어",
    "russian": "мир пир вор бор ров кит кот тест шест зона 30на соль сол",
    "english": "10 lo IO m rn cl d vv w 5 S 0 O 1 l I",
    "digits": "٣ ३ 3 三 ๓",
}


@pytest.mark.parametrize("language", EQUAL)
def test_golden_pairs_that_are_equal(language: str) -> None:
    for one, other in EQUAL[language]:
        assert normalise(one) == normalise(other)
        assert normalise(one)


@pytest.mark.parametrize("language", DIFFERENT)
def test_golden_words_that_differ(language: str) -> None:
    words = DIFFERENT[language].split()
    assert len({normalise(word) for word in words}) == len({word.lower() for word in words})


# Keys that must be the same on every machine, every Python and every later release with norm_v1.
KEYS = {
    "Read this before it is gone": "86b68d4c51d619a5a39e7ad86aef18c2",
    "Ещё один день в Москве": "5b8a2fafe82a79cca95dd5523c6c4833",
    "ขอบคุณสำหรับความรู้ดีๆ": "692b9841be914b94e5000bec6ecc0539",
    "हिन्दी में लिखो": "ff123325c55b72a74d73a87672900624",
    "السلام عليكم": "805d7053267fe4277490e0c9ea240bb0",
    "今天天气很好": "75953e2fb9fce047a96b3c84ea05cb10",
    "東京へ行く": "624b3cffd91b2a624ee2c2a7de47b3df",
    "한국어 문장": "20d79cb7a60d46b31747a27584872f5e",
    "\U00016ea0 \U00010d4a \U00011bc0": "305cbb35eea60988e4a3f1576c986ee3",
}


@pytest.mark.parametrize("text", KEYS)
def test_keys_are_for_ever(text: str) -> None:
    assert fingerprint(text).key == KEYS[text]


def test_the_version_is_named() -> None:
    assert NORM_VERSION == "norm_v1"


def test_the_key_is_blake2b_of_the_normal_form() -> None:
    found = fingerprint("Hello, there!")
    assert found.key == blake2b(b"hello there", digest_size=16).hexdigest()
    assert re.fullmatch("[0-9a-f]{32}", found.key)


def test_the_tagged_key_differs_only_where_there_are_hashtags() -> None:
    plain, tagged = fingerprint("vote now"), fingerprint("vote #today now")
    assert plain.key == plain.tagged_key == tagged.key
    assert tagged.tagged_key == fingerprint("vote today now").key


@pytest.mark.parametrize("text", ["", " ", "🔥", "@x", "https://t.co/a", "RT @x:", "\u200b", "?!"])
def test_nothing_left_has_no_key(text: str) -> None:
    found = fingerprint(text)
    assert (found.key, found.tagged_key, found.words, found.letters) == (None, None, 0, 0)
    assert not found.evidence


def test_only_hashtags_have_a_tagged_key_alone() -> None:
    found = fingerprint("#vote #now")
    assert found.key is None
    assert found.tagged_key == fingerprint("vote now").key


@pytest.mark.parametrize(
    ("text", "words", "letters"),
    [
        ("one two 3 4four", 4, 10),
        ("don't", 1, 4),
        ("น้ำใจ", 1, 6),
        ("หนึ่ง ๑๒", 2, 5),
        ("한국어", 1, 3),
        ("क़ि", 1, 3),
        ("12 34", 2, 0),
        ("½", 2, 0),
    ],
)
def test_words_and_letters(text: str, words: int, letters: int) -> None:
    found = fingerprint(text)
    assert (found.words, found.letters) == (words, letters)


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("aaaaaa bbbbbb cccccc dddddd eeeeee", True),
        ("aaaaaa bbbbbb cccccc dddddd eeeee", False),
        ("aaaaaaaaaa bbbbbbbbbb cccccccccc dddddddddd", False),
        ("aaaaaa bbbbbb cccccc dddddd eeeee 123456", False),
        ("аааааа бббббб вввввв гггггг дддддд", True),
        ("อยากเห็นประเทศเราไม่มีถุงพลาสติก", True),
        ("บรรเทาปัญหาน้ำท่วมใหญ่", False),
        ("今天天气很好我们去公园散步然后回家吃饭看电视最后睡觉明天再见吧", True),
        ("今天天气很好我们去公园散步然后回家吃饭看电视最后睡觉", False),
        ("今天天气很好我们去公园散步 aaaaaaaaaaaaaaaaaaaa", False),
        ("今天天气很好我们去公园散步然后 aaaaaaaaaaaaaaaaaaaa", True),
        ("한국어는띄어쓰기를하는언어입니다그래서이문장은증거가되지않습니다", False),
        ("العربيةتكتبالمسافاتبينالكلماتدائماياصديقي", False),
        ("𠀀" * 30, True),
    ],
)
def test_the_floor_of_evidence(text: str, evidence: bool) -> None:
    assert fingerprint(text).evidence is evidence


def test_links_and_names_are_no_evidence() -> None:
    noise = "@someone_with_a_long_name #and #many #hashtags https://example.org/and/a/long/path"
    assert not fingerprint(f"so true {noise}").evidence


def test_text_that_looks_like_code_is_text() -> None:
    assert normalise("MATCH (n) DETACH DELETE n;//") == "match n detach delete n"
    assert normalise("<script>alert(1)</script>") == "script alert 1 script"
    assert normalise('=HYPERLINK("x")') == "hyperlink x"
    assert normalise("\x1b]0;title\x07red") == "0 titlered"


def test_references_that_name_no_character_are_spaces() -> None:
    assert normalise("a&#" + "9" * 5000 + ";b") == "a b"
    assert normalise("a&#000000065;b") == "a b"
    assert normalise("a&#0000065;b") == "aab"
    assert normalise("a&#xD800;b&nosuch;") == "a b nosuch"


@given(st.text())
def test_it_is_the_same_every_time(text: str) -> None:
    assert fingerprint(text) == fingerprint(text)


@given(st.text(st.characters(categories=["Lu", "Ll", "Nd", "Zs"])), st.integers(0, 5))
def test_zero_width_characters_anywhere_change_nothing(text: str, step: int) -> None:
    hidden = "\u200b\u2060\ufeff\u00ad"
    assert normalise(text) == normalise(hidden[step % 4].join(text))


def test_a_fingerprint_survives_being_sent() -> None:
    found = fingerprint("hello there")
    sent = msgspec.msgpack.encode(found)
    assert msgspec.msgpack.decode(sent, type=Fingerprint) == found
