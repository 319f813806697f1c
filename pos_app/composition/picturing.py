"""Build what keeps the pictures of products, and what says where a favourite stands."""

from __future__ import annotations

from pos_app.adapters.files.product_images import ProductImages
from pos_app.adapters.system.paths import DataFolder
from pos_app.adapters.system.whole_file import whole_file
from pos_app.composition.opening import OpenStore
from pos_app.services.catalogue.picturing import Picturing


def images_of(folder: DataFolder) -> ProductImages:
    return ProductImages(folder.images, placing=whole_file)


def picturing_of(store: OpenStore) -> Picturing:
    return Picturing(new_uow=store.services.new_uow, journal=store.services.journal)
