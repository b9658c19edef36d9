#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Asks Debian's, AppStream's, the desktop's and systemd's own checkers about the packages in a folder; fails if one
# of them finds something.
set -euo pipefail
folder=${1:?usage: check.sh FOLDER}
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

lintian --allow-root --fail-on error,warning --tag-display-limit 0 "$folder"/*.changes
for package in "$folder"/castdeck*.deb; do
    dpkg-deb -x "$package" "$root"
done
appstreamcli validate-tree --no-net --pedantic "$root"
desktop-file-validate "$root"/usr/share/applications/*.desktop
# The other units are those of this machine; the program is not there.
sed "s|=/usr/bin/|=$root/usr/bin/|" "$(find "$root" -name castdeckd.service -type f)" >"$root/castdeckd.service"
systemd-analyze verify --man=no "$root/castdeckd.service"
