#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Scenes that the installed OpenSCAD paints, on a screen that is none, and tenon-scad: what is seen is in the same pixels and has
the same colours. Prints TAP; usage: scenes.py PROGRAM"""
import os, subprocess, sys, tempfile
from png import Picture
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tap import check, end

if 'SCENES_HAVE_A_SCREEN' not in os.environ:
    os.environ['SCENES_HAVE_A_SCREEN'] = 'yes'
    os.execvp('xvfb-run', ['xvfb-run', '-a', sys.executable, *sys.argv])

program = os.path.abspath(sys.argv[1])
FAR, OVERLAP, WRONG = 24, 0.98, 0.004

NEAR_VIEW = '--camera=0,0,0,55,0,25,180'
CUT = '''difference() { cube(20, center = true); sphere(13, $fn = 60); }
translate([25, 0, 0]) color("red") cylinder(h = 20, r1 = 8, r2 = 2, $fn = 40);
translate([-25, 0, 0]) linear_extrude(10) square(12, center = true);'''
BALLS = '''sphere(10, $fn = 50); translate([12, 0, 0]) color("blue") sphere(6);
translate([0, 15, 5]) color([0, 1, 0, 0.5]) sphere(6);'''
COMMON = '''intersection() { cube(20, center = true); sphere(13, $fn = 80); rotate([0, 45, 0]) cylinder(h = 40, r = 8, center = true); }'''
MARKED = '''difference() { cube(20); #translate([5, 5, -1]) cylinder(h = 30, r = 4); } %translate([30, 0, 0]) sphere(8);'''
INSIDE = '''difference() { sphere(20, $fn = 40); translate([0, -30, -30]) cube(60); color("orange") sphere(15, $fn = 40); }
color("purple") sphere(8);'''
MANY = 'for (i = [0:5], j = [0:5]) translate([10 * i, 10 * j, 0]) color([i / 5, j / 5, 0.5]) cylinder(h = 3 + i + j, r = 4, $fn = 6);'
HULL = '''hull() { cube(5); translate([20, 10, 8]) sphere(4, $fn = 30); }
minkowski() { translate([0, 20, 0]) cube(6); sphere(2, $fn = 20); }'''
RING = 'rotate_extrude($fn = 60) translate([12, 0]) circle(4);'
ROOF = 'polyhedron([[0, 0, 0], [20, 0, 0], [20, 20, 0], [0, 20, 0], [10, 10, 25]], [[0, 1, 4], [1, 2, 4], [2, 3, 4], [3, 0, 4], [3, 2, 1, 0]]);'
FLAT = 'circle(10); translate([15, 5]) square(8);'
MIRRORED = 'mirror([1, 0, 0]) rotate([20, 30, 40]) scale([1, 2, 0.5]) difference() { cylinder(h = 20, r = 9, $fn = 7); cube(9); }'
BUILT = 'difference() { cylinder(h = 20, r = 12); translate([0, 0, -1]) cylinder(h = 22, r = 8); cube([40, 4, 4], center = true); }'

# Numbers on scales have other digits, so that less of them is in the same pixels.
SCENES = [
    ('a cut', CUT, [NEAR_VIEW]),
    ('a cut without perspective', CUT, [NEAR_VIEW, '--projection=o']),
    ('a cut behind axes', CUT, [NEAR_VIEW, '--view=axes']),
    ('what shines through', BALLS, ['--colorscheme=Metallic', '--camera=60,-80,30,0,0,5']),
    ('what is common', COMMON, [NEAR_VIEW, '--colorscheme=Starnight']),
    ('what is common, built', COMMON, ['--render', '--viewall', '--camera=0,0,0,20,30,40,50']),
    ('marks', MARKED, ['--camera=9,9,9,60,0,120,100', '--viewall', '--autocenter']),
    ('marks, built', MARKED, ['--render', NEAR_VIEW]),
    ('colours within', INSIDE, [NEAR_VIEW, '--colorscheme=Tomorrow']),
    ('many colours from above', MANY, ['--camera=0,0,0,0,0,0,200', '--projection=o', '--viewall', '--autocenter']),
    ('hulls', HULL, [NEAR_VIEW, '--colorscheme=Sunset']),
    ('a ring', RING, ['--camera=0,0,0,60,0,120,100', '--viewall', '--projection=o']),
    ('a polyhedron on axes', ROOF, [NEAR_VIEW, '--view=axes', '--colorscheme=BeforeDawn']),
    ('a polyhedron on scales', ROOF, [NEAR_VIEW, '--view=axes,scales'], 0.85, 0.15),
    ('flat shapes', FLAT, ['--viewall', '--camera=0,0,0,55,0,25,140']),
    ('flat shapes, built', FLAT, ['--render', NEAR_VIEW]),
    ('what was mirrored', MIRRORED, [NEAR_VIEW, '--colorscheme=Nature']),
    ('what was built of parts', BUILT, ['--render', '--colorscheme=Monotone']),
]


def paint(painter, name, options):
    done = subprocess.run([painter, '-o', name, 'scene.scad', '--imgsize=300,200', *options], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f'{painter}: {done.stderr[-500:]}')
    return Picture(name)


def differs(a, b, most):
    return max(abs(x - y) for x, y in zip(a, b)) > most


def compare(mine, theirs):
    """The part of all that is seen that is seen in both, and the part of it that has another colour."""
    background, seen, common, wrong = theirs.at(0, 0), 0, 0, 0
    plain = background * mine.width
    for row, (a, b) in enumerate(zip(mine.rows, theirs.rows)):
        if a == b and a == bytes(plain):
            continue
        for column in range(mine.width):
            mine_at, their_at = mine.at(column, row), theirs.at(column, row)
            shown = differs(mine_at, background, 12), differs(their_at, background, 12)
            seen += any(shown)
            common += all(shown)
            wrong += mine_at != their_at and differs(mine_at, their_at, FAR)
    return common / seen, wrong / seen


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    for what, text, options, *limits in SCENES:
        overlap, wrong = limits or (OVERLAP, WRONG)
        Path('scene.scad').write_text(text)
        theirs = paint('openscad', 'theirs.png', options)
        mine = paint(program, 'mine.png', [option if option != '--render' else '--render=' for option in options])
        got = compare(mine, theirs)
        check(what, got[0] >= overlap and got[1] <= wrong, f'{got[0]:.4f} in both, {got[1]:.2%} of another colour')
end()
