#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Models at the ends of what numbers, depth and counts can be: each is built, or refused with an error that says why, within
bounds of CPU time and memory; and every module with numbers that are none. Prints TAP; usage: extremes.py PROGRAM"""
import os, re, resource, subprocess, sys, tempfile
from concurrent.futures import ThreadPoolExecutor

PROGRAM = os.path.abspath(sys.argv[1])
SECONDS = 240
EITHER = 'ERROR: '  # or built: how deep it goes is a matter of the stack

# A name, the program, and a part of what is said; None if it is built without a word.
MODELS = [
    ('a million leaves', 'for (i = [0:999], j = [0:999]) translate([2 * i, 2 * j, 0]) cube(1);', 'ERROR: '),
    ('a million leaves of nothing', 'for (i = [0:999], j = [0:999]) cube(0);', 'object is empty'),
    ('20,000 cubes that touch', 'for (i = [0:199], j = [0:99]) translate([i, j, 0]) cube(1);', None),
    ('ten thousand modules deep', 'module d(n) { if (n > 0) translate([0, 0, 0.001]) d(n - 1); else cube(1); } d(10000);', 'ERROR: '),
    ('ten thousand calls deep', 'function f(n) = n > 0 ? 1 + f(n - 1) : 1; cube(f(10000) / f(10000));', EITHER),
    ('ten thousand groups deep', '{' * 10000 + 'cube(1);' + '}' * 10000, 'ERROR: Parser error'),
    ('ten thousand differences deep', 'difference() { ' * 10000 + 'cube(1);' + '}' * 10000, 'ERROR: '),
    ('900 differences deep', 'module d(n) { if (n > 0) difference() { d(n - 1); translate([n, 0, 0]) cube(0.5); } '
                             'else cube([1000, 1, 1]); } d(900);', None),
    ('steps of 10^-300', 'union() { translate([0.5, 0, 0]) cube(1e-300); cube(1); }', None),
    ('a solid of 10^-300', 'union() { cube(1e-300); sphere(1e-300); }', None),
    ('scaled by 10^-300', 'scale(1e-300) cube(1); cube(1);', 'Scaling a 3D object with 0'),
    ('sizes of 10^300', 'union() { cube(1e300); cube(1); }', 'Coordinates are too large'),
    ('points of 10^300', 'polyhedron([[0, 0, 0], [1e300, 0, 0], [0, 1e300, 0], [0, 0, 1e300]], '
                         '[[0, 1, 2], [0, 3, 1], [0, 2, 3], [1, 3, 2]]);', 'Coordinates are too large'),
    ('moved by 10^300', 'union() { translate([1e300, 0, 0]) cube(1); cube(1); }', 'Coordinates are too large'),
    ('from 10^-20 to 10^20', 'difference() { cube(1e20); cube(1e-20); sphere(1e10); }', None),
    ('as large as may be', 'difference() { cube(1e29); translate([1, 1, 1]) cube(1e28); }', None),
    ('no numbers', 'union() { translate([0 / 0, 0, 0]) cube(1); cube([1, 0 / 0, 1]); sphere(1 / 0); cylinder(1, 0 / 0); cube(1); }',
     'WARNING: '),
    ('points that are no numbers', 'polyhedron([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 0 / 0]], '
                                   '[[0, 1, 2], [0, 3, 1], [0, 2, 3], [1, 3, 2]]);', 'Unable to convert points'),
    ('outlines of 10^300', 'polygon([[0, 0], [1e300, 0], [0, 1e300]]);', 'Coordinates are too large'),
    ('outlines of 10^-300', 'polygon([[0, 0], [1e-300, 0], [0, 1e-300]]);', ''),
    ('a turn by 10^300', 'rotate(1e300) cube(1);', 'Not-a-Number'),
    ('10^9 fragments', 'sphere(1, $fn = 1e9);', 'vertices'),
    ('10^8 fragments of an offset', 'offset(r = 1, $fn = 1e8) square(1);', 'ERROR: '),
    ('10^12 turns', 'linear_extrude(1, twist = 1e12) square(1);', 'vertices'),
    ('10^12 vertices of a turned circle', 'rotate_extrude($fn = 1e6) translate([2, 0]) circle(1, $fn = 1e6);', 'vertices'),
    ('10^9 slices', 'linear_extrude(1, slices = 1e9, twist = 1) square(1);', 'vertices'),
]

# Every number that a module takes, each in turn as N.
NUMBERS = ['1e-300', '1e300', '-1e300', '1e-20', '1e20', '0', '0 / 0', '1 / 0', '-1 / 0']
PLACES = [
    'cube(N);', 'cube([1, N, 1], center = true);', 'sphere(N);', 'sphere(1, $fn = N);', 'sphere(1, $fa = N);', 'sphere(1, $fs = N);',
    'cylinder(N, 1, 1);', 'cylinder(1, N, 1);', 'cylinder(1, 1, N);', 'cylinder(1, d = N, $fn = 5);',
    'polyhedron([[0, 0, 0], [N, 0, 0], [0, 1, 0], [0, 0, 1]], [[0, 1, 2], [0, 3, 1], [0, 2, 3], [1, 3, 2]]);',
    'polyhedron([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], [[0, N, 2], [0, 3, 1], [0, 2, 3], [1, 3, 2]]);',
    'square(N);', 'square([N, 1], center = true);', 'circle(N);', 'circle(1, $fn = N);', 'polygon([[0, 0], [N, 0], [0, 1]]);',
    'polygon([[0, 0], [1, 0], [0, 1]], [[0, 1, N]]);', 'text("A", size = N, font = "Liberation Sans");',
    'text("AB", spacing = N, font = "Liberation Sans");', 'translate([N, 0, 0]) cube(1);', 'rotate([N, 10, 0]) cube(1);',
    'rotate(N, [1, 1, 0]) cube(1);', 'rotate(10, [N, 1, 0]) cube(1);', 'scale([N, 1, 1]) cube(1);', 'scale([1, 1, N]) square(1);',
    'resize([N, 0, 0]) cube(1);', 'resize([N, 0], auto = true) square(1);', 'mirror([N, 1, 0]) cube(1);',
    'multmatrix([[1, N, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]]) cube(1);', 'multmatrix([[1, 0, 0, 0], [0, 1, 0, N]]) cube(1);',
    'multmatrix([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, N]]) cube(1);', 'offset(r = N) square(1);',
    'offset(delta = N, chamfer = true) square(1);', 'offset(r = 1, $fn = N) square(1);', 'linear_extrude(N) square(1);',
    'linear_extrude(1, twist = N) square(1);', 'linear_extrude(1, scale = N) square(1);', 'linear_extrude(1, scale = [1, N]) square(1);',
    'linear_extrude(1, twist = 9, slices = N) square(1);', 'linear_extrude(1, v = [N, 0, 1]) square(1);',
    'linear_extrude(1, segments = N, twist = 9) square(1);', 'rotate_extrude(N) translate([2, 0]) square(1);',
    'rotate_extrude($fn = N) translate([2, 0]) square(1);', 'rotate_extrude() translate([N, 0]) square(1);',
    'rotate_extrude(start = N, angle = 90) translate([2, 0]) square(1);', 'projection(cut = true) translate([0, 0, N]) cube(1, center = true);',
    'projection() scale(N) cube(1);', 'hull() { cube(1); translate([N, 0, 0]) cube(1); }', 'hull() { square(1); translate([0, N]) square(1); }',
    'minkowski() { cube(1); sphere(N); }', 'minkowski() { difference() { cube(3); cube(1); } cube(N); }',
    'minkowski() { square(1); circle(N); }', 'roof() square(N);', 'roof() translate([N, 0]) square(1);',
    'intersection() { cube(1); translate([N, N, N]) cube(1, center = true); }', 'color([N, 0, 0]) cube(1);', 'color("red", N) cube(1);',
    'render(convexity = N) cube(1);', 'intersection_for (i = [0, N]) translate([i, 0, 0]) cube(5, center = true);',
]


def limit():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def build(folder, text):
    output, source = os.path.join(folder, 'model.off'), os.path.join(folder, 'model.scad')
    with open(source, 'w', encoding='utf-8') as stream:
        stream.write(text)
    if os.path.exists(output):
        os.remove(output)
    done = subprocess.run([PROGRAM, '-o', output, source], capture_output=True, text=True, preexec_fn=limit, timeout=4 * SECONDS)
    if 'is not a 3D object' in done.stderr:
        if os.path.exists(f'{output}.svg'):
            os.remove(f'{output}.svg')
        done = subprocess.run([PROGRAM, '-o', f'{output}.svg', source], capture_output=True, text=True, preexec_fn=limit)
        output = f'{output}.svg'
    return done, os.path.exists(output)


def problem_of(done, built, expected):
    """None if all is well. Whoever gets no model must be told why."""
    if done.returncode not in (0, 1):
        return f'ended with {done.returncode}'
    if (done.returncode == 0) != built:
        return 'the status does not say whether there is a file'
    if expected is EITHER and built and not done.stderr:
        return None
    if expected is None:
        return None if built and not done.stderr else 'was to be built without a word'
    return None if done.stderr and expected in done.stderr else f'was to say "{expected}"'


def problem_at(place):
    """Whatever the number is: a file of finite numbers, or a word that says why there is none."""
    with tempfile.TemporaryDirectory() as folder:
        for number in NUMBERS:
            done, built = build(folder, place.replace('N', number))
            if done.returncode not in (0, 1) or (done.returncode == 0) != built or not (built or done.stderr):
                return f'{number}: ended with {done.returncode}, {done.stderr[-300:]!r}'
            if built and is_wild(folder):
                return f'{number}: a coordinate is no number'
    return None


def is_wild(folder):
    """True if some number in a file that was written is none, or infinite."""
    for name in os.listdir(folder):
        if name.endswith(('.off', '.svg')):
            with open(os.path.join(folder, name), encoding='utf-8') as stream:
                if re.search(r'\b(nan|inf)', stream.read()):
                    return True
    return False


def main():
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, text, expected) in enumerate(MODELS):
            done, built = build(folder, text)
            problem = problem_of(done, built, expected)
            print(f'{"not " if problem else ""}ok {number + 1} - {name}', flush=True)
            if problem:
                print(f'# {problem}: {done.stderr[-300:]!r}')
    with ThreadPoolExecutor(2) as pool:
        for number, (place, problem) in enumerate(zip(PLACES, pool.map(problem_at, PLACES))):
            print(f'{"not " if problem else ""}ok {len(MODELS) + number + 1} - any number in {place.replace("#", "")}', flush=True)
            if problem:
                print(f'# {problem}')
    print(f'1..{len(MODELS) + len(PLACES)}')


main()
