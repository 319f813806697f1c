#!/usr/bin/env bash
# Open the till on a demo store; without a screen, prove that it would open and say how to see it.
# build/run.sh PYTHON
set -euo pipefail
python=$1
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [[ -n ${DISPLAY:-} || -n ${WAYLAND_DISPLAY:-} ]]; then
    exec "$python" -m pos_app --demo
fi

QT_QPA_PLATFORM=offscreen "$python" -m pos_app --demo smoke
cat <<'TEXT'

There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set), so the till was built,
its first window drawn off-screen, and closed again. To see it:
  - type `make run` in a terminal of a desktop session, or
  - come in with `ssh -X` from a machine that has a screen, or
  - draw every screen into pictures: `make screenshots`.
TEXT
