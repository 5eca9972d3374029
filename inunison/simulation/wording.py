"""Words of an invented collection, in the scripts that real ones are written in.

Owns the word lists and how a sentence is drawn from them. Sentences have no meaning beyond being
different: two of one language are the same only by planting. Everything in them is invented.
"""

from dataclasses import dataclass

import numpy as np

# Words of a sentence, at least and at most; more where words are short.
_LEAST, _MOST = 9, 15


@dataclass(frozen=True)
class Language:
    """One language.

    Attributes:
        code: Its code, as the platform gives it.
        words: Its words.
        between: What stands between two words.
        more: Words that a sentence has more than in other languages, because they are short.
    """

    code: str
    words: tuple[str, ...]
    between: str = " "
    more: int = 0


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


LANGUAGES = (
    Language(
        "en",
        _words(
            "river bridge council budget road school"
            " water market town train power night harvest"
            " border price teacher opens closes people"
            " village hospital today slowly always morning"
            " garden winter letter window harbour paper"
            " stone engine silver orange quiet measure"
            " careful distant narrow answer follows carries between beyond"
        ),
    ),
    Language(
        "th",
        _words(
            "แม่น้ำ สะพาน สภา งบประมาณ ถนน โรงเรียน ตลาด เมือง"
            " รถไฟ ไฟฟ้า คืนนี้ ราคา ครู เปิด ปิด ประชาชน"
            " หมู่บ้าน วันนี้ เสมอ สวน ฤดูหนาว จดหมาย"
            " หน้าต่าง ท่าเรือ กระดาษ ก้อนหิน เครื่องยนต์ เงียบ"
            " ระมัดระวัง คำตอบ"
        ),
        "",
    ),
    Language(
        "ar",
        _words(
            "نهر جسر مجلس ميزانية طريق مدرسة ماء سوق"
            " صوت مدينة قطار ليل حصاد حدود سعر معلم قرية"
            " مستشفى اليوم دائما حديقة شتاء رسالة نافذة ميناء ورق حجر محرك هادئ جواب"
        ),
    ),
    Language(
        "ru",
        _words(
            "река мост совет бюджет дорога школа вода"
            " рынок голос город поезд ночь урожай граница"
            " цена учитель деревня больница сегодня всегда"
            " сад зима письмо окно гавань бумага"
            " камень мотор тихо ответ"
        ),
    ),
    Language(
        "hi",
        _words(
            "नदी पुल परिषद बजट सड़क विद्यालय पानी बाज़ार आवाज़"
            " शहर रेलगाड़ी रात फ़सल सीमा दाम शिक्षक गाँव अस्पताल"
            " आज हमेशा बगीचा सर्दी पत्र खिड़की बंदरगाह काग़ज़ पत्थर शांत उत्तर"
        ),
    ),
    Language(
        "zh",
        _words(
            "河流 桥梁 议会 预算 道路 学校 饮水 市场 城市"
            " 火车 电力 夜晚 收成 边界 价格 教师 村庄 医院 今天"
            " 总是 花园 冬天 信件 窗户 港口 纸张 石头 引擎 安静 答案"
        ),
        "",
        9,
    ),
    Language(
        "es",
        _words(
            "río puente consejo presupuesto camino escuela"
            " agua mercado voto ciudad tren noche"
            " cosecha frontera precio maestra pueblo"
            " hospital hoy siempre jardín invierno carta"
            " ventana puerto papel piedra motor tranquilo respuesta"
        ),
    ),
    Language(
        "ja",
        _words(
            "川は 橋が 議会で 予算を 道路も 学校に 水道が"
            " 市場で 都市の 電車は 電力を 今夜 収穫が 国境で 価格も"
            " 先生が 村では 病院に 今日は いつも 庭園で"
            " 冬には 手紙を 窓から 港では 石畳を 静かに 答えが"
        ),
        "",
        4,
    ),
)


class Sentences:
    """Draws sentences, none of them twice."""

    def __init__(self, random: np.random.Generator) -> None:
        self._random = random
        self._said: set[str] = set()

    def draw(self, language: Language) -> str:
        """Return a sentence that was not drawn before."""
        while True:
            count = language.more + int(self._random.integers(_LEAST, _MOST + 1))
            places = self._random.integers(0, len(language.words), count)
            sentence = language.between.join(language.words[place] for place in places.tolist())
            if sentence not in self._said:
                self._said.add(sentence)
                return sentence
