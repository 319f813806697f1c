#!/usr/bin/env bash
# Gather what has a plural from the source, and compile each language: build/translations.sh BIN
# English needs a file for its plurals only; every other language translates all strings, those
# too that lupdate does not find by itself.
set -euo pipefail
bin=$1
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mapfile -t sources < <(find pos_app/views pos_app/viewmodels -name '*.py' -size +0 | sort)
more=$(mktemp -d)
trap 'rm -rf "$more"' EXIT
"$bin/python" build/words.py "$more/words.py"
for words in resources/translations/pos_app_*.ts; do
    options=(-locations none -no-obsolete)
    found=("${sources[@]}" "$more/words.py")
    if [[ $words == *_en.ts ]]; then
        options+=(-pluralonly)
        found=("${sources[@]}")
    fi
    "$bin/pyside6-lupdate" "${options[@]}" "${found[@]}" -ts "$words"
    "$bin/pyside6-lrelease" "$words" -qm "${words%.ts}.qm"
done
