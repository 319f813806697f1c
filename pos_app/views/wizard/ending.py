"""The last steps of the wizard: the recovery code, and the way into the store."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot

from pos_app.viewmodels.wizard.form import JoinedShop
from pos_app.viewmodels.wizard.wizard import WizardViewModel
from pos_app.views.shared.controls import label
from pos_app.views.shared.theme import Theme
from pos_app.views.wizard.asking import StepPage, show_tick


class CodeStep(StepPage):
    """The one time that the recovery code is seen."""

    def __init__(self, wizard: WizardViewModel, *, theme: Theme) -> None:
        super().__init__(wizard, theme=theme)
        self.title = self.tr("Write this recovery code down")
        self.explanation = self.tr(
            "It is shown only now, and kept nowhere. With it a backup can be used on another "
            "computer, and a forgotten PIN be replaced. Keep it away from this computer."
        )
        self.code = label(role="last", name="wizard_code")
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.signed = label(name="wizard_signed_by")
        for words in (self.code, self.signed):
            words.setWordWrap(True)
            self.inside.addWidget(words)
        self.written = self.other_button("written")
        self.inside.addWidget(self.written)
        self.inside.addStretch(1)

    @Slot()
    def show_answers(self) -> None:
        made = self.wizard.made
        if made is not None:
            self.code.setText(made.recovery_code)
            words = self.tr("The journal is signed by: {who}. Write this down too.")
            self.signed.setText(words.format(who=made.signed_by))
        words = self.tr("I have written it down")
        show_tick(self.written, words, is_chosen=self.wizard.is_written)


class DoneStep(StepPage):
    def __init__(self, wizard: WizardViewModel, *, theme: Theme) -> None:
        super().__init__(wizard, theme=theme)
        self.title = self.tr("The store is ready")
        self.explanation = self.tr(
            "Ring up a practice order first, in a store of its own where nothing is real, or "
            "begin to sell."
        )
        self.products = label(role="line", name="wizard_products_in")
        self.notice = label(role="warning", name="wizard_before_selling")
        for words in (self.products, self.notice):
            words.setWordWrap(True)
            self.inside.addWidget(words)
        self.practice = self.other_button("practice")
        self.practice.set_text(self.tr("Practice order"))
        self.inside.addWidget(self.practice)
        self.practising = label(role="muted", name="wizard_practising")
        self.practising.setWordWrap(True)
        self.inside.addWidget(self.practising)
        self.inside.addStretch(1)
        wizard.practice_asked.connect(self._tell_of_practice)

    def _words_of(self, joined: JoinedShop) -> str:
        words = [
            self.tr("This till belongs to {name} now.").format(name=joined.name),
            self.tr("Compare with what head office shows of it: {mark}").format(
                mark=joined.fingerprint
            ),
        ]
        if joined.people:
            words.append(
                self.tr(
                    "%n people came along, each needs a PIN: pos-app staff reset NAME.",
                    "",
                    joined.people,
                )
            )
        if not joined.is_whole:
            words.append(self.tr("What has not come yet comes while the till sells."))
        return "\n".join(words)

    @Slot()
    def _tell_of_practice(self) -> None:
        words = self.tr("The practice store opens in a window of its own. Come back here to sell.")
        self.practising.setText(words)

    @Slot()
    def show_answers(self) -> None:
        made = self.wizard.made
        if made is None:
            return
        words = self.tr("%n products are in.", "", made.imported) if made.imported else ""
        if made.refused:
            refused = self.tr(
                "%n rows were refused; import the file again at the till.", "", made.refused
            )
            words = f"{words} {refused}".strip()
        if made.problem is not None:
            words = self.tr("The products are not in: {why}").format(why=made.problem)
        joined = self.wizard.joining.shop
        if joined is not None:
            words = self._words_of(joined)
        elif self.wizard.answers.form.joins:
            words = self.tr(
                "This till has not joined its shop yet. To join, close the till and type: "
                "pos-app sync enrol ADDRESS CODE."
            )
        self.products.setText(words)
        self.notice.setText(self.wizard.countries.chosen.fiscal_notice)
