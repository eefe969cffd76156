"""Who may import whom, read from the imports of the code itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.settings import PROJECT_FOLDER

# Part of the house → the parts of ours that it may import. A part that is not listed sees all.
ALLOWED = {
    "public": {"public", "directory", "localization", "problems"},
    "admin": {"admin", "directory", "database", "problems", "localization"},
    "seeding": {"seeding", "directory", "database"},
    "directory": {"directory", "localization"},
    "localization": {"localization"},
    "database": {"directory"},
    "publishing": {"database", "directory"},
    "exporting": {"directory"},
    "problems": {"directory", "localization"},
    "transport": set[str](),
    "serving": {"problems", "transport"},
    "settings": {"localization"},
    "openapi": {"directory", "problems", "public"},
    "migrations": {"database", "directory", "settings"},
}
SEES_ALL = {"app", "__main__"}
WEB = {"fastapi", "starlette", "uvicorn", "httpx"}
WITHOUT_THE_WEB = {"directory", "localization", "seeding", "database", "exporting", "publishing", "settings"}
ONLY_IN_MEMORY = {"public", "localization"}
FORBIDDEN_NAMES = {
    *("utils", "util", "helpers", "helper", "common", "core", "base", "misc", "manager", "managers", "crud", "dao"),
    *("data", "item", "items", "obj", "objects"),
}
FILES = sorted((PROJECT_FOLDER / "api").rglob("*.py"))


def part_of(path: Path) -> str:
    """The part of the house that a file belongs to: a folder or a module of `api/`."""
    return path.relative_to(PROJECT_FOLDER / "api").with_suffix("").parts[0]


def imports_of(path: Path) -> Iterator[tuple[str, str]]:
    """Each imported module with the imported name, or an empty one."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            yield from ((node.module or "", alias.name) for alias in node.names)


def parts_imported_by(path: Path) -> set[str]:
    """The parts of the house that a file imports."""
    parts = set()
    for module, name in imports_of(path):
        if module == "api":
            parts.add(name)
        elif module.startswith("api."):
            parts.add(module.split(".")[1])
    return parts


def shown(path: Path) -> str:
    return str(path.relative_to(PROJECT_FOLDER))


def test_there_is_a_house_to_look_at() -> None:
    assert {"public", "directory", "localization", "seeding", "app"} <= {part_of(path) for path in FILES}


def test_every_part_of_the_house_has_its_rule() -> None:
    assert {part_of(path) for path in FILES} - {"__init__"} <= ALLOWED.keys() | SEES_ALL


@pytest.mark.parametrize("part", sorted(ALLOWED))
def test_a_part_imports_only_what_it_may(part: str) -> None:
    strangers = {
        shown(path): parts_imported_by(path) - ALLOWED[part]
        for path in FILES
        if part_of(path) == part and parts_imported_by(path) - ALLOWED[part]
    }

    assert strangers == {}


def test_public_and_admin_never_meet() -> None:
    assert "admin" not in ALLOWED["public"]
    assert "public" not in ALLOWED["admin"]


def test_only_what_starts_the_house_sees_its_settings() -> None:
    readers = {part_of(path) for path in FILES if "settings" in parts_imported_by(path)}

    assert readers <= {*SEES_ALL, "migrations"}


def test_nobody_imports_settings_that_somebody_else_made() -> None:
    names = {name for path in FILES for module, name in imports_of(path) if module == "api.settings"}

    assert names == {"Settings"}
    module = ast.parse((PROJECT_FOLDER / "api" / "settings.py").read_text(encoding="utf-8"))
    made = [
        node
        for statement in module.body
        if not isinstance(statement, ast.ClassDef | ast.FunctionDef)
        for node in ast.walk(statement)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Settings"
    ]
    assert made == []


@pytest.mark.parametrize("part", sorted(WITHOUT_THE_WEB))
def test_what_the_directory_is_knows_nothing_of_the_web(part: str) -> None:
    for path in FILES:
        if part_of(path) == part:
            assert {module.split(".")[0] for module, _ in imports_of(path)} & WEB == set(), shown(path)


@pytest.mark.parametrize("part", sorted(ONLY_IN_MEMORY))
def test_what_readers_are_answered_from_knows_no_database(part: str) -> None:
    for path in FILES:
        if part_of(path) == part:
            modules = {module for module, _ in imports_of(path)}
            assert {module.split(".")[0] for module in modules} & {"sqlalchemy", "sqlmodel", "alembic"} == set()
            assert modules & {"api.directory.models", "api.directory.editing", "api.directory.records"} == set()


def test_time_is_a_parameter_below_the_routes() -> None:
    clocks = {"now", "utcnow", "today"}
    for path in FILES:
        if part_of(path) in {*SEES_ALL, "publishing", "migrations"}:
            continue
        called = {
            node.func.attr
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and ast.unparse(node.func.value) in {"datetime", "date", "time"}
        }
        assert called & clocks == set(), shown(path)


def test_no_file_has_a_name_that_says_nothing() -> None:
    names = {part for path in FILES for part in path.relative_to(PROJECT_FOLDER).with_suffix("").parts}

    assert names & FORBIDDEN_NAMES == set()


def test_every_module_says_what_it_is() -> None:
    assert [shown(path) for path in FILES if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))] == []
