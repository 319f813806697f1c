"""Build what reads and changes the settings of a store."""

from __future__ import annotations

from functools import partial

from pos_app.adapters.devices.choosing import open_printer
from pos_app.adapters.documents.slide_pictures import require_folder
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.backing_up import SECOND_FOLDER, SecondFolder
from pos_app.composition.making import known_language
from pos_app.composition.opening import OpenStore
from pos_app.composition.queries import Queries
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
        ),
        reading=_reading(store.folder, store.queries),
    )


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
