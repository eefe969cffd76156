"""What the fields of one record must agree on, and what a record may refer to.

Both are read from a document as it came, whether its fields are valid or not, so that all that is wrong with it can be
told at once. What is not of the right shape is passed over here; that is told where the shape is checked.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from api.directory.faults import Fault, Place, Refusal
from api.directory.values import WITH_HOURS, LanguagesStated, ServiceStatus

Contacts = Mapping[str, Any]  # contact point by id


def find_disagreements(service: Any) -> Iterator[Refusal]:  # noqa: ANN401  (a document of any shape)
    """Every place at which the fields of a service contradict each other."""
    contacts = {_field(row, "id"): row for _, row in _rows(service, "contact_points") if _is_text(_field(row, "id"))}
    yield from _repeats(service, "contact_points", "id")
    yield from _repeats(service, "evidence", "id")
    yield from _repeats(service, "needs")
    yield from _repeats(service, "languages", "tag", "contact_point")
    yield from _unusable_fallbacks(service, contacts)
    yield from _lost_children(service, contacts)
    yield from _lost_languages(service)
    yield from _repeated_rows(service)
    yield from _impossible_spans(service)
    yield from _impossible_exceptions(service)
    yield from _halved_statements(service)
    for index, row in _rows(service, "evidence"):
        for number, pointer in _rows(row, "fields"):
            if _is_text(pointer) and not _is_evidence_pointer(pointer, contacts):
                yield Refusal("unknown-pointer", at=("evidence", index, "fields", number), pointer=pointer)


def find_unknown_references(
    document: Mapping[str, Any], known: Mapping[str, Collection[str]], top_needs: Collection[str]
) -> Iterator[Fault]:
    """The references of a record's document, valid or not, to other records that are not there.

    `known` has the ids by table (`organizations`, `needs`, `sources`, `calendars`, `services`); `top_needs` are the
    needs without a parent, under which alone another may stand: the taxonomy has two levels.
    """
    itself = {str(document.get("id"))}
    references: list[tuple[str, Place, object, Collection[str]]] = [
        ("unknown-parent", ("parent",), document.get("parent"), set(top_needs) - itself),
        ("unknown-organization", ("organization",), document.get("organization"), known["organizations"]),
        ("unknown-service", ("replaced_by",), document.get("replaced_by"), set(known["services"]) - itself),
        *(("unknown-need", ("needs", n), need, known["needs"]) for n, need in _rows(document, "needs")),
        *(
            ("unknown-source", ("evidence", n, "source"), row.get("source"), known["sources"])
            for n, row in _rows(document, "evidence")
            if isinstance(row, Mapping)
        ),
        *(
            ("unknown-calendar", ("schedule_exceptions", n, "calendar"), row.get("calendar"), known["calendars"])
            for n, row in _rows(document, "schedule_exceptions")
            if isinstance(row, Mapping)
        ),
    ]
    for code, place, record_id, there in references:
        if isinstance(record_id, str) and record_id not in there:
            yield Fault(code, place, record_id, {"id": record_id})


def _field(row: Any, name: str) -> Any:  # noqa: ANN401  (as above)
    return row.get(name) if isinstance(row, Mapping) else getattr(row, name, None)


def _rows(document: Any, field: str) -> Iterator[tuple[int, Any]]:  # noqa: ANN401  (as above)
    rows = _field(document, field)
    return enumerate(rows if isinstance(rows, list | tuple) else ())


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _repeats(service: object, field: str, *names: str) -> Iterator[Refusal]:
    met: set[object] = set()
    for index, row in _rows(service, field):
        values = tuple(_field(row, name) for name in names) if names else (row,)
        if not _is_text(values[0]):
            continue
        if values in met:
            yield Refusal("repeated", at=(field, index))
        met.add(values)


def _unusable_fallbacks(service: object, contacts: Contacts) -> Iterator[Refusal]:
    for index, contact in _rows(service, "contact_points"):
        fallback, reachable = _field(contact, "fallback"), _field(contact, "reachable")
        if _is_text(fallback) and (fallback not in contacts or fallback == _field(contact, "id")):
            yield Refusal("unknown-contact-point", at=("contact_points", index, "fallback"), id=fallback)
        is_reach_stated = any(_field(reachable, name) is not None for name in ("ip_phone", "prepaid_mobile", "abroad"))
        if _field(contact, "number") is None and (fallback is not None or is_reach_stated):
            yield Refusal("without-number", at=("contact_points", index, "number"))


def _lost_children(service: object, contacts: Contacts) -> Iterator[Refusal]:
    """Languages and schedules that name a contact point that is not there, or that has no hours."""
    for field in ("languages", "schedules", "schedule_exceptions"):
        for index, row in _rows(service, field):
            contact_id = _field(row, "contact_point")
            if not _is_text(contact_id):
                continue
            at = (field, index, "contact_point")
            kind = _field(contacts.get(contact_id), "type")
            if contact_id not in contacts:
                yield Refusal("unknown-contact-point", at=at, id=contact_id)
            elif field != "languages" and _is_text(kind) and kind not in WITH_HOURS:
                yield Refusal("no-hours-for-type", at=at, type=str(kind))


def _lost_languages(service: object) -> Iterator[Refusal]:
    """Hours for a language that is not spoken at the contact point, or for one without a contact point."""
    everywhere = {_field(row, "tag") for _, row in _rows(service, "languages") if _field(row, "contact_point") is None}
    for field in ("schedules", "schedule_exceptions"):
        for index, row in _rows(service, field):
            language, contact_id = _field(row, "language"), _field(row, "contact_point")
            own = {_field(each, "tag") for _, each in _rows(service, "languages") if _is_at(each, contact_id)}
            if _is_text(language) and contact_id is None:
                yield Refusal("language-alone", at=(field, index, "language"))
            elif _is_text(language) and language not in (own or everywhere):
                yield Refusal("unknown-language-there", at=(field, index, "language"), language=language)


def _is_at(language: object, contact_id: object) -> bool:
    return bool(_field(language, "contact_point") == contact_id)


def _repeated_rows(service: object) -> Iterator[Refusal]:
    """Rows of hours that say the same again, and days that stand twice in one row."""
    for field in ("schedules", "schedule_exceptions"):
        met: list[object] = []
        for index, row in _rows(service, field):
            if row in met:
                yield Refusal("repeated", at=(field, index))
            met.append(row)
            for number, day in _rows(row, "byday"):
                if day in list(_field(row, "byday"))[:number]:
                    yield Refusal("repeated", at=(field, index, "byday", number))


def _impossible_spans(service: object) -> Iterator[Refusal]:
    for index, row in _rows(service, "schedules"):
        first, last = _field(row, "valid_from"), _field(row, "valid_to")
        if _field(row, "opens_at") is not None and _field(row, "opens_at") == _field(row, "closes_at"):
            yield Refusal("no-time", at=("schedules", index, "closes_at"))
        if first is not None and last is not None and str(last) < str(first):  # ISO 8601
            yield Refusal("ends-before-it-begins", at=("schedules", index, "valid_to"))


def _impossible_exceptions(service: object) -> Iterator[Refusal]:
    for index, row in _rows(service, "schedule_exceptions"):
        first = _field(row, "from") if isinstance(row, Mapping) else _field(row, "from_")
        last, opens, closes = _field(row, "to"), _field(row, "opens_at"), _field(row, "closes_at")
        at = ("schedule_exceptions", index)
        if (first is None) != (last is None) or (first is None) == (_field(row, "calendar") is None):
            yield Refusal("days-or-calendar", at=(*at, "calendar"))
        elif _is_day(first) and _is_day(last) and not is_range_of_days(first, last):
            yield Refusal("mixed-days" if len(first) != len(last) else "ends-before-it-begins", at=(*at, "to"))
        if (opens is None) != (closes is None):
            yield Refusal("half-a-span", at=(*at, "opens_at" if opens is None else "closes_at"))
        elif opens is not None and opens == closes:
            yield Refusal("no-time", at=(*at, "closes_at"))


def _is_day(value: object) -> bool:
    """Whether something has the length of a day of each year or of a date; its own rule tells what else is wrong."""
    return isinstance(value, str) and len(value) in {len("12-29"), len("2026-12-29")}


def is_range_of_days(first: str, last: str) -> bool:
    """Whether two days bound a time: both `MM-DD`, each year, or both dates (ISO 8601), the earlier first."""
    is_yearly = len(first) == len("12-29")
    return len(first) == len(last) and (is_yearly or first <= last)


def _halved_statements(service: object) -> Iterator[Refusal]:
    stated, status = _field(service, "languages_stated"), _field(service, "status")
    is_stated = _is_text(stated) and stated in set(LanguagesStated)
    if is_stated and (stated == LanguagesStated.LISTED) != bool(_field(service, "languages")):
        yield Refusal("languages-disagree", at=("languages_stated",))
    if (_field(service, "verified_on") is None) != (_field(service, "verification_method") is None):
        yield Refusal("verification-halved", at=("verified_on",))
    if status == ServiceStatus.ACTIVE and not _field(service, "contact_points"):
        yield Refusal("unreachable", at=("contact_points",))
    if status == ServiceStatus.TEMPORARILY_CLOSED and _field(service, "alert") is None:
        yield Refusal("alert-missing", at=("alert",))


# The fields of a served service that evidence can point to, and those of a contact point below its id.
_SERVICE_POINTERS = frozenset(
    {
        *("name", "description", "status", "alert", "organization", "needs", "area", "audience", "anonymous"),
        *("interpretation", "languages_stated", "languages", "contact_points"),
    }
)
_CONTACT_POINTERS = frozenset(
    {
        *("type", "label", "url", "email", "cost", "ivr_steps", "languages"),
        *("hours", "hours/schedules", "hours/exceptions"),
        *("dial", "dial/display", "dial/digits", "dial/kind", "dial/fallback"),
        *("dial/reachable", "dial/reachable/ip_phone", "dial/reachable/prepaid_mobile", "dial/reachable/abroad"),
    }
)


def _is_evidence_pointer(pointer: str, contacts: Contacts) -> bool:
    root, _, rest = pointer.removeprefix("/").partition("/")
    if not pointer.startswith("/") or pointer.endswith("/") or root not in _SERVICE_POINTERS:
        return False
    if root != "contact_points" or not rest:
        return not rest
    contact_id, _, field = rest.partition("/")
    return contact_id in contacts and (not field or field in _CONTACT_POINTERS)
