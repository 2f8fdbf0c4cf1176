#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The rules of the house that a machine can check (CONTRIBUTING.md). Prints TAP; usage: layout.py ROOT"""
import re, sys
from pathlib import Path

root = Path(sys.argv[1])
FILE_CAP, FUNCTION_CAP, HEADER_CAP, SDK_CAP, CORE_CAP = 600, 70, 150, 1200, 20000  # docs/decisions/07
C_STANDARD = set('assert ctype errno fenv float inttypes iso646 limits locale math setjmp signal stdalign stdarg stdatomic '
                 'stdbool stddef stdint stdio stdlib stdnoreturn string strings tgmath threads time uchar wchar wctype'.split())
# The one folder that may see a library's header.
OWNERS = {'microhttpd.h': 'core/http', 'yaml.h': 'core/config', 'dlfcn.h': 'core/plugins'}
# Which rooms of core a room may include, besides itself and base.
MAY = {'base': set(), 'options': set(), 'config': {'options'}, 'plugins': {'options'}, 'http': set(), 'zones': set()}
# The same of libscad's rooms; of some only a header.
SCAD_MAY = {
    'base': set(), 'model': set(), 'language': set(), 'kernel': {'model'}, 'planar': {'kernel'}, 'fonts': {'model'},
    'readers': {'model'}, 'geometry': {'model', 'kernel', 'planar', 'fonts', 'readers', 'roof/roof.h'},
    'roof': {'model', 'kernel', 'planar', 'geometry/region.h', 'geometry/orientation.h'},
    'picture': {'model', 'geometry', 'formats/sink.h'},
    'formats': {'model', 'geometry', 'kernel/clean.h', 'language', 'picture/picture.h'},
    'evaluate': {'model', 'language', 'fonts'},
    'command': {'model', 'language', 'evaluate', 'geometry', 'formats', 'picture', 'fonts'},
}
WIRING = {'master', 'worker', 'cli'}


def files(*patterns):
    return sorted(f for p in patterns for f in root.glob(p) if f.is_file())


def includes(path):
    return re.findall(r'^#include ([<"])([^>"]+)[>"]', path.read_text(), re.M)


def name(path):
    return str(path.relative_to(root))


def sdk_includes():
    for path in files('sdk/include/**/*.h'):
        for _, header in includes(path):
            standard = header.removesuffix('.h') in C_STANDARD
            if not (standard or header.startswith('tenon/') or (header == 'uv.h' and path.name == 'loop.h')):
                yield f'{name(path)} includes {header}'


def core_includes():
    for path in files('core/*/*.[ch]'):
        room = path.relative_to(root).parts[1]
        if room in WIRING:
            continue
        for _, header in includes(path):
            other = header.split('/')[0]
            if (root / 'core' / other).is_dir() and '/' in header and other not in {room, 'base'} | MAY[room]:
                yield f'{name(path)} includes {header}: rooms beside each other do not know each other'


def owners():
    for path in files('core/**/*.[ch]', 'sdk/**/*.[ch]', 'plugins/**/*.[ch]'):
        for _, header in includes(path):
            if header in OWNERS and not name(path).startswith(OWNERS[header] + '/'):
                yield f'{name(path)} includes {header}, which only {OWNERS[header]} may'


def plugin_includes():
    ours = {str(p.relative_to(root / 'core')) for p in files('core/*/*.h')}
    names = [p.name for p in (root / 'plugins').iterdir() if p.is_dir()]
    for path in files('plugins/**/*.[ch]'):
        plugin = path.relative_to(root).parts[1]
        for mark, header in includes(path):
            if header in ours or any(header.startswith(n + '/') or f'/{n}/' in header for n in names if n != plugin):
                own = [f for f in (root / 'plugins' / plugin).rglob(Path(header).name) if str(f).endswith('/' + header)]
                if not own:
                    yield f'{name(path)} includes {header}: a plugin sees <tenon/...>, its own files and its libraries'
            if mark == '"' and '..' in header:
                yield f'{name(path)} includes {header}: no way up'


def scad_knows_no_tenon():
    for path in files('plugins/evaluator/scad/**/*.[ch]'):
        for _, header in includes(path):
            if header.startswith('tenon/'):
                yield f'{name(path)} includes {header}'


def scad_rooms():
    for path in files('plugins/evaluator/scad/*/*.[ch]'):
        room = path.relative_to(root / 'plugins/evaluator/scad').parts[0]
        for _, header in includes(path):
            other = header.split('/')[0]
            known = other in SCAD_MAY and '/' in header
            if known and header not in SCAD_MAY[room] and other not in {room, 'base'} | SCAD_MAY[room]:
                yield f'{name(path)} includes {header}: its room does not know that one'


def sources():
    return files('core/**/*.[ch]', 'sdk/**/*.[ch]', 'plugins/**/*.[ch]', 'examples/**/*.[ch]')


def sizes():
    for path in sources():
        lines = len(path.read_text().splitlines())
        if path.suffix == '.c' and lines > FILE_CAP:
            yield f'{name(path)} has {lines} lines, the cap is {FILE_CAP}'
    headers = {p: len(p.read_text().splitlines()) for p in files('sdk/include/**/*.h')}
    for path, lines in headers.items():
        if lines > HEADER_CAP:
            yield f'{name(path)} has {lines} lines, the cap is {HEADER_CAP}'
    # A contract in services/ is read by those who need it; all else by every author.
    everybody = sum(lines for path, lines in headers.items() if path.parent.name != 'services')
    if everybody > SDK_CAP:
        yield f'the SDK headers but for services/ have {everybody} lines together, the cap is {SDK_CAP}'
    core = sum(len(p.read_text().splitlines()) for p in files('core/**/*.c'))
    if core > CORE_CAP:
        yield f'core has {core} lines of C, the cap is {CORE_CAP}'


def functions():
    for path in sources():
        begin = title = None
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if line == '{':
                begin, title = number, previous
            elif line == '}' and begin:
                if number - begin - 1 > FUNCTION_CAP:
                    yield f'{name(path)}:{begin} `{title.strip()}` has {number - begin - 1} lines, the cap is {FUNCTION_CAP}'
                begin = None
            if line.strip():
                previous = line


def heads():
    for path in sources():
        lines = path.read_text().splitlines()
        if not lines or lines[0] != '/* SPDX-License-Identifier: MIT */':
            yield f'{name(path)} does not begin with the SPDX line'
        elif len(lines) < 2 or not lines[1].startswith('/*'):
            yield f'{name(path)} does not say what lives in it'


def unfinished():
    for path in sources() + files('docs/**/*.md', '*.md'):
        if path.name == 'CONTRIBUTING.md':
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if re.search(r'\b(TODO|FIXME|XXX|HACK)\b', line):
                yield f'{name(path)}:{number} {line.strip()}'


def decisions():
    """A number names one decision."""
    seen = {}
    for path in files('docs/decisions/[0-9]*.md'):
        number = path.name.split('-')[0]
        if number in seen:
            yield f'{name(path)} and {seen[number]} have one number'
        seen[number] = name(path)


checks = [sdk_includes, core_includes, owners, plugin_includes, scad_knows_no_tenon, scad_rooms, sizes, functions, heads, unfinished, decisions]
print(f'1..{len(checks)}')
failed = 0
for number, check in enumerate(checks, 1):
    wrong = list(check())
    failed += bool(wrong)
    print(f'{"not " if wrong else ""}ok {number} - {check.__name__}')
    for line in wrong:
        print('# ' + line)
sys.exit(bool(failed))
