from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from pos_app.adapters.documents.receipt_words import read_receipt_words
from pos_app.domain.product import Unit
from pos_app.domain.receipt_kind import ReceiptKind
from pos_app.services.printing.receipt import NoReceiptError, receipt_name
from pos_app.services.printing.rendering import ReceiptRenderer
from pos_app.services.printing.rows import Bars, Qr
from tests.fakes.formats import FakeFormats
from tests.fakes.paper import paper
from tests.fakes.printing import HEADER, french_items, item, paid_order

WORDS = read_receipt_words(Path(__file__).parents[4] / "resources" / "translations", "fr")
RENDERER = ReceiptRenderer(paper(HEADER, 48), WORDS, FakeFormats())
GOLDEN = """\
                 TICKET CADEAU
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
Baguette tradition                           × 3
Comté AOP 18 mois d’affinage            0,842 kg
Côtes du Rhône Villages rouge 2022
Sac cabas
Café moulu 250 g                             × 2
------------------------------------------------
              Merci et à bientôt !

Code QR :
T01-000123
"""


def gift(**changes: object) -> str:
    document = replace(paid_order(french_items(), tendered=5_000), **changes)  # type: ignore[arg-type]  # fields by name
    return RENDERER.text(document, kind=ReceiptKind.GIFT)


class TestGiftReceipt:
    def test_says_what_where_and_when(self) -> None:
        assert gift() == GOLDEN

    def test_tells_no_amount_of_the_order_anywhere(self) -> None:
        document = paid_order(french_items(), tendered=5_000)
        receipt = RENDERER.receipt(document, kind=ReceiptKind.GIFT)
        shown = RENDERER.text(document, kind=ReceiptKind.GIFT) + "".join(
            row.payload for row in receipt.rows if isinstance(row, Qr | Bars)
        )
        amounts = {document.totals.total, document.totals.tax, document.totals.discount, 5_000}
        for line in document.totals.lines:
            amounts |= {line.total, line.before_discount}
        amounts |= {one.item.unit_price.minor for one in document.items}

        digits = set(re.findall(r"\d+", shown.replace(",", "")))

        assert digits & {str(amount) for amount in amounts} == set()
        assert "€" not in shown

    def test_leaves_out_a_deposit_whose_name_tells_its_price(self) -> None:
        bottle = replace(item("Consigne 0,25", 25), is_deposit=True)
        document = paid_order([item("Limonade", 180), bottle])

        text = RENDERER.text(document, kind=ReceiptKind.GIFT)

        assert "Limonade" in text
        assert "Consigne" not in text

    def test_is_no_copy_however_many_there_are(self) -> None:
        document = paid_order([item("Thé", 120, unit=Unit.EACH)])

        text = RENDERER.text(document, copy=3, kind=ReceiptKind.GIFT)

        assert WORDS.copy not in text

    def test_is_named_apart_from_the_receipt(self) -> None:
        names = [receipt_name("T01-1", copy, ReceiptKind.GIFT) for copy in (0, 1, 2)]

        assert names == ["T01-1-GIFT", "T01-1-GIFT1", "T01-1-GIFT2"]

    def test_is_none_of_an_order_without_a_number(self) -> None:
        with pytest.raises(NoReceiptError):
            gift(number=None)
