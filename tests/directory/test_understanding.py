"""What somebody's own words mean: needs from phrases, in any script, with slips, and nothing where it is not clear."""

from collections import defaultdict

import pytest

from api.directory.finding import Meaning
from api.directory.understanding import DANGER, MAX_UNDERSTOOD, Lexicon, UnderstoodNeed, plain_letters, runs_of
from api.localization.locales import LOCALES
from api.localization.small_talk import read_small_talk
from tests.documents import need_draft
from tests.exam import NO_NEED, Question, read_exam, shipped_lexicon

EXAM = [*read_exam()]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return shipped_lexicon()


def small_lexicon(**phrases: dict[str, list[str]]) -> Lexicon:
    """A lexicon of a few needs, by their ids with _ for -."""
    needs = [need_draft(need.replace("_", "-"), phrases=of_need) for need, of_need in phrases.items()]
    return Lexicon({need.id: need for need in needs}, ["what is the weather today", "how are you"])


def needs_in(lexicon: Lexicon, words: str) -> list[str]:
    return [understood.need for understood in lexicon.understand(words)]


# ---- how texts are compared ----


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Sếp GIỮ hộ chiếu!", "sep giu ho chieu"),
        ("Đói quá", "doi qua"),
        ("¿Me QUITARON el pasaporte?", "me quitaron el pasaporte"),
        ("ＰＡＳＳＰＯＲＴ　ﾊﾟｽﾎﾟｰﾄ", "passport パスポート"),
        ("パスポート を 取られた", "パスポートを取られた"),
        ("don’t, don't", "dont dont"),
        ("Паспорт отняли: ёлки", "паспорт отняли елки"),
        ("үйлдвэр өр", "уилдвэр ор"),
        ("พาสปอร์ต ถูกยึด ที่บ้าน", "พาสปอร์ตถูกยึดทีบาน"),
        ("여권을 뺏겼어요", "여권을뺏겼어요"),
        ("राहदानी", "राहदानी"),
        ("#9110 – 110", "#9110 110"),
        ("  \n\t ", ""),
        ("🆘!?", "sos"),
        ("🙂", ""),
    ],
)
def test_case_accents_tones_width_and_punctuation_do_not_count(text: str, plain: str) -> None:
    assert plain_letters(text) == plain


def test_a_text_is_cut_into_runs_that_need_no_spaces() -> None:
    assert [*runs_of("社長に")] == ["社", "長", "に", "社長", "長に", "社長に"]
    assert [*runs_of("boss")] == [" bo", "bos", "oss", "ss ", " bos", "boss", "oss "]
    assert [*runs_of("my boss")][-1] == "my boss"
    assert " my " in runs_of("my")
    assert [*runs_of("!!!")] == []


# ---- what is understood ----


def test_a_phrase_is_understood_with_another_inflection_a_slip_and_without_accents() -> None:
    lexicon = small_lexicon(
        passport_taken={"vi": ["sếp giữ hộ chiếu của tôi"], "en": ["boss took my passport"]},
        visa={"vi": ["gia hạn thị thực"], "en": ["extend my visa"]},
    )

    for words in ("Sep giu ho chieu", "sếp giữ hộ chíêu", "bosses took my pasport", "BOSS TOOK PASSPORTS"):
        assert needs_in(lexicon, words)[0] == "passport-taken", words


def test_languages_may_be_mixed() -> None:
    lexicon = small_lexicon(
        passport_taken={"ja": ["社長にパスポートを取られた"], "fil": ["kinuha ang pasaporte ko"]},
        visa={"ja": ["在留カードの更新"], "fil": ["mag-renew ng visa"]},
    )

    assert needs_in(lexicon, "社長 kinuha パスポート ko")[0] == "passport-taken"


def test_what_says_nothing_about_any_need_is_not_understood() -> None:
    lexicon = small_lexicon(passport_taken={"en": ["boss took my passport"]}, visa={"en": ["extend my visa"]})

    for words in ("", "!!!", "🙂", "qwrtzp", "天気はどう", "what is the weather", "how are you today"):
        assert lexicon.understand(words) == (), words


@pytest.mark.parametrize("words", ["!!!", "🙂", "x", "X!", "", " "])
def test_a_phrase_of_danger_that_has_no_letters_to_go_by_says_nothing(words: str) -> None:
    lexicon = small_lexicon(danger_now={"en": ["!!!", "🙂", "x", "he has a knife"]}, visa={"en": ["extend my visa"]})

    assert lexicon.understand(words) == ()
    assert needs_in(lexicon, "he has a knife") == [DANGER]


def test_a_lexicon_without_phrases_understands_the_names_of_needs_and_nothing_else() -> None:
    assert Lexicon({}).understand("help") == ()
    assert needs_in(Lexicon({"danger": need_draft("danger")}), "Help!") == ["danger"]


def test_a_score_is_a_share_and_the_best_comes_first() -> None:
    lexicon = small_lexicon(
        passport_taken={"en": ["boss took my passport", "passport taken away"]}, visa={"en": ["boss and visa"]}
    )

    first, *others = lexicon.understand("the boss took my passport away, and the visa")

    assert (first.need, [each.need for each in others]) == ("passport-taken", ["visa"])
    assert 1 > first.score > others[0].score > 0


def test_a_need_with_more_phrases_counts_no_more_than_another() -> None:
    many = [f"passport {word}" for word in ["lost", "found", "old", "new", "red", "blue", "big", "small"]]
    lexicon = small_lexicon(passport_taken={"en": [*many, "my boss"]}, visa={"en": ["my boss"]})

    assert needs_in(lexicon, "my boss")[0] == "visa"


def test_a_wider_need_is_spoken_of_where_its_part_is() -> None:
    needs = {
        "exploited": need_draft("exploited", name={"en": "zz"}, description={"en": "yy"}),
        "passport-taken": need_draft("passport-taken", parent="exploited", phrases={"en": ["boss took my passport"]}),
        "visa": need_draft("visa", phrases={"en": ["extend my visa"]}),
    }

    scores = dict(Lexicon(needs).understand("boss took my passport"))

    assert next(iter(scores)) == "passport-taken"
    assert scores.get("exploited", 0.0) < scores["passport-taken"]


def test_danger_is_named_besides_three_needs_that_are_clearer() -> None:
    lexicon = small_lexicon(
        danger_now={"en": ["he has a knife", "help"]},
        passport_taken={"en": ["took my passport"]},
        visa={"en": ["my visa ended"]},
        going_home={"en": ["i want to go home"]},
    )

    understood = needs_in(lexicon, "he took my passport, my visa ended, i want to go home, he has a knife, help")

    assert len(understood) <= MAX_UNDERSTOOD + 1
    assert DANGER in understood


def test_learning_again_gives_the_same_scores(lexicon: Lexicon) -> None:
    words = "sếp giữ hộ chiếu 社長 boss"

    assert shipped_lexicon().understand(words) == lexicon.understand(words)
    assert all(isinstance(each, UnderstoodNeed) for each in lexicon.understand(words))


def test_a_lexicon_knows_whether_it_is_of_the_same_needs() -> None:
    needs = {"danger": need_draft("danger")}
    lexicon = Lexicon(needs)

    assert lexicon.is_of({"danger": need_draft("danger")})
    assert lexicon.is_of({"danger": need_draft("danger", position=9, translations={"ja": {"reviewed": ["/name"]}})})
    assert not lexicon.is_of({"danger": need_draft("danger", phrases={"en": ["help"]})})
    assert not lexicon.is_of({})


# ---- the exam ----


def test_the_exam_asks_for_every_need_in_every_locale_and_no_phrase_of_it_is_in_the_lexicon(lexicon: Lexicon) -> None:
    asked: dict[tuple[str, str], int] = defaultdict(int)
    for question in EXAM:
        asked[question.locale, question.need] += 1
    known = {
        plain_letters(phrase)
        for need in lexicon.needs.values()
        for phrases in need.phrases.values()
        for phrase in phrases
    } | {plain_letters(phrase) for phrase in read_small_talk()}

    assert asked.keys() == {(row.tag, need) for row in LOCALES for need in (*lexicon.needs, NO_NEED)}
    assert min(asked.values()) >= 12
    assert [question.words for question in EXAM if plain_letters(question.words) in known] == []


@pytest.mark.parametrize("locale", [row.tag for row in LOCALES])
def test_nine_of_ten_phrases_of_every_locale_are_understood(lexicon: Lexicon, locale: str) -> None:
    asked = [question for question in EXAM if question.locale == locale and question.need != NO_NEED]

    passed = sum(question.need in needs_in(lexicon, question.words)[:MAX_UNDERSTOOD] for question in asked)

    assert passed >= 0.9 * len(asked)


def test_most_of_what_speaks_of_no_need_is_not_understood(lexicon: Lexicon) -> None:
    nothing = [question for question in EXAM if question.need == NO_NEED]

    assert len(nothing) >= 50 * len(LOCALES)
    assert sum(bool(lexicon.understand(question.words)) for question in nothing) < 0.15 * len(nothing)


@pytest.mark.parametrize(
    "words",
    ["my name is Maria", "I love my boss", "I am happy and safe", "Hola", "salamat", "bóng đá", "elephant", "おはよう"],
)
def test_what_is_harmless_is_not_taken_for_a_need(lexicon: Lexicon, words: str) -> None:
    assert lexicon.understand(words) == ()


@pytest.mark.parametrize("words", ["visa", "弁護士", "ビザ", "luật sư", "助けて", "SOS", "🆘", "119", "工资", "비자"])
def test_one_clear_word_is_enough(lexicon: Lexicon, words: str) -> None:
    assert lexicon.understand(words)


def test_hardly_any_other_need_puts_the_emergency_lines_first(lexicon: Lexicon) -> None:
    others = [question for question in EXAM if question.need not in {DANGER, NO_NEED}]

    leading = sum(Meaning("", lexicon.understand(question.words), 0).is_danger for question in others)

    assert leading < 0.06 * len(others)


def test_danger_is_met(lexicon: Lexicon) -> None:
    danger: list[Question] = [question for question in EXAM if question.need == DANGER]

    assert sum(DANGER in needs_in(lexicon, question.words) for question in danger) >= 0.95 * len(danger)
    leading = sum(Meaning("", lexicon.understand(question.words), 0).is_danger for question in danger)
    assert leading >= 0.95 * len(danger)
