#!/usr/bin/env bash
# Fetch two servers that speak Stripe's language into out/peers, for tests alone:
# peers_stripe.sh PYTHON
#
# localstripe (Python, GPL-3) and stripe-stateful-mock (Node, MIT); neither is part of the till.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python=$1
lock=build/requirements-peers-stripe.txt
peer=out/peers/stripe
if [[ $peer/.fetched -nt $lock && $peer/.fetched -nt build/peers_stripe/package-lock.json ]]; then
    exit 0
fi
rm -rf "$peer"
mkdir -p "$peer/node"
"$python" -m venv "$peer/python"
"$peer/python/bin/python" -m pip install --quiet --disable-pip-version-check \
    --require-hashes -r "$lock"
cp build/peers_stripe/package*.json "$peer/node"
npm ci --prefix "$peer/node" --silent --ignore-scripts --no-audit --no-fund
touch "$peer/.fetched"
