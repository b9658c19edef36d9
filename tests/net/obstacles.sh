#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Every way in which a network can keep multicast from a machine, each at a host of its own, all in one session: each
# gets the content by unicast, soon, and is told in a true sentence what was in the way.
#
#   obstacles.sh BIN
set -euo pipefail
bin=$(realpath "$1")
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
# shellcheck source=lab.sh
source "$here/lab.sh"
# shellcheck source=expect.sh
source "$here/expect.sh"
trap lab_close EXIT
lab_possible || { echo "skipped: no rights for network namespaces, a bridge and nftables"; exit 77; }

drops() { # HOST WHAT: what that host does not let in
    on "$1" nft -f - <<NFT
table ip obstacle { chain in { type filter hook prerouting priority raw; $2 drop; }; }
NFT
}
# falls_back HOST SENTENCE: fifteen seconds at most, and some for a machine under load
falls_back() {
    local end=$((SECONDS + 20))
    until says "$1" '"state":"fallback"'; do
        ((SECONDS < end)) || fail "$1 did not go another way"
        sleep 0.2
    done
    grep '"state":"fallback"' "$lab_work/$1.log" | grep -q -- "$2" || fail "$1 was told something else than: $2"
}
completes() {
    wait "${lab_pid[$1]}" || fail "$1 exited with $?"
    cmp "$lab_work/images/content" "$lab_work/$1.copy" || fail "$1 has something else"
}

mkdir "$lab_work/images"
head -c 6M /dev/urandom >"$lab_work/images/content"
lab_host s 1
hosts=(hole deaf ungrouped flagless crossed unheard alone healthy expired)
for i in "${!hosts[@]}"; do lab_host "${hosts[i]}" $((i + 2)); done

drops hole 'ip saddr 10.77.0.1 udp length > 1200'
drops deaf 'ip saddr 10.77.0.1 meta l4proto udp'
drops ungrouped 'ip daddr 224.0.0.0/4 meta l4proto udp'
drops flagless 'ip daddr 224.0.0.0/4 meta l4proto udp'
on flagless ip link set eth0 multicast off
# A second card in the same network: the way to the server is the first.
ip link add eth1 netns "${lab_tag}crossed" type veth peer name pcrossed1 netns "${lab_tag}net"
on net ip link set pcrossed1 master br0 up
on crossed ip addr add 10.77.0.99/24 dev eth1
on crossed ip link set eth1 up
on crossed sysctl -q net.ipv4.conf.eth1.rp_filter=1
drops s 'ip saddr 10.77.0.7 udp dport 64001-65000'
drops alone 'ip saddr 10.77.0.1 udp length > 1200'

lab_server "$bin" 1000000
expires=$((EPOCHSECONDS + 30))
lab_ctl "$bin" token create short --role receiver --expires "$(date -u -d "@$expires" +%FT%TZ)" --format json |
    grep -o '"secret": *"[^"]*"' | cut -d'"' -f4 >"$lab_work/token"
lab_token=$lab_work/token
lab_join "$bin" expired
unset lab_token
for host in healthy hole deaf ungrouped flagless unheard; do lab_join "$bin" "$host"; done
lab_join "$bin" crossed --interface eth1
lab_join "$bin" alone --no-fallback

# Its multicast ends in the middle, and so does its token while it sleeps.
until reached expired 1; do
    kill -0 "${lab_pid[expired]}"
    sleep 0.1
done
kill -STOP "$(lab_castjoin expired)"
drops expired 'ip saddr 10.77.0.1 meta l4proto udp'

falls_back hole 'small packets of .* do not'
falls_back deaf 'let UDP pass to port 6[0-9]* of 10\.77\.0\.1'
falls_back ungrouped 'an IGMP or MLD querier'
falls_back flagless 'ip link set eth0 multicast on'
falls_back crossed 'net\.ipv4\.conf\.eth1\.rp_filter'
falls_back unheard 'let UDP pass to port 6[0-9]* of 10\.77\.0\.1'
until ((EPOCHSECONDS > expires)); do sleep 0.5; done
kill -CONT "$(lab_castjoin expired)"
# What it was granted before is good for the other way.
falls_back expired '"bytes"'
grep -q 'refused "10\.77\.0\.10"' "$lab_work/server.log" || fail "the token of expired was still good"
says expired '"asking again"' || fail "expired did not ask the server again"
for host in hole deaf ungrouped flagless crossed unheard healthy expired; do completes "$host"; done
says healthy '"state":"fallback"' && fail "the healthy one did not get it by multicast"

code=0
wait "${lab_pid[alone]}" || code=$?
# Whoever is quicker says so, the server or it.
((code == 11 || code == 14)) || fail "the one that may not go another way exited with $code"
grep '"result"' "$lab_work/alone.log" | grep -q 'small packets of .* do not' || fail "alone was told something else"
grep '"result"' "$lab_work/alone.log" | grep -q -- '--no-fallback' || fail "alone was not told that there is a way"
[[ -e $lab_work/alone.copy.part ]] || fail "alone lost what it had"
echo "all copies are right, all were told why"
