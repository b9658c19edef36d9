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

# shellcheck source=../net/lab.sh
source "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/../net/lab.sh"
trap lab_close EXIT
lab_possible || { echo "no rights for network namespaces, a bridge and nftables"; exit 1; }

lab_host s 1
for ((i = 1; i <= receivers; ++i)); do lab_host "r$i" $((i + 1)); done

# Segments at the sender's wire: 1 makes packets cross one by one, as they do between machines, so that loss hits single
# packets and not whole bursts; 64 leaves the cutting to the receiver, as a card that segments does for the sender.
segments() { on s ip link set eth0 gso_max_segs "$1"; }

head -c "${mib}M" /dev/urandom >"$lab_work/content"

now() { date +%s.%N; }

# run LABEL LOSS_PERCENT LATE: LATE is the seconds that the last receiver comes later.
run() {
    local label=$1 loss=$2 late=$3 i
    for ((i = 1; i <= receivers; ++i)); do lab_loss "r$i" "$loss" 64001; done
    on s "$bin/benchsender" eth0 5041 "$lab_work/content" >"$lab_work/sender" &
    local sender=$!
    until grep -qs ready "$lab_work/sender"; do
        kill -0 $sender
        sleep 0.05
    done
    local start end pids=()
    start=$(now)
    for ((i = 1; i <= receivers; ++i)); do
        ((i < receivers)) || sleep "$late"
        on "r$i" timeout 600 "$bin/castjoin" --name "R$i" -o "$lab_work/copy$i" 10.77.0.1 bench content \
            >"$lab_work/log$i" 2>&1 &
        pids+=($!)
    done
    for pid in "${pids[@]}"; do
        wait "$pid" || { echo "a receiver failed:" && tail -n 3 "$lab_work"/log*; exit 1; }
    done
    end=$(now)
    wait $sender
    for ((i = 1; i <= receivers; ++i)); do
        cmp "$lab_work/content" "$lab_work/copy$i"
        rm "$lab_work/copy$i"
    done
    awk -v label="$label" -v seconds="$(echo "$end - $start" | bc)" -v bytes=$((mib * 1048576)) '
        /cpu=/ {
            for (i = 1; i <= NF; ++i) { split($i, pair, "="); value[pair[1]] = pair[2] }
            printf "%-22s %7.1f s  %7.0f Mbit/s  sender: %5.2f CPU s/GB  %5.1f MiB resident  sent twice: %5.2f %%  rounds: %d\n",
                label, seconds, bytes * 8 / seconds / 1e6, value["cpu"] / (bytes / 1e9), value["maxrss_kib"] / 1024,
                100 * value["twice"] / bytes, value["rounds"]
        }' "$lab_work/sender"
}

echo "$mib MiB to $receivers receivers in network namespaces, MTU 1500, every copy compared"
segments 64
run "segmentation offload" 0 0
segments 1
for loss in "${losses[@]}"; do run "loss $loss %" "$loss" 0; done
run "one joins 2 s later" 0 2
