"""`python -m tests.package.installed SYSTEM WORK DEB`: install, sell, remove, in a bare system.

Run by root in a mount and process namespace of its own, which takes the mounts and processes along
when it ends.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from tests.journeys.screen import Screen, x_screen
from tests.package.built import PIN, ROOT, Bare, step

DATA: Final = ROOT / "tests" / "data"
UID: Final = 1_000
HOME: Final = Path("/home/ana")
SHOP: Final = HOME / ".local" / "share" / "pos_app"
PRACTICE: Final = HOME / "practice"
SETUP: Final = ("setup", "--country", "FR", "--owner", "Ana", "--pin-file", HOME / "pin")
WAIT_S: Final = 60
POLL_S: Final = 0.2
PACKAGE: Final = Path("/root/pos-app.deb")
X_SOCKETS: Final = "/tmp/.X11-unix"
# By the product's barcode; its price is in the excerpt.
BARCODE: Final = "2000000000138"
# A sound player that says which libraries it was told to load.
PLAYER: Final = Path("/usr/local/bin/pw-play")
PLAYED: Final = HOME / "played"
PLAYER_TEXT: Final = f"""#!/bin/sh
echo "${{LD_LIBRARY_PATH-its own}}" >>{PLAYED}
"""


@dataclass(frozen=True, slots=True)
class Installed:
    """The bare system under `root`: what root does in it, and what its user Ana does."""

    root: Path

    @property
    def by_root(self) -> Bare:
        return Bare(Path("/root"), ("unshare", "--net", "chroot", str(self.root)))

    @property
    def by_ana(self) -> Bare:
        user = f"--userspec={UID}:{UID}"
        return Bare(HOME, ("unshare", "--net", "chroot", user, str(self.root)))

    def pos_app(self, *words: object) -> str:
        return self.by_ana.done("pos-app", *words)

    def json(self, *words: object) -> Any:
        return json.loads(self.pos_app(*words, "--json"))

    def path(self, inside: Path) -> Path:
        return self.root / inside.relative_to("/")

    def bring(self, source: Path, inside: Path) -> None:
        shutil.copyfile(source, self.path(inside))


def main(system: Path, work: Path, package: Path) -> None:
    installed = Installed(work / "root")
    unpack(system, installed)
    install(installed, package)
    set_up(installed)
    sell_by_rehearsal(installed)
    sell_at_the_screen(installed)
    remove(installed)


def unpack(system: Path, installed: Installed) -> None:
    installed.root.mkdir()
    tar = ("tar", "--extract", "--preserve-permissions", "--numeric-owner")
    subprocess.run([*tar, "--file", system, "--directory", installed.root], check=True)
    subprocess.run(["mount", "-t", "proc", "proc", installed.root / "proc"], check=True)
    by_root = installed.by_root
    by_root.done("useradd", "--create-home", "--uid", UID, "ana")
    for name in ("python3", "python"):
        assert by_root.run("sh", "-c", f"command -v {name}").returncode != 0
    assert "libpython" not in by_root.done("ldconfig", "-p")
    step("a bare system, without Python and without network")


def install(installed: Installed, package: Path) -> None:
    installed.bring(package, PACKAGE)
    apt = ("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "Dpkg::Use-Pty=0")
    words = ("install", "--yes", "--no-install-recommends", PACKAGE)
    result = installed.by_root.run(*apt, *words)
    assert result.returncode == 0, result.stderr
    told = installed.pos_app("--version").strip()
    version = installed.by_root.done("dpkg-query", "--show", "--showformat=${Version}", "pos-app")
    assert told == f"pos-app, version {version}", told
    step(f"apt-get install of pos-app {version}: it asks for nothing that is not there")


def set_up(installed: Installed) -> None:
    installed.path(HOME / "pin").write_text(f"{PIN}\n", encoding="ascii")
    for name in ("groceries", "catalogue"):
        installed.bring(DATA / f"{name}-excerpt.csv", HOME / f"{name}.csv")
    zones = installed.root / "usr" / "share" / "zoneinfo"
    hidden = zones.rename(zones.with_name("hidden"))  # the program brings its own
    installed.pos_app(*SETUP, "--store", "Café Ana", "--keys-in-file")
    hidden.rename(zones)
    told = installed.json("products", "import", HOME / "catalogue.csv")
    assert told["new"] > 0
    assert told["rejected"] == []
    assert "Yéti torsado" in installed.pos_app("products", "find", "yéti")
    assert "Café Ana" in installed.pos_app("smoke")
    assert all(one["ok"] for one in installed.json("doctor"))
    step("setup --keys-in-file, products import, smoke and doctor of a store")


def sell_by_rehearsal(installed: Installed) -> None:
    here = ("--data-dir", PRACTICE)
    installed.pos_app(*here, *SETUP, "--store", "Practice", "--practice")
    installed.pos_app(*here, "products", "import", HOME / "groceries.csv")
    installed.path(HOME / "baskets.txt").write_text(f"{BARCODE}\n", encoding="ascii")
    assert installed.json(*here, "rehearse", HOME / "baskets.txt")["orders"] == 1
    assert [one["state"] for one in installed.json(*here, "orders", "list")] == ["paid"]
    (order,) = installed.json(*here, "orders", "list")
    installed.pos_app(*here, "orders", "receipt", order["number"], "--pdf", HOME / "receipt.pdf")
    assert installed.path(HOME / "receipt.pdf").read_bytes().startswith(b"%PDF")
    assert installed.json(*here, "journal", "verify")["ok"]
    step(f"rehearse sold {order['number']}; orders list, receipt as PDF, journal verify")


def sell_at_the_screen(installed: Installed) -> None:
    here = ("--data-dir", PRACTICE)

    def opens_shift() -> bool:
        screen.press("Return")  # the page to open it on may not have been there yet
        return any(one["closed_at"] is None for one in installed.json(*here, "shift", "list"))

    installed.path(PLAYER).write_text(PLAYER_TEXT, encoding="ascii")
    installed.path(PLAYER).chmod(0o755)
    with x_screen() as screen, till(installed, screen) as process:
        screen.focus("Practice")
        screen.press(*PIN)
        until(opens_shift, "the shift is open")
        screen.scan(BARCODE)
        screen.press("Return", "5", "0", "Return")
        until(lambda: len(installed.json(*here, "orders", "list")) == 2, "the order is paid")
        for words in (("--remove", "pos-app"), ("--install", PACKAGE)):
            refused = installed.by_root.run("dpkg", *words)
            assert refused.returncode != 0, words
            assert "The till is open" in refused.stderr, refused.stderr
        assert process.poll() is None
    assert installed.json(*here, "journal", "verify")["ok"]
    status = installed.by_root.done("dpkg-query", "--show", "--showformat=${Status}", "pos-app")
    assert status == "install ok installed", status
    assert set(installed.path(PLAYED).read_text().split("\n")) == {"its own", ""}
    step("the till on an X screen signed in, opened a shift and sold an order by keys alone")
    step("while it was open, dpkg refused to remove and to replace it")


@contextmanager
def till(installed: Installed, screen: Screen) -> Iterator[subprocess.Popen[bytes]]:
    sockets = installed.root / X_SOCKETS.lstrip("/")
    sockets.mkdir(exist_ok=True)
    subprocess.run(["mount", "--bind", X_SOCKETS, sockets], check=True)
    ana = installed.by_ana
    with subprocess.Popen(
        [*ana.wrapper, "pos-app", "--data-dir", str(PRACTICE)],
        env=ana.environment | {"DISPLAY": screen.display},
        stderr=subprocess.PIPE,
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
        assert process.stderr is not None
        complaints = process.stderr.read()
        assert (process.wait(WAIT_S), complaints) == (0, b"")


def until(holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + WAIT_S
    while not holds():
        assert time.monotonic() < deadline, f"never: {what}"
        time.sleep(POLL_S)


def remove(installed: Installed) -> None:
    before = fingerprint(installed.path(HOME))
    assert str(installed.path(SHOP / "pos.sqlite3")) in before
    by_root = installed.by_root
    by_root.done("dpkg", "--remove", "pos-app")
    by_root.done("dpkg", "--install", PACKAGE)
    by_root.done("dpkg", "--purge", "pos-app")
    assert fingerprint(installed.path(HOME)) == before
    installed.path(PACKAGE).unlink()
    assert list(installed.root.glob("[!p]*/**/*pos-app*")) == []  # /proc is not the package's
    step("dpkg --remove and --purge left nothing of the program and every file of the stores")


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        str(path): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
