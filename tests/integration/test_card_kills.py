"""kill -9 between every two steps of a card payment, and a start afterwards."""

from __future__ import annotations

import multiprocessing
import shutil
import signal
from pathlib import Path
from typing import Final

import pytest

from pos_app.adapters.persistence import soundness
from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import writing
from pos_app.composition.paying import payment_settings_of
from tests.fakes.processors.stripe import StripeSimulator
from tests.fakes.processors.stripe_cards import VISA
from tests.integration import shop as shops
from tests.integration.card_victim import CARD, desk_of, pay_by_card

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

MOMENTS_MAX: Final = 80
PATIENCE_S: Final = 30


@pytest.fixture
def template(new_shop: shops.Shop) -> Path:
    """A store with an open shift that takes cards at a reader."""
    with writing(new_shop.folder) as store:
        payment_settings_of(store).put_method(actor=shops.owner(store), method=CARD)
        shops.bring_in(store, shops.GROCERIES)
        shops.open_shift(store)
    return new_shop.folder.root


def killed_at(moment: int, root: Path, stripe: StripeSimulator) -> bool:
    """Run the till until it is killed there; False if it had come to its end before."""
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(["tests.integration.card_victim"])
    victim = server.Process(target=pay_by_card, args=(str(root), stripe.base, moment))
    victim.start()
    victim.join(PATIENCE_S)
    assert victim.exitcode in {0, -signal.SIGKILL}, victim.exitcode
    return victim.exitcode != 0


def recover(root: Path, stripe: StripeSimulator) -> tuple[int, int]:
    """Start once more; return what the card was charged and what orders say was paid by it."""
    folder = DataFolder(root)
    with writing(folder) as store:
        desk = desk_of(store, stripe.base)
        desk.recovering.resolve()
        desk.recovering.complete()
        assert desk.recovering.undecided() == []
        paid = [
            payment.amount
            for row in store.queries.orders.listed()
            for document in [store.queries.orders.by_id(row.order_id)]
            if document is not None
            for payment in document.payments
        ]
        assert shops.verdict(store.queries).ok
    with Readers(folder.store) as readers:
        assert soundness.unsound(readers) == []
    return stripe.ledger.captured() - stripe.ledger.given_back(), sum(paid)


def test_a_kill_between_any_two_steps_doubles_and_forgets_nothing(
    template: Path, tmp_path: Path
) -> None:
    charged = []
    for moment in range(1, MOMENTS_MAX):
        root = tmp_path / f"killed-{moment}"
        shutil.copytree(template, root)
        with StripeSimulator() as stripe:
            stripe.terminal.card = VISA
            was_killed = killed_at(moment, root, stripe)
            taken, paid = recover(root, stripe)
        assert taken == paid, moment
        charged.append(taken)
        shutil.rmtree(root)
        if not was_killed:
            break
    else:
        pytest.fail("the payment never came to its end")

    assert charged[0] == 0  # killed before anything was asked
    assert charged[-1] > 0
    assert len(charged) > 20
