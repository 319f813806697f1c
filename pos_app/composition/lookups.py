"""The one way from a code to a product of a store, with the rules it reads codes by."""

from __future__ import annotations

from pos_app.composition.queries import Queries
from pos_app.services.catalogue.lookup import Lookup


def lookup_of(queries: Queries) -> Lookup:
    return Lookup(products=queries.products, rules=queries.profile.embedded_rules)
