#!/usr/bin/env bash
# Every test, without a screen: test.sh PYTHON
# The tests of the screens wait more than they work, so the others run beside them; what presses
# keys on a real screen comes last and alone, as its hands must not be held up. A test of either
# that has failed must pass when it is run again by itself: then the machine was at fault, and the
# log still names it.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export QT_QPA_PLATFORM=offscreen

python=$1
screens=$(mktemp)
code=0

run() {  # NAME TESTS...: with a memory of their own of what has failed
    "$python" -m pytest -o "cache_dir=out/pytest/$1" "${@:2}"
}

again() {  # NAME TESTS...
    echo "Once more, by themselves: the tests of $1 that failed"
    run "$@" --last-failed --last-failed-no-failures none || code=1
}

# Two cores are busy until the end: the last screens of the alphabet wait for the other tests.
late=(tests/gui/test_s*.py tests/gui/test_[t-z]*.py)
early=(tests/gui "${late[@]/#/--ignore=}")

run screens "${early[@]}" >"$screens" 2>&1 &
gui=$!
trap 'kill $gui 2>/dev/null; rm -f "$screens"' EXIT

"$python" -m pytest tests --ignore tests/gui --ignore tests/journeys || code=1
run late-screens "${late[@]}" || again late-screens "${late[@]}"
wait $gui
failed=$?
cat "$screens"
((failed)) && again screens "${early[@]}"
run journeys tests/journeys || again journeys tests/journeys
exit $code
