#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""tenon-scad -o picture.png. Pictures are compared with those that OpenSCAD 2021.01 has made, as Debian packages them with its
suite. Prints TAP; usage: pictures.py PROGRAM"""
import os, subprocess, sys, tempfile
from png import Picture
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tap import check, end

program = os.path.abspath(sys.argv[1])
suite = '/usr/share/openscad'

BACKGROUND, CUT = (255, 255, 229), (157, 203, 81)

# A pixel whose middle lies on an edge may fall to either side.
NEAR = 20

CAMERAS = {
    'openscad-imgsize': '--imgsize 100,100',
    'openscad-imgstretch': '--imgsize 500,100',
    'openscad-imgstretch2': '--imgsize 100,500',
    'openscad-camdist': '--imgsize=500,500 --camera=0,0,0,90,0,90,200',
    'openscad-camrot': '--imgsize=500,500 --camera=0,0,0,440,337.5,315,200',
    'openscad-camtrans-viewall': '--imgsize=500,500 --camera=100,-20,-10,90,0,90,6000 --viewall',
    'openscad-camortho': '--imgsize=500,500 --camera=100,-20,-20,90,0,90,220 --projection=o',
    'openscad-cameye': '--imgsize=500,500 --camera=120,80,60,0,0,0',
    'openscad-cameye_top': '--imgsize=500,500 --camera=0,0,130,0,0,0',
    'openscad-camcenter-viewall': '--imgsize=500,500 --camera=60,40,30,20,10,30 --viewall',
    'openscad-cameyeortho': '--imgsize=500,500 --camera=90,80,75,0,0,0 --projection=ortho',
}

# Of what is in the picture by itself: solids and shapes, colours, marks, booleans, files.
MODELS = '''3D/features/background-modifier 3D/features/difference-tests 3D/features/hull3-tests 3D/features/mirror-tests
3D/features/minkowski3-tests 3D/features/polyhedron-concave-test 3D/features/resize-tests 3D/features/rotate_extrude-angle
3D/features/root-modifier 3D/features/surface-simple 3D/features/union-coincident-test
3D/features/projection-extrude-tests 3D/features/cylinder-tests 3D/issues/issue1105 3D/issues/issue1215b
misc/empty-shape-tests'''.split()


def run(*arguments, text=''):
    return subprocess.run([program, *arguments], input=text, capture_output=True, text=True)


def shoot(text, *options, name='picture.png'):
    if os.path.exists(name):
        os.remove(name)
    done = run('-o', name, *options, '-', text=text)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return Picture(name)


def is_like(what, expected, *arguments, most=NEAR):
    done = run('-o', 'picture.png', *arguments)
    if done.returncode != 0:
        check(what, False, done.stderr)
        return
    differences = Picture('picture.png').differences(Picture(expected))
    check(what, differences <= most, f'{differences} pixels differ')


def only(folder):
    names = os.listdir(folder)
    return os.path.join(folder, names[0])


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)

    # What OpenSCAD painted.
    tests = f'{suite}/testdata/scad'
    for name, options in CAMERAS.items():
        is_like(f'looks as {name}', only(f'{suite}/regression/{name}'), *options.split(), f'{tests}/3D/misc/camera-tests.scad')
    is_like('autocenter', only(f'{suite}/regression/openscad-camtrans-viewall-offcenter'), '--imgsize=500,500',
            '--camera=0,0,0,30,40,50,10', '--viewall', '--autocenter', f'{tests}/3D/misc/camera-tests-offcenter.scad')
    is_like('the program has a say', only(f'{suite}/regression/openscad-camvp-variables'), '--imgsize=500,500',
            f'{tests}/3D/misc/camera-vp.scad')
    is_like('the command line has the last', only(f'{suite}/regression/openscad-camvp-override'), '--imgsize=500,500',
            '--camera=120,80,60,0,0,0', f'{tests}/3D/misc/camera-vp.scad')
    for scheme in ('Cornfield', 'Metallic', 'Sunset', 'Starnight', 'Monotone'):
        is_like(f'paints in {scheme}', only(f'{suite}/regression/openscad-colorscheme-{scheme.lower()}'),
                f'--colorscheme={scheme}', f'{suite}/examples/Basics/logo.scad')
    for model in MODELS:
        is_like(f'paints {model}', f'{suite}/regression/opencsgtest/{os.path.basename(model)}-expected.png', f'{tests}/{model}.scad', most=60)

    # What is known without it: a cube face-on, one pixel a unit.
    above = ('--projection=o', '--camera=0,0,0,0,0,0,482.842712474619', '--imgsize=192,192')
    cube = shoot('cube([100, 60, 5], center = true);', *above)
    check('has the size that the camera gives', cube.count(lambda color: color != BACKGROUND) in range(5900, 6101))
    lit = tuple(min(255, round(channel * (0.2 + 3 ** -0.5))) for channel in (249, 215, 44))
    check('has the colour that the light gives', all(abs(a - b) <= 1 for a, b in zip(cube.at(96, 96), lit)), cube.at(96, 96))
    check('is 512 pixels wide and high', (shoot('cube();').width, shoot('cube();').height) == (512, 512))
    check('an empty program is an empty picture', shoot('').count(lambda color: color != BACKGROUND) == 0)

    holed = 'difference() { cube(10); translate([2, 2, 5]) cube([6, 6, 20]); } %translate([20, 0, 0]) cube(5);'
    cut = tuple(round(channel * (0.2 + 3 ** -0.5)) for channel in CUT)
    near = lambda color, other: all(abs(a - b) <= 1 for a, b in zip(color, other))
    preview, rendered = shoot(holed, '--camera=5,5,0,0,0,0,100'), shoot(holed, '--camera=5,5,0,0,0,0,100', '--render=')
    check('shows what was cut', near(preview.at(256, 256), cut) and near(rendered.at(256, 256), cut))
    check('shows what % marks, but not with --render', preview.differences(rendered) > 300)

    flat = shoot('square(20, center = true);', '--render=', '--camera=0,0,0,0,0,0,100')
    check('shows flat shapes flat if rendered', flat.at(256, 256) == (0, 191, 153))
    check('with their outlines', flat.count(lambda color: color == (255, 0, 0)) > 500)
    check('but not in a preview', near(shoot('square(20, center = true);', '--camera=0,0,0,0,0,0,100').at(256, 256), lit))
    stands = shoot('rotate([90, 0, 0]) square(20);', '--camera=10,0,10,90,0,0,100')
    check('shows flat shapes where they stand', stands.at(256, 256) != BACKGROUND)

    plain, guided = shoot('cube(5);'), shoot('cube(5);', '--view=axes,crosshairs,edges,scales')
    check('shows axes and the like', plain.differences(guided) > 1000)
    check('names what it does not know', run('-o', 'picture.png', '--view=axes,x', '-', text='cube();').stderr ==
          "Unknown --view option 'x' ignored. Use -h to list available options.\n")

    shoot(holed, '--view=axes,crosshairs,edges,scales')
    shoot(holed, '--view=axes,crosshairs,edges,scales', name='again.png')
    check('paints the same again', open('again.png', 'rb').read() == open('picture.png', 'rb').read())

    # The words are OpenSCAD's.
    def says(what, status, words, *options):
        done = run('-o', 'said.png', *options, '-', text='cube();')
        check(what, (done.returncode, done.stderr) == (status, words), (done.returncode, done.stderr))

    says('a camera has six or seven numbers', 1,
         'Camera setup requires either 7 numbers for Gimbal Camera or 6 numbers for Vector Camera\n', '--camera=1,2,3')
    says('and goes on if they are none', 0, 'Camera setup requires numbers as parameters\n', '--camera=1,2,3,4,5,a')
    says('a projection is o or p', 1, "projection needs to be 'o' or 'p' for ortho or perspective\n\n", '--projection=x')
    says('a size has two numbers', 1, 'Need 2 numbers for imgsize\n', '--imgsize=100')
    says('and is the default if they are none', 0, 'Need 2 numbers for imgsize\n', '--imgsize=100,1e2')
    says('a picture has pixels', 1, 'A picture has at least 1 and at most 16384 pixels a side, and 67108864\n', '--imgsize=0,5')
    says('and not too many', 1, 'A picture has at least 1 and at most 16384 pixels a side, and 67108864\n', '--imgsize=16384,16384')
    done = run('-o', 'said.png', '--colorscheme=None', '-', text='cube();')
    check('a wrong scheme lists all', done.returncode == 1 and done.stderr.startswith('Cornfield\nMetallic\n') and 'Monotone\n' in done.stderr)
    done = run('-o', 'said.png', '-', text='$vpr = [0, 0, 0]; cube();')
    check('a view of the program is no view of all', done.stderr == 'WARNING: Viewall and autocenter disabled in favor of $vp*\n')
    done = run('-o', '-', '--export-format=echo', '--camera=10,20,30,40,50,60,70', '-', text='echo($vpt, $vpr, $vpd, $vpf);')
    check('the program knows the camera', done.stdout == 'ECHO: [10, 20, 30], [40, 50, 60], 70, 22.5\n')
    done = run('-o', '-', '--export-format=echo', '-', text='echo($vpt, $vpr, $vpd, $vpf);')
    check('and the default one', done.stdout == 'ECHO: [0, 0, 0], [55, 0, 25], 140, 22.5\n')

    done = run('-o', 'none.png', '-', text='echo($preview); cube();')
    check('previews', done.stderr == 'ECHO: true\n')
    done = run('-o', 'none.png', '--render=', '-', text='echo($preview); cube();')
    check('unless told to render', done.stderr == 'ECHO: false\n')
    os.remove('none.png')
    done = run('-o', 'none.png', '-', text='cube(5); assert(false);')
    check('paints nothing with a piece missing', done.returncode == 1 and not os.path.exists('none.png'), done.stderr)

    done = run('--animate=3', '-o', 'turn.png', '--imgsize=40,40', '-', text='rotate($t * 360) cube([5, 1, 1]);')
    frames = sorted(name for name in os.listdir() if name.startswith('turn'))
    check('animates', frames == ['turn00000.png', 'turn00001.png', 'turn00002.png'])
    check('and each frame is another', len({open(name, 'rb').read() for name in frames}) == 3)
end()
