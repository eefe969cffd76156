"""`create_app`: everything is made here and put together; nothing happens at import."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi_offline import FastAPIOffline
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.database import make_engine
from api.directory.snapshot import Directory
from api.directory.verification import Cadence
from api.localization.catalogs import CATALOG_FOLDER, Catalogs, say
from api.localization.locales import LOCALES, Locale, LocaleTable
from api.localization.small_talk import read_small_talk
from api.localization.words import Words
from api.openapi import describe
from api.problems import Problem, problem_of, render
from api.public import lists, services, state
from api.public.reading import locale_of
from api.public.rendering import Renderer
from api.publishing import Publisher
from api.settings import Settings
from api.transport import Transport


def create_app(
    settings: Settings | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    locales: Iterable[Locale] = LOCALES,
    catalog_folder: Path = CATALOG_FOLDER,
) -> FastAPI:
    """The application. Its database must be migrated; what is read from it is loaded when the lifespan begins.

    `now` is the clock; `locales` and the folder of their catalogs are what is answered in. A test hands in its own.
    """
    settings = settings or Settings()
    table, catalogs = LocaleTable(locales), Catalogs(catalog_folder)
    cadence = Cadence(settings.verification_days, settings.verification_days_emergency)

    def make_renderer(directory: Directory) -> Renderer:
        return Renderer(directory, table, catalogs, cadence)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        engine = make_engine(settings.database_url)
        app.state.publisher = Publisher(engine, now, read_small_talk(catalog_folder))
        app.state.renderer = make_renderer(app.state.publisher.directory)
        with app.state.publisher.keep_fresh(settings.poll_seconds):
            yield
        engine.dispose()

    app: FastAPI = FastAPIOffline(redoc_url=None, lifespan=lifespan, redirect_slashes=False)
    app.state.settings = settings
    app.state.now = now
    app.state.locale_table = table
    app.state.make_renderer = make_renderer
    for router in (services.router, lists.router, state.router):
        app.include_router(router)
    describe(app)

    def show(problem: Problem, request: Request) -> Response:
        return render(problem, request, Words(locale_of(request), table, catalogs))

    async def show_problem(request: Request, error: Exception) -> Response:
        return show(error if isinstance(error, Problem) else problem_of(error), request)  # type: ignore[arg-type]  # registered for these two

    def show_failure(request: Request) -> Response:
        return show(Problem("internal-error", say("This is our fault, not yours. Please try again.")), request)

    app.add_exception_handler(Problem, show_problem)
    app.add_exception_handler(HTTPException, show_problem)
    app.add_middleware(Transport, show_failure=show_failure)
    return app
