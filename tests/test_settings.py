"""The settings: from the environment and `.env`, each with its meaning, secrets masked."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from api.settings import PROJECT_FOLDER, Settings


def test_without_any_setting_a_file_beside_the_code_is_the_database() -> None:
    assert Settings() == Settings(
        database_url=f"sqlite:///{PROJECT_FOLDER}/data/directory.sqlite3",
        default_locale="en",
        seed_folder=PROJECT_FOLDER / "seed",
        poll_seconds=0.5,
        cache_seconds=60,
        verification_days=180,
        verification_days_emergency=30,
    )


def test_the_environment_sets_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in {
        "DATABASE_URL": "sqlite:////tmp/other.sqlite3",
        "DEFAULT_LOCALE": "ja",
        "SEED_FOLDER": str(tmp_path),
        "POLL_SECONDS": "0",
        "CACHE_SECONDS": "5",
        "VERIFICATION_DAYS": "90",
        "VERIFICATION_DAYS_EMERGENCY": "7",
    }.items():
        monkeypatch.setenv(name, value)

    assert Settings() == Settings(
        database_url="sqlite:////tmp/other.sqlite3",
        default_locale="ja",
        seed_folder=tmp_path,
        poll_seconds=0,
        cache_seconds=5,
        verification_days=90,
        verification_days_emergency=7,
    )


def test_a_file_sets_them_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("DEFAULT_LOCALE=ja\nCACHE_SECONDS=5\nPOSTGRES_PASSWORD=of-docker-compose\n", encoding="utf-8")
    monkeypatch.setitem(Settings.model_config, "env_file", str(file))
    monkeypatch.setenv("CACHE_SECONDS", "9")

    settings = Settings()

    assert (settings.default_locale, settings.cache_seconds) == ("ja", 9)


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgresql://u:p@host/name", "postgresql+psycopg://u:p@host/name"),
        ("postgresql+psycopg://u:p%40@host:5433/name?sslmode=require", None),
        ("sqlite:///data/x.sqlite3", None),
        ("sqlite:////srv/x.sqlite3", None),
    ],
)
def test_a_database_is_a_sqlite_file_or_postgresql_by_the_driver_that_is_shipped(given: str, used: str | None) -> None:
    assert Settings(database_url=given).database_url == (used or given)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(
            ("database_url", value)
            for value in (
                "",
                "directory.sqlite3",
                "mysql://host/name",
                "postgresql+asyncpg://host/name",
                "redis://host",
            )
        ),
        ("database_url", "postgresql://host:port/name"),
        ("database_url", "postgresql://u:pass@word@host/name"),
        *(("database_url", value) for value in ("sqlite://", "sqlite:///:memory:")),
        *(("default_locale", value) for value in ("", "EN", "en_US", "tlh", "zh-TW")),
        *(("poll_seconds", value) for value in ("-1", "61", "nan", "inf", "often")),
        *(("cache_seconds", value) for value in ("-1", "86401", "1.5", "")),
        *(("verification_days", value) for value in ("0", "-1", "half a year")),
        ("verification_days_emergency", "0"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name.upper(), value)

    with pytest.raises(ValidationError) as refused:
        Settings()

    assert [error["loc"] for error in refused.value.errors()] == [(name,)]


@pytest.mark.parametrize("url", ["postgresql://u:p@ss:hunter2@h/d", "postgresql://u:se@hunter2@127.0.0.1:1/d"])
def test_a_password_that_makes_an_address_unreadable_is_not_quoted(url: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(database_url=url)

    assert "hunter2" not in refused.value.errors(include_input=False)[0]["msg"]


def test_settings_cannot_be_changed_afterwards() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().default_locale = "ja"


def test_every_setting_is_shown_with_its_value_and_its_meaning() -> None:
    shown = Settings(database_url="sqlite:///x.sqlite3", cache_seconds=7).shown()

    assert list(shown) == [name.upper() for name in Settings.model_fields]
    assert shown["DATABASE_URL"][0] == "sqlite:///x.sqlite3"
    assert shown["CACHE_SECONDS"][0] == "7"
    assert all(len(meaning) > 20 for _, meaning in shown.values())


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://directory:hunter2@host/name",
        "postgresql+psycopg://directory@host/name?password=hunter2",
        "postgresql+psycopg://host/name?user=directory&password=hunter2&sslmode=require",
    ],
)
def test_a_password_is_masked_wherever_the_address_carries_it(url: str) -> None:
    shown = Settings(database_url=url).shown()["DATABASE_URL"][0]

    assert "hunter2" not in shown
    assert "host/name" in shown
