"""The translated texts of a record, each under the path that the table `text` has (`contact_points/phone/label`).

A path with a slash before it is the JSON Pointer by which a record names one of its texts, with contact points and
evidence by their id, as pointers of the evidence do.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.directory.drafts import CalendarDraft, TranslatedDraft

TextsByField = dict[str, dict[str, str]]


def texts_of(draft: "TranslatedDraft | CalendarDraft") -> TextsByField:
    """Every translated text of a record: path → locale → text."""
    texts = {field: getattr(draft, field) for field in draft.own_texts}
    for contact in getattr(draft, "contact_points", ()):
        texts[f"contact_points/{contact.id}/label"] = contact.label
        for number, step in enumerate(contact.ivr_steps):
            texts[f"contact_points/{contact.id}/ivr_steps/{number}/text"] = step.text
    for number, language in enumerate(getattr(draft, "languages", ())):
        texts[f"languages/{number}/note"] = language.note
    for row in getattr(draft, "evidence", ()):
        texts[f"evidence/{row.id}/note"] = row.note
    return {field: dict(translations) for field, translations in texts.items() if translations}
