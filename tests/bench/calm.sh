#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# How calm the console stays over a crowd of clients that all change once a second: the whole window over the real
# protocol; its rows alone; and the same rows in a QStandardItemModel. The arguments after BIN are those of other
# benchmarks; this one is set by the environment.
#
#   [SERVERS=20] [SESSIONS=10] [CLIENTS=500] [SECONDS_LONG=20] calm.sh BIN
set -euo pipefail
for mode in window rows standard; do
    QT_QPA_PLATFORM=${QT_QPA_PLATFORM-offscreen} "$1/benchcalm" "$mode" "${SERVERS:-20}" "${SESSIONS:-10}" \
        "${CLIENTS:-500}" "${SECONDS_LONG:-20}"
done
