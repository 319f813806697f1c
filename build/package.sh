#!/usr/bin/env bash
# Make the packages of out/package: the wheel; out of it one folder with all that the program needs;
# out of that a .deb and a .tar.xz. Nothing is fetched. build/package.sh PYTHON
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
python=$(realpath --no-symlinks "$1")
out=$PWD/out/package
folder=$out/dist/pos-app
umask 022

say() { echo "$(date +%T) $*"; }

rm -rf "$out"
mkdir -p "$out"

say "Building the wheel"
"$python" -m hatchling build --target wheel --directory "$out/wheel"
"$python" -m pip install --quiet --disable-pip-version-check --no-index --no-deps --no-compile \
    --target "$out/site" "$out"/wheel/*.whl
version=$("$python" -c 'import sys; from importlib.metadata import distributions
print(next(distributions(path=sys.argv[1:])).version)' "$out/site")

say "Freezing $version (half a minute or more)"
PYTHONPATH=$out/site "$python" -P -m PyInstaller --noconfirm --log-level ERROR \
    --workpath "$out/work" --distpath "$out/dist" build/pos_app.spec
# Qt's own come stripped.
find "$folder/_internal" -name '*.so*' -type f -not -path '*/PySide6/*' -not -path '*/shiboken6/*' \
    -exec strip --strip-unneeded {} +
"$python" build/licences.py "$folder"
cp LICENSE "$folder/"

say "Packing"
architecture=$(dpkg --print-architecture)
name=pos-app_${version}_${architecture}
root=$out/deb
install -d "$root"/{DEBIAN,opt,usr/bin}
cp -a "$folder" "$root/opt/"
ln -s /opt/pos-app/pos-app "$root/usr/bin/pos-app"
install -D -m 644 -t "$root/usr/share/applications" build/deb/pos-app.desktop
install -D -m 644 -t "$root/usr/share/icons/hicolor/scalable/apps" resources/pos-app.svg
install -D -m 644 build/deb/copyright "$root/usr/share/doc/pos-app/copyright"
install -D -m 644 -t "$root/usr/share/doc/pos-app" CHANGELOG.md
install -m 755 build/deb/prerm "$root/DEBIAN/"
# Some libraries are this machine's: the package needs a C library as new as the one here.
sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" \
    -e "s/@SIZE@/$(du -sk --apparent-size "$root" | cut -f1)/" \
    -e "s/@LIBC@/$(getconf GNU_LIBC_VERSION | cut -d' ' -f2)/" \
    build/deb/control >"$root/DEBIAN/control"
dpkg-deb --root-owner-group -Zxz -z1 --build "$root" "$out/$name.deb" >/dev/null
tar --create --directory "$out/dist" --owner root --group root --numeric-owner pos-app |
    xz -T0 -2 >"$out/$name.tar.xz"
say "Made $out/$name.deb and .tar.xz"
