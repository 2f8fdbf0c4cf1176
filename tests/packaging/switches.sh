#!/bin/bash
# SPDX-License-Identifier: MIT
# Each plugin has a meson option, and without it neither the plugin nor its man page is installed. usage: switches.sh ROOT PLUGIN ...
set -u
root=$1
shift
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
number=0 status=0

say() { # status, what
    number=$((number + 1))
    [ "$1" = 0 ] && echo "ok $number - $2" || { echo "not ok $number - $2"; status=1; }
}

echo "1..$(($# + 2))"
say "$([ "$(cd "$root/plugins" && ls -d -- */ | tr -d / | sort)" = "$(printf '%s\n' "$@" | sort)" ]; echo $?)" 'no folder but these'

for plugin; do
    say "$(grep -q "^option('$plugin', type: 'boolean', value: true," "$root/meson_options.txt"; echo $?)" "option $plugin"
done

without=$1
meson setup "$scratch/build" "$root" -Dtests=disabled "-D$without=false" >"$scratch/log" 2>&1 || sed 's/^/# /' "$scratch/log"
meson introspect --installed "$scratch/build" >"$scratch/installed"
grep -q '/tenon/plugins/' "$scratch/installed" && ! grep -q -e "/$without\.so" -e "/tenon-$without\.5" "$scratch/installed"
say $? "-D$without=false leaves it out"
exit "$status"
