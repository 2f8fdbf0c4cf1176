#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The programs of OpenSCAD 2021.01's suite and its examples, as Debian packages them, built by tenon-scad and by OpenSCAD
itself: volumes and areas are the same within 10^-3, boxes within 10^-4, and every solid of ours is closed and crosses itself
nowhere. differences.txt says where not, and why. slow.txt names those that OpenSCAD needs long for: they come with --slow,
alone. programs.txt has more programs, of kinds that the suite has grown since. Prints TAP; usage: beside.py [--slow] PROGRAM SOUND [PATTERN]"""
import fnmatch, math, os, re, resource, signal, subprocess, sys, tempfile
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
SUITE = '/usr/share/openscad'
OPENSCAD = 'openscad'
SECONDS = 400  # of CPU
LATE = 'late'
MEASURE, BOX = 1e-3, 1e-4
DIGITS = 1e-6  # that OpenSCAD writes


class Outcome:
    """What a program has made of a file: 'solid', 'flat', 'nothing', or 'late' if it was stopped."""

    def __init__(self, kind, measures=(), box=(), flaws=(), said=''):
        self.kind, self.measures, self.box, self.flaws, self.said = kind, measures, box, flaws, said

    def __str__(self):
        numbers = ' '.join(f'{number:.7g}' for number in (*self.measures, *self.box))
        return ' '.join([self.kind, numbers, *self.flaws, *self.said.splitlines()[:3]])


class Differences:
    """Rules of differences.txt. A section's title is the reason; its lines name a program and what differs."""

    def __init__(self, path):
        self.rules = []
        for line in open(path, encoding='utf-8'):
            if line.strip() and line[0] not in '#[':
                name, *kinds = line.split()
                self.rules.append((name, set(kinds), set()))

    def unexplained(self, name, found):
        for pattern, kinds, used in self.rules:
            if pattern == name:
                used |= kinds & found
                found = found - kinds - {kind.rstrip('?') for kind in kinds}
        return found

    def unused(self, names):
        for name, kinds, used in self.rules:
            missing = {kind for kind in kinds - used if not kind.endswith('?')}
            if missing and name in names:
                yield f'{name} {" ".join(sorted(missing))}'


def programs():
    """Every program by the folder it lies in and its name."""
    for top in ('testdata/scad', 'examples'):
        for folder, _, files in os.walk(f'{SUITE}/{top}'):
            for file in files:
                if file.endswith('.scad'):
                    yield os.path.relpath(os.path.join(folder, file), SUITE)[:-len('.scad')]


def more_programs(folder):
    """Writes those of programs.txt as files; their names begin with "more/"."""
    with open(f'{HERE}/programs.txt', encoding='utf-8') as stream:
        for part in re.split('^== ', stream.read(), flags=re.M)[1:]:
            name, text = part.split('\n', 1)
            with open(f'{folder}/{name}.scad', 'w', encoding='utf-8') as program:
                program.write(text)
            yield f'more/{name}'


def slow_programs():
    return {line.split()[1] for line in open(f'{HERE}/slow.txt', encoding='utf-8') if line.strip() and line[0] != '#'}


# --- what comes out ---

def outlines(svg):
    """The outlines of the paths that OpenSCAD and we write; y points up."""
    for path in re.findall(r'<path d="([^"]*)"', svg):
        for outline in path.split('z'):
            numbers = [float(number) for number in re.findall(r'-?[0-9.]+(?:e[-+]?[0-9]+)?', outline)]
            if numbers:
                yield list(zip(numbers[0::2], (-y for y in numbers[1::2])))


def measure_flat(file):
    with open(file, encoding='utf-8') as stream:
        found = list(outlines(stream.read()))
    area = math.fsum((a[0] * b[1] - a[1] * b[0]) / 2 for outline in found for a, b in zip(outline, outline[1:] + outline[:1]))
    xs, ys = zip(*(point for outline in found for point in outline))
    return Outcome('flat', (abs(area),), (min(xs), max(xs), min(ys), max(ys)))


def measure_solid(sound, file, ours):
    done = subprocess.run([sound, *([] if ours else ['-m']), file], capture_output=True, text=True, check=True)
    unpaired, crowded, without_area, meeting, *numbers = [float(word) for word in done.stdout.split()]
    flaws = []
    if ours:
        flaws = [name for name, count in [('open', unpaired), ('crowded', crowded), ('degenerate', without_area),
                                          ('crossing', meeting)] if count]
    return Outcome('solid', numbers[:2], numbers[2:], flaws)


def build(program, name, stem, suffix):
    """The file that came out, or what the program said."""
    file = f'{os.path.dirname(stem)}/{name[5:]}.scad' if name.startswith('more/') else f'{SUITE}/{name}.scad'
    output = f'{stem}.{suffix}'
    environment = {key: value for key, value in os.environ.items() if key != 'DISPLAY'}
    done = subprocess.run([program, '-o', output, file], capture_output=True, cwd=os.path.dirname(file), env=environment,
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS)))
    said = LATE if -done.returncode in (signal.SIGXCPU, signal.SIGKILL) else done.stderr.decode('utf-8', 'replace')
    return output if done.returncode == 0 and os.path.exists(output) else None, said


def outcome(program, name, stem, sound, ours):
    """OFF has all digits of ours; OpenSCAD's STL has as many as its OFF, and triangles alone."""
    solid = 'off' if ours else 'stl'
    output, said = build(program, name, stem, solid)
    if 'object is not a 3D object' in said:
        output, said = build(program, name, stem, 'svg')
    if said == LATE:
        return Outcome('late')
    if not output:
        return Outcome('nothing', said=said)
    made = measure_flat(output) if output.endswith('.svg') else measure_solid(sound, output, ours)
    os.remove(output)
    return made


# --- what differs ---

def differences(ours, theirs):
    found = set(ours.flaws)
    if ours.kind != theirs.kind:
        return found | {f'{ours.kind}-for-{theirs.kind}'}
    extent = max((abs(number) for number in theirs.box), default=0)
    powers = {'volume': 3, 'area': 2} if ours.kind == 'solid' else {'area': 2}
    for (what, power), a, b in zip(powers.items(), ours.measures, theirs.measures):
        if abs(a - b) > MEASURE * max(abs(a), abs(b)) + DIGITS * extent ** power:
            found.add(what)
    if not all(abs(a - b) <= BOX * max(1, extent) for a, b in zip(ours.box, theirs.box)):
        found.add('box')
    return found


def main():
    arguments = sys.argv[1:]
    slow = arguments[:1] == ['--slow'] and bool(arguments.pop(0))
    program, sound = [os.path.abspath(path) for path in arguments[:2]]
    pattern, number = (arguments[2:] or ['*'])[0], 0
    explained = Differences(f'{HERE}/differences.txt')
    long = slow_programs()
    def check(what, holds, *notes):
        nonlocal number
        number += 1
        print(f'{"ok" if holds else "not ok"} {number} - {what}', flush=True)
        for note in () if holds else notes:
            print('#', note)

    def compare(name):
        stem = os.path.join(folder, name.replace('/', '-'))
        ours = outcome(program, name, stem + '-ours', sound, True)
        theirs = outcome(OPENSCAD, name, stem + '-theirs', sound, False)
        return name, ours, theirs

    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        everything = {*programs(), *more_programs(folder)}
        names = sorted(name for name in everything if (name in long) == slow and fnmatch.fnmatchcase(name, pattern))
        for name, ours, theirs in pool.map(compare, names):
            surprises = explained.unexplained(name, differences(ours, theirs))
            check(name, not surprises, f'{name} {" ".join(sorted(surprises))}', f'ours: {ours}', f'OpenSCAD: {theirs}')
    unused = list(explained.unused(set(names)))
    check('every difference is one', not unused, *unused)
    if pattern == '*':
        missing = sorted((long | {name for name, _, _ in explained.rules}) - everything)
        check('the suite is all there', len(everything) >= 560 and not missing, *missing)
    print(f'1..{number}')


main()
