#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The ABI against its golden files in sdk/abi: exported symbols, and the layout of every public struct.

    abi.py ROOT LIBTENON PLUGIN.so ...          compares; prints TAP
    abi.py --write ROOT LIBTENON                writes the golden files anew (a change is a new line in abi.h's history)
"""
import platform, re, subprocess, sys, tempfile
from pathlib import Path

write = '--write' in sys.argv
root, library, *plugins = [Path(a) for a in sys.argv[1:] if a != '--write']
headers = sorted((root / 'sdk/include/tenon').glob('**/*.h'))
golden = root / 'sdk/abi'


def exported(path):
    lines = subprocess.run(['nm', '-D', '--defined-only', path], check=True, capture_output=True, text=True).stdout
    return sorted(line.split()[2] for line in lines.splitlines() if line.split()[1] in 'TDRBV' and len(line.split()) == 3)


def declared():
    """Functions of the host that the headers declare."""
    text = '\n'.join(re.sub(r'/\*.*?\*/', '', h.read_text(), flags=re.S) for h in headers)
    return sorted(set(re.findall(r'TN_API[^;(]*?\b(tn_\w+)\s*\(', text)))


def structs():
    """(struct, [fields]) of every public struct, by their text: nested structs and bit-fields are not used there."""
    for header in headers:
        text = re.sub(r'/\*.*?\*/', '', header.read_text(), flags=re.S)
        for title, body in re.findall(r'^struct (tn_\w+) \{\n(.*?)^\};', text, re.M | re.S):
            fields = []
            for declaration in body.split(';'):
                declaration = ' '.join(declaration.split())
                if not declaration:
                    continue
                pointer = re.search(r'\(\*(\w+)\)', declaration)
                fields += [pointer[1]] if pointer else re.findall(r'(\w+)(?:\[[^\]]*\])?(?=,|$)', declaration)
            yield title, fields


def layout():
    lines = []
    for title, fields in structs():
        lines.append(f'printf("{title} %zu\\n", sizeof(struct {title}));')
        lines += [f'printf("  {f} %zu %zu\\n", offsetof(struct {title}, {f}), sizeof(((struct {title} *)0)->{f}));' for f in fields]
    includes = ''.join(f'#include <{h.relative_to(root / "sdk/include")}>\n' for h in headers if h.name != 'loop.h')
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / 'layout.c'
        source.write_text(f'#include <stdio.h>\n{includes}int main(void)\n{{\n' + '\n'.join(lines) + '\nreturn 0;\n}\n')
        subprocess.run(['cc', '-std=c11', '-I', root / 'sdk/include', source, '-o', Path(folder) / 'layout'], check=True)
        return subprocess.run([Path(folder) / 'layout'], check=True, capture_output=True, text=True).stdout


symbols = '\n'.join(f'{s}' for s in exported(library) if s.startswith('tn_')) + '\n'
places = {'symbols.txt': symbols, f'layout.{platform.machine()}.txt': layout()}
if write:
    golden.mkdir(exist_ok=True)
    for file, text in places.items():
        (golden / file).write_text(text)
    sys.exit()

results = []
for file, text in places.items():
    if file.startswith('layout') and not (golden / file).exists():
        results.append((f'{file} # SKIP no golden file for this machine', ''))
        continue
    old = (golden / file).read_text()
    gone = sorted(set(old.splitlines()) - set(text.splitlines()))
    new = sorted(set(text.splitlines()) - set(old.splitlines()))
    results.append((file, '' if old == text else f'gone: {gone}\nnew: {new}'))
functions = {s.partition('@')[0] for s in exported(library) if s.startswith('tn_')}
missing, extra = sorted(set(declared()) - functions), sorted(functions - set(declared()))
results.append(('every declared function is exported', f'{missing}' if missing else ''))
results.append(('every exported function is declared', f'{extra}' if extra else ''))
for plugin in plugins:
    found = exported(plugin)
    results.append((f'{plugin.name} exports tn_plugin alone', '' if found == ['tn_plugin'] else f'{found}'))

print(f'1..{len(results)}')
for number, (title, wrong) in enumerate(results, 1):
    print(f'{"not " if wrong else ""}ok {number} - {title}')
    for line in wrong.splitlines():
        print('# ' + line)
sys.exit(any(wrong for _, wrong in results))
