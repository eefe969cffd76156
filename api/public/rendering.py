"""Records → answers in one locale, as bytes.

A service is rendered once per locale and freshness and kept; what depends on the question (`match`) is put in when a
list is put together. A `Renderer` belongs to one `Directory` and goes with it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache, partial
from typing import Any

from api.directory.drafts import (
    ContactPointDraft,
    EvidenceDraft,
    LanguageDraft,
    ScheduleDraft,
    ScheduleExceptionDraft,
    ServiceDraft,
)
from api.directory.faults import Fault
from api.directory.snapshot import Directory, Match, Service
from api.directory.values import WITH_HOURS, VerificationMethod
from api.directory.verification import ZONE, Cadence, Freshness, freshness_at
from api.localization import formats
from api.localization.catalogs import Catalogs, Sentence, say
from api.localization.locales import LocaleTable
from api.localization.words import Words
from api.public.answers import (
    ContactPointOut,
    DialOut,
    EvidenceOut,
    HoursOut,
    LanguageOut,
    LanguageSpokenOut,
    LocaleOut,
    MatchOut,
    NeedOut,
    OrganizationOut,
    ScheduleExceptionOut,
    ScheduleOut,
    ServiceOut,
    VerificationOut,
)

# Before, Tokyo kept the time of its meridian, whose offset has seconds, which RFC 3339 cannot write.
FIRST_YEAR_OF_STANDARD_TIME = 1888
_STANDARD_TIME = timezone(timedelta(hours=9))
MAX_KEPT_SERVICES = 4096  # rendered services that are kept, each of a few KiB


@dataclass(frozen=True, slots=True)
class Rendered:
    """The JSON of one service without its `match`, and the moments between which it does not change by the clock."""

    head: bytes
    fallbacks: Mapping[str, str]
    since: datetime | None
    until: datetime | None

    def with_match(self, match: "RenderedMatch | None" = None) -> bytes:
        """The whole service, with why it answers."""
        fallbacks = dump({**self.fallbacks, **(match.fallbacks if match else {})})
        body = match.body if match else b"null"
        return self.head[:-1] + b',"match":' + body + b',"fallbacks":' + fallbacks + b"}"


@dataclass(frozen=True, slots=True)
class RenderedMatch:
    """The JSON of a `match`, and what of it is not in the locale."""

    body: bytes
    fallbacks: Mapping[str, str]


class Renderer:
    """Answers about one directory."""

    def __init__(self, directory: Directory, table: LocaleTable, catalogs: Catalogs, cadence: Cadence) -> None:
        """Render `directory` in the locales of `table`; `cadence` says how long a verification is good for."""
        self.directory = directory
        self.table = table
        self._catalogs = catalogs
        self._cadence = cadence
        self._kept = lru_cache(maxsize=MAX_KEPT_SERVICES)(self._render_service)

    def words(self, locale: str) -> Words:
        """The words of one new resource."""
        return Words(locale, self.table, self._catalogs)

    def service(self, service: Service, locale: str, now: datetime) -> Rendered:
        """A service as it is at the moment `now`."""
        days = self._cadence.emergency_days if service.is_emergency else self._cadence.days
        return self._kept(service.draft.id, locale, freshness_at(now, service.draft.verified_on, days))

    def match(self, match: Match, locale: str) -> RenderedMatch:
        """Why a service answers, in words."""
        words = self.words(locale)
        reasons: list[str] = []

        def add(reason: Sentence) -> None:
            reasons.append(words.sentence(reason, f"/match/reasons/{len(reasons)}"))

        for need in match.needs:
            name = words.text(self.directory.needs[need].name, f"/match/reasons/{len(reasons)}")
            add(say("Helps with: {need}", need=name))
        if match.language == "stated":
            add(say("Your language can be used there."))
        elif match.is_home_language:
            pass  # a service in Japan answers in Japanese: that need not be said
        elif match.language == "possible" and match.service.draft.languages:
            add(say("Your language is not among those that are named there, but may be spoken."))
        elif match.language == "possible":
            add(say("Ask for your language: which ones are spoken there is not stated."))
        body = dump(MatchOut(needs=list(match.needs), language=match.language, reasons=reasons))
        return RenderedMatch(body, words.fallbacks)

    def organization(self, organization_id: str, locale: str) -> OrganizationOut:
        """An organization."""
        draft = self.directory.organizations[organization_id]
        words = self.words(locale)
        return OrganizationOut(
            id=draft.id,
            name=words.text(draft.name, "/name"),
            url=draft.url,
            service_ids=self.directory.services_of(draft.id),
            fallbacks=words.fallbacks,
        )

    def need(self, need_id: str, locale: str) -> NeedOut:
        """A need."""
        draft = self.directory.needs[need_id]
        words = self.words(locale)
        return NeedOut(
            id=draft.id,
            name=words.text(draft.name, "/name"),
            description=words.text(draft.description, "/description"),
            parent=draft.parent,
            service_count=self.directory.count_for_need(draft.id),
            fallbacks=words.fallbacks,
        )

    def language(self, tag: str, service_count: int, locale: str) -> LanguageOut:
        """A language that some service states."""
        words = self.words(locale)
        return LanguageOut(
            tag=tag,
            name=words.language(tag, "/name"),
            autonym=formats.autonym(tag),
            text_direction=formats.text_direction(tag),
            service_count=service_count,
            fallbacks=words.fallbacks,
        )

    def locales(self, locale: str) -> list[LocaleOut]:
        """The locales that we answer in, with how much of the directory is in each."""
        outs = []
        for row in self.table.rows.values():
            words = self.words(locale)
            outs.append(
                LocaleOut(
                    tag=row.tag,
                    name=words.language(row.tag, "/name"),
                    autonym=formats.autonym(row.tag),
                    text_direction=formats.text_direction(row.tag),
                    coverage=self.directory.coverage(row.tag),
                    review="reviewed" if row.is_reviewed else "unreviewed",
                    fallbacks=words.fallbacks,
                )
            )
        return outs

    def _render_service(self, service_id: str, locale: str, freshness: Freshness) -> Rendered:
        service = self.directory.readable[service_id]
        words = self.words(locale)
        draft = service.draft
        organization = self.directory.organizations[draft.organization]
        out = ServiceOut(
            id=draft.id,
            name=words.text(draft.name, "/name"),
            description=words.text(draft.description, "/description"),
            status=draft.status.value,
            alert=words.optional_text(draft.alert, "/alert"),
            organization={
                "id": organization.id,
                "name": words.text(organization.name, "/organization/name"),
                "url": organization.url,
            },
            needs=[
                {"id": need, "name": words.text(self.directory.needs[need].name, f"/needs/{number}/name")}
                for number, need in enumerate(draft.needs)
            ],
            area={"code": draft.area, "name": words.area(draft.area, "/area/name")},
            audience=words.optional_text(draft.audience, "/audience"),
            anonymous=draft.anonymous,
            interpretation=words.optional_text(draft.interpretation, "/interpretation"),
            hours_status="unknown",
            languages_stated=draft.languages_stated.value,
            languages=_languages(_union_of(draft.languages), words, "/languages"),
            contact_points=[
                _contact_point(contact, service, words, f"/contact_points/{number}")
                for number, contact in enumerate(draft.contact_points)
            ],
            match=None,
            evidence=[self._evidence(row, draft, words, number) for number, row in enumerate(draft.evidence)],
            verification=_verification(draft, freshness, words),
            last_modified=rfc3339(service.last_modified),
            fallbacks=words.fallbacks,
        )
        document = {name: value for name, value in out.items() if name not in {"match", "fallbacks"}}
        return Rendered(dump(document), words.fallbacks, freshness.since, freshness.until)

    def _evidence(self, row: EvidenceDraft, draft: ServiceDraft, words: Words, number: int) -> EvidenceOut:
        source = self.directory.sources[row.source]
        return EvidenceOut(
            source=row.source,
            title=words.text(source.title, f"/evidence/{number}/title"),
            locator=row.locator,
            url=source.url,
            as_of=source.as_of,
            fields=[_served_pointer(pointer, draft) for pointer in row.fields],
            note=words.optional_text(row.note, f"/evidence/{number}/note"),
        )


def dump(value: object) -> bytes:
    """JSON as we send it: UTF-8, compact."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def rfc3339(moment: datetime) -> str:
    """A moment with the offset of Asia/Tokyo, to the second."""
    try:
        local = moment.astimezone(ZONE)
        if local.year < FIRST_YEAR_OF_STANDARD_TIME:
            local = moment.astimezone(_STANDARD_TIME)
    except OverflowError:  # within a day of the first or last year that the calendar has
        local = moment.astimezone(UTC)
    return local.isoformat(timespec="seconds")


def _union_of(languages: Iterable[LanguageDraft]) -> list[LanguageDraft]:
    """The languages of a service and of all its contact points, each once."""
    first: dict[str, LanguageDraft] = {}
    for language in languages:
        first.setdefault(language.tag, language)
    return list(first.values())


def _languages(languages: Iterable[LanguageDraft], words: Words, pointer: str) -> list[LanguageSpokenOut]:
    return [
        LanguageSpokenOut(
            tag=language.tag,
            name=words.language(language.tag, f"{pointer}/{number}/name"),
            autonym=formats.autonym(language.tag),
            mode=language.mode.value,
            note=words.optional_text(language.note, f"{pointer}/{number}/note"),
        )
        for number, language in enumerate(languages)
    ]


def _contact_point(contact: ContactPointDraft, service: Service, words: Words, pointer: str) -> ContactPointOut:
    own_languages = [language for language in service.draft.languages if language.contact_point == contact.id]
    return ContactPointOut(
        id=contact.id,
        type=contact.type.value,
        label=words.text(contact.label, f"{pointer}/label"),
        dial=_dial(contact, service),
        url=contact.url,
        email=contact.email,
        cost=contact.cost.value,
        ivr_steps=[
            {"press": step.press, "text": words.text(step.text, f"{pointer}/ivr_steps/{number}/text")}
            for number, step in enumerate(contact.ivr_steps)
        ],
        languages=_languages(own_languages, words, f"{pointer}/languages") if own_languages else None,
        hours=_hours(contact, service, words, f"{pointer}/hours") if contact.type in WITH_HOURS else None,
    )


def _dial(contact: ContactPointDraft, service: Service) -> DialOut | None:
    number = service.numbers.get(contact.id)
    if number is None:
        return None
    return DialOut(
        display=number.display,
        digits=number.digits,
        tel_uri=number.tel_uri,
        e164=number.e164,
        kind=number.kind.value,
        reachable={
            "ip_phone": contact.reachable.ip_phone,
            "prepaid_mobile": contact.reachable.prepaid_mobile,
            "abroad": contact.reachable.abroad,
        },
        fallback=contact.fallback,
    )


def _hours(contact: ContactPointDraft, service: Service, words: Words, pointer: str) -> HoursOut:
    schedules = [_schedule(row) for row in service.draft.schedules if row.contact_point == contact.id]
    exceptions = [_exception(row) for row in service.draft.schedule_exceptions if row.contact_point == contact.id]
    sentence = (
        say("Whether somebody answers right now is not known; the printed hours are in schedules.")
        if schedules
        else say("The hours are not known.")
    )
    return HoursOut(
        status="unknown",
        text=words.sentence(sentence, f"{pointer}/text"),
        timezone=str(ZONE),
        closes_at=None,
        next_opens_at=None,
        upcoming=[],
        osm=None,
        schedules=schedules,
        exceptions=exceptions,
    )


def _schedule(row: ScheduleDraft) -> ScheduleOut:
    return ScheduleOut(
        byday=list(row.byday),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        public_holidays=row.public_holidays,
        valid_from=row.valid_from.isoformat() if row.valid_from else None,
        valid_to=row.valid_to.isoformat() if row.valid_to else None,
    )


def _exception(row: ScheduleExceptionDraft) -> ScheduleExceptionOut:
    return ScheduleExceptionOut(
        {
            "status": row.status,
            "from": row.from_,
            "to": row.to,
            "opens_at": row.opens_at,
            "closes_at": row.closes_at,
            "calendar": row.calendar,
        }
    )


_CHECKED: Mapping[VerificationMethod, Sentence] = {
    VerificationMethod.CALL: say("Somebody called and checked this on {day}."),
    VerificationMethod.WEBSITE: say("This was checked against the website on {day}."),
    VerificationMethod.AGENCY: say("The agency confirmed this on {day}."),
    VerificationMethod.DOCUMENT: say("This is taken from an official document of {day}."),
}
_CHECKED_LONG_AGO: Mapping[VerificationMethod, Sentence] = {
    VerificationMethod.CALL: say("Somebody last called and checked this on {day}. It may have changed since."),
    VerificationMethod.WEBSITE: say("This was last checked against the website on {day}. It may have changed since."),
    VerificationMethod.AGENCY: say("The agency last confirmed this on {day}. It may have changed since."),
    VerificationMethod.DOCUMENT: say("This is taken from an official document of {day}. It may have changed since."),
}


def _verification(draft: ServiceDraft, freshness: Freshness, words: Words) -> VerificationOut:
    if draft.verified_on is None or draft.verification_method is None:
        text = words.sentence(
            say("When this was last checked is not known. It may have changed."), "/verification/text"
        )
        return VerificationOut(verified_on=None, method=None, state=freshness.state, text=text)
    sentences = _CHECKED if freshness.state == "current" else _CHECKED_LONG_AGO
    day = partial(formats.long_date, draft.verified_on)
    sentence = Sentence(sentences[draft.verification_method].text, {"day": day})
    return VerificationOut(
        verified_on=draft.verified_on.isoformat(),
        method=draft.verification_method.value,
        state=freshness.state,
        text=words.sentence(sentence, "/verification/text"),
    )


def _served_pointer(pointer: str, draft: ServiceDraft) -> str:
    """A pointer of the evidence, which names a contact point by its id, as a pointer into the answer."""
    root, *rest = pointer.split("/")[1:]
    if root != "contact_points" or not rest:
        return pointer
    places = {contact.id: number for number, contact in enumerate(draft.contact_points)}
    steps: tuple[Any, ...] = (root, places[rest[0]], *rest[1:])
    return Fault("", steps).pointer
