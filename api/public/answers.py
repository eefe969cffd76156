"""The shapes of public answers, as the OpenAPI page shows them. They have no defaults: every field is always there.

The words are HSDS's (service, organization, taxonomy term), schema.org's (contact point), libphonenumber's (kinds of
number), RFC 5545's (`byday`) and BCP 47's (tags). Times are RFC 3339 with the offset of Asia/Tokyo.
"""

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

TextDirectionOut = Literal["ltr", "rtl"]
HoursStatusOut = Literal["open", "closed", "by_appointment", "unknown"]
Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Fallbacks = Annotated[
    dict[str, str],
    Field(description="JSON Pointer of each text that is not in the answer's locale → the tag it is in."),
]


Outdated = Annotated[
    list[str],
    Field(description="JSON Pointers of the texts that are a translation of an earlier wording."),
]
NameInJapanese = Annotated[
    str | None, Field(description="What it is called in Japanese, to say or show at a desk; null where `name` is that.")
]


class ReachableOut(TypedDict):
    """From where the number works; null where no source says it."""

    ip_phone: bool | None
    prepaid_mobile: bool | None
    abroad: bool | None


class DialOut(TypedDict):
    """How to dial a number."""

    display: Annotated[str, Field(description="As printed; show this.")]
    digits: Annotated[str, Field(description="The keys to press, with `#`, without separators.")]
    tel_uri: Annotated[str, Field(description="RFC 3966; dials what a caller in Japan dials.")]
    e164: Annotated[str | None, Field(description="Only for numbers that have an international form.")]
    kind: Literal["emergency", "short_code", "toll_free", "uan", "voip", "fixed_line", "mobile"]
    reachable: ReachableOut
    fallback: Annotated[
        str | None, Field(description="Id of the contact point to use where this number does not work.")
    ]


class IvrStepOut(TypedDict):
    """A key to press after the announcement."""

    press: str
    text: str


class SpanOut(TypedDict):
    """A time from opening to closing."""

    opens_at: Moment
    closes_at: Moment


class ScheduleOut(TypedDict):
    """A weekly span as the source prints it."""

    byday: list[str]
    opens_at: str
    closes_at: str
    public_holidays: Annotated[
        Literal["open", "closed", "only"] | None, Field(description="Null: no source says; then unknown on them.")
    ]
    by_appointment: bool
    valid_from: str | None
    valid_to: str | None


ScheduleExceptionOut = TypedDict(
    "ScheduleExceptionOut",
    {
        "status": Literal["open", "closed", "unknown"],
        "from": str,
        "to": str,
        "opens_at": str | None,
        "closes_at": str | None,
        "calendar": str | None,
    },
)


class HoursOut(TypedDict):
    """When somebody answers."""

    status: HoursStatusOut
    text: Annotated[str, Field(description="The hours in words, a line for each statement.")]
    timezone: str
    closes_at: Annotated[Moment | None, Field(description="Null while nobody answers, and when it never closes.")]
    next_opens_at: Annotated[Moment | None, Field(description="The next certain opening; null while open.")]
    upcoming: Annotated[
        list[SpanOut],
        Field(
            description="Whole and merged, today's and those of the next seven days; what never closes is cut there."
        ),
    ]
    osm: Annotated[
        str | None, Field(description="In OpenStreetMap's opening_hours syntax; null when it cannot say it.")
    ]
    osm_note: str | None
    schedules: list[ScheduleOut]
    exceptions: list[ScheduleExceptionOut]


class LanguageSpokenOut(TypedDict):
    """A language spoken at the service."""

    tag: str
    name: str
    autonym: Annotated[str, Field(description="What its speakers call it.")]
    mode: Literal["native", "interpreter", "machine", "unspecified"]
    note: str | None
    hours: NotRequired[
        Annotated[HoursOut, Field(description="Only at a contact point, where the language has its own.")]
    ]


class ContactPointOut(TypedDict):
    """One way to reach a service."""

    id: str
    type: Literal["phone", "web_form", "web_page", "chat", "email", "in_person"]
    label: str
    dial: Annotated[DialOut | None, Field(description="Null for a telephone whose number no source prints.")]
    url: str | None
    email: str | None
    cost: Literal["free", "caller_pays", "unknown"]
    ivr_steps: list[IvrStepOut]
    languages: Annotated[list[LanguageSpokenOut] | None, Field(description="Null: the service's languages.")]
    hours: Annotated[HoursOut | None, Field(description="Null for web pages, web forms and e-mail.")]


class OrganizationNameOut(TypedDict):
    """Who runs a service."""

    id: str
    name: str
    name_in_japanese: NameInJapanese
    url: str | None


class NeedNameOut(TypedDict):
    """A need that a service helps with."""

    id: str
    name: str


class AreaOut(TypedDict):
    """Where a service is for: `JP` for all of Japan, else an ISO 3166-2 code."""

    code: str
    name: str


class MatchOut(TypedDict):
    """Why a service answers what was asked."""

    needs: list[str]
    language: Literal["possible", "stated"] | None
    reasons: list[str]


class EvidenceOut(TypedDict):
    """Where facts were found."""

    source: str
    title: str
    locator: str
    url: str | None
    as_of: Annotated[str | None, Field(description="ISO 8601 date, as precise as the source shows it.")]
    fields: Annotated[list[str], Field(description="JSON Pointers into the service; none means all of it.")]
    note: str | None


class VerificationOut(TypedDict):
    """When somebody last checked the service."""

    verified_on: str | None
    method: Literal["call", "website", "agency", "document"] | None
    state: Literal["current", "due", "overdue"]
    text: str


class ServiceOut(TypedDict):
    """A service that helps."""

    id: str
    name: str
    name_in_japanese: NameInJapanese
    description: str
    status: Literal["active", "inactive", "temporarily closed", "defunct"]
    alert: str | None
    organization: OrganizationNameOut
    needs: list[NeedNameOut]
    area: AreaOut
    audience: str | None
    anonymous: bool | None
    interpretation: str | None
    hours_status: HoursStatusOut
    languages_stated: Literal["listed", "foreign_unlisted", "not_stated"]
    languages: list[LanguageSpokenOut]
    contact_points: list[ContactPointOut]
    match: MatchOut | None
    evidence: list[EvidenceOut]
    verification: VerificationOut
    last_modified: Moment
    outdated: Outdated
    fallbacks: Fallbacks


class PageOut(TypedDict):
    """Where this page stands among all matches."""

    total: int
    limit: int
    next: Annotated[str | None, Field(description="Cursor of the next page, to be sent with the same filters.")]


class NoMatchOut(TypedDict):
    """What is nearest when nothing matched."""

    reason: Literal["no_match"]
    message: str
    relaxed: Annotated[list[str], Field(description="The parameters that had to be dropped.")]
    fallbacks: Fallbacks
    services: list[ServiceOut]


class NextOpeningOut(TypedDict):
    """When a service that is closed opens next."""

    opens_at: Moment
    service_id: str
    contact_point_id: str


class UnderstoodOut(TypedDict):
    """A need that the words of `q` speak of."""

    need: str
    score: Annotated[float, Field(ge=0, le=1, description="How clearly: the share of what the words say.")]


class ServiceListOut(TypedDict):
    """The services that match, best first, and the emergency lines always."""

    locale: str
    text_direction: TextDirectionOut
    directory_version: str
    as_of: Moment
    valid_until: Annotated[Moment | None, Field(description="Until when nothing in the answer changes by the clock.")]
    understood: Annotated[
        list[UnderstoodOut],
        Field(description="With `q`: the needs that its words speak of, best first; none where they are not."),
    ]
    services: list[ServiceOut]
    page: PageOut
    opens_next: Annotated[
        list[NextOpeningOut],
        Field(description="With `open_at`: the soonest certain openings of services that match but are closed then."),
    ]
    emergency: list[ServiceOut]
    fallback: NoMatchOut | None


class EmergencyOut(TypedDict):
    """The emergency lines."""

    locale: str
    text_direction: TextDirectionOut
    services: list[ServiceOut]


class OrganizationOut(TypedDict):
    """An agency, or another body that runs services."""

    id: str
    name: str
    name_in_japanese: NameInJapanese
    url: str | None
    service_ids: list[str]
    outdated: Outdated
    fallbacks: Fallbacks


class OrganizationsOut(TypedDict):
    """Every organization."""

    locale: str
    text_direction: TextDirectionOut
    organizations: list[OrganizationOut]


class NeedOut(TypedDict):
    """A need, in the words of the person in trouble."""

    id: str
    name: str
    description: str
    parent: str | None
    service_count: Annotated[int, Field(description="Services for the need or one of its children.")]
    outdated: Outdated
    fallbacks: Fallbacks


class NeedsOut(TypedDict):
    """The need taxonomy, two levels, in the order of display."""

    locale: str
    text_direction: TextDirectionOut
    needs: list[NeedOut]


class LanguageOut(TypedDict):
    """A language that some service states."""

    tag: str
    name: str
    autonym: str
    text_direction: TextDirectionOut
    service_count: int
    fallbacks: Fallbacks


class LanguagesOut(TypedDict):
    """The languages spoken somewhere."""

    locale: str
    text_direction: TextDirectionOut
    languages: list[LanguageOut]


class LocaleOut(TypedDict):
    """A locale that we answer in."""

    tag: str
    name: str
    autonym: str
    text_direction: TextDirectionOut
    coverage: Annotated[
        float, Field(ge=0, le=1, description="Share of the directory's texts that are in the locale and not outdated.")
    ]
    review: Annotated[
        Literal["reviewed", "unreviewed"], Field(description="Whether people who speak it have read every word.")
    ]
    fallbacks: Fallbacks


class LocalesOut(TypedDict):
    """The locales that we answer in."""

    locale: str
    text_direction: TextDirectionOut
    locales: list[LocaleOut]
