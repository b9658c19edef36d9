#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Two healthy receivers and a sick one in one session, for each sickness, and one session with a healthy one in its
# place: the sick one comes first, in the middle, and last. The healthy ones get everything, hardly later than where
# nobody is sick; and the server says who was sick, in its log and in the history.
#
#   sick.sh BIN [PLACE...]
set -euo pipefail
bin=$(realpath "$1")
sickjoin=$(dirname "$bin")/tests/sickjoin
places=("${@:2}")
((${#places[@]})) || places=(first middle last)
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
# shellcheck source=lab.sh
source "$here/lab.sh"
# shellcheck source=expect.sh
source "$here/expect.sh"
trap lab_close EXIT
lab_possible || { echo "skipped: no rights for network namespaces, a bridge and nftables"; exit 77; }

rate=600000
bytes=$((rate * 9))
sicknesses=(healthy 'NACKs for ever' 'never advances' 'lies about time' 'nonsense echo' 'behind an MTU hole' frozen)
groups=("${!sicknesses[@]}")

said() { grep -qs "$1 \"$2\"" "$lab_work/server.log"; } # NOTICE CLIENT
moment() { date -d "$(sed -n 's/.*"time":"\([^"]*\)".*/\1/p' "$lab_work/$1.log" | "$2" -n 1)" +%s%3N; } # HOST head|tail
took() { echo $(($(moment "$1" tail) - ${going:-$(moment "$1" head)})); } # HOST: milliseconds

history_knows() {
    lab_ctl "$bin" session list --ended --format json | tr -d '\n' | tr '{' '\n' | grep '"name": *"x1"' |
        grep -q sick-machine
}

join() { # HOST GROUP
    lab_content=$place$2
    lab_join "$bin" "$1"
    unset lab_content
}
join_sick() { # GROUP: and waits until the server knows it
    local host=x$1
    case ${sicknesses[$1]} in
        healthy) join "$host" "$1" ;;
        frozen)
            join "$host" "$1"
            until_true 180 "$host joins" said clientjoined "$host"
            kill -STOP "$(lab_castjoin "$host")"
            ;;
        'behind an MTU hole')
            on "$host" nft -f - <<'NFT'
table inet hole {
  chain in {
    type filter hook prerouting priority raw;
    ip daddr 224.0.0.0/4 udp length > 1000 drop
    ip6 daddr ff00::/8 udp length > 1000 drop
  }
}
NFT
            join "$host" "$1"
            ;;
        *)
            lab_program=("$sickjoin" "${sicknesses[$1]}")
            join "$host" "$1"
            unset lab_program
            ;;
    esac
    until_true 180 "$host joins" said clientjoined "$host"
}

mkdir "$lab_work/images"
lab_host s 1
echo >"$lab_work/images/other" # no folder without a file is published
lab_server "$bin" $rate
for g in "${groups[@]}"; do
    lab_host "a$g" $((10 + 3 * g))
    lab_host "b$g" $((11 + 3 * g))
    lab_host "x$g" $((12 + 3 * g))
done

for place in "${places[@]}"; do
    echo "the sick one comes $place"
    for g in "${groups[@]}"; do
        head -c $bytes /dev/urandom >"$lab_work/images/$place$g"
        touch -d '1 hour ago' "$lab_work/images/$place$g"
    done
    : >"$lab_work/server.log"
    rm -f "$lab_work"/[abx]?.log "$lab_work"/*.copy "$lab_work"/*.part
    # Whoever comes last comes long before the end, however long its start takes.
    [[ $place != last ]] || lab_ctl "$bin" rate set $((rate * ${#groups[@]} / 6)) >/dev/null
    for g in "${groups[@]}"; do
        if [[ $place == first ]]; then join_sick "$g"; fi
        join "a$g" "$g"
        if [[ $place == middle ]]; then join_sick "$g"; fi
        join "b$g" "$g"
    done
    going=
    if [[ $place == last ]]; then
        for g in "${groups[@]}"; do
            until_true 180 "a$g gets going" reached "a$g" 10
            join_sick "$g"
        done
        lab_ctl "$bin" rate set 0 >/dev/null
        going=$(date +%s%3N)
    fi
    for g in "${groups[@]}"; do
        for host in "a$g" "b$g"; do
            wait "${lab_pid[$host]}" || fail "$host exited with $?"
            cmp "$lab_work/images/$place$g" "$lab_work/$host.copy" || fail "$host has something else"
            grep -q '"state":"fallback"' "$lab_work/$host.log" && fail "$host did not get it by multicast"
        done
        echo "  with one that is ${sicknesses[$g]}: $(took "a$g") and $(took "b$g") ms"
    done
    # Two seconds, and half as much again for what else this machine has to do; one that cannot even keep up with
    # healthy ones tells nothing.
    for g in "${groups[@]}"; do
        (($(took a0) * rate > bytes * 2000)) ||
            (($(took "a$g") < $(took a0) * 3 / 2 + 2000)) || fail "a$g was held up by one that is ${sicknesses[$g]}"
    done
    said clientstuck x1 || fail "nobody says who NACKs for ever"
    wait "${lab_pid[x5]}" || fail "x5 exited with $?"
    cmp "$lab_work/images/${place}5" "$lab_work/x5.copy" || fail "x5 has something else"
    grep -q '"state":"fallback"' "$lab_work/x5.log" || fail "x5 was not led to another way"
    if [[ $place == last ]]; then
        # It lacks what came before it, is alone now, and gets nothing: it is told to go, by whom and why.
        until_true 90 "x1 is sent away" grep -qs 'ended, by sick-machine rule: acknowledged nothing' "$lab_work/x1.log"
        said clientdisconnected x1 || fail "nobody says that x1 was sent away"
        until_true 60 "the history knows" history_knows
    fi
    for g in "${groups[@]}"; do
        mapfile -t left < <(ip netns pids "${lab_tag}x$g")
        ((${#left[@]} == 0)) || kill -KILL "${left[@]}"
        on "x$g" nft flush ruleset
    done
done
echo "nobody was held up, and all know by whom"
