"""Records → services: which are read by anybody, what is worked out of each, and the one order that they stand in."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType

from api.directory.dialing import NumberKind, read_number
from api.directory.drafts import NeedDraft, ServiceDraft
from api.directory.finding import Service
from api.directory.records import Records, Stored
from api.directory.timetables import TimetableMaker, profile_of
from api.directory.values import ServiceStatus

READABLE = frozenset({ServiceStatus.ACTIVE, ServiceStatus.TEMPORARILY_CLOSED})


def with_last_change(records: Records) -> Iterator[tuple[Stored[ServiceDraft], datetime]]:
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


def read_service(stored: Stored[ServiceDraft], last_modified: datetime, maker: TimetableMaker) -> Service:
    """A service as it is read, with what is worked out of its draft; it has no place yet."""
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


def order_of(offered: list[Service], need_count: int) -> Callable[[Service], tuple[int, str, int]]:
    """The key of the one order: the more specific service first, then id.

    Emergency lines stand together, in the order of their numbers, where the first of them would stand: whoever is in
    danger is to meet the police before the Coast Guard, although the latter is for less.
    """
    lines = sorted((service for service in offered if service.is_emergency), key=lambda line: line.number)

    def key(service: Service) -> tuple[int, str, int]:
        stands_as = lines[0] if service.is_emergency else service
        return len(stands_as.draft.needs) or need_count + 1, stands_as.draft.id, service.number

    return key


def with_parents(needs: Iterable[str], taxonomy: Mapping[str, NeedDraft]) -> set[str]:
    """The needs and the parents of each, since a service that helps with a child helps with its parent."""
    return set(needs) | {parent for need in needs if need in taxonomy and (parent := taxonomy[need].parent)}
