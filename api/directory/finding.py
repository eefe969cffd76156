"""What a caller asks the directory for, and what it answers with."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Literal

from api.directory.dialing import Number
from api.directory.drafts import ServiceDraft
from api.directory.schedules import FOREVER, HoursStatus, Interval, minute_of, moment_of
from api.directory.service_sets import ServiceSet, union_of
from api.directory.timetables import ContactHours, Profile
from api.directory.understanding import DANGER, LEADING_SHARE_OF_DANGER, UnderstoodNeed
from api.directory.values import ContactType

# Every service answers a caller who speaks Japanese, whether its page says so or not (CONTRACT, `language_match`).
HOME_LANGUAGE = "ja"


@dataclass(frozen=True, slots=True)
class Service:
    """A service that anybody may read. `place` is where it stands in `Directory.services`."""

    draft: ServiceDraft
    place: int
    number: int
    last_modified: datetime
    numbers: Mapping[str, Number]  # by contact point id, where there is one
    hours: Mapping[str, ContactHours]  # by contact point id, where there can be some
    profile: Profile
    is_emergency: bool

    def first_contact_to_open(
        self, at: datetime, channels: Collection[ContactType], languages: Collection[str]
    ) -> str | None:
        """The id of the contact point that opens soonest after `at`; None where no opening is known."""
        openings = {
            contact.id: self.hours[contact.id].next_opening(minute_of(at), languages)
            for contact in self.draft.contact_points
            if contact.id in self.hours and (not channels or contact.type in channels)
        }
        known = {contact_id: opens for contact_id, opens in openings.items() if opens is not None}
        return min(known, key=known.__getitem__, default=None)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What somebody's own words mean here: the needs they speak of, best first, and the services whose names they say.

    Words that mean nothing here (neither) are answered by no service.
    """

    words: str
    needs: tuple[UnderstoodNeed, ...] = field(compare=False, repr=False)
    named: ServiceSet = field(compare=False, repr=False)

    @property
    def is_understood(self) -> bool:
        """Whether the words mean anything here."""
        return bool(self.needs or self.named)

    @property
    def is_danger(self) -> bool:
        """Whether they speak of danger clearly enough for the emergency lines to come first.

        Where they name a service, only if they speak of nothing more clearly.
        """
        best = max((each.score for each in self.needs), default=0.0)
        least = best if self.named else LEADING_SHARE_OF_DANGER * best
        return any(each.need == DANGER and each.score >= least for each in self.needs)


@dataclass(frozen=True, slots=True)
class ServiceQuery:
    """What a caller asks for: all of it must hold; of a tuple any value is enough. Ids are known, tags canonical."""

    needs: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    is_language_stated: bool = False
    channels: tuple[ContactType, ...] = ()
    organizations: tuple[str, ...] = ()
    area: str | None = None
    is_free_of_charge: bool = False
    is_anonymous: bool = False
    open_at: datetime | Literal["now"] | None = None
    are_hours_known: bool = False
    updated_since: datetime | None = None
    meaning: Meaning | None = None

    @property
    def asks_something(self) -> bool:
        """Whether any filter is set."""
        return self != ServiceQuery(is_language_stated=self.is_language_stated)


@dataclass(frozen=True, slots=True)
class Match:
    """A service with why it answers a query: its own needs that did, and whether a language is stated or possible.

    `is_home_language`: Japanese was asked for, which is possible everywhere. `is_named`: its name is in the words.
    """

    service: Service
    needs: tuple[str, ...]
    language: Literal["possible", "stated"] | None
    is_home_language: bool = False
    is_named: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what a query found. `total` counts every match; `has_more` tells whether a page follows.

    From `since` on and before `until` the clock changes neither what is found nor its order (None: ever).
    """

    matches: tuple[Match, ...]
    total: int
    has_more: bool
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Judged:
    """The services by their status at a moment, for who asks for some channels and languages.

    `groups` are those of which something is known: services that are judged alike, and their interval.
    """

    moment: datetime
    channels: Collection[ContactType]
    languages: Collection[str]
    by_status: Mapping[HoursStatus, ServiceSet]
    groups: tuple[tuple[Profile, ServiceSet, Interval], ...]
    since: int
    until: int

    @cached_property
    def openings(self) -> tuple[tuple[datetime, ServiceSet], ...]:
        """The next certain openings of what is closed, soonest first."""
        openings: dict[datetime, ServiceSet] = defaultdict(int)
        for profile, members, interval in self.groups:
            if interval.status is HoursStatus.CLOSED:
                opens = profile.next_opening(minute_of(self.moment), self.channels, self.languages)
                if opens is not None:
                    openings[opens] |= members
        return tuple(sorted(openings.items()))

    def bounds_for(self, services: ServiceSet) -> tuple[datetime | None, datetime | None]:
        """From when to when none of some services has another status."""
        own = [interval for _, members, interval in self.groups if members & services]
        since = max((each.start for each in own), default=-FOREVER)
        until = min((each.end for each in own), default=FOREVER)
        return moment_of(since) if since > -FOREVER else None, moment_of(until) if until < FOREVER else None


def with_right_hours(query: ServiceQuery, judged: Judged) -> ServiceSet:
    """The services whose status a query does not mind."""
    minded = {HoursStatus.CLOSED} if query.open_at is not None else set()
    minded |= {HoursStatus.UNKNOWN} if query.are_hours_known else set()
    return union_of(services for status, services in judged.by_status.items() if status not in minded)


# What a caller can do without, the easiest first; a need is what they came with. Parameter → cleared field. A need is
# first widened to all that stands under its parent.
WIDER_NEED = "wider need"
RELAXATIONS: Mapping[str, tuple[str, object]] = {
    "updated_since": ("updated_since", None),
    "only_known_hours": ("are_hours_known", False),
    "open_at": ("open_at", None),
    "free_of_charge": ("is_free_of_charge", False),
    "anonymous": ("is_anonymous", False),
    "language_match": ("is_language_stated", False),
    "organization": ("organizations", ()),
    "channel": ("channels", ()),
    "area": ("area", None),
    "language": ("languages", ()),
    "q": ("meaning", None),
    WIDER_NEED: ("needs", None),
    "need": ("needs", ()),
}
NEED_RELAXATIONS = (WIDER_NEED, "need")
