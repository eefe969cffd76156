"""Whether the service works, for machines that watch it; and what each kind of problem means."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from starlette.responses import JSONResponse, Response
from typing_extensions import TypedDict

from api.problems import KINDS, not_found
from api.public.asking import from_address
from api.public.questions import Question
from api.public.reading import CurrentReading

router = APIRouter(tags=["state"])


class HealthOut(TypedDict):
    """The process is up."""

    status: Literal["ok"]


class ReadinessOut(TypedDict):
    """The process is able to serve."""

    status: Literal["ok"]
    directory_version: str
    generation: int
    database: Literal["ok", "unreachable"]
    age_seconds: int


class ProblemKindOut(TypedDict):
    """What a type of problem means."""

    locale: str
    text_direction: Literal["ltr", "rtl"]
    type: str
    status: int
    title: str
    fallbacks: dict[str, str]


_NOT_STORED = {"Cache-Control": "no-store"}
Asked = Annotated[Question, Depends(from_address(Question))]


@router.get("/healthz", summary="Is the process up?", responses={200: {"model": HealthOut}})
async def read_health(asked: Asked) -> Response:
    """Answers as long as the process does."""
    del asked
    return JSONResponse(HealthOut(status="ok"), headers=_NOT_STORED)


@router.get("/readyz", summary="Can it serve?", responses={200: {"model": ReadinessOut}})
async def read_readiness(asked: Asked, reading: CurrentReading) -> Response:
    """Which directory is served, and whether the database was there when it was last looked for.

    `age_seconds` is how long ago the directory in memory was last known to be the newest.
    """
    del asked
    publisher = reading.request.app.state.publisher
    state = ReadinessOut(
        status="ok",
        directory_version=reading.directory.version,
        generation=reading.directory.generation,
        database=publisher.database,
        age_seconds=publisher.age_seconds,
    )
    return JSONResponse(state, headers=_NOT_STORED)


@router.get("/problems/{kind}", summary="What a problem means", responses={200: {"model": ProblemKindOut}})
async def read_problem_kind(kind: str, asked: Asked, reading: CurrentReading) -> Response:
    """The page that the `type` of a problem document leads to."""
    del asked
    if kind not in KINDS:
        raise not_found()
    words = reading.renderer.words(reading.locale)
    title = words.sentence(KINDS[kind].title, "/title")
    members = {"type": f"/problems/{kind}", "status": KINDS[kind].status, "title": title, "fallbacks": words.fallbacks}
    return reading.answer_object(members)
