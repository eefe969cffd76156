"""The README's conversation works as printed: each command gives what stands below it."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest

from api.settings import PROJECT_FOLDER

README = (PROJECT_FOLDER / "README.md").read_text(encoding="utf-8")
START_SECONDS = 60


def commands_with_output(text: str) -> list[tuple[str, str]]:
    """Each `$ command` of a console block, which goes on while a quote is open or a line ends in a backslash."""
    pairs: list[tuple[str, str]] = []
    for block in re.findall(r"```console\n(.*?)```", text, flags=re.DOTALL):
        for command in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            lines = command.splitlines()
            for length in range(1, len(lines) + 1):
                script = "\n".join(lines[:length])
                if script.count("'") % 2 == 0 and not script.endswith(("\\", "|")):
                    pairs.append((script, "\n".join(lines[length:]).strip()))
                    break
    return pairs


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A real server over a new SQLite file, started as the README says."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("served")
    server = subprocess.Popen(
        [sys.executable, "-m", "api", "serve", "--port", str(port)],
        cwd=PROJECT_FOLDER,
        env={"DATABASE_URL": f"sqlite:///{folder / 'directory.sqlite3'}", "PATH": "/usr/bin:/bin"},
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and server.poll() is None:
            try:
                httpx.get(f"http://127.0.0.1:{port}/healthz")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=START_SECONDS)


CONVERSATION = commands_with_output(README)


def test_the_readme_has_a_conversation() -> None:
    assert len(CONVERSATION) == 8


@pytest.mark.parametrize(("command", "printed"), CONVERSATION)
def test_a_command_of_the_readme_gives_what_stands_below_it(port: int, command: str, printed: str) -> None:
    script = command.replace("127.0.0.1:8000", f"127.0.0.1:{port}")

    done = subprocess.run(["/bin/bash", "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == printed
