#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The tables of docs/deployments.md against what is there: each row names a scenario or a file that exists, or says what it waits for; each
scenario of a deployment is named, by the row whose number it bears; each file in config has its table. Prints TAP; usage: deployments.py ROOT"""
import re, sys
from pathlib import Path

root = Path(sys.argv[1])
page = (root / 'docs/deployments.md').read_text()
scenarios = root / 'tests/scenarios'
wrong = []


def exists(section, name):
    return any(path.is_file() for path in (scenarios / section / f'{name}.txt', scenarios / f'{name}.txt', root / name))


def check(section, table):
    seen = set()
    for line in re.findall(r'^\| (?!row|---)(.*) \|$', table, re.M):
        rows, _, where = line.split(' | ')
        names = re.findall(r'`([^`]+)`', re.sub(r'otherwise: [^;]*', '', where))
        if not names and not re.search(r'\b(not yet: needs|otherwise:) \w', where):
            wrong.append(f'{section}: {rows} says neither where nor what it waits for')
        wrong.extend(f'{section}: {rows} names `{name}`, which is not there' for name in names if not exists(section, name))
        for row in rows.split(', '):
            if row in seen:
                wrong.append(f'{section}: {row} is there twice')
            seen.add(row)
    for file in sorted((scenarios / section).glob('*.txt')):
        number = re.match(r'([a-z])0*(\d+)_', file.stem)
        if f'`{file.stem}`' not in table:
            wrong.append(f'{section}: {file.stem} is in no row')
        elif number and f'{number[1].upper()}{number[2]}' not in seen:
            wrong.append(f'{section}: {file.stem} bears the number of no row')


sections = dict(zip(re.findall(r'^## (\S+)$', page, re.M), re.split(r'^## .*$', page, flags=re.M)[1:]))
files = {file.stem for file in (root / 'config').glob('*.yaml')} - {'minimal'}
wrong.extend(f'config/{name}.yaml has no table' for name in sorted(files - set(sections)))
for section, table in sections.items():
    check(section, table)
print('1..1')
print(''.join(f'# {line}\n' for line in wrong), end='')
print(f'{"not " if wrong else ""}ok 1 - {len(sections)} deployments')
sys.exit(bool(wrong))
