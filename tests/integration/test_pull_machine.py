"""Whatever is edited, lost and put back at head office: in the end a till sells what it says."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from pos_app.adapters.persistence.soundness import unsound
from pos_app.adapters.persistence.synced import SqlSyncWork
from pos_app.adapters.persistence.unit_of_work import SqlUnitOfWork
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import writing
from pos_app.domain.errors import PosError
from pos_app.wire.changes import Subject
from tests.fakes.upstream import Books, lost
from tests.integration.shop import Shop, verdict
from tests.integration.synced_store import real_head_office, synced, water

EXAMPLES: Final = int(os.environ.get("SYNC_EXAMPLES", "12"))
SKUS: Final = ("A", "B", "C", "D")
CODES: Final = ("96385074", "65833254", "12345670")
CLASSES: Final = ("STANDARD", "LUXURY", "ROYAL")


class KilledError(BaseException):
    """The plug was pulled."""


class Pull(RuleBasedStateMachine):
    master: Path

    def __init__(self) -> None:
        super().__init__()
        self._stack = ExitStack()
        folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory())) / "data"
        shutil.copytree(self.master, folder)
        store = self._stack.enter_context(writing(DataFolder(folder)))
        self.till = self._stack.enter_context(synced(store, real_head_office()))
        self.owners: dict[str, str] = {}
        self.backups: list[tuple[Books, dict[str, str]]] = []

    @rule(
        sku=st.sampled_from(SKUS),
        price=st.integers(1, 999),
        tax_class=st.sampled_from(CLASSES),
        active=st.booleans(),
    )
    def edit(self, sku: str, price: int, tax_class: str, active: bool) -> None:
        self._say(sku, price=price, tax_class=tax_class, active=active)

    @rule(sku=st.sampled_from(SKUS))
    def delete(self, sku: str) -> None:
        self.owners = {code: owner for code, owner in self.owners.items() if owner != sku}
        self.till.edit(sku, None)

    @rule(code=st.sampled_from(CODES), sku=st.sampled_from(SKUS), gives_first=st.booleans())
    def give_barcode(self, code: str, sku: str, gives_first: bool) -> None:
        before = self.owners.get(code)
        self.owners[code] = sku
        both = [sku, before] if gives_first else [before, sku]
        for one in both:
            if one is not None:
                self._say(one)

    @rule(code=st.sampled_from(CLASSES[1:]), rate=st.integers(0, 300_000))
    def edit_tax_class(self, code: str, rate: int) -> None:
        """The class before its tax, as a page may have them."""
        self.till.edit(code, {"name": code, "taxes": [f"TAX-{code}"]}, "tax_class")
        body = {"name": code, "rate_millionths": rate, "amount_minor": 0, "compound": False}
        self.till.edit(f"TAX-{code}", body, "tax")

    @rule(sku=st.sampled_from(SKUS), quantity=st.integers(-9_000, 9_000))
    def move_stock(self, sku: str, quantity: int) -> None:
        self.till.edit(sku, {"elsewhere": quantity}, "stock")

    @rule(loses=st.booleans())
    def pull(self, loses: bool) -> None:
        self.till.line.after = lost if loses else lambda: None
        with suppress(PosError):
            self.till.parts.pulling.step()

    @rule()
    def pull_the_plug(self) -> None:
        """In the middle of a page."""
        self.till.line.after = lambda: None

        def kill(_work: SqlUnitOfWork) -> None:
            raise KilledError

        with pytest.MonkeyPatch.context() as patch, suppress(KilledError):
            patch.setattr(SqlSyncWork, "commit", kill)
            self.till.parts.pulling.step()

    @rule()
    def back_up(self) -> None:
        self.backups.append((self.till.office.backup(), dict(self.owners)))

    @rule(which=st.integers(0, 3))
    def go_back(self, which: int) -> None:
        if self.backups:
            books, self.owners = self.backups[which % len(self.backups)]
            self.owners = dict(self.owners)
            self.till.office.restore(books)

    def teardown(self) -> None:
        try:
            self.till.line.after = lambda: None
            for code in CLASSES[1:]:
                self.edit_tax_class(code, 200_000)
            self.till.pull()
            self._compare()
        finally:
            self._stack.close()

    def _compare(self) -> None:
        products = self.till.store.queries.products
        for sku in SKUS:
            change = self.till.office.newest(Subject.PRODUCT, sku)
            if change is None:
                continue
            body, here = change.body, products.by_sku(sku)
            if body is None or not body["active"]:
                assert here is None, sku
                continue
            assert here is not None, sku
            assert here.unit_price.minor == body["price"], sku
            assert here.tax_class == body["tax_class"], sku
            wanted: Any = body["barcodes"]
            assert set(products.barcodes_of(here.product_id)) == set(wanted), sku
            stock = self.till.office.newest(Subject.STOCK, sku)
            if stock is not None and stock.body is not None:
                level = self.till.store.queries.stock.level(here.product_id).thousandths
                assert level == stock.body["elsewhere"], sku
        assert unsound(self.till.store.readers) == []
        assert verdict(self.till.store.queries).ok

    def _say(self, sku: str, **changed: Any) -> None:
        known = self.till.office.newest(Subject.PRODUCT, sku)
        body = known.body if known is not None and known.body is not None else water()
        codes = [code for code, owner in self.owners.items() if owner == sku]
        self.till.edit(sku, {**body, **changed, "barcodes": codes})


def test_a_till_comes_to_sell_what_head_office_says(new_shop: Shop) -> None:
    Pull.master = new_shop.folder.root

    run_state_machine_as_test(
        Pull, settings=settings(max_examples=EXAMPLES, stateful_step_count=25)
    )
