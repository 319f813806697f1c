#!/usr/bin/env bash
# Bring a backup of head office back: build/head_office/restore.sh FILE
#
# Into the database that PGDATABASE names, which must exist and be empty; stop the replicas first.
# What was there before stays in its own database until somebody drops it. Terminals see that head
# office went back in time, and send again what it lost; what was edited here since the backup is
# gone. The replicas need the POS_HEAD_OFFICE_SECRET that the backup was made with.
set -euo pipefail
file=$1

ask() { psql --no-psqlrc --quiet --tuples-only --no-align --command "$1"; }

if [[ $(ask "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") -ne 0 ]]; then
    echo "The database ${PGDATABASE:-} is not empty. Nothing was changed; make a new one:" >&2
    echo "  createdb NAME, then PGDATABASE=NAME $0 $file" >&2
    exit 1
fi
# All of it or nothing.
pg_restore --single-transaction --exit-on-error --no-owner --no-privileges \
    --dbname="${PGDATABASE:?}" "$file"
echo "$(ask 'SELECT count(*) FROM record') entries of $(ask 'SELECT count(*) FROM terminal_head')" \
    "terminals are back."
