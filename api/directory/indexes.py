"""The services by everything that can be asked of them but the hours: each answer is a set (`service_sets.py`)."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

from api.directory.drafts import NeedDraft, OrganizationDraft
from api.directory.finding import HOME_LANGUAGE, Meaning, Service, ServiceQuery
from api.directory.naming import Called, Names
from api.directory.offering import with_parents
from api.directory.service_sets import ServiceSet, index_of, set_of, union_of
from api.directory.values import ContactType, Cost, LanguagesStated
from api.localization.formats import COUNTRY

Condition = tuple[Hashable, Callable[[], ServiceSet]]  # what it is, and how to find the services of which it is true


@dataclass(frozen=True)
class Indexes:
    """The sets of services, and how a query is answered from them."""

    services: Sequence[Service] = field(repr=False)
    everything: ServiceSet
    by_need: Mapping[str, ServiceSet]
    by_language: Mapping[str, ServiceSet]
    with_unlisted_languages: ServiceSet
    by_channel: Mapping[ContactType, ServiceSet]
    by_organization: Mapping[str, ServiceSet]
    by_area: Mapping[str, ServiceSet]
    free_of_charge: ServiceSet
    anonymous: ServiceSet
    place_by_number: Mapping[int, int]
    names: Names

    @classmethod
    def of(
        cls,
        services: Sequence[Service],
        needs: Mapping[str, NeedDraft],
        organizations: Mapping[str, OrganizationDraft],
    ) -> "Indexes":
        """Index services that have their places."""
        return cls(
            services=services,
            everything=(1 << len(services)) - 1,
            by_need=index_of(services, lambda s: with_parents(s.draft.needs, needs)),
            by_language=index_of(services, lambda s: {language.tag for language in s.draft.languages}),
            with_unlisted_languages=set_of(
                s for s in services if s.draft.languages_stated is LanguagesStated.FOREIGN_UNLISTED
            ),
            by_channel=index_of(services, lambda s: {contact.type for contact in s.draft.contact_points}),
            by_organization=index_of(services, lambda s: {s.draft.organization}),
            by_area=index_of(services, lambda s: {s.draft.area}),
            free_of_charge=set_of(s for s in services if any(c.cost is Cost.FREE for c in s.draft.contact_points)),
            anonymous=set_of(s for s in services if s.draft.anonymous),
            place_by_number=MappingProxyType({service.number: service.place for service in services}),
            names=Names(
                Called(
                    s.place,
                    s.draft.name.values(),
                    organizations[s.draft.organization].name.values(),
                    [printed for number in s.numbers.values() for printed in (number.display, number.digits)],
                )
                for s in services
            ),
        )

    def conditions(self, query: ServiceQuery) -> Iterator[Condition]:
        """What a query asks for, one by one, but for the hours."""
        if query.needs:
            yield ("needs", query.needs), lambda: _any_of(query.needs, self.by_need)
        if query.channels:
            yield ("channels", query.channels), lambda: _any_of(query.channels, self.by_channel)
        if query.organizations:
            yield ("organizations", query.organizations), lambda: _any_of(query.organizations, self.by_organization)
        if query.languages:
            spoken = self.stated if query.is_language_stated else self._possible
            yield ("languages", query.languages, query.is_language_stated), lambda: spoken(query)
        if (area := query.area) is not None:
            yield ("area", area), lambda: self.by_area.get(area, 0) | self.by_area.get(COUNTRY, 0)
        if query.is_free_of_charge:
            yield "free of charge", lambda: self.free_of_charge
        if query.is_anonymous:
            yield "anonymous", lambda: self.anonymous
        if (since := query.updated_since) is not None:
            yield ("updated", since), lambda: set_of(s for s in self.services if s.last_modified >= since)
        if (meaning := query.meaning) is not None:
            yield ("meaning", meaning), lambda: self.meant(meaning)

    def stated(self, query: ServiceQuery) -> ServiceSet:
        """The services that state one of the asked languages."""
        return _any_of(query.languages, self.by_language)

    def meant(self, meaning: Meaning) -> ServiceSet:
        """The services that somebody's own words name, or that help with a need that they speak of."""
        return meaning.named | _any_of((each.need for each in meaning.needs), self.by_need)

    def _possible(self, query: ServiceQuery) -> ServiceSet:
        if HOME_LANGUAGE in query.languages:
            return self.everything
        return self.stated(query) | self.with_unlisted_languages


Value = TypeVar("Value", bound=Hashable)


def _any_of(values: Iterable[Value], index: Mapping[Value, ServiceSet]) -> ServiceSet:
    return union_of(index.get(value, 0) for value in values)
