#!/usr/bin/env bash
# Bring a virtual environment to a lock file: build/install.sh VENV LOCK
# Every file is checked against the lock's hashes. Uses uv where it works, else pip.
set -euo pipefail
venv=$1
lock=$2
here=$(dirname "${BASH_SOURCE[0]}")

if ! "$venv/bin/python" -c '' 2>/dev/null; then
    if ! python=$("$here/find_python.sh" 2>/dev/null); then
        "$here/system_packages.sh" python
        python=$("$here/find_python.sh")
    fi
    echo "Making $venv with $("$python" --version)"
    rm -rf "$venv"
    "$python" -m venv "$venv"
fi

echo "Installing $lock (once; a minute or so where nothing is cached)"
if uv --version >/dev/null 2>&1; then
    if uv pip install --quiet --python "$venv/bin/python" --compile-bytecode \
        --require-hashes -r "$lock"; then
        exit 0
    fi
    echo "uv could not install it; trying pip." >&2
fi
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    --require-hashes -r "$lock"
