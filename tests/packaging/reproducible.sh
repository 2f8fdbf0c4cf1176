#!/bin/bash
# SPDX-License-Identifier: MIT
# Two builds of the same source, debugging information included, in folders of different names are the same, byte for byte.
# usage: reproducible.sh ROOT
set -u
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

build() { # folder
    mkdir -p "$scratch/$1"
    tar -C "$root" --exclude='./build*' --exclude=./.git -cf - . | tar -C "$scratch/$1" -xf -
    { cd "$scratch/$1" && meson setup out --prefix=/usr -Dtests=disabled && ninja -C out &&
        meson install -C out --no-rebuild --destdir "$scratch/$1.image"; } >"$scratch/log" 2>&1 || { sed 's/^/# /' "$scratch/log"; exit 1; }
}

root=$1
build one
build another/folder/with/a/longer/name
one=$scratch/one.image other=$scratch/another/folder/with/a/longer/name.image

# The library for plugins' tests is an archive; all else is a program, a shared object or a text.
files=$(cd "$one" && find . -type f | sort)
number=0 status=0
echo "1..$(($(wc -l <<<"$files") + 1))"
for file in $files; do
    number=$((number + 1))
    cmp -s "$one/$file" "$other/$file" && echo "ok $number - $file" || { echo "not ok $number - $file"; status=1; }
done
number=$((number + 1))
[ "$files" = "$(cd "$other" && find . -type f | sort)" ] && echo "ok $number - the same files" || { echo "not ok $number - the same files"; status=1; }
exit "$status"
