"""Any text as a scan, on a receipt, as an amount, and as a word of the command line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from operator import mul
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pos_app.adapters.devices.escpos_text import FEED_AND_CUT, START, job_bytes
from pos_app.adapters.documents.receipt_words import read_receipt_words
from pos_app.adapters.system.paths import bundled
from pos_app.composition.lazy import LazyFormats
from pos_app.composition.opening import OpenStore, writing
from pos_app.domain.barcode import GTIN_LENGTHS, Scan, check_digit, padded_forms
from pos_app.domain.errors import InvalidInputError, PosError
from pos_app.domain.money import AMOUNT_MINOR_MAX, Currency, Money
from pos_app.domain.quantity import QUANTITY_MAX, Quantity
from pos_app.services.catalogue.gs1 import read_gs1
from pos_app.services.catalogue.number_style import NumberStyle, decide_style, plain_number
from pos_app.services.printing.cells import cells
from pos_app.services.printing.layout import WIDTH_MIN, receipt_lines
from pos_app.services.printing.receipt import ReceiptHeader, build_receipt
from pos_app.viewmodels.shared.amount_entry import WHOLE_DIGITS_MAX, AmountEntry
from tests.fakes.printing import item, paid_order
from tests.inputs.examples import ANY_TEXT, EXAMPLES, require_words
from tests.inputs.site import Site, require_sound
from tests.integration import shop as shops

EUR: Final = Currency.of("EUR")
CURRENCIES: Final = tuple(map(Currency.of, ("EUR", "JPY", "BHD", "CLF")))
CODE: Final = "4006381333931"
DIGITS: Final = st.text(alphabet="0123456789", min_size=1, max_size=40)
ELEMENTS: Final = st.lists(
    st.sampled_from(["01", "04006381333931", "3103", "000842", "3922", "10", "30", "17", "\x1d"])
    | st.sampled_from(["]C1", "]d2", "(01)", "(10)", "(310", "310", "392", "991231", "-", "A"])
    | DIGITS,
    max_size=12,
).map("".join)
CONTROL: Final = {*range(0x20), 0x7F} - {0x0A}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    outside = tmp_path_factory.mktemp("fuzz")
    made = Site(shops.make(outside / "data").folder, outside)
    made.stock(("S1", CODE, "Pen", "1.50", "STANDARD"), ("S2", "20928315", "Ink", "0", "STANDARD"))
    return made


@pytest.fixture(scope="module")
def store(site: Site) -> Iterator[OpenStore]:
    with writing(site.folder) as opened:
        shops.open_shift(opened)
        yield opened
    require_sound(site.folder)


class TestScan:
    @EXAMPLES
    @given(ANY_TEXT | ELEMENTS)
    @example("400\ud8006381")
    @example("]C1010400638133393131" + "9" * 480)
    def test_finds_a_product_or_says_why_not(self, store: OpenStore, raw: str) -> None:
        order = shops.ring(store)
        try:
            added = store.services.orders.scan(raw=raw)
        except PosError as error:
            require_words(error)
            assert order.items == []
        else:
            assert 0 < added.item.quantity.thousandths <= QUANTITY_MAX
            assert 0 < added.item.unit_price.minor <= AMOUNT_MINOR_MAX
        assert store.services.search.find(raw) is not None

    @EXAMPLES
    @given(ANY_TEXT | ELEMENTS)
    def test_holds_no_control_character_and_is_stable(self, raw: str) -> None:
        try:
            scan = Scan.of(raw)
        except InvalidInputError:
            return
        assert not {ord(char) for char in scan.code} & (CONTROL - {0x1D} | {0x0A})
        assert all(form.lstrip("0") == scan.code.lstrip("0") for form in padded_forms(scan.code))
        read_gs1(scan.code)

    @EXAMPLES
    @given(st.integers(0, 10**13 - 1), st.sampled_from(GTIN_LENGTHS), st.sampled_from(["", "]E0"]))
    def test_of_a_stored_code_finds_it_in_every_form(
        self, number: int, length: int, prefix: str
    ) -> None:
        body = f"{number:013d}"[-(length - 1) :]
        code = f"{body}{check_digit(body)}"

        scan = Scan.of(f"{prefix}{code}\r")

        assert scan.code == code
        assert code.zfill(14) in padded_forms(scan.code)

    @EXAMPLES
    @given(st.integers(1, 999_999), st.integers(0, 5), st.text("ABC123", min_size=1, max_size=8))
    def test_of_gs1_elements_gives_back_what_was_put_in(
        self, weight: int, decimals: int, batch: str
    ) -> None:
        item = read_gs1(f"0104006381333931310{decimals}{weight:06d}10{batch}\x1d30{weight}")

        assert item is not None
        assert item.gtin == "04006381333931"
        expected = (weight * 1_000 * 2 + 10**decimals) // (2 * 10**decimals)
        assert item.thousandths == expected


WORDS: Final = read_receipt_words(bundled("resources") / "translations", "fr")


LONG_TEXT: Final = ANY_TEXT | st.builds(mul, ANY_TEXT, st.integers(20, 200))


class TestReceipt:
    @EXAMPLES
    @given(
        st.lists(st.tuples(LONG_TEXT, st.integers(0, 10**8), st.integers(1, 9_999)), max_size=4),
        st.lists(LONG_TEXT, min_size=7, max_size=7),
        st.integers(WIDTH_MIN, 64),
        st.integers(0, 3),
    )
    def test_keeps_to_its_width_and_commands_nothing(
        self, lines: list[tuple[str, int, int]], texts: list[str], width: int, copy: int
    ) -> None:
        store, terminal, address, phone, tax, company, footer = texts
        items = [item(name, price, thousandths=1_000 * count) for name, price, count in lines]
        document = replace(paid_order(items or [item("Pen", 1)]), cashier=phone)
        formats = LazyFormats(language="fr", country="FR", time_zone="Europe/Paris")
        receipt = build_receipt(
            document,
            header=ReceiptHeader(store, terminal, (address,), phone, "VAT", tax, company, footer),
            words=WORDS,
            formats=formats,
            copy=copy,
        )

        printed = receipt_lines(receipt, width=width)
        data = job_bytes(printed)

        assert max(map(cells, printed)) <= width
        assert all(map(str.isprintable, printed))
        assert not set(job_bytes(texts).removeprefix(START).removesuffix(FEED_AND_CUT)) & CONTROL
        body = data.removeprefix(START).removesuffix(FEED_AND_CUT)
        assert not set(body) & CONTROL
        assert body.count(b"\n") == len(printed)
        assert all(len(line) <= width for line in body.split(b"\n"))
        for one in document.items:
            amount = formats.number(Money(one.totals.total, EUR))
            assert any(line.endswith(printable(amount)) for line in printed), amount


def printable(amount: str) -> str:
    """An amount as it is printed: its spaces are those of a printer."""
    return amount.replace("\u202f", " ").replace("\xa0", " ")


class TestAmount:
    @EXAMPLES
    @given(
        st.lists(
            st.sampled_from([*"0123456789.,-+e ", "00", "x", "\u0661", "\uff11", "²"]) | ANY_TEXT
        )
    )
    def test_typed_is_always_an_amount(self, keys: list[str]) -> None:
        for currency in CURRENCIES:
            for in_cents in (False, True):
                entry = AmountEntry(currency, in_cents=in_cents)
                for key in keys:
                    if key == "+":
                        entry.plus()
                    elif key == "-":
                        entry.backspace()
                    else:
                        entry.press(key)
                    most = 10 ** (WHOLE_DIGITS_MAX + currency.minor_digits)
                    assert 0 <= entry.amount.minor < most * (keys.count("+") + 1)

    @EXAMPLES
    @given(st.integers(-AMOUNT_MINOR_MAX, AMOUNT_MINOR_MAX), st.sampled_from(CURRENCIES))
    def test_written_is_read_back(self, minor: int, currency: Currency) -> None:
        amount = Money(minor, currency)

        assert Money.parse(amount.plain(), currency) == amount

    @EXAMPLES
    @given(ANY_TEXT, st.sampled_from(NumberStyle), st.sampled_from(CURRENCIES))
    def test_of_any_text_is_one_or_is_refused(
        self, text: str, style: NumberStyle, currency: Currency
    ) -> None:
        try:
            plain = plain_number(text, style, currency.minor_digits)
            assert abs(Money.parse(plain, currency).minor) <= AMOUNT_MINOR_MAX
        except InvalidInputError as error:
            require_words(error)
        try:
            assert abs(Quantity.parse(text).thousandths) <= QUANTITY_MAX
        except InvalidInputError as error:
            require_words(error)

    @EXAMPLES
    @given(
        st.integers(-(10**12), 10**12),
        st.sampled_from([("", "."), (",", "."), (".", ","), (" ", ",")]),
    )
    def test_in_any_style_is_read_back(self, minor: int, marks: tuple[str, str]) -> None:
        group, decimal = marks
        whole, cents = divmod(abs(minor), 100)
        text = f"{'-' if minor < 0 else ''}{whole:,}".replace(",", group) + f"{decimal}{cents:02d}"

        style = decide_style([text], 2)

        assert Money.parse(plain_number(text, style, 2), EUR).minor == minor


TYPED: Final = ANY_TEXT.map(lambda text: text.replace("\0", ""))


class TestCommandLine:
    @EXAMPLES
    @given(TYPED, st.sampled_from(["find", "show", "level", "order", "receive", "staff", "shift"]))
    @example("99999999999999999999999", "shift")
    @example("caf\udcff", "show")
    @example("9" * 65_536, "order")
    def test_takes_any_word_and_answers_in_words(self, site: Site, word: str, where: str) -> None:
        command = {
            "find": ("products", "find", "--", word),
            "show": ("products", "show", "--", word),
            "level": ("stock", "show", "--", word),
            "order": ("orders", "show", "--", word),
            "receive": ("stock", "receive", "--", "nothing", word),
            "staff": ("staff", "disable", "--", word),
            "shift": ("shift", "show", "--", word),
        }[where]
        answered(site, *command)

    @EXAMPLES
    @given(TYPED | st.dates().map(str) | st.from_regex(r"[0-9]{1,5}-[0-9]{1,2}-[0-9]{1,2}"))
    def test_takes_any_day(self, site: Site, day: str) -> None:
        answered(site, "orders", "list", f"--from={day}")
        answered(site, "report", "sales", f"--from={day}", f"--to={day}", "--format", "csv")


def answered(site: Site, *command: str) -> None:
    result = site.terminal.run(*command)
    assert result.exit_code in {0, 1, 2}, command
    assert result.exit_code == 0 or result.stderr
    assert "Something went wrong" not in result.stderr
    assert len(result.stderr) < 100_000
