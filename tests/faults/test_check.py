"""The check names every damage that is planted, and finds none where none is."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import writing
from pos_app.composition.returning import returns_of
from pos_app.domain.returned import Returned, ReturnReason
from tests.faults.campaign import Campaign
from tests.faults.check import check
from tests.faults.killing import undisturbed
from tests.faults.practice import make_store, write_baskets
from tests.faults.verdict import Kind
from tests.faults.victims import Rehearsing, TellingEarly
from tests.integration import shop as shops

ORDERS: Final = 6
THIRD: Final = "X-T01-000003"
LAST: Final = "X-T01-000006"
ONE_MORE: Final = "X-T01-000007"


class Sold(NamedTuple):
    """A store with some orders, and what was told of them."""

    folder: Path
    told: tuple[str, ...]

    def spoil(self, *statements: str) -> None:
        """Change what no program of ours may change."""
        with closing(sqlite3.connect(DataFolder(self.folder).store)) as connection:
            triggers = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
            for (name,) in triggers.fetchall():
                connection.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                assert connection.execute(statement).rowcount > 0, statement
            connection.commit()

    def kinds(self) -> set[Kind]:
        return check(self.folder, self.told).kinds()

    def words(self) -> str:
        return "\n".join(str(fault) for fault in check(self.folder, self.told).faults)


class Ground(NamedTuple):
    pristine: Path
    baskets: Path
    sold: Sold


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    work = tmp_path_factory.mktemp("faults")
    pristine, baskets = work / "pristine", work / "baskets.txt"
    make_store(pristine)
    write_baskets(baskets)
    folder = shutil.copytree(pristine, work / "sold")
    told, _ = undisturbed(Rehearsing(baskets), folder, orders=ORDERS)
    return Ground(pristine, baskets, Sold(folder, told))


@pytest.fixture
def sold(ground: Ground, tmp_path: Path) -> Sold:
    return Sold(shutil.copytree(ground.sold.folder, tmp_path / "store"), ground.sold.told)


def of_order(number: str) -> str:
    return f"""order_id = (SELECT order_id FROM "order" WHERE number = '{number}')"""


class TestSoundStore:
    def test_has_every_order_that_was_told(self, sold: Sold) -> None:
        verdict = check(sold.folder, sold.told)

        assert verdict.faults == ()
        assert verdict.numbers == sold.told
        assert sold.told[-1] == LAST

    def test_may_hold_one_order_that_nobody_heard_of(self, sold: Sold) -> None:
        assert check(sold.folder, sold.told[:-1]).ok

    def test_is_left_as_it_was_found_with_its_log(self, sold: Sold, tmp_path: Path) -> None:
        with closing(sqlite3.connect(DataFolder(sold.folder).store)) as connection:
            connection.execute("INSERT INTO setting VALUES ('note', 'in the log')")
            connection.commit()
            # Copied while it is open, as a kill leaves it: with what only the log holds.
            killed = DataFolder(shutil.copytree(sold.folder, tmp_path / "killed"))
        log = killed.store.with_name(f"{killed.store.name}-wal")
        before = killed.store.read_bytes(), log.read_bytes()

        assert check(killed.root, sold.told).ok

        assert before[1]
        assert (killed.store.read_bytes(), log.read_bytes()) == before


class TestLostOrder:
    def test_is_one_that_was_told_and_is_not_there(self, sold: Sold) -> None:
        verdict = check(sold.folder, [*sold.told, ONE_MORE])

        assert [str(one) for one in verdict.faults] == [
            f"lost: {ONE_MORE} was promised and is not there"
        ]

    def test_is_a_deleted_row(self, sold: Sold) -> None:
        sold.spoil(f"""DELETE FROM "order" WHERE number = '{THIRD}'""")

        assert f"lost: {THIRD} was promised" in sold.words()
        assert Kind.GAP in sold.kinds()

    def test_is_missed_by_the_journal_even_if_it_was_never_told(self, sold: Sold) -> None:
        sold.spoil(f"""DELETE FROM "order" WHERE number = '{LAST}'""")

        assert f"lost: {LAST} was promised" in sold._replace(told=sold.told[:-1]).words()


class TestDoubledOrder:
    def test_is_a_second_payment(self, sold: Sold) -> None:
        sold.spoil(
            "INSERT INTO payment SELECT payment_id + 1000, uid || 'x', order_id, method, amount,"
            " tendered, change, state, at, NULL, NULL, NULL, NULL"
            f" FROM payment WHERE {of_order(THIRD)}"
        )

        assert f"doubled: {THIRD}: payments: 1 too many" in sold.words()

    def test_is_the_same_order_under_another_number(self, sold: Sold) -> None:
        sold.spoil(
            f"""INSERT INTO "order" SELECT order_id + 1000, uid || 'x', '{ONE_MORE}', state,
            shift_id, business_date, completed_at, utc_offset_minutes, opened_by, completed_by,
            currency, policy, discount, tax, total, rounding, tip, journal_seq, NULL, NULL, NULL,
            NULL, NULL, NULL
            FROM "order" WHERE number = '{THIRD}'"""
        )

        assert "stands for 2 orders" in sold.words()
        assert Kind.DOUBLED in sold.kinds()

    def test_is_two_that_nobody_heard_of(self, sold: Sold) -> None:
        assert "more orders than were told" in sold._replace(told=sold.told[:-2]).words()

    def test_is_one_number_told_twice(self, sold: Sold) -> None:
        assert f"{LAST} was given to 2 orders" in sold._replace(told=(*sold.told, LAST)).words()

    def test_is_a_paid_order_that_is_still_open(self, sold: Sold) -> None:
        sold.spoil(
            "INSERT INTO draft SELECT uid, 1, 'created', opened_by, total, '{}'"
            f""" FROM "order" WHERE number = '{THIRD}'"""
        )

        assert f"doubled: {THIRD} is still open as a draft" in sold.words()


class TestHalvedOrder:
    @pytest.mark.parametrize(
        ("table", "word"),
        [
            ("order_item", "items"),
            ("order_tax", "taxes"),
            ("payment", "payments"),
            ("stock_movement", "stock movements"),
            ("print_job", "0 print jobs"),
        ],
    )
    def test_lacks_rows(self, sold: Sold, table: str, word: str) -> None:
        sold.spoil(f"DELETE FROM {table} WHERE {of_order(THIRD)}")

        assert Kind.HALVED in sold.kinds()
        assert word in sold.words()

    @pytest.mark.parametrize(
        ("change", "word"),
        [
            ("UPDATE stock_level SET quantity = quantity + 1 WHERE sold > 0", "the level of"),
            ("UPDATE stock_level SET sold = sold + 1 WHERE sold > 0", "the level of"),
            ("UPDATE shift SET sales = sales + 1", "the sums of shift 1"),
            ("UPDATE shift SET cash_sales = cash_sales - 1", "the sums of shift 1"),
            ("UPDATE daily_sales SET orders = orders + 1", "the sums of the day"),
            ("DELETE FROM daily_sales", "a day's summary"),
            ("UPDATE sales_by_day_product SET gross = gross + 1", "the day's sums of product"),
            ("UPDATE sales_by_month_product SET tax = tax + 1", "a month's sums"),
            ("DELETE FROM outbox WHERE seq = 5", "entry 5 and the outbox"),
            ("INSERT INTO head_anchor VALUES (1, '', 5, '', '', '', '')", "entry 5 and the outbox"),
        ],
    )
    def test_has_not_reached_every_sum(self, sold: Sold, change: str, word: str) -> None:
        sold.spoil(change)

        assert Kind.HALVED in sold.kinds()
        assert word in sold.words()


class TestRefund:
    @pytest.fixture
    def refunded(self, sold: Sold) -> Sold:
        """The third order was given back."""
        with writing(DataFolder(sold.folder), print_receipts=False) as store:
            shops.open_shift(store)
            document = store.queries.orders.by_number(THIRD)
            assert document is not None
            order = store.services.orders.create_order(actor=shops.owner(store))
            returns, actor = returns_of(store), shops.owner(store)
            returns.add(document=document, why=Returned(ReturnReason.FAULTY), actor=actor)
            tenders = returns.plan(order)
            store.services.checkout.pay(order=order, tenders=tenders, actor=actor)
        return sold._replace(told=(*sold.told, ONE_MORE))

    def test_is_as_sound_as_any_order(self, refunded: Sold) -> None:
        assert check(refunded.folder, refunded.told).faults == ()

    @pytest.mark.parametrize(
        ("change", "word"),
        [
            ("UPDATE returned SET quantity = quantity - 1", f"what came back of {THIRD}"),
            ("DELETE FROM returned", f"what came back of {THIRD}"),
            ("UPDATE returned SET sold = sold + 1", "or of another line"),
            ("UPDATE given_back SET amount = amount - 1", "what was given back of payment"),
            ("DELETE FROM given_back", "what was given back of payment"),
            ("UPDATE given_back SET taken = taken + 1", "what is left of payment"),
            ("UPDATE shift SET refunds = refunds + 1", "the sums of shift 2"),
            ("UPDATE payment SET refunds = NULL", "payments: "),
            ("DELETE FROM stock_movement WHERE kind = 'refund'", "stock movements"),
        ],
    )
    def test_is_halved_if_anything_of_it_is_missing(
        self, refunded: Sold, change: str, word: str
    ) -> None:
        refunded.spoil(change)

        assert Kind.HALVED in refunded.kinds()
        assert word in refunded.words()

    def test_is_promised_by_its_entry(self, refunded: Sold) -> None:
        refunded.spoil(f"""DELETE FROM "order" WHERE number = '{ONE_MORE}'""")

        assert f"lost: {ONE_MORE} was promised" in refunded._replace(told=()).words()


class TestGap:
    def test_is_a_number_that_was_skipped(self, sold: Sold) -> None:
        sold.spoil(f"""UPDATE "order" SET number = 'X-T01-000009' WHERE number = '{LAST}'""")

        assert "gaps: X-T01-000009 stands where X-T01-000006 should" in sold.words()

    def test_is_a_counter_that_ran_ahead(self, sold: Sold) -> None:
        sold.spoil("UPDATE epoch SET last_number = last_number + 1")

        assert "gaps: X-T01 has counted to 7, its orders to 6" in sold.words()


class TestChain:
    def test_breaks_at_a_forged_signature(self, sold: Sold) -> None:
        sold.spoil("UPDATE journal SET signature = zeroblob(64) WHERE seq = 6")

        assert "chain: entry 6 does not verify: the signature does not fit" in sold.words()

    @pytest.mark.parametrize("place", [1, 40, 200])
    def test_breaks_at_any_flipped_byte_of_an_order(self, sold: Sold, place: int) -> None:
        with closing(sqlite3.connect(DataFolder(sold.folder).store)) as connection:
            row = "SELECT raw FROM journal WHERE seq = 6"
            raw = bytearray(connection.execute(row).fetchone()[0])
        raw[place] ^= 1
        sold.spoil(f"UPDATE journal SET raw = x'{raw.hex()}' WHERE seq = 6")

        assert "chain: entry 6 is not what was hashed" in sold.words()

    def test_breaks_where_an_entry_is_gone(self, sold: Sold) -> None:
        sold.spoil("DELETE FROM outbox WHERE seq = 6", "DELETE FROM journal WHERE seq = 6")

        assert "chain: entry 7 stands at place 6" in sold.words()


class TestDamagedFile:
    def test_is_named(self, sold: Sold) -> None:
        store = DataFolder(sold.folder).store
        data = bytearray(store.read_bytes())
        data[4096 * 3 : 4096 * 4] = b"\xff" * 4096
        store.write_bytes(data)

        assert Kind.DAMAGE in sold.kinds()

    def test_that_is_missing_is_named_too(self, tmp_path: Path) -> None:
        assert check(tmp_path, ["X-T01-000001"]).kinds() == {Kind.DAMAGE}

    def test_finds_an_orphan(self, sold: Sold) -> None:
        sold.spoil("INSERT INTO print_job VALUES (9999, 9999, 1, 'done', 0, NULL, 'receipt')")

        assert "damage: foreign_key_check: print_job" in sold.words()


@pytest.mark.slow
class TestCampaign:
    def test_loses_nothing_in_three_kills(self, ground: Ground, tmp_path: Path) -> None:
        victim = Rehearsing(ground.baskets)

        tally = Campaign(victim, pristine=ground.pristine, work=tmp_path, seed=11).run(3)

        assert tally.faults == []
        assert tally.kills == 3
        assert tally.found == tally.told + tally.untold > 0
        assert not tally.kept

    def test_catches_a_till_that_tells_before_the_commit(
        self, ground: Ground, tmp_path: Path
    ) -> None:
        victim = TellingEarly(ground.baskets)

        # With this seed the first kills after the opening fall between orders.
        campaign = Campaign(victim, pristine=ground.pristine, work=tmp_path, seed=10)
        tally = campaign.run(40, until_first_fault=True)

        assert tally.count(Kind.LOST) == 1
        assert tally.kept
