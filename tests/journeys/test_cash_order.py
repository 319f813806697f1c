from pathlib import Path

from tests.journeys.screen import Screen
from tests.journeys.store import PIN, TITLE, pos_app, pos_app_json
from tests.journeys.watching import WatchedTill, watched_till

PAIN, BREAD, BUTTER = "3276550614043", "0721762513958", "0034500151276"
BASKET = {PAIN: 179, BREAD: 249, BUTTER: 119}


def sign_in(screen: Screen, till: WatchedTill) -> None:
    screen.press(*PIN)
    till.wait_until(lambda shown: shown["page"] in {"open_shift", "sell"})


def ring_up(screen: Screen, till: WatchedTill, *codes: str) -> None:
    for count, code in enumerate(codes, start=1):
        screen.scan(code)
        till.wait_for_lines(count)


def test_an_order_is_rung_up_and_paid_with_keys_alone(screen: Screen, folder: Path) -> None:
    stock = {code: pos_app_json(folder, "stock", "show", code)["quantity"] for code in BASKET}

    with watched_till(screen, folder, title=TITLE) as till:
        sign_in(screen, till)
        screen.press("Return")
        till.wait_for_page("sell")
        ring_up(screen, till, *BASKET)
        screen.press("Return")
        till.wait_for_page("pay")
        screen.press("5", "0", "Return")
        till.wait_for_page("done")
        done = till.wait_until(
            lambda shown: shown["labels"].get("print_state") == "Receipt printed"
        )["labels"]

        # The till is still open: whoever only reads is not kept out.
        orders = pos_app_json(folder, "orders", "list")
        journal = pos_app_json(folder, "journal", "verify")
        screen.press("Return")
        till.wait_for_page("sell")

    assert done["done_change"] == "44,53"
    assert [(one["number"], one["state"], one["total"]["minor"]) for one in orders] == [
        ("X-T01-000001", "paid", sum(BASKET.values()))
    ]
    shown = pos_app_json(folder, "orders", "show", "X-T01-000001")
    assert {one["barcode"]: one["total"]["minor"] for one in shown["items"]} == BASKET
    assert [
        (one["method"], one["tendered"]["minor"], one["change"]["minor"])
        for one in shown["payments"]
    ] == [("cash", 5_000, 4_453)]
    for code, before in stock.items():
        after = pos_app_json(folder, "stock", "show", code)
        assert after["quantity"] == before - 1_000
        assert after["movements"][0]["order"] == "X-T01-000001"
    assert (journal["ok"], journal["first_bad"]) == (True, None)
    printed = (folder / "printed" / "X-T01-000001.txt").read_text(encoding="utf-8")
    assert printed == done["receipt"]
    assert pos_app(folder, "orders", "receipt", "X-T01-000001") == printed


def test_a_till_that_was_killed_goes_on_where_it_was(screen: Screen, folder: Path) -> None:
    with watched_till(screen, folder, title=TITLE) as till:
        sign_in(screen, till)
        screen.press("Return")
        till.wait_for_page("sell")
        ring_up(screen, till, PAIN, BREAD)
        screen.press("shift+F12")
        till.wait_for_page("done")
        screen.press("Return")
        till.wait_for_page("sell")
        ring_up(screen, till, BUTTER, PAIN)
        before = till.shown["lines"]
        # Half a second is five times what a change may take to reach the disk.
        screen.press("Home")
        till.wait_until(lambda shown: bool(shown["lines"]))
        wait_for_draft(folder, total=119 + 179)
        till.kill()

    with watched_till(screen, folder, title=TITLE) as till:
        sign_in(screen, till)
        after = till.wait_until(lambda shown: bool(shown["lines"]))
        assert after["lines"] == before
        screen.press("shift+F12")
        till.wait_for_page("done")

    orders = pos_app_json(folder, "orders", "list")
    assert [(one["number"], one["state"]) for one in orders] == [
        ("X-T01-000001", "paid"),
        ("X-T01-000002", "paid"),
    ]
    assert pos_app_json(folder, "journal", "verify")["ok"]


def wait_for_draft(folder: Path, *, total: int) -> None:
    """The open order stands at the end of the list, as `created`."""
    for _ in range(20):
        orders = pos_app_json(folder, "orders", "list")
        if any(one["state"] == "created" and one["total"]["minor"] == total for one in orders):
            return
    raise AssertionError(f"no open order of {total} came to the disk: {orders}")
