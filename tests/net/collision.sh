#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Two servers that were given the same group and port, each with a receiver, on one network: both have to name the other,
# and both receivers have to get what their own server has.
#
#   collision.sh BIN
set -euo pipefail
bin=$(realpath "$1")
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
# shellcheck source=lab.sh
source "$here/lab.sh"
# shellcheck source=expect.sh
source "$here/expect.sh"
trap lab_close EXIT
lab_possible || { echo "skipped: no rights for network namespaces, a bridge and nftables"; exit 77; }

declare -A receiver
serve() { # HOST LAST-BYTE
    local host=$1
    mkdir -p "$lab_work/$host/images"
    head -c 4M /dev/urandom >"$lab_work/$host/images/content"
    printf '%s\n' 'group-range = 239.192.7.7-239.192.7.7' 'port-range = 64007-64007' \
        >"$lab_work/$host/castdeckd.conf"
    on "$host" "$bin/castdeckd" --config "$lab_work/$host/castdeckd.conf" --state-dir "$lab_work/$host/state" \
        --interface eth0 --listen "10.77.0.$2:5042" >"$lab_work/$host/ready" 2>"$lab_work/$host.log" &
    until_true 30 "$host starts" grep -qs ready "$lab_work/$host/ready"
    ctl "$host" "$2" namespace create images --type autocast --path "$lab_work/$host/images" --allow-unauthenticated
    # So slow that neither is done before both have looked around.
    ctl "$host" "$2" rate set 50000
}
ctl() { # HOST LAST-BYTE VERB…
    on "$1" "$bin/castctl" --server "10.77.0.$2" --token-file "$lab_work/$1/state/admin.token" \
        --fingerprint "$(grep -o 'sha256:[0-9a-f]*' "$lab_work/$1/ready")" "${@:3}" >/dev/null
}
join() { # HOST SERVER LAST-BYTE
    on "$1" "$bin/castjoin" --initiation udp --no-fallback --json --name "$1" -o "$lab_work/$1.copy" "10.77.0.$3" \
        images content >"$lab_work/$1.log" 2>&1 &
    receiver[$1]=$!
}

lab_host s 1
lab_host t 2
lab_host a 3
lab_host b 4
serve s 1
serve t 2
join a s 1
join b t 2
until_true 30 "s names t" grep -q 'grouptakenbyserver.*10\.77\.0\.2' "$lab_work/s.log"
until_true 30 "t names s" grep -q 'grouptakenbyserver.*10\.77\.0\.1' "$lab_work/t.log"
ctl s 1 rate set 0
ctl t 2 rate set 0
wait "${receiver[a]}" || fail "a exited with $?"
wait "${receiver[b]}" || fail "b exited with $?"
cmp "$lab_work/s/images/content" "$lab_work/a.copy" || fail "a has something else"
cmp "$lab_work/t/images/content" "$lab_work/b.copy" || fail "b has something else"
# Packets of the other server reached them, and were counted.
for host in a b; do
    grep -o '"rejectedPackets":[0-9]*' "$lab_work/$host.log" | tail -n 1 | grep -q '[1-9]' || fail "$host saw no stranger"
done
echo "both are named, all copies are right"
