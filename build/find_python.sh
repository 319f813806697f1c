#!/usr/bin/env bash
# Print the Python to build .venv with: 3.11 or newer, able to make virtual environments.
# PYTHON=... chooses one.
set -euo pipefail

for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3}; do
    found=$(command -v "$candidate" 2>/dev/null) || continue
    # A name on the PATH may still be an empty shim: ask it, and let it name itself.
    if "$found" -c 'import sys, venv, ensurepip
sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        "$found" -c 'import sys; print(sys.executable)'
        exit 0
    fi
done
echo "No Python 3.11 or newer with the module venv was found." >&2
echo "Debian 12 and newer, Ubuntu 24.04 and newer: apt-get install python3 python3-venv" >&2
exit 1
