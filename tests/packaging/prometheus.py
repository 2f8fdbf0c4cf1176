#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Alerts and dashboard: promtool accepts them, each alert is seen silent and firing, each metric is one that a server shows.
prometheus.py ROOT BUILD"""
import contextlib, json, os, re, signal, socket, subprocess, sys, tempfile, time, urllib.error, urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from ports import free_port

root, build = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
folder = root / 'packaging/prometheus'
PATIENCE_SECONDS = float(os.environ.get('TENON_TEST_PATIENCE', 40))
failed = False
number = 0


def say(what, problem):
    global failed, number
    number += 1
    failed = failed or bool(problem)
    print(f"{'not ok' if problem else 'ok'} {number} - {what}")
    for line in (problem or '').splitlines():
        print('#', line)


def promtool(*arguments, text=None):
    run = subprocess.run(['promtool', *arguments], cwd=folder, capture_output=True, text=True, input=text)
    return run.stdout + run.stderr if run.returncode else ''


@contextlib.contextmanager
def server(file):
    port = free_port()
    with tempfile.TemporaryDirectory() as home:
        for name in ('logs', 'models'):
            (Path(home) / name).mkdir()
        environment = dict(os.environ, ALLOWED_ORIGINS='http://a.example', PORT=str(port), WORKERS='1', LOG_LEVEL='error',
                           TENON_PLUGIN_PATH=str(build / 'plugins'))
        child = subprocess.Popen([build / 'core/tenon', 'serve', root / file], cwd=home, env=environment)
        try:
            yield port, child
        finally:
            child.send_signal(signal.SIGTERM)
            child.wait()


def provoke(port):
    """What some families wait for: an evaluation, and a request that is none."""
    request = urllib.request.Request(f'http://127.0.0.1:{port}/api/evaluate', b'{"code":"cube(1);"}',
                                     {'Content-Type': 'application/json'})
    with contextlib.suppress(urllib.error.HTTPError):
        urllib.request.urlopen(request).read()
    with socket.create_connection(('127.0.0.1', port)) as peer:
        peer.sendall(b'GET / HTTP/1.1\r\n\r\n')
        peer.recv(1)


def scrape(file, wanted):
    """The page of a server on this file, once it has all the names that are wanted or patience ends."""
    with server(file) as (port, child):
        page, end = '', time.monotonic() + PATIENCE_SECONDS
        while not wanted <= names_of(page) and time.monotonic() < end:
            time.sleep(0.05)
            try:
                provoke(port)
                page = urllib.request.urlopen(f'http://127.0.0.1:{port}/metrics').read().decode()
            except OSError:
                assert child.poll() is None, 'the server did not start'
        return page


@contextlib.contextmanager
def prometheus(targets):
    """Prometheus itself, with the shipped configuration but for addresses and times; yields what asks it a question."""
    port = free_port()
    with tempfile.TemporaryDirectory() as home:
        jobs = [{'job_name': job, 'static_configs': [{'targets': [f'127.0.0.1:{target}']}]} for job, target in targets.items()]
        (Path(home) / 'prometheus.yml').write_text(json.dumps({
            'global': {'scrape_interval': '1s', 'evaluation_interval': '1s'}, 'rule_files': [str(folder / 'tenon.rules.yml')],
            'scrape_configs': jobs}))
        with open(Path(home) / 'log', 'wb') as log:
            child = subprocess.Popen(['prometheus', '--config.file=prometheus.yml', '--storage.tsdb.path=data',
                                      f'--web.listen-address=127.0.0.1:{port}'], cwd=home, stdout=log, stderr=log)
        try:
            yield lambda what: json.load(urllib.request.urlopen(f'http://127.0.0.1:{port}/api/v1/{what}'))['data']
        finally:
            child.terminate()
            child.wait()


def what_prometheus_finds():
    """Its scrapes ask for OpenMetrics: whether all targets are up, and what it says of those that are not."""
    with server('config/moicad.yaml') as (first, _), server('tests/packaging/metrics.yaml') as (second, _), \
            prometheus({'moicad': first, 'atomic-guide': second}) as ask:
        problem, end = 'no answer', time.monotonic() + PATIENCE_SECONDS
        while problem and time.monotonic() < end:
            time.sleep(0.1)
            with contextlib.suppress(OSError):
                targets = ask('targets')['activeTargets']
                rules = [rule for group in ask('rules')['groups'] for rule in group['rules']]
                problem = '\n'.join(
                    [f"{target['scrapeUrl']}: {target['health']} {target['lastError']}" for target in targets if target['health'] != 'up'] +
                    [f"{rule['name']}: {rule['health']}" for rule in rules if rule['health'] != 'ok'])
                if len(targets) != 2 or not rules:
                    problem = f'{len(targets)} targets, {len(rules)} rules'
    return problem


def names_of(page):
    return set(re.findall(r'^([a-z_]\w*)[{ ]', page, re.M))


def metrics_in(expressions):
    """The names of metrics: what stands before a brace or a bracket."""
    return set(re.findall(r'\b([a-z_]\w+)(?=[{\[])', '\n'.join(expressions))) | {
        name for text in expressions for name in re.findall(r'\btenon_\w+', text)}


def expressions_of(dashboard):
    for panel in dashboard['panels']:
        for target in panel.get('targets', []):
            yield target['expr']
    for annotation in dashboard['annotations']['list']:
        yield annotation['expr']
    for variable in dashboard['templating']['list']:
        if variable['type'] == 'query':
            yield re.fullmatch(r'label_values\((.*), \w+\)', variable['query']['query'])[1]


def as_rules(expressions):
    """Every expression as a recording rule, Grafana's own variables replaced."""
    rules = [{'record': f'panel:{i}', 'expr': text.replace('$__rate_interval', '5m').replace('$job', '.*').replace('$instance', '.*')}
             for i, text in enumerate(expressions)]
    return json.dumps({'groups': [{'name': 'dashboard', 'rules': rules}]})


def is_seen_both_ways(alert, tests):
    """A test that expects the alert, and one that expects none."""
    silent = re.search(rf'alertname: {alert} \}}', tests)
    firing = re.search(rf'alertname: {alert}\n +exp_alerts:\n +- exp_labels', tests)
    return silent and firing


print('1..8')
say('the scrape configuration and the rules are valid', promtool('check', 'config', 'prometheus.yml'))
say("the rules' own tests pass", promtool('test', 'rules', 'tenon.rules.test.yml'))

rules, tests = (folder / 'tenon.rules.yml').read_text(), (folder / 'tenon.rules.test.yml').read_text()
alerts = re.findall(r'alert: (\w+)', rules)
unseen = [alert for alert in alerts if not is_seen_both_ways(alert, tests)]
say('every alert is seen silent and firing', ' '.join(unseen) if unseen or not alerts else '')

dashboard = json.loads((root / 'packaging/grafana/tenon.json').read_text())
expressions = list(expressions_of(dashboard))
with tempfile.NamedTemporaryFile('w', suffix='.yml') as file:
    file.write(as_rules(expressions))
    file.flush()
    say('every query of the dashboard parses', promtool('check', 'rules', file.name) if expressions else 'none')

own = {'db_connection_errors_total', 'queue_backlog', 'tenon_metrics_overflowed_total'}
alerting = metrics_in(re.findall(r'expr: (?:\|\n)?((?:.*\n)+?) +for:', rules)) - {'up'}
shown = scrape('config/moicad.yaml', (alerting | metrics_in(expressions)) - own)
declared = scrape('tests/packaging/metrics.yaml', own)
missing = alerting - names_of(shown) - names_of(declared)
say('every metric of the alerts is shown', ' '.join(sorted(missing)) if missing or not own < alerting else '')
missing = metrics_in(expressions) - names_of(shown)
say('every metric of the dashboard is shown', ' '.join(sorted(missing)) if missing or len(expressions) < 20 else '')
say('promtool has nothing to say of either page',
    promtool('check', 'metrics', text=shown) + promtool('check', 'metrics', text=declared))
say('Prometheus takes both pages, as OpenMetrics, and the rules', what_prometheus_finds())
sys.exit(1 if failed else 0)
