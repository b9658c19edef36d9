#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Terminate over TLS on loopback, see benchterminate.cpp.
#
#   terminate.sh BIN [RUNS] [CLIENTS]      default: 100 200
set -euo pipefail
exec "$1/benchterminate" "$@"
