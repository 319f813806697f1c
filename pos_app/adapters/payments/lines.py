"""Connections that note whether a request may have left: what they keep back was not sent."""

from __future__ import annotations

import threading
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


class _Request(threading.local):
    """The one that this thread sends."""

    may_have_left = False


_request = _Request()


class _Connection(HTTPConnection):
    def connect(self) -> None:
        _connect(super().connect)

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()
        _request.may_have_left = True
        super().send(data)


class _SecureConnection(HTTPSConnection):
    def connect(self) -> None:
        _connect(super().connect)

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()
        _request.may_have_left = True
        super().send(data)


def _connect(connect: Any) -> None:
    try:
        connect()
    finally:
        # What a proxy was told on the way is no part of the request.
        _request.may_have_left = False


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


_POOLS = {"http": _Pool, "https": _SecurePool}


class NotingAdapter(HTTPAdapter):
    """Where it is not known whether a request has left, it may have."""

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **options)
        manager.pool_classes_by_scheme = _POOLS
        return manager

    def send(self, *args: Any, **options: Any) -> requests.Response:
        _request.may_have_left = True
        return super().send(*args, **options)


def new_session() -> requests.Session:
    session = requests.Session()
    for scheme in ("https://", "http://"):
        session.mount(scheme, NotingAdapter())
    return session


def begin() -> None:
    """A request is about to be put together."""
    _request.may_have_left = False


def may_have_left() -> bool:
    """Whether the last request of this thread may have come to where it was meant to go."""
    return _request.may_have_left
