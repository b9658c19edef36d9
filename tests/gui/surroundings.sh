#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# surroundings.sh BUILD_DIR [NAME...]: runs what shows a window or formats for people, and the tour, as it would
# run on the machines of several people, and what talks to a network on one with other cards. Nothing of it is installed or changed on this one; 77 says what is missing.
# shellcheck disable=SC2317 # surroundings are called by their names
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
    # Not even root can make a folder there.
    export HOME=/proc/nonexistent http_proxy=http://127.0.0.1:9 https_proxy=http://127.0.0.1:9 no_proxy=localhost
    windows
}

# Letters that are written from right to left, with digits of their own, in a language that we do not speak.
mirror() {
    fonts /usr/share/fonts/truetype/dejavu/DejaVuSans*.ttf
    speak ar_EG
    export TZ=Africa/Cairo
    direction=-reverse
    windows
}

# A dark desktop with its bus, on which the keyring waits for its person, of somebody who has used the program, and whose files are nobody else's.
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
    printf 'spoilt' | tee "$HOME/.config/castdeck/"{known-servers,servers,console-servers}.json >/dev/null
    used=$(state_of "$HOME")
    export work name build here QT_QPA_PLATFORM=xcb
    { declare -f windows each_unit run run_each silent_bus; echo 'silent_bus && windows'; } >"$work/$name/windows.sh"
    dbus-run-session -- xvfb-run -a bash -euo pipefail "$work/$name/windows.sh"
    [[ $(state_of "$HOME") == "$used" ]] || { echo "$name: the person's files have changed"; return 1; }
}

# Nobody answers who asks for a keyring or shows a notice.
silent_bus() {
    "$build/tests/silentbus" org.freedesktop.Notifications org.freedesktop.secrets org.kde.kwalletd5 \
        org.kde.kwalletd6 >"$work/$name/calls" &
    until grep -qs ready "$work/$name/calls"; do
        kill -0 $!
        sleep 0.1
    done
}

# Many cards: several addresses, none, one that is down, one that knows no multicast, and no way out.
cards() {
    unshare --net true 2>/dev/null || { echo "missing: the right to make a network"; exit 77; }
    export work name build here LC_ALL=C.UTF-8 http_proxy=http://127.0.0.1:9 https_proxy=http://127.0.0.1:9
    { declare -f network each_unit run run_each; echo network; } >"$work/$name/network.sh"
    unshare --net bash -euo pipefail "$work/$name/network.sh"
}

network() {
    local card
    ip link set lo up
    for card in 0 1 2 3; do
        ip link add "card$card" type veth peer name "far$card"
        ip addr add "10.79.$card.1/24" dev "card$card"
        ip link set "far$card" up
        ((card == 2)) || ip link set "card$card" up
    done
    ip link set card1 multicast off
    ip addr add 10.79.3.2/24 dev card3
    ip addr add fd79::3/64 dev card3 nodad
    run_each tst_engine
    run_each tst_apps castdeckd castjoin castjointls fallback mirror obstacle unicastdownload
}

# A checkout in a folder with a name of its own: what the build makes of it, and the tests that read it.
checkout() {
    local source="$work/$name/für alle/Häuser & Höfe"
    mkdir -p "$source"
    (cd "$here/../.." && git ls-files -z | tar -c --null -T - ) | tar -x -C "$source"
    (
        cd "$source"
        launcher=()
        ! command -v ccache >/dev/null || launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
        cmake --preset dev "${launcher[@]}"
        cmake --build --preset dev --target castctl castjoin castdeck_translations tst_core tst_wire
        QT_QPA_PLATFORM=offscreen ctest --test-dir build/dev --output-on-failure -R '^(core|wire)/'
        build/dev/bin/castjoin --version
        build/dev/bin/castctl --version
    ) >"$work/$name/log" 2>&1 || { tail -n 60 "$work/$name/log"; return 1; }
}

state_of() { find "$1" -printf '%P %m %T@ %s\n' | sort; }

each_unit() { # PROGRAM
    local unit
    # Some are no tests, but the peers of tests.
    for unit in $("$build/tests/$1" 2>&1 | sed -n 's/^units: *//p'); do
        [[ ! -e $here/../${1#tst_}/tst_$unit.cpp ]] || echo "$unit"
    done
}

run() { # COMMAND…
    timeout 300 "$@" >"$work/$name/log" 2>&1 && return
    echo "$name: $* ended with $?"
    tail -n 60 "$work/$name/log"
    return 1
}

run_each() { # PROGRAM [UNIT…]: all if none are named
    local unit units=("${@:2}") failed=0
    ((${#units[@]})) || mapfile -t units < <(each_unit "$1")
    for unit in "${units[@]}"; do run "$build/tests/$1" "$unit" || failed=1; done
    return "$failed"
}

windows() {
    local unit options failed=0
    for unit in $(each_unit tst_gui); do
        options=()
        # What shows nothing knows no direction.
        ! grep -q CASTDECK_WINDOW_TEST "$here/tst_$unit.cpp" || options=(${direction:+"$direction"})
        run "$build/tests/tst_gui" "$unit" "${options[@]}" || failed=1
    done
    run_each tst_models || failed=1
    run_each tst_apps manuals || failed=1
    run "$build/bin/castdeck-tour" "$work/$name/tour" || failed=1
    return "$failed"
}

need dbus-run-session localedef xvfb-run
result=0
(($#)) || set -- workshop terminal mirror desktop cards checkout
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
