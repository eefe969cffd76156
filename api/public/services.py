"""The services: the filtered and ranked list, the search (the same with its filters in a body), and one service."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from anyio import to_thread
from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.directory.faults import Fault
from api.directory.finding import Match, Service, ServiceQuery
from api.localization.catalogs import say
from api.problems import Gone, InputProblem, Location, method_not_allowed, not_found
from api.public.answers import EmergencyOut, NextOpeningOut, ServiceListOut, ServiceOut, UnderstoodOut
from api.public.asking import MAX_SHOWN_CHARACTERS, from_address, from_body
from api.public.cursors import Cursor, write_cursor
from api.public.moments import rfc3339
from api.public.questions import ListQuestion, Question, ServiceQuestion
from api.public.reading import CurrentReading, Reading, View
from api.public.rendering import Asked, Rendered, dump

SEARCH = "search"  # stands where the id of a service does, and so can never be one
MAX_NEXT_OPENINGS = 3
router = APIRouter(prefix="/v1", tags=["services"])


@router.get("/services", summary="Find services", responses={200: {"model": ServiceListOut}})
async def list_services(
    asked: Annotated[ListQuestion, Depends(from_address(ListQuestion))], reading: CurrentReading
) -> Response:
    """The services that match all filters, best first, and the emergency lines always.

    Matches of all asked needs and of a stated language come first, then what is open before what is unknown, then the
    more specific service before the general one. With `open_at`, what is closed then is left out, and `opens_next` has
    the soonest certain openings of it. When nothing matches, `fallback` has the nearest services and names the filters
    that had to be dropped.
    """
    await _make_ready(asked, reading)
    found = answer_list(asked, reading, "query")
    headers = {"Link": f'<{_next_address(reading, found.cursor)}>; rel="next"'} if found.cursor else {}
    # What somebody types of their trouble is kept by nobody on the way.
    return reading.answer(found.body, changes_at=found.changes_at, is_stored=asked.q is None, headers=headers)


@router.post(f"/services/{SEARCH}", summary="Find services privately", responses={200: {"model": ServiceListOut}})
async def search_services(asked: Annotated[ListQuestion, Depends(from_body)], reading: CurrentReading) -> Response:
    """The same as the list, with the filters in a JSON body, so that they stay out of addresses and histories."""
    await _make_ready(asked, reading)
    return reading.answer(answer_list(asked, reading, "body").body, is_stored=False)


@router.get(f"/services/{SEARCH}", include_in_schema=False)
async def refuse_search_by_address() -> Response:
    """A search has a body; without this, `search` would be taken for the id of a service."""
    raise method_not_allowed("OPTIONS, POST")


@router.get("/services/{id}", summary="One service", responses={200: {"model": ServiceOut}})
async def read_service(
    id: str,  # noqa: A002  (the contract's name)
    asked: Annotated[ServiceQuestion, Depends(from_address(ServiceQuestion))],
    reading: CurrentReading,
) -> Response:
    """One service with everything that is known about it and where it was found."""
    service = reading.directory.readable.get(id)
    if service is None:
        if id in reading.directory.withdrawn:
            raise Gone(reading.directory.withdrawn[id])
        raise not_found()
    rendered = reading.renderer.service(service, reading.locale, reading.now, _moment_of(asked, reading))
    return reading.answer(rendered.whole(), changes_at=rendered.until)


@router.get("/emergency", summary="Emergency lines", responses={200: {"model": EmergencyOut}})
async def list_emergency_lines(
    asked: Annotated[Question, Depends(from_address(Question))], reading: CurrentReading
) -> Response:
    """Only the emergency lines, as whole services."""
    del asked
    lines = _Services(reading, Asked(reading.now))
    services = lines.render(reading.directory.emergency)
    body = _json_object(reading.envelope(), {"services": services})
    return reading.answer(body, changes_at=lines.until)


async def _make_ready(asked: ListQuestion, view: View) -> None:
    """Where words are asked that the lexicon has not learnt to understand yet, wait, and let others go on meanwhile."""
    if asked.q is not None and not view.directory.lexicon.is_learnt:
        await to_thread.run_sync(view.directory.lexicon.learn)


@dataclass
class _Services:
    """Renders the services of one answer and notes when the clock changes something in one of them."""

    view: View
    asked: Asked
    since: datetime | None = None
    until: datetime | None = None

    def render(self, services: Iterable[Service]) -> bytes:
        """A JSON array of services that are given whatever is asked: their status is that of all their channels."""
        return _json_array([self._take(service).whole() for service in services])

    def render_matches(self, matches: Sequence[Match], *, with_reasons: bool) -> bytes:
        """A JSON array of services with why they answer."""
        locale, renderer = self.view.locale, self.view.renderer
        return _json_array(
            [
                self._take(match.service).whole(
                    renderer.match(match, locale) if with_reasons else None, self.asked.channels
                )
                for match in matches
            ]
        )

    def _take(self, service: Service) -> Rendered:
        rendered = self.view.renderer.service(service, self.view.locale, self.view.now, self.asked)
        self.bound(rendered.since, rendered.until)
        return rendered

    def bound(self, since: datetime | None, until: datetime | None) -> None:
        """Note from when to when something in the answer stays the same."""
        if since is not None:
            self.since = max(self.since or since, since)
        if until is not None:
            self.until = min(self.until or until, until)


@dataclass(frozen=True, slots=True)
class FoundList:
    """A list as JSON, when the clock next changes it, and the cursor of the next page."""

    body: bytes
    changes_at: datetime | None
    cursor: str | None


def answer_list(asked: ListQuestion, view: View, location: Location) -> FoundList:
    """The list that answers a question; `location` says where its parameters came from, for a fault in the cursor."""
    directory = view.directory
    query = asked.query_of(directory)
    cursor: Cursor | None = asked.cursor
    if cursor is not None and not cursor.belongs_to(query):
        fault = Fault("foreign-cursor", ("cursor",), cursor.text[:MAX_SHOWN_CHARACTERS])
        raise InputProblem([(location, "cursor" if location == "query" else fault.pointer, fault)])
    showing = _moment_of(asked, view, cursor)
    showing = replace(showing, languages=query.languages, channels=query.channels)
    found = directory.find_services(query, showing.moment, asked.limit, cursor.met if cursor else ())
    rendering = _Services(view, showing)
    if not showing.is_fixed:
        rendering.bound(found.since, found.until)
    arrays = {
        "services": rendering.render_matches(found.matches, with_reasons=query.asks_something),
        "emergency": rendering.render(directory.emergency),
        "fallback": _fallback(asked, query, view, rendering) if found.total == 0 else b"null",
    }
    # What the clock did before the directory last changed is not the last change.
    changed_at = max(directory.last_modified, rendering.since or directory.last_modified)
    moment = showing.moment if showing.is_fixed else changed_at
    next_cursor = None
    if found.has_more:
        met = {match.service.number for match in found.matches} | (cursor.met if cursor else set())
        next_cursor = write_cursor(query, cursor.moment if cursor else changed_at, met)
    head = {
        **view.envelope(),
        "directory_version": directory.version,
        "as_of": rfc3339(moment),
        "valid_until": rfc3339(rendering.until) if rendering.until and not showing.is_fixed else None,
        "understood": [
            UnderstoodOut(need=each.need, score=each.score) for each in (query.meaning.needs if query.meaning else ())
        ],
        "page": {"total": found.total, "limit": asked.limit, "next": next_cursor},
        "opens_next": [
            NextOpeningOut(opens_at=rfc3339(opens), service_id=service.draft.id, contact_point_id=contact_id)
            for opens, service, contact_id in (
                directory.find_next_openings(query, showing.moment, MAX_NEXT_OPENINGS) if query.open_at else ()
            )
        ],
    }
    return FoundList(_json_object(head, arrays), rendering.until, next_cursor)


def _fallback(asked: ListQuestion, query: ServiceQuery, view: View, rendering: _Services) -> bytes:
    relaxed, wider, found = view.directory.find_nearest(query, rendering.asked.moment, asked.limit)
    nearest = _Services(view, replace(rendering.asked, languages=wider.languages, channels=wider.channels))
    if not rendering.asked.is_fixed:
        rendering.bound(found.since, found.until)
    services = nearest.render_matches(found.matches, with_reasons=True)
    rendering.bound(nearest.since, nearest.until)
    message = say("Nothing matched what you asked for. These are the nearest. Use only the numbers given here.")
    if query.meaning and not query.meaning.is_understood:
        message = say(
            "Your words were not understood. Try other words, or choose from the list of needs. "
            "Use only the numbers given here."
        )
    words = view.renderer.words(view.locale)
    head = {
        "reason": "no_match",
        "message": words.sentence(message, "/message"),
        "relaxed": list(relaxed),
        "fallbacks": words.fallbacks,
    }
    return _json_object(head, {"services": services})


def _moment_of(asked: ServiceQuestion, view: View, cursor: Cursor | None = None) -> Asked:
    """When hours are judged: at the moment asked for, at that of the walk, or now."""
    if isinstance(asked.open_at, datetime):
        return Asked(asked.open_at, is_fixed=True)
    return Asked(cursor.moment, is_fixed=True) if cursor else Asked(view.now)


def _next_address(reading: Reading, cursor: str) -> str:
    """The address of the next page: that of this one with another cursor, relative to the host that was asked."""
    pairs = [(name, value) for name, value in reading.request.query_params.multi_items() if name != "cursor"]
    return f"{reading.request.url.path}?{urlencode([*pairs, ('cursor', cursor)])}"


def _json_array(members: Iterable[bytes]) -> bytes:
    return b"[" + b",".join(members) + b"]"


def _json_object(head: Mapping[str, object], rendered: Mapping[str, bytes]) -> bytes:
    """An object from plain members and members that are JSON already."""
    return dump(head)[:-1] + b"".join(b"," + dump(name) + b":" + value for name, value in rendered.items()) + b"}"
