"""A terminal that asks for changes is seen, with what it has not sent."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from pos_app.head_office.services.access.moments import ms_of
from pos_app.head_office.storage.tables import terminal_head
from pos_app.wire.contact import WAITING_HEADER
from tests.fakes.head_office import Replica, Till, bearer


class TestContact:
    @pytest.mark.parametrize(
        ("said", "kept"),
        [("0", 0), ("1234", 1234), ("", None), ("-1", None), ("1e3", None), ("9" * 30, None)],
    )
    def test_is_kept_with_what_waits(
        self, everywhere: Replica, said: str, kept: int | None
    ) -> None:
        everywhere.add_store("Harbour")
        till = everywhere.enrol(Till(), "Harbour")
        headers = {
            **bearer(everywhere.till_token(till)),
            WAITING_HEADER: said,
        }

        answer = everywhere.client.get("/v1/changes", headers=headers)

        assert answer.status_code == 200
        with everywhere.office.database.reader.connect() as connection:
            row = connection.execute(
                select(terminal_head.c.waiting, terminal_head.c.last_contact_at)
            ).one()
        assert tuple(row) == (kept, ms_of(everywhere.clock.now()))
