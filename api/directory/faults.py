"""What is wrong with an input: a code with values at a place. How it is said is `localization/reasons.py`'s part."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of an input document or query.

    `code` is a key of `localization.reasons.REASONS`, `values` fill its placeholders, `place` leads to the field, and
    `value` is what was given there.
    """

    code: str
    place: Place = ()
    value: Any = None
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def pointer(self) -> str:
        """The place as JSON Pointer (RFC 6901)."""
        return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in self.place)


class Refusal(ValueError):  # noqa: N818  (what a validator does, not what went wrong in it)
    """Raised inside a pydantic validator: the value is refused for the reason `code`, `at` a place below it."""

    def __init__(self, code: str, at: Place = (), **values: object) -> None:
        """Refuse for one reason."""
        super().__init__(code)
        self.code = code
        self.at = at
        self.values = values


# pydantic's own error types → our codes, with the context values that the reason shows.
_PYDANTIC_CODES = {
    "missing": "required",
    "extra_forbidden": "unknown-field",
    "string_type": "not-text",
    "string_too_long": "too-long",
    "string_too_short": "empty",
    "too_long": "too-many",
    "too_short": "too-few",
    "enum": "not-one-of",
    "literal_error": "not-one-of",
    "bool_type": "not-true-or-false",
    "bool_parsing": "not-true-or-false",
    "int_type": "not-a-whole-number",
    "int_parsing": "not-a-whole-number",
    "int_parsing_size": "not-a-whole-number",
    "int_from_float": "not-a-whole-number",
    "greater_than_equal": "out-of-range",
    "less_than_equal": "out-of-range",
    "date_type": "not-a-date",
    "date_parsing": "not-a-date",
    "date_from_datetime_parsing": "not-a-date",
    "date_from_datetime_inexact": "not-a-date",
    "dict_type": "not-an-object",
    "model_type": "not-an-object",
    "model_attributes_type": "not-an-object",
    "list_type": "not-a-list",
    "tuple_type": "not-a-list",
}


def faults_of(error: ValidationError) -> list[Fault]:
    """Every fault that pydantic found, in our codes."""
    faults: list[Fault] = []
    for detail in error.errors(include_url=False):
        place: Place = detail["loc"]
        context = detail.get("ctx", {})
        refusal = context.get("error")
        if isinstance(refusal, Refusal):
            value = _value_at(detail["input"], refusal.at)
            faults.append(Fault(refusal.code, (*place, *refusal.at), value, refusal.values))
            continue
        code = _PYDANTIC_CODES.get(detail["type"], "not-understood")
        if detail["type"] == "string_pattern_mismatch":
            code = "ill-formed"
        # pydantic says 'a', 'b' or 'c'
        values = (
            {"expected": ", ".join(re.findall(r"'([^']*)'", str(context["expected"])))} if "expected" in context else {}
        )
        if "max_length" in context:
            values = {"limit": str(context["max_length"])}
        faults.append(Fault(code, place, None if code == "required" else detail["input"], values))
    # pydantic does not count broken rows, and so finds too few where there are enough.
    return [fault for fault in faults if fault.code != "too-few" or not _has_fault_below(fault.place, faults)]


def _has_fault_below(place: Place, faults: Iterable[Fault]) -> bool:
    return any(len(other.place) > len(place) and other.place[: len(place)] == place for other in faults)


def _value_at(document: Any, place: Place) -> Any:  # noqa: ANN401  (any JSON value)
    for step in place:
        if isinstance(document, Mapping):
            document = document.get(step)
        elif isinstance(document, list | tuple) and isinstance(step, int) and step < len(document):
            document = document[step]
        else:
            return None
    return document
