"""A fuzz of the whole public API by schemathesis, over every operation that the OpenAPI description names.

The run is that of its command line, with all checks and in all phases: the examples, the values at the borders of each
schema, random data right and wrong, and walks from one answer to the next request. It is the same each time.
`FUZZ_CASES` (150) says how many random cases are drawn, `FUZZ_SEED` (1) which; what is not random comes on top.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from schemathesis import engine, hooks
from schemathesis.config import SchemathesisConfig
from schemathesis.engine.events import EngineFinished, FatalError, NonFatalError, ScenarioFinished
from schemathesis.python import asgi

from api.app import create_app
from api.settings import Settings
from tests.conftest import NOW, Databases

CASES = int(os.environ.get("FUZZ_CASES", "150"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
PHASES = {"examples", "coverage", "fuzzing", "stateful"}


@pytest.fixture
def app(databases: Databases) -> Iterator[FastAPI]:
    """An application whose lifespan schemathesis begins."""
    with databases.new(seeded=True) as url:
        yield create_app(Settings(database_url=url, poll_seconds=0), now=lambda: NOW)
        asgi.shutdown_lifespans()


@pytest.fixture
def _true_cursors() -> Iterator[None]:
    """Every case that is right in all else has a true cursor, where it has one."""
    schemathesis.hook("before_call")(_give_true_cursor)
    yield
    hooks.unregister(_give_true_cursor)


def _give_true_cursor(context: schemathesis.HookContext, case: Any, options: dict[str, Any]) -> None:  # noqa: ANN401
    """Replace the cursor of a case by the one that the API gives for the case's filters; drop it where there is none.

    This is the one value that a schema cannot describe: which cursors are right depends on the filters that they are
    sent with, any other is 422 by contract, and schemathesis expects all that the schema allows to be accepted. Wrong
    cursors are in `public/test_cursors.py`.
    """
    if not (case.meta and case.meta.generation.mode.is_positive):
        return
    where = "body" if case.operation.method == "post" else "query"
    asked = getattr(case, where)
    if not isinstance(asked, dict) or "cursor" not in asked:
        return
    first = case.derive()
    asked_first = getattr(first, where)
    del asked_first["cursor"]
    asked_first["limit"] = 1
    cursor = first.call().json()["page"]["next"]
    if cursor is None:
        del asked["cursor"]
    else:
        asked["cursor"] = cursor


# Public reads never ask the database, so that one kind of it is enough.
@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("_true_cursors")
def test_a_fuzz_of_every_operation_finds_nothing(app: FastAPI) -> None:
    operation_count = sum(len(operations) for operations in _described(app).raw_schema["paths"].values())
    found: list[str] = []
    phases: set[str] = set()
    random_count = 0

    for event in engine.from_schema(_described(app, -(-CASES // operation_count))).execute():
        if isinstance(event, ScenarioFinished):
            phases.add(event.phase.value)
            random_count += len(event.recorder.cases) if event.phase.value == "fuzzing" else 0
            failures = [check.failure_info for checks in event.recorder.checks.values() for check in checks]
            found += [f"{info.failure}\n{info.code_sample}" for info in failures if info]
        elif isinstance(event, NonFatalError | FatalError):
            found.append(str(event))
        elif isinstance(event, EngineFinished):
            found += [] if event.stop_reason is engine.StopReason.COMPLETED else [event.stop_reason.value]

    assert found == []
    assert phases == PHASES
    assert random_count >= CASES


def _described(app: FastAPI, cases_per_operation: int = 1) -> Any:  # noqa: ANN401  (schemathesis leaves it open)
    generation = {"max-examples": cases_per_operation, "deterministic": True, "database": "none"}
    config = SchemathesisConfig.from_dict({"seed": SEED, "generation": generation})
    return schemathesis.openapi.from_asgi("/openapi.json", app, config=config)
