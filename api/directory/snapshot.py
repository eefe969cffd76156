"""The directory as it is read: frozen, in memory, indexed. A new truth is a new `Directory`, swapped in whole.

Services stand in one order, the more specific before the general (fewer needs first), then by id; sets of services are
integers (`service_sets.py`). What is asked and answered is in `finding.py`.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import combinations
from types import MappingProxyType

from api.directory.dialing import NumberKind, read_number
from api.directory.drafts import (
    NeedDraft,
    OrganizationDraft,
    RecordDraft,
    ServiceDraft,
    SourceDraft,
    TranslatedDraft,
    TranslationDraft,
    canonical_document,
)
from api.directory.finding import (
    NEED_RELAXATIONS,
    RELAXATIONS,
    WIDER_NEED,
    Found,
    Judged,
    Match,
    Service,
    ServiceQuery,
    with_right_hours,
)
from api.directory.records import Records, Stored
from api.directory.schedules import HoursStatus, minute_of
from api.directory.service_sets import ServiceSet, index_of, places_in, set_of, union_of
from api.directory.texts import texts_of
from api.directory.timetables import Profile, TimetableMaker, profile_of
from api.directory.values import ContactType, Cost, LanguagesStated, ServiceStatus
from api.localization.formats import COUNTRY

# Every service answers a caller who speaks Japanese, whether its page says so or not (CONTRACT, `language_match`).
HOME_LANGUAGE = "ja"
MAX_JUDGED = 64  # combinations of channels and languages whose last judgement is kept


@dataclass(frozen=True)
class Directory:
    """Everything that a public read needs.

    `services` are the active ones; `readable` adds, by id, those that are temporarily closed (they are told apart by
    their status and alert, but not offered in a list); `withdrawn` maps a tombstone's id to what replaced it.
    `organizations` are those that run a readable service.
    """

    generation: int
    version: str
    last_modified: datetime
    services: tuple[Service, ...]
    readable: Mapping[str, Service]
    withdrawn: Mapping[str, str | None]
    organizations: Mapping[str, OrganizationDraft]
    needs: Mapping[str, NeedDraft]
    sources: Mapping[str, SourceDraft]
    emergency: tuple[Service, ...]
    _everything: ServiceSet
    _by_need: Mapping[str, ServiceSet]
    _by_language: Mapping[str, ServiceSet]
    _with_unlisted_languages: ServiceSet
    _by_channel: Mapping[ContactType, ServiceSet]
    _by_organization: Mapping[str, ServiceSet]
    _by_area: Mapping[str, ServiceSet]
    _free_of_charge: ServiceSet
    _anonymous: ServiceSet
    _place_by_number: Mapping[int, int] = field(repr=False)
    _translated: Mapping[str, "Translated"]
    _profiles: tuple[tuple[Profile, ServiceSet], ...]
    _languages_with_hours: frozenset[str]
    _judged: dict[tuple[Hashable, ...], Judged] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def build(cls, records: Records, at: datetime) -> "Directory":
        """Index the records; nobody changes what is returned. What is near to the moment `at` is judged fastest."""
        maker = TimetableMaker({stored.draft.id: stored.draft for stored in records.calendars}, at)
        readable = [
            _read_service(stored, changed_at, maker)
            for stored, changed_at in _with_last_change(records)
            if stored.draft.status in _READABLE
        ]
        needs = {stored.draft.id: stored.draft for stored in records.needs}
        offered = [service for service in readable if service.draft.status is ServiceStatus.ACTIVE]
        offered.sort(key=_order_of(offered, len(needs)))
        services = tuple(replace(service, place=place) for place, service in enumerate(offered))
        closed = [service for service in readable if service.draft.status is not ServiceStatus.ACTIVE]
        runs_something = {service.draft.organization for service in readable}
        organizations = {s.draft.id: s.draft for s in records.organizations if s.draft.id in runs_something}
        sources = {stored.draft.id: stored.draft for stored in records.sources}
        return cls(
            generation=records.generation,
            version=_version(records),
            last_modified=records.published_at or datetime.fromtimestamp(0, UTC),
            services=services,
            readable=MappingProxyType({service.draft.id: service for service in (*services, *closed)}),
            withdrawn=MappingProxyType(
                {
                    stored.draft.id: stored.draft.replaced_by
                    for stored in records.services
                    if stored.draft.status is ServiceStatus.DEFUNCT
                }
            ),
            organizations=MappingProxyType(organizations),
            needs=MappingProxyType(needs),
            sources=MappingProxyType(sources),
            emergency=tuple(sorted((s for s in services if s.is_emergency), key=lambda s: s.number)),
            _everything=(1 << len(services)) - 1,
            _by_need=index_of(services, lambda s: _with_parents(s.draft.needs, needs)),
            _by_language=index_of(services, lambda s: {language.tag for language in s.draft.languages}),
            _with_unlisted_languages=set_of(
                s for s in services if s.draft.languages_stated is LanguagesStated.FOREIGN_UNLISTED
            ),
            _by_channel=index_of(services, lambda s: {contact.type for contact in s.draft.contact_points}),
            _by_organization=index_of(services, lambda s: {s.draft.organization}),
            _by_area=index_of(services, lambda s: {s.draft.area}),
            _free_of_charge=set_of(s for s in services if any(c.cost is Cost.FREE for c in s.draft.contact_points)),
            _anonymous=set_of(s for s in services if s.draft.anonymous),
            _place_by_number=MappingProxyType({service.number: service.place for service in services}),
            _profiles=tuple(
                (profile, members)
                for profile, members in index_of(services, lambda s: {s.profile}).items()
                if profile.is_known
            ),
            _languages_with_hours=frozenset(
                tag for service in services for hours in service.hours.values() for tag in hours.by_language
            ),
            _translated=_translated(
                [*organizations.values(), *needs.values(), *sources.values(), *(s.draft for s in readable)]
            ),
        )

    def find_services(self, query: ServiceQuery, at: datetime, limit: int, met: Iterable[int] = ()) -> Found:
        """The services that answer `query`, best first, without those whose numbers are in `met`.

        Hours are judged at the moment `at`. The order is the contract's: matches of all asked needs and of a stated
        language first, then what is open, then the more specific service, then id; the emergency lines stand together
        (`_order_of`).
        """
        judged = self._judge(query, at)
        candidates = self._answering(replace(query, open_at=None, are_hours_known=False), at)
        since, until = judged.bounds_for(candidates)
        answering = candidates & with_right_hours(query, judged)
        remaining = answering & ~self._set_of_numbers(met)
        page: list[Match] = []
        for rank in self._ranks(query):
            for of_status in judged.by_status.values():
                for place in places_in(remaining & rank & of_status):
                    if len(page) == limit:
                        return Found(tuple(page), answering.bit_count(), has_more=True, since=since, until=until)
                    page.append(self._match(self.services[place], query))
            remaining &= ~rank
        return Found(tuple(page), answering.bit_count(), has_more=False, since=since, until=until)

    def find_next_openings(self, query: ServiceQuery, at: datetime, limit: int) -> list[tuple[datetime, Service, str]]:
        """Of the services that answer `query` but for being closed at `at`: the next certain openings, soonest first.

        Each is a moment, the best service that opens then, and the id of its contact point.
        """
        judged = self._judge(query, at)
        closed = self._answering(replace(query, open_at=None), at) & judged.by_status[HoursStatus.CLOSED]
        found: list[tuple[datetime, Service, str]] = []
        for opens, members in judged.openings:
            opening = members & closed
            if opening and len(found) < limit:
                best = next(rank & opening for rank in self._ranks(query) if rank & opening)
                service = self.services[next(places_in(best))]
                contact_id = service.first_contact_to_open(at, query.channels, query.languages)
                if contact_id is not None:
                    found.append((opens, service, contact_id))
        return found

    def find_nearest(
        self, query: ServiceQuery, at: datetime, limit: int
    ) -> tuple[tuple[str, ...], ServiceQuery, Found]:
        """For a query that nothing answers: the fewest parameters to drop so that something does.

        With the query that is then asked, and what answers it.
        The needs stay as long as dropping all else helps; then they are widened, and dropped only as the last resort.
        """
        dropable = [name for name in RELAXATIONS if self._relax(query, name) != query]
        others = [name for name in dropable if name not in NEED_RELAXATIONS]
        worked_out: dict[Hashable, ServiceSet] = {}
        for of_needs in ((), *((name,) for name in NEED_RELAXATIONS if name in dropable)):
            for count in range(len(others) + 1):
                for dropped in combinations(others, count):
                    relaxed = query
                    for name in (*dropped, *of_needs):
                        relaxed = self._relax(relaxed, name)
                    if self._answering(relaxed, at, worked_out):
                        names = [*dropped, *(["need"] if of_needs else [])]
                        return tuple(names), relaxed, self.find_services(relaxed, at, limit)
        return tuple(name for name in dropable if name != WIDER_NEED), query, Found((), 0, has_more=False)

    def _relax(self, query: ServiceQuery, name: str) -> ServiceQuery:
        """The query without one parameter, or with its needs widened to their parents."""
        field_name, value = RELAXATIONS[name]
        if name == WIDER_NEED:
            value = tuple(sorted({self.needs[need].parent or need for need in query.needs}))
        return replace(query, **{field_name: value})  # type: ignore[arg-type]  # the fields are the query's

    def services_of(self, organization_id: str) -> list[str]:
        """The ids of the offered services of an organization."""
        return sorted(
            self.services[place].draft.id for place in places_in(self._by_organization.get(organization_id, 0))
        )

    def count_for_need(self, need_id: str) -> int:
        """How many services help with a need or with one of its children."""
        return self._by_need.get(need_id, 0).bit_count()

    def spoken_languages(self) -> dict[str, int]:
        """Each language that some service states, with the number of services that do."""
        return {tag: services.bit_count() for tag, services in sorted(self._by_language.items())}

    def translated(self, locale: str) -> "Translated":
        """How far the texts of all that is readable are in a locale; an empty directory is in each."""
        nothing = Translated(0.0 if self._translated else 1.0, is_reviewed=False)
        return self._translated.get(locale, nothing)

    def _judge(self, query: ServiceQuery, at: datetime) -> Judged:
        """Every service's status at a moment, as far as its channels and languages are asked for."""
        languages = tuple(tag for tag in query.languages if tag in self._languages_with_hours)
        asked = query.languages if languages else ()
        key, minute = (query.channels, asked), minute_of(at)
        kept = self._judged.get(key)
        if kept is not None and kept.since <= minute < kept.until:
            return kept
        by_status = dict.fromkeys(HoursStatus, 0)
        groups = [(profile, members, profile.at(minute, query.channels, asked)) for profile, members in self._profiles]
        for _, members, interval in groups:
            by_status[interval.status] |= members
        by_status[HoursStatus.UNKNOWN] |= self._everything & ~union_of(members for _, members, _ in groups)
        judged = Judged(
            at,
            query.channels,
            asked,
            by_status,
            tuple(groups),
            max((interval.start for *_, interval in groups), default=minute),
            min((interval.end for *_, interval in groups), default=minute + 1),
        )
        if len(self._judged) >= MAX_JUDGED:
            self._judged.clear()
        self._judged[key] = judged
        return judged

    def _answering(
        self, query: ServiceQuery, at: datetime, worked_out: dict[Hashable, ServiceSet] | None = None
    ) -> ServiceSet:
        """The services that a query asks for; `worked_out` remembers the set of each condition for similar queries."""
        remembered = {} if worked_out is None else worked_out
        answering = self._everything
        for condition, work_out in self._conditions(query, at):
            if condition not in remembered:
                remembered[condition] = work_out()
            answering &= remembered[condition]
        return answering

    def _conditions(self, query: ServiceQuery, at: datetime) -> Iterator[tuple[Hashable, Callable[[], ServiceSet]]]:
        """What a query asks for, one by one, each with how to find the services of which it is true."""
        q = query
        if q.needs:
            yield ("needs", q.needs), lambda: union_of(self._by_need.get(need, 0) for need in q.needs)
        if q.languages:
            spoken = self._stated if q.is_language_stated else self._possible
            yield ("languages", q.languages, q.is_language_stated), lambda: spoken(q)
        if q.channels:
            yield ("channels", q.channels), lambda: union_of(self._by_channel.get(each, 0) for each in q.channels)
        if q.organizations:
            yield (
                ("organizations", q.organizations),
                lambda: union_of(self._by_organization.get(each, 0) for each in q.organizations),
            )
        if (area := q.area) is not None:
            yield ("area", area), lambda: self._by_area.get(area, 0) | self._by_area.get(COUNTRY, 0)
        if q.is_free_of_charge:
            yield "free of charge", lambda: self._free_of_charge
        if q.is_anonymous:
            yield "anonymous", lambda: self._anonymous
        if q.are_hours_known or q.open_at is not None:
            key = ("hours", q.are_hours_known, q.open_at, q.channels, q.languages)
            yield key, lambda: with_right_hours(q, self._judge(q, at))
        if (since := q.updated_since) is not None:
            yield ("updated", since), lambda: set_of(s for s in self.services if s.last_modified >= since)

    def _stated(self, query: ServiceQuery) -> ServiceSet:
        return union_of(self._by_language.get(language, 0) for language in query.languages)

    def _possible(self, query: ServiceQuery) -> ServiceSet:
        if HOME_LANGUAGE in query.languages:
            return self._everything
        return self._stated(query) | self._with_unlisted_languages

    def _ranks(self, query: ServiceQuery) -> Iterator[ServiceSet]:
        """Sets of services, best first, that together hold all."""
        all_needs = self._everything
        for need in query.needs:
            all_needs &= self._by_need.get(need, 0)
        stated = self._stated(query) if query.languages else self._everything
        yield all_needs & stated
        yield all_needs
        yield stated
        yield self._everything

    def _match(self, service: Service, query: ServiceQuery) -> Match:
        asked = set(query.needs)
        needs = tuple(need for need in service.draft.needs if _with_parents((need,), self.needs) & asked)
        if not query.languages:
            return Match(service, needs, None)
        is_stated = self._stated(query) >> service.place & 1
        return Match(service, needs, "stated" if is_stated else "possible", HOME_LANGUAGE in query.languages)

    def _set_of_numbers(self, numbers: Iterable[int]) -> ServiceSet:
        places = (self._place_by_number.get(number) for number in numbers)
        return union_of(1 << place for place in places if place is not None)


_READABLE = frozenset({ServiceStatus.ACTIVE, ServiceStatus.TEMPORARILY_CLOSED})


def _with_last_change(records: Records) -> Iterator[tuple[Stored[ServiceDraft], datetime]]:
    """Each service with the last change of anything that its answer shows: itself, its agency, needs and sources."""
    changed_at = {
        (table, stored.draft.id): stored.last_modified
        for table in ("organizations", "needs", "sources")
        for stored in getattr(records, table)
    }
    for stored in records.services:
        draft = stored.draft
        shown = (
            ("organizations", draft.organization),
            *(("needs", need) for need in draft.needs),
            *(("sources", row.source) for row in draft.evidence),
        )
        yield stored, max(stored.last_modified, *(changed_at.get(each, stored.last_modified) for each in shown))


def _read_service(stored: Stored[ServiceDraft], last_modified: datetime, maker: TimetableMaker) -> Service:
    numbers = {contact.id: read_number(contact.number) for contact in stored.draft.contact_points if contact.number}
    hours = maker.hours_of(stored.draft)
    return Service(
        draft=stored.draft,
        place=-1,
        number=stored.number,
        last_modified=last_modified,
        numbers=MappingProxyType(numbers),
        hours=hours,
        profile=profile_of(stored.draft, hours),
        is_emergency=any(number.kind is NumberKind.EMERGENCY for number in numbers.values()),
    )


def _order_of(offered: list[Service], need_count: int) -> Callable[[Service], tuple[int, str, int]]:
    """The key of the one order: the more specific service first, then id.

    Emergency lines stand together, in the order of their numbers, where the first of them would stand: whoever is in
    danger is to meet the police before the Coast Guard, although the latter is for less.
    """
    lines = sorted((service for service in offered if service.is_emergency), key=lambda line: line.number)

    def key(service: Service) -> tuple[int, str, int]:
        stands_as = lines[0] if service.is_emergency else service
        return len(stands_as.draft.needs) or need_count + 1, stands_as.draft.id, service.number

    return key


def _version(records: Records) -> str:
    """A fingerprint of all that the directory says: the same in every process that has the same records."""
    everything: tuple[Stored[RecordDraft], ...] = (
        *records.organizations,
        *records.needs,
        *records.sources,
        *records.calendars,
        *records.services,
    )
    documents = [[canonical_document(stored.draft), stored.last_modified.isoformat()] for stored in everything]
    return hashlib.sha256(json.dumps(documents, sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Translated:
    """The share of texts that are in a locale and not outdated, and whether speakers have reviewed all that are."""

    coverage: float
    is_reviewed: bool


def _translated(drafts: Sequence[TranslatedDraft]) -> Mapping[str, Translated]:
    texts = [(draft, f"/{field}", by_locale) for draft in drafts for field, by_locale in texts_of(draft).items()]
    there, current, reviewed = Counter[str](), Counter[str](), Counter[str]()
    for draft, pointer, by_locale in texts:
        for locale in by_locale:
            state = draft.translations.get(locale, TranslationDraft())
            there[locale] += 1
            current[locale] += pointer not in state.outdated
            reviewed[locale] += pointer in state.reviewed
    return MappingProxyType(
        {
            locale: Translated(current[locale] / len(texts), is_reviewed=reviewed[locale] == count)
            for locale, count in there.items()
        }
    )


def _with_parents(needs: Iterable[str], taxonomy: Mapping[str, NeedDraft]) -> set[str]:
    """The needs and the parents of each, since a service that helps with a child helps with its parent."""
    return set(needs) | {parent for need in needs if need in taxonomy and (parent := taxonomy[need].parent)}
