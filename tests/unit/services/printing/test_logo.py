from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.domain.logo import Logo
from pos_app.domain.receipt_kind import ReceiptKind
from pos_app.services.print_lines import Line, plain_lines
from pos_app.services.printing.rendering import ReceiptRenderer
from pos_app.services.printing.test_page import test_page_lines as page_lines
from tests.fakes.formats import FakeFormats
from tests.fakes.logos import ARROW
from tests.fakes.paper import paper
from tests.fakes.printing import HEADER, french_items, paid_order
from tests.unit.services.printing.test_receipt import WORDS


def lines(
    logo: Logo | None, *, width: int = 48, copy: int = 0, kind: ReceiptKind = ReceiptKind.RECEIPT
) -> list[Line]:
    renderer = ReceiptRenderer(paper(replace(HEADER, logo=logo), width), WORDS, FakeFormats())
    return renderer.lines(paid_order(french_items(), tendered=10_000), copy=copy, kind=kind)


@pytest.mark.parametrize(
    ("copy", "kind"), [(0, ReceiptKind.RECEIPT), (1, ReceiptKind.RECEIPT), (0, ReceiptKind.GIFT)]
)
def test_stands_right_above_the_name(copy: int, kind: ReceiptKind) -> None:
    printed = lines(ARROW, copy=copy, kind=kind)
    name = next(
        at for at, one in enumerate(printed) if isinstance(one, str) and HEADER.store in one
    )

    assert printed[name - 1] is ARROW
    assert [one for one in printed if one is not ARROW] == lines(None, copy=copy, kind=kind)


def test_is_on_the_test_page_too() -> None:
    assert page_lines(store="Shop", words=["A page."], width=32, logo=ARROW)[0] is ARROW


def test_is_left_out_where_nothing_can_be_drawn() -> None:
    assert plain_lines(lines(ARROW)) == plain_lines(lines(None))


def test_is_left_out_of_paper_that_is_too_narrow() -> None:
    wide = Logo(384, 1, bytes(48))

    assert wide in lines(wide, width=32)
    assert lines(wide, width=31) == lines(None, width=31)
