"""What every public route needs of its request: the renderer, the locale, the moment; and how an answer is sent."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, cast

from fastapi import Depends, Request
from starlette.responses import Response

from api.localization import formats
from api.localization.tags import is_well_formed
from api.public.rendering import Renderer, dump

if TYPE_CHECKING:
    from api.localization.locales import LocaleTable

ENDLESS = 10**9  # seconds


class View:
    """What an answer is made from: a renderer (and so one directory), a locale and the moment it is."""

    def __init__(self, renderer: Renderer, locale: str, now: datetime) -> None:
        """See the directory of `renderer` in `locale` at the moment `now`."""
        self.renderer = renderer
        self.directory = renderer.directory
        self.locale = locale
        self.now = now

    def envelope(self) -> dict[str, object]:
        """What each answer begins with."""
        return {"locale": self.locale, "text_direction": formats.text_direction(self.locale)}


class Reading(View):
    """The view of one public read, and how its answer is sent."""

    def __init__(self, request: Request) -> None:
        """Take the newest directory; the whole answer is about that one."""
        self.request = request
        state = request.app.state
        if state.renderer.directory is not state.publisher.directory:
            state.renderer = state.make_renderer(state.publisher.directory)
        self._cache_seconds: int = state.settings.cache_seconds
        super().__init__(state.renderer, locale_of(request), state.now())

    def answer(
        self,
        body: bytes,
        *,
        changes_at: datetime | None = None,
        is_stored: bool = True,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """Send `body`, or 304 to whoever has it. `changes_at`: when the clock next changes something in it."""
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        left = int((changes_at - self.now).total_seconds()) if changes_at else ENDLESS
        age = max(0, min(self._cache_seconds, left))
        all_headers = {
            "Content-Language": self.locale,
            "Vary": "Accept-Language",
            "ETag": etag,
            "Cache-Control": f"public, max-age={age}, must-revalidate" if is_stored else "no-store",
            **(headers or {}),
        }
        if self.request.method in {"GET", "HEAD"} and _names(self.request.headers.getlist("if-none-match"), etag):
            return Response(status_code=304, headers=all_headers)
        return Response(body, headers=all_headers, media_type="application/json")

    def answer_object(self, members: Mapping[str, object]) -> Response:
        """Send an object after the envelope."""
        return self.answer(dump({**self.envelope(), **members}))


def locale_of(request: Request) -> str:
    """The locale that the answer to a request is in; `?locale=` (or the search's body) wins over Accept-Language.

    A locale that we do not speak is answered in the default locale.
    """
    state = request.app.state
    table = cast("LocaleTable", state.locale_table)
    default: str = state.settings.default_locale
    asked: str | None = getattr(request.state, "asked_locale", None)
    if asked is None:  # no route has read the address, or what it says cannot be used
        in_address = request.query_params.getlist("locale")
        asked = in_address[0] if len(in_address) == 1 and is_well_formed(in_address[0]) else None
    if asked is not None:
        return table.match(asked) or default
    return table.negotiate(request.headers.getlist("accept-language"), default)


def _names(if_none_match: list[str], etag: str) -> bool:
    """Whether an If-None-Match header (RFC 9110, section 13.1.2) names `etag`; weak and strong compare equal."""
    tags = [tag.strip().removeprefix("W/") for tag in ",".join(if_none_match).split(",")]
    return etag in tags or "*" in tags


async def _read(request: Request) -> Reading:
    return Reading(request)  # behind `async def`: a class alone would be sent to the thread pool


CurrentReading = Annotated[Reading, Depends(_read)]
