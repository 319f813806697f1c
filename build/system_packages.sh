#!/usr/bin/env bash
# See to the system libraries that PySide6 needs:
# build/system_packages.sh python|head-office|run|test|peers|faults|package|cluster|browser|image
#
# Each line of the lists is what must be there and the Debian package that brings it. As root
# with apt-get, what is missing is installed; otherwise the line to type is printed and, where
# something is truly missing, the exit code is 1. Nothing is fetched when all is there.
set -euo pipefail
level=${1:-run}
here=$(dirname "${BASH_SOURCE[0]}")

# Found missing one by one in a minimal Debian 12; the second half is what the xcb platform loads.
libraries='
libGL.so.1 libgl1
libEGL.so.1 libegl1
libglib-2.0.so.0 libglib2.0-0
libxkbcommon.so.0 libxkbcommon0
libdbus-1.so.3 libdbus-1-3
libfontconfig.so.1 libfontconfig1
libX11-xcb.so.1 libx11-xcb1
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-image.so.0 libxcb-image0
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-randr.so.0 libxcb-randr0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-shape.so.0 libxcb-shape0
libxcb-shm.so.0 libxcb-shm0
libxcb-sync.so.1 libxcb-sync1
libxcb-xfixes.so.0 libxcb-xfixes0
libxcb-xkb.so.1 libxcb-xkb1
libxkbcommon-x11.so.0 libxkbcommon-x11-0
'
commands='
Xvfb xvfb
xauth xauth
xdotool xdotool
'
# Opens what reports are written as, once more.
test_commands='
pdftotext poppler-utils
'
package_commands='
objdump binutils
dpkg-deb dpkg
xz xz-utils
unshare util-linux
'

# The shim of `make faults` is compiled: the compiler, and the headers of the C library.
compilers='
cc gcc
'

# What stands around head office, besides PostgreSQL.
servers='
redis-server redis-server
nginx nginx-light
'

# Builds and starts head office's image; netavark and its names give containers a network.
engines='
podman podman
podman-compose podman-compose
runc runc
iptables iptables
mmdebstrap mmdebstrap
'

# One of the servers of `make test-peers` runs on Node.
peer_commands='
node nodejs
npm npm
'

missing_packages() {
    if [[ ! -x $here/../.venv/bin/python ]] && ! "$here/find_python.sh" >/dev/null 2>&1; then
        printf '%s\n' python3 python3-venv
    fi
    case $level in
        python | head-office) return ;;
        cluster)
            missing_servers
            return
            ;;
        image)
            PATH=$PATH:/usr/sbin missing_commands "$engines"
            [[ -x /usr/lib/podman/netavark ]] || printf '%s\n' netavark aardvark-dns
            missing_servers
            return
            ;;
        browser)
            missing_commands 'chromium chromium'
            return
            ;;
    esac
    local known name package
    known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p)
    while read -r name package; do
        [[ -z $name || $known == *"$name "* ]] || echo "$package"
    done <<<"$libraries"
    case $level in
        test)
            missing_commands "$commands$test_commands"
            missing_servers
            ;;
        peers) missing_commands "$commands$peer_commands" ;;
        faults)
            missing_commands "$commands$compilers"
            [[ -e /usr/include/stdio.h ]] || echo libc6-dev
            ;;
        package)
            missing_commands "$commands$package_commands"
            missing_libpython
            # Only root can try the package in a bare system.
            [[ $(id -u) -ne 0 ]] || missing_commands 'mmdebstrap mmdebstrap'
            ;;
    esac
}

missing_commands() {
    local name package
    while read -r name package; do
        [[ -z $name ]] || command -v "$name" >/dev/null || echo "$package"
    done <<<"$1"
}

# Head office is tried on the servers that it is made for; Debian keeps some out of PATH.
missing_servers() {
    PATH=$PATH:/usr/sbin missing_commands "$servers"
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || echo postgresql
}

# The frozen program brings the library of its Python, which Debian keeps in a package of its own.
missing_libpython() {
    local python=$here/../.venv/bin/python
    [[ -x $python ]] || python=$("$here/find_python.sh" 2>/dev/null) || return 0
    "$python" -c 'import sys, sysconfig
from pathlib import Path
library = Path(sysconfig.get_config_var("LIBDIR"), sysconfig.get_config_var("INSTSONAME"))
if sys.base_prefix == "/usr" and not library.exists():
    print("libpython{}.{}".format(*sys.version_info))'
}

# Debian 13 and Ubuntu 24.04 renamed GLib for the 64-bit time type.
todays_names() {
    local package
    for package in "$@"; do
        if [[ $package == libglib2.0-0 ]] && apt-cache show libglib2.0-0t64 >/dev/null 2>&1; then
            package=libglib2.0-0t64
        fi
        echo "$package"
    done
}

mapfile -t missing < <(missing_packages)
if [[ ${#missing[@]} -eq 0 ]]; then
    exit 0
fi

if ! command -v apt-get >/dev/null; then
    echo "This system has no apt-get. By Debian's names these are missing: ${missing[*]}" >&2
    echo "Install your system's packages for them; going on without." >&2
    exit 0
fi

mapfile -t missing < <(todays_names "${missing[@]}")
install=(apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "${missing[@]}")
if [[ $(id -u) -ne 0 ]]; then
    echo "System packages are missing. Type this, then try again:" >&2
    echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing[*]}" >&2
    exit 1
fi

echo "Installing system packages: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
if ! "${install[@]}" >/dev/null 2>&1; then
    # A fresh machine has no package lists yet.
    apt-get -o DPkg::Lock::Timeout=300 -qq update
    "${install[@]}" >/dev/null
fi
mapfile -t missing < <(missing_packages)
if [[ ${#missing[@]} -ne 0 ]]; then
    echo "Still missing after the installation: ${missing[*]}" >&2
    exit 1
fi
