#!/usr/bin/env bash
# Every test, without a screen: test.sh PYTHON
# The tests are shared out into pieces, each a process of its own, and whoever is free takes the
# next one, the long ones first: all cores are busy until the end. There is one piece at once more
# than there are cores, as the tests of the screens wait a third of their time. What presses keys on
# a real screen comes last, as its hands must not be held up: it keeps one core for itself, and what
# has no screen gets the others, and way before nobody. A test of the screens or the keys that has
# failed must pass when it is run again by itself: then the machine was at fault, and the log still
# names it.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export QT_QPA_PLATFORM=offscreen

python=$1
out=out/tests
code=0
SCREENS_AT_ONCE=5  # files: a process that has built hundreds of windows gets slow

export python out
rm -rf "$out"
mkdir -p "$out"

run() {  # NAME TESTS...: with a memory of its own of what has failed
    "$python" -m pytest -o "cache_dir=out/pytest/$1" "${@:2}"
}

first() {  # NAME TESTS...: one that dies must not be judged by what an earlier run remembers
    rm -rf "out/pytest/$1"
    run "$@"
}

again() {  # NAME TESTS...
    echo "Once more, by themselves: the tests of $1 that failed"
    run "$@" --last-failed --last-failed-no-failures none || code=1
}

piece() {  # "NAME TESTS...": its log in one go, as soon as it is complete
    local words name=${1%% *}
    read -ra words <<<"$1"
    if ! first "${words[@]}" >"$out/$name" 2>&1; then
        echo "$1" >>"$out/failed"
    fi
    flock "$out/lock" cat "$out/$name"
}
export -f run first piece

screens=(tests/gui/test_*.py)
screens=("${screens[@]/tests\/gui\/test_screen_rules.py/}")
pieces=(
    "head-office tests/integration/head_office"
    "integration tests/integration --ignore tests/integration/cli --ignore tests/integration/head_office"
    "screen-rules tests/gui/test_screen_rules.py"
)
for ((at = 0; at < ${#screens[@]}; at += SCREENS_AT_ONCE)); do
    pieces+=("screens-$((at / SCREENS_AT_ONCE + 1)) ${screens[*]:at:SCREENS_AT_ONCE}")
done
without_screens=(
    "unit tests/unit"
    "rest tests --ignore tests/gui --ignore tests/integration --ignore tests/unit --ignore tests/journeys"
    "commands tests/integration/cli"
)
cores=$(nproc)

at_once() {  # HOW-MANY PIECES...
    printf '%s\n' "${@:2}" | xargs -d '\n' -P "$1" -n 1 bash -c 'piece "$1"' piece
}

at_once $((cores + 1)) "${pieces[@]}" || code=1
(
    renice -n 19 -p "$BASHPID" >/dev/null
    at_once $((cores > 1 ? cores - 1 : 1)) "${without_screens[@]}"
) &
at_once 1 "journeys tests/journeys" || code=1
wait $! || code=1

if [[ -e $out/failed ]]; then
    while read -ra words <&3; do
        if [[ ${words[0]} == screen* || ${words[0]} == journeys* ]]; then
            again "${words[@]}"
        else
            code=1
        fi
    done 3<"$out/failed"
fi
((code)) && [[ -e $out/failed ]] && echo "Failed: $(cut -d ' ' -f 1 "$out/failed" | xargs)"
exit $code
