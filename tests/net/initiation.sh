#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# UDP initiation follows the machine: a server with two cards, of which one gets its addresses later, has several and
# loses them again, and receivers on either card that ask whatever address is theirs.
#
#   initiation.sh BIN
set -euo pipefail
bin=$(realpath "$1")
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
# shellcheck source=lab.sh
source "$here/lab.sh"
# shellcheck source=expect.sh
source "$here/expect.sh"
trap lab_close EXIT
lab_possible || { echo "skipped: no rights for network namespaces, a bridge and nftables"; exit 77; }

stop() {
    kill -TERM "$(ip netns pids "${lab_tag}s" | xargs -r ps -o pid=,comm= -p | awk '$2 == "castdeckd" {print $1}')"
    wait "$server" || fail "the server exited with $?"
}
serve() { # OPTION…: anew, with the namespace "images"
    [[ -z ${server:-} ]] || stop
    rm -rf "$lab_work/state"
    : >"$lab_work/ready"
    on s "$bin/castdeckd" --config "$lab_work/castdeckd.conf" --state-dir "$lab_work/state" --listen 127.0.0.1:5042 \
        "$@" >"$lab_work/ready" 2>>"$lab_work/server.log" &
    server=$!
    local end=$((SECONDS + 30))
    until grep -qs 'ready management=127.0.0.1:5042 initiation=5041 ' "$lab_work/ready"; do
        { ((SECONDS < end)) && kill -0 $server; } || fail "the server is not ready"
        sleep 0.1
    done
    on s "$bin/castctl" --server 127.0.0.1 --token-file "$lab_work/state/admin.token" \
        --fingerprint "$(grep -o 'sha256:[0-9a-f]*' "$lab_work/ready")" \
        namespace create images --type autocast --path "$lab_work/images" --allow-unauthenticated >/dev/null
}
gets() { # HOST ADDRESS [GRANTED]: what is granted has to be the same, else that
    rm -f "$lab_work/$1.copy"
    on "$1" timeout -k 5 60 "$bin/castjoin" --initiation udp --no-fallback --json --name "$1" -o "$lab_work/$1.copy" \
        "$2" images content >"$lab_work/$1.log" 2>&1 || fail "$1 asked $2: exit $?"
    cmp "$lab_work/images/content" "$lab_work/$1.copy" || fail "$1 has something else"
    grep -q "\"server\":\"\\[\\?${3:-$2}\\]\\?:" "$lab_work/$1.log" || fail "$1 asked $2 and was led elsewhere"
}
address() { on "$1" ip addr "${@:2}"; } # HOST add|del ADDRESS dev DEVICE

mkdir "$lab_work/images"
head -c 300K /dev/urandom >"$lab_work/images/content"
touch -d '1 hour ago' "$lab_work/images/content"
printf '%s\n' 'linger-ms = 200' >"$lab_work/castdeckd.conf"
lab_host s 1
lab_host a 2
# The second card, and who is behind it.
ip netns add "${lab_tag}b"
on b ip link set lo up
ip link add eth1 netns "${lab_tag}s" type veth peer name eth0 netns "${lab_tag}b"
on s ip link set eth1 up
on b ip link set eth0 up
for address in 10.78.0.2/24 10.79.0.2/24; do address b add $address dev eth0; done
address b add fd00:78::2/64 dev eth0 nodad
on b ip route add 224.0.0.0/4 dev eth0

echo "two cards, of which one has no address yet"
serve
gets a 10.77.0.1
address s add 10.78.0.1/24 dev eth1
gets b 10.78.0.1
gets a 10.77.0.1
echo "one more on the same card, and of the other family"
address s add 10.79.0.1/24 dev eth1
gets b 10.79.0.1
gets b 10.78.0.1
address s add fd00:78::1/64 dev eth1 nodad
gets b fd00:78::1
echo "an address that changes, and one that comes back"
address s del 10.78.0.1/24 dev eth1
address s add 10.78.0.9/24 dev eth1
gets b 10.78.0.9
# Two of one network: the session is of the one that the route has, whoever asked which.
address s add 10.78.0.1/24 dev eth1
gets b 10.78.0.1 10.78.0.9
echo "a card that goes down and up"
on s ip link set eth0 down
on s ip link set eth0 up
gets a 10.77.0.1
echo "one card only, of several addresses"
serve --interface eth1
for address in 10.78.0.9 10.79.0.1 fd00:78::1; do gets b $address; done
on a timeout -k 5 60 "$bin/castjoin" --initiation udp -o "$lab_work/none" 10.77.0.1 images content >/dev/null 2>&1 &&
    fail "eth0 was not asked for"
echo "one card without any address at the start"
address s flush dev eth1
on s sysctl -qw net.ipv6.conf.eth1.disable_ipv6=1
serve --interface eth1
address s add 10.79.0.1/24 dev eth1
gets b 10.79.0.1
echo "one address of several"
address s add 10.78.0.1/24 dev eth1
serve --interface 10.78.0.1
gets b 10.78.0.1
stop
echo "all were answered from where they asked"
