"""The real head office as it answers on loopback; in a thread of this process."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import uvicorn
from pydantic import SecretStr
from sqlalchemy import select

from pos_app.composition.head_office import HeadOffice, make_head_office
from pos_app.composition.head_office_settings import Settings
from pos_app.composition.head_office_trade import make_trade
from pos_app.head_office.services.catalogue.things import Product
from pos_app.head_office.storage.tables import record
from pos_app.wire.changes import Subject

STORE: Final = "Corner Shop"
SECRET: Final = "a secret for tests of 40 characters, 0123"
START_S: Final = 20
POLL_S: Final = 0.01


@dataclass
class RealOffice:
    office: HeadOffice
    url: str

    def __post_init__(self) -> None:
        self._catalogue = make_trade(self.office.stand(), noticed=lambda *_: None).catalogue

    def new_code(self, terminal: str = "T01") -> str:
        made = self.office.access.enrolling.make_code(terminal=terminal, store=STORE, actor="test")
        return made.code

    def put(self, **product: Any) -> None:
        self._catalogue.put_products(products=[Product(**product)])

    def put_person(self, key: str, **body: object) -> None:
        self._catalogue.put(subject=Subject.STAFF, key=key, body=body)

    def remove(self, sku: str) -> None:
        self._catalogue.remove(subject=Subject.PRODUCT, key=sku)

    def places(self, terminal_id: str) -> list[tuple[int, int]]:
        """Epoch and number of every entry that it holds of a terminal."""
        query = (
            select(record.c.epoch, record.c.seq)
            .where(record.c.terminal_id == terminal_id)
            .order_by(record.c.epoch, record.c.seq)
        )
        with self.office.database.reader.connect() as connection:
            return [(row.epoch, row.seq) for row in connection.execute(query)]


@contextmanager
def real_office(folder: Path, *, database: str = "", port: int = 0) -> Iterator[RealOffice]:
    """With one store in it.

    :param database: its address; without one it is on SQLite in this folder
    """
    with socket.create_server(("127.0.0.1", port)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        settings = Settings(
            data_dir=folder,
            database_url=SecretStr(database),
            base_url=url,
            secret=SecretStr(SECRET),
        )
        made = make_head_office(settings)
        try:
            made.prepare()
            if not any(one.name == STORE for one in made.access.stores.listed()):
                made.access.stores.add(
                    name=STORE, currency="EUR", time_zone="Europe/Paris", actor="test"
                )
            with _serving(made, listening):
                yield RealOffice(made, url)
        finally:
            made.close()


@contextmanager
def _serving(made: HeadOffice, listening: socket.socket) -> Iterator[None]:
    config = uvicorn.Config(made.application(), log_config=None, access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    waiting = threading.Event()
    for _ in range(int(START_S / POLL_S)):
        if server.started:
            break
        waiting.wait(POLL_S)
    assert server.started, "it does not start"
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(START_S)
