#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# screenreader.sh BUILD_DIR: everything in the console's window has a name on the accessibility bus. 77 says what is
# missing.
set -euo pipefail
build=$(realpath "${1:?usage: screenreader.sh BUILD_DIR}")
for command in dbus-run-session xvfb-run /usr/libexec/at-spi-bus-launcher; do
    command -v "$command" >/dev/null || { echo "missing: $command"; exit 77; }
done
# The bridge of Qt to the bus leaves something behind; this is about names.
export ASAN_OPTIONS=detect_leaks=0
export QT_QPA_PLATFORM=xcb QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 QT_ACCESSIBILITY=1
exec dbus-run-session -- xvfb-run -a timeout 120 "$build/tests/atspiwalk" "$build/tests/castdeck-pictures" show
