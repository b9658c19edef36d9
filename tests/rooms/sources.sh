#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The package sources that a clean room takes from a machine, which is made up here as apt sees one; and what it refuses.
set -euo pipefail
cleanroom=$(dirname "$(realpath "${BASH_SOURCE[0]}")")/cleanroom.sh
command -v apt-get >/dev/null || exit 77
machine=$(mktemp -d)
trap 'rm -rf "$machine"' EXIT
export APT_CONFIG=$machine/apt.conf
mkdir -p "$machine/parts" "$machine/lists/partial"
cat >"$machine/apt.conf" <<CONF
APT::Architecture "amd64";
APT::Architectures { "amd64"; };
Dir::Etc::SourceList "$machine/sources.list";
Dir::Etc::SourceParts "$machine/parts";
Dir::State::Lists "$machine/lists";
CONF

# What apt has fetched of a suite: who made it, what it is called.
fetched() { # FILE-PREFIX ORIGIN CODENAME COMPONENT...
    printf '%s\n' "Origin: $2" "Codename: $3" "Components: ${*:4}" 'Architectures: amd64' >"$machine/lists/$1_Release"
    local component
    for component in "${@:4}"; do
        : >"$machine/lists/$1_${component}_binary-amd64_Packages"
    done
}

expect() { # WHAT WANTED FOUND
    [[ $2 == "$3" ]] || { printf 'FAIL: %s\nwanted:\n%s\nfound:\n%s\n' "$@" && exit 1; }
}

cat >"$machine/sources.list" <<'LIST'
deb http://one.example/debian stable main contrib
deb [trusted=yes] http://one.example/debian stable-updates main
deb http://one.example/debian bookworm-backports main
deb http://one.example/debian-debug bookworm-debug main
deb http://third.example/debian bookworm main
LIST
cat >"$machine/parts/security.sources" <<'SOURCES'
Types: deb
URIs: http://two.example/security
Suites: bookworm-security
Components: main
SOURCES
expect "a machine that never fetched its lists" "" "$("$cleanroom" --sources trixie)"
fetched one.example_debian_dists_stable Debian bookworm main contrib
fetched one.example_debian_dists_stable-updates Debian bookworm-updates main
fetched one.example_debian_dists_bookworm-backports 'Debian Backports' bookworm-backports main
fetched one.example_debian-debug_dists_bookworm-debug Debian bookworm-debug main
fetched third.example_debian_dists_bookworm Third bookworm main
fetched two.example_security_dists_bookworm-security Debian bookworm-security main
expect "Debian's own suites, both formats, aliases told by codename" \
    "http://one.example/debian/ trixie contrib
http://one.example/debian/ trixie main
http://one.example/debian/ trixie-updates main
http://two.example/security/ trixie-security main" \
    "$("$cleanroom" --sources trixie | sed 's/^deb \[signed-by=[^]]*debian[^]]*\] //' | sort)"

for arguments in '' 'Trixie' '../trixie' '--sources' '--give' '--nonsense trixie' '--sources x/y'; do
    code=0
    read -ra words <<<"$arguments"
    "$cleanroom" "${words[@]}" >/dev/null 2>&1 || code=$?
    expect "exit code of: $arguments" 2 "$code"
done
