#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The alerts: promtool accepts them, their own tests pass, and each metric is one that moicad shows. prometheus.py ROOT BUILD"""
import os, re, shutil, signal, socket, subprocess, sys, tempfile, time, urllib.request
from pathlib import Path

root, build = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
folder = root / 'packaging/prometheus'
PATIENCE_SECONDS = float(os.environ.get('TENON_TEST_PATIENCE', 20))
failed = False


def say(number, what, problem):
    global failed
    failed = failed or bool(problem)
    print(f"{'not ok' if problem else 'ok'} {number} - {what}")
    for line in (problem or '').splitlines():
        print('#', line)


def promtool(*arguments):
    run = subprocess.run(['promtool', *arguments], cwd=folder, capture_output=True, text=True)
    return run.stdout + run.stderr if run.returncode else ''


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def metrics_of_moicad(wanted):
    """The names that a server shows, once all that are wanted are there or patience ends: some come with the first request or check."""
    port = free_port()
    with tempfile.TemporaryDirectory() as home:
        for name in ('logs', 'models'):
            (Path(home) / name).mkdir()
        environment = dict(os.environ, ALLOWED_ORIGINS='http://a.example', PORT=str(port), WORKERS='1', LOG_LEVEL='error',
                           TENON_PLUGIN_PATH=str(build / 'plugins'))
        server = subprocess.Popen([build / 'core/tenon', 'serve', root / 'config/moicad.yaml'], cwd=home, env=environment)
        try:
            names, end = set(), time.monotonic() + PATIENCE_SECONDS
            while not wanted <= names and time.monotonic() < end:
                time.sleep(0.05)
                try:
                    text = urllib.request.urlopen(f'http://127.0.0.1:{port}/metrics').read().decode()
                    names = set(re.findall(r'^(tenon_\w+)', text, re.M))
                except OSError:
                    assert server.poll() is None, 'the server did not start'
            return names
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()


print('1..4')
if shutil.which('promtool'):
    say(1, 'the scrape configuration and the rules are valid', promtool('check', 'config', 'prometheus.yml'))
    say(2, "the rules' own tests pass", promtool('test', 'rules', 'moicad.rules.test.yml'))
else:
    print('ok 1 # SKIP no promtool\nok 2 # SKIP no promtool')

rules = (folder / 'moicad.rules.yml').read_text()
wanted = set(re.findall(r'\btenon_\w+(?=[{\[])', rules))
missing = wanted - metrics_of_moicad(wanted)
say(3, 'moicad shows every metric of the alerts', ' '.join(sorted(missing)) if missing or not wanted else '')

alerts = set(re.findall(r'alert: (\w+)', rules))
tested = set(re.findall(r'summary: \S.*\n', (folder / 'moicad.rules.test.yml').read_text()))
say(4, 'every alert is tested', '' if len(tested) == len(alerts) else f'{len(alerts)} alerts, {len(tested)} expected summaries')
sys.exit(1 if failed else 0)
