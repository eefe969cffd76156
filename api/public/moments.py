"""Moments as they are shown: RFC 3339 with the offset of Asia/Tokyo."""

from datetime import UTC, datetime, timedelta, timezone

from api.directory.verification import ZONE

# Before, Tokyo kept the time of its meridian, whose offset has seconds, which RFC 3339 cannot write.
FIRST_YEAR_OF_STANDARD_TIME = 1888
_STANDARD_TIME = timezone(timedelta(hours=9))


def rfc3339(moment: datetime) -> str:
    """A moment with the offset of Asia/Tokyo, to the second."""
    try:
        local = moment.astimezone(ZONE)
        if local.year < FIRST_YEAR_OF_STANDARD_TIME:
            local = moment.astimezone(_STANDARD_TIME)
    except OverflowError:  # within a day of the first or last year that the calendar has
        local = moment.astimezone(UTC)
    return local.isoformat(timespec="seconds")
