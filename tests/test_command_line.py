"""`python -m api`, as somebody types it: a process of its own, on both databases, with its exit status."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine, inspect, text

from api.database import is_migrated, make_engine, read_generation, read_session, write_session
from api.directory.editing import save_service
from api.directory.records import read_services
from api.exporting import export_csv, export_json
from api.localization.locales import LOCALES
from api.seeding.reading import read_seed
from api.serving import Listener
from api.settings import PROJECT_FOLDER, Settings
from tests.conftest import SEED_FOLDER

AT = datetime(2026, 11, 23, tzinfo=UTC)
RECORDS = sum(map(len, read_seed(SEED_FOLDER).values()))
NOT_A_NUMBER = "This is not a telephone number that can be dialled in Japan."
UNKNOWN_ORGANIZATION = "There is no organization with this id; /v1/organizations lists them."


@dataclass(frozen=True)
class Shell:
    """Types commands in an empty folder."""

    folder: Path
    settings: dict[str, str]

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(PROJECT_FOLDER), "NO_COLOR": "1", "COLUMNS": "120", **self.settings}

    def run(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-W", "error", "-m", "api", *arguments],
            cwd=self.folder,
            env={**self.environment, **settings},
            capture_output=True,
            check=False,
        )


def outcome(done: subprocess.CompletedProcess[bytes]) -> tuple[int, str, list[str]]:
    """Exit status, standard output, and the lines of standard error."""
    return done.returncode, done.stdout.decode(), done.stderr.decode().splitlines()


@pytest.fixture
def shell(database_url: str, tmp_path: Path) -> Shell:
    """With a migrated and seeded database."""
    return Shell(tmp_path, {"DATABASE_URL": database_url})


@pytest.fixture
def blank_shell(blank_database_url: str, tmp_path: Path) -> Shell:
    """With a database without any table."""
    return Shell(tmp_path, {"DATABASE_URL": blank_database_url})


@pytest.fixture
def plain_shell(tmp_path: Path) -> Shell:
    """For what needs no database; it would be a file that is not there yet."""
    return Shell(tmp_path, {"DATABASE_URL": f"sqlite:///{tmp_path}/never-made/directory.sqlite3"})


@pytest.fixture
def blank_engine(blank_database_url: str) -> Iterator[Engine]:
    engine = make_engine(blank_database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def broken_seed(tmp_path: Path) -> Path:
    """The shipped seed with three faults."""
    folder = tmp_path / "broken"
    shutil.copytree(SEED_FOLDER, folder)
    for name, old, new in (
        ("contact_points.yaml", "number: 0120-924-839", "number: 0120-924"),
        ("organizations.yaml", "- id: otit\n", "- id: otit\n  phone: 110\n"),
        ("services.yaml", "organization: otit\n", "organization: oitt\n"),
    ):
        content = (folder / name).read_text(encoding="utf-8")
        assert old in content
        (folder / name).write_text(content.replace(old, new, 1), encoding="utf-8")
    return folder


def line_of(path: Path, text: str) -> int:
    return next(n for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if text in line)


# ---- Called wrongly -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("sevre",),
        ("serve", "--port", "65536"),
        ("serve", "--workers", "0"),
        ("seed", "--chekc"),
        ("export", "--format", "xml"),
        ("settings", "DATABASE_URL"),
    ],
    ids=" ".join,
)
def test_a_command_that_is_called_wrongly_says_so_with_status_2(plain_shell: Shell, arguments: tuple[str, ...]) -> None:
    status, _, told = outcome(plain_shell.run(*arguments))

    assert status == 2
    assert not any("Traceback" in line for line in told)
    assert not (plain_shell.folder / "never-made").exists()


@pytest.mark.parametrize("command", [["settings"], ["seed", "--check"], ["serve"]], ids=" ".join)
def test_a_setting_that_cannot_be_is_told_by_name_with_status_2(plain_shell: Shell, command: list[str]) -> None:
    done = plain_shell.run(*command, CACHE_SECONDS="-1", DEFAULT_LOCALE="tlh", DATABASE_URL="mysql://u:hunter2@h/n")
    status, shown, told = outcome(done)

    assert (status, shown) == (2, "")
    assert told == [
        "DATABASE_URL: the database is sqlite:///… or postgresql+psycopg://…",
        f"DEFAULT_LOCALE: not one of the locales: {', '.join(locale.tag for locale in LOCALES)}",
        "CACHE_SECONDS: Input should be greater than or equal to 0",
    ]


def test_help_is_given_for_the_asking(plain_shell: Shell) -> None:
    status, shown, told = outcome(plain_shell.run("--help"))

    assert (status, told) == (0, [])
    for command in ("serve", "seed", "texts", "migrate", "export", "settings"):
        assert command in shown


# ---- settings -------------------------------------------------------------------------------------------------------


def test_settings_lists_each_with_its_value_and_its_meaning(plain_shell: Shell) -> None:
    done = plain_shell.run("settings", DATABASE_URL="postgresql://u:hunter2@h/n", CACHE_SECONDS="7")
    status, shown, told = outcome(done)

    assert (status, told) == (0, [])
    assert "hunter2" not in shown
    lines = shown.splitlines()
    assert [line.split("=")[0] for line in lines[::2]] == [name.upper() for name in Settings.model_fields]
    assert lines[0] == "DATABASE_URL=postgresql+psycopg://u:***@h/n"
    assert "CACHE_SECONDS=7" in lines
    assert all(line.startswith("    ") for line in lines[1::2])


def test_settings_are_read_from_a_file_in_the_folder_too(plain_shell: Shell) -> None:
    (plain_shell.folder / ".env").write_text("DEFAULT_LOCALE=ja\n", encoding="utf-8")

    assert "DEFAULT_LOCALE=ja\n" in outcome(plain_shell.run("settings"))[1]


# ---- migrate --------------------------------------------------------------------------------------------------------


def test_migrate_makes_the_tables_and_may_be_repeated(blank_shell: Shell, blank_engine: Engine) -> None:
    for _ in range(2):
        assert outcome(blank_shell.run("migrate")) == (0, "", ["The database has the newest form."])

    assert is_migrated(blank_engine)
    assert read_generation(blank_engine) == 0


def test_several_processes_may_migrate_and_seed_at_once(blank_shell: Shell, blank_engine: Engine) -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "api", "seed"],
            cwd=blank_shell.folder,
            env=blank_shell.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    told = [process.communicate()[1].decode() for process in processes]

    assert [process.returncode for process in processes] == [0, 0, 0], told
    assert read_generation(blank_engine) == 1
    reports = [text.splitlines()[-1].split(" created")[0] for text in told]
    assert sorted(reports) == ["Seeded: 0", "Seeded: 0", f"Seeded: {RECORDS}"]


# ---- seed -----------------------------------------------------------------------------------------------------------


def test_seed_fills_an_empty_database_and_may_be_repeated(blank_shell: Shell, blank_engine: Engine) -> None:
    first = outcome(blank_shell.run("seed"))
    second = outcome(blank_shell.run("seed"))

    rest = "0 kept as they were edited, 0 not in the seed."
    assert first == (0, "", ["Reading seed/ …", f"Seeded: {RECORDS} created, 0 updated, 0 unchanged, {rest}"])
    assert second == (0, "", ["Reading seed/ …", f"Seeded: 0 created, 0 updated, {RECORDS} unchanged, {rest}"])
    assert read_generation(blank_engine) == 1


def test_seed_names_what_it_leaves_as_it_is(shell: Shell, engine: Engine, tmp_path: Path) -> None:
    seed = tmp_path / "newer"
    shutil.copytree(SEED_FOLDER, seed)
    contacts = (seed / "contact_points.yaml").read_text(encoding="utf-8")
    (seed / "contact_points.yaml").write_text(contacts.replace("0120-279-338", "0120-279-226"), encoding="utf-8")
    with write_session(engine, lambda: AT) as session:
        draft = read_services(session, "yorisoi-hotline")[0].draft
        save_service(session, draft.model_copy(update={"area": "JP-13"}), AT)
        save_service(session, draft.model_copy(update={"id": "somebody-elses"}), AT)

    status, shown, told = outcome(shell.run("seed", SEED_FOLDER=str(seed)))

    assert (status, shown) == (0, "")
    assert told == [
        "Reading newer/ …",
        f"Seeded: 0 created, 0 updated, {RECORDS - 1} unchanged, 1 kept as they were edited, 1 not in the seed.",
        "  kept as it was edited: services/yorisoi-hotline",
        "  not in the seed: services/somebody-elses",
    ]
    with read_session(engine) as session:
        stored = read_services(session, "yorisoi-hotline")[0].draft
    assert (stored.area, stored.contact_points[0].number) == ("JP-13", "0120-279-338")


def test_seed_check_touches_no_database(plain_shell: Shell) -> None:
    done = plain_shell.run("seed", "--check")

    assert outcome(done) == (0, "", ["Reading seed/ …", f"seed/: {RECORDS} records, no faults."])
    assert not (plain_shell.folder / "never-made").exists()


def expected_faults(seed: Path) -> list[str]:
    contacts = line_of(seed / "contact_points.yaml", "0120-924")
    organizations = line_of(seed / "organizations.yaml", "phone: 110")
    services = line_of(seed / "services.yaml", "oitt")
    return [
        f"broken/contact_points.yaml:{contacts}: contact_points.number: {NOT_A_NUMBER}",
        f"broken/organizations.yaml:{organizations}: phone: There is no such field.",
        f"broken/services.yaml:{services}: organization: {UNKNOWN_ORGANIZATION}",
        "3 faults; nothing was written.",
    ]


def test_seed_check_tells_every_fault_by_file_and_line(plain_shell: Shell, broken_seed: Path) -> None:
    done = plain_shell.run("seed", "--check", SEED_FOLDER=str(broken_seed))

    assert outcome(done) == (1, "", ["Reading broken/ …", *expected_faults(broken_seed)])


def test_seed_writes_nothing_when_there_is_a_fault(shell: Shell, engine: Engine, broken_seed: Path) -> None:
    done = shell.run("seed", SEED_FOLDER=str(broken_seed))

    assert outcome(done) == (1, "", ["Reading broken/ …", *expected_faults(broken_seed)])
    assert read_generation(engine) == 1


def test_a_seed_with_faults_leaves_a_blank_database_blank(
    blank_shell: Shell, blank_engine: Engine, broken_seed: Path
) -> None:
    done = blank_shell.run("seed", SEED_FOLDER=str(broken_seed))

    assert outcome(done) == (1, "", ["Reading broken/ …", *expected_faults(broken_seed)])
    assert inspect(blank_engine).get_table_names() == []


def test_serve_does_not_begin_with_a_seed_that_has_faults(blank_shell: Shell, broken_seed: Path) -> None:
    status, shown, told = outcome(blank_shell.run("serve", SEED_FOLDER=str(broken_seed)))

    assert (status, shown, told[-4:]) == (1, "", expected_faults(broken_seed))


def test_a_seed_folder_that_is_not_there_is_told(plain_shell: Shell) -> None:
    status, _, told = outcome(plain_shell.run("seed", "--check", SEED_FOLDER="nowhere"))

    assert status == 1
    assert "nowhere/services.yaml:1: This file is missing." in told


# ---- texts ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def own_seed(tmp_path: Path) -> Path:
    """The shipped seed, to be changed."""
    folder = tmp_path / "own"
    shutil.copytree(SEED_FOLDER, folder)
    return folder


def test_texts_leaves_files_that_are_up_to_date_as_they_are(plain_shell: Shell, own_seed: Path) -> None:
    before = {path.name: path.read_bytes() for path in (own_seed / "texts").iterdir()}

    status, shown, told = outcome(plain_shell.run("texts", SEED_FOLDER=str(own_seed)))

    assert (status, shown) == (0, "")
    assert re.fullmatch(r"vi.po: \d{3} translated, 0 missing, 0 outdated", next(line for line in told if "vi" in line))
    assert {path.name: path.read_bytes() for path in (own_seed / "texts").iterdir()} == before


def test_texts_marks_what_changed_in_english_until_somebody_has_looked_at_it(
    blank_shell: Shell, own_seed: Path, blank_engine: Engine
) -> None:
    english, khmer = own_seed / "texts" / "en.yaml", own_seed / "texts" / "km.po"
    content = english.read_text(encoding="utf-8")
    english.write_text(content.replace("name: Police emergency call", "name: Call the police"), encoding="utf-8")

    # Already before the files are brought up to date, a translation of the old text is known to be outdated.
    assert blank_shell.run("seed", SEED_FOLDER=str(own_seed)).returncode == 0
    with read_session(blank_engine) as session:
        states = read_services(session, "police-110")[0].draft.translations
    assert states["km"].outdated == states["vi"].outdated == ("/name",)

    told = outcome(blank_shell.run("texts", SEED_FOLDER=str(own_seed)))[2]
    assert next(line for line in told if line.startswith("km.po")).endswith("0 missing, 1 outdated")
    entry = '#, fuzzy\nmsgctxt "services/police-110/name"\nmsgid "Call the police"\n'
    assert entry in khmer.read_text(encoding="utf-8")

    khmer.write_text(khmer.read_text(encoding="utf-8").replace("#, fuzzy\n", ""), encoding="utf-8")
    assert blank_shell.run("seed", SEED_FOLDER=str(own_seed)).returncode == 0
    with read_session(blank_engine) as session:
        states = read_services(session, "police-110")[0].draft.translations
    assert "km" not in states
    assert states["vi"].outdated == ("/name",)


def test_texts_that_cannot_be_read_are_told_and_no_file_is_touched(plain_shell: Shell, own_seed: Path) -> None:
    broken, other = own_seed / "texts" / "vi.po", own_seed / "texts" / "th.po"
    broken.write_text(broken.read_text(encoding="utf-8") + "nonsense\n", encoding="utf-8")
    other.write_text(other.read_text(encoding="utf-8") + "# kept\n", encoding="utf-8")
    before = other.read_bytes()

    status, _, told = outcome(plain_shell.run("texts", SEED_FOLDER=str(own_seed)))

    assert status == 1
    assert told[0].startswith("own/texts/vi.po:")
    assert told[-1] == "1 faults; no file was touched."
    assert other.read_bytes() == before


# ---- export ---------------------------------------------------------------------------------------------------------


def test_export_writes_the_json_to_standard_output(shell: Shell, engine: Engine) -> None:
    done = shell.run("export")

    with read_session(engine) as session:
        assert done.stdout == export_json(session)
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(json.loads(done.stdout)["services"]) == 54


def test_export_writes_a_file(shell: Shell, engine: Engine) -> None:
    for name, option in (("directory.json", "json"), ("directory.zip", "csv")):
        path = shell.folder / name
        status, shown, told = outcome(shell.run("export", "--format", option, name))

        assert (status, shown, told) == (0, "", [f"Wrote {path.stat().st_size} bytes to {name}."])
    with read_session(engine) as session:
        assert (shell.folder / "directory.json").read_bytes() == export_json(session)
        assert (shell.folder / "directory.zip").read_bytes() == export_csv(session)
    with zipfile.ZipFile(shell.folder / "directory.zip") as archive:
        assert archive.testzip() is None


def test_export_to_where_nothing_can_be_written_fails_with_status_1(shell: Shell) -> None:
    done = shell.run("export", "no-such-folder/directory.json")

    assert outcome(done) == (1, "", ["no-such-folder/directory.json cannot be written: No such file or directory."])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_export_to_a_full_disk_fails_with_status_1(shell: Shell) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "api", "export"],
            cwd=shell.folder,
            env=shell.environment,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert (done.returncode, done.stderr) == (1, b"Standard output cannot be written: No space left on device.\n")


@pytest.mark.parametrize("command", ["seed", "export", "serve"])
def test_a_row_that_cannot_be_is_told(shell: Shell, engine: Engine, command: str) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE service SET area = 'XX' WHERE id = 'police-110'"))

    status, _, told = outcome(shell.run(command, *(["--port", "0"] if command == "serve" else [])))
    assert status == 1
    if command != "serve":
        assert "cannot be used: 1 validation error for ServiceDraft" in told[-1]


@pytest.mark.parametrize("url", ["sqlite:///x.sqlite3?timeout=abc", "sqlite:///a%00b.sqlite3"])
def test_a_database_that_no_driver_understands_is_told(plain_shell: Shell, url: str) -> None:
    status, _, told = outcome(plain_shell.run("migrate", DATABASE_URL=url))

    assert (status, len(told)) == (1, 1)
    assert "cannot be used: " in told[0]


def test_settings_from_a_file_that_is_no_text_are_refused(plain_shell: Shell) -> None:
    (plain_shell.folder / ".env").write_bytes(b"DEFAULT_LOCALE=\xff")

    assert outcome(plain_shell.run("settings")) == (2, "", [".env: not a text in UTF-8"])


def test_export_of_a_database_without_a_directory_fails_with_status_1(blank_shell: Shell) -> None:
    done = blank_shell.run("export", "directory.json")

    told = "The database has no directory in its newest form. Run: python -m api migrate"
    assert outcome(done) == (1, "", [told])
    assert not (blank_shell.folder / "directory.json").exists()


# ---- A database that is not there -----------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["migrate", "seed", "export", "serve"])
def test_a_database_that_cannot_be_reached_is_told_without_its_password(plain_shell: Shell, command: str) -> None:
    url = "postgresql://directory:hunter2@127.0.0.1:1/directory"
    status, shown, told = outcome(plain_shell.run(command, DATABASE_URL=url))

    assert (status, shown) == (1, "")
    assert told[-1].startswith("The database postgresql+psycopg://directory:***@127.0.0.1:1/directory cannot be used: ")
    assert "hunter2" not in "".join(told)
    assert not any("Traceback" in line for line in told)


def test_a_file_that_is_no_database_is_told(plain_shell: Shell) -> None:
    (plain_shell.folder / "notes.txt").write_text("This is no database.\n" * 100, encoding="utf-8")
    status, shown, told = outcome(plain_shell.run("migrate", DATABASE_URL="sqlite:///notes.txt"))

    assert (status, shown) == (1, "")
    assert told == [
        "The database sqlite:///notes.txt cannot be used: (sqlite3.DatabaseError) file is not a database",
    ]


# ---- serve ----------------------------------------------------------------------------------------------------------


@contextmanager
def serving(shell: Shell, *arguments: str) -> Iterator[tuple[subprocess.Popen[bytes], httpx.Client]]:
    """A server that answers, and a client of it; ended afterwards as Ctrl+C would."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "api", "serve", "--port", str(port), *arguments],
        cwd=shell.folder,
        env=shell.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            while process.poll() is None and not _answers(client):
                time.sleep(0.05)
            yield process, client
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
            process.communicate()


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/healthz").is_success
    except httpx.TransportError:
        return False


def test_serve_makes_an_empty_database_ready_and_answers(blank_shell: Shell, blank_engine: Engine) -> None:
    with serving(blank_shell) as (process, client):
        answer = client.get("/v1/services", params={"need": "passport-taken", "language": "vi"})
        ready = client.get("/readyz").json()
        assert process.poll() is None

    assert answer.status_code == 200
    assert "police-110" in {service["id"] for service in answer.json()["services"]}
    assert (ready["status"], ready["database"], ready["generation"]) == ("ok", "ok", 1)
    assert read_generation(blank_engine) == 1


def test_serve_keeps_what_the_database_has(shell: Shell, engine: Engine) -> None:
    with write_session(engine, lambda: AT) as session:
        draft = read_services(session, "police-110")[0].draft
        save_service(session, draft.model_copy(update={"area": "JP-13"}), AT)

    with serving(shell) as (_, client):
        assert client.get("/v1/services/police-110").json()["area"]["code"] == "JP-13"

    assert read_generation(engine) == 2


def test_a_change_by_another_process_is_served_soon(shell: Shell, engine: Engine) -> None:
    with serving(shell) as (_, client):
        assert client.get("/v1/services/police-110").json()["area"]["code"] == "JP"
        with write_session(engine, lambda: AT) as session:
            draft = read_services(session, "police-110")[0].draft
            save_service(session, draft.model_copy(update={"area": "JP-13"}), AT)
        while client.get("/readyz").json()["generation"] == 1:
            time.sleep(0.05)

        assert client.get("/v1/services/police-110").json()["area"]["code"] == "JP-13"


def test_several_workers_serve_the_same(shell: Shell) -> None:
    with serving(shell, "--workers", "2") as (process, client):
        versions = {client.get("/readyz").json()["directory_version"] for _ in range(10)}
        assert process.poll() is None

    assert len(versions) == 1
    assert process.returncode == 0


@pytest.mark.parametrize("workers", ["1", "2"])
def test_serve_ends_well_when_it_is_asked_to(shell: Shell, workers: str) -> None:
    with serving(shell, "--workers", workers) as (process, _):
        process.send_signal(signal.SIGTERM)
        told, _ = process.communicate()

    assert process.returncode == 0
    assert b"Traceback" not in told


@pytest.mark.parametrize("workers", ["1", "2"])
def test_serve_fails_with_status_1_when_no_process_can_start(shell: Shell, engine: Engine, workers: str) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE service SET area = 'XX' WHERE id = 'police-110'"))

    assert shell.run("serve", "--port", "0", "--workers", workers).returncode == 1


def test_what_is_not_http_gets_a_problem(shell: Shell) -> None:
    with serving(shell) as (_, client), socket.create_connection((client.base_url.host, client.base_url.port)) as raw:
        raw.sendall(b"GET /v1/services?need=\xe3\x81\x82 HTTP/1.1\r\nHost: x\r\n\r\n")
        head, _, body = b"".join(iter(lambda: raw.recv(4096), b"")).partition(b"\r\n\r\n")

    status, *lines = head.decode().lower().splitlines()
    assert status == "http/1.1 400 bad request"
    assert set(lines) == {
        "content-type: application/problem+json",
        "content-language: en",
        "access-control-allow-origin: *",
        "access-control-expose-headers: content-language, etag, link",
        "referrer-policy: no-referrer",
        "x-content-type-options: nosniff",
        "connection: close",
    }
    assert json.loads(body) == {
        "type": "/problems/bad-request",
        "title": "The request cannot be read",
        "status": 400,
        "detail": "The request does not follow the rules of HTTP.",
        "instance": "/",
        "fallbacks": {},
    }


def test_an_answer_does_not_wait_for_the_client_to_acknowledge_its_first_part() -> None:
    """On a connection that is kept open each answer would otherwise take 40 ms."""
    listener = Listener("127.0.0.1", 0, 1)
    with listener._socket as listening:
        listening.listen()
        with socket.create_connection(("127.0.0.1", listener.port)), listening.accept()[0] as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_serve_stops_when_it_is_interrupted(shell: Shell) -> None:
    with serving(shell) as (process, _):
        process.send_signal(signal.SIGINT)
        said = process.communicate()[0].decode()

    assert process.returncode in {0, -signal.SIGINT, 128 + signal.SIGINT}
    assert "Traceback" not in said


def test_serve_at_a_port_that_is_taken_fails(shell: Shell) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        status, _, told = outcome(shell.run("serve", "--port", str(taken.getsockname()[1])))

    assert status == 1
    assert not any("Traceback" in line for line in told)
