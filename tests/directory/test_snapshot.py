"""The directory in memory: what it holds, in which order it answers, and what is nearest when nothing does."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from random import Random
from typing import Any, Literal, TypeVar

import pytest

from api.directory.coverage import Translated
from api.directory.drafts import RecordDraft, ServiceDraft
from api.directory.finding import Found, Service, ServiceQuery
from api.directory.records import Records, Stored
from api.directory.snapshot import Directory
from api.directory.values import ContactType, ServiceStatus
from tests.documents import (
    need_draft,
    organization_draft,
    phone_document,
    service_draft,
    source_draft,
    web_page_document,
)

AT = datetime(2026, 11, 20, tzinfo=UTC)
PARENT_BY_NEED = {
    "exploited": None,
    "forced-to-work": "exploited",
    "passport-taken": "exploited",
    "law": None,
    "visa": "law",
    "danger": None,
}
NEEDS = [need_draft(need, parent=parent, position=n) for n, (need, parent) in enumerate(PARENT_BY_NEED.items())]
ORGANIZATIONS = [organization_draft(name) for name in ("agency", "police", "retired")]


def directory_of(services: Iterable[ServiceDraft | Stored[ServiceDraft]], **changes: object) -> Directory:
    """A directory of services, which are numbered in turn."""
    stored = [each if isinstance(each, Stored) else Stored(each, n, AT, None) for n, each in enumerate(services)]
    records = Records(
        organizations=_stored(ORGANIZATIONS),
        needs=_stored(NEEDS),
        sources=_stored([source_draft()]),
        calendars=[],
        services=stored,
        generation=3,
        published_at=AT,
    )
    return Directory.build(replace(records, **changes), AT)  # type: ignore[arg-type]  # the changes name fields


Record = TypeVar("Record", bound=RecordDraft)
Value = TypeVar("Value")


def _stored(drafts: list[Record]) -> list[Stored[Record]]:
    return [Stored(draft, number, AT, None) for number, draft in enumerate(drafts)]


def speaking(service_id: str, *tags: str, **changes: object) -> ServiceDraft:
    languages = [{"tag": tag} for tag in tags]
    return service_draft(service_id, languages_stated="listed", languages=languages, **changes)


def ids(found: Found) -> list[str]:
    return [match.service.draft.id for match in found.matches]


def find(directory: Directory, limit: int = 100, met: Iterable[int] = (), **query: Any) -> list[str]:  # noqa: ANN401  (the fields of a query)
    return ids(directory.find_services(ServiceQuery(**query), AT, limit, met))


def test_the_more_specific_service_stands_before_the_general_one_then_the_id_decides() -> None:
    directory = directory_of(
        [
            service_draft("general", needs=["danger", "visa", "law"]),
            service_draft("without-needs", needs=[]),
            service_draft("zoo", needs=["danger"]),
            service_draft("ant", needs=["danger"]),
            service_draft("wide", needs=["danger", "visa"]),
        ]
    )

    assert find(directory) == ["ant", "zoo", "wide", "general", "without-needs"]
    assert [service.draft.id for service in directory.services] == find(directory)
    assert [service.place for service in directory.services] == [0, 1, 2, 3, 4]
    assert [service.number for service in directory.services] == [3, 2, 4, 0, 1]


def test_matches_of_all_asked_needs_and_of_a_stated_language_come_first() -> None:
    directory = directory_of(
        [
            service_draft("one-need-unlisted", needs=["visa"], languages_stated="foreign_unlisted"),
            speaking("one-need-stated", "vi", needs=["visa"]),
            service_draft("both-needs-unlisted", needs=["visa", "danger"], languages_stated="foreign_unlisted"),
            speaking("both-needs-stated", "vi", needs=["visa", "danger"]),
        ]
    )

    assert find(directory, needs=("visa", "danger"), languages=("vi",)) == [
        "both-needs-stated",
        "both-needs-unlisted",
        "one-need-stated",
        "one-need-unlisted",
    ]
    assert find(directory, languages=("vi",)) == [
        "one-need-stated",
        "both-needs-stated",
        "one-need-unlisted",
        "both-needs-unlisted",
    ]


def test_a_parent_need_includes_its_children_and_a_child_not_its_parent() -> None:
    directory = directory_of(
        [
            service_draft("of-parent", needs=["exploited"]),
            service_draft("of-child", needs=["passport-taken"]),
            service_draft("of-sibling", needs=["forced-to-work"]),
            service_draft("of-another", needs=["visa"]),
        ]
    )

    assert find(directory, needs=("exploited",)) == ["of-child", "of-parent", "of-sibling"]
    assert find(directory, needs=("passport-taken",)) == ["of-child"]
    assert find(directory, needs=("exploited", "law")) == ["of-another", "of-child", "of-parent", "of-sibling"]
    assert [directory.count_for_need(need) for need in PARENT_BY_NEED] == [3, 1, 1, 1, 1, 0]
    assert directory.count_for_need("no-such-need") == 0


def test_a_match_names_the_services_own_needs_that_answered() -> None:
    directory = directory_of([service_draft(needs=["visa", "passport-taken", "danger", "forced-to-work"])])

    def needs_for(*needs: str) -> tuple[str, ...]:
        return directory.find_services(ServiceQuery(needs=needs), AT, 1).matches[0].needs

    assert needs_for("exploited") == ("passport-taken", "forced-to-work")
    assert needs_for("danger", "visa") == ("visa", "danger")
    assert needs_for("exploited", "passport-taken") == ("passport-taken", "forced-to-work")
    assert needs_for() == ()


def test_a_language_is_stated_or_possible() -> None:
    directory = directory_of(
        [
            speaking("lists-it", "th", "vi"),
            speaking("lists-another", "th"),
            service_draft("promises-some", languages_stated="foreign_unlisted"),
            service_draft("says-nothing"),
            service_draft(
                "at-one-contact-point",
                languages_stated="listed",
                languages=[{"tag": "vi", "contact_point": "phone"}],
            ),
        ]
    )

    def languages(**query: Any) -> dict[str, str | None]:  # noqa: ANN401  (as above)
        found = directory.find_services(ServiceQuery(**query), AT, 100)
        return {match.service.draft.id: match.language for match in found.matches}

    assert languages(languages=("vi",)) == {
        "at-one-contact-point": "stated",
        "lists-it": "stated",
        "promises-some": "possible",
    }
    assert languages(languages=("vi",), is_language_stated=True) == {
        "at-one-contact-point": "stated",
        "lists-it": "stated",
    }
    assert languages(languages=("km",)) == {"promises-some": "possible"}
    assert languages(languages=("km",), is_language_stated=True) == {}
    assert languages(languages=("ja",)) == dict.fromkeys(
        ["at-one-contact-point", "lists-another", "lists-it", "promises-some", "says-nothing"], "possible"
    )
    assert languages(languages=("ja", "vi"))["lists-it"] == "stated"
    assert languages(languages=("ja",), is_language_stated=True) == {}
    assert set(languages().values()) == {None}
    assert directory.spoken_languages() == {"th": 2, "vi": 2}


def test_filters_of_different_kinds_all_hold_and_of_one_kind_any_is_enough() -> None:
    late = Stored(service_draft("late", needs=["visa"]), 7, AT + timedelta(days=1), None)
    directory = directory_of(
        [
            service_draft("in-tokyo", area="JP-13", organization="police"),
            service_draft("in-osaka", area="JP-27", anonymous=True),
            service_draft("on-the-web", contact_points=[web_page_document()], anonymous=False),
            service_draft("free", contact_points=[web_page_document(), phone_document(cost="free")]),
            service_draft("paid", contact_points=[phone_document(cost="caller_pays")], organization="police"),
            late,
        ]
    )
    everything = ["free", "in-osaka", "in-tokyo", "late", "on-the-web", "paid"]

    assert find(directory) == everything
    assert find(directory, channels=(ContactType.WEB_PAGE,)) == ["free", "on-the-web"]
    assert find(directory, channels=(ContactType.WEB_PAGE, ContactType.PHONE)) == everything
    assert find(directory, channels=(ContactType.CHAT,)) == []
    assert find(directory, organizations=("police",)) == ["in-tokyo", "paid"]
    assert find(directory, organizations=("police", "agency")) == everything
    assert find(directory, organizations=("retired",)) == []
    assert find(directory, area="JP-13") == ["free", "in-tokyo", "late", "on-the-web", "paid"]
    assert find(directory, area="JP-01") == ["free", "late", "on-the-web", "paid"]
    assert find(directory, area="JP") == ["free", "late", "on-the-web", "paid"]
    assert find(directory, is_free_of_charge=True) == ["free"]
    assert find(directory, is_anonymous=True) == ["in-osaka"]
    assert find(directory, updated_since=AT) == everything
    assert find(directory, updated_since=AT + timedelta(seconds=1)) == ["late"]
    assert find(directory, updated_since=AT + timedelta(days=2)) == []
    assert find(directory, organizations=("police",), area="JP-27") == ["paid"]
    assert find(directory, is_free_of_charge=True, is_anonymous=True) == []


@pytest.mark.parametrize(
    ("table", "changed"),
    [
        ("organizations", organization_draft("agency")),
        ("needs", need_draft("passport-taken", parent="exploited")),
        ("sources", source_draft()),
    ],
)
def test_a_service_has_changed_when_anything_that_its_answer_shows_has(table: str, changed: RecordDraft) -> None:
    later = AT + timedelta(days=1)
    names: dict[str, list[RecordDraft]] = {
        "organizations": [*ORGANIZATIONS],
        "needs": [*NEEDS],
        "sources": [source_draft(), source_draft("page")],
    }
    stored = [
        Stored(draft, number, later if draft.id == changed.id else AT, None)
        for number, draft in enumerate(names[table])
    ]
    other_page = [{"id": "page", "source": "page", "locator": "1"}]
    directory = directory_of(
        [
            service_draft("shows-it", needs=["passport-taken"]),
            service_draft("shows-others", organization="police", needs=["visa"], evidence=other_page),
        ],
        **{"sources": _stored(names["sources"]), table: stored},
    )

    assert [service.last_modified for service in directory.services] == [later, AT]
    assert find(directory, updated_since=later) == ["shows-it"]


def test_as_long_as_no_hours_are_judged_they_are_unknown_everywhere() -> None:
    directory = directory_of([service_draft()])

    assert find(directory, open_at=AT) == ["help-line"]
    assert find(directory, open_at="now") == ["help-line"]
    assert find(directory, are_hours_known=True) == []
    assert find(directory, are_hours_known=True, open_at=AT) == []


def test_a_page_follows_what_was_met() -> None:
    directory = directory_of(service_draft(f"service-{n}") for n in range(5))
    query = ServiceQuery()

    first = directory.find_services(query, AT, 2)
    second = directory.find_services(query, AT, 2, [0, 1])
    last = directory.find_services(query, AT, 2, [0, 1, 2, 3])

    assert [ids(page) for page in (first, second, last)] == [
        ["service-0", "service-1"],
        ["service-2", "service-3"],
        ["service-4"],
    ]
    assert [(page.total, page.has_more) for page in (first, second, last)] == [(5, True), (5, True), (5, False)]
    assert directory.find_services(query, AT, 5) == replace(directory.find_services(query, AT, 100), has_more=False)
    assert directory.find_services(query, AT, 2, [0, 1, 2, 3, 4]) == Found((), 5, has_more=False)
    assert find(directory, met=[4, 99, 2]) == ["service-0", "service-1", "service-3"]


def test_only_what_is_active_is_offered() -> None:
    directory = directory_of(
        [
            service_draft("active", organization="agency"),
            service_draft("closed", status="temporarily closed", alert={"en": "Closed."}, organization="police"),
            service_draft("inactive", status="inactive", organization="retired"),
            service_draft("defunct", status="defunct", replaced_by="active", organization="retired"),
            service_draft("defunct-for-good", status="defunct", organization="retired"),
        ]
    )

    assert find(directory) == ["active"]
    assert {name: service.draft.status for name, service in directory.readable.items()} == {
        "active": ServiceStatus.ACTIVE,
        "closed": ServiceStatus.TEMPORARILY_CLOSED,
    }
    assert directory.readable["active"] == directory.services[0]
    assert directory.withdrawn == {"defunct": "active", "defunct-for-good": None}
    assert list(directory.organizations) == ["agency", "police"]
    assert directory.services_of("agency") == ["active"]
    assert directory.services_of("police") == []
    assert directory.services_of("retired") == []
    assert directory.services_of("no-such-organization") == []
    assert directory.count_for_need("danger") == 1


def test_the_services_of_an_organization_are_told_by_id() -> None:
    directory = directory_of([service_draft("zoo", needs=[]), service_draft("ant"), service_draft("mole", needs=[])])

    assert directory.services_of("agency") == ["ant", "mole", "zoo"]


def test_emergency_lines_are_those_with_an_emergency_number_in_the_order_of_their_entry() -> None:
    def with_number(service_id: str, number: str, **changes: object) -> ServiceDraft:
        contacts = [web_page_document(), phone_document(number=number)]
        return service_draft(service_id, contact_points=contacts, **changes)

    directory = directory_of(
        [
            with_number("zz-police", "110", needs=["danger", "visa"]),
            with_number("children", "189"),
            with_number("fire", "119"),
            with_number("closed-coast-guard", "118", status="temporarily closed", alert={"en": "Closed."}),
            with_number("police-consultation", "#9110"),
        ]
    )

    assert [service.draft.id for service in directory.emergency] == ["zz-police", "fire"]
    assert [service.numbers["phone"].digits for service in directory.emergency] == ["110", "119"]
    assert directory.readable["closed-coast-guard"].is_emergency
    assert not directory.readable["police-consultation"].is_emergency


def test_the_nearest_answer_drops_as_few_parameters_as_can_be_the_easiest_first() -> None:
    directory = directory_of(
        [
            speaking("vietnamese-visa", "vi", needs=["visa"]),
            speaking("thai-danger", "th", needs=["danger"]),
            service_draft("unlisted-law", needs=["law"], languages_stated="foreign_unlisted", area="JP-13"),
        ]
    )

    def nearest(**query: Any) -> tuple[tuple[str, ...], list[str], int]:  # noqa: ANN401  (as above)
        relaxed, _, found = directory.find_nearest(ServiceQuery(**query), AT, 1)
        return relaxed, ids(found), found.total

    assert nearest(needs=("danger",), languages=("vi",)) == (("language",), ["thai-danger"], 1)
    assert nearest(needs=("passport-taken",), languages=("vi",)) == (("need",), ["vietnamese-visa"], 2)
    assert nearest(needs=("passport-taken",)) == (("need",), ["thai-danger"], 3)
    assert nearest(needs=("law",), languages=("km",), is_language_stated=True) == (
        ("language_match",),
        ["unlisted-law"],
        1,
    )
    assert nearest(needs=("visa",), is_anonymous=True, is_free_of_charge=True) == (
        ("free_of_charge", "anonymous"),
        ["vietnamese-visa"],
        1,
    )
    assert nearest(needs=("visa",), channels=(ContactType.CHAT,), organizations=("police",)) == (
        ("organization", "channel"),
        ["vietnamese-visa"],
        1,
    )
    assert nearest(needs=("visa",), are_hours_known=True, open_at=AT) == (("only_known_hours",), ["vietnamese-visa"], 1)
    assert nearest(updated_since=AT + timedelta(days=9), area="JP-01") == (("updated_since",), ["thai-danger"], 2)


def test_an_empty_directory_has_nothing_near() -> None:
    directory = directory_of([])
    query = ServiceQuery(needs=("visa",), languages=("vi",))

    assert directory.find_services(query, AT, 20) == Found((), 0, has_more=False)
    assert directory.find_nearest(query, AT, 20) == (("language", "need"), query, Found((), 0, has_more=False))
    assert directory.emergency == ()
    assert directory.spoken_languages() == {}


def test_a_query_asks_something_when_any_filter_is_set() -> None:
    assert not ServiceQuery().asks_something
    assert not ServiceQuery(is_language_stated=True).asks_something
    assert ServiceQuery(needs=("visa",)).asks_something
    assert ServiceQuery(languages=("vi",), is_language_stated=True).asks_something
    assert ServiceQuery(are_hours_known=True).asks_something


def test_coverage_is_the_share_of_texts_that_are_in_a_locale() -> None:
    half = service_draft(
        name={"en": "A", "vi": "A"},
        description={"en": "A"},
        contact_points=[web_page_document(label={"en": "A"})],
    )
    hidden = service_draft("hidden", status="inactive", name={"th": "A"})
    agency = organization_draft(name={"en": "A"})
    directory = directory_of([half, hidden], organizations=_stored([agency]), needs=[], sources=[])

    assert directory.translated("en").coverage == 1
    assert directory.translated("vi").coverage == pytest.approx(1 / 4)
    assert directory.translated("ja") == directory.translated("th") == Translated(0, is_reviewed=False)


def test_the_version_is_the_same_wherever_the_same_records_are_loaded_and_no_other() -> None:
    services = [service_draft(), speaking("other", "vi")]
    version = directory_of(services).version
    turned = service_draft(name=dict(reversed(service_draft().name.items())))
    edited = Stored(service_draft(), 0, AT + timedelta(microseconds=1), None)

    assert directory_of(services).version == version
    assert directory_of([turned, services[1]]).version == version
    assert directory_of(services, generation=4).version == version
    assert directory_of([edited, services[1]]).version != version
    assert directory_of(services[:1]).version != version
    assert directory_of([*services, service_draft("draft", status="inactive")]).version != version
    assert directory_of(services, needs=[]).version != version


def test_a_directory_cannot_be_changed() -> None:
    directory = directory_of([service_draft()])

    with pytest.raises(FrozenInstanceError):
        directory.generation = 9  # type: ignore[misc]  # what the test is about
    with pytest.raises(TypeError):
        directory.needs["love"] = NEEDS[0]  # type: ignore[index]  # as above
    with pytest.raises(TypeError):
        directory.services[0].numbers["phone"] = directory.services[0].numbers["phone"]  # type: ignore[index]  # as above


def test_a_directory_says_when_it_last_changed() -> None:
    assert directory_of([]).last_modified == AT
    assert directory_of([], published_at=None).last_modified == datetime(1970, 1, 1, tzinfo=UTC)


# ---- The same answers from a plain walk over a thousand services ----------------------------------------------------

LANGUAGES = ("vi", "th", "fil", "zh")
AREAS = ("JP", "JP-13", "JP-27")


def random_service(random: Random, number: int) -> Stored[ServiceDraft]:
    contacts = [
        random.choice(
            [
                phone_document(id=f"contact-{n}", cost=random.choice(["free", "caller_pays", "unknown"])),
                phone_document(id=f"contact-{n}", number=...),
                web_page_document(id=f"contact-{n}"),
                phone_document(id=f"contact-{n}", type="chat", number=...),
            ]
        )
        for n in range(random.randint(1, 3))
    ]
    languages = random.sample(LANGUAGES, random.randint(0, 2))
    draft = service_draft(
        f"service-{random.getrandbits(64)}",
        needs=random.sample(sorted(PARENT_BY_NEED), random.randint(0, 4)),
        organization=random.choice(["agency", "police"]),
        area=random.choice(AREAS),
        anonymous=random.choice([True, False, None]),
        languages=[{"tag": tag} for tag in languages],
        languages_stated="listed" if languages else random.choice(["foreign_unlisted", "not_stated"]),
        contact_points=contacts,
        status=random.choice(["active"] * 9 + ["inactive"]),
    )
    return Stored(draft, number, AT + timedelta(days=random.randint(0, 9)), None)


def random_query(random: Random) -> ServiceQuery:
    def some(values: Iterable[Value], at_most: int) -> tuple[Value, ...]:
        return tuple(random.sample(list(values), random.randint(0, at_most)))

    return ServiceQuery(
        needs=some(PARENT_BY_NEED, 3),
        languages=some([*LANGUAGES, "km", *(["ja"] * random.randint(0, 1))], 2),
        is_language_stated=random.random() < 0.4,
        channels=some([ContactType.PHONE, ContactType.WEB_PAGE, ContactType.CHAT, ContactType.EMAIL], 2),
        organizations=some(["agency", "police", "retired"], 1),
        area=random.choice([None, None, *AREAS, "JP-01"]),
        is_free_of_charge=random.random() < 0.2,
        is_anonymous=random.random() < 0.2,
        open_at=random.choice([None, "now", AT]),
        are_hours_known=random.random() < 0.05,
        updated_since=random.choice([None, None, AT + timedelta(days=random.randint(0, 10))]),
    )


def helps_with(service: ServiceDraft, need: str) -> bool:
    return any(need in (own, PARENT_BY_NEED[own]) for own in service.needs)


def states(service: ServiceDraft, query: ServiceQuery) -> bool:
    return any(language.tag in query.languages for language in service.languages)


def might_speak(service: ServiceDraft, query: ServiceQuery) -> bool:
    if states(service, query):
        return True
    return not query.is_language_stated and ("ja" in query.languages or service.languages_stated == "foreign_unlisted")


def answers(stored: Stored[ServiceDraft], query: ServiceQuery) -> bool:
    service = stored.draft
    return (
        service.status == "active"
        and (not query.needs or any(helps_with(service, need) for need in query.needs))
        and (not query.languages or might_speak(service, query))
        and (not query.channels or any(contact.type in query.channels for contact in service.contact_points))
        and (not query.organizations or service.organization in query.organizations)
        and (query.area is None or service.area in {query.area, "JP"})
        and (not query.is_free_of_charge or any(contact.cost == "free" for contact in service.contact_points))
        and (not query.is_anonymous or service.anonymous is True)
        and (query.updated_since is None or stored.last_modified >= query.updated_since)
        and not query.are_hours_known
    )


def rank(stored: Stored[ServiceDraft], query: ServiceQuery) -> tuple[bool, bool, int, str]:
    """All asked needs before some, a stated language before a possible one, the specific before the general, the id."""
    service = stored.draft
    has_all_needs = all(helps_with(service, need) for need in query.needs)
    is_stated = not query.languages or states(service, query)
    return not has_all_needs, not is_stated, len(service.needs) or len(PARENT_BY_NEED) + 1, service.id


def language_of(service: ServiceDraft, query: ServiceQuery) -> Literal["stated", "possible"] | None:
    if not query.languages:
        return None
    return "stated" if states(service, query) else "possible"


def test_a_thousand_services_answer_as_a_plain_walk_over_them_does() -> None:
    random = Random(2026)  # noqa: S311  (the same services each time)
    services = [random_service(random, number) for number in range(1000)]
    directory = directory_of(services)
    queries = [random_query(random) for _ in range(300)]

    for query in queries:
        expected = sorted((each for each in services if answers(each, query)), key=lambda each: rank(each, query))
        found = directory.find_services(query, AT, 1000)
        assert [
            (match.service.draft, match.needs, match.language, match.service.last_modified) for match in found.matches
        ] == [
            (
                each.draft,
                tuple(own for own in each.draft.needs if {own, PARENT_BY_NEED[own]} & set(query.needs)),
                language_of(each.draft, query),
                each.last_modified,
            )
            for each in expected
        ], query
        assert (found.total, found.has_more) == (len(expected), False)
        limit, met = random.randint(1, 20), {number for number in range(1000) if random.random() < 0.3}
        left = [each.draft.id for each in expected if each.number not in met]
        page = directory.find_services(query, AT, limit, met)
        assert (ids(page), page.total, page.has_more) == (left[:limit], len(expected), len(left) > limit)
    assert sum(any(answers(each, query) for each in services) for query in queries) > 100


RELAXATIONS: dict[str, dict[str, Any]] = {
    "updated_since": {"updated_since": None},
    "only_known_hours": {"are_hours_known": False},
    "open_at": {"open_at": None},
    "free_of_charge": {"is_free_of_charge": False},
    "anonymous": {"is_anonymous": False},
    "language_match": {"is_language_stated": False},
    "organization": {"organizations": ()},
    "channel": {"channels": ()},
    "area": {"area": None},
    "language": {"languages": ()},
    "need": {"needs": ()},
}


def test_no_smaller_set_of_parameters_than_the_dropped_ones_would_have_been_enough() -> None:
    """Of all sets without the need, or, where none of them helps, of those with the need widened, or dropped."""
    random = Random(2026)  # noqa: S311  (the same services each time)
    others = [name for name in RELAXATIONS if name != "need"]
    kinds: Counter[str] = Counter()

    for size in [1, 2, 3, 6] * 25:
        services = [random_service(random, 0), *(random_service(random, number) for number in range(1, size))]
        directory = directory_of(services)
        query = random_query(random)
        if directory.find_services(query, AT, 1).total or not directory.services:
            continue
        relaxed, _, found = directory.find_nearest(query, AT, 3)
        wider = replace(query, needs=tuple(sorted({PARENT_BY_NEED[need] or need for need in query.needs})))
        asked_by_kind = {"kept": query, "widened": wider, "dropped": replace(query, needs=())}
        kind, asked = next(
            (kind, asked)
            for kind, asked in asked_by_kind.items()
            if directory.find_services(_without(asked, others), AT, 1).total
        )
        kinds[kind] += 1
        dropped = [name for name in relaxed if name != "need"]
        assert ("need" in relaxed) == (kind != "kept")
        assert found.total > 0
        assert found == directory.find_services(_without(asked, dropped), AT, 3)
        for count in range(len(dropped)):
            for fewer in combinations(others, count):
                assert not any(answers(each, _without(asked, fewer)) for each in services)
    assert min(kinds["kept"], kinds["widened"], kinds["dropped"]) > 0
    assert kinds.total() > 50


def test_a_need_stays_as_long_as_dropping_all_else_helps() -> None:
    """Who was hurt is not sent to a labor line because that one alone takes calls without a name."""
    directory = directory_of(
        [
            service_draft("for-the-need", needs=["danger"]),
            speaking("for-another", "vi", needs=["visa"], anonymous=True),
        ]
    )

    relaxed, _, found = directory.find_nearest(
        ServiceQuery(needs=("danger",), languages=("vi",), is_anonymous=True), AT, 5
    )

    assert (relaxed, ids(found)) == (("anonymous", "language"), ["for-the-need"])


def _without(query: ServiceQuery, parameters: Iterable[str]) -> ServiceQuery:
    for parameter in parameters:
        query = replace(query, **RELAXATIONS[parameter])
    return query


def test_the_place_of_a_service_is_its_bit() -> None:
    directory = directory_of(service_draft(f"service-{n:03}") for n in range(130))
    wanted: list[Service] = [service for service in directory.services if service.number % 3 == 0]
    met = [service.number for service in directory.services if service.number % 3]

    assert find(directory, limit=130, met=met) == [service.draft.id for service in wanted]
