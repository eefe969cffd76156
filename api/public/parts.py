"""The parts of a service as they are shown: names and texts, languages, contact points and how to dial, freshness."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from api.directory.drafts import ContactPointDraft, LanguageDraft, OrganizationDraft, ServiceDraft, TranslatedDraft
from api.directory.faults import Fault
from api.directory.finding import HOME_LANGUAGE, Service
from api.directory.timelines import Hours
from api.directory.timetables import Timetable
from api.directory.values import VerificationMethod
from api.directory.verification import Freshness
from api.localization import formats
from api.localization.catalogs import Sentence, say
from api.localization.words import Words
from api.public.answers import ContactPointOut, DialOut, LanguageSpokenOut, VerificationOut
from api.public.hours import render_hours


def text_of(draft: TranslatedDraft, field: str, words: Words, pointer: str | None = None) -> str:
    """A text of a record, which stands at `pointer` in the answer."""
    return words.text(getattr(draft, field), pointer or f"/{field}", draft.outdated_in(f"/{field}"))


def optional_text_of(draft: TranslatedDraft, field: str, words: Words) -> str | None:
    """A text that a record may have."""
    return words.optional_text(getattr(draft, field), f"/{field}", draft.outdated_in(f"/{field}"))


def name_in_japanese(draft: ServiceDraft | OrganizationDraft, words: Words) -> str | None:
    """What a service or its agency is called in Japanese, for who is given another name."""
    return None if words.tag_of(draft.name) == HOME_LANGUAGE else draft.name.get(HOME_LANGUAGE)


def union_of(languages: Iterable[LanguageDraft]) -> list[LanguageDraft]:
    """The languages of a service and of all its contact points, each once."""
    first: dict[str, LanguageDraft] = {}
    for language in languages:
        first.setdefault(language.tag, language)
    return list(first.values())


def render_languages(
    draft: ServiceDraft, languages: Iterable[LanguageDraft], words: Words, pointer: str
) -> list[LanguageSpokenOut]:
    """Languages of a service, which stand at `pointer` in the answer."""
    return [
        LanguageSpokenOut(
            tag=language.tag,
            name=words.language(language.tag, f"{pointer}/{number}/name"),
            autonym=formats.autonym(language.tag),
            mode=language.mode.value,
            note=words.optional_text(
                language.note,
                f"{pointer}/{number}/note",
                draft.outdated_in(f"/languages/{draft.languages.index(language)}/note"),
            ),
        )
        for number, language in enumerate(languages)
    ]


@dataclass(frozen=True, slots=True)
class ShownHours:
    """The timetables that are shown, by contact point, and their hours; those of a language, by both."""

    tables: Mapping[str, Timetable]
    hours: Mapping[str, Hours]
    own: Mapping[tuple[str, str], Hours]


def render_contact_point(
    contact: ContactPointDraft, service: Service, shown: ShownHours, words: Words, pointer: str
) -> ContactPointOut:
    """A contact point of a service, which stands at `pointer` in the answer, with its hours as they are shown."""
    draft, path = service.draft, f"/contact_points/{contact.id}"
    own_hours = service.hours[contact.id].by_language if contact.id in service.hours else {}
    own_languages = [language for language in draft.languages if language.contact_point == contact.id]
    if own_hours and not own_languages:  # those of the whole service, some of which have hours of their own here
        own_languages = [language for language in draft.languages if language.contact_point is None]
    languages = render_languages(draft, own_languages, words, f"{pointer}/languages")
    for number, language in enumerate(languages):
        if table := own_hours.get(language["tag"]):
            hours = shown.own[contact.id, language["tag"]]
            language["hours"] = render_hours(table, hours, words, f"{pointer}/languages/{number}/hours")
    return ContactPointOut(
        id=contact.id,
        type=contact.type.value,
        label=words.text(contact.label, f"{pointer}/label", draft.outdated_in(f"{path}/label")),
        dial=_dial(contact, service),
        url=contact.url,
        email=contact.email,
        cost=contact.cost.value,
        ivr_steps=[
            {
                "press": step.press,
                "text": words.text(step.text, f"{pointer}/{place}", draft.outdated_in(f"{path}/{place}")),
            }
            for place, step in ((f"ivr_steps/{number}/text", step) for number, step in enumerate(contact.ivr_steps))
        ],
        languages=languages or None,
        hours=render_hours(shown.tables[contact.id], shown.hours[contact.id], words, f"{pointer}/hours")
        if contact.id in shown.tables
        else None,
    )


def _dial(contact: ContactPointDraft, service: Service) -> DialOut | None:
    number = service.numbers.get(contact.id)
    if number is None:
        return None
    return DialOut(
        display=number.display,
        digits=number.digits,
        tel_uri=number.tel_uri,
        e164=number.e164,
        kind=number.kind.value,
        reachable={
            "ip_phone": contact.reachable.ip_phone,
            "prepaid_mobile": contact.reachable.prepaid_mobile,
            "abroad": contact.reachable.abroad,
        },
        fallback=contact.fallback,
    )


_CHECKED: Mapping[VerificationMethod, Sentence] = {
    VerificationMethod.CALL: say("Somebody called and checked this on {day}."),
    VerificationMethod.WEBSITE: say("This was checked against the website on {day}."),
    VerificationMethod.AGENCY: say("The agency confirmed this on {day}."),
    VerificationMethod.DOCUMENT: say("This is taken from an official document of {day}."),
}
_CHECKED_LONG_AGO: Mapping[VerificationMethod, Sentence] = {
    VerificationMethod.CALL: say("Somebody last called and checked this on {day}. It may have changed since."),
    VerificationMethod.WEBSITE: say("This was last checked against the website on {day}. It may have changed since."),
    VerificationMethod.AGENCY: say("The agency last confirmed this on {day}. It may have changed since."),
    VerificationMethod.DOCUMENT: say("This is taken from an official document of {day}. It may have changed since."),
}


def render_verification(draft: ServiceDraft, freshness: Freshness, words: Words) -> VerificationOut:
    """When and how a service was last verified, in words too."""
    if draft.verified_on is None or draft.verification_method is None:
        text = words.sentence(
            say("When this was last checked is not known. It may have changed."), "/verification/text"
        )
        return VerificationOut(verified_on=None, method=None, state=freshness.state, text=text)
    sentences = _CHECKED if freshness.state == "current" else _CHECKED_LONG_AGO
    day = partial(formats.long_date, draft.verified_on)
    sentence = Sentence(sentences[draft.verification_method].text, {"day": day})
    return VerificationOut(
        verified_on=draft.verified_on.isoformat(),
        method=draft.verification_method.value,
        state=freshness.state,
        text=words.sentence(sentence, "/verification/text"),
    )


def served_pointer(pointer: str, draft: ServiceDraft) -> str:
    """A pointer of the evidence, which names a contact point by its id, as a pointer into the answer."""
    root, *rest = pointer.split("/")[1:]
    if root != "contact_points" or not rest:
        return pointer
    places = {contact.id: number for number, contact in enumerate(draft.contact_points)}
    steps: tuple[Any, ...] = (root, places[rest[0]], *rest[1:])
    return Fault("", steps).pointer
