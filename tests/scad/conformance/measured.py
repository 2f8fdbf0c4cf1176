#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Small programs beside what OpenSCAD's development version made of them: measured.txt has both. An indented line has what is
to come out: solid with volume, area and box, flat with area, perimeter, contours and box, or nothing. The lines before it are
the program; one that begins with a file's name and ": " is that file, with \\n for the ends of its lines. Numbers are as near as
10^-4. Fonts are Debian's Liberation alone. Prints TAP; usage: measured.py PROGRAM"""
import math, os, re, subprocess, sys, tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tap import check, end

program, near = os.path.abspath(sys.argv[1]), 1e-4


def cases():
    """The lines of each program, with their number, and what is expected."""
    lines = []
    for number, line in enumerate(open(f'{Path(__file__).parent}/measured.txt', encoding='utf-8'), 1):
        if line[0] == ' ':
            yield number, lines, line.split()
            lines = []
        elif line[0] not in '#[\n':
            lines.append(line.rstrip('\n'))


def write(lines):
    code = ''
    for line in lines:
        name = re.match(r'(\w+\.\w+): ', line)
        if name:
            Path(name[1]).write_text(line[name.end():].replace('\\n', '\n'), encoding='utf-8')
        else:
            code += line + '\n'
    return code


def run(code, output):
    Path(output).unlink(missing_ok=True)
    Path('model.scad').write_text(code, encoding='utf-8')
    return subprocess.run([program, '--enable=all', '-o', output, 'model.scad'], capture_output=True, text=True,
                          env={**os.environ, 'FONTCONFIG_FILE': 'fonts.conf'})


def measure_flat(path):
    contours = []
    for part in re.search(r'<path d="([^"]*)"', Path(path).read_text())[1].split('M')[1:]:
        numbers = [float(number) for number in re.findall(r'-?[\d.]+(?:e[-+]?\d+)?', part)]
        contours.append(list(zip(numbers[::2], (-y for y in numbers[1::2]))))
    edges = [(a, b) for contour in contours for a, b in zip(contour, contour[1:] + contour[:1])]
    area = abs(math.fsum(a[0] * b[1] - a[1] * b[0] for a, b in edges)) / 2
    xs, ys = zip(*(point for contour in contours for point in contour))
    return [area, math.fsum(map(math.dist, *zip(*edges))), len(contours), min(xs), min(ys), max(xs), max(ys)]


def measure_solid(path):
    lines = [line.split() for line in Path(path).read_text().splitlines()]
    count = int(lines[0][1])
    points = [tuple(map(float, line[:3])) for line in lines[1:1 + count]]
    volume = area = 0
    for line in lines[1 + count:]:
        a, b, c = (points[int(corner)] for corner in line[1:4])
        u, v = [q - p for p, q in zip(a, b)], [q - p for p, q in zip(a, c)]
        normal = [u[i - 2] * v[i - 1] - u[i - 1] * v[i - 2] for i in range(3)]
        area += math.hypot(*normal) / 2
        volume += math.fsum(p * n for p, n in zip(a, normal)) / 6
    low, high = zip(*((min(axis), max(axis)) for axis in zip(*points)))
    return [volume, area, *low, *high]


def outcome(code, kind):
    """What comes out as the kind that is wanted, or nothing."""
    output, measure = ('model.svg', measure_flat) if kind == 'flat' else ('model.off', measure_solid)
    if run(code, output).returncode != 0:
        return ['nothing']
    return [kind, *measure(output)]


def alike(found, wanted):
    numbers = [float(number) for number in wanted[1:]]
    size = max(map(abs, numbers), default=0)
    return found[0] == wanted[0] and all(abs(a - b) <= near * max(abs(b), near * size) for a, b in zip(found[1:], numbers))


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    Path('fonts.conf').write_text('<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
                                  '<dir>/usr/share/fonts/truetype/liberation</dir><cachedir>cache</cachedir></fontconfig>')
    for number, lines, wanted in cases():
        found = outcome(write(lines), wanted[0])
        check(f'line {number}: {lines[-1][:60]}', alike(found, wanted), f'found {found}')
end()
