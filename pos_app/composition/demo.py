"""The demo store: a practice store with real products, kept between starts."""

from __future__ import annotations

import json
import tempfile
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Final

from pos_app.adapters.persistence.store_file import TrialStoreError, first_look, version_of
from pos_app.adapters.system.paths import DataFolder, bundled
from pos_app.composition.demo_people import CASHIER, CASHIER_PIN, OWNER, OWNER_PIN
from pos_app.composition.importing import import_products
from pos_app.composition.making import SetupRequest, make_store
from pos_app.composition.opening import OpenStore, reading, writing
from pos_app.domain.errors import RefusedError
from pos_app.domain.staff import Role
from pos_app.domain.store import INSTALLATION, SETTING
from pos_app.services.catalogue.importing import ImportOptions

STAGING: Final = ".demo-"


class NotADemoFolderError(RefusedError):
    code = "demo.not_empty"
    text = "{folder} holds something else. The demo store wants a folder of its own."


def ensure_demo(folder: DataFolder) -> None:
    """Make the demo store, or find it as it was left.

    :raises NotADemoFolderError: if the folder holds another store, or anything else
    """
    if folder.store.exists() and not _is_of_a_trial(folder):
        with reading(folder) as queries:
            if not queries.profile.demo:
                raise NotADemoFolderError(folder=folder.root)
        return
    if folder.store.exists():
        _put_away(folder.root.resolve())
    # What a symbolic link, or ".", leads to: the name itself is not ours to replace.
    folder = DataFolder(folder.root.resolve())
    if folder.root.exists() and not _is_free(folder.root):
        raise NotADemoFolderError(folder=folder.root)
    folder.root.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _make_aside(folder)


def _is_of_a_trial(folder: DataFolder) -> bool:
    """Whether it is a demo store that this program cannot open.

    :raises TrialStoreError: if it is another one, which is not to be touched
    """
    try:
        version_of(folder.store)
    except TrialStoreError:
        look = first_look(folder.store, profile=SETTING, installation=INSTALLATION)
        if json.loads(look.profile)["demo"] is not True:
            raise
        return True
    return False


def _put_away(root: Path) -> None:
    """Nothing of a demo store is anybody's, but it is not ours to delete."""
    places = (root.with_name(f"{root.name}-before-{number}") for number in count(1))
    root.rename(next(place for place in places if not place.exists()))


def _is_free(root: Path) -> bool:
    """Empty, but for what a kill has left of an earlier start."""
    return root.is_dir() and all(path.name.startswith(STAGING) for path in root.iterdir())


def _make_aside(folder: DataFolder) -> None:
    """The store appears whole, or not at all; only what is made here is ever removed."""
    there = folder.root.exists()
    place = folder.root if there else folder.root.parent
    staging = DataFolder(Path(tempfile.mkdtemp(prefix=STAGING, dir=place)))
    try:
        _make(staging)
        if there:
            # Somebody may stand in this folder, or have mounted it: it stays, and is filled.
            for path in sorted(staging.root.iterdir(), key=lambda path: path == staging.store):
                path.rename(folder.root / path.name)
        else:
            staging.root.rename(folder.root)
    finally:
        if staging.root.exists():
            import_module("shutil").rmtree(staging.root)


def _make(folder: DataFolder) -> None:
    make_store(
        folder,
        SetupRequest(
            store="Corner Shop",
            country="FR",
            owner=OWNER,
            pin=OWNER_PIN,
            demo=True,
            language="en",
            address="12 Market Street\n75001 Paris",
            tax_number="FR00 123456789",
            phone="+33 1 00 00 00 00",
            footer="Thank you, see you soon",
            embedded=(("21", 5, 5, 3, "weight", False), ("22", 5, 5, 2, "price", False)),
        ),
    )
    with writing(folder) as store:
        owner = store.services.staff.owner()
        store.services.staff.add(actor=owner, name=CASHIER, role=Role.CASHIER, pin=CASHIER_PIN)
        import_products(
            store,
            bundled("resources") / "demo" / "products.csv",
            ImportOptions("products.csv", strict=True),
            actor=owner,
            progress=lambda _progress: None,
        )
        _choose_favourites(store)


def _choose_favourites(store: OpenStore) -> None:
    listed = (bundled("resources") / "demo" / "favourites.txt").read_text(encoding="utf-8")
    found = [store.queries.products.by_barcode(code) for code in listed.split()]
    with store.services.new_uow() as uow:
        uow.settings.set_favourites([one.product_id for one in found if one is not None])
        uow.commit()
