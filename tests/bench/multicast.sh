#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# One file to several receivers, each a network namespace of its own on a bridge, with random packet loss at every
# receiver (nftables), every copy compared byte by byte. Prints payload rate, CPU seconds per GB at the sender and
# the share of bytes that were sent twice. Needs root; leaves nothing behind.
#
#   multicast.sh BIN [SIZE_MIB] [RECEIVERS] [LOSS…]      default: 1024 4 0 1 5
set -euo pipefail

bin=$(realpath "$1")
mib=${2:-1024}
receivers=${3:-4}
losses=("${@:4}")
((${#losses[@]})) || losses=(0 1 5)

work=$(mktemp -d)
tag=cdb$$
cleanup() {
    local pids ns
    for ns in $(ip netns list | awk -v t="$tag" 'index($1, t) == 1 {print $1}'); do
        pids=$(ip netns pids "$ns")
        [[ -z $pids ]] || kill $pids 2>/dev/null || true
        ip netns del "$ns"
    done
    rm -rf "$work"
}
trap cleanup EXIT

in_ns() { ip netns exec "$tag$1" "${@:2}"; }

ip netns add "${tag}net"
in_ns net ip link add br0 type bridge
in_ns net ip link set br0 up
add_host() { # name, last byte of its address
    ip netns add "$tag$1"
    in_ns "$1" ip link set lo up
    ip link add "eth0" netns "$tag$1" type veth peer name "p$1" netns "${tag}net"
    in_ns net ip link set "p$1" master br0 up
    in_ns "$1" ip addr add "10.77.0.$2/24" dev eth0
    in_ns "$1" ip link set eth0 up
    in_ns "$1" ip route add 224.0.0.0/4 dev eth0
}
add_host s 1
for ((i = 1; i <= receivers; ++i)); do add_host "r$i" $((i + 1)); done

# Segments at the sender's wire: 1 makes packets cross one by one, as they do between machines, so that loss hits single
# packets and not whole bursts; 64 leaves the cutting to the receiver, as a card that segments does for the sender.
segments() { in_ns s ip link set eth0 gso_max_segs "$1"; }

head -c "${mib}M" /dev/urandom >"$work/content"

now() { date +%s.%N; }

# run LABEL LOSS_PERCENT LATE: LATE is the seconds that the last receiver comes later.
run() {
    local label=$1 loss=$2 late=$3 i
    for ((i = 1; i <= receivers; ++i)); do
        in_ns "r$i" nft flush ruleset
        in_ns "r$i" nft -f - <<NFT
table ip loss {
  chain in {
    type filter hook prerouting priority raw;
    udp sport 64001 numgen random mod 10000 < ${loss}00 drop
  }
}
NFT
    done
    in_ns s "$bin/benchsender" eth0 5041 "$work/content" >"$work/sender" &
    local sender=$!
    until grep -qs ready "$work/sender"; do
        kill -0 $sender
        sleep 0.05
    done
    local start end pids=()
    start=$(now)
    for ((i = 1; i <= receivers; ++i)); do
        ((i < receivers)) || sleep "$late"
        in_ns "r$i" timeout 600 "$bin/castjoin" --name "R$i" -o "$work/copy$i" 10.77.0.1 bench content \
            >"$work/log$i" 2>&1 &
        pids+=($!)
    done
    for pid in "${pids[@]}"; do
        wait "$pid" || { echo "a receiver failed:" && tail -n 3 "$work"/log*; exit 1; }
    done
    end=$(now)
    wait $sender
    for ((i = 1; i <= receivers; ++i)); do
        cmp "$work/content" "$work/copy$i"
        rm "$work/copy$i"
    done
    awk -v label="$label" -v seconds="$(echo "$end - $start" | bc)" -v bytes=$((mib * 1048576)) '
        /cpu=/ {
            for (i = 1; i <= NF; ++i) { split($i, pair, "="); value[pair[1]] = pair[2] }
            printf "%-22s %7.1f s  %7.0f Mbit/s  sender: %5.2f CPU s/GB  %5.1f MiB resident  sent twice: %5.2f %%  rounds: %d\n",
                label, seconds, bytes * 8 / seconds / 1e6, value["cpu"] / (bytes / 1e9), value["maxrss_kib"] / 1024,
                100 * value["twice"] / bytes, value["rounds"]
        }' "$work/sender"
}

echo "$mib MiB to $receivers receivers in network namespaces, MTU 1500, every copy compared"
segments 64
run "segmentation offload" 0 0
segments 1
for loss in "${losses[@]}"; do run "loss $loss %" "$loss" 0; done
run "one joins 2 s later" 0 2
