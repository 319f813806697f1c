#!/usr/bin/env bash
# Back head office's database up: build/head_office/backup.sh FOLDER [KEEP]
#
# Which database is said by PGHOST, PGPORT, PGUSER, PGDATABASE and ~/.pgpass, as to every tool of
# PostgreSQL; it may be in use. KEEP is how many files stay, 14 unless said otherwise; the oldest
# goes only once the new one is whole. Once a day from cron, and to another machine from there:
#   15 3 * * * PGDATABASE=head_office /opt/pos/build/head_office/backup.sh /srv/backups
set -euo pipefail
umask 077
folder=$1
keep=${2:-14}
name=head-office-$(date -u +%Y%m%dT%H%M%SZ).dump

mkdir -p "$folder"
trap 'rm -f "$folder/$name.partial"' EXIT
pg_dump --format=custom --no-owner --no-privileges --file="$folder/$name.partial"
# Read from its beginning to its end: a file that cannot be restored is no backup.
pg_restore --file=/dev/null "$folder/$name.partial"
sync "$folder/$name.partial"
mv "$folder/$name.partial" "$folder/$name"
find "$folder" -maxdepth 1 -name 'head-office-*.dump' -printf '%f\n' | sort -r |
    tail -n "+$((keep + 1))" | while read -r old; do rm "$folder/$old"; done
echo "$folder/$name"
