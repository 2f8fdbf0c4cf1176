#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The command lines of the commands that serve nothing: statuses, and on which stream what is said. Prints TAP.

    usage.py TENON FILE     FILE is a deployment without errors
"""
import json, subprocess, sys

program, file = sys.argv[1:3]
COMMANDS = ['check', 'print', 'schema', 'document', 'plugins']
results = []


def expect(title, arguments, status, stdout=None, stderr=None):
    run = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=20)
    good = run.returncode == status
    good = good and (stdout in run.stdout if stdout else not run.stdout)
    good = good and (stderr in run.stderr if stderr else not run.stderr)
    results.append((title, good, f'{run.returncode}\n{run.stdout}{run.stderr}'))
    return run


expect('no command is a mistake', [], 2, None, 'usage: tenon COMMAND')
expect('an unknown command is a mistake', ['chekc'], 2, None, 'there is no command `chekc`')
expect('help of all', ['--help'], 0, 'tenon COMMAND --help')
expect('the version', ['--version'], 0, 'plugin ABI')
for command in COMMANDS:
    expect(f'help of {command}', [command, '--help'], 0, 'Exit status:')
    expect(f'{command} knows its options', [command, '--wrong'], 2, None, 'there is no option `--wrong`')
    expect(f'{command} counts its operands', [command, 'a', 'b'], 2, None, 'one too many')
expect('a missing operand', ['check'], 2, None, 'FILE is missing')
expect('a missing value', ['plugins', '--format'], 2, None, '`--format` needs a value')
expect('a value that is none', ['plugins', '--format=xml'], 2, None, '`xml` is no value')
expect('a value where none is taken', ['check', '--load=yes', file], 2, None, '`--load` takes no value')
expect('two hyphens end the options', ['check', '--', '--load'], 1, None, 'cannot read `--load`')
expect('a good file is no news', ['check', file], 0)
expect('a good file as JSON', ['check', '--format', 'json', file], 0, '[]')
expect('a missing file', ['check', '/nonexistent.yaml'], 1, None, 'cannot read `/nonexistent.yaml`: No such file')
run = expect('a missing file as JSON', ['check', '--format=json', '/nonexistent.yaml'], 1, '"severity": "error"')
results.append(('that JSON can be read', len(json.loads(run.stdout)) == 1, run.stdout))
expect('a plugin that is not there', ['document', 'nothere'], 1, None, 'there is no plugin `nothere`')
expect('a folder that is not there', ['plugins', '--plugins', '/nonexistent', '--format=json'], 0, '[')
expect('the page of the file', ['document', '--format=man'], 0, '.TH TENON.YAML 5')

print(f'1..{len(results)}')
for number, (title, good, wrong) in enumerate(results, 1):
    print(f'{"" if good else "not "}ok {number} - {title}')
    if not good:
        print('\n'.join('# ' + line for line in wrong.splitlines()))
sys.exit(not all(good for _, good, _ in results))
