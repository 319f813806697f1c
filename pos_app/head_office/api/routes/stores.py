"""The stores of the chain."""

from __future__ import annotations

from typing import Annotated

from fastapi import status
from pydantic import Field

from pos_app.head_office.api.auth import AdminPerson, AnyPerson, guarded_router
from pos_app.head_office.api.fields import Name, Sent, Told, text
from pos_app.head_office.api.limits import PAGE_MAX, After, PageSize, page
from pos_app.head_office.api.parts import AccessParts

guarded_routes = guarded_router(tags=["stores"])


class StoreRequest(Sent):
    name: Name = Field(examples=["Old Town"])
    currency: str = Field(pattern=r"^[A-Z]{3}$", examples=["EUR"])
    time_zone: Annotated[str, text(64, least=1)] = Field(examples=["Europe/Paris"])
    prices_include_tax: bool = True


class StoreAnswer(Told):
    store_id: str
    name: str
    currency: str
    time_zone: str
    prices_include_tax: bool


@guarded_routes.get("/v1/stores", summary="My store, or all")
def stores(
    person: AnyPerson, access: AccessParts, after: After = "", limit: PageSize = PAGE_MAX
) -> list[StoreAnswer]:
    seen = [one for one in access.stores.listed() if person.sees_store(one.store_id)]
    shown = page(seen, key=lambda one: one.store_id, after=after, limit=limit)
    return [StoreAnswer.model_validate(one) for one in shown]


@guarded_routes.post("/v1/stores", status_code=status.HTTP_201_CREATED, summary="A new store")
def add_store(request: StoreRequest, person: AdminPerson, access: AccessParts) -> StoreAnswer:
    added = access.stores.add(**request.model_dump(), actor=person.name)
    return StoreAnswer.model_validate(added)
