#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the host says to plugins that are not as they should be. Prints TAP.

    messages.py TENON FOLDER_OF_PLUGINS
"""
import os, re, shutil, subprocess, sys, tempfile
from pathlib import Path

tenon, plugins = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
ABI = re.search(r'plugin ABI (\d+)\.(\d+)', subprocess.run([tenon, 'version'], capture_output=True, text=True).stdout)
MAJOR, MINOR = int(ABI[1]), int(ABI[2])

# What stands below `plugins:`, and what the message must match; each ends with status 1 before anything serves.
CASES = {
    'there is no such plugin': ('- nobody: {}', r'conf\.yaml:4:5: error: there is no plugin `nobody`[^$]*nobody\.so was looked for in'),
    'another major': ('- other-major: {}', rf'built for plugin ABI {MAJOR + 1}\.0, this host has {MAJOR}\.{MINOR}: a newer tenon is needed'),
    'a newer minor': ('- newer-minor: {}', rf'built for plugin ABI {MAJOR}\.{MINOR + 1}, this host has {MAJOR}\.{MINOR}: a newer tenon is needed'),
    'another size': ('- wrong-size: {}', r'says that its table has 16 bytes, where ABI \d+\.\d+ has \d+'),
    'no tn_plugin': ('- no-symbol: {}', r'does not export `tn_plugin`'),
    'an undefined symbol': ('- undefined-symbol: {}', r'uses the symbol `tn_from_the_future`'),
    'another name than the file': ('- other-name: {}', r'calls itself `something-else`'),
    'insane metric': ('- insane-rows: {}', r'metric `Loud-Name`: the name must be lower case'),
    'insane route': ('- insane-rows: {}', r'route `nowhere`: the path must begin with a slash'),
    'insane option': ('- insane-rows: {}', r'mute'),
    'fails in create, at the option': ('- fails-in-create: { word: sour }', r'conf\.yaml:4:30: error: expected a kind word, found `sour`'),
    'fails in create without a word': ('- silent-in-create: {}', r'plugin `silent-in-create` failed in `create` and did not say why'),
    'fails in start': ('- fails-in-start: {}', r'conf\.yaml:4:5: error: the world is not there'),
    'a need that is not met': ('- giver: {}\n  - taker: {}', r'needs the service `gift` \(test\.gift/1\)[^$]*add `uses: \{ gift: giver \}`'),
    'a need that nobody meets': ('- taker: {}', r'no entry offers it'),
    'a use of no need': ('- giver: {}\n    uses: { gibt: giver }', r'uses no service `gibt`[^$]*did you mean `gift`'),
    'a use of no entry': ('- taker: {}\n    uses: { gift: givre }\n  - giver: {}', r'there is no entry `givre`[^$]*did you mean `giver`'),
    'a use of the wrong entry': ('- taker: {}\n    uses: { gift: echo }\n  - echo: {}', r'entry `echo` \(plugin `echo`\) does not offer test\.gift/1'),
    'services in a circle': ('- giver: {}\n    name: a\n    uses: { gift: b }\n  - giver: {}\n    name: b\n    uses: { gift: a }',
                             r'services in a circle: a, which uses b, which uses a'),
    'all errors at once': ('- fails-in-create: { word: a }\n  - silent-in-create: {}\n  - echo: { wurd: b }',
                           r'(?=[^$]*found `a`)(?=[^$]*did not say why)(?=[^$]*wurd)'),
}
CRASH = r'crash: SIGSEGV in entry `crashes-in-create`, hook `create`'


def serve(folder, text, *options):
    (folder / 'conf.yaml').write_text(f'server: {{ listen: "127.0.0.1:0", workers: 1 }}\n\nplugins:\n  {text}\n')
    environment = {**os.environ, 'TENON_PLUGIN_PATH': str(folder / 'plugins')}
    return subprocess.run([tenon, 'serve', *options, 'conf.yaml'], cwd=folder, env=environment, capture_output=True,
                          text=True, timeout=60)


results = []
with tempfile.TemporaryDirectory(prefix='tenon-') as name:
    folder = Path(name)
    os.chmod(folder, 0o755)
    (folder / 'plugins').mkdir(mode=0o755)
    for file in plugins.glob('*.so'):
        shutil.copy(file, folder / 'plugins' / file.name)
        os.chmod(folder / 'plugins' / file.name, 0o755)
    for options in (['--single'], []):
        for title, (text, expected) in CASES.items():
            done = serve(folder, text, *options)
            good = done.returncode == 1 and re.search(expected, done.stderr)
            results.append((f'{title} {" ".join(options)}', good, f'status {done.returncode}\n{done.stderr}'))
    done = serve(folder, '- crashes-in-create: {}')
    results.append(('a crash names entry and hook', done.returncode == 1 and re.search(CRASH, done.stderr), done.stderr))
    done = serve(folder, '- crashes-in-create: {}', '--single')
    results.append(('and takes its course', done.returncode == -11 and re.search(CRASH, done.stderr), done.stderr))
    os.chmod(folder / 'plugins/echo.so', 0o777)
    done = serve(folder, '- echo: {}')
    results.append(('a file that everyone may write', done.returncode == 1 and 'everyone may write to it' in done.stderr, done.stderr))
    os.chmod(folder / 'plugins/echo.so', 0o755)
    os.chmod(folder / 'plugins', 0o777)
    done = serve(folder, '- echo: {}')
    results.append(('a folder that everyone may write', done.returncode == 1 and 'write to its folder' in done.stderr, done.stderr))

print(f'1..{len(results)}')
for number, (title, good, output) in enumerate(results, 1):
    print(f'{"" if good else "not "}ok {number} - {title}')
    for line in '' if good else output.splitlines():
        print('# ' + line)
sys.exit(not all(good for _, good, _ in results))
