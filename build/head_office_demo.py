"""Serve head office on SQLite for a demo store.

    python build/head_office_demo.py [--smoke]

Everything lies in out/head-office: the database, the secret that seals its keys, and the sign-in
that was made up for its manager, all for their owner alone. POS_HEAD_OFFICE_PORT chooses the port.
With --smoke a till is set up, joins, sends and receives, the page is opened, and all of it ends.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
PLACE: Final = ROOT / "out" / "head-office"
SIGN_IN: Final = PLACE / "sign-in.txt"
TAXES: Final = ("--tax", "STANDARD=20", "--tax", "REDUCED=5.5")
STORE: Final = "Corner Shop"
MANAGER: Final = "Mara"
SOLD: Final = "T01"
"""What has sold already."""
JOINING: Final = "T02"
PORT: Final = os.environ.get("POS_HEAD_OFFICE_PORT", "8600")
ADDRESS: Final = f"http://127.0.0.1:{PORT}"
OFFICE: Final = (
    *(sys.executable, "-m", "pos_app.composition.head_office_cli"),
    *("--data-dir", str(PLACE)),
)
TILL: Final = (sys.executable, "-m", "pos_app")
OWNER_ONLY: Final = 0o077
READY_S: Final = 60
POLL_S: Final = 0.1
SECRET_BYTES: Final = 15
PIN: Final = "293847"
"""Of a till that is there for a moment only."""


def main(words: Sequence[str]) -> int:
    os.umask(OWNER_ONLY)
    os.environ["POS_HEAD_OFFICE_PORT"] = PORT
    try:
        is_new = make()
        with serving() as server:
            if is_new:
                run(sys.executable, "-m", "tests.cluster.demo", ADDRESS, code_for(SOLD))
            return smoke() if "--smoke" in words else stay(server)
    except subprocess.CalledProcessError:
        # The command that failed has said why.
        return 1


def make() -> bool:
    """The database with the demo store, and whether it is new; else it is as it was left."""
    run(*OFFICE, "migrate")
    if run(*OFFICE, "store", "list"):
        print(f"The demo store is as it was left; its manager's sign-in is in {SIGN_IN}")
        return False
    run(*OFFICE, "store", "add", STORE, "--currency", "EUR", "--time-zone", "Europe/Paris")
    run(*OFFICE, "seed", "resources/demo/products.csv", *TAXES)
    password = secrets.token_urlsafe(SECRET_BYTES)
    add = ("staff", "add", MANAGER, "--role", "admin", "--password-file", "-")
    run(*OFFICE, *add, typed=password)
    SIGN_IN.write_text(f"{MANAGER}\n{password}\n", encoding="utf-8")
    print("Made a demo store. Its manager signs in by the name and password below; they are shown")
    print(f"this once, and kept in {SIGN_IN}:\n\n    {MANAGER}\n    {password}\n")
    return True


def stay(server: subprocess.Popen[bytes]) -> int:
    """Until Ctrl+C."""
    print(f"The page is at {ADDRESS}/app/")
    print("A till of a real store (a practice store stays by itself) joins within ten minutes by")
    print(f"    python -m pos_app sync enrol {ADDRESS} {code_for(JOINING)}")
    print("and sends while it is open, or by: python -m pos_app sync once", flush=True)
    try:
        return server.wait()
    except KeyboardInterrupt:
        return 0


def smoke() -> int:
    """A till is set up, joins, sends and receives; whoever is not signed in is asked to."""
    with tempfile.TemporaryDirectory(dir=PLACE, prefix="till-") as folder:
        till = (*TILL, "--data-dir", f"{folder}/store")
        shop = ("--store", STORE, "--country", "FR", "--terminal", JOINING, "--owner", "Ana")
        run(*till, "setup", *shop, "--pin-file", "-", "--keys-in-file", typed=PIN)
        print(run(*till, "sync", "enrol", ADDRESS, code_for(JOINING)))
        print(run(*till, "sync", "once"))
    if "Sign in" not in read("/app/"):
        print("The page does not ask who is there.", file=sys.stderr)
        return 1
    print(f"The page opens at {ADDRESS}/app/")
    return 0


def code_for(terminal: str) -> str:
    """What a till types to join, good for ten minutes."""
    return run(*OFFICE, "enrol-code", "--terminal", terminal, "--store", STORE, "--quiet")


@contextlib.contextmanager
def serving() -> Iterator[subprocess.Popen[bytes]]:
    server = subprocess.Popen([*OFFICE, "serve", "--port", PORT], cwd=ROOT)  # noqa: S603
    try:
        end = time.monotonic() + READY_S
        while not is_ready():
            if server.poll() is not None or time.monotonic() > end:
                raise subprocess.CalledProcessError(server.poll() or 1, server.args)
            time.sleep(POLL_S)
        yield server
    finally:
        server.terminate()
        server.wait()


def is_ready() -> bool:
    try:
        return bool(read("/readyz"))
    except OSError:
        return False


def read(path: str) -> str:
    with urllib.request.urlopen(ADDRESS + path, timeout=READY_S) as answer:  # noqa: S310
        told: bytes = answer.read()
    return told.decode()


def run(*command: str, typed: str = "") -> str:
    """What it printed. What it complains of goes to our own standard error."""
    done = subprocess.run(  # noqa: S603
        command,
        cwd=ROOT,
        input=f"{typed}\n" if typed else "",
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
