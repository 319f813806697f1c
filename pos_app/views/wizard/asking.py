"""The steps of the wizard that ask for a store, its owner and its habits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QVBoxLayout, QWidget

from pos_app.viewmodels.shared.logo_text import logo_words
from pos_app.viewmodels.wizard.answers import METHODS, includes_tax
from pos_app.viewmodels.wizard.form import Products, Step
from pos_app.viewmodels.wizard.wizard import WizardViewModel
from pos_app.views.shared import tokens
from pos_app.views.shared.announcing import announce
from pos_app.views.shared.controls import ActionButton, column, label, row, say
from pos_app.views.shared.logo_label import LogoLabel
from pos_app.views.shared.theme import Theme
from pos_app.views.wizard.fields import OPTION_HEIGHT, Field, Options

LANGUAGES: Final = {"de": "Deutsch", "en": "English", "fr": "Français"}
LIST_WIDTH: Final = 320
LOGO: Final = (160, tokens.TARGET)
RATE_WIDTH: Final = 120
PIN_DIGITS: Final = 6


def show_tick(button: ActionButton, words: str, *, is_chosen: bool) -> None:
    """Pressed in and with a tick: never told by its colour alone."""
    say(button, "role", "person")
    button.setCheckable(True)
    button.setChecked(is_chosen)
    button.set_text(f"\u2713 {words}" if is_chosen else words)


class StepPage(QWidget):
    """`first` gets the keys when the step is shown; without one, the wizard keeps them."""

    title = ""
    explanation = ""

    def __init__(self, wizard: WizardViewModel, *, theme: Theme) -> None:
        super().__init__()
        self.wizard = wizard
        self.theme = theme
        self.first: QWidget | None = None
        self.inside: QVBoxLayout = column(spacing=theme.px(tokens.SPACE[2]))
        self.setLayout(self.inside)
        wizard.answers.changed.connect(self.show_answers)

    @Slot()
    def show_answers(self) -> None:
        """Show what was chosen by other means than fields."""

    def add_field(self, name: str, words: str, *, hint: str = "") -> Field:
        """A field whose text is an answer of that name."""
        field = Field(words, theme=self.theme, name=f"wizard_{name}", hint=hint)
        field.edit.textChanged.connect(lambda text: self.wizard.answers.put(**{name: text}))
        self.inside.addWidget(field)
        self.first = self.first or field.edit
        return field

    def other_button(self, name: str) -> ActionButton:
        """What F2 does on this step."""
        button = ActionButton("", theme=self.theme, name=f"wizard_{name}", key="F2")
        button.clicked.connect(self.wizard.other)
        return button


class CountryStep(StepPage):
    def __init__(self, wizard: WizardViewModel, *, theme: Theme) -> None:
        super().__init__(wizard, theme=theme)
        self.title = self.tr("Where is the store?")
        self.explanation = self.tr("Money, taxes, rounding and time follow from the country.")
        self.field = Field(self.tr("Country"), theme=theme, name="wizard_country")
        self.first = self.field.edit
        self.list = QListWidget()
        self.list.setObjectName("wizard_countries")
        self.list.setAccessibleName(self.tr("Countries"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        left = QWidget()
        left.setFixedWidth(theme.px(LIST_WIDTH))
        left.setLayout(column(self.field, self.list, spacing=theme.px(tokens.GAP)))
        self.name = label(role="title", name="wizard_country_name")
        self.facts = label(name="wizard_country_facts")
        self.notice = label(role="warning", name="wizard_fiscal_notice")
        for words in (self.facts, self.notice):
            words.setWordWrap(True)
        self.language = self.other_button("language")
        self.join = ActionButton("", theme=theme, name="wizard_join", key="F3")
        self.join.clicked.connect(lambda: wizard.answers.switch_shop(wizard.step))
        right = column(
            *(self.name, self.facts, self.language, self.join, self.notice, 1),
            spacing=theme.px(tokens.SPACE[2]),
        )
        both = row(left, spacing=theme.px(tokens.SPACE[4]))
        both.addLayout(right, 1)
        self.inside.addLayout(both, 1)
        self.field.edit.textChanged.connect(wizard.countries.filter)
        self.list.currentRowChanged.connect(wizard.countries.choose)
        wizard.countries.changed.connect(self.show_answers)
        self.show_answers()

    @Slot()
    def show_answers(self) -> None:
        countries, form = self.wizard.countries, self.wizard.answers.form
        names = [one.name for one in countries.shown]
        with QSignalBlocker(self.list):
            if names != [self.list.item(place).text() for place in range(self.list.count())]:
                self.list.clear()
                self.list.addItems(names)
            is_shown = countries.chosen in countries.shown
            self.list.setCurrentRow(countries.shown.index(countries.chosen) if is_shown else -1)
        country = countries.chosen
        self.name.setText(country.name)
        inside = self.tr("Prices contain tax") if includes_tax(form, country) else ""
        self.facts.setText(
            "\n".join(
                [
                    self.tr("Currency: {code}").format(code=country.currency),
                    self.tr("Time: {zone}").format(zone=country.time_zone),
                    inside or self.tr("Tax is added to prices"),
                ]
            )
        )
        self.notice.setText(country.fiscal_notice)
        show_tick(self.join, self.tr("Join an existing shop"), is_chosen=form.joins)
        self.language.set_text(
            self.tr("Receipts in {language}").format(language=LANGUAGES.get(form.language, "?"))
        )


class StoreStep(StepPage):
    def __init__(self, wizard: WizardViewModel, *, theme: Theme) -> None:
        super().__init__(wizard, theme=theme)
        self.title = self.tr("What is the store called?")
        self.explanation = self.tr("This stands at the top of every receipt.")
        self.add_field("store", self.tr("Name of the store"))
        self.add_field("address", self.tr("Address (may be left out)"))
        self.tax_number = self.add_field("tax_number", self.tr("Tax number (may be left out)"))
        phone = self.add_field("phone", self.tr("Phone (may be left out)"))
        self.inside.addLayout(row(self.tax_number, phone, spacing=theme.px(tokens.SPACE[3])))
        self.choose = self.other_button("choose_logo")
        self.logo = LogoLabel(theme=theme, name="wizard_logo", box=LOGO)
        self.logo_words = label(name="wizard_logo_words")
        self.logo_words.setWordWrap(True)
        logo = row(self.choose, self.logo, spacing=theme.px(tokens.GAP))
        logo.addWidget(self.logo_words, 1)
        self.inside.addLayout(logo)
        self.inside.addStretch(1)
        wizard.logo.chosen.connect(self._show_logo)
        wizard.logo.told.connect(self._show_trouble)
        self._show_logo("")
        self.show_answers()

    @Slot()
    def show_answers(self) -> None:
        kind = self.wizard.countries.chosen.tax_number_label or self.tr("Tax number")
        self.tax_number.set_words(self.tr("{kind} (may be left out)").format(kind=kind))

    @Slot(str)
    def _show_logo(self, text: str) -> None:
        self.logo.show_logo(text)
        self.choose.set_text(self.tr("Leave the logo out") if text else self.tr("Choose a logo"))
        none = self.tr("PNG or JPEG, for every receipt (may be left out)")
        self._tell_of_logo(logo_words(text) if text else none)

    @Slot(str)
    def _show_trouble(self, words: str) -> None:
        if words:
            self._tell_of_logo(words, is_trouble=True)

    def _tell_of_logo(self, words: str, *, is_trouble: bool = False) -> None:
        say(self.logo_words, "role", "danger" if is_trouble else "muted")
        self.logo_words.setText(words)
        if self.isVisible():
            announce(self, words, is_urgent=is_trouble)


class OwnerStep(StepPage):
    def __init__(self, wizard: WizardViewModel, *, theme: Theme) -> None:
        super().__init__(wizard, theme=theme)
        self.title = self.tr("Who owns it?")
        self.explanation = self.tr(
            "The owner may do everything here, and can let more people in later. The PIN has 6 "
            "digits: not in a row like 123456, not repeated like 112112."
        )
        self.add_field("owner", self.tr("Your name"))
        pins = (("pin", self.tr("PIN")), ("pin_again", self.tr("PIN once more")))
        fields = [self.add_field(name, words) for name, words in pins]
        for field in fields:
            field.edit.setEchoMode(QLineEdit.EchoMode.Password)
            field.edit.setMaxLength(PIN_DIGITS)
            field.edit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.inside.addLayout(row(*fields, spacing=theme.px(tokens.SPACE[3])))
        self.keys_words = label(
            self.tr(
                "This computer has no keyring to keep the store's keys in. Install one "
                "(apt-get install gnome-keyring) and start again, or keep them in a file of the "
                "store's folder: whoever copies that file can sign for the store."
            ),
            role="warning",
            name="wizard_keyring",
        )
        self.keys_words.setWordWrap(True)
        self.joining = label(
            self.tr(
                "This person can open this till even where head office cannot be reached. Take "
                "the same name as there if it is the same person: the PIN stays here."
            ),
            role="muted",
            name="wizard_owner_joins",
        )
        self.joining.setWordWrap(True)
        self.inside.addWidget(self.joining)
        self.keys = self.other_button("keys_in_file")
        self.inside.addWidget(self.keys_words)
        self.inside.addWidget(self.keys)
        self.inside.addStretch(1)
        self.show_answers()

    @Slot()
    def show_answers(self) -> None:
        self.joining.setVisible(self.wizard.answers.form.joins)
        for part in (self.keys_words, self.keys):
            part.setVisible(self.wizard.has_keyring is False)
        is_chosen = self.wizard.answers.form.keys_in_file
        show_tick(self.keys, self.tr("Keep the keys in a file"), is_chosen=is_chosen)


class TaxesStep(StepPage):
    def __init__(self, wizard: WizardViewModel, *, theme: Theme) -> None:
        super().__init__(wizard, theme=theme)
        self.title = self.tr("Are these the taxes?")
        self.explanation = self.tr("In per cent. Check them; they can be changed later too.")
        self.country = ""
        self.rows: QFrame | None = None
        self.prices = self.other_button("prices")
        self.inside.addWidget(self.prices)
        self.inside.addStretch(1)
        self.show_answers()

    @Slot()
    def show_answers(self) -> None:
        country, form = self.wizard.countries.chosen, self.wizard.answers.form
        if self.country != country.code or (not form.rates and self.rows is not None):
            self._make_rows()
        is_inside = includes_tax(form, country)
        self.prices.set_text(
            self.tr("Prices contain tax") if is_inside else self.tr("Tax is added to prices")
        )

    def _make_rows(self) -> None:
        country, rates = self.wizard.countries.chosen, self.wizard.answers.form.rates
        self.country = country.code
        if self.rows is not None:
            self.inside.removeWidget(self.rows)
            self.rows.deleteLater()
        self.rows = QFrame()
        layout = column(spacing=self.theme.px(tokens.GAP))
        edits = [
            self._add_rate(layout, tax_class, name, rates.get(tax_class, percent))
            for tax_class, name, percent in country.rates
        ]
        self.first = edits[0]
        self.rows.setLayout(layout)
        self.inside.insertWidget(0, self.rows)

    def _add_rate(self, layout: QVBoxLayout, tax_class: str, name: str, percent: str) -> QLineEdit:
        edit = QLineEdit(percent)
        edit.setObjectName(f"wizard_rate_{tax_class}")
        edit.setAccessibleName(name)
        edit.setFixedSize(self.theme.px(RATE_WIDTH), self.theme.px(tokens.TARGET))
        edit.textChanged.connect(lambda text: self.wizard.answers.put_rate(tax_class, text))
        words = label(name, role="strong", name=f"wizard_class_{tax_class}")
        words.setMinimumWidth(self.theme.px(LIST_WIDTH))
        layout.addLayout(row(words, edit, label("%"), 1, spacing=self.theme.px(tokens.GAP)))
        return edit


class ProductsStep(StepPage):
    def __init__(self, wizard: WizardViewModel, *, theme: Theme) -> None:
        super().__init__(wizard, theme=theme)
        self.title = self.tr("What do you sell?")
        self.explanation = self.tr(
            "Choose with ↑ and ↓. Products can be added at any time, at the till too."
        )
        self.options = Options(
            {
                Products.NOTHING.value: self.tr("Start empty: products come later"),
                Products.FILE.value: self.tr("From a file (CSV)…"),
                Products.DEMO.value: self.tr("A corner shop's products, to try it with"),
            },
            theme=theme,
            name="wizard_products",
        )
        self.file = label(role="muted", name="wizard_file")
        self.file.setWordWrap(True)
        self.choose = self.other_button("choose_file")
        self.choose.set_text(self.tr("Choose the file"))
        for part in (self.options, self.file, self.choose):
            self.inside.addWidget(part)
        self.inside.addStretch(1)
        self.options.chosen.connect(lambda value: wizard.answers.choose_products(Products(value)))
        self.show_answers()

    @Slot()
    def show_answers(self) -> None:
        form = self.wizard.answers.form
        self.options.show_chosen(form.products.value)
        self.file.setText(form.products_file if form.products is Products.FILE else "")
        self.choose.setVisible(form.products is Products.FILE)


class PaymentsStep(StepPage):
    def __init__(self, wizard: WizardViewModel, *, theme: Theme) -> None:
        super().__init__(wizard, theme=theme)
        self.title = self.tr("How can customers pay?")
        self.explanation = self.tr(
            "Cash is always taken. Choose what else with 1 to 4; payment processors are set up "
            "later, in the settings."
        )
        self.words = {
            "card": self.tr("By card, at a terminal of its own"),
            "voucher": self.tr("By voucher or gift card"),
            "account": self.tr("On account: a known customer pays later"),
            "other": self.tr("In another way, such as a cheque"),
        }
        self.buttons = {
            code: self._button(place, code, theme=theme) for place, code in enumerate(METHODS)
        }
        self.inside.addStretch(1)
        self.show_answers()

    def _button(self, place: int, code: str, *, theme: Theme) -> ActionButton:
        button = ActionButton("", theme=theme, name=f"wizard_method_{code}", key=str(place + 1))
        button.setMinimumHeight(theme.px(OPTION_HEIGHT))
        button.clicked.connect(lambda: self.wizard.answers.switch_method(self.wizard.step, place))
        self.inside.addWidget(button)
        return button

    @Slot()
    def show_answers(self) -> None:
        taken = self.wizard.answers.form.methods
        for code, button in self.buttons.items():
            show_tick(button, self.words[code], is_chosen=code in taken)


class LookStep(StepPage):
    def __init__(self, wizard: WizardViewModel, *, theme: Theme) -> None:
        super().__init__(wizard, theme=theme)
        self.title = self.tr("How shall it look?")
        self.explanation = self.tr("Choose with ↑ and ↓. Everybody can have their own look later.")
        self.options = Options(
            {
                "auto": self.tr("As this computer is set"),
                "light": self.tr("Light"),
                "dark": self.tr("Dark"),
                "contrast": self.tr("Black on white"),
                "contrast_dark": self.tr("White on black"),
            },
            theme=theme,
            name="wizard_look",
        )
        self.inside.addWidget(self.options)
        self.inside.addStretch(1)
        self.options.chosen.connect(wizard.answers.choose_look)
        self.show_answers()

    @Slot()
    def show_answers(self) -> None:
        self.options.show_chosen(self.wizard.answers.form.look)


ASKING: Final[dict[Step, Callable[..., StepPage]]] = {
    Step.COUNTRY: CountryStep,
    Step.STORE: StoreStep,
    Step.OWNER: OwnerStep,
    Step.TAXES: TaxesStep,
    Step.PRODUCTS: ProductsStep,
    Step.PAYMENTS: PaymentsStep,
    Step.LOOK: LookStep,
}
