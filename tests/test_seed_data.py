"""The truth of the shipped directory, against a list that was read from the documents and not from `seed/`.

The annual report is "Measures to Combat Trafficking in Persons" of 26 August 2025; its figures and sections are named
beside each fact. What is from another page is marked so.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from api.directory.drafts import (
    CalendarDraft,
    ContactPointDraft,
    NeedDraft,
    OrganizationDraft,
    ServiceDraft,
    SourceDraft,
)
from api.directory.texts import texts_of
from api.directory.values import ContactType, Cost, LanguagesStated, ServiceStatus, VerificationMethod
from api.localization.locales import LOCALES
from api.seeding.reading import read_seed
from tests.conftest import SEED_FOLDER, Api

# Every publishable telephone number → the services that it belongs to.
NUMBERS = {
    # Figure 25
    "110": {"police-110"},  # also on the card of Figure 13
    "#9110": {"police-consultation-9110"},  # also on the leaflet of Figure 20
    "0120-924-839": {"anonymous-reporting-hotline"},
    "0570-013904": {"immigration-information-center"},  # also in Figures 13 and 20
    "0570-003-110": {"human-rights-hotline"},
    "0570-090911": {"foreign-language-human-rights-hotline"},  # also in Figure 13
    "0570-070-810": {"womens-rights-hotline"},
    "0120-007-110": {"childrens-rights-hotline"},
    "#8891": {"one-stop-support-centers"},  # also in 6 (3) iii)
    "#8103": {"sex-crime-victims-police-line-8103"},  # also in 6 (3) iii)
    "0570-078377": {"houterasu-multilingual-information-service"},
    "050-3754-5430": {"houterasu-multilingual-information-service"},  # also in Figure 29
    "0120-279-338": {"yorisoi-hotline"},
    # Figure 13
    "119": {"fire-and-ambulance-119"},
    # Figure 20
    "03-3368-8855": {"ngo-womens-consultation-desk"},
    # 6 (3) vii)
    "#8778": {"womens-counseling-and-support-centers"},
    # pages of the government or of a local government, which the report does not contradict
    "03-5796-7112": {"immigration-information-center"},
    "188": {"consumer-affairs-centers"},
    "189": {"child-abuse-hotline-189"},
    "118": {"coast-guard-118"},
}
NOT_IN_THE_REPORT = {"03-5796-7112", "188", "189", "118"}

# Every contact address → the services that it belongs to. All are of Figure 25 but the last.
URLS = {
    "https://www.tokumei24.jp/": {"anonymous-reporting-hotline"},
    "https://www.internethotline.jp": {"internet-hotline-center"},  # which the text of the figure prints twice in one
    "https://www.moj.go.jp/isa/about/region/index.html": {"regional-immigration-services-bureaus"},
    "https://www.moj.go.jp/JINKEN/jinken21.html": {"human-rights-counseling-centers-for-foreigners"},
    "https://www.moj.go.jp/JINKEN/jinken21.html#01": {"foreign-language-human-rights-counseling-online"},
    "https://www.mhlw.go.jp/stf/newpage_40452.html": {"womens-counseling-and-support-centers"},
    "https://www.cfa.go.jp/policies/jidougyakutai/jisou-ichiran/": {"child-guidance-centers"},
    "http://www.mhlw.go.jp/general/seido/chihou/kaiketu/soudan.html": {"general-labor-consultation-service"},
    "http://www.check-roudou.mhlw.go.jp/soudan/foreigner.html": {
        "foreign-workers-consultation-corners",
        "telephone-consultation-for-foreign-workers",
    },
    "https://www.check-roudou.mhlw.go.jp/lp/hotline/": {"labor-standards-advice-hotline"},
    "https://www.otit.go.jp/notebook/": {
        "otit-native-language-consultation",
        "otit-sos-and-dedicated-consultation-desk",
    },
    # which the text prints with a gap in place of the underscore
    "https://www.gender.go.jp/policy/no_violence/seibouryoku/consult.html": {"one-stop-support-centers"},
    # 4 (2) names the website of the Immigration Services Agency without its address
    "https://www.isa.go.jp/en/publications/materials/zinsin_index.html": {"immigration-anti-trafficking-website"},
}
NOT_PUBLISHED = {
    "090-8001-4695",  # Figure 20: whose it is the print does not make certain
    "03-1234-5678",  # Figure 13: dummies of the template
    "00-000-0000",
    "00-0000-0000",
    "000-000-000",
}

TEN = {"en", "zh", "ko", "vi", "fil", "pt", "ne", "es", "id", "th"}
THIRTEEN = {"en", "zh", "pt", "es", "fil", "vi", "ne", "my", "ko", "th", "id", "km", "mn"}
LANGUAGES = {
    "foreign-language-human-rights-hotline": TEN,  # 4 (3)
    "foreign-language-human-rights-counseling-online": TEN,  # 4 (3)
    "foreign-workers-consultation-corners": THIRTEEN,  # 3 (3) ii)
    "telephone-consultation-for-foreign-workers": THIRTEEN,  # 3 (3) ii)
    "labor-standards-advice-hotline": THIRTEEN,  # 3 (3) ii)
    "otit-native-language-consultation": {"en", "zh", "th", "fil", "vi", "id", "my", "km"},  # 3 (3) ii)
    "houterasu-multilingual-information-service": TEN,  # 6 (3) v)
    "yorisoi-hotline": TEN,  # 6 (3) v)
}
# Foreign languages are promised, also where only for a part or as far as possible, and which they are is not said →
# where the promise stands.
UNLISTED = {
    "police-110": "4 (3)",  # calls of three with an interpreter
    "police-consultation-9110": "4 (1)",  # an officer who speaks the language, as far as possible
    "immigration-information-center": "4 (3)",  # "in multiple languages"
    "human-rights-counseling-centers-for-foreigners": "4 (3)",  # "about 80 languages"
    "general-labor-consultation-service": "Figure 25",
    "otit-sos-and-dedicated-consultation-desk": "Figure 25",
    "immigration-anti-trafficking-website": "4 (2)",  # "automatically translated multi-language website"
    "womens-counseling-and-support-centers": "6 (3) ii)",  # "interpretation support" in temporary protection
    "nearest-police-station": "4 (1)",  # as far as possible
    "hello-work-foreign-residents-support": "6 (1)",  # interpreters mainly in some regions
    "housekeeping-workers-consultation-desks": "3 (6)",  # "in their native language"
    "otit-local-offices": "3 (3) ii)",  # reports in the native language
    "immigration-officers-at-departure": "3 (3) ii)",  # papers in 18 languages, interpreters when necessary
}
# Named without a way to reach them, or with one that no official page confirms.
INACTIVE = {
    "nearest-police-station",  # 4 (2)
    "immigration-trafficking-secretariats",  # 4 (1)
    "night-and-holiday-call-center-for-sexual-violence",  # 6 (3) iii)
    "cure-time",  # 6 (3) iii)
    "labor-bureaus-and-inspection-offices",  # 3 (3) iii)
    "hello-work-foreign-residents-support",  # 6 (1)
    "houterasu-victim-support",  # 6 (3) v)
    "houterasu-legal-consultation-aid-for-victims",  # 6 (3) v)
    "houterasu-civil-legal-aid",  # 6 (3) v)
    "houterasu-bar-federation-aid",  # 6 (3) v)
    "victim-support-officers",  # 6 (3) iv)
    "embassies-in-tokyo",  # 4 (4)
    "iom-japan-return-assistance",  # 6 (3) vi)
    "mental-health-and-welfare-centers",  # 6 (3) vii)
    "human-rights-emergency-accommodation",  # 6 (2)
    "otit-local-offices",  # 3 (3) ii)
    "housekeeping-workers-consultation-desks",  # 3 (6)
    "housekeeping-workers-employers-desks",  # 3 (6)
    "housekeeping-workers-council-secretariats",  # Figure 13
    "human-rights-counseling-on-the-website",  # 7 (2) i)
    "coast-guard-information-for-victims",  # 6 (3) iv)
    "immigration-officers-at-departure",  # 3 (3) ii)
    "child-guidance-center-consultation-hotline",  # FY2019 efforts
    "child-and-family-support-bases",  # FY2019 efforts
}
ANONYMOUS = {
    "anonymous-reporting-hotline",  # 4 (1)
    "internet-hotline-center",  # gov-online.go.jp
    "child-abuse-hotline-189",  # city.mito.lg.jp
    "labor-standards-advice-hotline",  # check-roudou.mhlw.go.jp
}
# Contact point → who pays, where a source says it or the number begins with 0120.
COSTS = {
    ("anonymous-reporting-hotline", "0120-924-839"): Cost.FREE,
    ("childrens-rights-hotline", "0120-007-110"): Cost.FREE,
    ("yorisoi-hotline", "0120-279-338"): Cost.FREE,
    ("child-abuse-hotline-189", "189"): Cost.FREE,  # FY2019 efforts: "made the number toll-free"
    ("labor-standards-advice-hotline", None): Cost.FREE,  # check-roudou.mhlw.go.jp
    ("houterasu-multilingual-information-service", "0570-078377"): Cost.CALLER_PAYS,  # Figure 29
    ("houterasu-multilingual-information-service", "050-3754-5430"): Cost.CALLER_PAYS,  # Figure 29
    ("consumer-affairs-centers", "188"): Cost.CALLER_PAYS,  # caa.go.jp
}
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR")
EVERY_DAY = (*WEEKDAYS, "SA", "SU")
HOURS = {
    # Figure 13: weekdays except national holidays
    "foreign-language-human-rights-hotline": {
        ("0570-090911", WEEKDAYS, "09:00", "12:00", "closed"),
        ("0570-090911", WEEKDAYS, "13:00", "16:00", "closed"),
    },
    # 3 (3) ii)
    "labor-standards-advice-hotline": {
        (None, WEEKDAYS, "17:00", "22:00", "closed"),
        (None, WEEKDAYS, "09:00", "21:00", "only"),
        (None, ("SA", "SU"), "09:00", "21:00", "open"),
    },
    # isa.go.jp, "weekdays"; Figure 13 prints the same with "except National Holidays"
    "immigration-information-center": {
        ("0570-013904", WEEKDAYS, "08:30", "17:15", "closed"),
        ("03-5796-7112", WEEKDAYS, "08:30", "17:15", "closed"),
    },
    # city.toyokawa.lg.jp and city.noshiro.lg.jp
    "human-rights-hotline": {("0570-003-110", WEEKDAYS, "08:30", "17:15", "closed")},
    # city.noshiro.lg.jp
    "womens-rights-hotline": {("0570-070-810", WEEKDAYS, "08:30", "17:15", "closed")},
    # city.kawaguchi.lg.jp, "24 h / 365 d"; npa.go.jp, "24-hour operation nationwide"
    "child-abuse-hotline-189": {("189", EVERY_DAY, "00:00", "24:00", "open")},
    "sex-crime-victims-police-line-8103": {("#8103", EVERY_DAY, "00:00", "24:00", "open")},
    # Figure 29: not on holidays and weekends
    "houterasu-multilingual-information-service": {
        ("0570-078377", WEEKDAYS, "09:00", "17:00", "closed"),
        ("050-3754-5430", WEEKDAYS, "09:00", "17:00", "closed"),
    },
}
SEED = read_seed(SEED_FOLDER)
SERVICES = [draft for draft in SEED["services"] if isinstance(draft, ServiceDraft)]
BY_ID = {service.id: service for service in SERVICES}
SOURCES = {draft.id: draft for draft in SEED["sources"] if isinstance(draft, SourceDraft)}
each_service = pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.id)


def contacts() -> Iterator[tuple[ServiceDraft, ContactPointDraft]]:
    for service in SERVICES:
        for contact in service.contact_points:
            yield service, contact


def test_the_report_has_16_numbers_and_12_addresses() -> None:
    assert len(NUMBERS.keys() - NOT_IN_THE_REPORT) == 16
    assert len(URLS) - 1 == 12


def test_every_number_is_in_the_services_that_it_belongs_to_and_in_no_other() -> None:
    found: dict[str, set[str]] = {}
    for service, contact in contacts():
        if contact.number:
            found.setdefault(contact.number, set()).add(service.id)

    assert found == NUMBERS


def test_every_address_is_in_the_services_that_it_belongs_to_and_in_no_other() -> None:
    found: dict[str, set[str]] = {}
    for service, contact in contacts():
        if contact.url:
            found.setdefault(contact.url, set()).add(service.id)

    assert found == URLS


def test_no_service_has_a_number_or_an_address_twice() -> None:
    ways = [
        (service.id, contact.number or contact.url) for service, contact in contacts() if contact.number or contact.url
    ]

    assert len(ways) == len(set(ways))


def test_no_mail_address_is_given_since_the_documents_print_none() -> None:
    assert [(service.id, contact.id) for service, contact in contacts() if contact.email] == []


@pytest.mark.parametrize("number", sorted(NOT_PUBLISHED))
def test_a_number_that_must_not_be_published_is_nowhere(number: str) -> None:
    pattern = re.compile(r"[\s-]?".join(number.replace("-", "")) + r"(?![\d])")

    for path in SEED_FOLDER.rglob("*.yaml"):
        assert not pattern.search(path.read_text(encoding="utf-8")), path.name


def test_no_text_holds_a_number_that_somebody_could_dial() -> None:
    pattern = re.compile(r"0\d{1,4}[-‐–ー\s(]?\d{1,4}[-‐–ー\s)]?\d{3,4}|[#＃]\s?\d{4}")

    for draft in (record for table in SEED.values() for record in table):
        for field, translations in texts_of(draft).items():
            for text in translations.values():
                assert field == "name" or not pattern.search(text), (draft.id, field)  # some have it in their name


def test_the_services_list_the_languages_that_the_documents_list() -> None:
    assert {
        service.id: {row.tag for row in service.languages} for service in SERVICES if service.languages
    } == LANGUAGES


def test_who_speaks_the_languages_is_said_nowhere_since_no_document_says_it() -> None:
    assert {str(row.mode) for service in SERVICES for row in service.languages} == {"unspecified"}


@pytest.mark.parametrize("service_id", sorted(UNLISTED))
def test_a_promise_of_languages_has_its_evidence_where_the_promise_stands(service_id: str) -> None:
    rows = [row for row in BY_ID[service_id].evidence if "/languages_stated" in row.fields]

    assert UNLISTED[service_id] in {row.locator for row in rows}
    assert {row.source for row in rows} == {"annual-report-2025"}


def test_what_is_said_about_languages_is_what_the_documents_say() -> None:
    expected = {
        service.id: LanguagesStated.LISTED
        if service.id in LANGUAGES
        else LanguagesStated.FOREIGN_UNLISTED
        if service.id in UNLISTED
        else LanguagesStated.NOT_STATED
        for service in SERVICES
    }

    assert {service.id: service.languages_stated for service in SERVICES} == expected


def test_the_services_that_cannot_be_reached_are_inactive_and_have_no_contact_point() -> None:
    assert {service.id for service in SERVICES if service.status is ServiceStatus.INACTIVE} == INACTIVE
    assert {service.status for service in SERVICES} == {ServiceStatus.ACTIVE, ServiceStatus.INACTIVE}
    for service in SERVICES:
        assert (service.contact_points == ()) == (service.id in INACTIVE), service.id


def test_every_active_service_has_a_way_that_is_printed() -> None:
    for service in SERVICES:
        if service.status is ServiceStatus.ACTIVE:
            assert any(contact.number or contact.url for contact in service.contact_points), service.id


def test_a_name_need_not_be_given_only_where_a_source_says_so() -> None:
    assert {service.id for service in SERVICES if service.anonymous} == ANONYMOUS
    assert {service.anonymous for service in SERVICES} == {True, None}


def test_who_pays_is_said_only_where_a_source_says_it() -> None:
    found = {
        (service.id, contact.number): contact.cost
        for service, contact in contacts()
        if contact.cost is not Cost.UNKNOWN
    }

    assert found == COSTS


def test_hours_are_those_that_the_report_prints_or_an_official_page_gives() -> None:
    found: dict[str, set[tuple[object, ...]]] = {}
    for service in SERVICES:
        numbers = {contact.id: contact.number for contact in service.contact_points}
        for row in service.schedules:
            span = (numbers[row.contact_point or ""], row.byday, row.opens_at, row.closes_at, row.public_holidays)
            found.setdefault(service.id, set()).add(span)

    assert found == HOURS


def test_the_turn_of_the_year_is_that_of_the_sources() -> None:
    days = {
        draft.id: [(days.from_, days.to) for days in draft.days]
        for draft in SEED["calendars"]
        if isinstance(draft, CalendarDraft)
    }
    found = {
        (service.id, row.status, *each)
        for service in SERVICES
        for row in service.schedule_exceptions
        for each in (days[row.calendar] if row.calendar else [(row.from_, row.to)])
    }

    assert found == {
        # 3 (3) ii): "except from December 28th through January 3rd"
        ("labor-standards-advice-hotline", "closed", "12-28", "01-03"),
        # city.toyokawa.lg.jp from the 29th, city.noshiro.lg.jp from the 28th
        ("human-rights-hotline", "closed", "12-29", "01-03"),
        ("human-rights-hotline", "unknown", "12-28", "12-28"),
        ("womens-rights-hotline", "closed", "12-29", "01-03"),
        ("womens-rights-hotline", "unknown", "12-28", "12-28"),
        # caa.go.jp
        ("consumer-affairs-centers", "closed", "12-29", "01-03"),
        # what is always open
        ("child-abuse-hotline-189", "open", "12-29", "01-03"),
        ("sex-crime-victims-police-line-8103", "open", "12-29", "01-03"),
    }


def test_from_where_a_number_can_be_reached_is_said_only_where_a_source_says_it() -> None:
    found = {
        contact.number: (contact.reachable.model_dump(exclude_none=True), contact.fallback)
        for _, contact in contacts()
        if contact.fallback or contact.reachable.model_dump(exclude_none=True)
    }

    assert found == {
        "0570-013904": ({}, "ip-phone"),  # isa.go.jp gives a number for IP phones and abroad, and says no more
        "03-5796-7112": ({"ip_phone": True, "abroad": True}, None),
        "0570-078377": ({"ip_phone": False, "prepaid_mobile": False}, "ip-phone"),  # Figure 29
        "050-3754-5430": ({"ip_phone": True, "prepaid_mobile": True}, None),
    }


def _filled_fields(service: ServiceDraft) -> Iterator[str]:
    """JSON Pointers of all that a service states, as evidence points to it."""
    yield from ("/name", "/description", "/organization", "/languages_stated")
    for field in ("audience", "interpretation", "alert", "anonymous", "needs", "languages"):
        if getattr(service, field) not in (None, ()):
            yield f"/{field}"
    with_hours = {row.contact_point for row in service.schedules}
    with_hours |= {row.contact_point for row in service.schedule_exceptions}
    for contact in service.contact_points:
        fields = list(_filled_contact_fields(contact)) + (["/hours"] if contact.id in with_hours else [])
        has_way = bool(contact.number or contact.url or contact.email)
        yield from (f"/contact_points/{contact.id}{field}" for field in (fields if has_way else ["", *fields]))


def _filled_contact_fields(contact: ContactPointDraft) -> Iterator[str]:
    yield from (f"/{field}" for field in ("url", "email", "ivr_steps") if getattr(contact, field))
    if contact.number:
        yield "/dial"
    if contact.cost is not Cost.UNKNOWN:
        yield "/cost"
    if contact.fallback:
        yield "/dial/fallback"
    reachable = contact.reachable.model_dump(exclude_none=True)
    yield from (f"/dial/reachable/{where}" for where in reachable)


@each_service
def test_every_filled_field_has_evidence(service: ServiceDraft) -> None:
    pointers = {pointer for row in service.evidence for pointer in row.fields}
    assert all(row.fields for row in service.evidence), "evidence for the whole record would cover everything"

    bare = [
        field
        for field in _filled_fields(service)
        if not any(field == pointer or field.startswith(f"{pointer}/") for pointer in pointers)
    ]

    assert bare == []


@each_service
def test_what_lies_beyond_the_number_has_evidence_of_its_own(service: ServiceDraft) -> None:
    """That a number cannot be reached from somewhere does not stand where the number stands."""
    pointers = {pointer for row in service.evidence for pointer in row.fields}

    assert {field for field in _filled_fields(service) if "/reachable/" in field or "/fallback" in field} <= pointers


@each_service
def test_no_evidence_points_to_what_is_not_filled(service: ServiceDraft) -> None:
    filled = set(_filled_fields(service))

    for row in service.evidence:
        for pointer in row.fields:
            assert any(field == pointer or field.startswith(f"{pointer}/") for field in filled) or (
                pointer.split("/")[1:2] == ["contact_points"]
                and pointer.split("/")[2] in {contact.id for contact in service.contact_points}
                and len(pointer.split("/")) == 3
            ), pointer


@each_service
def test_a_service_was_verified_on_the_day_of_a_source_that_shows_it(service: ServiceDraft) -> None:
    days = {SOURCES[row.source].as_of for row in service.evidence}
    full_days = {date.fromisoformat(day) for day in days if day and len(day) == 10}

    if service.verified_on is None:
        assert date(2025, 8, 26) not in full_days or not _is_printed_in_the_report(service)
        return
    assert service.verified_on in full_days
    is_document = {
        SOURCES[row.source].url is None
        for row in service.evidence
        if SOURCES[row.source].as_of == str(service.verified_on)
    }
    methods = {VerificationMethod.DOCUMENT: True, VerificationMethod.WEBSITE: False}
    assert methods[service.verification_method or VerificationMethod.CALL] in is_document


def _is_printed_in_the_report(service: ServiceDraft) -> bool:
    """Whether the report itself prints a way to reach the service."""
    return any(
        (contact.number in NUMBERS and contact.number not in NOT_IN_THE_REPORT)
        or (contact.url is not None and "zinsin" not in contact.url)
        for contact in service.contact_points
    )


@pytest.mark.parametrize("table", ["organizations", "needs", "sources", "services"])
def test_every_text_is_in_english_and_japanese(table: str) -> None:
    for draft in SEED[table]:
        for field, translations in texts_of(draft).items():
            assert {"en", "ja"} <= translations.keys(), (draft.id, field)


def test_texts_are_only_in_locales_that_we_answer_in() -> None:
    tags = {tag for table in SEED.values() for draft in table for texts in texts_of(draft).values() for tag in texts}

    assert tags == {locale.tag for locale in LOCALES}


def test_english_texts_are_written_without_japanese_letters_and_japanese_ones_with() -> None:
    japanese = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
    for table in SEED.values():
        for draft in table:
            for field, translations in texts_of(draft).items():
                assert not japanese.search(translations["en"]), (draft.id, field)
                assert japanese.search(translations["ja"]), (draft.id, field)


def test_the_two_documents_and_pages_of_the_government_are_the_only_sources() -> None:
    assert {name for name, source in SOURCES.items() if source.url is None} == {
        "annual-report-2025",
        "child-exploitation-plan-fy2019",
    }
    for source in SOURCES.values():
        if source.url is not None:
            assert re.match(r"https?://[a-z0-9.-]+\.(go|lg)\.jp/", source.url), source.id
    assert SOURCES["annual-report-2025"].as_of == "2025-08-26"


def test_every_source_and_every_organization_is_used() -> None:
    assert {row.source for service in SERVICES for row in service.evidence} == SOURCES.keys()
    assert {service.organization for service in SERVICES} == {draft.id for draft in SEED["organizations"]}


def test_the_needs_are_a_taxonomy_of_15_to_25_terms_on_two_levels() -> None:
    needs = {need.id: need for need in SEED["needs"] if isinstance(need, NeedDraft)}

    assert 15 <= len(needs) <= 25
    for need in needs.values():
        assert need.parent is None or needs[need.parent].parent is None
    assert {need for service in SERVICES for need in service.needs} <= needs.keys()
    for service in SERVICES:
        assert not {needs[need].parent for need in service.needs} & set(service.needs), service.id


def test_every_service_is_tagged_with_a_need() -> None:
    assert [service.id for service in SERVICES if not service.needs] == []


def test_every_organization_has_a_name_of_its_own() -> None:
    for tag in ("en", "ja"):
        names = [draft.name[tag] for draft in SEED["organizations"] if isinstance(draft, OrganizationDraft)]
        assert len(names) == len(set(names))
        service_names = [service.name[tag] for service in SERVICES]
        assert len(service_names) == len(set(service_names))


@pytest.mark.parametrize(
    ("service_id", "contact_id", "dial"),
    [
        (
            "police-110",
            "phone",
            {
                "display": "110",
                "digits": "110",
                "tel_uri": "tel:110",
                "e164": None,
                "kind": "emergency",
                "reachable": {"ip_phone": None, "prepaid_mobile": None, "abroad": None},
                "fallback": None,
            },
        ),
        (
            "police-consultation-9110",
            "phone",
            {
                "display": "#9110",
                "digits": "#9110",
                "tel_uri": "tel:%239110",
                "e164": None,
                "kind": "short_code",
                "reachable": {"ip_phone": None, "prepaid_mobile": None, "abroad": None},
                "fallback": None,
            },
        ),
        (
            "anonymous-reporting-hotline",
            "phone",
            {
                "display": "0120-924-839",
                "digits": "0120924839",
                "tel_uri": "tel:0120924839",
                "e164": None,
                "kind": "toll_free",
                "reachable": {"ip_phone": None, "prepaid_mobile": None, "abroad": None},
                "fallback": None,
            },
        ),
        (
            "immigration-information-center",
            "phone",
            {
                "display": "0570-013904",
                "digits": "0570013904",
                "tel_uri": "tel:0570013904",
                "e164": None,
                "kind": "uan",
                "reachable": {"ip_phone": None, "prepaid_mobile": None, "abroad": None},
                "fallback": "ip-phone",
            },
        ),
        (
            "houterasu-multilingual-information-service",
            "ip-phone",
            {
                "display": "050-3754-5430",
                "digits": "05037545430",
                "tel_uri": "tel:+815037545430",
                "e164": "+815037545430",
                "kind": "voip",
                "reachable": {"ip_phone": True, "prepaid_mobile": True, "abroad": None},
                "fallback": None,
            },
        ),
        (
            "ngo-womens-consultation-desk",
            "phone",
            {
                "display": "03-3368-8855",
                "digits": "0333688855",
                "tel_uri": "tel:+81333688855",
                "e164": "+81333688855",
                "kind": "fixed_line",
                "reachable": {"ip_phone": None, "prepaid_mobile": None, "abroad": None},
                "fallback": None,
            },
        ),
    ],
)
def test_a_number_is_served_with_all_that_is_known_of_it(
    api: Api, service_id: str, contact_id: str, dial: dict[str, Any]
) -> None:
    service = api.get(f"/v1/services/{service_id}").json()

    assert [contact["dial"] for contact in service["contact_points"] if contact["id"] == contact_id] == [dial]


@pytest.mark.parametrize("service_id", ["telephone-consultation-for-foreign-workers", "labor-standards-advice-hotline"])
def test_a_telephone_whose_number_is_not_printed_is_named_without_one(service_id: str) -> None:
    phones = [contact for contact in BY_ID[service_id].contact_points if contact.type is ContactType.PHONE]

    assert [phone.number for phone in phones] == [None]
