#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The file in docs/evaluating.md, which `commands` serves, has each option of the plugins that it is about. Prints TAP; usage: options.py ROOT"""
import re, sys
from pathlib import Path

import yaml

root = Path(sys.argv[1])
page = (root / 'docs/evaluating.md').read_text()
entries = yaml.safe_load(re.search(r'^```yaml\n(.*?)^```', page, re.M | re.S)[1])['plugins']
plugins = ['importer', 'evaluator']
print(f'1..{len(plugins)}')
failed = 0
for number, plugin in enumerate(plugins, 1):
    shown = next(entry[plugin] for entry in entries if plugin in entry)
    rows = re.findall(r'^\| `(\w+)`', (root / f'docs/reference/{plugin}.md').read_text(), re.M)
    missing = [row for row in rows if row not in shown]
    failed += bool(missing)
    print(f'{"not " if missing else ""}ok {number} - {plugin}' + ''.join(f'\n# `{row}` is missing' for row in missing))
sys.exit(bool(failed))
