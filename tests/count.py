#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prints "N passed, N failed[, N skipped]" for JUnit files of meson, counting every case of every test in all of them.

    count.py RESULT ...

What is no file is a step that failed before there were results: it counts as one failure.
"""
import sys
import xml.etree.ElementTree as tree
from pathlib import Path

passed = failed = skipped = 0


def count_file(path):
    global passed, failed, skipped
    for suite in tree.parse(path).getroot():
        for case in suite.iter('testcase'):
            if case.find('failure') is not None or case.find('error') is not None:
                failed += 1
                print(f"failed: {path.split('/')[0]}: {suite.get('name')} {case.get('name')}")
            elif case.find('skipped') is not None:
                skipped += 1
            else:
                passed += 1


for result in sys.argv[1:]:
    if Path(result).is_file():
        count_file(result)
    else:
        failed += 1
        print(f'failed: {result}')
print(f'{passed} passed, {failed} failed' + (f', {skipped} skipped' if skipped else ''))
sys.exit(1 if failed or not passed else 0)
