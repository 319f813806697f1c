"""The sections about this till: what is plugged into it, and its backups."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from pos_app.viewmodels.settings.section import Deed, Section, Setting


def tr(words: str) -> str:
    return QCoreApplication.translate("SettingSections", words)


def printers() -> Section:
    return Section(
        "printers",
        tr("Printer"),
        tr("Where receipts come out."),
        (
            Setting(
                "printer",
                tr("Receipt printer"),
                tr("Its device, such as /dev/usb/lp0; left empty, receipts are kept as files."),
            ),
        ),
        (
            Deed("test_page", tr("Print a test page"), "printer"),
            Deed("find_printers", tr("Find printers"), "search"),
        ),
        also=tr("ESC/POS, device, test page, USB"),
    )


def drawer() -> Section:
    return Section(
        "drawer",
        tr("Drawer"),
        tr("The drawer is plugged into the printer and opens by it."),
        deeds=(Deed("open_drawer", tr("Open the drawer"), "lock-open"),),
        also=tr("cash drawer, kick"),
    )


def scanner() -> Section:
    return Section(
        "scanner",
        tr("Scanner"),
        tr("A scanner types what it reads; what comes fast enough is a scan, wherever one is."),
        (
            Setting(
                "scanner_gap_ms",
                tr("Gap between keys in ms"),
                tr(
                    "From 40 for most to 150 by radio. What is typed, such as a search, shows up "
                    "that much later, and fast typing may be taken for a scan."
                ),
            ),
        ),
        (
            Deed("scanner_test", tr("Test the scanner"), "scan-barcode"),
            Deed("scanner_use", tr("Use these"), "check"),
        ),
        also=tr("barcode, Bluetooth, wedge, slow"),
    )


def backup() -> Section:
    return Section(
        "backup",
        tr("Backup"),
        tr("A verified copy of the store is made every day and at each close of a shift."),
        (
            Setting(
                "second_backup_folder",
                tr("Second folder"),
                tr("On another disk or a share: every backup is copied there too."),
            ),
            Setting(
                "backup_hour",
                tr("Hour of the daily backup"),
                tr("Made from this hour on, 0 to 23; if the till is off then, once it is on."),
            ),
            Setting(
                "daily_backups",
                tr("Days kept"),
                tr("How many daily backups stay, from 2 to 60; older ones go."),
            ),
            Setting(
                "shift_backups",
                tr("Shifts kept"),
                tr("How many backups of closed shifts stay, from 2 to 60."),
            ),
        ),
        (
            Deed("back_up", tr("Back up now"), "save"),
            Deed("drill", tr("Try a restore"), "history"),
        ),
        also=tr("copy, restore, drill, verify, schedule"),
    )
