"""Readings in kana for plain Japanese (やさしい日本語): CLDR's names come without them, and its readers need them.

Each word written with kanji is followed by its reading in parentheses, 日本（にほん）. A text with a kanji that has no
reading here is not plain Japanese; whoever asks is told so, and gives it as what it is, Japanese.
"""

import re

PLAIN_JAPANESE = "ja-simple"
KANJI = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"

_READINGS = {
    "日本": "にほん",
    # weekdays
    "月曜日": "げつようび",
    "火曜日": "かようび",
    "水曜日": "すいようび",
    "木曜日": "もくようび",
    "金曜日": "きんようび",
    "土曜日": "どようび",
    "日曜日": "にちようび",
    # languages
    "英語": "えいご",
    "日本語": "にほんご",
    "中国語": "ちゅうごくご",
    "簡体中国語": "かんたいちゅうごくご",
    "繁体中国語": "はんたいちゅうごくご",
    "韓国語": "かんこくご",
    "朝鮮語": "ちょうせんご",
    "広東語": "かんとんご",
    "手話": "しゅわ",
    # prefectures
    "北海道": "ほっかいどう",
    "青森": "あおもり",
    "岩手": "いわて",
    "宮城": "みやぎ",
    "秋田": "あきた",
    "山形": "やまがた",
    "福島": "ふくしま",
    "茨城": "いばらき",
    "栃木": "とちぎ",
    "群馬": "ぐんま",
    "埼玉": "さいたま",
    "千葉": "ちば",
    "東京": "とうきょう",
    "神奈川": "かながわ",
    "新潟": "にいがた",
    "富山": "とやま",
    "石川": "いしかわ",
    "福井": "ふくい",
    "山梨": "やまなし",
    "長野": "ながの",
    "岐阜": "ぎふ",
    "静岡": "しずおか",
    "愛知": "あいち",
    "三重": "みえ",
    "滋賀": "しが",
    "京都": "きょうと",
    "大阪": "おおさか",
    "兵庫": "ひょうご",
    "奈良": "なら",
    "和歌山": "わかやま",
    "鳥取": "とっとり",
    "島根": "しまね",
    "岡山": "おかやま",
    "広島": "ひろしま",
    "山口": "やまぐち",
    "徳島": "とくしま",
    "香川": "かがわ",
    "愛媛": "えひめ",
    "高知": "こうち",
    "福岡": "ふくおか",
    "佐賀": "さが",
    "長崎": "ながさき",
    "熊本": "くまもと",
    "大分": "おおいた",
    "宮崎": "みやざき",
    "鹿児島": "かごしま",
    "沖縄": "おきなわ",
}
# The days of a month whose number and word are read as one; the others are the number and にち.
_DAYS = {
    "1": "ついたち",
    "2": "ふつか",
    "3": "みっか",
    "4": "よっか",
    "5": "いつか",
    "6": "むいか",
    "7": "なのか",
    "8": "ようか",
    "9": "ここのか",
    "10": "とおか",
    "14": "じゅうよっか",
    "20": "はつか",
    "24": "にじゅうよっか",
}
# A whole word, no part of a longer one; 語 alone is a word only after a name in katakana.
_WORD = re.compile(
    rf"(?<![{KANJI}])(?:{'|'.join(_READINGS)}|(?<=[\u30a0-\u30ff])語)(?![{KANJI}])|(?P<number>[0-9]+)(?P<unit>[年月日])"
)
# Kanji, with the kana between and after them that belong to the word, and the reading: 取り上げる（とりあげる）
_READ_WORD = re.compile(rf"[{KANJI}](?:[\u3040-\u309f]{{0,3}}[{KANJI}])*[\u3040-\u309f]{{0,4}}（[\u3040-\u309fー]+）")
_ANY_KANJI = re.compile(f"[{KANJI}]")


def with_readings(text: str) -> str:
    """A name or date of CLDR with a reading after each word that is known here."""
    return _WORD.sub(_read, text)


def is_read(text: str) -> bool:
    """Whether each kanji of a text belongs to a word that a reading follows."""
    return not _ANY_KANJI.search(_READ_WORD.sub("", text))


def without_readings(text: str) -> str:
    """A text of plain Japanese as it is written without readings; any other text as it is."""
    return _READ_WORD.sub(lambda match: match[0].rpartition("（")[0], text)


def _read(match: re.Match[str]) -> str:
    number, unit = match["number"], match["unit"]
    if unit is None:
        return f"{match[0]}（{_READINGS.get(match[0], 'ご')}）"
    reading = {"年": "ねん", "月": "がつ"}.get(unit) or _DAYS.get(number, "にち")
    return f"{match[0]}（{reading}）"
