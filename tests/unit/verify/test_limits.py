"""What the entries alone cannot show, and what does: a key on paper, an anchor, a receipt."""

from __future__ import annotations

from dataclasses import replace

import pytest

from build.verify.posverify import Witness, read_receipt
from pos_app.services.journal.keys import fingerprint
from pos_app.services.ports import Entry
from pos_app.services.printing.receipt import qr_payload
from tests.fakes.exports import (
    OWN,
    STRANGER,
    WHOLE_BAD,
    anchor_of,
    busy_entries,
    busy_export,
    busy_shop,
    by_auditor,
    by_both,
    export_of,
    rewritten,
)

ENTRIES = busy_entries()
LAST = len(ENTRIES)
ORDER = 8
NEXT_EPOCH = next(one.seq for one in ENTRIES[1:] if one.kind == "epoch_start")
OWN_KEY = fingerprint(OWN.public_key).replace(" ", "")


def without(seq: int) -> list[Entry]:
    """One order taken out by somebody who has the key, and everything made to fit again."""
    return rewritten([one for one in ENTRIES if one.seq != seq])


def receipts() -> list[tuple[int, str]]:
    """The entry and the code of every receipt, as they were printed."""
    shop = busy_shop()
    return [
        (order.journal_seq, qr_payload(order, number=order.number, terminal="T01"))
        for order in shop.store.tables.orders.values()
        if order.number
    ]


class TestRewritingWithTheKey:
    def test_cannot_be_seen_in_the_entries(self) -> None:
        assert ENTRIES[ORDER - 1].kind == "order"
        assert by_both(export_of(without(ORDER))) is None

    @pytest.mark.parametrize("kept", [ORDER, ORDER + 1, LAST - 1])
    def test_is_shown_by_an_anchor_at_or_behind_it(self, kept: int) -> None:
        anchor = anchor_of(ENTRIES[kept - 1])

        assert by_both(export_of(without(ORDER)), witnesses=[anchor]) == kept

    def test_is_not_shown_by_an_anchor_before_it(self) -> None:
        anchor = anchor_of(ENTRIES[ORDER - 2])

        assert by_both(export_of(without(ORDER)), witnesses=[anchor]) is None

    def test_is_shown_by_a_receipt_from_behind_it(self) -> None:
        seq, text = receipts()[-1]

        found = by_both(export_of(without(ORDER)), witnesses=[read_receipt(text)])

        assert found == seq == LAST


class TestSigningAllWithAnotherKey:
    FORGED = export_of(
        rewritten(ENTRIES, STRANGER), keys={STRANGER.key_id: (STRANGER.public_key, 1)}
    )

    def test_cannot_be_seen_in_the_entries(self) -> None:
        assert by_both(self.FORGED) is None

    def test_is_shown_by_the_fingerprint_that_setup_prints(self) -> None:
        assert by_auditor(self.FORGED, keys=[OWN_KEY]) == WHOLE_BAD
        assert by_auditor(busy_export(), keys=[OWN_KEY]) is None

    def test_is_shown_by_an_anchor(self) -> None:
        assert by_both(self.FORGED, witnesses=[anchor_of(ENTRIES[3])]) == 4


class TestCuttingTheTail:
    @pytest.mark.parametrize("kept", range(1, LAST))
    def test_cannot_be_seen_but_is_shown_by_an_anchor(self, kept: int) -> None:
        cut = export_of(ENTRIES[:kept])

        assert by_both(cut) is None
        assert by_both(cut, witnesses=[anchor_of(ENTRIES[kept - 1])]) is None
        assert by_both(cut, witnesses=[anchor_of(ENTRIES[-1])]) == kept + 1

    def test_is_shown_by_every_later_receipt(self) -> None:
        cut = export_of(ENTRIES[:40])
        texts = [text for seq, text in receipts() if seq > 40]

        assert len(texts) > 9
        for text in texts:
            assert by_both(cut, witnesses=[read_receipt(text)]) == 41


class TestYesterdaysStore:
    """A copy of the data folder put back, and sold in as if nothing had been."""

    def forked(self) -> list[Entry]:
        return rewritten([*ENTRIES[:40], *ENTRIES[41:]])

    def test_cannot_be_seen_in_the_entries(self) -> None:
        assert by_both(export_of(self.forked())) is None

    def test_is_shown_by_an_anchor_of_what_was_lost(self) -> None:
        assert by_both(export_of(self.forked()), witnesses=[anchor_of(ENTRIES[41])]) == 42


class TestRestoredBackup:
    """What restoring does openly: a new epoch. What was lost with it is told, and no error."""

    LOST = Witness("T01", NEXT_EPOCH + 7, "ab" * 32, epoch=1)

    def test_is_not_said_to_differ_from_what_it_has_lost(self) -> None:
        assert by_both(busy_export(), witnesses=[self.LOST]) is None

    def test_is_not_excused_for_the_time_before_it(self) -> None:
        anchor = replace(self.LOST, seq=NEXT_EPOCH - 1)

        assert by_both(busy_export(), witnesses=[anchor]) == NEXT_EPOCH - 1

    def test_of_which_somebody_has_seen_a_later_one_is_bad(self) -> None:
        anchor = replace(self.LOST, epoch=3)

        assert by_both(busy_export(), witnesses=[anchor]) == NEXT_EPOCH + 7

    def test_does_not_excuse_a_receipt(self) -> None:
        text = f"POS1:T01-000029:450:EUR:T01:{NEXT_EPOCH + 7}:{'AB' * 32}"

        assert by_both(busy_export(), witnesses=[read_receipt(text)]) == NEXT_EPOCH + 7


class TestReceipts:
    def test_of_every_order_are_found_in_the_journal(self) -> None:
        codes = [read_receipt(text) for _, text in receipts()]

        assert len(codes) == 46
        assert by_both(busy_export(), witnesses=codes) is None

    @pytest.mark.parametrize(
        ("part", "other"),
        [(1, "T01-000099"), (2, "1"), (3, "USD"), (4, "T02"), (5, "9"), (6, "AB" * 32)],
    )
    def test_that_were_changed_are_found(self, part: int, other: str) -> None:
        seq, text = receipts()[3]
        parts = text.split(":")
        assert parts[part] != other
        parts[part] = other

        found = by_both(busy_export(), witnesses=[read_receipt(":".join(parts))])

        assert found == (9 if part == 5 else seq)
