#!/usr/bin/env bash
# Renew the lock files from pyproject.toml, with hashes and without addresses.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if ! uv --version >/dev/null 2>&1; then
    echo "make lock needs uv (any version of this year); installing does not." >&2
    exit 1
fi
export UV_CUSTOM_COMPILE_COMMAND="make lock"
options=(--quiet --generate-hashes --no-emit-index-url --no-emit-find-links
    --universal --python-version 3.11)
uv pip compile "${options[@]}" pyproject.toml -o build/requirements.txt
uv pip compile "${options[@]}" --extra head-office --constraint build/requirements.txt \
    pyproject.toml -o build/requirements-head-office.txt
uv pip compile "${options[@]}" --extra dev --constraint build/requirements-head-office.txt \
    pyproject.toml -o build/requirements-dev.txt
for peer in alipay stripe; do
    uv pip compile "${options[@]}" "build/requirements-peers-$peer.in" \
        -o "build/requirements-peers-$peer.txt"
done
if npm --version >/dev/null 2>&1; then
    npm install --prefix build/peers_stripe --package-lock-only --ignore-scripts --silent \
        --no-audit --no-fund --omit-lockfile-registry-resolved
fi
