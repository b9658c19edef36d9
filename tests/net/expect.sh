# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# What a test in the lab (lab.sh) expects of its hosts, to source behind it.

# shellcheck disable=SC2154 # lab.sh sets it
fail() { echo "FAILED: $*" >&2; tail -n 8 "$lab_work"/*.log >&2; exit 1; }
until_true() { # SECONDS WHAT COMMAND…
    local end=$((SECONDS + $1))
    until "${@:3}"; do
        ((SECONDS < end)) || fail "$2"
        sleep 0.2
    done
}
says() { grep -qs -- "$2" "$lab_work/$1.log"; } # HOST PATTERN
percent() { grep -o '"percent":[0-9]*' "$lab_work/$1.log" 2>/dev/null | tail -n 1 | cut -d: -f2; }
reached() { (($(percent "$1" || echo 0) + 0 >= $2)); } # HOST PERCENT
