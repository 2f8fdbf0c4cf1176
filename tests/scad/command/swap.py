#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""tenon-scad in the place of OpenSCAD: the same options, messages and exit statuses. Where OpenSCAD 2021.01 and its
development version agree, the installed one is asked too. Prints TAP; usage: swap.py PROGRAM"""
import json, os, re, subprocess, sys, tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tap import check, end

program = os.path.abspath(sys.argv[1])
environment = dict(os.environ, QT_QPA_PLATFORM='offscreen', LC_ALL='C.UTF-8')


def run(*arguments, text='', command=program):
    return subprocess.run([command, *arguments], input=text, capture_output=True, text=True, env=environment)


def write(name, text):
    with open(name, 'w') as file:
        file.write(text)


def read(name):
    with open(name) as file:
        return file.read()


def outcome(command, arguments, text):
    """Exit status, what was written, what was said before the help."""
    if os.path.exists('out.csg'):
        os.remove('out.csg')
    if os.path.exists('out.echo'):
        os.remove('out.echo')
    done = run(*arguments, text=text, command=command)
    written = [read(name) for name in ('out.csg', 'out.echo') if os.path.exists(name)]
    return done.returncode, written, done.stdout, re.split('^Usage', done.stderr, maxsplit=1, flags=re.M)[0]


def alike(*arguments, text=''):
    ours, theirs = outcome(program, arguments, text), outcome('openscad', arguments, text)
    check('is as OpenSCAD with ' + ' '.join(arguments), ours == theirs)
    if ours != theirs:
        print(f'# ours {ours!r}\n# theirs {theirs!r}')


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    write('good.scad', 'cube(3); echo("said");\n')
    write('bad.scad', 'cube(\n')
    write('twice.scad', 'x = 1;\necho(x);\n\nx = x + 2;\ncube();\n')
    write('fails.scad', 'echo(1);\nassert(false);\n')
    write('sets.scad', 'x = 1; // [0:10]\ny = "a";\necho(x, y, $t, $preview);\n')
    write('sets.json', '{"parameterSets": {"one": {"x": "7", "y": "b"}}, "fileFormatVersion": "1"}')
    os.mkdir('part')
    write('part/used.scad', 'module m() cube();\n')
    write('part/included.scad', 'z = 1;\n')
    write('deps.scad', 'include <part/included.scad>\nuse <part/used.scad>\nimport("gone.stl");\nm();\n')
    os.mkdir('home')
    write('home/main.scad', 'use <../part/knows.scad>\nz = 1;\necho(known(), z, x());\n')
    write('home/bad.scad', 'echo(1);\ncube(\n')
    write('part/knows.scad', 'use <deep/more.scad>\nz = 2;\nfunction known() = [z, more()];\n')
    os.mkdir('part/deep')
    write('part/deep/more.scad', 'z = 3;\nz = 4;\nfunction more() = [z, w];\n')
    write('self.scad', 'use <self.scad>\nz = 1;\nfunction f() = z;\necho(z, f());\n')

    alike('-o', 'out.csg', 'good.scad')
    alike('-o', 'out.echo', 'good.scad')
    alike('-o', '-', '--export-format=csg', '-', text='cube(1);\n')
    alike('-o', '-', '--export-format=echo', '-', text='cube(\n')
    alike('-o', 'out.csg', '-', text='x = [1\n')
    alike('-o', 'out.csg', 'bad.scad')
    alike('-o', 'out.echo', 'bad.scad')
    alike('-o', 'out.echo', 'fails.scad')
    alike('-o', 'out.csg', 'none.scad')
    alike('-q', '-o', 'out.csg', 'none.scad')
    alike('-q', '-o', 'out.csg', 'good.scad')
    alike('-o', 'none/out.csg', 'good.scad')
    alike('-o', 'out.csg', '--export-format=none', 'good.scad')
    alike('-o', 'out.csg', '--check-parameters=perhaps', 'good.scad')
    alike('--o', 'out.csg', 'good.scad')
    alike('--D', 'x=4', '-D', 'y=5', '-o', 'out.echo', 'sets.scad')
    alike('-o', 'out.csg', 'good.scad', '-D')
    alike('-q', '--quiet', '-o', 'out.csg', 'good.scad')
    alike('-p', 'sets.json', '-p', 'sets.json', '-o', 'out.csg', 'good.scad')
    alike('-o', 'out.csg', '--hardwarnings=1', 'good.scad')
    alike('-o', 'out.csg', 'good.scad', 'bad.scad')
    alike('-o', 'out.csg')
    alike('--none', '-o', 'out.csg', 'good.scad')
    alike('-o', 'out.echo', '-D', 'x=3', '-D', 'y="c"', 'sets.scad')
    alike('-o', 'out.echo', '-D', 'z=5', 'self.scad')
    alike('-o', 'out.csg', 'home/bad.scad')
    alike('-o', 'out.echo', '-p', 'sets.json', '-P', 'one', 'sets.scad')
    alike('-o', 'out.echo', '-p', 'sets.json', '-P', 'two', 'sets.scad')

    os.chdir('part')
    done = run('-D', 'z=5', '-o', '-', '--export-format=echo', '../home/main.scad')
    check('gives libraries what is defined, and names files as OpenSCAD', done.returncode == 0 and done.stdout ==
          'WARNING: "z" was assigned on line 1 of "deep/more.scad" but was overwritten in file deep/more.scad, line 2\n'
          'WARNING: Ignoring unknown variable "w" in file ../part/deep/more.scad, line 3\n'
          "WARNING: Ignoring unknown function 'x' in file main.scad, line 3\nECHO: [5, [5, undef]], 5, undef\n")
    os.chdir('..')
    write('part/broken.scad', 'x = (;\n')
    done = run('-o', '-', '--export-format=echo', '-', text='use <part/broken.scad>\nuse <./part/broken.scad>\necho(1);')
    check('says once that a library is broken', done.returncode == 0 and done.stdout ==
          'ERROR: Parser error: syntax error in file part/broken.scad, line 1\nECHO: 1\n')

    done = run('-o', 'out.nothing', 'good.scad')
    check('names the suffix it does not know', done.returncode == 1 and done.stderr ==
          'Invalid suffix nothing. Either add a valid suffix or specify one using the --export-format option.\n')
    done = run('-o', 'out.pov', 'good.scad')
    check('names the format it cannot write', done.returncode == 1 and 'the format pov cannot be written' in done.stderr)
    done = run('-o', 'out.csg', '--enable=none', 'good.scad')
    check('passes over a feature it does not know', done.returncode == 0 and done.stderr ==
          "WARNING: Ignoring request to enable unknown feature 'none'.\nECHO: \"said\"\n")
    done = run('-o', 'out.csg', '--backend=none', 'good.scad')
    check('refuses a backend it does not know', done.returncode == 1 and done.stderr == "ERROR: Unknown rendering backend 'none'.\n")

    done = run('--hardwarnings', '-o', 'out.echo', 'twice.scad')
    check('stops at the first warning of the parser', done.returncode == 1 and read('out.echo') ==
          'WARNING: "x" was assigned on line 1 but was overwritten in file twice.scad, line 4\n'
          "ERROR: Parser error: stop on first warning in file twice.scad, line 4\nCan't parse file 'twice.scad'!\n\n")
    done = run('--hardwarnings', '-o', '-', '--export-format=echo', '-', text='echo(1); echo(y); echo(2);')
    check('stops at the first warning of the evaluation', done.returncode == 1 and done.stdout.splitlines()[:2] ==
          ['ECHO: 1', 'WARNING: Ignoring unknown variable "y" in file <stdin>, line 1'] and 'ECHO: 2' not in done.stdout)
    os.remove('out.csg')
    done = run('--hardwarnings', '-o', 'out.csg', '-', text='cube(y);')
    check('writes no tree then', done.returncode == 1 and not os.path.exists('out.csg'))

    done = run('-p', 'none.json', '-P', 'one', '-o', '-', '--export-format=echo', 'sets.scad')
    check('goes on without the sets', done.returncode == 0 and done.stdout ==
          "ERROR: Cannot open Parameter Set 'none.json' for reading\nECHO: 1, \"a\", 0, true\n")
    done = run('--export-format=param', 'sets.scad')
    check('writes the parameters', json.loads(done.stdout)['title'] == 'sets' and
          [field['name'] for field in json.loads(done.stdout)['parameters']] == ['x', 'y'])
    check('names a program without parameters', run('--export-format=param', '-', text='cube();').stdout == '{"title":"<stdin>"}')

    check('previews texts', run('--export-format=echo', 'sets.scad').stdout == 'ECHO: 1, "a", 0, true\n')
    check('unless told to render', run('--export-format=echo', '--render=', 'sets.scad').stdout == 'ECHO: 1, "a", 0, false\n')
    done = run('-o', 'out.stl', '-', text='echo($preview); cube();')
    check('does not preview models', done.returncode == 0 and done.stderr == 'ECHO: false\n')

    done = run('-d', 'rule', '-m', 'echo making', '-o', 'a.csg', '-o', 'b.ast', 'deps.scad')
    rule = read('rule').replace(os.path.realpath(folder), '.').split(' \\\n\t')
    check('writes the rule for make', rule[0] == 'a.csg b.ast:' and sorted(name.strip() for name in rule[1:]) ==
          ['./gone.stl', './part/included.scad', './part/used.scad', 'deps.scad'])
    done = run('-o', 'a.csg', '-d', 'none/rule', 'good.scad')
    check('tells of a rule that cannot be written', done.returncode == 1 and done.stderr ==
          'ECHO: "said"\nCan\'t open dependencies file `none/rule\' for writing!\nError writing deps\n')
    done = run('-d', 'rule', '-m', 'echo making', '-o', 'a.csg', 'deps.scad')
    check('makes what is missing', done.stdout == f'making {os.path.realpath(folder)}/gone.stl\n')

    done = run('--animate=4', '--animate_sharding', '2/2', '-o', 'frame.echo', 'sets.scad')
    check('writes its share of the frames', done.stderr == 'Exporting sets.scad...\n' * 2 and
          sorted(name for name in os.listdir() if name.startswith('frame')) == ['frame00002.echo', 'frame00003.echo'])
    check('tells the time', read('frame00003.echo') == 'ECHO: 1, "a", 0.75, true\n')
    for part, problem in (('2', ' requires <shard>/<num_shards>'), ('x/2', ' parameters need to be positive integers'),
                          ('3/2', ': shard needs to be in range <1..num_shards>')):
        done = run('--animate=4', '--animate_sharding', part, '-o', 'frame.echo', 'sets.scad')
        check(f'has no share {part}', done.returncode == 1 and done.stderr == f'--animate_sharding{problem}\n')
    done = run('--animate=4', '-o', '-', '--export-format=csg', 'sets.scad')
    check('has no frames on standard output', done.returncode == 1 and done.stderr ==
          'Option --animate is not supported when exporting to stdout.\n')

    done = run('-o', '-', '-o', 'out.csg', '--export-format=csg', '-', text='cube(2);')
    check('reads standard input once for two outputs', done.stdout == read('out.csg') and 'cube' in done.stdout)
    done = run('-o', 'out.stl', '-', text='cube(1); assert(false);')
    check('writes no model with a piece missing', done.returncode == 1)
    check('tells of itself', run('--info').stdout.startswith('tenon-scad ') and 
          'OpenSCAD version 2026' in run('--version').stdout)
end()
