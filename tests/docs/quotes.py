#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What pages quote is what is there: the first yaml block of README.md is config/minimal.yaml, the first c block of
docs/writing-a-plugin.md is examples/hello/hello.c, comments aside. Prints TAP; usage: quotes.py ROOT"""
import re, sys
from pathlib import Path

root = Path(sys.argv[1])
quotes = [('README.md', 'yaml', 'config/minimal.yaml', '#'),
          ('docs/writing-a-plugin.md', 'c', 'examples/hello/hello.c', '/*')]


def code(text, comment):
    return [line for line in text.splitlines() if line.strip() and not line.startswith(comment)]


print(f'1..{len(quotes)}')
failed = 0
for number, (page, language, file, comment) in enumerate(quotes, 1):
    quoted = re.search(rf'^```{language}\n(.*?)^```', (root / page).read_text(), re.M | re.S)[1]
    same = code(quoted, comment) == code((root / file).read_text(), comment)
    failed += not same
    print(f'{"" if same else "not "}ok {number} - {page} quotes {file}')
sys.exit(bool(failed))
