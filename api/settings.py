"""The settings, from the environment and `.env`; made in `create_app` and the command line, never imported."""

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from api.localization.locales import LOCALES

PROJECT_FOLDER = Path(__file__).resolve().parents[1]


def _database_url(value: str) -> str:
    try:
        url = make_url(value)
    except (ArgumentError, ValueError):  # whose words would quote it, with a password in it
        msg = "not a database URL, e.g. sqlite:///data/directory.sqlite3"
        raise ValueError(msg) from None
    if "@" in (url.host or ""):  # a part of a password would be shown as the host's name
        msg = "an @ in the password must be written %40"
        raise ValueError(msg)
    if url.drivername == "postgresql":  # the driver that we ship
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in {"sqlite", "postgresql+psycopg"}:
        msg = "the database is sqlite:///… or postgresql+psycopg://…"
        raise ValueError(msg)
    if url.drivername == "sqlite" and url.database in {None, "", ":memory:"}:
        msg = "a SQLite database must be a file: what is only in memory, no other connection sees"
        raise ValueError(msg)
    return url.render_as_string(hide_password=False)


def _known_locale(value: str) -> str:
    if value not in {locale.tag for locale in LOCALES}:
        msg = f"not one of the locales: {', '.join(locale.tag for locale in LOCALES)}"
        raise ValueError(msg)
    return value


class Settings(BaseSettings):
    """Every setting with its meaning; `python -m api settings` prints them."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    database_url: Annotated[str, AfterValidator(_database_url)] = Field(
        default=f"sqlite:///{PROJECT_FOLDER / 'data' / 'directory.sqlite3'}",
        description="Where the directory is kept: a SQLite file, or postgresql+psycopg://user:password@host/name.",
    )
    default_locale: Annotated[str, AfterValidator(_known_locale)] = Field(
        default="en", description="The locale of an answer when the caller's is not known."
    )
    seed_folder: Path = Field(
        default=PROJECT_FOLDER / "seed", description="The folder whose files an empty database is filled from."
    )
    poll_seconds: float = Field(
        default=0.5, ge=0, le=60, description="How often a change made by another process is looked for; 0 is never."
    )
    cache_seconds: int = Field(
        default=60, ge=0, le=86400, description="For how long others may keep an answer without asking again."
    )
    verification_days: int = Field(
        default=180, ge=1, le=36_500, description="After how many days a service is due to be checked again."
    )
    verification_days_emergency: int = Field(
        default=30, ge=1, le=36_500, description="The same for emergency lines. Overdue is twice as long."
    )

    def shown(self) -> dict[str, tuple[str, str]]:
        """Name → (value with secrets masked, meaning), for the command line."""
        values = {name: str(getattr(self, name)) for name in type(self).model_fields}
        url = make_url(self.database_url)
        secrets = {key: "***" for key in url.query if "pass" in key.lower()}  # libpq takes them there too
        values["database_url"] = url.update_query_dict(secrets).render_as_string(hide_password=True)
        return {
            name.upper(): (values[name], field.description or "") for name, field in type(self).model_fields.items()
        }
