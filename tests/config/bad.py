#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Bad files and what is said of them: bad/NAME.yaml and bad/NAME.expected, compared whole. Prints TAP.

    bad.py TENON            compares
    bad.py --write TENON    writes what is said now, to be read before it is committed
"""
import os, subprocess, sys
from pathlib import Path

write = '--write' in sys.argv
program = Path([a for a in sys.argv[1:] if a != '--write'][0]).resolve()
folder = Path(__file__).parent / 'bad'
environment = {k: v for k, v in os.environ.items() if not k.startswith('TENON_')}

files = sorted(folder.glob('*.yaml'))
failed = 0
print(f'1..{len(files)}')
for number, file in enumerate(files, 1):
    run = subprocess.run([program, 'check', file.name], cwd=folder, env=environment, capture_output=True, timeout=20)
    said = run.stderr + b'exit %d\n' % run.returncode
    expected = file.with_suffix('.expected')
    if write:
        expected.write_bytes(said)
    good = run.returncode == 1 and expected.exists() and said == expected.read_bytes()
    failed += not good
    print(f'{"" if good else "not "}ok {number} - {file.name}')
    if not good:
        print('\n'.join('# ' + line for line in said.decode(errors='replace').splitlines()))
sys.exit(failed > 0)
