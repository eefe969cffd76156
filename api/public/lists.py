"""The small lists: organizations, needs, languages, locales."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.problems import not_found
from api.public.answers import LanguagesOut, LocalesOut, NeedsOut, OrganizationOut, OrganizationsOut
from api.public.asking import from_address
from api.public.questions import Question
from api.public.reading import CurrentReading
from api.public.rendering import dump

router = APIRouter(prefix="/v1", tags=["lists"])
Asked = Annotated[Question, Depends(from_address(Question))]


@router.get("/organizations", summary="Organizations", responses={200: {"model": OrganizationsOut}})
async def list_organizations(asked: Asked, reading: CurrentReading) -> Response:
    """The agencies and other bodies that run the services."""
    del asked
    ids = sorted(reading.directory.organizations)
    return reading.answer_object(
        {"organizations": [reading.renderer.organization(each, reading.locale) for each in ids]}
    )


@router.get("/organizations/{id}", summary="One organization", responses={200: {"model": OrganizationOut}})
async def read_organization(id: str, asked: Asked, reading: CurrentReading) -> Response:  # noqa: A002  (the contract's name)
    """One organization, with the ids of its services."""
    del asked
    if id not in reading.directory.organizations:
        raise not_found()
    return reading.answer(dump(reading.renderer.organization(id, reading.locale)))


@router.get("/needs", summary="Needs", responses={200: {"model": NeedsOut}})
async def list_needs(asked: Asked, reading: CurrentReading) -> Response:
    """What people need, in their own words: two levels, in the order of display."""
    del asked
    return reading.answer_object(
        {"needs": [reading.renderer.need(need, reading.locale) for need in reading.directory.needs]}
    )


@router.get("/languages", summary="Languages", responses={200: {"model": LanguagesOut}})
async def list_languages(asked: Asked, reading: CurrentReading) -> Response:
    """The languages that some service states. They are not the locales that we answer in."""
    del asked
    spoken = reading.directory.spoken_languages()
    return reading.answer_object(
        {"languages": [reading.renderer.language(tag, count, reading.locale) for tag, count in spoken.items()]}
    )


@router.get("/locales", summary="Locales", responses={200: {"model": LocalesOut}})
async def list_locales(asked: Asked, reading: CurrentReading) -> Response:
    """The locales that we answer in, with how much of the directory is in each, and whether a person reviewed it."""
    del asked
    return reading.answer_object({"locales": reading.renderer.locales(reading.locale)})
