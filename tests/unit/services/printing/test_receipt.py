from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pos_app.adapters.documents.receipt_words import read_receipt_words
from pos_app.domain.order_document import DocumentItem, OrderDocument
from pos_app.domain.order_item import OrderItem
from pos_app.domain.payment import Payment, PaymentState
from pos_app.domain.pricing import Discount, DiscountKind, OrderTotals
from pos_app.domain.quantity import ONE
from pos_app.domain.receipt_kind import ReceiptKind
from pos_app.domain.return_item import with_returns
from pos_app.domain.returned import Returned, ReturnReason
from pos_app.domain.returning import Returning
from pos_app.domain.tax import TaxPolicy
from pos_app.services.printing.receipt import NoReceiptError, ReceiptHeader
from pos_app.services.printing.rendering import ReceiptRenderer
from pos_app.services.printing.rows import Columns, Qr, Text
from tests.fakes.formats import FakeFormats
from tests.fakes.paper import paper
from tests.fakes.printing import HEADER, by_card, french_items, item, paid_order

WORDS = read_receipt_words(Path(__file__).parents[4] / "resources" / "translations", "fr")

GOLDEN_48 = """\
               Épicerie du Marché
                12 rue des Lilas
                   69003 Lyon
              Tél. 04 78 00 00 00
             N° TVA FR 12 345678901
          N° d’entreprise 345 678 901
------------------------------------------------
Ticket                                T01-000123
Date                                  14/03/2026
Heure                                      18:05
Servi par                                 Amélie
Caisse                                       T01
------------------------------------------------
Baguette tradition                          3,60
  3 × 1,20
Comté AOP 18 mois d’affinage               20,97
  0,842 kg × 24,90/kg
Côtes du Rhône Villages rouge 2022          7,65
  Prix initial 8,50
  Remise 10 % -0,85
Sac cabas                                   0,90
Café moulu 250 g                            8,70
  2 × 4,35
------------------------------------------------
TOTAL                                    41,82 €
Total des remises -0,85
Espèces                                    50,00
Rendu                                       8,18
------------------------------------------------
Taxe                          HT            Taxe
TVA 5,5 %                  31,54            1,73
TVA 20 %                    7,12            1,43
------------------------------------------------
              Merci et à bientôt !

Code QR :
POS1:T01-000123:4182:EUR:T01:57:0001020304050607
08090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F
          Journal 57 0001020304050607
"""

GOLDEN_32 = """\
       Épicerie du Marché
        12 rue des Lilas
           69003 Lyon
      Tél. 04 78 00 00 00
     N° TVA FR 12 345678901
  N° d’entreprise 345 678 901
--------------------------------
Ticket                T01-000123
Date                  14/03/2026
Heure                      18:05
Servi par                 Amélie
Caisse                       T01
--------------------------------
Baguette tradition          3,60
  3 × 1,20
Comté AOP 18 mois
d’affinage                 20,97
  0,842 kg × 24,90/kg
Côtes du Rhône Villages
rouge 2022                  7,65
  Prix initial 8,50
  Remise 10 % -0,85
Sac cabas                   0,90
Café moulu 250 g            8,70
  2 × 4,35
--------------------------------
TOTAL                    41,82 €
Total des remises -0,85
Espèces                    50,00
Rendu                       8,18
--------------------------------
Taxe                HT      Taxe
TVA 5,5 %        31,54      1,73
TVA 20 %          7,12      1,43
--------------------------------
      Merci et à bientôt !

Code QR :
POS1:T01-000123:4182:EUR:T01:57:
000102030405060708090A0B0C0D0E0F
101112131415161718191A1B1C1D1E1F
  Journal 57 0001020304050607
"""


def renderer(width: int = 48, header: ReceiptHeader = HEADER) -> ReceiptRenderer:
    return ReceiptRenderer(paper(header, width), WORDS, FakeFormats())


def lines_of(document: OrderDocument, *, copy: int = 0) -> list[str]:
    return renderer().text(document, copy=copy).splitlines()


class TestFrenchReceipt:
    @pytest.mark.parametrize(("width", "expected"), [(48, GOLDEN_48), (32, GOLDEN_32)])
    def test_is_printed_line_by_line_as_agreed(self, width: int, expected: str) -> None:
        document = paid_order(french_items(), tendered=5_000)

        assert renderer(width).text(document) == expected

    def test_codes_number_total_terminal_and_the_whole_chain_head(self) -> None:
        document = paid_order(french_items())

        (code,) = [row for row in renderer().receipt(document).rows if isinstance(row, Qr)]

        assert code.payload.split(":") == [
            *("POS1", "T01-000123", "4182", "EUR", "T01", "57"),
            document.journal_hash.hex().upper(),
        ]


class TestMarks:
    def test_of_practice_stand_first_and_last(self) -> None:
        practice = replace(HEADER, practice=True)

        rows = renderer(header=practice).receipt(paid_order(french_items())).rows

        for row in (rows[0], rows[-1]):
            assert isinstance(row, Text)
            assert row.text == "EXERCICE : SANS VALEUR"

    def test_of_a_copy_carry_its_number(self) -> None:
        lines = lines_of(paid_order(french_items()), copy=2)

        assert lines[0].strip() == lines[-1].strip() == "DUPLICATA 2"

    def test_are_missing_on_the_receipt_itself(self) -> None:
        text = renderer().text(paid_order(french_items()))

        assert "DUPLICATA" not in text
        assert "EXERCICE" not in text

    def test_change_nothing_else(self) -> None:
        document = paid_order(french_items())

        assert lines_of(document, copy=1)[1:-1] == lines_of(document)


class TestName:
    def test_is_the_number(self) -> None:
        assert renderer().receipt(paid_order(french_items())).name == "T01-000123"

    def test_of_a_reprint_says_so(self) -> None:
        receipt = renderer().receipt(paid_order(french_items()), copy=1)

        assert receipt.name == "T01-000123-COPY1"


class TestSums:
    def test_show_what_cash_rounding_took(self) -> None:
        document = paid_order([item("Thé", 1_237)], rounding=-2, tendered=2_000)

        lines = lines_of(document)

        assert "Arrondi espèces".ljust(43) + "-0,02" in lines
        assert "TOTAL".ljust(41) + "12,37 €" in lines
        assert "Rendu".ljust(44) + "7,65" in lines

    def test_show_an_order_discount_once_with_its_reason(self) -> None:
        items = [item("Thé", 300), item("Lait", 100)]
        discount = Discount(DiscountKind.AMOUNT, 100, "Fidélité")

        lines = lines_of(paid_order(items, discount=discount))

        at = lines.index("Thé".ljust(44) + "3,00")
        assert lines[at + 1] == "Lait".ljust(44) + "1,00"
        assert "Remise globale (Fidélité)".ljust(43) + "-1,00" in lines
        assert "TOTAL".ljust(42) + "3,00 €" in lines
        assert "Total des remises -1,00" in lines

    def test_add_up_whatever_was_taken_off(self) -> None:
        policy = TaxPolicy(prices_include_tax=False)
        tenth = Discount(DiscountKind.PERCENT, 1_000)
        items = [item("Thé", 1_000, tax_class="STANDARD", discount=tenth), item("Lait", 100)]

        lines = lines_of(paid_order(items, policy=policy, discount=tenth))

        assert "Thé".ljust(44) + "9,00" in lines
        assert "Remise globale 10 %".ljust(43) + "-1,00" in lines
        assert "Total HT".ljust(44) + "9,00" in lines

    def test_add_tax_below_where_prices_are_without_it(self) -> None:
        policy = TaxPolicy(prices_include_tax=False)

        lines = lines_of(paid_order([item("Thé", 1_000, tax_class="STANDARD")], policy=policy))

        assert "Thé".ljust(43) + "10,00" in lines
        assert "Total HT".ljust(43) + "10,00" in lines
        assert "Taxe".ljust(44) + "2,00" in lines
        assert "TOTAL".ljust(41) + "12,00 €" in lines

    def test_have_no_tax_table_where_nothing_is_taxed(self) -> None:
        lines = lines_of(paid_order([item("Timbre", 139, tax_class="EXEMPT")]))

        assert not any(line.startswith("Taxe") for line in lines)


class TestPayments:
    def test_show_no_change_where_there_was_none(self) -> None:
        assert "Rendu" not in renderer().text(paid_order(french_items()))

    def test_leave_out_what_was_declined(self) -> None:
        document = paid_order(french_items())
        declined = Payment("pay-0", "cheque", 4_182, 4_182, 0, PaymentState.DECLINED)
        document = replace(document, payments=(declined, *document.payments))

        assert "cheque" not in renderer().text(document)

    def test_call_each_by_its_method(self) -> None:
        assert "Carte bancaire".ljust(43) + "41,82" in lines_of(by_card(paid_order(french_items())))


class TestTime:
    def test_after_midnight_tells_the_date_as_well(self) -> None:
        document = paid_order(french_items())
        late = replace(document, completed_at=document.completed_at + timedelta(hours=8))

        lines = lines_of(late)

        assert "Date".ljust(38) + "14/03/2026" in lines
        assert "Heure".ljust(32) + "15/03/2026 02:05" in lines


class TestItems:
    def test_of_one_kilogram_still_name_the_price_of_one(self) -> None:
        measured = replace(french_items()[1], quantity=french_items()[3].quantity)

        assert "  1 kg × 24,90/kg" in lines_of(paid_order([measured]))

    def test_show_markup_and_templates_as_they_are(self) -> None:
        name = "<b>{0.__class__}</b> %s &amp;"

        assert name.ljust(44) + "1,00" in lines_of(paid_order([item(name, 100)]))

    def test_tell_what_they_cost_before_and_why_it_is_less(self) -> None:
        damaged = Discount(DiscountKind.PERCENT, 1_000, "Abîmé")
        priced = replace(item("Thé", 500, discount=damaged), list_price=item("", 600).unit_price)

        lines = lines_of(paid_order([priced]))

        at = lines.index("Thé".ljust(44) + "4,50")
        assert lines[at + 1 : at + 3] == ["  Prix initial 6,00", "  Remise 10 % (Abîmé) -0,50"]

    def test_say_what_was_said_of_them(self) -> None:
        noted = replace(item("Thé", 500), note="sans sucre " * 9)
        document = replace(paid_order([noted]), note="pour l’école")

        text = renderer().text(document)
        silent = renderer(header=replace(HEADER, print_notes=False)).text(document)

        assert text.count("sans sucre") == 9
        assert max(map(len, text.splitlines())) <= 48
        assert "\npour l’école\n" in text
        assert "sucre" not in silent
        assert "école" not in silent


class TestTaxTable:
    def test_does_not_repeat_a_rate_that_the_name_says(self) -> None:
        document = paid_order([item("Thé", 1_055)])
        (line,) = document.totals.tax_lines
        named = replace(line, name="TVA 5,5\u00a0%")
        document = replace(document, totals=replace(document.totals, tax_lines=(named,)))

        assert [text for text in lines_of(document) if text.startswith("TVA 5,5 % ")]
        assert "5,5 % 5,5 %" not in renderer().text(document)


class TestReturns:
    def refund(self, why: Returned, *bought: OrderItem) -> OrderDocument:
        """What gives one of two teas back, which had cost a tenth less."""
        tenth = Discount(DiscountKind.PERCENT, 1_000, "Abîmé")
        sold = paid_order([item("Thé", 500, thousandths=2_000, discount=tenth)])
        back = Returning(sold).give_back(1, ONE, why)
        document = paid_order(bought or french_items()[:1])
        totals = with_returns(document.totals, back)
        lines = tuple(DocumentItem(one.item, one.totals) for one in back)
        items = (*document.items, *lines) if bought else lines
        if not bought:
            totals = with_returns(OrderTotals((), (), 0, 0, 0), back)
        paid = Payment("p", "cash", totals.total, totals.total, 0, PaymentState.APPROVED)
        return replace(document, number="T01-000124", items=items, totals=totals, payments=(paid,))

    def test_say_what_they_are_and_of_which_receipt(self) -> None:
        lines = lines_of(self.refund(Returned(ReturnReason.FAULTY)))

        assert "REMBOURSEMENT" in [line.strip() for line in lines]
        assert "Retour du ticket".ljust(38) + "T01-000123" in lines
        assert "Thé".ljust(43) + "-4,50" in lines
        assert "  -1 × 5,00" in lines
        assert "TOTAL".ljust(41) + "-4,50 €" in lines
        assert "Espèces".ljust(43) + "-4,50" in lines
        assert not [line for line in lines if line.startswith("Total des remises")]

    @pytest.mark.parametrize(
        ("why", "bought", "word"),
        [
            (Returned(ReturnReason.VOID), (), "ANNULATION"),
            (Returned(ReturnReason.FAULTY), (item("Miel", 900),), "ÉCHANGE"),
        ],
    )
    def test_have_a_word_of_their_own(
        self, why: Returned, bought: tuple[OrderItem, ...], word: str
    ) -> None:
        lines = [line.strip() for line in lines_of(self.refund(why, *bought))]

        assert word in lines
        assert (word == "ÉCHANGE") == ("Miel".ljust(44) + "9,00" in lines)

    def test_are_left_out_of_a_gift_receipt(self) -> None:
        document = self.refund(Returned(ReturnReason.FAULTY), item("Miel", 900))

        text = renderer().text(document, kind=ReceiptKind.GIFT)

        assert "Miel" in text
        assert "Thé" not in text


class TestCancelledOrder:
    def test_has_no_receipt(self) -> None:
        cancelled = replace(paid_order(french_items()), number=None, state="cancelled")

        with pytest.raises(NoReceiptError):
            renderer().receipt(cancelled)


class TestHostileNames:
    def test_never_reach_any_row(self) -> None:
        hostile = "Tea\x1bp\x00\x19\xfa\x1dV\x00\u202e001\n\n\x85"
        document = replace(paid_order([item(hostile, 100)]), cashier=hostile)
        header = replace(HEADER, store=hostile, footer=hostile)

        rows = renderer(header=header).receipt(document).rows

        texts = [row.text for row in rows if isinstance(row, Text)]
        texts += [
            part for row in rows if isinstance(row, Columns) for part in (row.left, row.right)
        ]
        assert sum("Tea" in text for text in texts) == 4
        assert all(text.isprintable() or "\u00a0" in text for text in texts)
        assert not any(set(text) & set("\x1b\x1d\x00\u202e\n") for text in texts)
