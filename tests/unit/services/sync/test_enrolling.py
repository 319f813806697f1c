from __future__ import annotations

from dataclasses import replace

from pos_app.domain.store import SETTING, StoreProfile
from tests.fakes.shop import FakeShop
from tests.matrix.managing import enrolling


def profile_of(shop: FakeShop) -> StoreProfile:
    text = shop.setting_queries.get(SETTING)
    assert text is not None
    return StoreProfile.from_text(text)


def test_takes_the_name_and_leaves_what_was_changed_since_the_start() -> None:
    shop = FakeShop()
    joining = enrolling(shop)
    with shop.store.new_uow() as uow:
        uow.settings.put(SETTING, replace(profile_of(shop), phone="030 1").to_text())
        uow.commit()

    member = joining.enrol(actor=shop.owner, url="http://hq", code="ABC-123", takes_name=True)

    assert profile_of(shop).name == member.store_name
    assert profile_of(shop).phone == "030 1"
