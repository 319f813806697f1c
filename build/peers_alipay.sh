#!/usr/bin/env bash
# Fetch Alipay's official SDK into out/peers, for tests alone: it is never part of the till.
# peers_alipay.sh PYTHON
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python=$1
lock=build/requirements-peers-alipay.txt
peer=out/peers/alipay
if [[ $peer/.fetched -nt $lock ]]; then
    exit 0
fi
rm -rf "$peer"
pip=("$python" -m pip --quiet --disable-pip-version-check)
"${pip[@]}" download --require-hashes --only-binary :all: -r "$lock" -d "$peer"
# Its 37,000 files stay packed, as Python reads them so; only what is compiled cannot.
"${pip[@]}" install --no-index --no-deps --target "$peer/unpacked" "$peer"/pycryptodome-*.whl
touch "$peer/.fetched"
