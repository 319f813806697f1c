#!/usr/bin/env bash
# Gather what has a plural from the source, and compile each language: build/translations.sh BIN
# English needs a file for its plurals only; every other language translates all strings.
set -euo pipefail
bin=$1
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mapfile -t sources < <(find pos_app/views pos_app/viewmodels -name '*.py' -size +0 | sort)
for words in resources/translations/pos_app_*.ts; do
    options=(-locations none -no-obsolete)
    [[ $words == *_en.ts ]] && options+=(-pluralonly)
    "$bin/pyside6-lupdate" "${options[@]}" "${sources[@]}" -ts "$words"
    "$bin/pyside6-lrelease" "$words" -qm "${words%.ts}.qm"
done
