"""A shop in memory that belongs to a head office in memory, over a line that may fail."""

from __future__ import annotations

from pos_app.services.sync.backing_off import BackOff
from pos_app.services.sync.membership import SETTING
from pos_app.services.sync.pulling import Pulling, PullPorts
from pos_app.services.sync.pushing import Pushing, PushPorts
from pos_app.services.sync.reclaiming import Reclaiming, ReclaimPorts
from pos_app.services.sync.repairing import Repairing
from pos_app.services.sync.syncing import Syncing
from tests.fakes.journal import shop_with_tea
from tests.fakes.queries import FakeSettingQueries
from tests.fakes.shop import FakeShop
from tests.fakes.syncing import FakeOutboxQueries, FakeRestoredQueries, FakeSyncWork, record_of
from tests.fakes.system import FakeSignatureCheck
from tests.fakes.upstream import FakeHeadOffice, FakeLine


class SyncedShop:
    """Everything that it journals waits to be sent; it receives nothing but empty pages."""

    def __init__(self, shop: FakeShop | None = None, office: FakeHeadOffice | None = None) -> None:
        self.shop = shop or shop_with_tea()
        self.office = office or FakeHeadOffice()
        self.member = self.office.member(self.shop.signer.public_key)
        with self.shop.store.new_uow() as uow:
            uow.settings.put(SETTING, self.member.to_text())
            uow.commit()
        self.line = FakeLine(self.office, self.member.terminal_id)
        self.is_stopped = False
        self.start()

    def start(self) -> None:
        """As after a kill: nothing is remembered that is not in the store."""
        shop = self.shop
        self.outbox = FakeOutboxQueries(shop.store)
        settings = FakeSettingQueries(shop.store)
        self.pushing = Pushing(
            ports=PushPorts(
                office=self.line,
                outbox=self.outbox,
                journal=shop.journal_queries,
                writer=shop.journal,
                settings=settings,
                new_work=self.new_work,
                signatures=FakeSignatureCheck(),
                clock=shop.clock,
                heard=shop.journal.hear_head_office,
            ),
            is_stopped=lambda: self.is_stopped,
        )
        self.reclaiming = Reclaiming(
            ports=ReclaimPorts(
                office=self.line,
                journal=shop.journal_queries,
                writer=shop.journal,
                settings=settings,
                restored=FakeRestoredQueries(shop.store),
                new_work=self.new_work,
                clock=shop.clock,
            ),
            is_stopped=lambda: self.is_stopped,
        )
        self.pulling = Pulling(
            ports=PullPorts(
                office=self.line,
                settings=settings,
                staff=shop.staff_queries,
                new_work=self.new_work,
                journal=shop.journal,
                clock=shop.clock,
                shorten_log=lambda: None,
            ),
            reclaiming=self.reclaiming,
            is_stopped=lambda: self.is_stopped,
        )
        self.syncing = Syncing(
            pushing=self.pushing,
            pulling=self.pulling,
            settings=settings,
            clock=shop.clock,
            new_back_off=lambda: BackOff(clock=shop.clock, pick=lambda most: most - 1),
        )
        self.repairing = Repairing(outbox=self.outbox, new_work=self.new_work, journal=shop.journal)

    def new_work(self) -> FakeSyncWork:
        return FakeSyncWork(self.shop.store)

    def drain(self) -> int:
        """Push until nothing is left; return how many steps it took."""
        steps = 0
        while self.pushing.step().did_something:
            steps += 1
            assert steps < 1_000, "it never ends"
        return steps

    def here(self) -> list[tuple[int, int]]:
        """The keys of every entry of this journal."""
        records = [record_of(one) for one in self.shop.store.tables.entries]
        return sorted((one.epoch, one.seq) for one in records)

    def there(self) -> list[tuple[int, int]]:
        """The keys of every entry that head office holds."""
        return self.office.accepted(self.member.terminal_id)
