"""The directory in memory and how it stays true: one reference, swapped when the database has a newer generation."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from api.database import read_generation, read_session
from api.directory.records import read_records
from api.directory.snapshot import Directory

logger = logging.getLogger(__name__)


class Publisher:
    """Holds the current `Directory`. Reading it is free; `refresh` asks the database."""

    def __init__(self, engine: Engine, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Load the directory from `engine`; raises what the database raises."""
        self._engine = engine
        self._now = now
        self._lock = threading.Lock()
        self.directory = self._load()
        self._confirmed_at = now()
        self.database: Literal["ok", "unreachable"] = "ok"

    @property
    def age_seconds(self) -> int:
        """How long ago the directory in memory was last known to be the newest."""
        return max(0, int((self._now() - self._confirmed_at).total_seconds()))

    def refresh(self) -> None:
        """Take over a newer generation, if there is one. When that fails the directory stays as it is."""
        with self._lock:
            try:
                if read_generation(self._engine) != self.directory.generation:
                    self.directory = self._load()
                    logger.info("published generation %d", self.directory.generation)
            except SQLAlchemyError as error:
                if self.database == "ok":
                    reason = str(error).partition("\n")[0]
                    logger.warning("the database is unreachable; reads go on from memory: %s", reason)
                self.database = "unreachable"
                return
            if self.database == "unreachable":
                logger.warning("the database is back")
            self.database = "ok"
            self._confirmed_at = self._now()

    @asynccontextmanager
    async def keep_fresh(self, every_seconds: float) -> AsyncIterator[None]:
        """Refresh in the background while the context lasts; never, where `every_seconds` is 0."""
        task = asyncio.create_task(self._poll(every_seconds)) if every_seconds else None
        try:
            yield
        finally:
            if task:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    async def _poll(self, every_seconds: float) -> None:
        while True:
            await asyncio.sleep(every_seconds)
            try:
                await asyncio.to_thread(self.refresh)
            except Exception:  # a directory that cannot be built must not end the polling
                logger.exception("the newer directory cannot be read; the old one stays")

    def _load(self) -> Directory:
        with read_session(self._engine) as session:
            return Directory.build(read_records(session))
