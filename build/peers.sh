#!/usr/bin/env bash
# Fetch what nobody here wrote and the payment processors are tried against: peers.sh PYTHON
# Exits 3 where it cannot be fetched, which says nothing about the till.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")

for peer in alipay stripe; do
    if ! "$here/peers_$peer.sh" "$1"; then
        echo "The peers of $peer could not be fetched; are PyPI and npm within reach?" >&2
        exit 3
    fi
done
