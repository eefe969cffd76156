"""Records → answers in one locale, as bytes.

A service is rendered once for each locale and each time in which the clock changes nothing in it, and kept; what
depends on the question (`match`, `hours_status`) is put in when a list is put together. A `Renderer` belongs to one
`Directory` and goes with it.
"""

import json
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from api.directory.drafts import (
    ContactPointDraft,
    EvidenceDraft,
    LanguageDraft,
    OrganizationDraft,
    ServiceDraft,
    TranslatedDraft,
)
from api.directory.faults import Fault
from api.directory.finding import HOME_LANGUAGE, Match, Service
from api.directory.schedules import RANK, HoursStatus
from api.directory.snapshot import Directory
from api.directory.timelines import Hours
from api.directory.timetables import Timetable
from api.directory.values import ContactType, VerificationMethod
from api.directory.verification import Cadence, Freshness, freshness_at
from api.localization import formats
from api.localization.catalogs import Catalogs, Sentence, say
from api.localization.locales import LocaleTable
from api.localization.words import Words
from api.public.answers import (
    ContactPointOut,
    DialOut,
    EvidenceOut,
    LanguageOut,
    LanguageSpokenOut,
    LocaleOut,
    MatchOut,
    NeedOut,
    OrganizationOut,
    ServiceOut,
    VerificationOut,
)
from api.public.hours import render_hours
from api.public.moments import rfc3339

MAX_KEPT_SERVICES = 4096  # rendered services that are kept, each of a few KiB


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a question decides how a service is shown: when its hours are judged, for whom, by which ways."""

    moment: datetime
    is_fixed: bool = False
    languages: tuple[str, ...] = ()
    channels: tuple[ContactType, ...] = ()


@dataclass(frozen=True, slots=True)
class Rendered:
    """The JSON of one service without what depends on the question.

    `statuses` are those of its contact points that have hours. From `since` on and before `until` the clock does not
    change it (None: ever).
    """

    head: bytes
    fallbacks: Mapping[str, str]
    statuses: tuple[tuple[ContactType, HoursStatus], ...]
    since: datetime | None
    until: datetime | None

    def whole(self, match: "RenderedMatch | None" = None, channels: Collection[ContactType] = ()) -> bytes:
        """The whole service, with why it answers; its status is the best of the asked channels (none: of all)."""
        fallbacks = dump({**self.fallbacks, **(match.fallbacks if match else {})})
        judged = [status for kind, status in self.statuses if not channels or kind in channels]
        status = min(judged, key=RANK.__getitem__, default=HoursStatus.UNKNOWN)
        body = match.body if match else b"null"
        return b"".join(
            (self.head[:-1], b',"hours_status":', dump(status), b',"match":', body, b',"fallbacks":', fallbacks, b"}")
        )


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
        self._kept: dict[tuple[Hashable, ...], Rendered] = {}

    def words(self, locale: str) -> Words:
        """The words of one new resource."""
        return Words(locale, self.table, self._catalogs)

    def service(self, service: Service, locale: str, now: datetime, asked: Asked) -> Rendered:
        """A service as it is at the moment `now`, its hours as they are `asked` for."""
        days = self._cadence.emergency_days if service.is_emergency else self._cadence.days
        freshness = freshness_at(now, service.draft.verified_on, days)
        tables = {key: hours.asked(asked.languages, asked.moment) for key, hours in service.hours.items()}
        hours = {key: table.timeline.hours_at(asked.moment) for key, table in tables.items()}
        competing = [
            table.timeline.hours_at(asked.moment)
            for of_contact in service.hours.values()
            for table in of_contact.competing(asked.languages)
        ]
        own = {
            (key, tag): table.timeline.hours_at(asked.moment)
            for key, of_contact in service.hours.items()
            for tag, table in of_contact.by_language.items()
        }
        # Within one interval of a timeline its hours are the same, and so is all that is made from them.
        intervals = tuple(each.since for each in (*hours.values(), *own.values(), *competing))
        place = (service.draft.id, locale, freshness, intervals, tuple(map(id, tables.values())), asked.is_fixed)
        if place not in self._kept:
            if len(self._kept) >= MAX_KEPT_SERVICES:
                self._kept.clear()
            clock: list[Freshness | Hours] = [freshness]
            clock += [] if asked.is_fixed else [*competing, *own.values()]
            self._kept[place] = self._render_service(service, locale, freshness, _Shown(tables, hours, own), clock)
        return self._kept[place]

    def match(self, match: Match, locale: str) -> RenderedMatch:
        """Why a service answers, in words."""
        words = self.words(locale)
        reasons: list[str] = []

        def add(reason: Sentence) -> None:
            reasons.append(words.sentence(reason, f"/match/reasons/{len(reasons)}"))

        if match.is_named:
            add(say("Your words are in its name."))
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
            name=_text(draft, "name", words),
            name_in_japanese=_name_in_japanese(draft, words),
            url=draft.url,
            service_ids=self.directory.services_of(draft.id),
            outdated=words.outdated,
            fallbacks=words.fallbacks,
        )

    def need(self, need_id: str, locale: str) -> NeedOut:
        """A need."""
        draft = self.directory.needs[need_id]
        words = self.words(locale)
        return NeedOut(
            id=draft.id,
            name=_text(draft, "name", words),
            description=_text(draft, "description", words),
            parent=draft.parent,
            service_count=self.directory.count_for_need(draft.id),
            outdated=words.outdated,
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
            words, translated = self.words(locale), self.directory.translated(row.tag)
            outs.append(
                LocaleOut(
                    tag=row.tag,
                    name=words.locale_name(row, "/name"),
                    autonym=row.autonym or formats.autonym(row.tag),
                    text_direction=formats.text_direction(row.tag),
                    coverage=translated.coverage,
                    review="reviewed" if row.is_reviewed and translated.is_reviewed else "unreviewed",
                    fallbacks=words.fallbacks,
                )
            )
        return outs

    def _render_service(
        self, service: Service, locale: str, freshness: Freshness, shown: "_Shown", clock: Iterable[Freshness | Hours]
    ) -> Rendered:
        words = self.words(locale)
        draft = service.draft
        organization = self.directory.organizations[draft.organization]
        out = ServiceOut(
            id=draft.id,
            name=_text(draft, "name", words),
            name_in_japanese=_name_in_japanese(draft, words),
            description=_text(draft, "description", words),
            status=draft.status.value,
            alert=_optional_text(draft, "alert", words),
            organization={
                "id": organization.id,
                "name": _text(organization, "name", words, "/organization/name"),
                "name_in_japanese": _name_in_japanese(organization, words),
                "url": organization.url,
            },
            needs=[
                {"id": need, "name": _text(self.directory.needs[need], "name", words, f"/needs/{number}/name")}
                for number, need in enumerate(draft.needs)
            ],
            area={"code": draft.area, "name": words.area(draft.area, "/area/name")},
            audience=_optional_text(draft, "audience", words),
            anonymous=draft.anonymous,
            interpretation=_optional_text(draft, "interpretation", words),
            hours_status="unknown",
            languages_stated=draft.languages_stated.value,
            languages=_languages(_union_of(draft.languages), words, "/languages"),
            contact_points=[
                _contact_point(contact, service, shown, words, f"/contact_points/{number}")
                for number, contact in enumerate(draft.contact_points)
            ],
            match=None,
            evidence=[self._evidence(row, draft, words, number) for number, row in enumerate(draft.evidence)],
            verification=_verification(draft, freshness, words),
            last_modified=rfc3339(service.last_modified),
            outdated=words.outdated,
            fallbacks=words.fallbacks,
        )
        document = {name: value for name, value in out.items() if name not in {"hours_status", "match", "fallbacks"}}
        types = {contact.id: contact.type for contact in draft.contact_points}
        return Rendered(
            dump(document),
            words.fallbacks,
            tuple((types[key], hours.status) for key, hours in shown.hours.items()),
            max((each.since for each in clock if each.since), default=None),
            min((each.until for each in clock if each.until), default=None),
        )

    def _evidence(self, row: EvidenceDraft, draft: ServiceDraft, words: Words, number: int) -> EvidenceOut:
        source = self.directory.sources[row.source]
        return EvidenceOut(
            source=row.source,
            title=_text(source, "title", words, f"/evidence/{number}/title"),
            locator=row.locator,
            url=source.url,
            as_of=source.as_of,
            fields=[_served_pointer(pointer, draft) for pointer in row.fields],
            note=words.optional_text(
                row.note, f"/evidence/{number}/note", draft.outdated_in(f"/evidence/{row.id}/note")
            ),
        )


def dump(value: object) -> bytes:
    """JSON as we send it: UTF-8, compact."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _text(draft: TranslatedDraft, field: str, words: Words, pointer: str | None = None) -> str:
    """A text of a record, which stands at `pointer` in the answer."""
    return words.text(getattr(draft, field), pointer or f"/{field}", draft.outdated_in(f"/{field}"))


def _optional_text(draft: TranslatedDraft, field: str, words: Words) -> str | None:
    """A text that a record may have."""
    return words.optional_text(getattr(draft, field), f"/{field}", draft.outdated_in(f"/{field}"))


def _name_in_japanese(draft: ServiceDraft | OrganizationDraft, words: Words) -> str | None:
    """What a service or its agency is called in Japanese, for who is answered in another language."""
    return None if words.locale == HOME_LANGUAGE else draft.name.get(HOME_LANGUAGE)


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


@dataclass(frozen=True, slots=True)
class _Shown:
    """The timetables that are shown, by contact point, and their hours; those of a language, by both."""

    tables: Mapping[str, Timetable]
    hours: Mapping[str, Hours]
    own: Mapping[tuple[str, str], Hours]


def _contact_point(
    contact: ContactPointDraft, service: Service, shown: _Shown, words: Words, pointer: str
) -> ContactPointOut:
    own_hours = service.hours[contact.id].by_language if contact.id in service.hours else {}
    own_languages = [language for language in service.draft.languages if language.contact_point == contact.id]
    if own_hours and not own_languages:  # those of the whole service, some of which have hours of their own here
        own_languages = [language for language in service.draft.languages if language.contact_point is None]
    languages = _languages(own_languages, words, f"{pointer}/languages")
    for number, language in enumerate(languages):
        if table := own_hours.get(language["tag"]):
            hours = shown.own[contact.id, language["tag"]]
            language["hours"] = render_hours(table, hours, words, f"{pointer}/languages/{number}/hours")
    return ContactPointOut(
        id=contact.id,
        type=contact.type.value,
        label=words.text(
            contact.label, f"{pointer}/label", service.draft.outdated_in(f"/contact_points/{contact.id}/label")
        ),
        dial=_dial(contact, service),
        url=contact.url,
        email=contact.email,
        cost=contact.cost.value,
        ivr_steps=[
            {"press": step.press, "text": words.text(step.text, f"{pointer}/ivr_steps/{number}/text")}
            for number, step in enumerate(contact.ivr_steps)
        ],
        languages=languages or None,
        hours=render_hours(shown.tables[contact.id], shown.hours[contact.id], words, f"{pointer}/hours")
        if contact.id in shown.tables
        else None,
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
