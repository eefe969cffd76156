"""The directory as it is read: frozen, in memory, indexed. A new truth is a new `Directory`, swapped in whole.

Services stand in one order, the more specific before the general (fewer needs first), then by id; sets of services are
integers (`service_sets.py`). What is asked and answered is in `finding.py`.
"""

import hashlib
import json
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import combinations
from types import MappingProxyType

from api.directory.coverage import Translated, translated_by_locale
from api.directory.drafts import (
    NeedDraft,
    OrganizationDraft,
    RecordDraft,
    SourceDraft,
    canonical_document,
)
from api.directory.finding import (
    HOME_LANGUAGE,
    NEED_RELAXATIONS,
    RELAXATIONS,
    WIDER_NEED,
    Found,
    Judged,
    Match,
    Meaning,
    Service,
    ServiceQuery,
    with_right_hours,
)
from api.directory.indexes import Condition, Indexes
from api.directory.offering import READABLE, order_of, read_service, with_last_change, with_parents
from api.directory.records import Records, Stored
from api.directory.schedules import HoursStatus, minute_of
from api.directory.service_sets import ServiceSet, index_of, places_in, set_of, union_of
from api.directory.timetables import Profile, TimetableMaker
from api.directory.understanding import Lexicon, UnderstoodNeed, plain_letters
from api.directory.values import ServiceStatus

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
    _indexes: Indexes = field(repr=False)
    _translated: Mapping[str, Translated]
    lexicon: Lexicon = field(repr=False)
    _profiles: tuple[tuple[Profile, ServiceSet], ...]
    _languages_with_hours: frozenset[str]
    _judged: dict[tuple[Hashable, ...], Judged] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def build(
        cls, records: Records, at: datetime, small_talk: Iterable[str] = (), lexicon: Lexicon | None = None
    ) -> "Directory":
        """Index the records; nobody changes what is returned. What is near to the moment `at` is judged fastest.

        `small_talk` are phrases that speak of no need. `lexicon` is that of an earlier directory, and is used again
        where the phrases are the same.
        """
        maker = TimetableMaker({stored.draft.id: stored.draft for stored in records.calendars}, at)
        readable = [
            read_service(stored, changed_at, maker)
            for stored, changed_at in with_last_change(records)
            if stored.draft.status in READABLE
        ]
        needs = {stored.draft.id: stored.draft for stored in records.needs}
        offered = [service for service in readable if service.draft.status is ServiceStatus.ACTIVE]
        offered.sort(key=order_of(offered, len(needs)))
        services = tuple(replace(service, place=place) for place, service in enumerate(offered))
        closed = [service for service in readable if service.draft.status is not ServiceStatus.ACTIVE]
        runs_something = {service.draft.organization for service in readable}
        organizations = {s.draft.id: s.draft for s in records.organizations if s.draft.id in runs_something}
        sources = {stored.draft.id: stored.draft for stored in records.sources}
        if lexicon is None or not lexicon.is_of(needs):
            lexicon = Lexicon(needs, small_talk)
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
            _indexes=Indexes.of(services, needs, organizations),
            _profiles=tuple(
                (profile, members)
                for profile, members in index_of(services, lambda s: {s.profile}).items()
                if profile.is_known
            ),
            _languages_with_hours=frozenset(
                tag for service in services for hours in service.hours.values() for tag in hours.by_language
            ),
            lexicon=lexicon,
            _translated=translated_by_locale(
                [*organizations.values(), *needs.values(), *sources.values(), *(s.draft for s in readable)]
            ),
        )

    def find_services(self, query: ServiceQuery, at: datetime, limit: int, met: Iterable[int] = ()) -> Found:
        """The services that answer `query`, best first, without those whose numbers are in `met`.

        Hours are judged at the moment `at`. The order is the contract's: matches of all asked needs and of a stated
        language first, then what is open, then the more specific service, then id; the emergency lines stand together
        (`order_of`).
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

    def meaning_of(self, words: str) -> Meaning:
        """What somebody's own words mean: needs that they speak of, services and agencies that they name."""
        return Meaning(plain_letters(words), self.lexicon.understand(words), self._indexes.names.named_in(words))

    def services_of(self, organization_id: str) -> list[str]:
        """The ids of the offered services of an organization."""
        return sorted(
            self.services[place].draft.id for place in places_in(self._indexes.by_organization.get(organization_id, 0))
        )

    def count_for_need(self, need_id: str) -> int:
        """How many services help with a need or with one of its children."""
        return self._indexes.by_need.get(need_id, 0).bit_count()

    def spoken_languages(self) -> dict[str, int]:
        """Each language that some service states, with the number of services that do."""
        return {tag: services.bit_count() for tag, services in sorted(self._indexes.by_language.items())}

    def translated(self, locale: str) -> Translated:
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
        by_status[HoursStatus.UNKNOWN] |= self._indexes.everything & ~union_of(members for _, members, _ in groups)
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
        answering = self._indexes.everything
        for condition, work_out in (*self._indexes.conditions(query), *self._hours_asked(query, at)):
            if condition not in remembered:
                remembered[condition] = work_out()
            answering &= remembered[condition]
        return answering

    def _hours_asked(self, query: ServiceQuery, at: datetime) -> Iterator[Condition]:
        if query.are_hours_known or query.open_at is not None:
            key = ("hours", query.are_hours_known, query.open_at, query.channels, query.languages)
            yield key, lambda: with_right_hours(query, self._judge(query, at))

    def _ranks(self, query: ServiceQuery) -> Iterator[ServiceSet]:
        """Sets of services, best first, that together hold all."""
        all_needs = self._indexes.everything
        for need in query.needs:
            all_needs &= self._indexes.by_need.get(need, 0)
        stated = self._indexes.stated(query) if query.languages else self._indexes.everything
        for tier in self._tiers(query.meaning):
            for rank in (all_needs & stated, all_needs, stated, self._indexes.everything):
                yield tier & rank

    def _tiers(self, meaning: Meaning | None) -> Iterator[ServiceSet]:
        """The services by how well they answer somebody's own words.

        In danger the emergency lines, then what is named, then by the needs they help with: of those that the words
        speak of, together the clearest first.
        """
        if meaning is not None:
            if meaning.is_danger:
                yield set_of(self.emergency)
            yield meaning.named
            for needs in _subsets_by_score(meaning.needs):
                tier = self._indexes.everything
                for need in needs:
                    tier &= self._indexes.by_need.get(need, 0)
                yield tier
        yield self._indexes.everything

    def _match(self, service: Service, query: ServiceQuery) -> Match:
        understood = [each.need for each in query.meaning.needs] if query.meaning else []
        asked = {*query.needs, *understood}
        answering = [need for need in service.draft.needs if with_parents((need,), self.needs) & asked]
        if understood:  # what the words speak of most clearly comes first
            answering.sort(key=lambda need: _first_of(with_parents((need,), self.needs), understood))
        is_stated = self._indexes.stated(query) >> service.place & 1
        return Match(
            service,
            tuple(answering),
            None if not query.languages else "stated" if is_stated else "possible",
            is_home_language=HOME_LANGUAGE in query.languages,
            is_named=query.meaning is not None and bool(query.meaning.named >> service.place & 1),
        )

    def _set_of_numbers(self, numbers: Iterable[int]) -> ServiceSet:
        places = (self._indexes.place_by_number.get(number) for number in numbers)
        return union_of(1 << place for place in places if place is not None)


def _subsets_by_score(needs: Sequence[UnderstoodNeed]) -> Iterator[tuple[str, ...]]:
    """All choices of some of the needs, those with the highest sum of scores first."""
    choices = [choice for count in range(1, len(needs) + 1) for choice in combinations(needs, count)]
    for choice in sorted(choices, key=lambda each: -sum(need.score for need in each)):
        yield tuple(need.need for need in choice)


def _first_of(needs: Collection[str], ranked: Sequence[str]) -> int:
    """The rank of the best of some needs, past the last where none is ranked."""
    return next((rank for rank, need in enumerate(ranked) if need in needs), len(ranked))


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
