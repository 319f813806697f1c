"""The one way to find an order of a store, for its screen and for the command line."""

from __future__ import annotations

from pos_app.composition.queries import Queries
from pos_app.services.orders.finding import Finding
from pos_app.services.ports import Formats


def finding_of(queries: Queries, formats: Formats) -> Finding:
    return Finding(
        orders=queries.finder,
        staff=queries.staff,
        formats=formats,
        currency=queries.profile.currency,
    )
