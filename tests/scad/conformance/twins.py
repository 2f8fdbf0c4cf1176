#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Two builds of tenon-scad, by gcc and by clang, write the same files to the last bit and say the same: of OpenSCAD's programs,
of programs.txt, and of random trees in space and in the plane. Usage: twins.py PROGRAM PROGRAM [TREES [every]]: so many trees of each
kind, and of the programs those that take next to nothing, or every one. `./dev twins` ends here."""
import os, random, re, resource, subprocess, sys, tempfile
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
SUITE = '/usr/share/openscad'
TWINS = [os.path.abspath(path) for path in sys.argv[1:3]]
TREES = int((sys.argv[3:] or ['40'])[0])
EVERY = sys.argv[4:] == ['every']
SECONDS = 400 if EVERY else 20  # of CPU, for one file
FORMATS = ['off', 'dxf', 'svg']  # all digits; what is flat; and what text becomes
QUICK = 50  # programs of the suite


def programs(folder):
    """Files: those of the suite, and those of programs.txt, written into the folder."""
    found = [os.path.join(at, file) for top in ('testdata/scad', 'examples') for at, _, files in os.walk(f'{SUITE}/{top}')
             for file in files if file.endswith('.scad')]
    with open(f'{HERE}/programs.txt', encoding='utf-8') as stream:
        for part in re.split('^== ', stream.read(), flags=re.M)[1:]:
            name, text = part.split('\n', 1)
            found.append(write(folder, name, text))
    return sorted(found)


def write(folder, name, text):
    file = os.path.join(folder, f'{name}.scad')
    with open(file, 'w', encoding='utf-8') as stream:
        stream.write(text)
    return file


# --- random trees ---

def number(chance):
    return chance.choice([chance.randint(-9, 9), round(chance.uniform(-9, 9), 2), chance.uniform(-9, 9)])


def size(chance):
    return abs(number(chance)) + 0.5


def solid(chance):
    sides = chance.randint(3, 14)
    return chance.choice([
        lambda: f'cube([{size(chance)}, {size(chance)}, {size(chance)}], center = true);',
        lambda: f'cylinder({size(chance)}, {size(chance)}, {size(chance)}, $fn = {sides});',
        lambda: f'sphere({size(chance)}, $fn = {sides});',
        lambda: f'linear_extrude({size(chance)}, twist = {20 * number(chance)}, scale = {size(chance)}) {flat(chance)}',
        lambda: f'rotate_extrude($fn = {sides}) translate([20, 0]) {flat(chance)}',
        lambda: f'hull() {{ sphere({size(chance)}, $fn = {sides}); translate([{number(chance)}, 3, 1]) cube({size(chance)}); }}',
    ])()


def flat(chance):
    return chance.choice([
        lambda: f'square([{size(chance)}, {size(chance)}]);',
        lambda: f'circle({size(chance)}, $fn = {chance.randint(3, 14)});',
        lambda: f'rotate({number(chance)}) polygon([[0, 0], [{size(chance)}, 1], [3, 3], [{number(chance)}, {size(chance)}]]);',
        lambda: f'offset(r = {size(chance) / 5}, $fn = {chance.randint(3, 14)}) square([{size(chance)}, 3]);',
        lambda: f'offset(delta = {-size(chance) / 9}, chamfer = true) circle({size(chance)}, $fn = 5);',
        lambda: 'text("Ag", size = 6, font = "Liberation Sans");',
    ])()


def tree(chance, leaf, depth):
    axes = 3 if leaf is solid else 2
    turn = chance.choice(['', f'rotate({[number(chance) * 15 for _ in range(3)] if axes == 3 else number(chance) * 15}) '])
    move = f'translate({[number(chance) for _ in range(axes)]}) '
    if depth == 0:
        return move + turn + leaf(chance)
    parts = ' '.join(tree(chance, leaf, depth - 1) for _ in range(chance.randint(2, 3)))
    return f'{turn}{chance.choice(["union", "difference", "intersection"])}() {{ {parts} }}'


def trees(folder):
    for i in range(TREES):
        for leaf in (solid, flat):
            yield write(folder, f'tree-{leaf.__name__}-{i}', tree(random.Random(i), leaf, 1 + i % 3))


# --- twins ---

def made_by(program, file, output):
    """What it says and what it writes; None if it takes too long."""
    if os.path.exists(output):
        os.remove(output)
    done = subprocess.run([program, '-o', output, file], capture_output=True, cwd=os.path.dirname(file),
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS)))
    if done.returncode < 0:
        return None
    said = re.sub(rb'Excluding \d+ frames', b'', done.stderr)  # how deep a program goes is a matter of the compiler's frames
    if not os.path.exists(output):
        return said, b''
    with open(output, 'rb') as stream:
        return said, stream.read()


def differs(job):
    """The formats in which they differ, and whether any was written."""
    folder, number, file = job
    found, written = [], False
    for suffix in FORMATS:
        output = os.path.join(folder, f'{number}.{suffix}')
        first, second = [made_by(twin, file, output) for twin in TWINS]
        if first is None or second is None:
            return file, [] if EVERY or first is second else ['time'], False
        written = written or bool(first[1])
        if first != second:
            found.append(suffix)
    return file, found, written


def main():
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        files = programs(folder)
        if not EVERY:
            files = files[::len(files) // QUICK]
        jobs = [(folder, number, file) for number, file in enumerate([*files, *trees(folder)])]
        results = list(pool.map(differs, jobs))
    different = [(file, found) for file, found, _ in results if found]
    for file, found in different:
        print(f'{os.path.basename(file)}: {" ".join(found)} by gcc and by clang differ')
    written = sum(written for _, _, written in results)
    print(f'{len(results)} programs, {written} with a model, {len(different)} different')
    sys.exit(1 if different or written < len(results) / 3 else 0)


main()
