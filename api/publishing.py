"""The directory in memory and how it stays true: one reference, swapped when the database has a newer generation."""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from api.database import read_generation, read_session
from api.directory.records import read_records
from api.directory.snapshot import Directory

if TYPE_CHECKING:
    from api.directory.understanding import Lexicon

PATIENCE = timedelta(seconds=5)  # a look that takes longer finds a database that does not answer
FAREWELL_SECONDS = 1  # for a look that is under way when the service ends
logger = logging.getLogger(__name__)


class Publisher:
    """Holds the current `Directory`. Reading it is free; `refresh` asks the database."""

    def __init__(
        self,
        engine: Engine,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        small_talk: Iterable[str] = (),
    ) -> None:
        """Load the directory from `engine`; raises what the database raises.

        `small_talk` are phrases that speak of no need (`directory/understanding.py`).
        """
        self._engine = engine
        self._now = now
        self._lock = threading.Lock()
        self._small_talk = tuple(small_talk)
        self.directory = self._load(None)  # learns from the first words asked, or from the watch, whichever is sooner
        self._confirmed_at = now()
        self._is_reachable = True
        self._looking_since: datetime | None = None
        self._unreadable_generation: int | None = None

    @property
    def age_seconds(self) -> int:
        """How long ago the directory in memory was last known to be the newest."""
        return max(0, int((self._now() - self._confirmed_at).total_seconds()))

    @property
    def database(self) -> Literal["ok", "unreachable"]:
        """Whether the database answered when it was last looked for, or has not for longer than is to be borne."""
        began = self._looking_since
        is_silent = began is not None and self._now() - began > PATIENCE
        return "ok" if self._is_reachable and not is_silent else "unreachable"

    def refresh(self) -> None:
        """Take over a newer generation, if there is one. When that fails the directory stays as it is.

        Raises:
            ValueError, LookupError: the newer generation has a record that cannot be.
        """
        with self._lock:
            self._looking_since = self._now()
            try:
                self._look()
            except SQLAlchemyError as error:
                if self._is_reachable:
                    reason = str(error).partition("\n")[0]
                    logger.warning("the database is unreachable; reads go on from memory: %s", reason)
                self._is_reachable = False
            finally:
                self._looking_since = None

    def _look(self) -> None:
        generation = read_generation(self._engine)
        if generation != self.directory.generation:
            try:
                known = self.directory.lexicon
                self.directory = self._load(known)
            except (ValueError, LookupError):
                if generation != self._unreadable_generation:
                    logger.exception("generation %d cannot be read; the older one stays", generation)
                self._unreadable_generation = generation
                raise
            logger.info("published generation %d", self.directory.generation)
            if self.directory.lexicon is not known:
                self.directory.lexicon.learn()  # before a reader has to wait for it, if none asks meanwhile
        if not self._is_reachable:
            logger.warning("the database is back")
        self._is_reachable = True
        self._confirmed_at = self._now()

    @contextmanager
    def keep_fresh(self, every_seconds: float) -> Iterator[None]:
        """Refresh in a thread while the context lasts, and learn the lexicon; neither, where `every_seconds` is 0.

        The thread is a daemon: a database that does not answer must not keep the service from ending.
        """
        is_over = threading.Event()

        def watch() -> None:
            while not is_over.wait(every_seconds):
                try:
                    self.refresh()
                except (ValueError, LookupError):
                    continue  # it is logged
                except Exception:  # whatever it is, it must not end the watch
                    logger.exception("a look at the database failed")

        watcher = threading.Thread(target=watch, name="publisher", daemon=True)
        if every_seconds:
            # Beside the watch, which it would keep from looking and from ending.
            threading.Thread(target=self.directory.lexicon.learn, name="learner", daemon=True).start()
            watcher.start()
        try:
            yield
        finally:
            is_over.set()
            if every_seconds:
                watcher.join(FAREWELL_SECONDS)

    def _load(self, lexicon: "Lexicon | None") -> Directory:
        with read_session(self._engine) as session:
            records = read_records(session)
        return Directory.build(records, self._now(), self._small_talk, lexicon)
