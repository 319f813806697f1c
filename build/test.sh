#!/usr/bin/env bash
# Every test, without a screen: test.sh PYTHON
# The tests of the screens wait more than they work, so the others run beside them; what presses
# keys on a real screen comes last and alone, as its hands must not be held up.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export QT_QPA_PLATFORM=offscreen

python=$1
screens=$(mktemp)
"$python" -m pytest tests/gui >"$screens" 2>&1 &
gui=$!
trap 'kill $gui 2>/dev/null; rm -f "$screens"' EXIT

code=0
"$python" -m pytest tests --ignore tests/gui --ignore tests/journeys || code=1
wait $gui || code=1
cat "$screens"
"$python" -m pytest tests/journeys || code=1
exit $code
