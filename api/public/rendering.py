"""Records → answers in one locale, as bytes.

A service is rendered once for each locale and each time in which the clock changes nothing in it, and kept; what
depends on the question (`match`, `hours_status`) is put in when a list is put together. A `Renderer` belongs to one
`Directory` and goes with it.
"""

import json
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.directory.drafts import (
    EvidenceDraft,
    ServiceDraft,
)
from api.directory.finding import Match, Service
from api.directory.schedules import RANK, HoursStatus
from api.directory.snapshot import Directory
from api.directory.timelines import Hours
from api.directory.values import ContactType
from api.directory.verification import Cadence, Freshness, freshness_at
from api.localization import formats
from api.localization.catalogs import Catalogs, Sentence, say
from api.localization.locales import LocaleTable
from api.localization.words import Words
from api.public.answers import (
    EvidenceOut,
    LanguageOut,
    LocaleOut,
    MatchOut,
    NeedOut,
    OrganizationOut,
    ServiceOut,
)
from api.public.moments import rfc3339
from api.public.parts import (
    ShownHours,
    name_in_japanese,
    optional_text_of,
    render_contact_point,
    render_languages,
    render_verification,
    served_pointer,
    text_of,
    union_of,
)

_CHANGING = frozenset({"hours_status", "match", "outdated", "fallbacks"})  # with the question
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
    outdated: Sequence[str]
    statuses: tuple[tuple[ContactType, HoursStatus], ...]
    since: datetime | None
    until: datetime | None

    def whole(self, match: "RenderedMatch | None" = None, channels: Collection[ContactType] = ()) -> bytes:
        """The whole service, with why it answers; its status is the best of the asked channels (none: of all)."""
        fallbacks = dump({**self.fallbacks, **(match.fallbacks if match else {})})
        outdated = dump([*self.outdated, *(match.outdated if match else ())])
        judged = [status for kind, status in self.statuses if not channels or kind in channels]
        status = min(judged, key=RANK.__getitem__, default=HoursStatus.UNKNOWN)
        body = match.body if match else b"null"
        changing = {"hours_status": dump(status), "match": body, "outdated": outdated, "fallbacks": fallbacks}
        return self.head[:-1] + b"".join(b"," + dump(name) + b":" + value for name, value in changing.items()) + b"}"


@dataclass(frozen=True, slots=True)
class RenderedMatch:
    """The JSON of a `match`, and what of it is not in the locale."""

    body: bytes
    fallbacks: Mapping[str, str]
    outdated: Sequence[str]


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
            self._kept[place] = self._render_service(service, locale, freshness, ShownHours(tables, hours, own), clock)
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
            name = text_of(self.directory.needs[need], "name", words, f"/match/reasons/{len(reasons)}")
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
        return RenderedMatch(body, words.fallbacks, words.outdated)

    def organization(self, organization_id: str, locale: str) -> OrganizationOut:
        """An organization."""
        draft = self.directory.organizations[organization_id]
        words = self.words(locale)
        return OrganizationOut(
            id=draft.id,
            name=text_of(draft, "name", words),
            name_in_japanese=name_in_japanese(draft, words),
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
            name=text_of(draft, "name", words),
            description=text_of(draft, "description", words),
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
        self, service: Service, locale: str, freshness: Freshness, shown: ShownHours, clock: Iterable[Freshness | Hours]
    ) -> Rendered:
        words = self.words(locale)
        draft = service.draft
        organization = self.directory.organizations[draft.organization]
        out = ServiceOut(
            id=draft.id,
            name=text_of(draft, "name", words),
            name_in_japanese=name_in_japanese(draft, words),
            description=text_of(draft, "description", words),
            status=draft.status.value,
            alert=optional_text_of(draft, "alert", words),
            organization={
                "id": organization.id,
                "name": text_of(organization, "name", words, "/organization/name"),
                "name_in_japanese": name_in_japanese(organization, words),
                "url": organization.url,
            },
            needs=[
                {"id": need, "name": text_of(self.directory.needs[need], "name", words, f"/needs/{number}/name")}
                for number, need in enumerate(draft.needs)
            ],
            area={"code": draft.area, "name": words.area(draft.area, "/area/name")},
            audience=optional_text_of(draft, "audience", words),
            anonymous=draft.anonymous,
            interpretation=optional_text_of(draft, "interpretation", words),
            hours_status="unknown",
            languages_stated=draft.languages_stated.value,
            languages=render_languages(draft, union_of(draft.languages), words, "/languages"),
            contact_points=[
                render_contact_point(contact, service, shown, words, f"/contact_points/{number}")
                for number, contact in enumerate(draft.contact_points)
            ],
            match=None,
            evidence=[self._evidence(row, draft, words, number) for number, row in enumerate(draft.evidence)],
            verification=render_verification(draft, freshness, words),
            last_modified=rfc3339(service.last_modified),
            outdated=words.outdated,
            fallbacks=words.fallbacks,
        )
        document = {name: value for name, value in out.items() if name not in _CHANGING}
        types = {contact.id: contact.type for contact in draft.contact_points}
        return Rendered(
            dump(document),
            words.fallbacks,
            words.outdated,
            tuple((types[key], hours.status) for key, hours in shown.hours.items()),
            max((each.since for each in clock if each.since), default=None),
            min((each.until for each in clock if each.until), default=None),
        )

    def _evidence(self, row: EvidenceDraft, draft: ServiceDraft, words: Words, number: int) -> EvidenceOut:
        source = self.directory.sources[row.source]
        return EvidenceOut(
            source=row.source,
            title=text_of(source, "title", words, f"/evidence/{number}/title"),
            locator=row.locator,
            url=source.url,
            as_of=source.as_of,
            fields=[served_pointer(pointer, draft) for pointer in row.fields],
            note=words.optional_text(
                row.note, f"/evidence/{number}/note", draft.outdated_in(f"/evidence/{row.id}/note")
            ),
        )


def dump(value: object) -> bytes:
    """JSON as we send it: UTF-8, compact."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
