"""Build what reads and changes the settings of a store."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from pathlib import Path

from pos_app.adapters.devices.choosing import open_printer
from pos_app.adapters.documents.slide_pictures import require_folder
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.backing_up import SECOND_FOLDER, SecondFolder
from pos_app.composition.making import known_language
from pos_app.composition.opening import OpenStore
from pos_app.composition.queries import Queries
from pos_app.domain.logo import Logo, is_logo
from pos_app.services.store.settings import (
    SettingPorts,
    SettingReading,
    SettingsRead,
    StoreSettings,
)
from pos_app.services.store.taxes import tax_settings
from pos_app.services.store.ways import Ways, way_settings


def settings_of(store: OpenStore) -> StoreSettings:
    return StoreSettings(
        ports=SettingPorts(
            new_uow=store.services.new_uow,
            journal=store.services.journal,
            checks={
                "printer": partial(open_printer, folder=store.folder.printed),
                "language": known_language,
                "display_language": known_language,
                "display_pictures": require_folder,
            },
            fetches={"logo": fetch_logo},
        ),
        reading=_reading(store.folder, store.queries),
    )


def fetch_logo(text: str) -> str:
    """The logo in the file that a text names; one that was brought in already stays as it is.

    :raises InvalidInputError: saying why the file is no logo
    """
    named = text.strip()
    if not named or is_logo(named):
        return named
    pictures = import_module("pos_app.adapters.documents.logo_picture")
    logo: Logo = pictures.read_logo(Path(named))
    return logo.to_text()


def read_settings(folder: DataFolder, queries: Queries) -> SettingsRead:
    """Beside a till that has the store open, too."""
    return _reading(folder, queries).read()


def _reading(folder: DataFolder, queries: Queries) -> SettingReading:
    beside = {
        SECOND_FOLDER: SecondFolder(folder.root, is_copy=bool(queries.profile.copy_of)),
        **tax_settings(queries.tax_classes.values()),
        **way_settings(Ways.read(queries.settings).by_hand),
    }
    return SettingReading(queries.settings, beside)
