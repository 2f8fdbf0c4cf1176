#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Files and functions that docs/architecture.md names in backquotes exist. Prints TAP; usage: names.py ROOT"""
import re, sys
from pathlib import Path

root = Path(sys.argv[1])
page = (root / 'docs/architecture.md').read_text()
code = {p: p.read_text() for folder in ('core', 'plugins') for p in (root / folder).rglob('*.c')}
wrong = []
for name in sorted(set(re.findall(r'`([a-z_/]+\.c)`', page))):
    if not any(str(p).endswith('/' + name) for p in code):
        wrong.append(f'no file {name}')
for name in sorted(set(re.findall(r'`([a-z]+_[a-z_]+)`', page))):
    if not any(re.search(rf'^\w[^\n;]*\b{name}\(', text, re.M) for text in code.values()):
        wrong.append(f'no function {name}')
for file in sorted(set(re.findall(r'\]\((?!http)([^)#]+)\)', page))):
    if not (root / 'docs' / file).exists():
        wrong.append(f'no file {file}')
print('1..1')
print(('not ' if wrong else '') + 'ok 1 - docs/architecture.md')
for line in wrong:
    print('# ' + line)
sys.exit(bool(wrong))
