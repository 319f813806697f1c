"""The page of head office, all of it, under /app."""

from __future__ import annotations

from fastapi import FastAPI

from pos_app.head_office.page import (
    editing,
    orders,
    own_password,
    products,
    signing_in,
    stores,
)
from pos_app.head_office.page.desk import Desk


def serve_page(app: FastAPI, desk: Desk) -> None:
    app.state.desk = desk
    for routes in (signing_in, own_password, stores, orders, products, editing):
        app.include_router(routes.router)
