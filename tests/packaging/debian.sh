#!/bin/bash
# SPDX-License-Identifier: MIT
# The Debian packages can be built from the checkout, hold what they should, and lintian finds no errors. usage: debian.sh ROOT
set -u
for tool in dpkg-buildpackage dh lintian; do
    command -v "$tool" >/dev/null || { echo "1..0 # SKIP no $tool"; exit 0; }
done
root=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
number=0 status=0

is() { # what, expected, found
    number=$((number + 1))
    [ "$2" = "$3" ] && echo "ok $number - $1" && return
    echo "not ok $number - $1"
    diff <(echo "$2") <(echo "$3") | sed 's/^/# /'
    status=1
}

# What a package holds, without documentation and folders; one architecture's name stands for all.
holds() { # package
    dpkg-deb -c "$scratch/$1"_*.deb | awk '$6 !~ "/$" { print $6 }' | grep -v /usr/share/doc/ |
        sed "s#^\./##; s#/$(dpkg-architecture -qDEB_HOST_MULTIARCH)/#/ARCH/#" | sort
}

lines() {
    printf '%s\n' "$@" | sort
}

depends() { # package: names without versions
    dpkg-deb -f "$scratch/$1"_*.deb Depends | tr ',' '\n' | sed 's/^ *//; s/ .*//'
}

mkdir "$scratch/tenon"
tar -C "$root" --exclude='./build*' --exclude=./.git -cf - . | tar -C "$scratch/tenon" -xf -
cp -r "$scratch/tenon/packaging/debian" "$scratch/tenon/debian"
cd "$scratch/tenon"
echo 1..11
dpkg-buildpackage -b -us -uc >"$scratch/log" 2>&1
is 'dpkg-buildpackage, with its tests' 0 $?
[ "$status" = 0 ] || { tail -50 "$scratch/log" | sed 's/^/# /'; exit 1; }
cd "$scratch"

plugins=$(cd "$root/plugins" && ls -d -- */ | tr -d / | grep -vx -e evaluator -e redis -e postgresql -e sqlite)
is libtenon1 "$(lines usr/lib/ARCH/libtenon.so.1 usr/lib/ARCH/libtenon.so.1.0.0)" "$(holds libtenon1)"
is libtenon-dev "$(lines usr/lib/ARCH/{libtenon.so,libtenon-testing.a,pkgconfig/tenon.pc,pkgconfig/tenon-testing.pc} \
    $(for folder in sdk sdk/testing; do (cd "$root/$folder" && find include/tenon -type f); done | sed 's#^#usr/#'))" "$(holds libtenon-dev)"
is tenon "$(lines usr/bin/tenon lib/systemd/system/tenon.{service,socket} usr/lib/sysusers.d/tenon.conf \
    usr/share/tenon/config/{{minimal,moicad,nessen,atomic-guide,platform,kodespace}.yaml,tenon.schema.json} \
    usr/share/tenon/prometheus/{prometheus,tenon.rules}.yml usr/share/tenon/grafana/tenon.json usr/share/man/man{5/tenon.yaml.5,8/tenon.8}.gz \
    $(printf 'usr/lib/ARCH/tenon/plugins/%s.so ' $plugins) $(printf 'usr/share/man/man5/tenon-%s.5.gz ' $plugins))" "$(holds tenon)"
is tenon-plugin-evaluator "$(lines usr/bin/tenon-scad usr/libexec/tenon/tenon-evaluator usr/lib/ARCH/tenon/plugins/evaluator.so \
    usr/share/man/man1/tenon-scad.1.gz usr/share/man/man5/tenon-evaluator.5.gz)" "$(holds tenon-plugin-evaluator)"
for plugin in redis postgresql sqlite; do
    is "tenon-plugin-$plugin" "$(lines "usr/lib/ARCH/tenon/plugins/$plugin.so" "usr/share/man/man5/tenon-$plugin.5.gz")" \
        "$(holds "tenon-plugin-$plugin")"
done

# A plugin of another source package gets its dependency from this file.
is 'symbols: the promise and the private door' "$(lines TENON_1.0@TENON_1.0 TENON_PRIVATE@TENON_PRIVATE tenon_main@TENON_PRIVATE)" \
    "$(dpkg-deb --ctrl-tarfile libtenon1_*.deb | tar -xO ./symbols | awk '/^ / && !/^ tn_/ { print $1 }' | sort)"
is 'lintian has no errors' '' "$(lintian --allow-root --fail-on none ./*.changes 2>&1 | grep '^E:')"
is 'the image installs the libraries that the packages depend on' '' \
    "$(for package in libtenon1 tenon tenon-plugin-evaluator tenon-plugin-redis tenon-plugin-postgresql tenon-plugin-sqlite; do depends "$package"; done | sort -u | grep '^lib' | grep -vx -e libc6 -e libtenon1 |
        grep -vxF -f <(tr ' ' '\n' <"$root/packaging/container/Dockerfile.production"))"
exit "$status"
