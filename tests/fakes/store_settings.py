"""The settings of a shop in memory; a printer is a path, and a second folder whatever is named."""

from __future__ import annotations

from dataclasses import dataclass, field

from pos_app.domain.errors import InvalidInputError
from pos_app.domain.store import StoreProfile
from pos_app.services.ports import SettingQueries, SettingRepository
from pos_app.services.store.settings import SettingPorts, SettingReading, StoreSettings
from pos_app.services.store.taxes import tax_settings
from pos_app.services.store.ways import Ways, way_settings
from tests.fakes.shop import FakeShop

NAME = "second_backup_folder"


class NoSuchPlaceError(InvalidInputError):
    code = "test.no_such_place"
    text = "{place} is none."


def refuse_printer(text: str) -> None:
    if text and not text.startswith("/"):
        raise NoSuchPlaceError(place=text)


@dataclass
class FakeFolder:
    is_of_office: bool = False
    used: list[str] = field(default_factory=list)

    def is_gone(self, _settings: SettingQueries) -> bool:
        return False

    def shown(self, settings: SettingQueries) -> str:
        return settings.get(NAME) or ""

    def put(self, settings: SettingRepository, value: str) -> None:
        settings.put(NAME, value)

    def read(self, text: str, _profile: StoreProfile) -> str:
        refuse_printer(text)
        return text

    def use(self, value: str, _profile: StoreProfile) -> None:
        self.used.append(value)


def settings_of(shop: FakeShop, folder: FakeFolder | None = None) -> StoreSettings:
    return StoreSettings(
        ports=SettingPorts(shop.store.new_uow, shop.journal, {"printer": refuse_printer}),
        reading=SettingReading(
            shop.setting_queries,
            {
                NAME: folder or FakeFolder(),
                **tax_settings(shop.setting_queries.tax_classes().values()),
                **way_settings(Ways.read(shop.setting_queries).by_hand),
            },
        ),
    )
