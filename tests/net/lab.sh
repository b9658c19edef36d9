# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Hosts for scripts to source: network namespaces on a bridge, 10.77.0.0/24 and fd77::/64, the server at 1. Needs root;
# lab_close ends what runs in them and leaves nothing behind. With LAB_FAMILY=6 server and receivers talk by IPv6.

# Whoever asks the proxy of the environment asks nobody.
export http_proxy=http://127.0.0.1:9 https_proxy=http://127.0.0.1:9 all_proxy=http://127.0.0.1:9
unset no_proxy

lab_tag=cdn$$
lab_work=$(mktemp -d)

lab_server_address=10.77.0.1
[[ ${LAB_FAMILY:-4} == 4 ]] || lab_server_address=fd77::1

# Whether this machine lets us have network namespaces with a bridge and nftables.
lab_possible() {
    ((EUID == 0)) && command -v ip nft >/dev/null && ip netns add "${lab_tag}net" 2>/dev/null &&
        ip -n "${lab_tag}net" link add br0 type bridge 2>/dev/null && ip -n "${lab_tag}net" link set br0 up &&
        ip netns exec "${lab_tag}net" nft list ruleset >/dev/null 2>&1
}

lab_close() {
    local ns pids
    for ns in $(ip netns list | awk -v t="$lab_tag" 'index($1, t) == 1 {print $1}'); do
        mapfile -t pids < <(ip netns pids "$ns")
        kill -CONT "${pids[@]}" 2>/dev/null || true
        kill -KILL "${pids[@]}" 2>/dev/null || true
        ip netns del "$ns"
    done
    rm -rf "$lab_work"
}

on() { ip netns exec "$lab_tag$1" "${@:2}"; } # HOST COMMAND…

lab_host() { # HOST LAST-BYTE
    ip netns add "$lab_tag$1"
    on "$1" ip link set lo up
    ip link add eth0 netns "$lab_tag$1" type veth peer name "p$1" netns "${lab_tag}net"
    on net ip link set "p$1" master br0 up
    on "$1" ip addr add "10.77.0.$2/24" brd + dev eth0
    on "$1" ip addr add "fd77::$2/64" dev eth0 nodad
    on "$1" ip link set eth0 up
    on "$1" ip route add 224.0.0.0/4 dev eth0
}

# Lets that share of the datagrams from the server get lost on their way into a host; "group": all that multicast brings.
lab_loss() { # HOST PERCENT|group [PORT]: only those that the server sends from that port
    local rule="ip saddr 10.77.0.1 ${3:+udp sport $3} meta l4proto udp numgen random mod 100 < $2 drop"
    [[ $2 != group ]] || rule="ip daddr 224.0.0.0/4 meta l4proto udp drop"
    on "$1" nft flush ruleset
    on "$1" nft -f - <<NFT
table ip loss {
  chain in {
    type filter hook prerouting priority raw;
    $rule
  }
}
NFT
}

lab_server() { # BIN RATE_LIMIT: starts it, or starts it again, with the namespace "images" of $lab_work/images
    local bin=$1 rate=$2 new=0 listen=$lab_server_address:5042
    [[ $lab_server_address != *:* ]] || listen=[$lab_server_address]:5042
    [[ -e $lab_work/state ]] || new=1
    printf 'rate-limit = %s\n' "$rate" >"$lab_work/castdeckd.conf"
    : >"$lab_work/ready"
    on s "$bin/castdeckd" --config "$lab_work/castdeckd.conf" --state-dir "$lab_work/state" --interface eth0 \
        --listen "$listen" >"$lab_work/ready" 2>>"$lab_work/server.log" &
    lab_server_pid=$!
    until grep -qs ready "$lab_work/ready"; do
        kill -0 $lab_server_pid
        sleep 0.1
    done
    lab_fingerprint=$(grep -o 'sha256:[0-9a-f]*' "$lab_work/ready")
    ((!new)) || lab_ctl "$bin" namespace create images --type autocast --path "$lab_work/images" >/dev/null
}

lab_ctl() { # BIN VERB…
    on s "$1/castctl" --server "$lab_server_address" --token-file "$lab_work/state/admin.token" --fingerprint "$lab_fingerprint" \
        "${@:2}"
}

# Another content than "content" is $lab_content, another token than the administrator's in the file $lab_token, another
# program than castjoin the array lab_program.
lab_join() { # BIN HOST OPTION…: in the background; its JSON lines are in $lab_work/HOST.log
    local bin=$1 host=$2
    local program=("${lab_program[@]:-$bin/castjoin}")
    on "$host" env XDG_CONFIG_HOME="$lab_work/$host" timeout -k 5 300 "${program[@]}" --json --name "$host" \
        --token-file "${lab_token:-$lab_work/state/admin.token}" --fingerprint "$lab_fingerprint" \
        -o "$lab_work/$host.copy" "${@:3}" "$lab_server_address" images "${lab_content:-content}" >>"$lab_work/$host.log" 2>&1 &
    lab_pid[$host]=$!
}
# shellcheck disable=SC2034 # for the script that sources this
declare -A lab_pid

# The process of a host, below the one that limits its time.
lab_castjoin() { ip netns pids "$lab_tag$1" | xargs -r ps -o pid=,comm= -p | awk '$2 == "castjoin" {print $1}'; }
