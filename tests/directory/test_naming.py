"""Services that somebody's own words name."""

import pytest

from api.directory.naming import Names

NAMES = Names(
    [
        (
            0,
            [
                "Multilingual Information Service (Houterasu)",
                "法テラス 多言語情報提供サービス",
                "Japan Legal Support Center",
            ],
        ),
        (1, ["Yorisoi Hotline", "よりそいホットライン", "สายด่วนโยริโซอิ"]),
        (2, ["Human Rights Hotline", "みんなの人権110番", "人权热线"]),
        (3, ["Women's Rights Hotline", "女性の人権ホットライン"]),
        (4, ["警察庁", "IHC"]),
    ]
)


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("Houterasu", [0]),
        ("what is the number of houterasu please", [0]),
        ("法テラス 多言語", [0]),
        ("yorisoi", [1]),
        ("YORISOI-HOTLINE!", [1]),
        ("よりそいホットラインの電話番号", [1]),
        ("โทร สายด่วนโยริโซอิ ได้ไหม", [1]),
        ("rights hotline", [2, 3]),
        ("human rights hotline", [2]),
        ("人权热线的电话", [2]),
        ("警察庁に電話したい", [4]),
        # part of a word, too short, nothing
        ("otline", []),
        ("ihc", []),
        ("hot", []),
        ("", []),
        ("!!!", []),
        ("the weather", []),
    ],
)
def test_words_name_a_service_that_they_hold_or_are_a_part_of(words: str, places: list[int]) -> None:
    assert NAMES.named_in(words) == sum(1 << place for place in places)


def test_nobody_is_named_where_there_are_no_names() -> None:
    assert Names([]).named_in("houterasu") == 0
    assert Names([(0, [])]).named_in("") == 0
