"""Ask the advisory service about every locked package: python build/audit.py LOCK...

It needs the network. Exit code 0: all were looked up and none has a known vulnerability; 1: some
have; 3: the service could not be asked about all of them, which proves nothing either way.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SOUND, VULNERABLE, UNKNOWN = 0, 1, 3
SECONDS = 15  # for one answer of the service
SECONDS_IN_ALL = 600
WORDS = 300  # of what it says when it fails
COMMAND = ("-m", "pip_audit", "--disable-pip", "--format", "json", "--progress-spinner", "off")


def main(locks: Sequence[str]) -> int:
    answers = [_ask(Path(lock)) for lock in locks]
    return max(answers, key=(SOUND, UNKNOWN, VULNERABLE).index)


def _ask(lock: Path) -> int:
    command = [sys.executable, *COMMAND, "--timeout", str(SECONDS), "--requirement", str(lock)]
    try:
        done = subprocess.run(  # noqa: S603
            command, capture_output=True, text=True, check=False, timeout=SECONDS_IN_ALL
        )
        found: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError) as error:
        said = str(error) if isinstance(error, subprocess.TimeoutExpired) else done.stderr
        last = said.strip().rpartition("\n")[2][:WORDS]
        print(f"NOT AUDITED: {lock.name}: the advisory service gave no answer ({last})")
        print("Is there a network here? Nothing is known either way; try again with one.")
        return UNKNOWN
    return judge(lock, found)


def judge(lock: Path, found: Sequence[dict[str, Any]]) -> int:
    """What the answers come to: the tool itself calls it sound when it was told of none."""
    for one in found:
        for advisory in one.get("vulns", ()):
            fixed = ", ".join(advisory["fix_versions"]) or "nothing yet"
            print(
                f"VULNERABLE: {one['name']} {one['version']}: {advisory['id']}, mended in {fixed}"
            )
    answered = {one["name"] for one in found if "skip_reason" not in one}
    left = sorted((locked(lock) | {one["name"] for one in found}) - answered)
    known = len(answered)
    print(f"{lock.name}: {known} packages looked up, {len(left)} not.")
    if any(one.get("vulns") for one in found):
        return VULNERABLE
    if left:
        print(f"NOT AUDITED: the service does not know, or was not reached for: {', '.join(left)}")
        return UNKNOWN
    return SOUND


def locked(lock: Path) -> set[str]:
    """The names in a lock that every system needs: of the others this one may be spared."""
    lines = re.findall(r"^(\S+)==\S+( ;)?", lock.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", name).lower() for name, marker in lines if not marker}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
