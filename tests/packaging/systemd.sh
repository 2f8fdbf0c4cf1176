#!/bin/bash
# SPDX-License-Identifier: MIT
# systemd has nothing to say about the units. usage: systemd.sh ROOT TENON
set -u
command -v systemd-analyze >/dev/null || { echo '1..0 # SKIP no systemd-analyze'; exit 0; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for unit in service socket; do
    # The programs must be there, and are not installed yet.
    sed "s#/usr/bin/tenon#$(realpath "$2")#" "$1/packaging/systemd/tenon.$unit" >"$scratch/tenon.$unit"
done
echo 1..1
said=$(systemd-analyze verify --man=no --recursive-errors=no "$scratch/tenon.service" "$scratch/tenon.socket" 2>&1)
if [ $? = 0 ] && [ -z "$said" ]; then
    echo 'ok 1 - verified'
else
    echo 'not ok 1 - verified'
    sed 's/^/# /' <<<"$said"
    exit 1
fi
