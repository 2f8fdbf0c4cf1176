# SPDX-License-Identifier: MIT
"""CPU of shapes in the plane: libscad's kernel beside libpolyclipping on the same outlines, in turn. Used by bench/run."""
import math, random, re, subprocess, sys

UNION, DIFFERENCE, INTERSECTION, OFFSET, SUM = range(5)
ROUND, MITER, SQUARE = range(3)
ENOUGH_SECONDS = 0.2


def around(count, radius, x=0.0, y=0.0, turn=0.0):
    return [(x + radius(i) * math.cos(turn + 2 * math.pi * i / count), y + radius(i) * math.sin(turn + 2 * math.pi * i / count))
            for i in range(count)]


def circle(radius, sides, x=0.0, y=0.0):
    return around(sides, lambda i: radius, x, y)


def comb(teeth, length, turned):
    line = [(0, 0), (2 * teeth, 0)]
    for i in reversed(range(teeth)):
        line += [(2 * i + 1.5, 1), (2 * i + 1.5, length), (2 * i + .5, length), (2 * i + .5, 1)]
    line += [(0, 1)]
    return [(length - y, x) for x, y in line] if turned else line


def gear(teeth, x, y, turn):
    return around(4 * teeth, lambda i: 10 if i % 4 < 2 else 11, x, y, turn)


def star(points, step):
    return [(100 * math.cos(2 * math.pi * i * step / points), 100 * math.sin(2 * math.pi * i * step / points)) for i in range(points)]


def spikes(count, radius):
    return around(2 * count, lambda i: radius if i % 2 else radius / 2)


def rough(count, chance, x=0.0):
    return around(count, lambda i: 50 + 40 * math.sin(40 * math.pi * i / count) + chance.random() * 400 / count, x)


def letters(tenon, folder, words):
    """The outlines of a text as one leaf, as tenon-scad draws them."""
    drawing = folder / 'text.svg'
    subprocess.run([tenon, '-o', drawing, '-'], input=f'text("{words}", $fn=24);', text=True, check=True)
    lines = []
    for path in re.findall(r' d="([^"]*)"', drawing.read_text()):
        for line in path.replace('z', ' ').split('M')[1:]:
            numbers = [float(n) for n in re.findall(r'-?[0-9.]+(?:e-?[0-9]+)?', line)]
            lines.append([(x, -y) for x, y in zip(numbers[::2], numbers[1::2])])
    return lines


def moved(lines, x, y):
    return [[(a + x, b + y) for a, b in line] for line in lines]


def cases(tenon, folder):
    """By name: operation, leaves, delta, join, sides."""
    chance = random.Random(1)
    page = [line for row in range(20)
            for line in moved(letters(tenon, folder, 'The quick brown fox jumps over the lazy dog'), 0, -15 * row)]
    circles = [[circle(1, 64, 40 * chance.random(), 40 * chance.random())] for _ in range(1000)]
    row = [[gear(100, 20.5 * i, 0, 0)] for i in range(20)]
    other_row = [[gear(90, 20.5 * i + 3, 1, .01)] for i in range(20)]
    hole_plate = [[[(0, 0), (200, 0), (200, 200), (0, 200)]]] + [[circle(1.5, 48, 5 + 5 * i, 5 + 5 * j)] for i in range(38) for j in range(38)]
    polygons = {count: (rough(count, chance), rough(count, chance, 7.3)) for count in (10000, 100000)}
    plain = (0, ROUND, 8)
    return {
        'text cut out of a plate': (DIFFERENCE, [[[(-5, -290), (320, -290), (320, 20), (-5, 20)]], page], *plain),
        'text, offset(r = 0.3)': (OFFSET, [page], .3, ROUND, 24),
        'text, offset(delta = -0.2)': (OFFSET, [page], -.2, MITER, 24),
        '1,000 circles': (UNION, circles, *plain),
        'plate with 1,444 holes': (DIFFERENCE, hole_plate, *plain),
        'two combs of 100 teeth': (INTERSECTION, [[comb(100, 201, False)], [comb(100, 201, True)]], *plain),
        'comb, offset(delta = 0.2, chamfer)': (OFFSET, [[comb(2000, 50, False)]], .2, SQUARE, 8),
        'star of 201 points that crosses itself': (UNION, [[star(201, 100)]], *plain),
        '40 gears': (UNION, row + other_row, *plain),
        'two polygons of 10,000': (INTERSECTION, [[polygons[10000][0]], [polygons[10000][1]]], *plain),
        'two polygons of 100,000': (UNION, [[polygons[100000][0]], [polygons[100000][1]]], *plain),
        'polygon of 10,000, offset(r = -1)': (OFFSET, [[polygons[10000][0]]], -1, ROUND, 32),
        'polygon of 10,000, offset(r = 1)': (OFFSET, [[polygons[10000][0]]], 1, ROUND, 32),
        'polygon of 100,000, offset(delta = 0.1)': (OFFSET, [[polygons[100000][0]]], .1, MITER, 8),
        'minkowski: polygon of 1,000 and a circle': (SUM, [[rough(1000, chance)], [circle(1, 32)]], *plain),
        'minkowski: stars of 40 and 25 spikes': (SUM, [[spikes(40, 10)], [spikes(25, 4)]], *plain),
    }


def write(path, case, times):
    operation, leaves, delta, join, sides = case
    with path.open('w') as file:
        print(operation, delta, join, sides, times, len(leaves), file=file)
        for leaf in leaves:
            print(len(leaf), file=file)
            for line in leaf:
                print(len(line), *(f'{x!r} {y!r}' for x, y in line), file=file)


def run(program, path):
    seconds, area, points = subprocess.run([program, path], capture_output=True, text=True, check=True).stdout.split()
    return float(seconds), float(area), int(points)


def main(build, rounds, folder):
    tenon = build / 'plugins/evaluator/scad/tenon-scad'
    programs = build / 'bench/flat_ours', build / 'bench/flat_clipper'
    print('| shapes | libscad: CPU ms, points | libpolyclipping: CPU ms, points | of libpolyclipping |')
    print('|---|---|---|---|')
    logs = []
    for name, case in cases(tenon, folder).items():
        path = folder / 'case.txt'
        write(path, case, 1)
        longest = max(run(program, path)[0] for program in programs)
        write(path, case, max(1, round(ENOUGH_SECONDS / max(longest, 1e-4))))
        results = [[run(program, path) for program in programs] for _ in range(rounds)]
        ours, theirs = (min(result[i] for result in results) for i in range(2))
        if abs(ours[1] - theirs[1]) > 1e-3 * abs(theirs[1]):
            print(f'{name}: areas {ours[1]} and {theirs[1]}', file=sys.stderr)
        logs.append(math.log(ours[0] / theirs[0]))
        print(f'| {name} | {1000 * ours[0]:.2f}, {ours[2]} | {1000 * theirs[0]:.2f}, {theirs[2]} | {ours[0] / theirs[0]:.2f} |')
        sys.stdout.flush()
    print(f'geometric mean: {math.exp(sum(logs) / len(logs)):.2f} of libpolyclipping')
