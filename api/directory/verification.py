"""How fresh a fact is: when somebody last checked a service, and whether that is too long ago.

A service is `due` from its cadence on, `overdue` from twice that on; days begin at midnight in Asia/Tokyo. One that
nobody is known to have checked is overdue.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Tokyo")
VerificationState = Literal["current", "due", "overdue"]


@dataclass(frozen=True, slots=True)
class Cadence:
    """After how many days a service is due to be checked again."""

    days: int
    emergency_days: int


@dataclass(frozen=True, slots=True)
class Freshness:
    """The state at a moment, when it began (None: it always was), and when it ends (None: it does not)."""

    state: VerificationState
    since: datetime | None
    until: datetime | None


def freshness_at(at: datetime, verified_on: date | None, days: int) -> Freshness:
    """The state of a service that was checked on `verified_on` and is due after `days` days, at the moment `at`."""
    if verified_on is None:
        return Freshness("overdue", None, None)
    due = datetime.combine(verified_on + timedelta(days=days), time(), ZONE)
    overdue = datetime.combine(verified_on + timedelta(days=2 * days), time(), ZONE)
    if at < due:
        return Freshness("current", None, due)
    if at < overdue:
        return Freshness("due", due, overdue)
    return Freshness("overdue", overdue, None)
