#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Where tenon-scad finds its fonts. Prints TAP; usage: text.py PROGRAM"""
import json, os, shutil, subprocess, sys, tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tap import check, end

program = os.path.abspath(sys.argv[1])
liberation = '/usr/share/fonts/truetype/liberation'


def run(text, *options, **environment):
    return subprocess.run([program, *options, '-'], input=text, capture_output=True, text=True,
                          env=dict(FONTCONFIG_FILE=os.path.abspath('fonts.conf'), **environment))


def family(font, **environment):
    done = run(f'echo(fontmetrics(font="{font}"));', '--enable=textmetrics', '--export-format=echo', '-o', '-',
               **environment)
    return done.stdout.rstrip('\n').rsplit('font = ', 1)[-1]


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    os.mkdir('fonts')
    open('fonts.conf', 'w').write('<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
                                  f'<dir>{folder}/none</dir><cachedir>{folder}/cache</cachedir></fontconfig>')
    missing = run('text("a");', '-o', 'a.svg')
    check('warns if there is no font', missing.returncode == 1 and missing.stderr.splitlines() == [
        "WARNING: Can't get font  in file <stdin>, line 1", 'Current top level object is empty.'])

    shutil.copy(f'{liberation}/LiberationSans-Bold.ttf', 'fonts')
    bold = '{ family = "Liberation Sans"; style = "Bold"; }; }'
    check('looks into OPENSCAD_FONT_PATH', family('', OPENSCAD_FONT_PATH=f'/nowhere:{folder}/fonts') == bold)
    os.mkdir('.fonts')
    shutil.copy(f'{liberation}/LiberationSerif-Italic.ttf', '.fonts')
    check("looks into the user's folder", 'Liberation Serif' in family('Liberation Serif', HOME=folder))

    used = run('use <fonts/LiberationSans-Bold.ttf>\necho(fontmetrics(font="Liberation Sans:style=Bold"));',
               '--enable=textmetrics', '--export-format=echo', '-o', '-')
    check('takes fonts that programs use', used.stdout.rstrip('\n').endswith(bold))
    absent = run('use <fonts/absent.ttf>\ncube();', '--export-format=echo', '-o', '-')
    check('says which it cannot take', absent.stdout == "WARNING: Can't open library 'fonts/absent.ttf'. in file <stdin>, line 1\n"
          "ERROR: Can't read font with path 'fonts/absent.ttf'\n")
    open('fonts/broken.ttf', 'w').write('no font')
    check('survives one that is none', run('use <fonts/broken.ttf>\ncube();', '-o', 'a.stl').returncode == 0)

    shutil.copy(f'{liberation}/LiberationSans-Regular.ttf', 'fonts')
    done = run('text("fi AV", font="Liberation Sans:style=Regular:fontfeatures=-kern");', '--export-format=json', '-o', '-',
               OPENSCAD_FONT_PATH=f'{folder}/fonts')
    kerned = run('text("fi AV");', '--export-format=json', '-o', '-', OPENSCAD_FONT_PATH=f'{folder}/fonts')
    width = [json.loads(each.stdout)['bounds']['max'][0] for each in (done, kerned)]
    check('turns features of the font off', width[0] > width[1] + 0.5)
end()
