"""`POST /token`: people by password, terminals by signature; and the keys that prove tokens."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Form, Response
from pydantic import Field

from pos_app.head_office.api.auth import AnyCaller, AnyPerson, guarded_router, open_router
from pos_app.head_office.api.fields import Password, Sent, Told, text
from pos_app.head_office.api.parts import AccessParts, Address
from pos_app.head_office.services.access.enrolling import base64url
from pos_app.head_office.services.access.ports import Purpose
from pos_app.head_office.services.access.roles import PersonCaller
from pos_app.head_office.services.access.succession import succession
from pos_app.head_office.services.access.terminal_sign_in import ASSERTION_LENGTH_MAX
from pos_app.head_office.services.errors import InvalidError
from pos_app.wire.enrolment import ASSERTION_TYPE
from pos_app.wire.keys import FOR_HEADS

open_routes = open_router(tags=["access"])
guarded_routes = guarded_router(tags=["access"])


class TokenFieldsError(InvalidError):
    text = "To sign in by {grant}, send {fields}. Nothing was changed."


class TokenRequest(Sent):
    """The OAuth2 fields; what is not used here may be sent and is overlooked."""

    grant_type: Literal["password", "client_credentials"]
    username: Annotated[str, text(64)] = ""
    password: Annotated[str, text(512)] = ""
    client_assertion_type: Annotated[str, text(128)] = ""
    client_assertion: Annotated[str, text(ASSERTION_LENGTH_MAX)] = ""
    scope: Annotated[str, text(256)] = ""
    client_id: Annotated[str, text(128)] = ""
    client_secret: Annotated[str, text(128)] = ""


class TokenAnswer(Told):
    access_token: str = Field(examples=["eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCJ9…"])
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - the kind of token
    expires_in: int = Field(description="Seconds.", examples=[600])
    scope: str = Field(examples=["person"])


@open_routes.post("/token", summary="Sign in")
def token(
    form: Annotated[TokenRequest, Form()], access: AccessParts, address: Address
) -> TokenAnswer:
    """A person sends `username` and `password`; a terminal `client_assertion` (RFC 7523)."""
    if form.grant_type == "password":
        if not form.username or not form.password:
            raise TokenFieldsError(grant="password", fields="username and password")
        grant = access.signing_in.sign_in(
            name=form.username, password=form.password, address=address
        )
    else:
        if form.client_assertion_type != ASSERTION_TYPE or not form.client_assertion:
            raise TokenFieldsError(
                grant="assertion", fields="client_assertion_type and client_assertion"
            )
        grant = access.terminal_sign_in.sign_in(assertion=form.client_assertion)
    return TokenAnswer(access_token=grant.token, expires_in=grant.seconds, scope=grant.scope)


class PublicKey(Told):
    """RFC 8037. `use_for`: `tokens`, or `heads` for the countersigned heads of journals.

    A key of the heads but the first is signed by the one before it: `signature` (Ed25519,
    base64url) by `signed_by`, of `pos-head-key-v1` and the canonical JSON of key_id, public_key
    and signed_by.
    """

    kty: Literal["OKP"] = "OKP"
    crv: Literal["Ed25519"] = "Ed25519"
    use: Literal["sig"] = "sig"
    alg: Literal["EdDSA"] = "EdDSA"
    kid: str = Field(examples=["9f86d081884c7d65"])
    x: str
    use_for: str = Field(examples=["heads"])
    signed_by: str = ""
    signature: str = ""


class PublicKeys(Told):
    keys: list[PublicKey]


@open_routes.get("/v1/keys", summary="The public keys of head office")
def keys(access: AccessParts, response: Response) -> PublicKeys:
    response.headers["Cache-Control"] = "public, max-age=30"
    for_tokens = [
        PublicKey(kid=key.key_id, x=base64url(key.public_key), use_for=Purpose.TOKENS.value)
        for key in access.keys.published(Purpose.TOKENS)
    ]
    for_heads = [
        PublicKey(
            kid=key.key_id,
            x=key.public_key,
            use_for=FOR_HEADS,
            signed_by=key.signed_by,
            signature=key.signature,
        )
        for key in succession(access.keys)
    ]
    return PublicKeys(keys=for_tokens + for_heads)


class Me(Told):
    """Who a token is of. For a terminal `name` is its code and `role` is `terminal`."""

    id: str
    name: str
    role: str
    store_id: str | None


@guarded_routes.get("/v1/me", summary="Who I am here")
def me(caller: AnyCaller) -> Me:
    if isinstance(caller, PersonCaller):
        return Me(
            id=caller.person_id,
            name=caller.name,
            role=caller.role.value,
            store_id=caller.store_id,
        )
    return Me(id=caller.terminal_id, name=caller.code, role="terminal", store_id=caller.store_id)


class OwnPasswordRequest(Sent):
    old_password: Password
    password: Password = Field(examples=["correct horse battery"])


@guarded_routes.post("/v1/me/password", summary="Change my password")
def change_password(
    request: OwnPasswordRequest, person: AnyPerson, access: AccessParts, address: Address
) -> TokenAnswer:
    """Every token and visit of before ends; the one in the answer is good from now on."""
    grant = access.own_password.change(
        name=person.name, old=request.old_password, new=request.password, address=address
    )
    return TokenAnswer(access_token=grant.token, expires_in=grant.seconds, scope=grant.scope)
