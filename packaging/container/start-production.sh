#!/bin/sh
# SPDX-License-Identifier: MIT
# Starts moicad in production: checks the whole file, plugins included, before anything is served.
set -eu
: "${ALLOWED_ORIGINS:?set it to a comma list of origins}"
export NODE_ENV=production
file=${1:-/usr/share/tenon/config/moicad.yaml}
mkdir -p logs models
tenon check --load "$file"
exec tenon serve "$file"
