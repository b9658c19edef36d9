#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: wine.sh BUILD COMMAND [ARGUMENT...]
#
# Runs COMMAND with a Wine at hand that has the fake WDS server registered, and ends all of that Wine after it. BUILD is
# where castdeck-wds.exe and fakewds.dll are; the prefix is below it. COMMAND finds in its environment
#   CASTDECK_WDS_BRIDGE   a program that is castdeck-wds.exe
#   CASTDECK_WDS_SSH      a program that stands in for ssh, and knows only that one
#   CASTDECK_WDS_CHECKED  what castdeck-wds said while no WDS was registered
set -euo pipefail
build=$(realpath "$1")
shift
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
PATH=$PATH:/usr/lib/wine
wine=$(command -v wine64 || command -v wine) || { echo "wine.sh: there is no Wine" >&2; exit 1; }
server=$(command -v wineserver64 || command -v wineserver) || { echo "wine.sh: there is no wineserver" >&2; exit 1; }

export WINEPREFIX=$build/prefix WINEARCH=win64 WINEDEBUG=-all
export WINEDLLOVERRIDES='mscoree,mshtml=;winemenubuilder.exe=d;winedbg.exe=d'
unset DISPLAY WAYLAND_DISPLAY

hold=$(mktemp -d)
# Only what runs in this prefix.
finish() {
    exec 9>&-
    "$server" -k || true
    "$server" -w || true
    rm -rf "$hold"
}
trap finish EXIT
mkdir -p "$WINEPREFIX"
[[ -e $WINEPREFIX/system.reg ]] || "$wine" wineboot -i >"$hold/boot.log" 2>&1 || { cat "$hold/boot.log" >&2; exit 1; }

# The first process starts services that inherit its streams, and of several that are first at once some fail: this one
# is alone, has no streams that anybody reads, and stays until the end.
mkfifo "$hold/open"
"$wine" cmd.exe /q /k echo ready <"$hold/open" >"$hold/idle.log" 2>&1 &
idle=$!
exec 9>"$hold/open"
until grep -qs ready "$hold/idle.log"; do
    kill -0 "$idle" 2>/dev/null || { echo "wine.sh: Wine does not start" >&2; exit 1; }
    sleep 0.1
done

cat >"$build/bridge" <<SCRIPT
#!/bin/sh
exec "$wine" "$build/castdeck-wds.exe" "\$@"
SCRIPT
chmod +x "$build/bridge"
"$wine" regsvr32 /u /s "$build/fakewds.dll" >>"$hold/idle.log" 2>&1 9>&- || true
export CASTDECK_WDS_CHECKED=$build/unregistered.log
"$build/bridge" --check >"$CASTDECK_WDS_CHECKED" 2>&1 9>&- && { echo "wine.sh: it found a WDS where none is" >&2; exit 1; }
"$wine" regsvr32 /s "$build/fakewds.dll" >>"$hold/idle.log" 2>&1 9>&-

export CASTDECK_WDS_BRIDGE=$build/bridge CASTDECK_WDS_SSH=$here/ssh
"$@" 9>&-
