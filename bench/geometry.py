# SPDX-License-Identifier: MIT
"""CPU of whole models: tenon-scad beside Debian's openscad on the same program, and beside Manifold (npm manifold-3d, WebAssembly
under node) on the same tree. Used by bench/run."""
import json, math, os, random, resource, shutil, subprocess, sys
from pathlib import Path

PATIENCE_SECONDS = 60
SLOW_IN_OPENSCAD = {'plate_1000', 'spheres_u', 'chain_50', 'rballs_200', 'rballs_1000', 'dense_20', 'cubegrid_20', 'sponge3d',
                    'knurl_200', 'plate_100', 'rballs_3000', 'deep_boxes', 'deep_solids', 'plateflush_100', 'seqchain_200',
                    'fan_60', 'tiny_500', 'thin_100', 'hex_400', 'stack_100', 'plate_4000', 'plate_10000', 'menger_4'}
# What takes Manifold many seconds is built once, and what is no boolean does not count for the mean.
ONCE = {'plate_4000', 'plate_10000', 'menger_4', 'minkowski_convex', 'minkowski_concave'}
NO_BOOLEANS = {'hull_100000', 'minkowski_convex', 'minkowski_concave'}
# Two combs of steps, back to back.
STAIRS = [[0, 0], [30, 0], [30, 10], [25, 10], [25, 5], [20, 5], [20, 10], [15, 10], [15, 5], [10, 5], [10, 10], [5, 10], [5, 20], [30, 20],
          [30, 25], [15, 25], [15, 30], [0, 30]]
IDENTITY = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]]


def node(kind, children=(), **values):
    return {'kind': kind, 'children': list(children), 'matrix': IDENTITY, **values}


def cube(x, y, z, center=False):
    return node('cube', size=[x, y, z], center=center)


def sphere(radius, sides):
    return node('sphere', radius=radius, sides=sides)


def cylinder(height, radius, sides, center=False):
    return node('cylinder', height=height, radius=radius, sides=sides, center=center)


def prism(height, outline):
    return node('prism', height=height, outline=outline)


def moved(matrix, child):
    rows = [[sum(matrix[i][k] * child['matrix'][k][j] for k in range(3)) + (matrix[i][3] if j == 3 else 0) for j in range(4)]
            for i in range(3)]
    return {**child, 'matrix': rows}


def at(x, y, z, child):
    return moved([[1, 0, 0, x], [0, 1, 0, y], [0, 0, 1, z]], child)


def sine(degrees):
    exact = {0: 0, 30: 0.5, 90: 1, 150: 0.5, 180: 0, 210: -0.5, 270: -1, 330: -0.5}
    return exact.get(degrees % 360, math.sin(math.radians(degrees)))


def turned(x, y, z, child):
    s, c = (lambda a: sine(a)), (lambda a: sine(a + 90))
    child = moved([[1, 0, 0, 0], [0, c(x), -s(x), 0], [0, s(x), c(x), 0]], child)
    child = moved([[c(y), 0, s(y), 0], [0, 1, 0, 0], [-s(y), 0, c(y), 0]], child)
    return moved([[c(z), -s(z), 0, 0], [s(z), c(z), 0, 0], [0, 0, 1, 0]], child)


def union(children):
    return node('union', children)


def difference(children):
    return node('difference', children)


def plate(columns, rows, flush=False):
    holes = [at(2.5 + 5 * i, 2.5 + 5 * j, 0 if flush else -1, cylinder(3 if flush else 5, 1.7, 32))
             for i in range(columns) for j in range(rows)]
    return difference([cube(5 * columns, 5 * rows, 3), *holes])


def sponge(depth):
    def squares(w, x, y, d):
        w /= 3
        yield at(x, y, 0, cube(w, w, 1, True))
        for i in (-1, 0, 1):
            for j in (-1, 0, 1):
                if d < depth and (i or j):
                    yield from squares(w, x + i * w, y + j * w, d + 1)
    return difference([cube(1, 1, 1, True)] + [turned(*turn, union(squares(1, 0, 0, 1))) for turn in ((0, 0, 0), (90, 0, 0), (0, 90, 0))])


def chain(length):
    result = cube(20, 20, 20, True)
    for i in range(length):
        tool = at(9 + .1 * (i % 7), 0, 1, cube(6, 6, 6, True)) if i % 2 else at(5, -4, 0, cylinder(40, 1.5, 24, True))
        result = difference([turned(7, 11, 13, result), tool])
    return result


def long_chain(length, chance):
    result = cube(100, 100, 20)
    for i in range(length):
        tool = at(100 * chance.random(), 100 * chance.random(), -5 + 10 * chance.random() if i % 3 else 5 * chance.random(),
                  cylinder(30, 2 + 3 * chance.random(), 24))
        result = (difference if i % 3 else union)([result, tool])
    return result


def balls(count, radius, spread, sides, chance):
    return union(at(*(20 * chance.random() for _ in range(3)), sphere(radius + spread * chance.random(), sides)) for _ in range(count))


def models():
    chance = random.Random(1)
    box = lambda: at(*(chance.randrange(30) for _ in range(3)), cube(*(chance.randrange(1, 9) for _ in range(3))))
    grid = [(i, j, k) for i in range(20) for j in range(20) for k in range(20)]
    return {
        'plate_100': plate(10, 10),
        'plate_1000': plate(40, 25),
        'plate_4000': plate(80, 50),
        'plate_10000': plate(100, 100),
        'plateflush_100': plate(10, 10, True),
        'cubes_400': union(at(i, j, 0, cube(1, 1, 1)) for i in range(20) for j in range(20)),
        'cubegrid_20': union(at(*place, cube(1, 1, 1)) for place in grid),
        'checker_64': union(at(*place, cube(1, 1, 1)) for place in grid if max(place) < 8 and sum(place) % 2 == 0),
        'hex_400': union(at(1.5 * i, math.sqrt(3) * (j + i % 2 / 2), 0, cylinder(1, 1, 6)) for i in range(20) for j in range(20)),
        'menger_3': sponge(3),
        'menger_4': sponge(4),
        'spheres_u': union([sphere(10, 320), at(5, 3, 2, sphere(10, 320))]),
        'chain_50': chain(50),
        'seqchain_200': long_chain(200, chance),
        'knurl_200': difference([cylinder(40, 20, 200)] + [turned(0, 0, i * 3.6, turned(30 * s, 0, 0, at(20, 0, 0, cube(2, 1, 80, True))))
                                                           for s in (1, -1) for i in range(100)]),
        'fan_60': union(turned(0, 0, 6 * i, at(0, -1, 0, cube(30, 2, 5))) for i in range(60)),
        'stack_100': union(turned(0, 0, 3.6 * i, at(-15, -10, i / 2, cube(30, 20, .5))) for i in range(100)),
        'dense_20': balls(20, 4, 3, 100, chance),
        'rballs_200': balls(200, 2, 1, 24, chance),
        'rballs_1000': balls(1000, 2, 1, 24, chance),
        'rballs_3000': balls(3000, 2, 1, 24, chance),
        'ibox_500': union(box() for _ in range(500)),
        # Many in one, side by side, so that starting the program does not count.
        'deep_boxes': union(at(40 * i, 0, 0, deep_tree(5, False, chance)) for i in range(20)),
        'deep_solids': union(at(60 * i, 0, 0, deep_tree(5, True, chance)) for i in range(20)),
        'sponge3d': difference([cube(20, 20, 20)] + [turned_bar(axis, 1 + 2 * i, 1 + 2 * j) for i in range(10) for j in range(10)
                                                     for axis in range(3)]),
        'thin_100': difference([cube(200, 200, .001)] + [at(10 + 20 * i, 10 + 20 * j, 0, cylinder(1, 6, 48, True)) for i in range(10)
                                                         for j in range(10)]),
        'tiny_500': union([cube(1000, 1000, 10)] + [at(1000 * chance.random(), 1000 * chance.random(), 9.99, cylinder(.02, .005, 16))
                                                    for _ in range(500)]),
        'hull_100000': node('hull', [sphere(10, 448)]),
        'minkowski_convex': node('minkowski', [cylinder(6, 10, 18), sphere(2, 32)]),
        'minkowski_concave': node('minkowski', [prism(6, STAIRS), sphere(2, 16)]),
    }


def deep_tree(depth, turned_too, chance):
    """Five levels of booleans over boxes, or over turned boxes, cylinders and balls."""
    whole = lambda below: chance.randrange(below)
    if depth == 0 or (depth < 3 and whole(4) == 0):
        kind, turn = (whole(4), whole(2)) if turned_too else (0, 0)
        leaf = (cube(1 + whole(6), 1 + whole(6), 1 + whole(6)) if kind < 2 else
                cylinder(2 + whole(8), 1 + whole(4), 6 + 2 * whole(8)) if kind == 2 else sphere(1 + whole(4), 8 + 2 * whole(8)))
        return at(whole(9), whole(9), whole(9), turned(*(15 * whole(24) for _ in range(3)), leaf) if turn else leaf)
    kinds = ('difference', 'intersection' if depth < 3 else 'union', 'union')
    return node(kinds[whole(3)], [deep_tree(depth - 1, turned_too, chance) for _ in range(2 + whole(3))])


def turned_bar(axis, a, b):
    bar = cylinder(22, .6, 24)
    return (at(a, b, -1, bar), at(a, 21, b, turned(90, 0, 0, bar)), at(-1, a, b, turned(0, 90, 0, bar)))[axis]


def program(tree):
    rows = ','.join('[' + ','.join(repr(float(v)) for v in row) + ']' for row in tree['matrix'])
    lead = '' if tree['matrix'] == IDENTITY else f'multmatrix([{rows},[0,0,0,1]]) '
    kind = tree['kind']
    if kind == 'cube':
        return f'{lead}cube({tree["size"]}, center={str(tree["center"]).lower()});\n'
    if kind == 'sphere':
        return f'{lead}sphere(r={tree["radius"]!r}, $fn={tree["sides"]});\n'
    if kind == 'cylinder':
        return (f'{lead}cylinder(h={tree["height"]!r}, r={tree["radius"]!r}, $fn={tree["sides"]}, '
                f'center={str(tree["center"]).lower()});\n')
    if kind == 'prism':
        return f'{lead}linear_extrude({tree["height"]!r}) polygon({tree["outline"]!r});\n'
    return f'{lead}{kind}() {{\n{"".join(map(program, tree["children"]))}}}\n'


def cpu_of(command, **options):
    """CPU seconds of the command and what it starts, or None if it took too long."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=PATIENCE_SECONDS, **options)
    except subprocess.TimeoutExpired:
        return None
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def peak_of(command):
    """MiB that the command held at most."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return usage.ru_maxrss / 1024


def manifold(folder):
    """A function from a tree's file to CPU seconds, or None if there is no node or no package to be had."""
    if not shutil.which('npm'):
        return None
    if not (folder / 'node_modules/manifold-3d').is_dir():
        folder.mkdir(exist_ok=True)
        if subprocess.run(['npm', 'install', '--silent', '--no-save', '--prefix', folder, 'manifold-3d'],
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode:
            return None
    driver = Path(__file__).with_name('geometry.mjs')
    environment = {**os.environ, 'MANIFOLD': str(folder / 'node_modules/manifold-3d/manifold.js')}
    return lambda path: json.loads(subprocess.run(['node', driver, path], env=environment, capture_output=True, text=True,
                                                  check=True).stdout)


def triangles(path):
    return int(path.open().readline().split()[2])


def main(build, rounds, folder):
    tenon = build / 'plugins/evaluator/scad/tenon-scad'
    peer, openscad = manifold(build / 'bench-npm'), shutil.which('openscad')
    print('| model | tenon-scad: CPU s, triangles, peak MiB | Manifold (wasm): CPU s, triangles, MiB more than node | of Manifold | '
          'openscad 2021.01: CPU s |')
    print('|---|---|---|---|---|')
    logs = []
    for name, tree in models().items():
        scad, off, tree_file = folder / f'{name}.scad', folder / 'out.off', folder / 'tree.json'
        scad.write_text(program(tree))
        tree_file.write_text(json.dumps(tree))
        ours, theirs = [], []
        for _ in range(1 if name in ONCE else rounds):
            ours.append(cpu_of([tenon, '-o', off, scad]))
            if peer:
                theirs.append(peer(tree_file))
        best = min(theirs, key=lambda one: one['cpu']) if theirs else None
        ratio = min(ours) / best['cpu'] if best else None
        if ratio and best['cpu'] >= 0.005 and name not in NO_BOOLEANS:
            logs.append(math.log(ratio))
        other = cpu_of([openscad, '-o', folder / 'o.off', scad]) if openscad and name not in SLOW_IN_OPENSCAD else None
        print(f'| {name} | {min(ours):.3f}, {triangles(off)}, {peak_of([tenon, "-o", off, scad]):.0f} | ' +
              (f'{best["cpu"]:.3f}, {best["triangles"]}, {best["memory"]:.0f}' if best else '') + ' | ' +
              (f'{ratio:.2f}' if ratio else '') + ' | ' + (f'{other:.2f}' if other else '') + ' |')
        sys.stdout.flush()
    if logs:
        print(f'geometric mean: {math.exp(sum(logs) / len(logs)):.2f} of Manifold')
