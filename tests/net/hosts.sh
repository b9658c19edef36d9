#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sixteen receivers of one content, each a host of its own: loss from none to a tenth, one that multicast does not
# reach, one that is frozen, one that is killed, one with a slow disk, one that comes late; then sixteen whose server is
# killed in the middle and started again. Every copy must be right, and everybody who is gone must be named.
#
#   hosts.sh BIN [SIZE_KIB]
set -euo pipefail
bin=$(realpath "$1")
kib=${2:-4096}
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
# shellcheck source=lab.sh
source "$here/lab.sh"
# shellcheck source=expect.sh
source "$here/expect.sh"
trap lab_close EXIT
lab_possible || { echo "skipped: no rights for network namespaces, a bridge and nftables"; exit 77; }

receivers=16
named() { grep -qs "clientvanished \"$1\"" "$lab_work/server.log"; }
shown_nodata() { grep -q '"name":"r12".*"state":"nodata"' "$lab_work/events"; }
completes() { # HOST…
    local host
    for host; do
        wait "${lab_pid[$host]}" || fail "$host exited with $?"
        cmp "$lab_work/images/content" "$lab_work/$host.copy" || fail "$host has something else"
        [[ ! -e $lab_work/$host.copy.part ]] || fail "$host left its .part"
    done
}

mkdir "$lab_work/images"
head -c "${kib}K" /dev/urandom >"$lab_work/images/content"
lab_host s 1
for ((i = 1; i <= receivers; ++i)); do
    lab_host "r$i" $((i + 1))
    lab_loss "r$i" $((i % 11))
done

echo "a session with everything that can go wrong at a receiver"
lab_server "$bin" $((kib * 1024 / 10))
lab_loss r12 group
# It is shown for five seconds, in which a machine that has much to do may not get round to asking.
lab_ctl "$bin" events --follow --format json >"$lab_work/events" 2>&1 &
for ((i = 1; i <= 15; ++i)); do
    if ((i == 11)); then
        lab_join "$bin" "r$i" --limit $((kib * 1024 / 15))
    else
        lab_join "$bin" "r$i"
    fi
done
until_true 60 "r13 gets going" reached r13 10
kill -KILL "$(lab_castjoin r13)"
until_true 60 "r14 gets going" reached r14 15
kill -STOP "$(lab_castjoin r14)"
lab_join "$bin" r16
# The console shows the same state.
until_true 60 "r12 is told why" says r12 '"state":"nodata"'
says r12 IGMP || fail "r12 is not told about IGMP"
until_true 60 "the server shows that r12 sees nothing" shown_nodata
completes r1 r2 r3 r4 r5 r6 r7 r8 r9 r10 r11 r12 r15 r16
says r12 '"state":"unicast"\|"state":"fallback"' || fail "r12 got it by multicast"
until_true 90 "the killed one is named" named r13
until_true 90 "the frozen one is named" named r14
kill -CONT "$(lab_castjoin r14)"
if wait "${lab_pid[r13]}"; then fail "r13 was killed"; fi

# The one that was killed goes on where it was; the one that was frozen finds its way by itself.
mv "$lab_work/r13.log" "$lab_work/r13.killed"
lab_join "$bin" r13
completes r13 r14
says r13 '"state":"resumed"' || fail "r13 began anew"

echo "a server that is killed and started again"
rm -f "$lab_work"/r*.copy "$lab_work"/r*.log
lab_loss r12 3
for ((i = 1; i <= receivers; ++i)); do lab_join "$bin" "r$i"; done
until_true 60 "r16 gets going" reached r16 30
kill -KILL "$(ip netns pids "${lab_tag}s" | xargs -r ps -o pid=,comm= -p | awk '$2 == "castdeckd" {print $1}')"
wait $lab_server_pid || true
lab_server "$bin" 0
for ((i = 1; i <= receivers; ++i)); do completes "r$i"; done
says r16 '"state":"asking again"' || fail "r16 did not have to ask again"
[[ $(grep -c '"state":"found"' "$lab_work/r16.log") == 2 ]] || fail "r16 asked another number of times than twice"
kill -TERM "$(ip netns pids "${lab_tag}s" | xargs -r ps -o pid=,comm= -p | awk '$2 == "castdeckd" {print $1}')"
wait $lab_server_pid
echo "all copies are right"
