#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prints "N passed, N failed[, N skipped]" for a JUnit file of meson, counting every case of every test."""
import sys
import xml.etree.ElementTree as tree

passed = failed = skipped = 0
for suite in tree.parse(sys.argv[1]).getroot():
    for case in suite.iter('testcase'):
        if case.find('failure') is not None or case.find('error') is not None:
            failed += 1
            print(f"failed: {suite.get('name')} {case.get('name')}")
        elif case.find('skipped') is not None:
            skipped += 1
        else:
            passed += 1
print(f'{passed} passed, {failed} failed' + (f', {skipped} skipped' if skipped else ''))
sys.exit(1 if failed or not passed else 0)
