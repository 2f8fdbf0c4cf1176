#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""docs/evaluating.md is whole: its file, which `commands` serves, has each option of the plugins that it is about, and its table each
code that they answer. Prints TAP; usage: options.py ROOT"""
import re, sys
from pathlib import Path

import yaml

root = Path(sys.argv[1])
page = (root / 'docs/evaluating.md').read_text()
entries = yaml.safe_load(re.search(r'^```yaml\n(.*?)^```', page, re.M | re.S)[1])['plugins']
plugins = ['importer', 'evaluator']
print(f'1..{len(plugins) + 1}')
failed = 0


def say(number, what, missing):
    print(f'{"not " if missing else ""}ok {number} - {what}' + ''.join(f'\n# `{word}` is missing' for word in missing))
    return bool(missing)


for number, plugin in enumerate(plugins, 1):
    shown = next(entry[plugin] for entry in entries if plugin in entry)
    rows = re.findall(r'^\| `(\w+)`', (root / f'docs/reference/{plugin}.md').read_text(), re.M)
    failed += say(number, f'options of {plugin}', [row for row in rows if row not in shown])

words = set()
for source in (root / 'plugins/evaluator').rglob('*.[ch]'):
    words |= set(re.findall(r'"([A-Z]+(?:_[A-Z]+)+)"', source.read_text()))
others = {'OPENSCAD_FONT_PATH', 'TENON_PLUGIN_PATH', 'GEOMETRY_CANCELLED'}  # of the environment; and what nobody is left to read
failed += say(len(plugins) + 1, 'codes', sorted(word for word in words - others if f'`{word}`' not in page))
sys.exit(bool(failed))
