#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Races Castdeck against other programs that put one file onto many machines, each receiver a network namespace of its
# own on a bridge, every copy compared. Writes transport.json, transport.md and transport.svg into BIN/../bench. Needs
# root; leaves nothing behind. Peers that are not installed are left out, and that is said.
#
#   transport.sh BIN [OPTION…]          --help shows the options
set -euo pipefail
bin=$(realpath "$1")
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
export PYTHONDONTWRITEBYTECODE=1
for word in "${@:2}"; do
    case $word in -h | --help | --render) exec python3 "$here/transport.py" --bin "$bin" "${@:2}" ;; esac
done

# shellcheck source=../../net/lab.sh
source "$here/../../net/lab.sh"
race=
trap '{ [[ -z $race ]] || { kill "$race" && wait "$race"; }; } || true; lab_close' EXIT
trap 'exit 130' INT TERM
lab_possible || { echo "no rights for network namespaces, a bridge and nftables"; exit 1; }
# Not on a disk, whose pace would be measured.
rm -rf "$lab_work"
lab_work=$(mktemp -d -p /dev/shm)

c++ -std=c++20 -O2 -o "$lab_work/bare" "$here/bare.cpp"
if [[ -e /usr/include/normApi.h ]]; then
    c++ -std=c++20 -O2 -o "$lab_work/normcast" "$here/normcast.cpp" -lnorm
fi
lab_host s 1
for ((i = 1; i <= 16; ++i)); do lab_host "r$i" $((i + 1)); done

# In the background, so that a signal is not left waiting until it ends.
python3 "$here/transport.py" --bin "$bin" --lab "$lab_tag" --work "$lab_work" "${@:2}" &
race=$!
status=0
wait "$race" || status=$?
race=
exit $status
