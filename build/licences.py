"""Gather the licences of all that travels in the frozen folder: python build/licences.py FOLDER."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

LOCK = Path(__file__).with_name("requirements.txt")
LICENCE = re.compile(r"(licen[cs]e|copying|notice|authors)[^/]*$", re.IGNORECASE)
COMMON = Path("/usr/share/common-licenses")
# Their wheels bring no text of their licence, which is the LGPL 3 among others.
LGPL = {"pyside6-essentials", "shiboken6"}


def main(folder: Path) -> None:
    target = folder / "licences"
    # Debian's files name these texts instead of holding them; so does the LGPL, of the GPL.
    shutil.copytree(COMMON, target / COMMON.name, dirs_exist_ok=True)
    for package in distributions():
        keep(files_of(package), target / package.name)
    keep([Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"], target / "Python")
    keep(files_of(distribution("pyinstaller")), target / "PyInstaller")
    for name in debian_packages(folder / "_internal"):
        keep([Path("/usr/share/doc") / name / "copyright"], target / name)


def distributions() -> Iterator[Distribution]:
    """Each package of the lock that this system uses."""
    for name in re.findall(r"^([\w.-]+)==", LOCK.read_text(encoding="utf-8"), re.MULTILINE):
        try:
            yield distribution(name)
        except PackageNotFoundError:
            continue  # for another system


def files_of(package: Distribution) -> list[Path]:
    if package.name.lower().replace("_", "-") in LGPL:
        return [COMMON / "LGPL-3", COMMON / "GPL-3"]
    return [Path(str(file.locate())) for file in package.files or () if LICENCE.search(str(file))]


def debian_packages(internal: Path) -> set[str]:
    """Those whose libraries PyInstaller took along from this machine."""
    libraries = [
        path.name
        for path in internal.glob("lib*.so*")
        if not path.is_symlink() and not path.name.startswith("libpython")
    ]
    found = set()
    for library in libraries:
        query = ["dpkg-query", "--search", f"*/{library}"]
        lines = subprocess.run(query, check=True, capture_output=True, text=True).stdout  # noqa: S603 - a library's name
        found.add(lines.partition(":")[0])
    return found


def keep(files: list[Path], target: Path) -> None:
    if not files:
        sys.exit(f"{target.name} brings no licence: find it, and name it in build/licences.py")
    target.mkdir(parents=True, exist_ok=True)
    for file in files:
        shutil.copyfile(file, target / file.name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
