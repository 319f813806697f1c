#!/usr/bin/env bash
# Build head office's image by podman: build/head_office/image.sh PYTHON
#
# Where the registry cannot be reached, the base that the Dockerfile names is made from Debian's
# archive: the same release, Python and pip. CONTAINERS_CONF names out/image/containers.conf, so
# that podman also runs without systemd and with the limits of a container.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
python=$1
out=$PWD/out/image
made=localhost/python:3.11-bookworm
# This machine's own archive, where it is of that release.
archive=/etc/apt/sources.list.d/debian.sources
grep -qs bookworm "$archive" || archive='deb http://deb.debian.org/debian bookworm main'
umask 077

say() { echo "$(date +%T) $*"; }

mkdir -p "$out"
cat >"$out/containers.conf" <<END
[containers]
default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
[engine]
runtime = "runc"
$([[ -d /run/systemd/system ]] || printf '%s\n' 'cgroup_manager = "cgroupfs"' 'events_logger = "file"')
[network]
network_backend = "netavark"
END
export CONTAINERS_CONF=$out/containers.conf

base=$(sed -n 's/^ARG PYTHON=//p' build/head_office/Dockerfile)
if ! podman image exists "$base" && ! timeout 300 podman pull --quiet "$base" 2>/dev/null; then
    say "The registry does not answer; the base comes from Debian's archive"
    base=$made
    if ! podman image exists "$base"; then
        mmdebstrap --quiet --variant=minbase --include=ca-certificates,python3-pip,python3-venv \
            --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
            --dpkgopt='path-exclude=/usr/share/locale/*' \
            --customize-hook='ln -s python3 "$1/usr/bin/python"' \
            --customize-hook='rm -r "$1"/usr/lib/python3*/EXTERNALLY-MANAGED "$1"/var/lib/apt/lists/*' \
            bookworm "$out/base.tar" "$archive"
        podman import --quiet "$out/base.tar" "$base" >/dev/null
        rm "$out/base.tar"
    fi
fi

podman tag "$base" localhost/pos-image-base

# What the Dockerfile chooses of the locks is fetched here, as pip on this machine is told to, and
# lent to the first stage alone: the second would keep the places. Which Python wants which line is
# for the Python there to say.
fetched=$out/fetched
rm -rf "$fetched"
mkdir "$fetched"
mapfile -t choices < <(grep -oP "(?<=awk ')[^']+" build/head_office/Dockerfile)
for lock in head-office dev; do
    awk "${choices[0]}" "build/requirements-$lock.txt" | sed 's/ ; .*\\$/ \\/' >"$out/locked.txt"
    choices=("${choices[@]:1}")
    "$python" -m pip download --quiet --disable-pip-version-check --require-hashes --no-deps \
        --only-binary :all: --python-version 3.11 --dest "$fetched" --requirement "$out/locked.txt"
done
printf '%s\n' '[global]' 'no-index = true' 'find-links = /fetched' >"$out/pip.conf"
lent=(--volume "$fetched:/fetched:ro" --volume "$out/pip.conf:/etc/pip.conf:ro")

build=(podman build --quiet --format docker --network none
    --build-arg "PYTHON=$base" --file build/head_office/Dockerfile
    --ignorefile build/head_office/Dockerfile.dockerignore)
say "Building on $base"
"${build[@]}" --target build "${lent[@]}" . >/dev/null
"${build[@]}" --tag pos-head-office . >/dev/null
say "Built localhost/pos-head-office"
