#!/bin/sh
# SPDX-License-Identifier: MIT
# The generated pages that are checked in are those that the rows give (openscad.md is written by hand), and troff accepts them. usage: generated.sh ROOT BUILD
set -eu
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
"$1/docs/generate" "$2" "$fresh"
for folder in docs/reference docs/man; do
    diff -ru --exclude=openscad.md "$1/$folder" "$fresh/$folder" || { echo "run ./dev generate"; exit 1; }
done
diff -u "$1/config/tenon.schema.json" "$fresh/config/tenon.schema.json" || { echo "run ./dev generate"; exit 1; }
for page in "$1"/docs/man/*; do
    said=$(man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null)
    [ -z "$said" ] || { echo "$page: $said"; exit 1; }
done
