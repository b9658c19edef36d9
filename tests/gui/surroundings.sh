#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# surroundings.sh BUILD_DIR [NAME...]: runs what shows a window or formats for people, and the tour, as it would
# run on the machines of three people. Nothing of it is installed or changed on this one; 77 says what is missing.
set -euo pipefail

build=$(realpath "${1:?usage: surroundings.sh BUILD_DIR [NAME...]}")
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LSAN_OPTIONS=suppressions=$here/../support/lsan.supp:print_suppressions=0
export UBSAN_OPTIONS=print_stacktrace=1
export QT_QPA_PLATFORM=offscreen LOCPATH=$work/locales
unset LANGUAGE LC_ALL

need() { # COMMAND...
    local command
    for command; do
        command -v "$command" >/dev/null || { echo "missing: $command"; exit 77; }
    done
}

# No other fonts than these.
fonts() { # FILE...
    [[ -e $1 ]] || { echo "missing: $1"; exit 77; }
    mkdir "$work/$name/fonts"
    ln -s "$@" "$work/$name/fonts"
    export FONTCONFIG_FILE=$work/$name/fonts.conf
    cat >"$FONTCONFIG_FILE" <<XML
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>$work/$name/fonts</dir><cachedir>$work/$name/fonts.cache</cachedir></fontconfig>
XML
}

speak() { # LOCALE
    mkdir -p "$LOCPATH"
    localedef -i "$1" -f UTF-8 "$LOCPATH/$1.UTF-8"
    export LANG=$1.UTF-8
}

# A large screen in Germany, and folders with names of their own.
workshop() {
    fonts /usr/share/fonts/truetype/noto/Noto{Sans,Serif}-*.ttf
    speak de_DE
    export TZ=Asia/Kathmandu QT_SCALE_FACTOR=1.5 QT_STYLE_OVERRIDE=windows
    export TMPDIR="$work/$name/für alle"
    mkdir "$TMPDIR"
    windows
}

# Nothing but a terminal's font, letters that are not a to z, a proxy for everything, and no home.
terminal() {
    fonts /usr/share/fonts/truetype/dejavu/DejaVuSansMono*.ttf
    speak tr_TR
    export TZ=Pacific/Kiritimati QT_FONT_DPI=120
    export HOME=/nonexistent http_proxy=http://127.0.0.1:9 https_proxy=http://127.0.0.1:9 no_proxy=localhost
    windows
}

# A dark desktop with its bus, of somebody who has used the program, and whose files are nobody else's.
desktop() {
    speak en_US
    export HOME=$work/$name/home XDG_CONFIG_DIRS=$work/$name/xdg XDG_CURRENT_DESKTOP=KDE KDE_SESSION_VERSION=5
    unset XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME
    umask 077
    mkdir -p "$HOME/.config/castdeck" "$XDG_CONFIG_DIRS"
    cat >"$XDG_CONFIG_DIRS/kdeglobals" <<INI
[General]
font=DejaVu Serif,13,-1,5,50,0,0,0,0,0
[Colors:Button]
BackgroundNormal=49,54,59
ForegroundNormal=239,240,241
[Colors:View]
BackgroundNormal=20,22,24
ForegroundNormal=239,240,241
[Colors:Window]
BackgroundNormal=35,38,41
ForegroundNormal=239,240,241
INI
    printf '[servers]\n1\\address=server.example\n1\\name=server\nsize=1\n' >"$HOME/.config/castdeck/castdeck.conf"
    printf 'spoilt' | tee "$HOME/.config/castdeck/"{known-servers,servers}.json >/dev/null
    used=$(state_of "$HOME")
    export work name build QT_QPA_PLATFORM=xcb
    { declare -f windows each_unit; echo windows; } >"$work/$name/windows.sh"
    dbus-run-session -- xvfb-run -a bash -euo pipefail "$work/$name/windows.sh"
    [[ $(state_of "$HOME") == "$used" ]] || { echo "$name: the person's files have changed"; return 1; }
}

state_of() { find "$1" -printf '%P %m %T@ %s\n' | sort; }

each_unit() { # PROGRAM
    "$build/tests/$1" 2>&1 | sed -n 's/^units: *//p'
}

windows() {
    local unit failed=0
    run() {
        timeout 120 "$@" >"$work/$name/log" 2>&1 && return
        echo "$name: $* ended with $?"
        tail -n 60 "$work/$name/log"
        failed=1
    }
    for unit in $(each_unit tst_gui); do run "$build/tests/tst_gui" "$unit"; done
    for unit in $(each_unit tst_models); do run "$build/tests/tst_models" "$unit"; done
    run "$build/tests/tst_apps" manuals
    run "$build/bin/castdeck" --demo --tour --screenshots "$work/$name/tour"
    return "$failed"
}

need dbus-run-session localedef xvfb-run
result=0
(($#)) || set -- workshop terminal desktop
for name; do
    mkdir "$work/$name"
    start=$SECONDS
    set +e # also where a failure is looked at, the first one ends the subshell
    (
        set -e
        "$name"
    )
    ended=$?
    set -e
    ((ended != 77)) || exit 77
    ((ended == 0)) || result=1
    echo "$name: $((SECONDS - start)) s, ended with $ended"
done
exit "$result"
