"""Services that somebody's own words name, and everyday words that name none."""

import pytest

from api.directory.naming import Called, Names

NAMES = Names(
    [
        Called(
            0,
            ["Multilingual Information Service (Houterasu)", "法テラス 多言語情報提供サービス"],
            ["Japan Legal Support Center (Houterasu)", "日本司法支援センター（法テラス）"],
            ["0570-078377", "0570078377"],
        ),
        Called(1, ["Yorisoi Hotline", "よりそいホットライン", "สายด่วนโยริโซอิ"], ["Center (organization not named)"]),
        Called(2, ["Human Rights Hotline", "みんなの人権110番", "人权热线", "みんなの人権（じんけん）110番（ばん）"]),
        Called(
            3, ["Women's Rights Hotline", "女性の人権ホットライン", "女性（じょせい）の 人権（じんけん） ホットライン"]
        ),
        Called(4, ["Rights Hotline of the City"], ["警察庁", "IHC"], ["#9110"]),
        Called(
            5,
            ["110番（警察への緊急通報）", "110番（ばん）［警察（けいさつ）への 緊急（きんきゅう）通報（つうほう）］"],
            (),
            ["110"],
        ),
    ]
)


@pytest.mark.parametrize(
    ("words", "places"),
    [
        # an agency by its one word in brackets
        ("Houterasu", [0]),
        ("what is the number of houterasu please", [0]),
        ("法テラスの電話", [0]),
        # a whole name among other words, in any script
        ("please call the human rights hotline", [2]),
        ("よりそいホットラインの電話番号", [1]),
        ("โทร สายด่วนโยริโซอิ ได้ไหม", [1]),
        ("人权热线的电话", [2]),
        ("警察庁に電話したい", [4]),
        ("multilingual information service", [0]),
        # a part of the names of one or two
        ("yorisoi", [1]),
        ("YORISOI!", [1]),
        ("法テラス 多言語", [0]),
        ("みんなの人権", [2]),
        # a number, printed or dialled
        ("0570-078377", [0]),
        ("whose number is 0570078377", [0]),
        ("#9110", [4]),
        ("110", [5]),
        # a part of more names than two, a part of a word, too short, in other brackets, the reading of a word
        ("hotline", []),
        ("rights hotline", []),
        ("otline", []),
        ("ihc", []),
        ("hot", []),
        ("organization not named", []),
        ("さいばん", []),
        ("相談", []),
        ("女性です。夫に殴られる", []),
        ("じょせい", []),
        ("への緊急", []),
        ("9110", []),
        ("1100", []),
        ("", []),
        ("!!!", []),
        ("the weather", []),
    ],
)
def test_words_name_a_service_that_they_hold_the_name_of(words: str, places: list[int]) -> None:
    assert NAMES.named_in(words) == sum(1 << place for place in places)


def test_nobody_is_named_where_there_are_no_names() -> None:
    assert Names([]).named_in("houterasu") == 0
    assert Names([Called(0, [])]).named_in("") == 0
