"""The sections of what has a sheet of its own: what is set now, and the button that opens it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from pos_app.viewmodels.settings.section import Deed, Option, Section, Setting


def tr(words: str) -> str:
    return QCoreApplication.translate("SettingSections", words)


def _languages() -> tuple[Option, ...]:
    """Each is called as those who speak it call it."""
    return Option("en", "English"), Option("de", "Deutsch"), Option("fr", "Français")


def display() -> Section:
    return Section(
        "display",
        tr("Customer display"),
        tr("A second screen shows customers what is rung up; it is found by itself."),
        (
            Setting(
                "display_language",
                tr("It speaks"),
                tr("To customers; how amounts are written is the receipts'."),
                (Option("", tr("As receipts")), *_languages()),
            ),
            Setting(
                "display_sentences",
                tr("Sentences while nothing is sold"),
                tr("One to a line, shown by turns; left empty, customers are welcomed only."),
                has_lines=True,
            ),
            Setting(
                "display_pictures",
                tr("Folder of pictures"),
                tr("Its JPEG and PNG files are shown by turns with the sentences."),
            ),
        ),
        deeds=(Deed("customer_display", tr("Show or hide it"), "monitor"),),
        also=tr("second screen, slides, advertising, language"),
    )


def processors() -> Section:
    return Section(
        "processors",
        tr("Payment processors"),
        tr("Who takes cards and codes for the store, and by which account."),
        deeds=(Deed("processors", tr("Set one up…"), "credit-card"),),
        also="Stripe PayPal Alipay",
    )


def mail() -> Section:
    return Section(
        "mail",
        tr("E-mail"),
        tr("The mail server that sends receipts; a test mail goes out when it is saved."),
        deeds=(Deed("mail_server", tr("Mail server…"), "mail"),),
        also=tr("SMTP, password"),
    )


def sync() -> Section:
    return Section(
        "sync",
        tr("Head office"),
        tr("What was sent to head office, what waits, and what needs a person."),
        deeds=(Deed("sync", tr("Show the sync…"), "refresh-cw"),),
        also=tr("sync, enrol"),
    )


def look() -> Section:
    return Section(
        "look",
        tr("Appearance"),
        tr("Colours, size, hand and sounds; each person has their own."),
        deeds=(Deed("look", tr("Appearance and sounds…"), "contrast"),),
        also=tr("theme, dark, contrast, larger, volume"),
    )


def keys() -> Section:
    return Section(
        "keys",
        tr("Keyboard"),
        tr("Which key does what at this till."),
        deeds=(Deed("keys", tr("Change keys…"), "keyboard"),),
        also=tr("shortcuts, remap"),
    )


def language() -> Section:
    return Section(
        "language",
        tr("Language"),
        tr("The screens speak English so far; receipts speak more."),
        (
            Setting(
                "language",
                tr("Receipts in"),
                tr("Of what is printed, and how amounts are written: from the next start."),
                _languages(),
                is_late=True,
            ),
        ),
        also=tr("translation"),
    )
