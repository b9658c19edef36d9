#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What sealing and opening a data packet costs one core: HMAC, AES-256-GCM, a checksum and nothing, in turn, as ratios.
# The arguments after BIN are those of other benchmarks; this one is set by the environment.
#
#   [BLOCK=1385] [TURNS=15] packets.sh BIN
set -euo pipefail
"$1/benchpackets" "${BLOCK:-1385}" "${TURNS:-15}"
