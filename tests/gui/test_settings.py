"""The settings on the screen, with keys only: found by words, refused, saved, and what they do."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from pos_app.adapters.devices.finding import find_printers
from pos_app.composition import settings_building
from pos_app.composition.receipts import header_of
from pos_app.composition.scanner_facts import scanner_facts
from pos_app.composition.setting_facts import worked_example
from pos_app.domain.logo import Logo
from pos_app.domain.money import Currency
from pos_app.domain.scanner import GAP_MS_DEFAULT, GAP_MS_MAX
from pos_app.domain.staff import Role
from pos_app.domain.store import SETTING
from pos_app.domain.tax import Tax, TaxClass
from pos_app.services.store.fields import FIELDS
from pos_app.services.store.live_profile import AT_START
from pos_app.services.store.settings import SettingsRead
from pos_app.services.store.ways import NEW_WAY
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.approval.approvals import Approvals
from pos_app.viewmodels.settings.deeds import Deeds
from pos_app.viewmodels.settings.preview import Preview
from pos_app.viewmodels.settings.search import find as find_hits
from pos_app.viewmodels.settings.section import Setting
from pos_app.viewmodels.settings.sections import sections
from pos_app.viewmodels.settings.settings import SettingSources, SettingsViewModel
from pos_app.viewmodels.settings.values import Values
from pos_app.viewmodels.shared.paper import NO_PAPER
from pos_app.viewmodels.shared.raw_scan import RawScan
from pos_app.viewmodels.shared.scanner_test import HIDDEN
from pos_app.views.settings.settings_view import SettingsView
from pos_app.views.shared.controls import ActionButton
from tests.fakes.formats import FakeFormats
from tests.fakes.pictures import draw_picture
from tests.fakes.shop import FakeShop
from tests.fakes.store_settings import settings_of
from tests.fakes.tasks import HeldTaskRunner, InlineTaskRunner
from tests.fakes.usb import plug_in_two
from tests.gui.driving import DrivenTill, Key
from tests.gui.test_paying import PAIN
from tests.gui.test_reports import wait_until_told
from tests.gui.test_screen_rules import PORTRAIT

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def model_of(till: DrivenTill) -> SettingsViewModel:
    return till.model.screens.settings.model


def open_settings(till: DrivenTill) -> None:
    till.press(Key.Key_6, CTRL)
    till.wait_for_page("settings")
    till.wait_for(lambda: model_of(till).values.text_of("name") != "", "the values")
    till.settle()


def find(till: DrivenTill, words: str) -> None:
    till.press(Key.Key_F2)
    till.enter_text(words)
    till.press(Key.Key_Return)


def type_over(till: DrivenTill, words: str) -> None:
    till.press(Key.Key_A, CTRL)
    till.enter_text(words)


def printed(till: DrivenTill) -> list[str]:
    """The receipts, in the order of their numbers."""
    files = sorted(till.store.folder.printed.glob("*.txt"))
    return [one.read_text(encoding="utf-8") for one in files]


def drawn_logo(till: DrivenTill) -> Logo | None:
    parts = model_of(till).preview.paper.parts
    return next((one.logo for one in parts if one.logo is not None), None)


def on_disk(till: DrivenTill, name: str) -> object:
    text = till.store.queries.settings.get(SETTING)
    assert text is not None
    return json.loads(text)[name]


class TestSettings:
    def test_are_found_typed_and_saved_with_a_name(self, selling: DrivenTill) -> None:
        open_settings(selling)
        find(selling, "last wor")
        type_over(selling, "See you soon")
        paper = model_of(selling).preview
        selling.wait_for(lambda: "See you soon" in paper.paper.plain, "the receipt beside")
        find(selling, "columns")
        type_over(selling, "4")
        selling.press(Key.Key_Return)
        selling.wait_for(lambda: selling.sees(QLabel, "problem_receipt_columns"), "the refusal")

        assert "from 24 to 80" in selling.says("problem_receipt_columns")
        assert on_disk(selling, "footer") != "See you soon"

        type_over(selling, "32")
        selling.widget(ActionButton, "settings_save").click()
        wait_until_told(selling, "Saved")

        assert (on_disk(selling, "footer"), on_disk(selling, "receipt_columns")) == (
            "See you soon",
            32,
        )
        assert {"footer": "See you soon", "receipt_columns": 32} in selling.entry_bodies(
            "config_change"
        )

    def test_hold_for_the_next_receipt_without_a_start(self, selling: DrivenTill) -> None:
        selling.sell(PAIN)
        selling.wait_for(lambda: len(printed(selling)) == 1, "the first receipt")
        open_settings(selling)
        find(selling, "last wor")
        type_over(selling, "See you soon")
        find(selling, "columns")
        type_over(selling, "32")
        selling.press(Key.Key_S, CTRL)
        selling.wait_for(lambda: selling.store.queries.profile.receipt_columns == 32, "the change")
        assert selling.model.screens.toasts.messages[0].words == "Saved"

        selling.press(Key.Key_Escape)
        selling.wait_for_page("sell")
        selling.sell(PAIN)
        selling.wait_for(lambda: len(printed(selling)) == 2, "the second receipt")

        first, second = printed(selling)
        assert ("See you soon" in first, "See you soon" in second) == (False, True)
        assert max(map(len, second.splitlines())) <= 32 < max(map(len, first.splitlines()))

    def test_are_taken_back_by_a_key_once_they_are_saved(self, selling: DrivenTill) -> None:
        open_settings(selling)
        find(selling, "phone")
        before = on_disk(selling, "phone"), on_disk(selling, "tips")
        type_over(selling, "0123")
        assert not selling.sees(ActionButton, "settings_undo")
        find(selling, "tips offers")
        selling.press(Key.Key_Right)
        selling.press(Key.Key_S, CTRL)
        selling.wait_for(lambda: selling.sees(ActionButton, "settings_undo"), "the undo")
        assert (on_disk(selling, "phone"), on_disk(selling, "tips")) == ("0123", False)

        selling.press(Key.Key_0, ALT)
        selling.wait_for(lambda: on_disk(selling, "phone") == before[0], "the undo")

        assert on_disk(selling, "tips") == before[1]

    def test_take_amounts_as_the_store_writes_them(self, selling: DrivenTill) -> None:
        open_settings(selling)
        find(selling, "given back")
        type_over(selling, "much")
        selling.press(Key.Key_Return)
        selling.wait_for(lambda: selling.sees(QLabel, "problem_refund_limit"), "the refusal")
        assert "'much' is not an amount" in selling.says("problem_refund_limit")

        type_over(selling, "50,00")
        selling.press(Key.Key_Return)
        wait_until_told(selling, "Saved")

        assert on_disk(selling, "refund_limit") == 5_000

    def test_are_not_lost_on_the_way_out_without_a_word(self, selling: DrivenTill) -> None:
        open_settings(selling)
        find(selling, "phone")
        type_over(selling, "0123")
        selling.press(Key.Key_Tab)
        type_over(selling, "FR 1")
        find(selling, "tips offers")
        selling.press(Key.Key_Right)
        values = model_of(selling).values
        typed = {name: values.text_of(name) for name in ("phone", "tax_number", "tips")}
        assert typed == {"phone": "0123", "tax_number": "FR 1", "tips": "off"}

        selling.press(Key.Key_Escape)

        wait_until_told(selling, "Not saved")
        assert selling.page == "settings"

        selling.press(Key.Key_Escape)
        selling.wait_for_page("sell")

    def test_put_a_logo_on_the_receipt_at_once_and_take_it_back(
        self, selling: DrivenTill, tmp_path: Path
    ) -> None:
        open_settings(selling)
        find(selling, "logo")
        view, model = selling.window.findChild(SettingsView), model_of(selling)
        assert view is not None
        view.choose_picture = lambda _owner: str(tmp_path / "gone.png")
        selling.press(Key.Key_1, ALT)
        selling.wait_for(lambda: "gone.png" in model.deeds.words, "the reason")
        assert "cannot be read" in selling.says("deed_words_receipt")
        view.choose_picture = lambda _owner: str(draw_picture(tmp_path / "logo.png"))
        selling.press(Key.Key_1, ALT)
        selling.wait_for(lambda: drawn_logo(selling) is not None, "the preview")
        assert selling.says("setting_logo_words") == "64 × 32 dots"
        assert not selling.sees(QLabel, "deed_words_receipt")

        selling.press(Key.Key_S, CTRL)
        selling.wait_for(lambda: on_disk(selling, "logo") != "", "the change")
        kept = drawn_logo(selling)
        assert kept is not None
        queries = selling.store.queries
        selling.wait_for(lambda: header_of(queries.profile).logo == kept, "the receipts")
        assert {"logo": kept.told} in selling.entry_bodies("config_change")

        selling.wait_for(lambda: selling.sees(ActionButton, "settings_undo"), "the undo")
        selling.press(Key.Key_0, ALT)
        selling.wait_for(lambda: on_disk(selling, "logo") == "", "what was before")
        selling.wait_for(lambda: not model.is_busy, "the end of it")
        selling.press(Key.Key_0, ALT)
        selling.wait_for(lambda: on_disk(selling, "logo") == kept.to_text(), "the logo again")
        selling.press(Key.Key_2, ALT)
        selling.wait_for(lambda: drawn_logo(selling) is None, "the preview without")

    def test_print_a_test_page_and_say_why_one_did_not_come(
        self, selling: DrivenTill, tmp_path: Path
    ) -> None:
        open_settings(selling)
        find(selling, "receipt printer")
        selling.press(Key.Key_1, ALT)
        deeds = model_of(selling).deeds
        selling.wait_for(lambda: "test page went" in deeds.words, "the page")
        page = selling.store.folder.printed / "test-page.txt"
        assert "This is a test page" in page.read_text(encoding="utf-8")

        type_over(selling, str(tmp_path / "lp0"))
        selling.press(Key.Key_1, ALT)
        selling.wait_for(lambda: deeds.is_trouble, "the reason")

        assert "No test page came out." in selling.says("deed_words_printers")
        assert "off or unplugged" in selling.says("deed_words_printers")
        assert "order" not in selling.says("deed_words_printers")

    def test_find_the_printers_and_choose_one_without_saving_it(
        self, selling: DrivenTill, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(settings_building, "find_printers", partial(find_printers, tmp_path))
        open_settings(selling)
        find(selling, "find printers")
        deeds, values = model_of(selling).deeds, model_of(selling).values
        selling.press(Key.Key_2, ALT)
        selling.wait_for(lambda: deeds.is_trouble, "the reason")
        assert "Plug it in, switch it on" in selling.says("deed_words_printers")
        assert not selling.sees(QLabel, "offered_printer")

        first, second = plug_in_two(tmp_path)
        selling.press(Key.Key_2, ALT)
        selling.wait_for(lambda: selling.sees(QLabel, "offered_printer"), "the printers")
        assert values.text_of("printer") == ""
        selling.press(Key.Key_Tab)
        selling.press(Key.Key_Tab)
        selling.press(Key.Key_Down)
        assert values.text_of("printer") == str(first)
        selling.widget(ActionButton, f"setting_printer_{second}").click()
        assert (values.text_of("printer"), on_disk(selling, "printer")) == (str(second), "")

        selling.press(Key.Key_1, ALT)
        selling.wait_for(lambda: deeds.is_trouble, "the test page, which nobody takes")
        assert str(second) in selling.says("deed_words_printers")
        assert selling.sees(QLabel, "offered_printer")

        find(selling, "cash drawer")
        find(selling, "receipt printer")
        assert not selling.sees(QLabel, "offered_printer")

    def test_keep_the_buttons_in_sight_on_a_narrow_screen(self, selling: DrivenTill) -> None:
        open_settings(selling)
        find(selling, "receipt printer")
        selling.window.resize(*PORTRAIT)
        selling.settle()

        button = selling.widget(ActionButton, "deed_find_printers")
        assert button.visibleRegion().boundingRect() == button.rect()


class TestSearch:
    def test_finds_by_the_beginnings_of_words(self) -> None:
        known = [TaxClass("STANDARD", "Standard", (Tax("S", "VAT", 200_000),))]
        every = sections(known)

        assert [hit.title for hit in find_hits(every, "")] == [one.title for one in every]
        assert find_hits(every, "tim zon")[0].setting == "time_zone"
        assert find_hits(every, "standard rate")[0].setting == "tax_rate.S"
        assert find_hits(every, "dark")[0].title == "Appearance"
        assert find_hits(every, "xylophone") == ()

    def test_says_of_those_that_hold_from_the_next_start(self) -> None:
        every = [one for section in sections([]) for one in section.settings]

        assert sorted(one.name for one in every if one.is_late) == sorted((*AT_START, NEW_WAY))
        assert [one.name for one in every if one.is_late != ("next start" in one.help)] == []

    def test_every_setting_says_what_it_is_for(self) -> None:
        every = [one for section in sections([]) for one in section.settings]

        assert [one.name for one in every if not one.help.endswith(".")] == []
        assert {one.name for one in every} >= set(FIELDS)


class TestBackups:
    def test_are_made_and_restored_on_trial(self, selling: DrivenTill) -> None:
        open_settings(selling)
        find(selling, "second folder")
        deeds = model_of(selling).deeds
        selling.press(Key.Key_1, ALT)
        selling.wait_for(lambda: "backup is made" in deeds.words, "the backup")
        selling.press(Key.Key_2, ALT)
        selling.wait_for(lambda: "works as a store" in deeds.words, "the restore")
        selling.wait_for(lambda: ", good" in selling.says("facts_backup"), "what it came to")

        assert "Newest backup: none" not in selling.says("facts_backup")


def test_who_allows_a_change_sees_every_new_value_that_is_saved() -> None:
    shop, formats = FakeShop(phone="0123"), FakeFormats()
    manager = shop.staff.add(actor=shop.owner, name="Bea", role=Role.MANAGER, pin="918273")
    inline, held = InlineTaskRunner(), HeldTaskRunner()
    approvals = Approvals(
        approving=shop.approving, tasks=inline, formats=formats, profile=shop.profile
    )
    approvals.signed_in(manager)
    asked: list[str] = []
    approvals.asked.connect(lambda request, _asker: asked.append(request.why))
    model = SettingsViewModel(
        sections=sections([]),
        sources=SettingSources(
            service=settings_of(shop),
            reader=inline,
            lane=AskingLane(tasks=held, approvals=approvals),
            facts={},
            currency=shop.profile.currency,
        ),
        deeds=Deeds({}, formats=formats),
        preview=Preview(lambda _texts: NO_PAPER, tasks=inline),
        formats=formats,
    )
    model.start(manager)
    for name, text in {
        "footer": "x" * 150,
        "refund_limit": "50,00",
        "tips": "off",
        "phone": "",
        "address": "1 rue A\nParis",
    }.items():
        model.type(name, text)

    model.save()
    model.type("tips", "on")
    model.type("tax_number", "FR 1")
    held.run_all()

    told = "Phone: – · Tips: Off · Address: 1 rue A, Paris · Given back in a day: 50,00"
    assert asked == [f"{told} · Last words: {'x' * 100}…"]


def test_a_rate_stands_as_the_store_writes_it_and_is_typed_either_way() -> None:
    rate = Setting("tax_rate.S", "Rate", "In %.", is_rate=True)
    values = Values([rate], FakeFormats(), Currency.of("EUR"))
    values.take(SettingsRead({"tax_rate.S": "8.875"}))

    assert values.text_of("tax_rate.S") == "8,875"
    values.type("tax_rate.S", "8,875")
    assert values.unsaved == 0
    values.type("tax_rate.S", "5.5")
    assert values.typed() == {"tax_rate.S": "5.5"}


class TestTaxes:
    def test_are_shown_at_work_beside_their_rates(self, selling: DrivenTill) -> None:
        open_settings(selling)
        find(selling, "standard rate")
        assert "8,33\u00a0€ net + 1,67\u00a0€ tax = 10,00\u00a0€" in selling.says("facts_taxes")

        type_over(selling, "25")
        selling.press(Key.Key_S, CTRL)
        selling.wait_for(
            lambda: (
                "8,00\u00a0€ net + 2,00\u00a0€ tax = 10,00\u00a0€" in selling.says("facts_taxes")
            ),
            "the new rate at work",
        )

    def test_on_top_of_the_price_raise_what_is_paid(self) -> None:
        profile = replace(FakeShop().profile, prices_include_tax=False)
        taxed = TaxClass("S", "Standard", (Tax("S", "Sales tax", 88_750),))

        shown = worked_example(taxed, profile, FakeFormats())

        assert shown.value == "10,00\u00a0€ net + 0,89\u00a0€ tax = 10,89\u00a0€"


class TestScanner:
    def test_is_tested_and_gets_the_gap_that_is_right_for_it(self, selling: DrivenTill) -> None:
        test = selling.model.screens.settings.scanner
        open_settings(selling)
        find(selling, "bluetooth")
        selling.press(Key.Key_1, ALT)
        assert "0 of 3" in selling.says("deed_words_scanner")
        assert selling.scanner.gap_ms == GAP_MS_MAX
        test.recent = lambda: (RawScan("4006381333931", 31, "Enter"),)

        for _ in range(3):
            selling.scan("4006381333931")

        assert "digits come through right" in selling.says("deed_words_scanner")
        assert selling.scanner.gap_ms == GAP_MS_DEFAULT
        selling.wait_for(lambda: "gap 31 ms" in selling.says("facts_scanner"), "what came")
        phone = on_disk(selling, "phone")
        model_of(selling).type("phone", "0999")  # not asked to be saved
        selling.press(Key.Key_2, ALT)
        selling.wait_for(lambda: selling.scanner.gap_ms == 70, "the gap")
        assert (on_disk(selling, "phone"), model_of(selling).values.text_of("phone")) == (
            phone,
            "0999",
        )
        assert on_disk(selling, "scanner_gap_ms") == 70
        selling.wait_for(lambda: selling.says("toast_words") == "Saved", "that it is kept")
        selling.press(Key.Key_2, ALT)
        assert "already" in selling.says("deed_words_scanner")

    def test_is_over_where_another_section_is_looked_at(self, selling: DrivenTill) -> None:
        open_settings(selling)
        find(selling, "bluetooth")
        selling.press(Key.Key_1, ALT)

        selling.press(Key.Key_Down)
        selling.scan("4006381333931")

        assert selling.model.screens.settings.scanner.scans == ()
        assert selling.scanner.gap_ms == GAP_MS_DEFAULT

    def test_is_over_where_the_till_is_locked(self, selling: DrivenTill) -> None:
        test = selling.model.screens.settings.scanner
        open_settings(selling)
        find(selling, "bluetooth")
        selling.press(Key.Key_1, ALT)
        assert test.is_running

        selling.press(Key.Key_L, CTRL)

        assert (test.is_running, selling.scanner.gap_ms) == (False, GAP_MS_DEFAULT)

    def test_shows_neither_a_badge_nor_a_card(self, selling: DrivenTill) -> None:
        test = selling.model.screens.settings.scanner
        codes = ("B-SECRET77", "4111111111111111", "%B4111111111111111^ANA", "AB\x1dC")
        test.recent = lambda: tuple(RawScan(code, 8) for code in codes)

        facts = scanner_facts(test)

        assert [one.words for one in facts] == ["AB\\x1dC", HIDDEN, HIDDEN, f"B-{HIDDEN}"]
