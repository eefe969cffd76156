"""The command line: `python -m api --help`. Thin: each command calls the code that the service itself uses.

Exit status: 0 on success, 1 when what a command checks or does failed, 2 when it was called wrongly.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from alembic.util import CommandError
from pydantic import ValidationError
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from api.database import is_migrated, make_engine, migrate, read_generation, read_session, write_session
from api.directory.drafts import RecordDraft
from api.exporting import export_csv, export_json
from api.localization.reasons import reason_for
from api.seeding.planting import SeedReport, plant
from api.seeding.reading import SeedFaults, read_seed
from api.seeding.translations import bring_up_to_date
from api.seeding.yaml_files import FileFault
from api.serving import Listener
from api.settings import Settings

FAILED, CALLED_WRONGLY = 1, 2
commands = typer.Typer(
    help="The Victim Help Directory: the places in Japan that help, in the caller's language.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


class ExportFormat(StrEnum):
    """What an export can be."""

    JSON = "json"
    CSV = "csv"


@commands.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen at.", min=0, max=65535)] = 8000,
    workers: Annotated[int, typer.Option(help="How many processes answer.", min=1, max=64)] = 1,
) -> None:
    """Migrate the database, seed it if it is empty, and serve until interrupted."""
    settings = _settings()
    with _open_database(settings) as engine:
        _say("Preparing the database …")
        migrate(engine)
        if read_generation(engine) == 0:
            _say(f"Seeding the empty database from {settings.seed_folder.name}/ …")
            _say(f"Seeded: {_plant(engine, _read_seed(settings))}.")
    try:
        listener = Listener(host, port, workers)
    except SystemExit:  # the server has said why
        raise typer.Exit(FAILED) from None
    _say(f"Serving at http://{host}:{listener.port}/v1/services (description: /docs). Stop with Ctrl+C.")
    if not listener.serve():
        raise typer.Exit(FAILED)


@commands.command()
def seed(
    *, check: Annotated[bool, typer.Option("--check", help="Only report faults; touch no database.")] = False
) -> None:
    """Load the files of seed/ into the database.

    All faults are told, by file and line, before anything is written. What somebody edited since stays as it is, so
    that seeding again is safe.
    """
    settings = _settings()
    _say(f"Reading {settings.seed_folder.name}/ …")
    drafts = _read_seed(settings)
    if check:
        _say(f"{settings.seed_folder.name}/: {sum(map(len, drafts.values()))} records, no faults.")
        return
    with _open_database(settings) as engine:
        migrate(engine)
        report = _plant(engine, drafts)
    _say(f"Seeded: {report}.")
    for name in report.kept:
        _say(f"  kept as it was edited: {name}")
    for name in report.not_in_seed:
        _say(f"  not in the seed: {name}")


@commands.command()
def texts() -> None:
    """Give the files of translations in seed/texts/ the entries that en.yaml asks for.

    New texts come empty, for a translator to fill in; what changed in English keeps its translation and is marked
    fuzzy; what is gone goes.
    """
    folder, faults = _settings().seed_folder, list[FileFault]()
    counts = bring_up_to_date(folder, faults)
    _refuse(faults, "no file was touched")
    for name, (translated, missing, outdated) in counts.items():
        _say(f"{name}: {translated} translated, {missing} missing, {outdated} outdated")


@commands.command(name="migrate")
def migrate_command() -> None:
    """Bring the tables of the database to the newest form."""
    with _open_database(_settings()) as engine:
        migrate(engine)
    _say("The database has the newest form.")


@commands.command()
def export(
    file: Annotated[Path | None, typer.Argument(help="Where to write; standard output when absent.")] = None,
    format: Annotated[  # noqa: A002  (the option's name)
        ExportFormat, typer.Option(help="json: whole documents. csv: a zip of tables.")
    ] = ExportFormat.JSON,
) -> None:
    """Write the whole directory, drafts and inactive services too, as a file."""
    with _open_database(_settings()) as engine:
        if not is_migrated(engine):
            _fail("The database has no directory in its newest form. Run: python -m api migrate")
        with read_session(engine) as session:
            content = export_json(session) if format is ExportFormat.JSON else export_csv(session)
    try:
        if file is None:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
            return
        file.write_bytes(content)
    except OSError as error:
        _fail(f"{file or 'Standard output'} cannot be written: {error.strerror}.")
    _say(f"Wrote {len(content)} bytes to {file}.")


@commands.command()
def settings() -> None:
    """List every setting with its value and its meaning. Secrets are masked."""
    for name, (value, meaning) in _settings().shown().items():
        typer.echo(f"{name}={value}\n    {meaning}")


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_input=False):
            _say(f"{'.'.join(map(str, detail['loc'])).upper()}: {detail['msg'].removeprefix('Value error, ')}")
        raise typer.Exit(CALLED_WRONGLY) from None
    except UnicodeDecodeError:
        _say(".env: not a text in UTF-8")
        raise typer.Exit(CALLED_WRONGLY) from None


@contextmanager
def _open_database(settings: Settings) -> Iterator[Engine]:
    try:
        engine = make_engine(settings.database_url)
        try:
            yield engine
        finally:
            engine.dispose()
    # A file of another program, a revision from the future, an option that no driver knows, a row that cannot be.
    except (SQLAlchemyError, OSError, CommandError, ValueError, TypeError) as error:
        shown = settings.shown()["DATABASE_URL"][0]
        _fail(f"The database {shown} cannot be used: {str(error).splitlines()[0]}")


def _plant(engine: Engine, drafts: dict[str, list[RecordDraft]]) -> SeedReport:
    with write_session(engine, _now) as session:
        return plant(session, drafts, _now())


def _read_seed(settings: Settings) -> dict[str, list[RecordDraft]]:
    try:
        return read_seed(settings.seed_folder)
    except SeedFaults as error:
        _refuse(error.faults, "nothing was written")
        raise


def _refuse(faults: list[FileFault], consequence: str) -> None:
    """Tell faults of files and end, if there are any."""
    for fault in faults:
        name = f" {fault.name}:" if fault.name else ""
        _say(f"{fault.file}:{fault.line}:{name} {reason_for(fault.code, fault.values)}")
    if faults:
        _fail(f"{len(faults)} faults; {consequence}.")


def _now() -> datetime:
    return datetime.now(UTC)


def _say(line: str) -> None:
    typer.echo(line, err=True)


def _fail(line: str) -> NoReturn:
    _say(line)
    raise typer.Exit(FAILED)


if __name__ == "__main__":
    commands(prog_name="python -m api")
