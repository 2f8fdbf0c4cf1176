#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""tenon-scad -o drawing.pdf, read by programs that others have written. Prints TAP; usage: pdf.py PROGRAM"""
import os, re, subprocess, sys, tempfile, zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tap import check, end

program = os.path.abspath(sys.argv[1])
POINTS_IN_MM = 2.834645656693


def run(*arguments, text=''):
    return subprocess.run(arguments, input=text, capture_output=True, text=True, errors='replace')


def draw(text, *options, name='drawing.pdf'):
    if os.path.exists(name):
        os.remove(name)
    return run(program, '-o', name, *options, '-', text=text)


def information(name='drawing.pdf'):
    return dict(line.split(':', 1) for line in run('pdfinfo', name).stdout.splitlines())


def outlines(name):
    """What is painted before any text, in millimetres."""
    shown = run('qpdf', '--qdf', '--object-streams=disable', name, '-').stdout
    stream = shown[shown.index('stream\n') + 7:shown.index('endstream')]
    found, current = [], []
    for line in re.findall(r'([-.0-9]+) ([-.0-9]+) ([ml])\s|(h\s)?([SBf])\s', stream):
        if line[4]:
            break
        point = float(line[0]) / POINTS_IN_MM, float(line[1]) / POINTS_IN_MM
        if line[2] == 'm':
            current = []
            found.append(current)
        current.append(point)
    return found


def area(outline):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(outline, outline[1:] + outline[:1])) / 2


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    plate = 'difference() { square([40, 20]); translate([10, 10]) square(6, center = true); }'
    done = draw(plate)
    check('writes PDF', done.returncode == 0 and done.stderr == '', done.stderr)
    check('that has no mistake', run('qpdf', '--check', 'drawing.pdf').returncode == 0)
    check('on a sheet of A4', '595 x 842' in information()['Page size'], information())
    sizes = sorted(round(area(outline), 3) for outline in outlines('drawing.pdf'))
    check('with a millimetre a unit', sizes == [-36, 800], sizes)
    corners = [point for outline in outlines('drawing.pdf') for point in outline]
    middle = [sum(ends) / 2 * POINTS_IN_MM for ends in zip(min(corners), max(corners))]
    check('in the middle', abs(middle[0] - 297.5) <= 1 and abs(middle[1] - 421) <= 1, middle)
    words = run('pdftotext', 'drawing.pdf', '-').stdout
    check('with a scale', 'Scale is to calibrate' in words and {'0', '20', '-20', '100'} <= set(words.split()), words)
    again = open('drawing.pdf', 'rb').read()
    draw(plate)
    check('and the same again', open('drawing.pdf', 'rb').read() == again)

    with open('plate.scad', 'w') as file:
        file.write(plate)
    run('openscad', '-o', 'theirs.pdf', 'plate.scad')
    theirs = sorted(round(abs(area(outline)), 1) for outline in outlines('theirs.pdf'))
    check("as large as OpenSCAD's", theirs == sorted(abs(size) for size in sizes), theirs)

    draw(plate, '-O', 'export-pdf/paper-size=a5', '-O', 'export-pdf/orientation=auto', '-O', 'export-pdf/show-scale=false',
         '-O', 'export-pdf/meta-data-title=Plätte', '-O', 'export-pdf/meta-data-author=me')
    about = information()
    check('on the paper that is asked for', '595 x 420' in about['Page size'], about)
    check('says whose it is', (about['Title'].strip(), about['Author'].strip()) == ('Plätte', 'me'), about)
    check('has no scale then', run('pdftotext', 'drawing.pdf', '-').stdout.strip() == '')
    draw(plate, '-O', 'export-pdf/add-meta-data=false')
    check('has no title then', 'Title' not in information())
    done = draw(plate, '-q', '-O', 'export-pdf/paper-size=a0', '-O', 'export-pdf/none=1')
    check('refuses what it does not know', done.returncode == 1 and not os.path.exists('drawing.pdf'))
    check('and says why, even when quiet', done.stderr.count('\n') == 2 and 'one of a6, a5' in done.stderr, done.stderr)
    done = draw(plate, '-O', 'export-svg/fill=true', '-O', 'export-svg/fill-color=tomato', name='drawing.svg')
    check('paints SVG', 'fill="tomato"' in open('drawing.svg').read())
    done = draw('cube(1);', '--colorscheme=Metallic', '-O', 'export-3mf/unit=meter', name='cube.3mf')
    model = zipfile.ZipFile('cube.3mf').read('3D/3dmodel.model')
    check('says of 3MF what is asked for', b'unit="meter"' in model and b'#DDDDFFFF' in model, model)
    draw(plate, '-O', 'export-pdf/fill=true', '-O', 'export-pdf/fill-color=#00f', '-O', 'export-pdf/stroke=0', '-O', 'export-pdf/show-scale=0')
    run('pdftoppm', '-r', '72', '-singlefile', 'drawing.pdf', 'shown')
    with open('shown.ppm', 'rb') as file:
        pixels = file.read()[-595 * 842 * 3:]
    blue = sum(pixels[i:i + 3] == b'\x00\x00\xff' for i in range(0, len(pixels), 3))
    check('fills, but not the hole', abs(blue - 764 * POINTS_IN_MM ** 2) < 0.03 * blue, blue)

    done = draw('square(300);')
    check('tells what is too large', done.returncode == 0 and
          done.stderr == 'EXPORT-WARNING: Geometry is too large to fit into selected size.\n', done.stderr)
    done = draw('square(3);', '-O', 'export-pdf/fill-color=none')
    check('tells of a colour that is none', done.stderr == 'WARNING: Unable to parse color "none", reverting to default color.\n')
    done = draw('cube(3);')
    check('has no place for solids', done.returncode == 1 and done.stderr == 'Current top level object is not a 2D object.\n')
    check('and writes nothing then', not os.path.exists('drawing.pdf'))
help_lines = subprocess.run([program, '--help-export'], capture_output=True, text=True).stdout.splitlines()
check('lists what can be set', "Section 'export-pdf':" in help_lines and '  - paper-size (enum): [a6,a5,<a4>,a3,letter,legal,tabloid]' in help_lines)
end()
