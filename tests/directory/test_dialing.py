"""A printed number → what to show, what to dial, and where the print is no number that can be dialled in Japan."""

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from api.directory.dialing import MAX_NUMBER_LENGTH, Number, NumberKind, UnknownNumberError, read_number


@pytest.mark.parametrize(
    "number",
    [
        # of the report, Figures 13, 20 and 25, and section 6 (3)
        Number("110", "110", "tel:110", None, NumberKind.EMERGENCY),
        Number("119", "119", "tel:119", None, NumberKind.EMERGENCY),
        Number("#9110", "#9110", "tel:%239110", None, NumberKind.SHORT_CODE),
        Number("#8891", "#8891", "tel:%238891", None, NumberKind.SHORT_CODE),
        Number("#8103", "#8103", "tel:%238103", None, NumberKind.SHORT_CODE),
        Number("#8778", "#8778", "tel:%238778", None, NumberKind.SHORT_CODE),
        Number("0120-924-839", "0120924839", "tel:0120924839", None, NumberKind.TOLL_FREE),
        Number("0120-007-110", "0120007110", "tel:0120007110", None, NumberKind.TOLL_FREE),
        Number("0120-279-338", "0120279338", "tel:0120279338", None, NumberKind.TOLL_FREE),
        Number("0570-013904", "0570013904", "tel:0570013904", None, NumberKind.UAN),
        Number("0570-003-110", "0570003110", "tel:0570003110", None, NumberKind.UAN),
        Number("0570-090911", "0570090911", "tel:0570090911", None, NumberKind.UAN),
        Number("0570-070-810", "0570070810", "tel:0570070810", None, NumberKind.UAN),
        Number("0570-078377", "0570078377", "tel:0570078377", None, NumberKind.UAN),
        Number("050-3754-5430", "05037545430", "tel:+815037545430", "+815037545430", NumberKind.VOIP),
        Number("03-3368-8855", "0333688855", "tel:+81333688855", "+81333688855", NumberKind.FIXED_LINE),
        # of other pages
        Number("118", "118", "tel:118", None, NumberKind.EMERGENCY),
        Number("188", "188", "tel:188", None, NumberKind.SHORT_CODE),
        Number("189", "189", "tel:189", None, NumberKind.SHORT_CODE),
        Number("03-5796-7112", "0357967112", "tel:+81357967112", "+81357967112", NumberKind.FIXED_LINE),
        # of other kinds and places
        Number("0800-123-4567", "08001234567", "tel:08001234567", None, NumberKind.TOLL_FREE),
        Number("090-1234-5678", "09012345678", "tel:+819012345678", "+819012345678", NumberKind.MOBILE),
        Number("019-622-6236", "0196226236", "tel:+81196226236", "+81196226236", NumberKind.FIXED_LINE),
    ],
    ids=lambda number: number.display,
)
def test_a_number_is_shown_as_printed_and_dialled_as_a_caller_in_japan_dials_it(number: Number) -> None:
    assert read_number(number.display) == number


@pytest.mark.parametrize(
    ("printed", "same_as"),
    [
        ("# 9110", "#9110"),
        ("＃９１１０", "#9110"),
        ("＃　９１１０", "#9110"),
        ("１１０", "110"),
        (" 110 ", "110"),
        ("０１２０－９２４－８３９", "0120-924-839"),
        ("0120‐924‐839", "0120-924-839"),  # U+2010
        ("0120–924–839", "0120-924-839"),  # an en dash
        ("0120−924−839", "0120-924-839"),  # a minus sign
        ("0 3 -3 3 6 8 -8 8 5 5", "03-3368-8855"),
        ("\t03-3368-8855\n", "03-3368-8855"),
    ],
)
def test_what_printing_does_to_a_number_is_undone(printed: str, same_as: str) -> None:
    assert read_number(printed) == read_number(same_as)


@pytest.mark.parametrize(
    ("printed", "digits"),
    [("03(3368)8855", "0333688855"), ("03.3368.8855", "0333688855"), ("0333688855", "0333688855")],
)
def test_other_separators_are_shown_and_not_dialled(printed: str, digits: str) -> None:
    number = read_number(printed)

    assert (number.display, number.digits) == (printed, digits)


@pytest.mark.parametrize(
    "printed",
    [
        *("", " ", "#", "-", "()", "none", "police", "110番", "TEL110", "110 or 119", "110/119", "110,119"),
        *("1", "11", "010", "210", "1100", "911", "999", "112a"),
        *("#911", "#91100", "##9110", "9110#", "9#110", "*9110", "#110", "#0120924839"),
        *("9110", "8891", "00-000-0000", "000-000-0000", "0-0-0", "03-3368-885", "03-3368-88555", "3-3368-8855"),
        *("0120-924-83", "0120-924-8399", "0570-01390", "570-013904", "120-924-839", "050-3754-543"),
        *("+81-3-3368-8855", "+81333688855", "81-3-3368-8855", "+1-202-555-0123", "tel:110", "%239110"),
        *("١١٠", "๑๑๐", "一一〇", "1l0", "O120-924-839", "0570-013904x12", "0570-013904;ext=12", "1" * 100_000),
    ],
    ids=lambda printed: printed[:20],
)
def test_what_cannot_be_dialled_in_japan_is_refused(printed: str) -> None:
    with pytest.raises(UnknownNumberError):
        read_number(printed)


@pytest.mark.parametrize(
    "printed",
    ["010-44-20-7946-0958", "010-886-2-2345-6789", "010-81-3-3368-8855"],
    ids=["london", "taipei", "tokyo-from-tokyo"],
)
def test_an_international_prefix_makes_no_number_of_japan(printed: str) -> None:
    with pytest.raises(UnknownNumberError):
        read_number(printed)


@settings(deadline=None, derandomize=True)
@given(st.text() | st.from_regex(r"[#＃]? ?[0-9０-９]{0,5}[ \-‐－.()]{0,2}[0-9]{0,5}[ \-]?[0-9]{0,6}", fullmatch=True))
@example("# 9110")
@example("\x1c1\x1f10")
@example("½")
@example("\ud800")
def test_any_text_gives_a_number_that_is_its_own_digits_or_is_refused(printed: str) -> None:
    try:
        number = read_number(printed)
    except UnknownNumberError:
        return
    without_separators = re.sub(r"[-().]", "", number.display)

    assert number.digits == without_separators
    assert re.fullmatch(r"#?[0-9]+", number.digits)
    assert len(number.digits) <= MAX_NUMBER_LENGTH
    assert number.digits in re.sub(r"[^#0-9]", "", unicodedata.normalize("NFKC", printed))
    assert number.tel_uri == f"tel:{number.e164 or number.digits.replace('#', '%23')}"
    assert (number.e164 is not None) == (number.kind in {NumberKind.VOIP, NumberKind.FIXED_LINE, NumberKind.MOBILE})
    assert number.e164 is None or number.e164 == f"+81{number.digits[1:]}"
    assert read_number(number.display) == number
