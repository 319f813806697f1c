"""Serve head office on SQLite for a demo store.

    python build/head_office_demo.py [--smoke]

Everything lies in out/head-office: the database, the secret that seals its keys, and the sign-in
that was made up for its manager, all for their owner alone. POS_HEAD_OFFICE_PORT chooses the port.
With --smoke a demo till joins, sends and receives once, the page is opened, and all of it ends.
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
from typing import Final, NoReturn

ROOT: Final = Path(__file__).parents[1]
PLACE: Final = ROOT / "out" / "head-office"
SIGN_IN: Final = PLACE / "sign-in.txt"
STORE: Final = "Corner Shop"
MANAGER: Final = "Mara"
TERMINAL: Final = "T01"
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


def main(words: Sequence[str]) -> int:
    os.umask(OWNER_ONLY)
    os.environ["POS_HEAD_OFFICE_PORT"] = PORT
    with contextlib.suppress(subprocess.CalledProcessError):
        make()
        if "--smoke" in words:
            return smoke()
        serve()
    # The command that failed has said why.
    return 1


def make() -> None:
    """The database with the demo store; what is there stays as it was left."""
    run(*OFFICE, "migrate")
    if run(*OFFICE, "store", "list"):
        print(f"The demo store is as it was left; the manager's sign-in is in {SIGN_IN}")
        return
    run(*OFFICE, "store", "add", STORE, "--currency", "EUR", "--time-zone", "Europe/Paris")
    run(*OFFICE, "seed", "resources/demo/products.csv")
    password = secrets.token_urlsafe(SECRET_BYTES)
    add = ("staff", "add", MANAGER, "--role", "admin", "--password-file", "-")
    run(*OFFICE, *add, typed=password)
    SIGN_IN.write_text(f"{MANAGER}\n{password}\n", encoding="utf-8")
    print("Made a demo store. Its manager signs in by the name and password below; they are shown")
    print(f"this once, and kept in {SIGN_IN}:\n\n    {MANAGER}\n    {password}\n")


def serve() -> NoReturn:
    """Until Ctrl+C."""
    print(f"The page is at      {ADDRESS}/app/")
    print("A till joins by     " + " ".join(enrolment()))
    print("and sends by itself while it is open, or by: python -m pos_app --demo sync once\n")
    sys.stdout.flush()
    os.execv(sys.executable, [*OFFICE, "serve", "--port", PORT])  # noqa: S606


def smoke() -> int:
    """A till joins and sends; whoever is not signed in is asked to."""
    with serving(), tempfile.TemporaryDirectory(dir=PLACE, prefix="till-") as folder:
        till = (*TILL, "--data-dir", folder, "--demo")
        joined = run(*till, *enrolment()[-4:])
        sent = run(*till, "sync", "once")
        page = read(f"{ADDRESS}/app/")
    print(joined, sent, sep="\n")
    if "Sign in" not in page:
        print("The page does not ask who is there.", file=sys.stderr)
        return 1
    print(f"The page opens at {ADDRESS}/app/")
    return 0


def enrolment() -> list[str]:
    """What to type at the till, with a code that is good for ten minutes."""
    code = run(*OFFICE, "enrol-code", "--terminal", TERMINAL, "--store", STORE, "--quiet")
    return ["python", "-m", "pos_app", "--demo", "sync", "enrol", ADDRESS, code]


@contextlib.contextmanager
def serving() -> Iterator[None]:
    server = subprocess.Popen([*OFFICE, "serve", "--port", PORT], cwd=ROOT)  # noqa: S603
    try:
        end = time.monotonic() + READY_S
        while not is_ready():
            if server.poll() is not None or time.monotonic() > end:
                raise subprocess.CalledProcessError(server.poll() or 1, server.args)
            time.sleep(POLL_S)
        yield
    finally:
        server.terminate()
        server.wait()


def is_ready() -> bool:
    try:
        return bool(read(f"{ADDRESS}/readyz"))
    except OSError:
        return False


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=READY_S) as answer:  # noqa: S310
        said: bytes = answer.read()
    return said.decode()


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
