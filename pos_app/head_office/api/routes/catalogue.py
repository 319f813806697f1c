"""Products as they are looked up, and everything that is edited here and reaches the tills."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Final, Literal

from fastapi import Path, Query, Response, status
from pydantic import Field, StringConstraints

from pos_app.head_office.api.auth import AnyCaller, HeadOfficePerson, guarded_router
from pos_app.head_office.api.fields import Id, Sent, Told, text
from pos_app.head_office.api.parts import TradeParts
from pos_app.head_office.services.access.roles import PersonCaller, Role
from pos_app.head_office.services.catalogue.things import (
    BARCODE_LENGTH_MAX,
    BARCODES_MAX,
    CHAIN,
    CODE_LENGTH_MAX,
    Product,
    Tax,
    TaxClass,
)
from pos_app.wire.changes import Subject

AMOUNT_MAX: Final = 10**12
SKU_LENGTH_MAX: Final = 64
NAME_LENGTH_MAX: Final = 200
SETTING_LENGTH_MAX: Final = 500
"""These are what a till takes: what is longer would be refused by every one of them."""
TAXES_MAX: Final = 8

router = guarded_router(tags=["catalogue"])

Amount = Annotated[int, Field(ge=0, le=AMOUNT_MAX, strict=True, examples=[249])]
Barcode = Annotated[str, text(BARCODE_LENGTH_MAX, least=1)]
Code = Annotated[str, text(CODE_LENGTH_MAX, least=1)]
PathCode = Annotated[
    str,
    Path(
        min_length=1,
        max_length=CODE_LENGTH_MAX,
        pattern=r"^[^\s\x00-\x1f\x7f/]([^\x00-\x1f\x7f/]*[^\s\x00-\x1f\x7f/])?$",
    ),
]
# A sku may hold a slash.
PathSku = Annotated[
    str,
    Path(
        min_length=1,
        max_length=SKU_LENGTH_MAX,
        pattern=r"^[^\s\x00-\x1f\x7f]([^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?$",
        examples=["TEA"],
    ),
]
InStore = Annotated[Id | None, Query(description="Of this store only; without it, of all stores.")]
ProductName = Annotated[
    str,
    StringConstraints(
        min_length=1, max_length=NAME_LENGTH_MAX, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$"
    ),
]


class ProductTold(Told):
    """Money in minor units; what it costs is not told to cashiers."""

    sku: str
    name: str
    category: str
    price: int
    cost: int | None = None
    tax_class: str
    unit: str
    oversell: str
    active: bool
    age_limit: int | None
    open_price: bool
    barcodes: list[str]


class ProductSent(Sent):
    name: ProductName = Field(examples=["Green tea"])
    category: Annotated[str, text(64)] = ""
    price: Amount
    cost: Amount | None = None
    tax_class: Code = Field(examples=["STANDARD"])
    unit: Literal["each", "kg", "l", "m"] = "each"
    oversell: Literal["warn", "block", "allow"] = "warn"
    active: bool = True
    age_limit: Annotated[int, Field(ge=1, le=99, strict=True)] | None = None
    open_price: bool = False
    barcodes: list[Barcode] = Field(default=[], max_length=BARCODES_MAX)


class TaxSent(Sent):
    """Millionths of the price, or an amount in minor units on each piece."""

    name: ProductName
    rate_millionths: Annotated[int, Field(ge=0, le=1_000_000, strict=True, examples=[200_000])]
    amount_minor: Amount = 0
    compound: bool = False


class TaxClassSent(Sent):
    name: ProductName
    taxes: list[Code] = Field(max_length=TAXES_MAX)


class SettingSent(Sent):
    value: Annotated[str, text(SETTING_LENGTH_MAX)]


class StaffSent(Sent):
    """A new person gets a PIN from a manager at the till."""

    name: ProductName
    role: Literal["cashier", "supervisor", "manager", "owner"]
    active: bool = True


@router.get(
    "/products/{product_id:path}",
    response_model_exclude_unset=True,
    summary="One product by its sku",
)
def product(product_id: PathSku, caller: AnyCaller, trade: TradeParts) -> ProductTold:
    """As the caller's store sells it; kept for some minutes, and forgotten when it is edited."""
    found = trade.products.get(sku=product_id, store_id=caller.store_id)
    told = {**asdict(found), "barcodes": list(found.barcodes)}
    if isinstance(caller, PersonCaller) and caller.role is Role.CASHIER:
        del told["cost"]
    return ProductTold(**told)


@router.put(
    "/v1/products/{sku:path}", status_code=status.HTTP_204_NO_CONTENT, summary="Keep a product"
)
def put_product(
    sku: PathSku,
    sent: ProductSent,
    _person: HeadOfficePerson,
    trade: TradeParts,
    store: InStore = None,
) -> Response:
    barcodes = tuple(dict.fromkeys(sent.barcodes))
    one = Product(sku=sku, **{**sent.model_dump(), "barcodes": barcodes})
    trade.catalogue.put_products(products=[one], scope=store or CHAIN)
    return _done()


@router.delete(
    "/v1/products/{sku:path}", status_code=status.HTTP_204_NO_CONTENT, summary="Drop a product"
)
def remove_product(
    sku: PathSku, _person: HeadOfficePerson, trade: TradeParts, store: InStore = None
) -> Response:
    trade.catalogue.remove(subject=Subject.PRODUCT, key=sku, scope=store or CHAIN)
    return _done()


@router.put("/v1/taxes/{code}", status_code=status.HTTP_204_NO_CONTENT, summary="Keep a tax")
def put_tax(
    code: PathCode,
    sent: TaxSent,
    _person: HeadOfficePerson,
    trade: TradeParts,
    store: InStore = None,
) -> Response:
    tax = Tax(code=code, **sent.model_dump())
    trade.catalogue.put_taxes(taxes=[tax], classes=[], scope=store or CHAIN)
    return _done()


@router.put(
    "/v1/tax-classes/{code}", status_code=status.HTTP_204_NO_CONTENT, summary="Keep a tax class"
)
def put_tax_class(
    code: PathCode,
    sent: TaxClassSent,
    _person: HeadOfficePerson,
    trade: TradeParts,
    store: InStore = None,
) -> Response:
    tax_class = TaxClass(code, sent.name, tuple(dict.fromkeys(sent.taxes)))
    trade.catalogue.put_taxes(taxes=[], classes=[tax_class], scope=store or CHAIN)
    return _done()


@router.put(
    "/v1/settings/{name}", status_code=status.HTTP_204_NO_CONTENT, summary="Set something at tills"
)
def put_setting(
    name: PathCode,
    sent: SettingSent,
    _person: HeadOfficePerson,
    trade: TradeParts,
    store: InStore = None,
) -> Response:
    body = {"value": sent.value}
    trade.catalogue.put(subject=Subject.SETTING, key=name, body=body, scope=store or CHAIN)
    return _done()


@router.put(
    "/v1/staff/{staff_id}", status_code=status.HTTP_204_NO_CONTENT, summary="Keep a person at tills"
)
def put_staff(
    staff_id: PathCode,
    sent: StaffSent,
    _person: HeadOfficePerson,
    trade: TradeParts,
    store: InStore = None,
) -> Response:
    body = sent.model_dump()
    trade.catalogue.put(subject=Subject.STAFF, key=staff_id, body=body, scope=store or CHAIN)
    return _done()


def _done() -> Response:
    return Response(status_code=status.HTTP_204_NO_CONTENT)
