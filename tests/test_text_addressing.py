"""What is taken out around the words of a post; hostile text costs no more than its size."""

import time

import pytest

from inunison.text import addressing, fingerprint, normalise

HASHED = "@vb+LhxQ7mTgR2yZpW0cUo9sKdEa4JfBiN6tVwXz1Hk="
HEX = "@" + "9f86d081884c7d65" * 4


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("read https://t.co/AbC123 now", "read now"),
        ("read HTTP://EXAMPLE.ORG/a_b?c=d#e now", "read now"),
        ("wordhttps://t.co/AbC123", "word"),
        ("cut off https://t.co/AbC…", "cut off"),
        ("cut off http…", "cut off"),
        ("cut off https:/…", "cut off"),
        ("cut off https://…", "cut off"),
        ("http is a protocol", "http is a protocol"),
        ("see t.co/AbC123 now", "see now"),
        ("see bit.ly/x, now", "see now"),
        ("see www.example.social now", "see now"),
        ("see example.com.", "see"),
        ("see news.example.org, please", "see please"),
        ("see example.community now", "see example community now"),
        ("see example.com.au now", "see example com au now"),
        ("great daypic.twitter.com/AbC123", "great day"),
        ("and/or either/or 24/7", "and or either or 24 7"),
        ("wait.what and U.S./China", "wait what and u s china"),
        ("mail me at first.last@example.com", "mail me at first last example com"),
        ("ดูhttps://t.co/AbC123ครับ", "ดู ครับ"),
        ("看http://t.cn/AbC123，今天", "看 今天"),
        ('<a href="https://example.org/x">words</a>', "a href words a"),
        ("ftp://example.org/file here", "here"),
        ("host:8080 example.org:8080/x y", "host 8080 y"),
    ],
)
def test_links(text: str, words: str) -> None:
    assert normalise(text) == words


@pytest.mark.parametrize(
    "name",
    [
        "@name",
        "@Name_1",
        "＠name",
        HASHED,
        HASHED.replace("mTgR", ""),
        HEX,
        "@reader.bsky.social",
        "@my-paper.example.com",
        "@reader@mastodon.example",
        "@first.last@social.example.org",
        "@n\u200bame",
    ],
)
def test_mentions(name: str) -> None:
    for text in (
        f"{name} hello there",
        f"hello {name} there",
        f"hello there {name}",
        "hello there",
    ):
        assert normalise(text) == "hello there"
    assert normalise(f"hello {name}, there: {name}!") == "hello there"
    assert normalise(f"สวัสดี{name} ครับ") == "สวัสดี ครับ"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("me@home", "me home"),
        ("thanks @bob.Great work", "thanks great work"),
        ("@bob's dog", "dog"),
        ("u/name and /r/place stay", "u name and r place stay"),
        ("at @ noon", "at noon"),
        ("@ชื่อ ไทย", "ชื่อ ไทย"),
        (".@name hello", "hello"),
    ],
)
def test_what_looks_like_a_mention(text: str, words: str) -> None:
    assert normalise(text) == words


@pytest.mark.parametrize(
    ("text", "words", "tagged"),
    [
        ("go #Vote now", "go now", "go vote now"),
        ("go ＃Vote now", "go now", "go vote now"),
        ("go #vote_2020 now", "go now", "go vote 2020 now"),
        ("#one#two three", "three", "one two three"),
        ("we are #1 today", "we are 1 today", "we are 1 today"),
        ("C# and a#b", "c and a b", "c and a b"),
        ("#ที่นี่ดี ครับ", "ครับ", "ที่นี่ดี ครับ"),
        ("#हिन्दी में", "में", "हिन्दी में"),
        ("#العَرَبِيّة هنا", "هنا", "العَرَبِيّة هنا"),
        ("#Привет мир", "mиp", "пpиbet mиp"),
        ("#日本語 です", "です", "日本語 です"),
        ("すごい#タグ です", "すごい です", "すごい タグ です"),
        ("#北京#今天天气很好", "今天天气很好", "北京 今天天气很好"),
        ("今天#北京#天气很好", "今天 天气很好", "今天 北京 天气很好"),
        ("#v\u200bote now", "now", "vote now"),
        ("## # now", "now", "now"),
        ("##vote now", "now", "vote now"),
        ("#2020 #2020vote", "2020", "2020 2020vote"),
        ("it&#39;s #good", "its", "its good"),
    ],
)
def test_hashtags(text: str, words: str, tagged: str) -> None:
    assert normalise(text) == words
    assert normalise(text, keep_hashtags=True) == tagged


@pytest.mark.parametrize(
    ("text", "words", "manual"),
    [
        ("RT @x: hello there", "hello there", True),
        ("rt @x hello there", "hello there", True),
        ("RT@x:hello there", "hello there", True),
        ("  \n“RT @x: hello there”", "hello there", True),
        ("🔁 RT @x: hello there", "hello there", True),
        ("ＲＴ ＠x： hello there", "hello there", True),
        ("RT: @x: hello there", "hello there", True),
        ("RT @x: RT @y: hello there", "hello there", True),
        (f"RT {HASHED}: hello there", "hello there", True),
        (f"RT {HEX}: hello there", "hello there", True),
        ("hello there via @x", "hello there", True),
        ("hello there (via @x)", "hello there", True),
        ("hello there https://t.co/a via @x #tag", "hello there", True),
        ("hello there via: @x @y https://t.co/a…", "hello there", True),
        ("hello there via @x #trivia", "hello there", True),
        ("RT @x: hello there via @y", "hello there", True),
        ("agree! RT @x: hello there", "agree rt hello there", False),
        ("RT if you say hello", "rt if you say hello", False),
        ("art @x: hello", "art hello", False),
        ("go via @x to the shop", "go via to the shop", False),
        ("trivia @x", "trivia", False),
        ("hello via x", "hello via x", False),
        ("@x hello there", "hello there", False),
        ("", "", False),
    ],
)
def test_marks_of_a_manual_copy(text: str, words: str, manual: bool) -> None:
    assert normalise(text) == words
    assert fingerprint(text).manual_repost is manual


def test_a_credit_between_hashtags_keeps_their_words_for_the_tagged_key() -> None:
    text = "#one hello via @x #two"
    assert normalise(text, keep_hashtags=True) == "one hello two"
    assert fingerprint(text).tagged_key == fingerprint("one hello two").key


def test_text_without_signs_is_returned_as_it_is() -> None:
    text = "nothing to take out here"
    assert addressing.without_links(text) is text
    assert addressing.without_mentions(text) is text
    assert addressing.without_hashtags(text) is text
    assert addressing.without_attribution(text) == (text, False)


HOSTILE = [
    *("a", "@", "#", "&", ".", "/", " ", "a.b", "a.", "a-", "#1", "#a", "#a漢", "#漢#", "@a.a"),
    *("@a-a.a", "@a@a.a", "rt ", "RT @x: ", "via @x ", "via @x: y ", "http", "http:/", "https://"),
    *("www.", "t.co/", "pic.twitter.com/", ".com", "&amp;", "&#", "&#9", "1️⃣", "1\u0301", "™\u200b"),
    *("Ν", "Νλ ", "é", "e\u0301", "a\u0e48", "\u0301", "\u200b", "\ud800", "\x00", "\x1b[31m"),
    *("=cmd|'/C calc'!A0", "<b>", "MATCH (n) DELETE n;"),
]


@pytest.mark.parametrize("piece", HOSTILE, ids=ascii)
def test_time_grows_with_the_size_and_no_faster(piece: str) -> None:
    """Four times the text may take ten times as long: a quadratic pattern would take sixteen."""
    _seconds(piece, 2_000)
    short, long = _seconds(piece, 150_000), _seconds(piece, 600_000)
    assert long < 10 * max(short, 0.05)


def _seconds(piece: str, size: int) -> float:
    text = "x " + piece * (size // len(piece)) + " y"
    taken = []
    for _ in range(3):
        started = time.process_time()
        assert fingerprint(text).key is not None
        taken.append(time.process_time() - started)
    return min(taken)


def test_hidden_characters_between_two_halves_cost_no_more() -> None:
    text = "1" + "\u200b" * 1_000_000 + "\ufe0f" + "rt" + " " * 1_000_000 + "via" + " " * 1_000_000
    started = time.process_time()
    assert normalise(text) == "1rt via"
    assert time.process_time() - started < 20
