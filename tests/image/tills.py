"""Tills that speak to a container: a real one that joins, and the recorded day of another."""

from __future__ import annotations

import secrets
import sys
import tempfile
from typing import Final

from tests.cluster.demo import ORDERS
from tests.image.engine import Container, done

STORE: Final = "Old Town"
PASSWORD: Final = secrets.token_urlsafe(15)
PIN: Final = "293847"


def trade(office: Container) -> str:
    """A store and its manager are made, and tills send; what the first one said of it."""
    office.office("store", "add", STORE, "--currency", "EUR", "--time-zone", "Europe/Paris")
    words = ("staff", "add", "Olga", "--role", "admin", "--password-file", "-")
    office.office(*words, text=f"{PASSWORD}\n")
    said = set_up_and_sync(office, "T02")
    assert "T02" in office.office("terminal", "list").split()
    if office.certificate:
        return said
    # The simulated one believes no certificate made here.
    _python(office, "-m", "tests.cluster.demo", office.base, code_for(office, "T01"))
    assert "T01" in office.office("terminal", "list").split()
    return f"{said} {ORDERS} orders of another one taken in."


def set_up_and_sync(office: Container, terminal: str) -> str:
    """What `sync once` of a new till says."""
    with tempfile.TemporaryDirectory(prefix="till-") as folder:
        till = ("-m", "pos_app", "--data-dir", f"{folder}/store")
        shop = ("--store", STORE, "--country", "FR", "--terminal", terminal, "--owner", "Ana")
        owner = ("--pin-file", "-", "--keys-in-file")
        _python(office, *till, "setup", *shop, *owner, text=f"{PIN}\n")
        _python(office, *till, "sync", "enrol", office.base, code_for(office, terminal))
        return _python(office, *till, "sync", "once")


def code_for(office: Container, terminal: str) -> str:
    words = ("enrol-code", "--terminal", terminal, "--store", STORE, "--quiet")
    return office.office(*words)


def _python(office: Container, *words: str, text: str = "") -> str:
    trusting = {"REQUESTS_CA_BUNDLE": office.certificate} if office.certificate else {}
    return done(sys.executable, *words, text=text, given=trusting).stdout.strip()
