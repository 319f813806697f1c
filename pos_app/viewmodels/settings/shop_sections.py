"""The sections about the shop: what it is called, and what its receipts say."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from pos_app.domain.store import Receipts
from pos_app.services.store.fields import OFF, ON
from pos_app.viewmodels.settings.section import Deed, Option, Section, Setting


def tr(words: str) -> str:
    return QCoreApplication.translate("SettingSections", words)


def switch() -> tuple[Option, ...]:
    return (Option(ON, tr("On")), Option(OFF, tr("Off")))


def store() -> Section:
    return Section(
        "store",
        tr("Store"),
        tr("What the store is called, where it is, and when its day begins."),
        (
            Setting("name", tr("Name"), tr("Stands on top of every receipt and in the bar above.")),
            Setting(
                "address",
                tr("Address"),
                tr("Printed below the name, line by line; Enter begins a new line."),
                has_lines=True,
            ),
            Setting("phone", tr("Phone"), tr("Printed below the address, if there is one.")),
            Setting(
                "tax_number",
                tr("Tax number"),
                tr("The number that the tax office gave you; most countries want it on receipts."),
            ),
            Setting(
                "company_id",
                tr("Company number"),
                tr("The number of the company in its register, if receipts must show it."),
            ),
            Setting(
                "time_zone",
                tr("Time zone"),
                tr("By its city, such as Europe/Paris; another holds from the next start."),
                is_late=True,
            ),
            Setting(
                "cut_over_hour",
                tr("The day begins at"),
                tr("A shift opened before this hour, 0 to 12, is of yesterday, and stays so."),
            ),
        ),
        also=tr("business date, cut-over, VAT"),
    )


def receipt() -> Section:
    return Section(
        "receipt",
        tr("Receipt"),
        tr("What every receipt says; the one shown is drawn as the printer would."),
        (
            Setting(
                "footer",
                tr("Last words"),
                tr("Printed below the sums, such as thanks or how long goods come back."),
                has_lines=True,
            ),
            Setting(
                "receipts",
                tr("Print"),
                tr("Whether a paid order prints its receipt by itself."),
                (
                    Option(Receipts.ALWAYS.value, tr("Always")),
                    Option(Receipts.ASK.value, tr("When asked")),
                    Option(Receipts.NEVER.value, tr("Never")),
                ),
            ),
            Setting(
                "print_notes",
                tr("Notes"),
                tr("Whether notes of lines and orders stand on the receipt."),
                switch(),
            ),
            Setting(
                "receipt_columns",
                tr("Columns"),
                tr("How many characters fit on a line: 48 on 80 mm paper, 32 on 58 mm."),
            ),
            Setting(
                "logo",
                tr("Logo"),
                tr("Printed above the name: a PNG or JPEG, made as large as the paper allows."),
                is_logo=True,
            ),
        ),
        (
            Deed("logo_choose", tr("Choose the logo"), icon="image"),
            Deed("logo_leave_out", tr("No logo"), icon="x"),
        ),
        has_preview=True,
        also=tr("footer, width, picture, image"),
    )


def selling() -> Section:
    return Section(
        "selling",
        tr("Selling"),
        tr("How this store rings things up, and takes money for them."),
        (
            Setting(
                "own_lines",
                tr("The same product again"),
                tr("Whether it counts up its line, or is a line of its own."),
                (Option(OFF, tr("One more on its line")), Option(ON, tr("A line of its own"))),
            ),
            Setting(
                "in_cents",
                tr("Amounts are typed"),
                tr(
                    "In cents 5000 is 50.00, and a point still makes it whole: from the next start."
                ),
                (Option(OFF, tr("In whole units")), Option(ON, tr("In cents"))),
                is_late=True,
            ),
            Setting(
                "pin_to_back_out",
                tr("PIN to back out"),
                tr("Whether giving up a card payment, or taking a part back, asks for a PIN."),
                switch(),
            ),
        ),
        also=tr("line, quantity, cents, keypad, cancel, passcode"),
    )
