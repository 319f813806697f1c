"""The services behind the routes, and how a route gets at them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Protocol

from fastapi import Depends, Request

from pos_app.head_office.api.figures import Figures
from pos_app.head_office.api.limits import Limits
from pos_app.head_office.services.access.admission import Admission
from pos_app.head_office.services.access.enrolling import Enrolling
from pos_app.head_office.services.access.keys import HeadKeys
from pos_app.head_office.services.access.own_password import OwnPassword
from pos_app.head_office.services.access.people import People
from pos_app.head_office.services.access.rates import RateLimiter
from pos_app.head_office.services.access.signing_in import SigningIn
from pos_app.head_office.services.access.stores import Stores
from pos_app.head_office.services.access.terminal_sign_in import TerminalSignIn
from pos_app.head_office.services.access.terminals import Terminals
from pos_app.head_office.services.catalogue.editing import CatalogueEditing
from pos_app.head_office.services.changes.telling import Changes
from pos_app.head_office.services.contacts import Contacts
from pos_app.head_office.services.errors import HeadOfficeError
from pos_app.head_office.services.ingest.ingesting import Ingest
from pos_app.head_office.services.missing.telling import MissingEntries
from pos_app.head_office.services.orders.order_service import OrderService
from pos_app.head_office.services.overview.visits import Visits
from pos_app.head_office.services.products.details import ProductDetails
from pos_app.head_office.services.reports.sales import SalesReports


class Health(Protocol):
    def require_ready(self) -> None:
        """:raises HeadOfficeError: if a request would fail now"""
        ...


@dataclass(frozen=True, slots=True)
class Access:
    admission: Admission
    signing_in: SigningIn
    terminal_sign_in: TerminalSignIn
    enrolling: Enrolling
    terminals: Terminals
    people: People
    own_password: OwnPassword
    stores: Stores
    keys: HeadKeys
    rates: RateLimiter
    visits: Visits


@dataclass(frozen=True, slots=True)
class Trade:
    """What stores sell, and are told to sell."""

    ingest: Ingest
    missing: MissingEntries
    changes: Changes
    catalogue: CatalogueEditing
    products: ProductDetails
    orders: OrderService
    reports: SalesReports


def _nothing(_error: Exception) -> HeadOfficeError | None:
    return None


@dataclass(frozen=True, slots=True)
class Parts:
    """`explain` turns what a library raised into an expected failure, where it is one."""

    access: Access
    trade: Trade
    contacts: Contacts
    health: Health
    figures: Figures = field(default_factory=Figures)
    limits: Limits = field(default_factory=Limits)
    explain: Callable[[Exception], HeadOfficeError | None] = _nothing
    has_docs: bool = True
    metrics_token: str = ""


def parts_of(request: Request) -> Parts:
    parts = request.app.state.parts
    assert isinstance(parts, Parts)
    return parts


def _access(request: Request) -> Access:
    return parts_of(request).access


AccessParts = Annotated[Access, Depends(_access)]


def _trade(request: Request) -> Trade:
    return parts_of(request).trade


TradeParts = Annotated[Trade, Depends(_trade)]


def address_of(request: Request) -> str:
    """Where a request comes from; behind a proxy that is trusted, what the proxy says."""
    return request.client.host[:64] if request.client else "unknown"


Address = Annotated[str, Depends(address_of)]
