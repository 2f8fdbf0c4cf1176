#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What is exported can be read again: every format, by tenon-scad and by OpenSCAD where it reads it. The volume stays; welded
by position, with coordinates in single precision or with six digits, the solid can still be cut with, and is sound again.
Prints TAP; usage: exchange.py PROGRAM SOUND"""
import os, re, subprocess, sys, tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tap import check, end

PROGRAM, SOUND = [os.path.abspath(path) for path in sys.argv[1:3]]

SOLIDS = {
    'cut': 'difference() { cube(20, center = true); sphere(12, $fn = 20); }',
    'turned': 'rotate([13, 17, 19]) difference() { cube([9.001, 7, 5]); rotate([31, 0, 45]) cylinder(9, 2, 3, $fn = 9); }',
    'far': 'translate([1000, 2000, 10]) difference() { sphere(10, $fn = 24); rotate([13, 17, 19]) cube(9.001); }',
    'touching': 'cube(5); translate([5, 5, 0]) cube(5); translate([-5, -5, -5]) cube(5);',
    'apart': 'for (x = [0, 20, 40]) translate([x, x / 3, 0]) sphere(x / 10 + 3, $fn = 13);',
    'hollow': 'difference() { cube(10); translate([1, 1, 1]) cube(8); }',
    'twisted': 'linear_extrude(20, twist = 100, scale = [2, 0.3], slices = 15) square([7, 3], center = true);',
    'ridge': 'linear_extrude(9, scale = [1, 0]) difference() { square(10, center = true); square(4, center = true); }',
    'knurl': 'difference() { cylinder(6, r = 10, $fn = 24); for (i = [0:11], t = [-30, 30]) rotate(30 * i) '
             'translate([10, 0, 3]) rotate([t, 0, 45]) cube([1, 1, 20], center = true); }',
    'rounded': 'difference() { for (turn = [0, 90]) rotate(turn) hull() for (x = [-6, 6]) translate([x, 0, 0]) sphere(3, $fn = 10); '
               'hull() for (z = [-5, 5]) translate([0, 0, z]) sphere(2, $fn = 8); }',
    'stepped': 'module outline() rotate(47) { translate([0, -1.3]) square([15, 0.8]); translate([4.6, -1.3]) rotate(-45) square([2, 1]); } '
               'linear_extrude(40, center = true) outline(); translate([0, 0, 15]) linear_extrude(5) outline();',
    'sum': 'minkowski() { difference() { cube(10); cube(5); } sphere(1.3, $fn = 7); }',
    'written': 'linear_extrude(2) text("Rg8", font = "Liberation Sans");',
    'small': 'scale(0.001) rotate([10, 20, 30]) difference() { cube(10); sphere(7, $fn = 15); }',
}
DRAWINGS = {
    'plate': 'difference() { square([30, 20]); for (x = [5:5:25]) translate([x, 10]) circle(2, $fn = 17); }',
    'rounded': 'offset(r = 2, $fn = 16) rotate(20) square(9);',
    'words': 'text("Bag", font = "Liberation Sans");',
    'islands': 'difference() { circle(9); circle(7); } circle(4);',
}
# By suffix, with options and what is lost: of the largest coordinate.
SOLID_FORMATS = [('stl', [], 1e-6), ('stl', ['--export-format=binstl'], 1e-6), ('off', [], 0), ('obj', [], 1e-6),
                 ('amf', [], 0), ('3mf', [], 0)]
DRAWING_FORMATS = ['svg', 'dxf']
READ_BY_OPENSCAD = ['stl', 'off', 'amf', '3mf', 'svg', 'dxf']


def run(output, text, *options, program=PROGRAM):
    source = f'{output}.scad'
    with open(source, 'w', encoding='utf-8') as stream:
        stream.write(text)
    environment = {key: value for key, value in os.environ.items() if key != 'DISPLAY'}
    return subprocess.run([program, *options, '-o', output, source], capture_output=True, text=True, env=environment)


def look(file):
    """Flaws, volume and box."""
    done = subprocess.run([SOUND, file], capture_output=True, text=True)
    if done.returncode != 0:
        return ['unreadable'], 0, ()
    numbers = [float(word) for word in done.stdout.split()]
    names = ['open', 'crowded', 'degenerate', 'crossing']
    return [f'{name} {count:g}' for name, count in zip(names, numbers) if count], numbers[4], numbers[6:]


def with_six_digits(source, target):
    """An OFF file as a program writes it that prints with %.6g."""
    with open(source, encoding='utf-8') as stream:
        head, *lines = stream.read().splitlines()
    vertices = int(head.split()[1])
    for i in range(vertices):
        lines[i] = ' '.join(f'{float(word):.6g}' for word in lines[i].split())
    with open(target, 'w', encoding='utf-8') as stream:
        stream.write('\n'.join([head, *lines, '']))


# --- solids ---

def read_again(name, file, volume, box, lost):
    """What goes wrong with one exported file."""
    extent = max(abs(number) for number in box)
    room = lost * extent * 6 * max(b - a for a, b in zip(box[0::2], box[1::2])) ** 2 + 1e-9 * abs(volume)
    stem, problems = file.replace('.', '-'), []
    done = run(f'{stem}-alone.off', f'import("{file}");')
    flaws, again, _ = look(f'{stem}-alone.off')
    if done.returncode or abs(again - volume) > room or any(flaw.startswith(('open', 'unread')) for flaw in flaws):
        problems.append(f'alone: {again} of {volume}, {flaws} {done.stderr}')
    low = [box[0], box[2], box[4]]
    cube = f'translate({low}) cube({min(b - a for a, b in zip(box[0::2], box[1::2])) / 2});'
    volumes = []
    for operation in ('union', 'intersection'):
        done = run(f'{stem}-{operation}.off', f'{operation}() {{ import("{file}"); {cube} }}')
        if done.returncode and 'object is empty' in done.stderr:
            volumes.append(0)
            continue
        flaws, one, _ = look(f'{stem}-{operation}.off')
        volumes.append(one)
        if done.returncode or flaws or 'ERROR' in done.stderr:
            problems.append(f'{operation}: {flaws} {done.stderr}')
    side = min(b - a for a, b in zip(box[0::2], box[1::2])) / 2
    if abs(sum(volumes) - volume - side ** 3) > room + 1e-6 * abs(volume):
        problems.append(f'with a cube: {volumes} of {volume} and {side ** 3}')
    if file.rpartition('.')[2] in READ_BY_OPENSCAD:
        done = run(f'{stem}-theirs.stl', f'import("{file}");', program='openscad')
        again = look(f'{stem}-theirs.stl')[1]
        if done.returncode or abs(again - volume) > room + 1e-4 * abs(volume) + 1e-6 * extent ** 3:
            problems.append(f'OpenSCAD: {again} of {volume} {done.stderr[:300]}')
    return problems


def exchange_solid(folder, name):
    first = os.path.join(folder, f'{name}.off')
    done = run(first, SOLIDS[name])
    flaws, volume, box = look(first)
    results = [(f'{name} is sound', flaws or ([done.stderr] if done.returncode else []))]
    if done.returncode:
        return results
    for suffix, options, lost in SOLID_FORMATS:
        kind = '-'.join([suffix, *options]).replace('--export-format=', '')
        file = os.path.join(folder, f'{name}-{kind}.{suffix}')
        done = run(file, SOLIDS[name], *options)
        results.append((f'{name} as {kind}', read_again(name, file, volume, box, lost)))
    rounded = os.path.join(folder, f'{name}-six.off')
    with_six_digits(first, rounded)
    results.append((f'{name} with six digits', read_again(name, rounded, volume, box, 1e-5)))
    return results


# --- drawings ---

def area_of(file):
    with open(file, encoding='utf-8') as stream:
        paths = ' '.join(re.findall(r'<path d="([^"]*)"', stream.read()))
    total = 0
    for outline in paths.split('z'):
        numbers = [float(word) for word in re.findall(r'-?[0-9.]+(?:e[-+]?[0-9]+)?', outline)]
        points = list(zip(numbers[0::2], numbers[1::2]))
        total += sum(a[0] * b[1] - a[1] * b[0] for a, b in zip(points, points[1:] + points[:1])) / 2
    return abs(total)


def exchange_drawing(folder, name):
    first, results = os.path.join(folder, f'{name}.svg'), []
    run(first, DRAWINGS[name])
    area = area_of(first)
    for suffix in DRAWING_FORMATS:
        file, problems = os.path.join(folder, f'{name}-{suffix}.{suffix}'), []
        run(file, DRAWINGS[name])
        for who, program, room in [('tenon-scad', PROGRAM, 1e-4), ('OpenSCAD', 'openscad', 1e-3)]:
            again = f'{file}-{who}.svg'
            done = run(again, f'import("{file}");', program=program)
            found = area_of(again) if done.returncode == 0 else 0
            if not abs(found - area) <= room * area:
                problems.append(f'{who}: {found} of {area} {done.stderr[:300]}')
        results.append((f'{name} as {suffix}', problems))
    return results


# --- several objects in one file ---

def cube(low, first):
    """Corners and triangles of a cube of 10, counted from `first`."""
    corners = [[low + 10 * (i >> axis & 1) for axis in range(3)] for i in range(8)]
    faces = [(0, 4, 6, 2), (1, 3, 7, 5), (0, 1, 5, 4), (2, 6, 7, 3), (0, 2, 3, 1), (4, 5, 7, 6)]
    return corners, [[first + i for i in part] for a, b, c, d in faces for part in ((a, b, c), (a, c, d))]


def overlapping(suffix):
    """Two cubes of 10 that have a cube of 5 in common."""
    (corners, triangles), (others, more) = cube(0, 0), cube(5, 8)
    def lines(rows, begin='', add=0):
        return ''.join(f'{begin}{" ".join(str(number + add) for number in row)}\n' for row in rows)
    if suffix == 'off':
        return 'OFF\n16 24 0\n' + lines(corners + others) + lines(triangles + more, '3 ')
    if suffix == 'obj':
        return ''.join(f'o part\n{lines(c, "v ")}{lines(t, "f ", 1)}' for c, t in [(corners, triangles), (others, more)])
    points = corners + others
    return ''.join('solid part\n' + ''.join('facet normal 0 0 0\nouter loop\n' + lines([points[i] for i in t], 'vertex ')
                                            + 'endloop\nendfacet\n' for t in part) + 'endsolid part\n'
                   for part in ([triangles + more] if suffix == 'one.stl' else [triangles, more]))


def exchange_overlapping(folder, suffix):
    """They are their union for whoever works with them."""
    file, output, problems = os.path.join(folder, f'overlapping.{suffix}'), os.path.join(folder, f'cut-{suffix}.off'), []
    with open(file, 'w', encoding='utf-8') as stream:
        stream.write(overlapping(suffix))
    done = run(output, f'difference() {{ import("{file}"); translate([0, 0, -1]) cube([2, 2, 20]); }}')
    flaws, volume, _ = look(output)
    if done.returncode or flaws or done.stderr or abs(volume - (2000 - 125 - 40)) > 1e-6:
        problems.append(f'{volume} {flaws} {done.stderr}')
    return [(f'overlapping objects in one file: {suffix}', problems)]


def main():
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(exchange_solid, folder, name) for name in SOLIDS]
        jobs += [pool.submit(exchange_drawing, folder, name) for name in DRAWINGS]
        jobs += [pool.submit(exchange_overlapping, folder, suffix) for suffix in ('one.stl', 'two.stl', 'off', 'obj')]
        for job in jobs:
            for what, problems in job.result():
                check(what, not problems, *problems)
    end()


main()
