#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""count.py, over tests that end in every way there is, by meson itself. Prints TAP; usage: count_test.py"""
import subprocess, sys, tempfile
from pathlib import Path

# Name, what the shell does, arguments of test(), and what counts: passed, failed, skipped.
TESTS = [
    ('good', 'exit 0', '', (1, 0, 0)),
    ('bad', 'echo it broke; exit 3', '', (0, 1, 0)),
    ('expected', 'exit 3', 'should_fail: true', (1, 0, 0)),
    ('skipped', 'exit 77', '', (0, 0, 1)),
    ('hanging', 'sleep 60', 'timeout: 1', (0, 1, 0)),
    ('killed', 'kill -9 $$', '', (0, 1, 0)),
    ('good cases', 'echo 1..2; echo ok 1; echo ok 2', 'protocol: \'tap\'', (2, 0, 0)),
    ('bad case', 'echo 1..2; echo ok 1; echo not ok 2; echo "# found 7"; exit 1', 'protocol: \'tap\'', (1, 1, 0)),
    ('skipped case', 'echo 1..2; echo ok 1; echo ok 2 \\# skip', 'protocol: \'tap\'', (1, 0, 1)),
    ('missing case', 'echo 1..2; echo ok 1', 'protocol: \'tap\'', (1, 1, 0)),
    ('no cases', 'exit 1', 'protocol: \'tap\'', (0, 1, 0)),
    ('bad end', 'echo 1..1; echo ok 1; exit 4', 'protocol: \'tap\'', (1, 1, 0)),
    ('killed behind a case', 'echo 1..1; echo ok 1; kill -9 $$', 'protocol: \'tap\'', (1, 1, 0)),
    ('hanging behind a case', 'echo 1..2; echo ok 1; exec sleep 60', 'protocol: \'tap\', timeout: 1', (1, 1, 0)),
]


def run_meson(folder, tests):
    text = "project('counted')\nsh = find_program('sh')\n" + ''.join(
        f"test('{name}', sh, args: ['-c', '''{script}'''], suite: 'some'{', ' + more if more else ''})\n" for name, script, more, _ in tests)
    (folder / 'meson.build').write_text(text)
    subprocess.run(['meson', 'setup', folder / 'build', folder], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(['meson', 'test', '-C', folder / 'build'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def count(folder, *arguments):
    done = subprocess.run([sys.executable, Path(__file__).with_name('count.py'), *arguments], cwd=folder, stdout=subprocess.PIPE,
                          text=True)
    return done.stdout.splitlines(), done.returncode


def expect(found, last, status, failed):
    lines, returncode = found
    assert lines[-1] == last and returncode == status, (lines, returncode)
    assert sum(line.startswith('failed:') for line in lines) == failed, lines


def every_end_counts(folder):
    run_meson(folder, TESTS)
    passed, failed, skipped = (sum(numbers[i] for *_, numbers in TESTS) for i in range(3))
    found = count(folder, 'build')
    expect(found, f'{passed} passed, {failed} failed, {skipped} skipped', 1, failed)
    assert '    it broke' in found[0] and '    # found 7' in found[0], found


def steps_and_builds_without_results_count(folder):
    run_meson(folder, TESTS[:1])
    expect(count(folder, 'build'), '1 passed, 0 failed', 0, 0)
    expect(count(folder, 'build', 'none', '--', 'compiling'), '1 passed, 2 failed', 1, 2)
    (folder / 'build/meson-logs/testlog.junit.xml').write_text('')
    expect(count(folder, 'build'), '0 passed, 1 failed', 1, 1)
    expect(count(folder), '0 passed, 0 failed', 1, 0)


tests = [every_end_counts, steps_and_builds_without_results_count]
print(f'1..{len(tests)}')
bad = 0
for number, test in enumerate(tests, 1):
    with tempfile.TemporaryDirectory(prefix='tenon-count-') as place:
        try:
            test(Path(place))
            print(f'ok {number} - {test.__name__.replace("_", " ")}', flush=True)
        except AssertionError as wrong:
            bad += 1
            print(f'not ok {number} - {test.__name__.replace("_", " ")}\n# {wrong}', flush=True)
sys.exit(bad > 0)
