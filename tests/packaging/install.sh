#!/bin/bash
# SPDX-License-Identifier: MIT
# What `meson install` puts where: every file, and nothing that is not listed here. usage: install.sh ROOT BUILD PREFIX LIBDIR
set -u
root=$1 build=$2 prefix=$3 libdir=$4
image=$(mktemp -d)
trap 'rm -rf "$image"' EXIT
number=0 status=0

is() { # what, expected, found
    number=$((number + 1))
    [ "$2" = "$3" ] && echo "ok $number - $1" && return
    echo "not ok $number - $1"
    diff <(echo "$2") <(echo "$3") | sed 's/^/# /'
    status=1
}

meson install -C "$build" --no-rebuild --destdir "$image" >"$image.log" 2>&1 || { cat "$image.log"; rm "$image.log"; exit 1; }
rm "$image.log"
top=$image$prefix
plugins=$(cd "$build/plugins" && ls -- *.so | sed 's/\.so$//')

expected() {
    printf '%s\n' bin/tenon bin/tenon-scad "$libdir"/libtenon{-testing.a,.so,.so.1,.so.1.0.0} \
        "$libdir"/pkgconfig/tenon{,-testing}.pc libexec/tenon/tenon-evaluator share/man/man1/tenon-scad.1 share/man/man8/tenon.8 share/man/man5/tenon.yaml.5 \
        share/tenon/config/{{minimal,moicad,nessen,atomic-guide,platform,kodespace}.yaml,tenon.schema.json} \
        share/tenon/prometheus/{prometheus,tenon.rules}.yml share/tenon/grafana/tenon.json
    for plugin in $plugins; do
        printf '%s\n' "$libdir/tenon/plugins/$plugin.so" "share/man/man5/tenon-$plugin.5"
    done
    (cd "$root/sdk" && find include/tenon -type f)
    (cd "$root/sdk/testing" && find include/tenon -type f)
}

echo 1..8
is 'these files and no others' "$(expected | sort)" "$(cd "$top" && find . -type f -o -type l | cut -c3- | sort)"
is 'nothing beside the prefix' '' "$(find "$image" -type f | grep -v "^$top/")"
is 'the soname is the ABI' libtenon.so.1 "$(readelf -d "$top/$libdir/libtenon.so" | sed -n 's/.*soname: \[\(.*\)\]/\1/p')"
is 'no path of the build in what is loaded' '' \
    "$(find "$top" -type f \( -name '*.so*' -o -perm -u+x \) -exec readelf -d {} + 2>/dev/null | grep -E 'RPATH|RUNPATH')"

export PKG_CONFIG_PATH=$top/$libdir/pkgconfig
is 'pkg-config knows the folder of plugins' "$prefix/$libdir/tenon/plugins" "$(pkg-config --variable=plugindir tenon)"
is 'pkg-config knows the ABI' 1 "$(pkg-config --variable=abi tenon)"
is 'pkg-config finds the headers' "$top/include/tenon/tenon.h" \
    "$(ls "$(PKG_CONFIG_SYSROOT_DIR=$image pkg-config --variable=includedir tenon)/tenon/tenon.h")"
is 'the program runs from there' "$("$build/core/tenon" version)" "$(LD_LIBRARY_PATH=$top/$libdir "$top/bin/tenon" version)"
exit "$status"
