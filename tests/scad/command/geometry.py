#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""tenon-scad -o model.stl and the like. Prints TAP; usage: geometry.py PROGRAM"""
import json, os, struct, subprocess, sys, tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tap import check, end

program = os.path.abspath(sys.argv[1])


def make(output, text, *options):
    if os.path.exists(output):
        os.remove(output)
    return subprocess.run([program, *options, '-o', output, '-'], input=text, capture_output=True, text=True)


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    make('text.stl', 'cube(10);')
    check('writes STL as text, as OpenSCAD does', open('text.stl').read(6) == 'solid ')

    done = make('cube.stl', 'cube(10);', '--export-format=binstl')
    written = open('cube.stl', 'rb').read()
    check('writes binary STL', done.returncode == 0 and len(written) == 684 and struct.unpack_from('<I', written, 80) == (12,))

    normals = {struct.unpack_from('<3f', written, 84 + 50 * i) for i in range(12)}
    check('gives each triangle its own normal', normals == {(x, 0, 0) for x in (-1, 1)} | {(0, x, 0) for x in (-1, 1)} |
          {(0, 0, x) for x in (-1, 1)})

    make('two.off', 'for (x = [0, 20]) translate([x, 0, 0]) sphere(5);')
    check('writes OFF', open('two.off').readline().split()[:2] == ['OFF', '256'])

    make('cube.obj', 'cube(1);')
    check('writes OBJ', open('cube.obj').read().count('\nf ') == 12)

    make('square.json', 'color("red") square(10);')
    shape = json.load(open('square.json'))
    check('writes JSON', shape['dimension'] == 2 and shape['stats']['area'] == 100 and shape['color'] == dict(r=1, g=0, b=0, a=1))

    check('draws flat shapes', make('circle.svg', 'circle(1);').returncode == 0 and '<path' in open('circle.svg').read())

    make('square.dxf', 'square(10);')
    check('writes DXF', open('square.dxf').read().count('LINE') == 4)

    for name in ('model.stl', 'model.off', 'model.obj', 'model.amf', 'model.3mf'):
        make(name, 'difference() { cube(10); translate([5, 5, 5]) cube(10); }')
        make('again.off', f'import("{name}");')
        check(f'reads {name} again', open('again.off').readline().split()[:3] == ['OFF', '14', '24'])

    make('far.stl', 'translate([1000, 2000, 10]) difference() { sphere(10, $fn = 50); rotate([13, 17, 19]) cube(9.001); }')
    done = make('joined.off', 'union() { import("far.stl"); translate([1009, 2000, 10]) cube(5); }')
    check('can cut with what STL has rounded', done.returncode == 0 and done.stderr == '')

    make('first.3mf', 'sphere(3);')
    make('second.3mf', 'sphere(3);')
    check('packs the same bytes', open('first.3mf', 'rb').read() == open('second.3mf', 'rb').read())

    said = make('none.off', 'cube();\nimport("none.stl");\nimport("none.foo");').stderr.replace(os.getcwd() + '/', '').splitlines()
    check('says what is not there in OpenSCAD\'s words, with the line in them', said == [
        "WARNING: Can't open import file 'none.stl', import() at line 2",
        "ERROR: Unsupported file format while trying to import file 'none.foo', import() at line 3"], said)
    said = make('none.svg', 'square(); import("none.dxf");').stderr.replace(os.getcwd() + '/', '').splitlines()
    check('names no line where OpenSCAD names none', said == ["WARNING: Can't open DXF file 'none.dxf'."], said)
    said = make('again.off', 'import("model.amf");').stderr.splitlines()
    check('advises against AMF', said == ['DEPRECATED: AMF import is deprecated. Please use 3MF instead.'], said)

    done = make('flat.stl', 'circle(1);')
    check('refuses a flat solid', done.returncode == 1 and done.stderr == 'Current top level object is not a 3D object.\n')
    check('writes nothing then', not os.path.exists('flat.stl'))
    check('refuses nothing', 'Current top level object is empty.' in make('none.stl', 'x = 1;').stderr)

    done = make('cut.off', 'difference() {\n  cube(2);\n  translate([1, 0, 0]) cube(2);\n}')
    check('cuts solids', done.returncode == 0 and open('cut.off').readline().split()[:3] == ['OFF', '8', '12'])
end()
