#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Many servers in one console, all killed and back with other contents, several times: time until the rows are true,
# and what the console holds on to. The arguments after BIN are those of other benchmarks; this one is set by the
# environment.
#
#   [SERVERS=50] [CYCLES=5] [DOWN=2] console.sh BIN
set -euo pipefail
exec "$1/benchconsole" "${SERVERS:-50}" "${CYCLES:-5}" "${DOWN:-2}"
