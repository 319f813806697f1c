"""People: who may sign in, for an administrator."""

from __future__ import annotations

from fastapi import Response, status
from pydantic import Field

from pos_app.head_office.api.auth import AdminPerson, guarded_router
from pos_app.head_office.api.fields import Name, Password, PathId, Sent, Told
from pos_app.head_office.api.limits import PAGE_MAX, After, PageSize, page
from pos_app.head_office.api.parts import AccessParts
from pos_app.head_office.services.access.ports import Person
from pos_app.head_office.services.access.roles import Role

guarded_routes = guarded_router(tags=["people"])


class PersonRequest(Sent):
    name: Name = Field(examples=["Ana"])
    role: Role = Field(examples=["manager"])
    store: Name | None = Field(
        None, description="Its id or name, for a cashier or a manager.", examples=["Old Town"]
    )
    password: Password = Field(examples=["correct horse battery"])


class PasswordRequest(Sent):
    password: Password = Field(examples=["correct horse battery"])


class PersonAnswer(Told):
    person_id: str
    name: str
    role: Role
    store_id: str | None
    is_active: bool


def _answer(person: Person) -> PersonAnswer:
    return PersonAnswer(
        person_id=person.person_id,
        name=person.name,
        role=person.role,
        store_id=person.store_id,
        is_active=person.is_active,
    )


@guarded_routes.get("/v1/people", summary="Everybody")
def people(
    _person: AdminPerson, access: AccessParts, after: After = "", limit: PageSize = PAGE_MAX
) -> list[PersonAnswer]:
    everybody = access.people.listed()
    shown = page(everybody, key=lambda one: one.person_id, after=after, limit=limit)
    return [_answer(one) for one in shown]


@guarded_routes.post("/v1/people", status_code=status.HTTP_201_CREATED, summary="Let somebody in")
def add_person(request: PersonRequest, person: AdminPerson, access: AccessParts) -> PersonAnswer:
    return _answer(
        access.people.add(
            name=request.name,
            role=request.role,
            store=request.store,
            password=request.password,
            actor=person.name,
        )
    )


@guarded_routes.post(
    "/v1/people/{person_id}/disable",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Keep somebody out",
)
def disable(person_id: PathId, person: AdminPerson, access: AccessParts) -> Response:
    """Their tokens end everywhere within half a minute."""
    access.people.disable(name=person_id, actor=person.name)
    return Response(status_code=status.HTTP_204_NO_CONTENT)


@guarded_routes.post(
    "/v1/people/{person_id}/password",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Give somebody a new password",
)
def set_password(
    person_id: PathId, request: PasswordRequest, person: AdminPerson, access: AccessParts
) -> Response:
    """Tokens that the old one opened end, and whoever was kept out may come in again."""
    access.people.set_password(name=person_id, password=request.password, actor=person.name)
    return Response(status_code=status.HTTP_204_NO_CONTENT)
