"""What a valid record of the directory looks like: the documents that the seed, the export and an editor speak.

A draft is a whole record with every translation side by side and every child inside it. Validation happens here and
nowhere else; past it, types are trusted. All faults of a document are found at once.

Shapes: texts are `{"en": "…", "ja": "…"}`; days of a schedule are RFC 5545 BYDAY (`MO`, `1MO`); times are `HH:MM` in
Asia/Tokyo; absent or null means that no source says it. Hours are those of the whole service, of one contact point, or
of one language at a contact point; the nearest that there are hold, spans and exceptions each by themselves.
"""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    StringConstraints,
    ValidationError,
    model_validator,
)

from api.directory.consistency import find_disagreements, is_range_of_days
from api.directory.faults import Refusal
from api.directory.texts import texts_of
from api.directory.values import (
    WITH_URL,
    AreaCode,
    Byday,
    ClosingTime,
    ContactType,
    Cost,
    Day,
    EmailAddress,
    ExceptionDay,
    IsoDate,
    KnownCost,
    LanguageMode,
    LanguagesStated,
    LocaleTag,
    Locator,
    OpeningTime,
    Phrases,
    PrintedNumber,
    ServiceId,
    ServiceStatus,
    Slug,
    SpokenTag,
    Texts,
    VerificationMethod,
    WebAddress,
)
from api.localization.formats import COUNTRY

if TYPE_CHECKING:
    from pydantic_core import InitErrorDetails

MAX_ROWS = 200  # of any list in one record
MAX_TEXTS = 1000  # of one record in one locale
MAX_LOCALES = 100


class Draft(BaseModel):
    """A document that is complete and has no field that we do not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Pointers = Annotated[
    tuple[str, ...], Field(max_length=MAX_TEXTS), AfterValidator(lambda pointers: tuple(sorted(set(pointers))))
]


class TranslationDraft(Draft):
    """What is known of a record's texts in one locale besides the words: JSON Pointers of texts, in their order.

    `outdated`: the English text has changed since it was translated. `reviewed`: a person who speaks the language has
    read the text and found it good.
    """

    outdated: Pointers = ()
    reviewed: Pointers = ()


def _known_states(states: dict[str, TranslationDraft]) -> dict[str, TranslationDraft]:
    """Without locales of which nothing is known: equal statements are equal documents."""
    return {locale: state for locale, state in sorted(states.items()) if state != TranslationDraft()}


class TranslatedDraft(Draft):
    """A record with texts. `own_texts` are the fields of the record itself that are texts."""

    own_texts: ClassVar[tuple[str, ...]] = ()

    translations: Annotated[
        dict[LocaleTag, TranslationDraft], Field(max_length=MAX_LOCALES), AfterValidator(_known_states)
    ] = {}

    def outdated_in(self, pointer: str) -> frozenset[str]:
        """The locales in which a text is of an earlier English."""
        return frozenset(locale for locale, state in self.translations.items() if pointer in state.outdated)

    @model_validator(mode="after")
    def _translates_what_there_is(self) -> Self:
        texts = texts_of(self) if self.translations else {}
        for locale, state in self.translations.items():
            for name in ("outdated", "reviewed"):
                for pointer in getattr(state, name):
                    if locale not in texts.get(pointer.removeprefix("/"), {}):
                        raise Refusal("unknown-text", at=("translations", locale, name), pointer=pointer)
        return self


class ReachableDraft(Draft):
    """From where a number works; null where no source says it."""

    ip_phone: bool | None = None
    prepaid_mobile: bool | None = None
    abroad: bool | None = None


class IvrStepDraft(Draft):
    """A key to press after the announcement."""

    press: Annotated[str, StringConstraints(pattern=r"^[0-9*#]{1,4}$")]
    text: Texts


class ContactPointDraft(Draft):
    """One way to reach a service. `number` is as printed; a phone without one is named but its number is not known."""

    id: Slug
    type: ContactType
    label: Texts
    number: PrintedNumber | None = None
    reachable: ReachableDraft = ReachableDraft()
    fallback: Slug | None = None
    url: WebAddress | None = None
    email: EmailAddress | None = None
    cost: KnownCost = Cost.UNKNOWN
    ivr_steps: Annotated[tuple[IvrStepDraft, ...], Field(max_length=MAX_ROWS)] = ()

    @model_validator(mode="after")
    def _has_what_its_type_needs(self) -> Self:
        if self.type in {ContactType.WEB_FORM, ContactType.WEB_PAGE} and self.url is None:
            raise Refusal("missing-for-type", at=("url",), field="url", type=self.type.value)
        if self.type is ContactType.EMAIL and self.email is None:
            raise Refusal("missing-for-type", at=("email",), field="email", type=self.type.value)
        for field, types in (("number", {ContactType.PHONE}), ("url", WITH_URL), ("email", {ContactType.EMAIL})):
            if getattr(self, field) is not None and self.type not in types:
                raise Refusal("not-for-type", at=(field,), field=field, type=self.type.value)
        return self


class LanguageDraft(Draft):
    """A language spoken at a service, or at one of its contact points only."""

    tag: SpokenTag
    mode: LanguageMode = LanguageMode.UNSPECIFIED
    contact_point: Slug | None = None
    note: Texts | None = None


class ScheduleDraft(Draft):
    """A weekly span, as the source prints it.

    One that closes before it opens passes midnight; 00:00 to 24:00 on every day is always. `public_holidays` is null
    where no source says whether it holds on them.
    """

    contact_point: Slug | None = None
    language: SpokenTag | None = None
    byday: Annotated[tuple[Byday, ...], Field(min_length=1, max_length=35)]
    opens_at: OpeningTime
    closes_at: ClosingTime
    public_holidays: Literal["open", "closed", "only"] | None = None
    by_appointment: bool = False
    valid_from: Day | None = None
    valid_to: Day | None = None


class ScheduleExceptionDraft(Draft):
    """Days that differ from the weekly spans: own days, or those of a calendar.

    Without times the whole day is closed, or is open as on any other day, or whatever would hold is unknown.
    """

    contact_point: Slug | None = None
    language: SpokenTag | None = None
    status: Literal["open", "closed", "unknown"]
    from_: Annotated[ExceptionDay | None, Field(alias="from")] = None
    to: ExceptionDay | None = None
    opens_at: OpeningTime | None = None
    closes_at: ClosingTime | None = None
    calendar: Slug | None = None


class EvidenceDraft(Draft):
    """Where a fact was found.

    `fields` are JSON Pointers into the service as it is served, with contact points named by their id
    (`/contact_points/phone/dial`); an empty list means the whole record.
    """

    id: Slug
    source: Slug
    locator: Locator
    fields: Annotated[tuple[str, ...], Field(max_length=MAX_ROWS)] = ()
    note: Texts | None = None


class ServiceDraft(TranslatedDraft):
    """A service with everything that belongs to it."""

    own_texts = ("name", "description", "audience", "interpretation", "alert")

    id: ServiceId
    organization: Slug
    status: ServiceStatus
    name: Texts
    description: Texts
    audience: Texts | None = None
    interpretation: Texts | None = None
    alert: Texts | None = None
    area: AreaCode = COUNTRY
    needs: Annotated[tuple[Slug, ...], Field(max_length=MAX_ROWS)] = ()
    anonymous: bool | None = None
    languages_stated: LanguagesStated
    languages: Annotated[tuple[LanguageDraft, ...], Field(max_length=MAX_ROWS)] = ()
    contact_points: Annotated[tuple[ContactPointDraft, ...], Field(max_length=MAX_ROWS)] = ()
    schedules: Annotated[tuple[ScheduleDraft, ...], Field(max_length=MAX_ROWS)] = ()
    schedule_exceptions: Annotated[tuple[ScheduleExceptionDraft, ...], Field(max_length=MAX_ROWS)] = ()
    evidence: Annotated[tuple[EvidenceDraft, ...], Field(min_length=1, max_length=MAX_ROWS)]
    verified_on: Day | None = None
    verification_method: VerificationMethod | None = None
    replaced_by: Slug | None = None

    @model_validator(mode="wrap")
    @classmethod
    def _tell_all_faults(cls, document: Any, validate: ModelWrapValidatorHandler[Self]) -> Self:  # noqa: ANN401
        """Fields that contradict each other are told together with fields that are wrong by themselves."""
        disagreements = list(find_disagreements(document))
        details: list[InitErrorDetails] = []
        draft = None
        try:
            draft = validate(document)
        except ValidationError as error:
            details = [
                {"type": each["type"], "loc": each["loc"], "input": each["input"], "ctx": each.get("ctx", {})}
                for each in error.errors(include_url=False)
            ]
        details += [{"type": "value_error", "loc": (), "input": document, "ctx": {"error": e}} for e in disagreements]
        if draft is None or details:
            raise ValidationError.from_exception_data(cls.__name__, details)
        return draft


class OrganizationDraft(TranslatedDraft):
    """An agency, or another body that runs services."""

    own_texts = ("name",)

    id: Slug
    name: Texts
    url: WebAddress | None = None


class NeedDraft(TranslatedDraft):
    """A term of the need taxonomy (HSDS taxonomy term), in the words of the person in trouble.

    `position` is the place in the order of display; `phrases` are what people who have the need type, by locale.
    """

    own_texts = ("name", "description")

    id: Slug
    name: Texts
    description: Texts
    parent: Slug | None = None
    position: Annotated[int, Field(ge=0, le=100_000)] = 0
    phrases: Annotated[dict[LocaleTag, Phrases], Field(max_length=MAX_LOCALES)] = {}


class SourceDraft(TranslatedDraft):
    """A document or page that facts come from. `as_of` is as precise as the source shows it."""

    own_texts = ("title",)

    id: Slug
    title: Texts
    url: WebAddress | None = None
    as_of: IsoDate | None = None


class CalendarDaysDraft(Draft):
    """Days of a calendar: `MM-DD` each year (also across the new year), or dates."""

    from_: Annotated[ExceptionDay, Field(alias="from")]
    to: ExceptionDay


class CalendarDraft(Draft):
    """Days that many services close or open on, kept once: schedule exceptions name it."""

    own_texts: ClassVar[tuple[str, ...]] = ()

    id: Slug
    days: Annotated[tuple[CalendarDaysDraft, ...], Field(min_length=1, max_length=MAX_ROWS)]

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        for number, days in enumerate(self.days):
            if not is_range_of_days(days.from_, days.to):
                raise Refusal("ends-before-it-begins", at=("days", number, "to"))
        return self


RecordDraft = OrganizationDraft | NeedDraft | SourceDraft | CalendarDraft | ServiceDraft


def canonical_document(draft: RecordDraft) -> dict[str, Any]:
    """The draft as plain JSON values, without what is absent: equal records give equal documents."""
    return draft.model_dump(mode="json", by_alias=True, exclude_defaults=True)
