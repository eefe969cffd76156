"""Why an input is refused: the sentence for each fault code of `directory/faults.py`."""

from collections.abc import Mapping

from api.localization.catalogs import Sentence, say

REASONS: Mapping[str, Sentence] = {
    # of any document or query
    "required": say("This is required."),
    "empty": say("This must not be empty."),
    "unknown-field": say("There is no such field."),
    "not-text": say("This must be text."),
    "not-true-or-false": say("This must be true or false."),
    "not-a-whole-number": say("This must be a whole number."),
    "not-an-object": say("This must be an object."),
    "not-a-list": say("This must be a list."),
    "not-one-of": say("This must be one of: {expected}."),
    "not-understood": say("This cannot be understood."),
    "out-of-range": say("This number is too small or too large."),
    "too-long": say("This is too long: at most {limit} characters."),
    "too-many": say("These are too many: at most {limit}."),
    "too-few": say("At least one is needed."),
    "ill-formed": say("This does not have the right form."),
    "control-character": say("This has a character that cannot be shown."),
    "markup": say("Markup is not allowed; this must be plain text."),
    "repeated": say("This is given more than once."),
    "not-a-tag": say("This is not a language tag (BCP 47), such as vi or zh-Hant."),
    "not-canonical": say("The tag of this language is {canonical}."),
    "not-a-date": say("This is not a date (ISO 8601), such as 2026-11-24."),
    "not-a-day": say("This is not a day, such as 12-29 (each year) or 2026-12-29."),
    "not-a-moment": say(
        "This is not a moment with an offset (RFC 3339), such as 2026-11-24T09:00:00+09:00; in a URL, + is %2B."
    ),
    "unknown-area": say("This is not JP or a prefecture of Japan (ISO 3166-2), such as JP-13."),
    "unknown-need": say("There is no need with this id; /v1/needs lists them."),
    "unknown-organization": say("There is no organization with this id; /v1/organizations lists them."),
    # of a query
    "unknown-parameter": say("There is no parameter of this name here."),
    "in-the-body": say("The filters of a search belong into its body, not into the address."),
    "null": say("This must have a value; leave the name out to ask for nothing."),
    "invalid-cursor": say("This is not a cursor that was given out here."),
    "foreign-cursor": say("This cursor belongs to other filters; send it with the filters that it came from."),
    "not-json": say("This is not valid JSON."),
    "too-deep": say("This is nested too deeply."),
    # of a record
    "reserved": say("This id is reserved."),
    "unknown-parent": say("There is no need {id} above which nothing stands."),
    "unknown-source": say("There is no source {id}."),
    "unknown-service": say("There is no service {id}."),
    "unknown-contact-point": say("The service has no contact point {id}."),
    "unknown-pointer": say("There is no such field in a service: {pointer}."),
    "unknown-text": say("There is no such text in this locale: {pointer}."),
    "not-a-number": say("This is not a telephone number that can be dialled in Japan."),
    "not-a-url": say("This is not a web address beginning with http:// or https://."),
    "not-an-email": say("This is not an e-mail address."),
    "missing-for-type": say("A contact point of the type {type} needs {field}."),
    "not-for-type": say("A contact point of the type {type} has no {field}."),
    "unknown-calendar": say("There is no calendar {id}."),
    "unknown-language-there": say("The language {language} is not spoken at this contact point."),
    "language-alone": say("Hours of a language are those of a contact point; name it."),
    "no-time": say("This closes when it opens. Always open is from 00:00 to 24:00 on every day."),
    "ends-before-it-begins": say("This ends before it begins."),
    "mixed-days": say("Both days are dates, or both are of each year (MM-DD)."),
    "days-or-calendar": say("The days are either from one day to another, or those of a calendar."),
    "half-a-span": say("A span has a beginning and an end."),
    "no-hours-for-type": say("A contact point of the type {type} has no hours."),
    "without-number": say("Where there is no number, nothing can be said about reaching it."),
    "languages-disagree": say("Languages are given exactly when languages_stated is listed."),
    "verification-halved": say("A verification has both a day and a method."),
    "unreachable": say("An active service needs at least one contact point."),
    "alert-missing": say("A service that is temporarily closed needs an alert that says so."),
    # of a file of the seed
    "missing-file": say("This file is missing."),
    "unreadable-file": say("This file cannot be read: {error}."),
    "no-such-record": say("There is no record {id} to add this to."),
}


def reason_for(code: str, values: Mapping[str, object]) -> Sentence:
    """The sentence for a fault code, with its values."""
    return Sentence(REASONS[code].text, values)
