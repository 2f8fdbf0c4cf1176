#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What print and document show of a plugin with every kind of option: shown/NAME.expected, compared whole. Prints TAP.

    shown.py TENON PLUGINS            compares; PLUGINS is the folder of sample.so
    shown.py --write TENON PLUGINS    writes what is shown now, to be read before it is committed
"""
import os, re, subprocess, sys
from pathlib import Path

write = '--write' in sys.argv
program, plugins = [str(Path(a).resolve()) for a in sys.argv[1:] if a != '--write']
folder = Path(__file__).resolve().parent / 'shown'
environment = {k: v for k, v in os.environ.items() if not k.startswith('TENON_')}
CASES = {
    'print': ['print', 'print.yaml', '--plugins', plugins],
    'markdown': ['document', 'sample', '--plugins', plugins],
    'man': ['document', 'sample', '--format=man', '--plugins', plugins],
}

failed = 0
print(f'1..{len(CASES)}')
for number, (title, arguments) in enumerate(CASES.items(), 1):
    run = subprocess.run([program, *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=20)
    shown = (run.stdout + run.stderr).replace(plugins, 'PLUGINS').replace(str(folder), 'FOLDER')
    shown = re.sub(r'Tenon \d+\.\d+\.\d+', 'Tenon VERSION', shown)
    shown = re.sub(r' +# ', '  # ', shown)  # the width of a folder's name moves the comments
    expected = folder / f'{title}.expected'
    if write:
        expected.write_text(shown)
    good = run.returncode == 0 and expected.exists() and shown == expected.read_text()
    failed += not good
    print(f'{"" if good else "not "}ok {number} - {title}')
    if not good:
        print('\n'.join('# ' + line for line in shown.splitlines()))
sys.exit(failed > 0)
