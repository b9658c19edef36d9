#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What one receiver that vanishes costs the others: sixteen hosts get a content, one is killed in the middle, and then
# the master is frozen. Prints the longest time in which nothing came in at a host that goes on,
# before and after, and how long the server took to name the dead. Needs root; leaves nothing behind.
#
#   hosts.sh BIN [SIZE_MIB]                              default: 256
set -euo pipefail
bin=$(realpath "$1")
mib=${2:-256}
# shellcheck source=../net/lab.sh
source "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/../net/lab.sh"
trap lab_close EXIT
lab_possible || { echo "no rights for network namespaces, a bridge and nftables"; exit 1; }

receivers=16
mkdir "$lab_work/images"
head -c "${mib}M" /dev/urandom >"$lab_work/images/content"
lab_host s 1
for ((i = 1; i <= receivers; ++i)); do
    lab_host "r$i" $((i + 1))
    lab_loss "r$i" $((i % 3))
done
# A session of some twenty seconds.
lab_server "$bin" $((mib * 1048576 / 20))

# Longest time without 20 kB coming in at r1, in milliseconds, one line a second.
watch_r1() {
    local before now last longest=0 t second
    before=$(on r1 cat /sys/class/net/eth0/statistics/rx_bytes)
    last=$(date +%s%N)
    second=$((last / 1000000000))
    while sleep 0.02; do
        t=$(date +%s%N)
        now=$(on r1 cat /sys/class/net/eth0/statistics/rx_bytes)
        (((t - last) / 1000000 <= longest)) || longest=$(((t - last) / 1000000))
        if ((now - before > 20000)); then
            before=$now
            last=$t
        fi
        if ((t / 1000000000 > second)); then
            second=$((t / 1000000000))
            echo "$longest"
            longest=0
        fi
    done
}

for ((i = 1; i <= receivers; ++i)); do lab_join "$bin" "r$i"; done
until grep -qs '"percent":[1-9]' "$lab_work/r1.log"; do sleep 0.1; done
watch_r1 >"$lab_work/quiet" &
watcher=$!
sleep 4
calm=$(sort -n "$lab_work/quiet" | tail -n 1)
: >"$lab_work/quiet"
killed_at=$(date +%s)
kill -KILL "$(lab_castjoin r15)"
sleep 5
killed=$(sort -n "$lab_work/quiet" | tail -n 1)
: >"$lab_work/quiet"
# By its last report, which is up to a second old.
master=r16
for ((i = 2; i <= receivers; ++i)); do
    if [[ $(tail -n 1 "$lab_work/r$i.log" 2>/dev/null) == *'"master":true'* ]]; then master=r$i; fi
done
kill -STOP "$(lab_castjoin "$master")"
sleep 5
frozen=$(sort -n "$lab_work/quiet" | tail -n 1)
kill $watcher 2>/dev/null || true
for ((i = 1; i <= 14; ++i)); do
    [[ r$i == "$master" ]] || wait "${lab_pid[r$i]}"
    [[ r$i == "$master" ]] || cmp "$lab_work/images/content" "$lab_work/r$i.copy"
done
until grep -qs 'clientvanished "r15"' "$lab_work/server.log"; do sleep 0.2; done
named=$(($(date +%s) - killed_at))
echo "$receivers receivers, $mib MiB, loss 0-2 %: longest silence at one that goes on"
echo "    nobody gone                $calm ms"
echo "    one killed                 $killed ms, named after $named s"
echo "    one more frozen            $frozen ms ($master, by its last report the master)"
