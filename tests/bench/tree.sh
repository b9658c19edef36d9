#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# How fast the hash tree of a content is made, beside one plain SHA-256 over it, as ratios.
# The arguments after BIN are those of other benchmarks; this one is set by the environment.
#
#   [MIB=128] [TURNS=5] tree.sh BIN
set -euo pipefail
"$1/benchtree" "${MIB:-128}" "${TURNS:-5}"
