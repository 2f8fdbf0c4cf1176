#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The files that are shipped are clean: `tenon check --load` finds neither an error nor a doubt in any of them, with what they require in
the environment and nothing else, and the schema that they name is there. Prints TAP; usage: deployments.py ROOT TENON PLUGINS"""
import os, subprocess, sys
from pathlib import Path

root, tenon, plugins = Path(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3]
REQUIRED = {'ALLOWED_ORIGINS': 'https://app.example', 'CORS_ORIGIN': 'https://app.example',
            'DATABASE_URL': 'postgresql://keeper@db.example/platform'}
environment = {'PATH': os.environ['PATH'], 'TENON_PLUGIN_PATH': plugins, **REQUIRED}
environment.update({k: v for k, v in os.environ.items() if k.endswith('SAN_OPTIONS')})
environment.setdefault('LSAN_OPTIONS', f'suppressions={root}/tests/leaks.txt:print_suppressions=0')

files = sorted((root / 'config').glob('*.yaml'))
print(f'1..{len(files)}')
failed = 0
for number, file in enumerate(files, 1):
    done = subprocess.run([tenon, 'check', '--load', file], env=environment, cwd=root, text=True, capture_output=True)
    said = done.stdout + done.stderr
    modeline = file.read_text().split('\n', 1)[0]
    if modeline != '# yaml-language-server: $schema=tenon.schema.json':
        said += f'{file.name} does not begin with the line that names its schema\n'
    wrong = done.returncode != 0 or said
    failed += bool(wrong)
    print(f'{"not " if wrong else ""}ok {number} - {file.name}')
    print(''.join(f'# {line}\n' for line in said.splitlines()), end='', flush=True)
sys.exit(bool(failed))
