#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs the packages of a folder, uses what is in them, upgrades, removes and purges them, and tries castjoin as it
# is for boot images. Needs root, and a system that is thrown away afterwards; it need not have booted.
set -euo pipefail
if (($# != 2)) || [[ $1 != --throw-away ]]; then
    echo "usage: install.sh --throw-away FOLDER" >&2
    exit 2
fi
folder=$(realpath "$2")
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
checkout=$(realpath "$here/../..")
source "$here/lonely.sh"
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
work=$(mktemp -d)
chmod 755 "$work"
export HOME=$work XDG_CONFIG_HOME=$work/config XDG_RUNTIME_DIR=$work QT_QPA_PLATFORM=offscreen
state=/var/lib/castdeck
configuration=/etc/castdeck/castdeckd.conf
pids=()
trap 'kill "${pids[@]}" 2>/dev/null; rm -rf "$work"' EXIT

step() { printf '== %s\n' "$*"; }
fail() { printf 'install.sh: %s\n' "$*" >&2; exit 1; }
# What a command has to say only matters if it fails.
quietly() { "$@" >"$work/said" 2>&1 || { cat "$work/said"; fail "failed: $*"; }; } # COMMAND…
apt() { quietly apt-get -qq -y "$@"; }
package() { ls "$folder/$1"_*.deb; } # NAME
# The same, of a version that is newer.
newer() { # NAME
    local tree=$work/newer/$1
    mkdir -p "$work/newer"
    dpkg-deb -R "$(package "$1")" "$tree"
    sed -i '/^Version:/s/$/+newer/' "$tree/DEBIAN/control"
    dpkg-deb -b "$tree" "$tree.deb" >/dev/null
    echo "$tree.deb"
}
fingerprint() { grep -o 'sha256:[0-9a-f]*' "$work/ready"; }
unit() { sed -n "s/^$1=//p" "$(dpkg -L castdeckd | grep 'castdeckd\.service$')"; } # SETTING

# As the unit says, in place of systemd.
start_server() {
    install -d -m "$(unit StateDirectoryMode)" -o "$(unit User)" -g "$(unit User)" "/var/lib/$(unit StateDirectory)"
    : >"$work/ready"
    read -ra start < <(unit ExecStart)
    "${lonely[@]}" setpriv --reuid="$(unit User)" --regid="$(unit User)" --clear-groups --no-new-privs \
        env --ignore-environment STATE_DIRECTORY="$state" "${start[@]}" >"$work/ready" 2>"$work/server.log" &
    server=$!
    pids+=("$server")
    until grep -qs ready "$work/ready"; do
        kill -0 "$server" 2>/dev/null || { cat "$work/server.log"; fail "castdeckd does not run"; }
        sleep 0.1
    done
}
stop_server() {
    kill "$server"
    wait "$server" || fail "castdeckd ended with $?"
}
ctl() { "${lonely[@]}" timeout 60 castctl --server 127.0.0.1 --token-file "$state/admin.token" "$@"; }
joined() { # COPY OPTION...
    quietly "${lonely[@]}" timeout 120 castjoin --name RAUM-Ü1 "${@:2}" -o "$work/$1" 127.0.0.1 images größe.img
    cmp "$work/$1" "$work/images/größe.img"
}

step install
apt update
apt install iproute2 "$(package castdeck)" "$(package castdeckd)" "$(package castdeck-tools)"
[[ $(getent passwd castdeck) == *:/var/lib/castdeck:*nologin ]] || fail "the user castdeck is not as it should be"
systemctl --root=/ is-enabled castdeckd >/dev/null || fail "castdeckd is not enabled"
[[ $(dpkg-query -W -f '${Conffiles}' castdeckd) == *" $configuration "* ]] || fail "$configuration is no conffile"

step run
for program in castdeck castdeckd castctl castjoin; do
    [[ $("$program" --version) == "$program "* ]] || fail "$program does not say its version"
    man -w "$program" >/dev/null 2>&1 || ! command -v man >/dev/null || fail "no manual of $program"
done
lonely_open "$work"
pids+=("$lonely_pid")
"${lonely[@]}" castdeck --demo >"$work/said" 2>&1 &
demo=$!
pids+=("$demo")
for ((tries = 0; tries < 600; ++tries)); do
    kill -0 $demo || { cat "$work/said"; fail "castdeck ended"; }
    # Its four receivers have taken the room for their copies.
    (($(find "${TMPDIR:-/tmp}" -path '*/castdeck-*/copy?.img.part' -size +100k 2>/dev/null | wc -l) < 4)) || break
    sleep 0.1
done
((tries < 600)) || { cat "$work/said"; fail "the demo has no receivers"; }
kill $demo
wait $demo || { cat "$work/said"; fail "castdeck ended with $?"; }

step serve
mkdir "$work/images"
head -c 20000000 /dev/urandom >"$work/images/größe.img"
start_server
ctl namespace create images --type autocast --path "$work/images" --allow-unauthenticated
joined udp.img --initiation udp
joined tls.img --initiation tls --token-file "$state/admin.token" --fingerprint "$(fingerprint)"
[[ $(stat -c %U:%a "$state/admin.token") == castdeck:600 ]] || fail "anybody can read $state/admin.token"
before=$(fingerprint)
stop_server

step boot image
tar -xf "$(ls "$folder"/castjoin-boot_*.tar.gz)" -C "$work"
"$here/boot.sh" "$work"/castjoin-boot_* /usr/bin

step upgrade
echo 'server-name = kept' >>"$configuration"
apt install "$(newer castdeckd)" "$(newer castdeck)" "$(newer castdeck-tools)"
[[ $(dpkg-query -W -f '${Version}' castdeckd) == *+newer ]] || fail "not upgraded"
start_server
[[ $(fingerprint) == "$before" ]] || fail "the server has another certificate than before"
ctl --format csv status | grep -q kept || fail "the configuration was not kept"
joined again.img --initiation udp
stop_server

step remove
apt remove castdeck castdeckd castdeck-tools
for kept in "$configuration" "$state/store.sqlite" "$state/admin.token"; do
    [[ -e $kept ]] || fail "$kept is gone"
done
! command -v castdeckd || fail "castdeckd is still there"

step purge
quietly dpkg --purge castdeck castdeckd castdeck-tools
left=$(find / -regex "\(/proc\|/sys\|/tmp\|/var/cache\|/var/log\|$checkout\|$folder\)" -prune -o \
    -regex '.*/[^/]*cast\(deck\|ctl\|join\)[^/]*' -print)
[[ -z $left ]] || fail "left behind: $left"
# Its number stays taken, for files that may lie anywhere.
[[ $(passwd --status castdeck) == "castdeck L "* ]] || fail "one can log in as castdeck"
echo 'install.sh: all is well'
