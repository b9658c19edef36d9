#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Puts castjoin and the libraries it needs into one folder that runs from anywhere, for boot images. The C library
# is left to the image: it belongs to the image's loader.
set -euo pipefail
usage="usage: pack.sh CASTJOIN FOLDER"
program=${1:?$usage} folder=${2:?$usage}
sources=$(dirname "$(realpath "${BASH_SOURCE[0]}")")

# What the loader finds for the program, less what belongs to the C library.
libraries=$(ldd "$program" | sed -n 's|.* => \(/[^ ]*\) .*|\1|p' |
    grep -vE '/lib(c|m|dl|rt|pthread|resolv|util|anl)\.so\.[0-9]+$')
library() { grep "/$1\.so" <<<"$libraries"; } # NAME

# Qt loads these two by name: the plugin from beside the program, the library like those of the program.
plugin=$(dirname "$(library libQt6Network)")/qt6/plugins/tls/libqopensslbackend.so
libraries+=$'\n'$(library libcrypto | sed 's|libcrypto|libssl|')
mapfile -t libraries < <(sort -u <<<"$libraries")

mkdir -p "$folder/lib" "$folder/tls"
install "$program" "$folder/castjoin"
install -m 644 -t "$folder/lib" "${libraries[@]}"
install -m 644 -t "$folder/tls" "$plugin"
# A library with a path of its own is not looked for in the program's.
patchelf --remove-rpath "$folder"/*/*.so*
patchelf --force-rpath --set-rpath "\$ORIGIN/lib" "$folder/castjoin"

for data in "$folder"/lib/libicudata.so.*; do
    soname=${data##*/}
    cc -Os -shared -nostdlib -s -Wl,-soname="$soname" -DENTRY="icudt${soname##*.}_dat" \
        -o "$data" "$sources/icudata.c"
done

size() { du --bytes --total --dereference "$@" | awk 'END {printf "%.1f MB", $1 / 1e6}'; } # FILE...
echo "castjoin:      $(size "$program"), and libraries of $(size "${libraries[@]}" "$plugin")"
echo "castjoin-boot: $(size "$folder/castjoin"), and libraries of $(size "$folder/lib/"* "$folder/tls/"*)"
