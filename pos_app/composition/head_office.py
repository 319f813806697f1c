"""Make head office: settings, then database and cache, then services, then the application."""

from __future__ import annotations

import gc
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from sqlalchemy.exc import ArgumentError
from starlette.types import Lifespan

from pos_app.adapters.system.paths import bundled
from pos_app.composition.head_office_access import Given, Ground, make_access
from pos_app.composition.head_office_logs import start_logging
from pos_app.composition.head_office_page import make_desk
from pos_app.composition.head_office_settings import Settings, SettingsUnfitError, read_settings
from pos_app.composition.head_office_trade import Stand, make_incarnations, make_trade
from pos_app.head_office.api.app import make_app
from pos_app.head_office.api.figures import Figures
from pos_app.head_office.api.parts import Access, Parts
from pos_app.head_office.cache.caches import NoCache, RegionCache, memory_cache, shared_cache
from pos_app.head_office.cache.link import RedisLink
from pos_app.head_office.cache.rates import LocalRates, SharedRates
from pos_app.head_office.page.router import serve_page
from pos_app.head_office.security.sealing import SecretSealing
from pos_app.head_office.security.signing import Ed25519
from pos_app.head_office.services.access.keys import KeyMaking
from pos_app.head_office.services.contacts import Contacts
from pos_app.head_office.services.errors import BusyError
from pos_app.head_office.storage import migrating
from pos_app.head_office.storage.access import SqlAccessWork, access_reading
from pos_app.head_office.storage.contacts import SqlContacts
from pos_app.head_office.storage.ended_visits import SqlEndedVisits
from pos_app.head_office.storage.engine import Database, open_database
from pos_app.head_office.storage.failures import explained

YOUNG_MAX: Final = 20_000
"""Values made before the newest are looked through for circles; a batch makes a few thousand."""
SWITCH_S: Final = 0.001
"""How long a thread that computes keeps one that has heard from the database waiting."""


class BehindError(BusyError):
    text = (
        "The database has another schema than this program. Nothing was changed; run "
        "pos-head-office migrate, then try again."
    )


class DatabaseHealth:
    """Ready is: the database answers, and has this program's schema."""

    def __init__(self, database: Database, *, scripts: Path) -> None:
        self._database = database
        self._scripts = scripts
        self._is_current = False

    def require_ready(self) -> None:
        # Alembic is slow; what was current stays so while this program runs.
        if not self._is_current:
            self._is_current = migrating.is_current(self._database, scripts=self._scripts)
        if not self._is_current:
            raise BehindError
        with self._database.reader.connect() as connection:
            connection.exec_driver_sql("SELECT 1").close()


@dataclass(frozen=True, slots=True)
class HeadOffice:
    """Everything that was made, for the application and for the command line.

    `details` keeps what changes seldom, and is forgotten by key when it does; `standing` keeps
    for seconds who may still come in.
    """

    settings: Settings
    given: Given
    database: Database
    standing: RegionCache
    details: RegionCache | NoCache
    key_making: KeyMaking
    access: Access
    link: RedisLink | None
    sealing: SecretSealing

    def prepare(self) -> None:
        """Bring the database to today's schema, and make the keys that are missing.

        :raises HeadOfficeError: if its keys were sealed with another secret
        """
        migrating.upgrade(self.database, scripts=scripts())
        self.key_making.check_secret()
        self.key_making.ensure()

    def application(self, life: Lifespan[FastAPI] | None = None) -> FastAPI:
        self.access.signing_in.get_ready()
        figures = Figures()
        parts = Parts(
            access=self.access,
            trade=make_trade(self.stand(), noticed=figures.happened),
            contacts=Contacts(book=SqlContacts(self.database), clock=self.given.clock),
            health=DatabaseHealth(self.database, scripts=scripts()),
            figures=figures,
            explain=explained,
            has_docs=self.settings.docs,
            metrics_token=self.settings.metrics_token.get_secret_value(),
        )
        app = make_app(parts, life=life)
        desk = make_desk(
            database=self.database,
            access=self.access,
            trade=parts.trade,
            clock=self.given.clock,
        )
        serve_page(app, desk)
        return app

    def stand(self) -> Stand:
        return Stand(
            database=self.database,
            keys=self.access.keys,
            details=self.details,
            clock=self.given.clock,
            ids=self.given.ids,
            prove=self.sealing.fingerprint,
        )

    def renew_incarnation(self, *, reason: str) -> str:
        """After the database was restored: every terminal reads everything again."""
        given = self.given
        incarnations = make_incarnations(self.database, ids=given.ids, clock=given.clock)
        return incarnations.renew(reason=reason)

    def close(self) -> None:
        if self.link is not None:
            self.link.close()
        self.database.dispose()


def scripts() -> Path:
    return bundled("migrations") / "head_office"


def make_head_office(settings: Settings, *, given: Given | None = None) -> HeadOffice:
    """Nothing is connected yet.

    :raises HeadOfficeError: if a setting cannot be used
    """
    if settings.is_sqlite:
        settings.make_folder()
    try:
        database = open_database(settings.database)
    except (ValueError, ArgumentError) as error:
        name = "POS_HEAD_OFFICE_DATABASE_URL"
        raise SettingsUnfitError(name=name, reason="it is no address of a database") from error
    sealing = SecretSealing(settings.sealing_secret())
    redis_url = settings.redis_url.get_secret_value()
    link = RedisLink(redis_url) if redis_url else None
    standing = memory_cache() if link is None else shared_cache(link)
    given = given or Given.usual()
    signing = Ed25519()
    new_work = partial(SqlAccessWork, database)
    ground = Ground(
        new_work=new_work,
        new_reading=partial(access_reading, database),
        sealing=sealing,
        signing=signing,
        cache=standing,
        given=given,
        ended_visits=SqlEndedVisits(database),
    )
    return HeadOffice(
        settings=settings,
        given=given,
        database=database,
        standing=standing,
        details=_details_cache(settings, link),
        key_making=KeyMaking(
            new_work=new_work, signing=signing, sealing=sealing, clock=given.clock
        ),
        access=make_access(
            ground,
            rates=LocalRates() if link is None else SharedRates(link),
            addresses=settings.addresses,
        ),
        link=link,
        sealing=sealing,
    )


def _details_cache(settings: Settings, link: RedisLink | None) -> RegionCache | NoCache:
    """Without Redis only a single process can know that nothing changed behind its back."""
    if link is not None:
        return shared_cache(link)
    return memory_cache() if settings.is_sqlite and settings.workers == 1 else NoCache()


@contextmanager
def opened(settings: Settings) -> Iterator[HeadOffice]:
    made = make_head_office(settings)
    try:
        yield made
    finally:
        made.close()


def _settle() -> None:
    """Batches are read by threads beside the one that answers, each making thousands of values."""
    gc.collect()
    gc.freeze()  # what is built by now stays, and need not be looked through again
    gc.set_threshold(YOUNG_MAX)
    sys.setswitchinterval(SWITCH_S)


def app_from_environment() -> FastAPI:
    """What each worker of the server calls."""
    settings = read_settings()
    start_logging(settings.log_level)
    made = make_head_office(settings)

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        _settle()
        yield
        made.close()

    return made.application(life)
