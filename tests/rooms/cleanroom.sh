#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A command in a fresh clone of this checkout, in a fresh minimal Debian of any release: what a newcomer meets.
# `./dev clean-room` calls it. Needs root, mmdebstrap and Debian's keys; exits as the command does.
set -euo pipefail
checkout=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../..")
rooms=$checkout/build/rooms
# Under this name in every release, and in the room as well as here.
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

usage() {
    cat <<TEXT
usage: ./dev clean-room [OPTION...] RELEASE [COMMAND...]

Clones the last commit into a minimal Debian RELEASE (bookworm, trixie) and runs COMMAND there, ./dev test if none is
given: as root, with the network of this machine, without display. The minimal system is kept as build/rooms/RELEASE.tar;
delete that to have it made anew.

  --give PATH   copy this file or folder of the checkout into the clone, to the same place, although it is in no commit
  --take PATH   copy this file or folder of the clone to build/rooms/RELEASE/ afterwards, whatever the command says
  --keep        leave the room where it is, and say where
  --sources     only print the package sources that the room would have: those of this machine that are Debian's own
TEXT
}

fail() {
    echo "clean-room: $*" >&2
    exit 2
}

# Whose a source is, and which suite behind a name like "stable", is told by the index that apt fetched, in whichever
# format and file the source is written.
sources() { # RELEASE
    # shellcheck disable=SC2016 # the names are for apt
    apt-get indextargets --format '$(ORIGIN) $(CODENAME) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' |
        sed -nE "s,^Debian [a-z]+(-updates|-security)? (\S+) (\S+)\$,deb [signed-by=$keyring] \3 $1\1 \2,p" | sort -u
}

base() { # RELEASE
    local list options new
    [[ ! -e $rooms/$1.tar ]] || return 0
    apt-get update -qq
    list=$(sources "$1")
    [[ -n $list ]] || fail "apt on this machine has no source of Debian's own"
    # What is set up for reaching the sources, such as a proxy, holds in the room as well.
    mapfile -t options < <(apt-config dump | sed -nE 's/^Acquire::(https?|Retries|Check-Valid-Until)\b/--aptopt=&/p')
    new=$(mktemp "$rooms/$1-XXXXXX")
    if ! mmdebstrap --quiet --format=tar --variant=minbase --include=ca-certificates,git "${options[@]}" \
        "$1" "$new" - <<<"$list"; then
        rm "$new"
        fail "no minimal system of $1"
    fi
    mv "$new" "$rooms/$1.tar"
}

furnish() { # RELEASE ROOM
    local path
    tar -C "$2" -xf "$rooms/$1.tar"
    cp --remove-destination "$(realpath /etc/resolv.conf)" "$2/etc/resolv.conf"
    printf '127.0.0.1 localhost\n::1 localhost\n127.0.1.1 %s\n' "$(hostname)" >"$2/etc/hosts"
    git clone --quiet --no-hardlinks "$checkout" "$2/root/castdeck"
    for path in "${give[@]}"; do
        (cd "$checkout" && cp -a --parents "$path" "$2/root/castdeck/")
    done
}

# Its own mounts and processes: they end with the command, so nothing of this machine is below ROOM once it is removed.
# The first process stays behind to collect those that lose their parents.
within() { # ROOM COMMAND...
    # shellcheck disable=SC2016 # read in there
    setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child --propagation private bash -euc '
        mount --bind "$1" "$1"
        cd "$1"
        mount --rbind /dev dev
        mount -t tmpfs none dev/shm
        mount --rbind /sys sys
        mount -t proc none proc
        pivot_root . mnt
        cd /root/castdeck
        umount -l /mnt
        mapfile -t proxies < <(env | grep -iE "^(https?|no)_proxy=")
        code=0
        env -i HOME=/root LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
            TERM="${TERM-dumb}" "${proxies[@]}" "${@:2}" || code=$?
        exit $code' bash "$@"
}

give=() take=() keep='' only_sources=''
while [[ ${1-} == --* ]]; do
    case $1 in
        --give | --take)
            [[ -n ${2-} ]] || fail "$1 needs a path"
            declare -n paths=${1#--}
            paths+=("$2")
            shift
            ;;
        --keep) keep=1 ;;
        --sources) only_sources=1 ;;
        --help) usage && exit ;;
        *) usage >&2 && exit 2 ;;
    esac
    shift
done
release=${1-}
[[ $release =~ ^[a-z]+$ ]] || { usage >&2 && exit 2; }
shift
[[ -z $only_sources ]] || { sources "$release" && exit; }
(($#)) || set -- ./dev test
((EUID == 0)) || fail "needs root"

mkdir -p "$rooms"
base "$release"
room=$(mktemp -d "$rooms/$release-XXXXXX")
if [[ -z $keep ]]; then
    trap 'rm -rf --one-file-system "$room"' EXIT
fi
chmod 755 "$room"
furnish "$release" "$room"
[[ -z $(git -C "$checkout" status --porcelain) ]] || echo "clean-room: only what is committed is in the room" >&2
code=0
within "$room" "$@" || code=$?
for path in "${take[@]}"; do
    mkdir -p "$rooms/$release"
    if (cd "$room/root/castdeck" && cp -a --parents "$path" "$rooms/$release/"); then
        echo "clean-room: $rooms/$release/$path" >&2
    else
        ((code)) || code=1
    fi
done
[[ ! -e $rooms/$release ]] || chown -R --reference="$checkout" "$rooms/$release"
[[ -z $keep ]] || echo "clean-room: left in $room" >&2
exit "$code"
