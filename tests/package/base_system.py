"""The bare system that the package is tried in: the smallest one, and what the package needs."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

from tests.package.built import CACHE, ROOT, tell

CONTROL: Final = ROOT / "build" / "deb" / "control"
# The machine's own archive; other lists may lie beside it.
SOURCES: Final = ("sources.list.d/debian.sources", "sources.list.d/ubuntu.sources", "sources.list")


class NoBaseSystemError(Exception):
    """Says what is missing."""


def base_system() -> Path:
    """The system as a tar file, fetched once.

    :raises NoBaseSystemError: if this is not root's terminal, or the archive cannot be reached
    """
    if os.geteuid() != 0:
        raise NoBaseSystemError("That needs root: sudo make package.")
    codename = platform.freedesktop_os_release().get("VERSION_CODENAME", "")
    wanted = depends()
    key = hashlib.sha256(" ".join([codename, *wanted]).encode()).hexdigest()[:12]
    kept = CACHE / f"{codename}-{key}.tar"
    if not kept.exists():
        _fetch(codename, wanted, kept)
    return kept


def depends() -> list[str]:
    """The names of the packages that ours depends on."""
    (line,) = re.findall(r"^Depends: (.*)$", CONTROL.read_text(encoding="utf-8"), re.MULTILINE)
    return [name.split()[0] for name in line.split(",")]


def _fetch(codename: str, wanted: list[str], kept: Path) -> None:
    sources = [path for name in SOURCES if (path := Path("/etc/apt") / name).exists()]
    if shutil.which("mmdebstrap") is None or not sources:
        raise NoBaseSystemError("That needs mmdebstrap, on Debian or Ubuntu.")
    tell(f"Fetching a bare {codename} into {kept} (once; a minute or two)")
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(".part.tar")
    words = ["mmdebstrap", "--quiet", "--variant=minbase", f"--include={','.join(wanted)}"]
    result = subprocess.run(
        [*words, codename, str(part), str(sources[0])], check=False, capture_output=True, text=True
    )
    if result.returncode != 0:
        part.unlink(missing_ok=True)
        raise NoBaseSystemError(f"It could not be fetched: {result.stderr.strip()[-300:]}")
    part.rename(kept)
