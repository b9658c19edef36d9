#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs the castjoin that is made for boot images where there is nothing but the C library: it receives a content over
# UDP and over TLS from a castdeckd, and says what goes wrong. Needs root.
set -euo pipefail
shopt -s extglob
folder=${1:?usage: boot.sh FOLDER BIN} bin=${2:?usage: boot.sh FOLDER BIN}
source "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/lonely.sh"
work=$(mktemp -d)
root=$work/root
pids=()
clean() {
    kill "${pids[@]}" 2>/dev/null || true
    ! mountpoint -q "$root/proc" || umount "$root/proc"
    rm -rf --one-file-system "$work"
}
trap clean EXIT
export XDG_CONFIG_HOME=$work/config
fail() { printf 'boot.sh: %s\n' "$*" >&2; exit 1; }

# A system of the C library and castjoin. The loader asks /proc where a program lies.
mkdir -p "$root"/{proc,tmp} "$root"/usr/{lib,lib64} "$work/images"
ln -s usr/lib usr/lib64 "$root"
for file in $(dpkg -L "libc6:$(dpkg --print-architecture)" | grep '/lib[^/]*/.*\.so'); do
    [[ ! -f $file ]] || install -D "$file" "$root/usr/${file##/?(usr/)}"
done
mount --bind /proc "$root/proc"
cp -r "$folder" "$root/castjoin-boot"

castjoin() { # EXIT-STATUS OPTION...
    local status=0
    "${lonely[@]}" env -i PATH="$PATH" timeout 120 chroot "$root" \
        /castjoin-boot/castjoin --name RAUM-Ü1 "${@:2}" >"$work/said" 2>&1 || status=$?
    ((status == $1)) || { cat "$work/said"; fail "castjoin ${*:2} ended with $status, not $1"; }
}
says() { # TEXT
    grep -qF -- "$1" "$work/said" || { cat "$work/said"; fail "castjoin does not say: $1"; }
}

lonely_open "$work"
pids+=("$lonely_pid")
head -c 20000000 /dev/urandom >"$work/images/größe.img"
CASTDECK_LINGER_MS=100 "${lonely[@]}" "$bin/castdeckd" --state-dir "$work/state" --listen 127.0.0.1:5042 \
    >"$work/ready" 2>"$work/server.log" &
server=$!
pids+=("$server")
until grep -qs ready "$work/ready"; do
    kill -0 $server 2>/dev/null || { cat "$work/server.log"; fail "castdeckd does not run"; }
    sleep 0.1
done
ctl() { "${lonely[@]}" "$bin/castctl" --server 127.0.0.1 --token-file "$work/state/admin.token" "$@"; }
ctl namespace create images --type autocast --path "$work/images" --allow-unauthenticated >/dev/null
cp "$work/state/admin.token" "$root/tmp/token"
fingerprint=$(grep -o 'sha256:[0-9a-f]*' "$work/ready")
tls=(--initiation tls --token-file /tmp/token --fingerprint)

castjoin 0 --initiation udp -o /tmp/größe.udp 127.0.0.1 images größe.img
castjoin 0 "${tls[@]}" "$fingerprint" -o /tmp/größe.tls 127.0.0.1 images größe.img
cmp "$work/images/größe.img" "$root/tmp/größe.udp"
cmp "$work/images/größe.img" "$root/tmp/größe.tls"
for ((tries = 0; tries < 300; ++tries)); do
    ctl session list --ended --format json >"$work/sessions"
    ! grep -q RAUM-Ü1 "$work/sessions" || break
    sleep 0.1
done
((tries < 300)) || { cat "$work/sessions"; fail "the server does not know its name"; }

castjoin 3 --initiation udp -o /tmp/copy 127.0.0.1 images größer.img
says "the server has no such content in this namespace"
castjoin 3 "${tls[@]}" "sha256:$(printf '0%.0s' {1..64})" -o /tmp/copy 127.0.0.1 images größe.img
says "this is not the server it should be"
castjoin 1 --initiation udp -o /ölig/copy 127.0.0.1 images größe.img
says "not found: /ölig/copy"
