#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# screenreader.sh BUILD_DIR: everything in the console's window has a name on the accessibility bus. 77 says what is
# missing.
set -euo pipefail
build=$(realpath "${1:?usage: screenreader.sh BUILD_DIR}")
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
for command in dbus-run-session xvfb-run /usr/libexec/at-spi-bus-launcher; do
    command -v "$command" >/dev/null || { echo "missing: $command"; exit 77; }
done
export LSAN_OPTIONS=suppressions=$here/../support/lsan.supp:print_suppressions=0
export QT_QPA_PLATFORM=xcb QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 QT_ACCESSIBILITY=1
exec dbus-run-session -- xvfb-run -a timeout 120 "$build/tests/atspiwalk" "$build/tests/castdeck-pictures" show
