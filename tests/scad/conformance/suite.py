#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""OpenSCAD 2021.01's own test suite, as Debian packages it, through tenon-scad: every line of every expected file, but for
those that exceptions.txt explains. Nothing is copied from it. Prints TAP; usage: suite.py PROGRAM"""
import difflib, fnmatch, os, re, subprocess, sys, tempfile
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
SUITE = '/usr/share/openscad'
SETS = f'{SUITE}/testdata/scad/customizer/setofparameter.json'

# Folders of expected files, what they are called behind their program's name, and the options they were made with.
FOLDERS = [
    ('echotest', 'echo', []),
    ('astdumptest', 'ast', []),
    ('dumptest', 'csg', []),
    ('dumptest-examples', 'csg', []),
    ('lazyunion-dump', 'csg', ['--enable=lazy-union']),
    ('openscad-nonascii', 'csg', []),
    ('openscad-override', 'echo', ['-D', 'a=3;']),
    ('customizertest', 'ast', []),
    ('customizertest-first', 'ast', ['-p', SETS, '-P', 'firstSet']),
    ('customizertest-wrong', 'ast', ['-p', SETS, '-P', 'wrongSetValues']),
    ('customizertest-incomplete', 'ast', ['-p', SETS, '-P', 'thirdSet']),
    ('customizertest-imgset', 'ast', ['-p', SETS, '-P', 'imagine']),
    ('customizertest-setNameWithDot', 'ast', ['-p', SETS, '-P', 'Name.dot']),
]
MORE_OPTIONS = {'echotest/builtin-invalid-range-test': ['--check-parameter-ranges=on']}

# What the suite wants refused: a file and what is asked of it.
REFUSED = [
    ('misc/empty-union.scad', 'stl', []),
    ('misc/empty-union.scad', 'off', []),
    ('misc/errors-warnings.scad', 'echo', ['--hardwarnings']),
] + [(f'issues/{name}.scad', 'stl', []) for name in ('issue1890-comment', 'issue1890-include', 'issue1890-string', 'issue1890-use')]


class Exceptions:
    """Rules of exceptions.txt. A section's title is the reason; its lines are tests and either a pattern of lines that may
    differ or, as s/pattern/replacement/, what makes no difference within a line."""

    def __init__(self, path):
        self.rules = []
        for line in open(path, encoding='utf-8'):
            line = line.rstrip('\n')
            if line and line[0] not in '#[':
                tests, rule = line.split(None, 1)
                pattern, replacement = rule[2:-1].split('/') if rule.startswith('s/') else (rule, None)
                self.rules.append([tests, re.compile(pattern), replacement, False])

    def explain(self, test, line):
        for rule in self.rules:
            tests, pattern, replacement, _ = rule
            if replacement is None and fnmatch.fnmatchcase(test, tests) and pattern.search(line):
                rule[3] = True
                return True
        return False

    def even_out(self, test, lines):
        for rule in self.rules:
            tests, pattern, replacement, _ = rule
            if replacement is not None and fnmatch.fnmatchcase(test, tests):
                before, lines = lines, [pattern.sub(replacement, line) for line in lines]
                rule[3] |= before != lines
        return lines

    def unused(self):
        return [f'{tests} {pattern.pattern}' for tests, pattern, _, used in self.rules if not used]


def programs():
    """Every program of the suite by its name; no two have the same one."""
    found = {}
    for top in ('testdata', 'examples'):
        for folder, _, files in os.walk(f'{SUITE}/{top}'):
            for file in sorted(files):
                if file.endswith('.scad'):
                    found.setdefault(file[:-len('.scad')], os.path.join(folder, file))
    return found


def normalised(data):
    """What the suite does to both sides before it compares them."""
    text = data.decode('utf-8', 'surrogateescape')
    text = re.sub(r', timestamp = [0-9]+', '', text)
    text = re.sub(r'(file = ")([^"/]*/)*([^"]*")', r'\1\3', text)
    return text.strip('\r\n').replace('\r\n', '\n').split('\n')


def differences(expected, found):
    for tag, a, b, c, d in difflib.SequenceMatcher(None, expected, found, autojunk=False).get_opcodes():
        if tag != 'equal':
            yield from ('-' + line for line in expected[a:b])
            yield from ('+' + line for line in found[c:d])


def run(program, arguments, file):
    return subprocess.run([program, *arguments, file], capture_output=True, cwd=os.path.dirname(file), timeout=60)


def expectations(found):
    for folder, suffix, options in FOLDERS:
        ending = f'-expected.{suffix}'
        for file in sorted(os.listdir(f'{SUITE}/regression/{folder}')):
            name = file[:-len(ending)]
            if file.endswith(ending) and name in found:
                test = f'{folder}/{name}'
                yield test, suffix, options + MORE_OPTIONS.get(test, []), found[name], f'{SUITE}/regression/{folder}/{file}'


def compare(program, exceptions, case):
    test, suffix, options, file, expected = case
    done = run(program, [*options, '-o', '-', f'--export-format={suffix}'], file)
    with open(expected, 'rb') as stream:
        sides = [normalised(stream.read()), normalised(done.stdout)]
    if sides[0] == sides[1]:
        return test, []
    found = differences(*[exceptions.even_out(test, side) for side in sides])
    return test, [line for line in found if not exceptions.explain(test, line[1:])]


def refuse(program, folder, case):
    name, suffix, options = case
    output = os.path.join(folder, f'{len(options)}-{os.path.basename(name)}.{suffix}')
    done = run(program, [*options, '-o', output], f'{SUITE}/testdata/scad/{name}')
    return done.returncode == 1


def main():
    program, number = os.path.abspath(sys.argv[1]), 0
    exceptions = Exceptions(f'{HERE}/exceptions.txt')

    def check(what, holds, notes=()):
        nonlocal number
        number += 1
        print(f'{"ok" if holds else "not ok"} {number} - {what}')
        for note in notes:
            print('#', note.encode('utf-8', 'backslashreplace').decode())

    with ThreadPoolExecutor(2) as pool:
        cases = list(expectations(programs()))
        for test, surprises in pool.map(lambda case: compare(program, exceptions, case), cases):
            check(test, not surprises, surprises[:20])
        with tempfile.TemporaryDirectory() as folder:
            for case, refused in zip(REFUSED, pool.map(lambda case: refuse(program, folder, case), REFUSED)):
                check('refuses ' + ' '.join([case[0], 'as', case[1], *case[2]]), refused)
    check('the suite is all there', len(cases) >= 310)
    unused = exceptions.unused()
    check('every exception is one', not unused, unused)
    print(f'1..{number}')


main()
