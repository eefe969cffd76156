"""How fresh a fact is: current, due from its cadence on, overdue from twice that on, by days of Tokyo."""

from datetime import UTC, date, datetime, timedelta

import pytest

from api.directory.verification import ZONE, Freshness, freshness_at

CHECKED = date(2026, 5, 1)
DUE = datetime(2026, 5, 31, tzinfo=ZONE)  # 30 days later
OVERDUE = datetime(2026, 6, 30, tzinfo=ZONE)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("at", "freshness"),
    [
        (datetime(2026, 4, 1, tzinfo=ZONE), Freshness("current", None, DUE)),
        (datetime(2026, 5, 1, tzinfo=ZONE), Freshness("current", None, DUE)),
        (DUE - SECOND, Freshness("current", None, DUE)),
        (DUE, Freshness("due", DUE, OVERDUE)),
        (OVERDUE - SECOND, Freshness("due", DUE, OVERDUE)),
        (OVERDUE, Freshness("overdue", OVERDUE, None)),
        (datetime(2046, 1, 1, tzinfo=ZONE), Freshness("overdue", OVERDUE, None)),
    ],
)
def test_a_service_is_due_and_then_overdue(at: datetime, freshness: Freshness) -> None:
    assert freshness_at(at, CHECKED, 30) == freshness


def test_days_begin_at_midnight_in_tokyo_wherever_the_clock_stands() -> None:
    assert freshness_at(datetime(2026, 5, 30, 14, 59, 59, tzinfo=UTC), CHECKED, 30).state == "current"
    assert freshness_at(datetime(2026, 5, 30, 15, 0, tzinfo=UTC), CHECKED, 30).state == "due"


def test_a_service_that_nobody_is_known_to_have_checked_is_overdue() -> None:
    assert freshness_at(DUE, None, 30) == Freshness("overdue", None, None)


def test_each_state_holds_from_its_beginning_to_the_next() -> None:
    current = freshness_at(datetime(2026, 5, 1, tzinfo=ZONE), CHECKED, 30)
    assert current.until is not None
    due = freshness_at(current.until, CHECKED, 30)
    assert due.until is not None
    overdue = freshness_at(due.until, CHECKED, 30)

    assert [(each.state, each.since) for each in (current, due, overdue)] == [
        ("current", None),
        ("due", current.until),
        ("overdue", due.until),
    ]
