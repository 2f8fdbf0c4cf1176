#!/bin/sh
# SPDX-License-Identifier: MIT
# A plugin that crashes while a file is checked costs the check, and is named. Prints TAP; usage: crash.sh TENON FOLDER FILE
echo 1..2
said=$("$1" check --load --format=json --plugins "$2" "$3" 2>/dev/null)
status=$?
[ "$status" = 1 ] && echo "ok 1 - the check fails" || echo "not ok 1 - the check fails ($status)"
case $said in
*'ended with SIGSEGV in entry `unlucky`, hook `create`'*) echo "ok 2 - entry and hook are named" ;;
*) echo "not ok 2 - entry and hook are named"; echo "$said" | sed 's/^/# /' ;;
esac
