#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prints "N passed, N failed[, N skipped]" for what meson has tested, counting every case of every test in all builds.

    count.py BUILD ... [-- STEP ...]

A step has failed before there were results: it counts as one failure, as does a build without any. Which tests there were, and how each
has ended, says meson's list of them. Cases are in its JUnit file alone, for which a test that hangs, or that ends badly behind its last
good case, has not failed.
"""
import collections, json, sys
import xml.etree.ElementTree as tree
from pathlib import Path

RESULTS = {'OK': 'passed', 'EXPECTEDFAIL': 'passed', 'SKIP': 'skipped'}
LINES_SHOWN = 25

counts = collections.Counter()


def count(result, *what):
    counts[result] += 1
    if result == 'failed':
        print('failed:', *what)
    return result


def result_of(case):
    if case.find('failure') is not None or case.find('error') is not None:
        return 'failed'
    return 'passed' if case.find('skipped') is None else 'skipped'


def show_why(test):
    """What a failed test has said last, of a TAP test its comments: who sees only the end of a long log must see why."""
    lines = (test.get('stdout', '') + test.get('stderr', '')).splitlines()
    for line in ([line for line in lines if line.startswith('#')] or lines)[-LINES_SHOWN:]:
        print('    ' + line)


def count_test(build, test, cases):
    results = [count(result_of(case), build, test['name'], case.get('name')) for case in cases]
    whole = RESULTS.get(test['result'], 'failed')
    if not results or (whole == 'failed' and 'failed' not in results):
        results.append(count(whole, build, test['name'], test['result']))
    if 'failed' in results:
        show_why(test)


def count_build(build):
    logs = Path(build) / 'meson-logs'
    try:
        suites = {suite.get('name').partition('.')[2]: suite.findall('testcase')
                  for suite in tree.parse(logs / 'testlog.junit.xml').getroot()}
        for line in (logs / 'testlog.json').read_text().splitlines():
            test = json.loads(line)
            count_test(build, test, suites.get(test['name'], []))
    except (OSError, ValueError, tree.ParseError) as problem:
        count('failed', build, 'there are no results:', problem)


def main(arguments):
    end = arguments.index('--') if '--' in arguments else len(arguments)
    for build in arguments[:end]:
        count_build(build)
    for step in arguments[end + 1:]:
        count('failed', step)
    print(f"{counts['passed']} passed, {counts['failed']} failed" + (f", {counts['skipped']} skipped" if counts['skipped'] else ''))
    return counts['failed'] > 0 or counts['passed'] == 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
