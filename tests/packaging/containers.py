#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reads what describes moicad's containers, and compares it with what moicad promises: containers.py ROOT"""
import re, sys
from pathlib import Path

import yaml

root = Path(sys.argv[1])
container = root / 'packaging/container'
HEALTH = 'http://localhost:3000/health'
cases = []


def case(function):
    cases.append(function)
    return function


def equal(found, expected):
    assert found == expected, f'expected {expected!r}, found {found!r}'


def objects():
    """The objects of the Kubernetes file by their kind."""
    return {item['kind']: item for item in yaml.safe_load_all((root / 'packaging/kubernetes/moicad.yaml').read_text())}


def pod():
    return objects()['Deployment']['spec']['template']['spec']


def service():
    return yaml.safe_load((container / 'docker-compose.production.yml').read_text())['services']['moicad']


def dockerfile():
    """Its instructions, lines joined, without comments."""
    text = re.sub(r'^#.*\n', '', (container / 'Dockerfile.production').read_text(), flags=re.M)
    return [line.split(None, 1) for line in text.replace('\\\n', ' ').splitlines() if line]


def section(name):
    """The packages of a section of packages.txt."""
    return (root / 'packages.txt').read_text().split(f'[{name}]\n')[1].split('[')[0].split()


@case
def kubernetes_probes():
    main = pod()['containers'][0]
    equal(main['startupProbe']['httpGet'], {'path': '/startup', 'port': 3000})
    equal(main['readinessProbe']['httpGet'], {'path': '/ready', 'port': 3000})
    equal(main['livenessProbe']['httpGet'], {'path': '/live', 'port': 3000})


@case
def kubernetes_resources():
    equal(pod()['containers'][0]['resources'],
          {'requests': {'memory': '512Mi', 'cpu': '0.5'}, 'limits': {'memory': '1Gi', 'cpu': '1.0'}})


@case
def kubernetes_takes_rights_away():
    equal(pod()['securityContext']['runAsNonRoot'], True)
    assert pod()['securityContext']['runAsUser'] > 0
    context = pod()['containers'][0]['securityContext']
    equal(context['readOnlyRootFilesystem'], True)
    equal(context['allowPrivilegeEscalation'], False)
    equal(context['capabilities'], {'drop': ['ALL']})


@case
def kubernetes_names_agree():
    deployment, target = objects()['Deployment']['spec'], objects()['Service']['spec']
    labels = deployment['template']['metadata']['labels']
    equal(deployment['selector']['matchLabels'], labels)
    equal(target['selector'], labels)
    equal(target['ports'][0]['targetPort'], pod()['containers'][0]['ports'][0]['containerPort'])
    volumes = {volume['name'] for volume in pod()['volumes']}
    equal({mount['name'] for mount in pod()['containers'][0]['volumeMounts']}, volumes)
    for variable in pod()['containers'][0]['env']:
        key = variable.get('valueFrom', {}).get('configMapKeyRef')
        assert not key or (key['name'] == objects()['ConfigMap']['metadata']['name'] and key['key'] in objects()['ConfigMap']['data'])


@case
def the_server_can_write_where_it_runs():
    """The file's pid file, control socket and logs are relative: the folder is the image's, and writable."""
    folder = dict(line for line in dockerfile() if line[0] == 'WORKDIR')['WORKDIR']
    assert folder in {mount['mountPath'] for mount in pod()['containers'][0]['volumeMounts']}
    assert folder in {entry.split(':')[0] for entry in service()['tmpfs']}
    equal(service()['volumes'], [f'./logs:{folder}/logs'])


@case
def there_is_time_for_the_drain():
    assert pod()['terminationGracePeriodSeconds'] > 30
    assert int(service()['stop_grace_period'].removesuffix('s')) > 30


@case
def compose_health_and_limits():
    equal(service()['healthcheck'], {'test': ['CMD', 'curl', '-f', HEALTH], 'interval': '30s', 'timeout': '10s', 'retries': 3})
    equal(service()['deploy']['resources']['limits'], {'cpus': '1.0', 'memory': '1G'})
    equal(service()['ports'], ['3000:3000'])


@case
def compose_names_files_that_are_there():
    build = service()['build']
    context = (container / build['context']).resolve()
    equal(context, root.resolve())
    assert (context / build['dockerfile']).is_file()


@case
def image_health():
    health = next(text for word, text in dockerfile() if word == 'HEALTHCHECK')
    equal(health, f'--interval=30s --timeout=10s --retries=3 CMD curl -f {HEALTH}')


@case
def one_user_everywhere():
    user = next(text for word, text in dockerfile() if word == 'USER')
    equal(int(user), pod()['securityContext']['runAsUser'])
    assert f'/app:uid={user}' in service()['tmpfs']


@case
def image_is_built_from_the_packages_of_run():
    install = next(text for word, text in dockerfile() if word == 'RUN')
    equal(sorted(re.search(r'--no-install-recommends\s+(.*?)\s+&&', install)[1].split()), sorted(section('run')))


@case
def image_starts_what_is_there():
    command = next(text for word, text in dockerfile() if word == 'CMD')
    equal(command, '["start-production.sh"]')
    script = container / 'start-production.sh'
    assert script.stat().st_mode & 0o111
    name = re.search(r'\{1:-/usr/share/tenon/(\S+)\}', script.read_text())[1]
    assert (root / name).is_file()


print(f'1..{len(cases)}')
failed = 0
for number, function in enumerate(cases, 1):
    try:
        function()
        print(f'ok {number} - {function.__name__.replace("_", " ")}')
    except Exception as error:
        failed += 1
        print(f'not ok {number} - {function.__name__.replace("_", " ")}\n# {type(error).__name__}: {error}')
sys.exit(1 if failed else 0)
