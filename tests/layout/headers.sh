#!/bin/sh
# SPDX-License-Identifier: MIT
# Every header of the SDK compiles alone, as C11, C17 and C++17, without a warning. Prints TAP; usage: headers.sh ROOT
cd "$1/sdk/include" || exit 1
echo "1..$(find tenon -name '*.h' | wc -l)"
number=0 failed=0
for header in $(find tenon -name '*.h' | sort); do
    number=$((number + 1))
    # libuv's own header wants POSIX.
    posix=; [ "$header" != tenon/loop.h ] || posix=-D_POSIX_C_SOURCE=200809L
    said=$(for standard in c11 c17; do
        echo "#include <$header>" | gcc -std=$standard -Wall -Wextra -Werror $posix -I. -fsyntax-only -x c - 2>&1
    done; echo "#include <$header>" | g++ -std=c++17 -Wall -Wextra -Werror -I. -fsyntax-only -x c++ - 2>&1)
    if [ -z "$said" ]; then
        echo "ok $number - $header"
    else
        failed=1
        echo "not ok $number - $header"
        echo "$said" | sed 's/^/# /'
    fi
done
exit $failed
