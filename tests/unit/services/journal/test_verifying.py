from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from pos_app.domain.money import Money
from pos_app.domain.product import Product
from pos_app.services.journal.verifying import JournalVerifier, Verdict
from pos_app.services.ports import Entry, Signer
from tests.fakes.catalogue import EUR
from tests.fakes.journal import (
    TEA,
    Body,
    a_days_journal,
    body_of,
    changed,
    hashed,
    relinked,
    shop_with_tea,
    signed,
    with_raw,
)
from tests.fakes.system import FakeSignatureCheck, FakeSigner

FIRST_ORDER = 4
FOREIGN = FakeSigner(b"a stranger's")
OWN = FakeSigner()


def verify(entries: list[Entry], *signers: Signer, **first_seqs: int) -> Verdict:
    """Verify against these keys, the store's own alone if none is named."""
    keys = {one.key_id: (one.public_key, 1) for one in signers or (OWN,)}
    keys |= {key: (keys[key][0], first) for key, first in first_seqs.items()}
    return JournalVerifier(signatures=FakeSignatureCheck()).verify(entries, keys)


def problem_at(verdict: Verdict, seq: int) -> str:
    """Why exactly this link is bad, with the good ones before it counted."""
    assert (verdict.ok, verdict.entries, verdict.first_bad) == (False, seq - 1, seq), verdict
    return verdict.reason


@pytest.fixture
def entries() -> list[Entry]:
    return a_days_journal().store.tables.entries


class TestWholeJournal:
    def test_verifies(self, entries: list[Entry]) -> None:
        verdict = verify(entries)

        assert verdict == Verdict(
            ok=True, entries=8, head=entries[-1].hash.hex(), first_bad=None, reason=""
        )

    def test_of_no_entries_verifies(self) -> None:
        assert verify([]) == Verdict(ok=True, entries=0, head=None, first_bad=None)

    def test_holds_every_kind_of_thing_that_happened(self, entries: list[Entry]) -> None:
        kinds = [entry.kind for entry in entries]

        assert kinds == [
            *("epoch_start", "config_change", "shift_open", "order", "order"),
            *("order_cancel", "order", "shift_close"),
        ]

    def test_verifies_over_many_shifts_and_a_rounding_country(self) -> None:
        shop = shop_with_tea(cash_increment=5)
        shop.sells(Product(2, "MILK", "Lait", Money(119, EUR), "REDUCED"))
        for _ in range(3):
            shop.open_shift()
            order = shop.order_of("MILK")
            shop.checkout.pay_cash(order=order, tendered=1_000, actor=shop.cashier)
            shop.shifts.close(actor=shop.cashier, counted=0)

        assert [entry["body"]["rounding"] for entry in shop.entries("order")] == [1, 1, 1]
        assert shop.verdict().ok
        assert shop.store.tables.entries[-1].seq == 11

    def test_whose_tail_was_cut_off_verifies_with_another_head(self, entries: list[Entry]) -> None:
        # Only a copy of the head elsewhere shows this: receipts carry it.
        verdict = verify(entries[:-2])

        assert verdict.ok
        assert verdict.head == entries[-3].hash.hex()


class TestVerdict:
    @pytest.mark.parametrize("seq", [2, 8])
    def test_names_the_head_of_the_good_part(self, entries: list[Entry], seq: int) -> None:
        entries[seq - 1] = replace(entries[seq - 1], signature=b"")

        assert verify(entries).head == entries[seq - 2].hash.hex()

    def test_names_no_head_where_nothing_is_good(self, entries: list[Entry]) -> None:
        entries[0] = replace(entries[0], signature=b"")

        assert verify(entries).head is None


class TestChangedBytes:
    @pytest.mark.parametrize("seq", [1, FIRST_ORDER, 8])
    def test_do_not_fit_the_hash(self, entries: list[Entry], seq: int) -> None:
        entry = entries[seq - 1]
        entries[seq - 1] = replace(hashed(entry, body_of(entry) | {"tz": "UTC"}), hash=entry.hash)

        assert "hash does not fit" in problem_at(verify(entries), seq)

    @pytest.mark.parametrize("seq", [1, FIRST_ORDER, 8])
    def test_that_were_hashed_again_do_not_fit_the_signature(
        self, entries: list[Entry], seq: int
    ) -> None:
        entry = entries[seq - 1]
        entries[seq - 1] = hashed(entry, body_of(entry) | {"tz": "UTC"})

        assert "signature does not fit" in problem_at(verify(entries), seq)

    def test_that_were_signed_again_break_the_next_link(self, entries: list[Entry]) -> None:
        entry = entries[3]
        entries[3] = signed(hashed(entry, body_of(entry) | {"tz": "UTC"}), OWN)

        assert "does not follow" in problem_at(verify(entries), 5)

    @pytest.mark.parametrize(
        "spell",
        [
            lambda raw: raw + b" ",
            lambda raw: raw.replace(b'"v":1', b'"v": 1'),
            lambda raw: raw.replace(b'"v":1', b'"v":1.0'),
            lambda raw: raw.replace(b'"v":1', b'"v":1,"v":1'),
            lambda raw: b'{"z":1,' + raw[1:],
            lambda raw: raw.replace("Épicerie".encode(), b"\\u00c9picerie"),
            lambda raw: raw.replace("Épicerie".encode(), "E\u0301picerie".encode()),
            lambda raw: raw.replace("É".encode(), b"\xc9"),
            lambda raw: raw[:-1],
            lambda _raw: b"[]",
            lambda _raw: b"null",
            lambda _raw: b"",
            lambda _raw: b"[" * 100_000,
            lambda _raw: b"[" * 600 + b"]" * 600,
        ],
    )
    def test_in_another_spelling_are_refused_even_if_signed(
        self, entries: list[Entry], spell: Any
    ) -> None:
        raw = spell(entries[0].raw)
        assert raw != entries[0].raw
        entries[0] = signed(with_raw(entries[0], raw), OWN)

        verdict = verify(entries)

        assert (verdict.ok, verdict.first_bad, verdict.entries) == (False, 1, 0)
        assert "cannot be read" in verdict.reason or "not an object" in verdict.reason

    @pytest.mark.parametrize("name", ["seq", "kind", "prev_sha256", "key_id", "period_total"])
    def test_that_lack_a_field_are_refused_even_if_signed(
        self, entries: list[Entry], name: str
    ) -> None:
        body = body_of(entries[0])
        del body[name]
        entries[0] = signed(hashed(entries[0], body), OWN)

        assert "missing or of the wrong kind" in problem_at(verify(entries), 1)

    def test_of_the_kind_beside_them_are_refused(self, entries: list[Entry]) -> None:
        entries[3] = replace(entries[3], kind="refund")

        assert "kind was changed" in problem_at(verify(entries), 4)


class TestChangedOrder:
    @pytest.mark.parametrize("seq", range(1, 8))
    def test_drops_a_link(self, entries: list[Entry], seq: int) -> None:
        del entries[seq - 1]

        assert f"expected entry {seq}, found {seq + 1}" in problem_at(verify(entries), seq)

    @pytest.mark.parametrize("seq", range(1, 8))
    def test_drops_a_link_and_renumbers_the_rest(self, entries: list[Entry], seq: int) -> None:
        del entries[seq - 1]
        entries = [replace(one, seq=number) for number, one in enumerate(entries, start=1)]

        assert not verify(entries).ok
        assert verify(entries).first_bad == seq

    @pytest.mark.parametrize("seq", range(1, 8))
    def test_swaps_two_links(self, entries: list[Entry], seq: int) -> None:
        entries[seq - 1], entries[seq] = entries[seq], entries[seq - 1]

        assert "expected entry" in problem_at(verify(entries), seq)

    @pytest.mark.parametrize("seq", range(1, 9))
    def test_doubles_a_link(self, entries: list[Entry], seq: int) -> None:
        entries.insert(seq, entries[seq - 1])

        assert "expected entry" in problem_at(verify(entries), seq + 1)

    def test_puts_a_link_in_between(self, entries: list[Entry]) -> None:
        body = body_of(entries[3]) | {"seq": 5, "prev_sha256": entries[3].hash.hex()}
        entries.insert(4, signed(hashed(replace(entries[3], seq=5), body), FOREIGN))

        assert "signature does not fit" in problem_at(verify(entries), 5)

    def test_appends_a_link_without_the_key(self, entries: list[Entry]) -> None:
        body = body_of(entries[-1]) | {"seq": 9, "prev_sha256": entries[-1].hash.hex()}
        entries.append(signed(hashed(replace(entries[-1], seq=9), body), FOREIGN))

        assert "signature does not fit" in problem_at(verify(entries), 9)

    def test_brings_links_of_another_journal(self, entries: list[Entry]) -> None:
        other = shop_with_tea(journal_id="journal-2")
        other.open_shift()

        assert "does not follow" in problem_at(
            verify(entries[:2] + other.store.tables.entries[2:]), 3
        )


class TestKeys:
    def test_of_a_stranger_do_not_sign(self, entries: list[Entry]) -> None:
        forged = relinked(entries, FOREIGN)

        assert "unknown key" in problem_at(verify(forged), 1)

    def test_of_a_stranger_do_not_sign_under_the_name_of_ours(self, entries: list[Entry]) -> None:
        for seq in (1, 5):
            forged = [*entries[: seq - 1], signed(entries[seq - 1], FOREIGN), *entries[seq:]]

            assert "signature does not fit" in problem_at(verify(forged), seq)

    def test_follow_each_other_when_one_was_lost(self, entries: list[Entry]) -> None:
        chain = _rotated(_with_kind(entries, 2, "key_rotate"), at=2)

        verdict = verify(chain, OWN, FOREIGN, **{FOREIGN.key_id: 2})

        assert verdict.ok, verdict

    def test_do_not_change_without_an_entry_that_says_so(self, entries: list[Entry]) -> None:
        chain = _rotated(entries, at=5)

        verdict = verify(chain, OWN, FOREIGN, **{FOREIGN.key_id: 5})

        assert "without an entry that says so" in problem_at(verdict, 5)

    def test_of_a_stranger_cannot_leave_ours_to_go_on(self, entries: list[Entry]) -> None:
        """All signed anew by the stranger, and our key put down as the next one."""
        forged = relinked(entries, FOREIGN)

        verdict = verify(forged, FOREIGN, OWN, **{OWN.key_id: len(forged) + 1})

        assert "was to begin there or later" in problem_at(verdict, len(forged) + 1)

    @pytest.mark.parametrize("first_seq", [1, 4, 6, 8])
    def test_sign_from_their_first_sequence_number(
        self, entries: list[Entry], first_seq: int
    ) -> None:
        chain = _rotated(entries, at=5)

        verdict = verify(chain, OWN, FOREIGN, **{FOREIGN.key_id: first_seq})

        assert not verdict.ok
        assert verdict.first_bad == min(first_seq, 5)
        assert "not in use" in verdict.reason

    def test_that_were_lost_sign_nothing_any_more(self, entries: list[Entry]) -> None:
        verdict = verify(entries, OWN, FOREIGN, **{FOREIGN.key_id: 5})

        assert "not in use" in problem_at(verdict, 5)

    @pytest.mark.parametrize("first_seq", [0, 2])
    def test_begin_with_the_journal(self, entries: list[Entry], first_seq: int) -> None:
        verdict = verify(entries, OWN, **{OWN.key_id: first_seq})

        assert "not in use" in problem_at(verdict, 1)


class TestAmounts:
    @pytest.mark.parametrize("name", ["period_total", "perpetual_total", "perpetual_abs_total"])
    @pytest.mark.parametrize("seq", range(1, 9))
    def test_that_run_must_add_up(self, entries: list[Entry], name: str, seq: int) -> None:
        forged = changed(entries, seq, lambda body: body.update({name: body[name] + 1}), OWN)

        assert "running totals" in problem_at(verify(forged), seq)

    @pytest.mark.parametrize("change", [-100, 100])
    def test_of_an_order_cannot_be_less_or_more_without_the_totals(
        self, entries: list[Entry], change: int
    ) -> None:
        def change_all(body: Body) -> None:
            order = body["body"]
            order["total"] += change
            order["items"][0]["total"] += change
            order["payments"][0]["amount"] += change
            order["payments"][0]["tendered"] += change

        forged = changed(entries, FIRST_ORDER, change_all, OWN)

        assert "running totals" in problem_at(verify(forged), FIRST_ORDER)

    @pytest.mark.parametrize(
        ("part", "reason"),
        [("items", "items do not add up"), ("payments", "payments do not add up")],
    )
    def test_of_the_parts_make_the_whole(
        self, entries: list[Entry], part: str, reason: str
    ) -> None:
        forged = changed(entries, FIRST_ORDER, lambda body: body["body"][part].pop(), OWN)

        assert reason in problem_at(verify(forged), FIRST_ORDER)

    def test_of_the_taxes_make_the_tax(self, entries: list[Entry]) -> None:
        forged = changed(
            entries, FIRST_ORDER, lambda body: body["body"].update(tax=body["body"]["tax"] + 1), OWN
        )

        assert "taxes do not add up" in problem_at(verify(forged), FIRST_ORDER)

    def test_of_rounding_count_with_the_payments(self, entries: list[Entry]) -> None:
        forged = changed(entries, FIRST_ORDER, lambda body: body["body"].update(rounding=2), OWN)

        assert "payments do not add up" in problem_at(verify(forged), FIRST_ORDER)

    def test_begin_again_with_a_shift_and_with_nothing_else(self, entries: list[Entry]) -> None:
        forged = changed(entries, 6, lambda body: body.update(period_total=0), OWN)

        assert "running totals" in problem_at(verify(forged), 6)


class TestNumbers:
    def test_leave_no_gap(self, entries: list[Entry]) -> None:
        forged = changed(entries, 5, lambda body: body.update(number="T01-000003"), OWN)

        assert "T01-000003 should be T01-000002" in problem_at(verify(forged), 5)

    def test_begin_with_one(self, entries: list[Entry]) -> None:
        forged = changed(entries, FIRST_ORDER, lambda body: body.update(number="T01-000002"), OWN)

        assert "should be T01-000001" in problem_at(verify(forged), FIRST_ORDER)

    def test_are_never_used_twice(self, entries: list[Entry]) -> None:
        forged = changed(entries, 5, lambda body: body.update(number="T01-000001"), OWN)

        assert "should be T01-000002" in problem_at(verify(forged), 5)

    @pytest.mark.parametrize("number", [None, "", "1", "T01-1", "T01-+00001", "T01-00000\u0661", 1])
    def test_have_one_form(self, entries: list[Entry], number: object) -> None:
        forged = changed(entries, FIRST_ORDER, lambda body: body.update(number=number), OWN)

        assert "receipt number" in problem_at(verify(forged), FIRST_ORDER)

    def test_of_a_dropped_order_are_missed_even_by_whoever_has_the_key(
        self, entries: list[Entry]
    ) -> None:
        kept = [entry for entry in entries if entry.seq != FIRST_ORDER]
        chain = relinked(kept, OWN)

        assert not verify(chain).ok
        assert verify(chain).first_bad == FIRST_ORDER

    def test_start_a_new_series_with_a_new_epoch(self) -> None:
        shop = a_days_journal()
        shop.restore()
        shop.open_shift()
        shop.sell(TEA)
        shop.sell(TEA)

        numbers = [entry["number"] for entry in shop.entries("order")]
        assert numbers[-3:] == ["T01-000003", "T01B-000001", "T01B-000002"]
        assert shop.verdict().ok

    def test_of_practice_are_numbers_too(self) -> None:
        shop = shop_with_tea(practice=True)
        shop.open_shift()
        shop.sell(TEA)

        assert shop.entries("order")[0]["number"] == "X-T01-000001"
        assert shop.verdict().ok


def _with_kind(entries: list[Entry], seq: int, kind: str) -> list[Entry]:
    """One link of another kind, not chained anew."""
    other = hashed(replace(entries[seq - 1], kind=kind), body_of(entries[seq - 1]) | {"kind": kind})
    return [*entries[: seq - 1], other, *entries[seq:]]


def _rotated(entries: list[Entry], *, at: int) -> list[Entry]:
    """From that link on signed by another key."""
    chain = list(entries[: at - 1])
    for entry in entries[at - 1 :]:
        body = body_of(entry) | {"prev_sha256": chain[-1].hash.hex(), "key_id": FOREIGN.key_id}
        chain.append(signed(hashed(entry, body), FOREIGN))
    assert all(json.loads(b.raw)["prev_sha256"] == a.hash.hex() for a, b in pairwise(chain))
    return chain
