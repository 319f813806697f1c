"""What a forger may try on an export: each attempt is found by both verifiers, at one entry."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from pos_app.services.ports import Entry
from tests.fakes.exports import (
    HEADER_BAD,
    OWN,
    STRANGER,
    WHOLE_BAD,
    busy_entries,
    busy_export,
    busy_shop,
    by_both,
    export_of,
    header_with,
    rewritten,
    rotated,
)
from tests.fakes.journal import (
    TEA,
    Body,
    body_of,
    changed,
    exported,
    hashed,
    relinked,
    shop_with_tea,
    signed,
    with_raw,
)

ORDER = 5
"""An order in the middle of the first shift."""
NEXT_EPOCH = next(one.seq for one in busy_entries()[1:] if one.kind == "epoch_start")
LAST = len(busy_entries())
REPRINT = next(one.seq for one in busy_entries() if one.kind == "reprint")
CLOSE = next(one.seq for one in busy_entries() if one.kind == "shift_close")
SECOND_OPEN = [one.seq for one in busy_entries() if one.kind == "shift_open"][1]

Lines = list[bytes]


def respelt(spell: Callable[[bytes], bytes], *, seq: int = ORDER) -> Lines:
    """One entry's bytes spelt otherwise, with their hash and even a good signature."""
    entry = busy_entries()[seq - 1]
    raw = spell(entry.raw)
    assert raw != entry.raw
    line = export_of([signed(with_raw(entry, raw), OWN)])[1]
    return [*busy_export()[:seq], line, *busy_export()[seq + 1 :]]


def fields(seq: int, change: Callable[[list[bytes]], object]) -> Lines:
    parts = busy_export()[seq].removesuffix(b"\n").split(b"\t")
    before = list(parts)
    change(parts)
    assert parts != before
    return [*busy_export()[:seq], b"\t".join(parts) + b"\n", *busy_export()[seq + 1 :]]


def moved(*order: int) -> Lines:
    """These entries in this order; 0 is the first line."""
    return [busy_export()[index] for index in order]


def under(**header: object) -> Lines:
    return [header_with(busy_export()[0], **header), *busy_export()[1:]]


def _set(parts: list[bytes], field: int, value: bytes) -> None:
    parts[field] = value


def spare_bits(parts: list[bytes]) -> None:
    """Another last digit that stands for the same bytes."""
    digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    last = digits.index(parts[2][85:86])
    parts[2] = parts[2][:85] + digits[last + 1 : last + 2] + b"=="


def another_terminal() -> Lines:
    return exported(busy_shop(terminal="T02", journal_id="journal-2"))


def one_signed_by_a_stranger() -> Lines:
    entries = list(busy_entries())
    body = body_of(entries[ORDER - 1]) | {"seq": ORDER + 1}
    body["prev_sha256"] = entries[ORDER - 1].hash.hex()
    [*_, extra] = export_of([signed(replace(entries[ORDER - 1], seq=ORDER + 1), STRANGER)])
    return [*busy_export()[: ORDER + 1], extra, *busy_export()[ORDER + 1 :]]


def one_signed_anew() -> Lines:
    """By somebody with the key, who leaves the chain behind it as it was."""
    entry = busy_entries()[ORDER - 1]
    [_, line] = export_of([signed(hashed(entry, body_of(entry) | {"tz": "UTC"}), OWN)])
    return [*busy_export()[:ORDER], line, *busy_export()[ORDER + 1 :]]


EVERY = range(LAST + 1)

ON_THE_LINES: dict[str, tuple[Callable[[], Lines], int]] = {
    "an entry dropped": (lambda: moved(*(i for i in EVERY if i != ORDER)), ORDER),
    "the first entry dropped": (lambda: moved(0, *EVERY[2:]), 1),
    "an entry put in between": (one_signed_by_a_stranger, ORDER + 1),
    "an entry changed and nothing behind it": (one_signed_anew, ORDER + 1),
    "two entries swapped": (lambda: moved(*range(5), 6, 5, *EVERY[7:]), 5),
    "an entry doubled": (lambda: moved(*range(6), 5, *EVERY[6:]), 6),
    "an old entry again at the end": (lambda: moved(*EVERY, ORDER), LAST + 1),
    "the whole once more behind itself": (lambda: moved(*EVERY, *EVERY[1:]), LAST + 1),
    "the last line cut in half": (lambda: [*moved(*EVERY[:-1]), busy_export()[-1][:99]], LAST),
    "the last line feed cut off": (lambda: [*moved(*EVERY[:-1]), busy_export()[-1][:-1]], LAST),
    "cut off before an epoch that the first line names": (
        lambda: moved(*range(NEXT_EPOCH)),
        NEXT_EPOCH,
    ),
    "another terminal's entries from the middle on": (
        lambda: [*moved(*range(20)), *another_terminal()[20:]],
        20,
    ),
    "another terminal's entries under this first line": (
        lambda: [busy_export()[0], *another_terminal()[1:]],
        1,
    ),
    "this terminal's first line renamed": (lambda: under(terminal="T02"), 1),
    "this journal's first line renamed": (lambda: under(journal_id="journal-2"), 1),
    "no key in the first line": (lambda: under(keys=[]), 1),
    "another's key in the first line": (
        lambda: under(
            keys=[
                {
                    "key_id": OWN.key_id,
                    "public_key": STRANGER.public_key.hex(),
                    "first_seq": 1,
                }
            ]
        ),
        1,
    ),
    "a key in the first line that signs nothing": (
        lambda: export_of(
            busy_entries(),
            keys={
                OWN.key_id: (OWN.public_key, 1),
                STRANGER.key_id: (STRANGER.public_key, LAST + 1),
            },
        ),
        LAST + 1,
    ),
    "an epoch taken out of the first line": (
        lambda: export_of(busy_entries(), epochs={1: 1}),
        NEXT_EPOCH,
    ),
    "an epoch more in the first line": (
        lambda: export_of(busy_entries(), epochs={1: 1, 2: 9, 3: NEXT_EPOCH}),
        9,
    ),
    "the first line twice": (lambda: moved(0, *EVERY), 1),
    "no first line": (lambda: moved(*EVERY[1:]), HEADER_BAD),
    "nothing but the first line": (lambda: moved(0), WHOLE_BAD),
    "nothing": (list, HEADER_BAD),
    "another format": (lambda: under(format="pos-journal-2"), HEADER_BAD),
    "one field more in the first line": (lambda: under(a=1), HEADER_BAD),
    "a mark of the byte order": (
        lambda: [b"\xef\xbb\xbf" + busy_export()[0], *busy_export()[1:]],
        HEADER_BAD,
    ),
    "carriage returns everywhere": (
        lambda: [line.replace(b"\n", b"\r\n") for line in busy_export()],
        HEADER_BAD,
    ),
    "a carriage return": (
        lambda: fields(ORDER, lambda parts: _set(parts, 2, parts[2] + b"\r")),
        ORDER,
    ),
    "an empty line": (lambda: [*moved(*range(9)), b"\n", *moved(*EVERY[9:])], 9),
    "a fourth field": (lambda: fields(ORDER, lambda parts: parts.append(b"")), ORDER),
    "a field less": (lambda: fields(ORDER, lambda parts: parts.pop()), ORDER),
    "the hash in capitals": (
        lambda: fields(ORDER, lambda parts: _set(parts, 1, parts[1].upper())),
        ORDER,
    ),
    "another spelling of the signature": (lambda: fields(ORDER, spare_bits), ORDER),
    "the signature without its padding": (
        lambda: fields(ORDER, lambda parts: _set(parts, 2, parts[2].rstrip(b"="))),
        ORDER,
    ),
    "another entry's signature": (
        lambda: fields(
            ORDER, lambda parts: _set(parts, 2, busy_export()[6].split(b"\t")[2].strip())
        ),
        ORDER,
    ),
}


SPELLINGS: dict[str, tuple[Callable[[bytes], bytes], int]] = {
    "letters taken apart": (
        lambda raw: unicodedata.normalize("NFD", raw.decode()).encode(),
        ORDER,
    ),
    "a letter as its number": (lambda raw: raw.replace("é".encode(), b"\\u00e9"), ORDER),
    "a key twice": (lambda raw: raw.replace(b'"v":1', b'"v":1,"v":1'), ORDER),
    "keys in another order": (lambda raw: b'{"v":1,' + raw[1:].replace(b',"v":1', b""), ORDER),
    "a fraction": (lambda raw: raw.replace(b'"v":1', b'"v":1.0'), ORDER),
    "an exponent": (lambda raw: raw.replace(b'"v":1', b'"v":1e0'), ORDER),
    "a number that is none": (lambda raw: raw.replace(b'"v":1', b'"v":NaN'), ORDER),
    "minus nothing": (lambda raw: raw.replace(b'"rounding":0', b'"rounding":-0'), ORDER),
    "a leading nought": (lambda raw: raw.replace(b'"v":1', b'"v":01'), ORDER),
    "a space": (lambda raw: raw.replace(b":", b": ", 1), ORDER),
    "a space at the end": (lambda raw: raw + b" ", ORDER),
    "half of a character": (lambda raw: raw.replace(b'"Th', b'"\\ud800Th'), ORDER),
    "a byte that is no character": (lambda raw: raw.replace(b'"Th', b'"\xff'), ORDER),
    "a mark of the byte order inside": (lambda raw: b"\xef\xbb\xbf" + raw, ORDER),
    "UTF-16": (lambda raw: raw.decode().encode("utf-16"), ORDER),
    "a solidus in disguise": (lambda raw: raw.replace(b"Europe/", b"Europe\\/"), ORDER),
    "too many levels": (lambda raw: b'{"a":' + b"[" * 40 + b"]" * 40 + b"," + raw[1:], ORDER),
    "a list": (lambda raw: b"[" + raw + b"]", ORDER),
}


def booked(change: Callable[[Body], object]) -> Callable[[Body], None]:
    """A change inside the order, the shift or whatever the entry is about."""
    return lambda entry: (change(entry["body"]), None)[1]


WITH_THE_KEY: dict[str, tuple[int, Callable[[Body], None]]] = {
    "a period total": (ORDER, lambda one: one.update(period_total=1)),
    "a perpetual total": (ORDER, lambda one: one.update(perpetual_total=0)),
    "the total without signs": (LAST, lambda one: one.update(perpetual_abs_total=0)),
    "an order's total": (ORDER, booked(lambda order: order.update(total=order["total"] - 100))),
    "an item's total": (ORDER, booked(lambda order: order["items"][0].update(total=1))),
    "an item less": (ORDER, booked(lambda order: order["items"].clear())),
    "an item's tax": (ORDER, booked(lambda order: order["items"][0].update(tax=0))),
    "the taxes": (ORDER, booked(lambda order: order.update(tax=0))),
    "a discount": (ORDER, booked(lambda order: order.update(discount=50))),
    "a payment less": (ORDER, booked(lambda order: order["payments"].clear())),
    "a payment that was declined": (
        ORDER,
        booked(lambda order: order["payments"][0].update(state="declined")),
    ),
    "the change": (ORDER, booked(lambda order: order["payments"][0].update(change=100))),
    "the rounding": (ORDER, booked(lambda order: order.update(rounding=5))),
    "an amount as text": (ORDER, booked(lambda order: order.update(total=str(order["total"])))),
    "a truth for an epoch": (ORDER, lambda one: one.update(epoch=True)),
    "a truth for the version": (ORDER, lambda one: one.update(v=True)),
    "the version": (ORDER, lambda one: one.update(v=2)),
    "a field less": (ORDER, lambda one: one.pop("mode")),
    "a receipt number": (ORDER, lambda one: one.update(number="T01-000009")),
    "a receipt number of another series": (ORDER, lambda one: one.update(number="T01B-000001")),
    "a receipt without a number": (ORDER, lambda one: one.update(number=None)),
    "a copy of a receipt that never was": (REPRINT, lambda one: one.update(number="T01-000099")),
    "practice in one entry": (ORDER, lambda one: one.update(mode="practice")),
    "a mode that there is not": (1, lambda one: one.update(mode="training")),
    "an epoch in one entry": (ORDER, lambda one: one.update(epoch=2)),
    "an epoch left out": (NEXT_EPOCH, lambda one: one.update(epoch=3)),
    "an epoch without its beginning": (NEXT_EPOCH, lambda one: one.update(kind="login")),
    "a series used before": (NEXT_EPOCH, booked(lambda body: body.update(series="T01"))),
    "another terminal's series": (NEXT_EPOCH, booked(lambda body: body.update(series="T02B"))),
    "an entry of another terminal": (ORDER, lambda one: one.update(terminal_id="T02")),
    "a shift's sales": (CLOSE, booked(lambda shift: shift.update(sales=0))),
    "a shift's orders": (CLOSE, booked(lambda shift: shift.update(orders=1))),
    "a shift's expected cash": (CLOSE, booked(lambda shift: shift.update(expected=0))),
    "a shift's number": (SECOND_OPEN, booked(lambda shift: shift.update(number=1))),
    "a shift before the last one": (
        SECOND_OPEN,
        lambda one: one.update(business_date="2020-01-01"),
    ),
    "a shift that nobody closed": (CLOSE, lambda one: one.update(kind="count")),
    "an order of another shift": (ORDER, lambda one: one.update(shift_id=9)),
    "an order of another day": (ORDER, lambda one: one.update(business_date="2020-01-01")),
    "a new key without one": (ORDER - 1, lambda one: one.update(kind="key_rotate")),
}
LATER = {
    "a shift that nobody closed": SECOND_OPEN,
}
"""Where such a change shows first, if not at once."""


@pytest.mark.parametrize("name", ON_THE_LINES)
def test_on_the_lines_is_found(name: str) -> None:
    attack, first_bad = ON_THE_LINES[name]

    assert by_both(attack()) == first_bad


@pytest.mark.parametrize("name", SPELLINGS)
def test_another_spelling_of_the_same_is_found_even_if_signed(name: str) -> None:
    spell, first_bad = SPELLINGS[name]

    assert by_both(respelt(spell)) == first_bad


@pytest.mark.parametrize("name", WITH_THE_KEY)
def test_what_does_not_add_up_is_found_even_if_all_is_signed_anew(name: str) -> None:
    seq, change = WITH_THE_KEY[name]

    forged = export_of(changed(busy_entries(), seq, change, OWN), epochs={1: 1, 2: NEXT_EPOCH})

    assert by_both(forged) == LATER.get(name, seq)


class TestPractice:
    def test_in_all_entries_does_not_fit_the_numbers(self) -> None:
        bodies = [with_raw(one, one.raw) for one in busy_entries()]
        forged = [
            replace(one, raw=one.raw.replace(b'"mode":"normal"', b'"mode":"practice"'))
            for one in bodies
        ]

        assert by_both(export_of(relinked(forged, OWN))) == 1

    def test_verifies_where_it_was_practice_from_the_beginning(self) -> None:
        assert by_both(exported(busy_shop(practice=True))) is None


def _tipped() -> tuple[Entry, ...]:
    """A shift in which two customers gave a tip, of whom one had it back with everything."""
    shop = shop_with_tea(signer=OWN)
    shop.open_shift(opening_float=5_000)
    for _ in range(2):
        order = shop.order_of(TEA)
        shop.tendering.set_tip(order=order, tip=50, actor=shop.cashier)
        sold = shop.checkout.pay_cash(order=order, tendered=500, actor=shop.cashier)
    shop.give_back(sold)
    shop.shifts.close(actor=shop.cashier, counted=5_500)
    return tuple(shop.store.tables.entries)


class TestTips:
    """Entries 4 and 5 are the orders, 6 is the refund, 7 the end of the shift."""

    def test_verify(self) -> None:
        entries = _tipped()

        assert [one.kind for one in entries[3:]] == ["order", "order", "refund", "shift_close"]
        assert by_both(export_of(entries)) is None

    @pytest.mark.parametrize(
        ("seq", "change"),
        [
            (4, lambda order: order.update(tip=49)),
            (4, lambda order: order.pop("tip")),
            (4, lambda order: order.update(tip="50")),
            (4, lambda order: order.update(tip=True)),
            (4, lambda order: order.update(tip=-50, rounding=100)),
            (6, lambda order: order.update(tip=50, rounding=-100)),
            (7, lambda shift: shift.update(tips=0)),
            (7, lambda shift: shift.pop("tips")),
            (7, lambda shift: shift.update(tips=100)),
        ],
    )
    def test_that_are_changed_with_the_key_are_found(
        self, seq: int, change: Callable[[Body], object]
    ) -> None:
        forged = changed(_tipped(), seq, booked(change), OWN)

        assert by_both(export_of(forged)) == seq


class TestKindsToCome:
    """Kinds that the format has and no screen makes yet: they count in the totals and the shift."""

    def entries(self, **kinds: int) -> list[Entry]:
        entries = list(busy_entries())
        for kind, seq in kinds.items():
            body = body_of(entries[seq - 1]) | {"kind": kind}
            body["body"] = _given_back(body["body"]) if kind == "refund" else {"amount": 700}
            entries[seq - 1] = hashed(replace(entries[seq - 1], kind=kind), body)
        return rewritten(entries)

    def test_verify(self) -> None:
        entries = self.entries(refund=ORDER, cash_in=REPRINT, cash_out=13)

        assert by_both(export_of(entries)) is None

    @pytest.mark.parametrize("name", ["refunds", "expected"])
    def test_are_part_of_their_shift(self, name: str) -> None:
        entries = self.entries(refund=ORDER, cash_in=REPRINT, cash_out=13)

        forged = changed(entries, CLOSE, booked(lambda shift: shift.update({name: 450})), OWN)

        assert by_both(export_of(forged)) == CLOSE

    def test_of_returned_money_are_part_of_the_totals(self) -> None:
        entries = self.entries(refund=ORDER)

        forged = changed(entries, ORDER, lambda one: one.update(perpetual_abs_total=0), OWN)

        assert by_both(export_of(forged)) == ORDER


def _given_back(order: Body) -> Body:
    """Every amount of it negative."""
    names = (
        "quantity",
        "amount",
        "tendered",
        "change",
        "total",
        "tax",
        "net",
        "discount",
        "rounding",
    )
    given: Body = {}
    for name, value in order.items():
        if isinstance(value, list):
            given[name] = [_given_back(one) for one in value]
        else:
            given[name] = -value if name in names and isinstance(value, int) else value
    return given


class TestKeys:
    """A second key that takes over where an entry says so."""

    def export(self, entries: Sequence[Entry], **first_seqs: int) -> Lines:
        keys = {
            one.key_id: (one.public_key, first_seqs.get(name, default))
            for name, one, default in (("own", OWN, 1), ("new", STRANGER, REPRINT))
        }
        return export_of(entries, keys=keys, epochs={1: 1, 2: NEXT_EPOCH})

    def test_that_follow_each_other_verify(self) -> None:
        entries = rotated(busy_entries(), at=REPRINT)

        assert by_both(self.export(entries)) is None

    def test_that_change_places_are_found(self) -> None:
        entries = rotated(busy_entries(), at=REPRINT)

        assert by_both(self.export(entries, own=REPRINT, new=1)) == 1

    def test_whose_public_halves_change_places_are_found(self) -> None:
        header = self.export(rotated(busy_entries(), at=REPRINT))
        own, new = OWN.public_key.hex().encode(), STRANGER.public_key.hex().encode()
        first = header[0].replace(own, b"?").replace(new, own).replace(b"?", new)

        assert by_both([first, *header[1:]]) == 1

    @pytest.mark.parametrize("begins", [REPRINT - 1, REPRINT + 1])
    def test_that_begin_elsewhere_are_found(self, begins: int) -> None:
        entries = rotated(busy_entries(), at=REPRINT)

        assert by_both(self.export(entries, new=begins)) == min(begins, REPRINT)

    def test_that_take_over_without_a_word_are_found(self) -> None:
        entries = rotated(busy_entries(), at=REPRINT, kind="reprint")

        assert by_both(self.export(entries)) == REPRINT

    def test_of_which_the_older_goes_on_are_found(self) -> None:
        entries = rotated(busy_entries(), at=REPRINT, until=CLOSE)

        assert by_both(self.export(entries)) == CLOSE

    def test_that_both_begin_with_one_entry_are_no_first_line(self) -> None:
        assert by_both(self.export(busy_entries(), new=1)) == HEADER_BAD
