"""Build the settings: what is read for them, what their buttons do, and the receipt beside."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Final, cast

from PySide6.QtCore import QCoreApplication

from pos_app.adapters.devices.finding import FoundPrinter, find_printers
from pos_app.composition.backup_keeping import run_beside, say_beside
from pos_app.composition.drilling import Drill, note_drill
from pos_app.composition.receipt_preview import preview_of
from pos_app.composition.receipts import logo_of
from pos_app.composition.scanner_facts import scanner_facts
from pos_app.composition.setting_facts import facts_of
from pos_app.composition.settings_screens import SettingParts
from pos_app.composition.store_settings import fetch_logo, settings_of
from pos_app.composition.test_printing import print_page
from pos_app.domain.errors import UnavailableError
from pos_app.services.backup.keeping import BackupKind
from pos_app.services.store.fields import FIELDS
from pos_app.services.store.ways import Ways
from pos_app.viewmodels.settings.deeds import Deeds
from pos_app.viewmodels.settings.door import Opens
from pos_app.viewmodels.settings.preview import Preview
from pos_app.viewmodels.settings.section import Doer, Option, Setting, Typed, Work
from pos_app.viewmodels.settings.sections import sections
from pos_app.viewmodels.settings.settings import SettingSources, SettingsViewModel
from pos_app.viewmodels.shared.scanner_test import ScannerTest

MS_PER_S: Final = 1_000
GAP: Final = "scanner_gap_ms"


class BackupNotMadeError(UnavailableError):
    code = "backup.not_made"
    text = "{reason}"


class DrillFailedError(UnavailableError):
    code = "backup.drill_failed"
    text = "No backup was restored on trial. {reason}"


def tr(words: str) -> str:
    return QCoreApplication.translate("SettingSections", words)


def build_settings(parts: SettingParts, opens: Opens, scanner: ScannerTest) -> SettingsViewModel:
    lanes, profile = parts.lanes, parts.store.queries.profile
    doers: dict[str, Doer] = {
        **opens,
        "scanner_test": scanner.start,
        "scanner_use": lambda: _use(scanner, model),
        "test_page": Work(
            lanes.printer,
            lambda typed: _print_test_page(parts, typed),
            lambda printer: tr("The test page went to {printer}").format(printer=printer),
            tr("Printing …"),
        ),
        "find_printers": Work(
            lanes.printer,
            lambda _typed: find_printers(),
            lambda _found: tr("Choose one of these, then print a test page with it."),
            tr("Looking for printers …"),
            offers=lambda found: _offer(cast("Sequence[FoundPrinter]", found)),
        ),
        "back_up": Work(
            lanes.backups,
            lambda _typed: _back_up(parts),
            lambda _nothing: tr("A verified backup is made"),
            tr("Making a backup, and proving it …"),
        ),
        "drill": Work(
            lanes.backups,
            lambda _typed: _drill(parts),
            _drilled,
            tr("Restoring the newest backup into a folder of its own …"),
        ),
    }
    model = SettingsViewModel(
        sections=sections(
            parts.store.queries.tax_classes.values(),
            Ways.read(parts.store.queries.settings).by_hand.values(),
        ),
        sources=SettingSources(
            service=settings_of(parts.store),
            reader=lanes.reports,
            lane=parts.asking,
            facts={
                **facts_of(parts.store, parts.formats),
                "scanner": partial(scanner_facts, scanner),
            },
            currency=profile.currency,
            fetch_logo=fetch_logo,
        ),
        deeds=Deeds(doers, formats=parts.formats),
        preview=Preview(preview_of(parts.store, parts.formats), tasks=lanes.reports),
        formats=parts.formats,
    )
    doers |= {"logo_choose": model.logo.wanted.emit, "logo_leave_out": model.logo.leave_out}
    scanner.badge_prefix = profile.badge_prefix
    model.deeds.forgotten.connect(scanner.stop)
    scanner.changed.connect(lambda: model.deeds.tell(scanner.words, is_trouble=scanner.is_trouble))
    return model


def _use(scanner: ScannerTest, model: SettingsViewModel) -> None:
    """Keep the gap that the test came to; before it has, begin one."""
    if scanner.gap_ms is None:
        scanner.start()
        return
    model.type(GAP, str(scanner.gap_ms))
    if GAP in model.values.typed():
        model.save(only=GAP)
    else:
        model.deeds.tell(tr("That is the gap that it has already."))


def _print_test_page(parts: SettingParts, typed: Typed) -> str:
    """With what is typed, saved or not; return where it went."""
    profile, folder = parts.store.queries.profile, parts.store.folder
    target = typed.texts["printer"].strip()
    width = FIELDS["receipt_columns"].read(typed.texts["receipt_columns"], profile)
    assert isinstance(width, int)
    logo = logo_of(typed.texts["logo"])
    print_page(target, folder.printed, store=typed.texts["name"], width=width, logo=logo)
    return target or str(folder.printed)


def _offer(found: Sequence[FoundPrinter]) -> Setting:
    options = tuple(Option(str(one.device), one.words) for one in found)
    return Setting(
        "printer", tr("Printers found"), tr("The one chosen is kept once you save."), options
    )


def _back_up(parts: SettingParts) -> None:
    failure = run_beside(parts.store.folder, parts.stopped, BackupKind.DAILY, False)
    if failure:
        raise BackupNotMadeError(reason=failure)


def _drill(parts: SettingParts) -> Drill | None:
    """In a process of its own; what it came to is kept."""
    said = say_beside(parts.store.folder, parts.stopped, ["drill", "--gently", "--json"])
    if said is None:  # the till is being closed
        return None
    try:
        result = Drill(**json.loads(said[0]))
    except (ValueError, TypeError):
        lines = said[1].strip().splitlines()
        reason = lines[-1] if lines else tr("it said nothing.")
        now = datetime.now(UTC).isoformat(timespec="seconds")
        result = Drill(at=now, file="", reason=reason)
    note_drill(parts.store.services.new_uow, result)
    if result.reason:
        raise DrillFailedError(reason=result.reason)
    return result


def _drilled(result: object) -> str:
    if not isinstance(result, Drill):
        return ""
    words = tr("{file} was restored, verified and written to in {seconds} s: it works as a store")
    return words.format(file=result.file, seconds=max(1, result.took_ms // MS_PER_S))
