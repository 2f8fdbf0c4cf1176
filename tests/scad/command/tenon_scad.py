#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""tenon-scad as a program: what it writes where, and how it ends. Prints TAP; usage: tenon_scad.py PROGRAM"""
import json, os, pty, subprocess, sys, tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tap import check, end

program = os.path.abspath(sys.argv[1])


def run(*arguments, text=''):
    return subprocess.run([program, *arguments], input=text, capture_output=True, text=True)


def on_terminal(*arguments):
    """What is seen on a terminal at standard error."""
    master, slave = pty.openpty()
    subprocess.run([program, *arguments], stdout=subprocess.DEVNULL, stderr=slave)
    os.close(slave)
    seen = b''
    try:
        while part := os.read(master, 4096):
            seen += part
    except OSError:  # Linux's way to say that nobody is at the other end
        pass
    os.close(master)
    return seen.decode()


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    with open('model.scad', 'w') as file:
        file.write('include <part.scad>\ny = x;\n')
    with open('part.scad', 'w') as file:
        file.write('x = 1;\n')

    done = run('-o', 'out.ast', 'model.scad')
    written = open('out.ast').read()
    check('writes the tree to a file', done.returncode == 0 and written == 'x = 1;\ny = x;\n')

    done = run('-o', '-', '--export-format=ast', '-D', 'x=7', 'model.scad')
    check('takes definitions, writes to standard output', done.stdout == '//Parameter("")\nx = 7;\ny = x;\n')

    done = run('-o', '-', '--export-format=ast', '-', text='echo(x);')
    check('runs what it prints the syntax of', done.stdout == 'echo(x);\n' and
          done.stderr == 'WARNING: Ignoring unknown variable "x" in file <stdin>, line 1\nECHO: undef\n')
    done = run('--format=json-ast', '-', text='cube(10);')
    check('reads standard input, writes JSON', json.loads(done.stdout) == {'ast': [{'type': 'primitive', 'op': 'cube',
          'params': {'_positional': 10}, 'line': 1}], 'errors': [], 'success': True})

    done = run('-o', 'bad.ast', '-', text='cube(')
    check('refuses a syntax error', done.returncode == 1 and not os.path.exists('bad.ast'))
    check('says where the error is', 'ERROR: Parser error: syntax error in file <stdin>, line 2' in done.stderr)

    done = run('--format=json-ast', '-', text='x = [1;')
    error = json.loads(done.stdout)['errors'][0]
    check('has errors in JSON', done.returncode == 1 and error == {'message': 'Expected ], got punctuation ;', 'line': 1,
          'column': 7, 'code': 'SYNTAX_ERROR'})

    done = run('--hardwarnings', '-o', 'hard.ast', '-', text='x = 1; x = 2;')
    check('stops at a warning if told to', done.returncode == 1 and not os.path.exists('hard.ast'))

    deep = 'function f(n) = n > 0 ? 1 + f(n - 1) : assert(false) 0; x = f(9);'
    lines = lambda depth: run('--format=echo', f'--trace-depth={depth}', '-', text=deep).stdout.count('TRACE: called')
    check('traces as deep as it is told to', (lines(0), lines(2), lines(12)) == (0, 3, 5))  # the same line comes five times at most

    with open('ball.scad', 'w') as file:
        file.write('import("none.stl"); cube(9); sphere(9);\n')
    seen = on_terminal('-o', 'ball.off', 'ball.scad')
    check('shows on a terminal how far it is, and clears that away',
          '\r 80 % model\033[K' in seen and seen.endswith('\r\033[K') and '\r\033[KWARNING: Can\'t open import file' in seen)
    check('shows nothing if it is to be quiet', on_terminal('-q', '-o', 'ball.off', 'ball.scad') == '')
    check('shows nothing to who is no terminal', '%' not in run('-o', 'ball.off', 'ball.scad').stderr)

    taken = run('--render', 'model.scad', '-o', 'x.csg')
    check("takes the word behind --render for its value, as OpenSCAD does", taken.returncode == 1 and 'Usage' in taken.stderr)
    check('but no option', run('model.scad', '--render', '-o', 'x.csg').returncode == 0)
    check('whatever it says', run('--render', 'force', 'model.scad', '-o', 'x.csg').returncode == 0)

    flat = 'difference() { square(10); translate([2, 2]) square([4, 5]); }'
    lines = run('-o', 'x.svg', '--summary=bounding-box', '--summary', 'area', '-', text=flat).stderr.splitlines()
    check('prints figures of a shape', lines[3:] == [
        'Top level object is a 2D object:', '   Contours:        2', 'Bounding box:', '   Min:  0.00, 0.00',
        '   Max:  10.00, 10.00', '   Size: 10.00, 10.00', 'Measurements:', '   Area: 80.00'], lines)
    done = run('-o', 'x.off', '--summary=all', '--summary-file=-', '-', text='difference() { cube(10); cube(5); }')
    figures = json.loads(done.stdout)
    check('prints figures as JSON', list(figures) == ['cache', 'camera', 'geometry', 'time'] and done.stderr == '' and
          figures['geometry'] == {'bounding_box': {'max': [10] * 3, 'min': [0] * 3, 'size': [10] * 3}, 'dimensions': 3,
                                  'facets': 24, 'simple': True, 'vertices': 14}, figures)
    run('-o', 'x.off', '--summary=geometry', '--summary-file=x.json', '-', text='cube();')
    check('writes them to a file', list(json.load(open('x.json'))) == ['geometry'])
    check('tells of itself', run('--info').stdout.splitlines()[1] == 'OpenSCAD Version: 2026.07.20')

    check('refuses a file that is not there', run('-o', 'x.ast', 'none.scad').returncode == 1)
    check('refuses a format it does not know', run('-o', 'x.nothing', 'model.scad').returncode == 1)
    check('refuses two files', run('-o', 'x.ast', 'model.scad', 'part.scad').returncode == 1)
    check('helps', run('--help').returncode == 0 and 'Usage' in run('--help').stdout)
end()
