# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# A network of one machine for scripts to source: whatever runs behind "${lonely[@]}" reaches nothing but its own
# loopback. Needs root.

lonely_open() { # FOLDER: for a file of its own
    unshare --net sh -c 'ip link set lo up && echo up && exec sleep infinity' >"$1/lonely" &
    lonely_pid=$!
    until grep -qs up "$1/lonely"; do
        kill -0 $lonely_pid
        sleep 0.1
    done
    # shellcheck disable=SC2034 # for the script that sources this
    lonely=(nsenter "--net=/proc/$lonely_pid/ns/net")
}
