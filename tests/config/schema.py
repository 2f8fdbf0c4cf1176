#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What `tenon schema` prints, held against files and against what `tenon check --load` says of them. Prints TAP.

    schema.py TENON PLUGINS CONFIG     the program, the folder of plugins, the folder of complete deployments
"""
import json, os, subprocess, sys, tempfile
from pathlib import Path

import jsonschema, yaml

program, plugins, deployments = sys.argv[1:4]
environment = {k: v for k, v in os.environ.items() if not k.startswith('TENON_')}
environment['ALLOWED_ORIGINS'] = 'https://app.example.org'  # what deployments must be given


class Loader(yaml.SafeLoader):
    """YAML 1.2's core schema: true and false alone are booleans."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag in ('tag:yaml.org,2002:null', 'tag:yaml.org,2002:int')]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}
Loader.add_implicit_resolver('tag:yaml.org,2002:bool', __import__('re').compile('^(true|True|TRUE|false|False|FALSE)$'), list('tTfF'))


def tenon(*arguments):
    return subprocess.run([program, *arguments, '--plugins', plugins], env=environment, capture_output=True, text=True, timeout=60)


def with_text_keys(value):
    if isinstance(value, dict):
        return {str(k): with_text_keys(v) for k, v in value.items()}
    return [with_text_keys(v) for v in value] if isinstance(value, list) else value


def schema_accepts(text):
    return validator.is_valid(with_text_keys(yaml.load(text, Loader)))


def program_accepts(text):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / 'file.yaml'
        file.write_text(text)
        return tenon('check', '--load', str(file)).returncode == 0


GOOD = {
    'nothing but a server': 'server: { workers: 2 }',
    'an expansion where a number stands': 'server: { workers: "${W:-2}", limits: { headers: "${N:-5}", body: "${B:-1MiB}" } }',
    'an expansion where a choice stands': 'plugins: [ { log: {}, mode: "${M:-shadow}" } ]',
    'a quoted number': 'server: { limits: { headers: "5" } }',
    'words for booleans': 'server: { accept_request_id: on }',
    'off is a mode': 'plugins: [ { log: {}, mode: off } ]',
    'a plugin without options': 'plugins: [ log, { metrics: } ]',
    'conditions of every form': 'plugins: [ { log: {}, match: /a, except: [/b, { path: [/c, /d], method: GET, header: { x-a: "*" } }] } ]',
    'bodies of errors': 'errors: { body: { a: $error.title, b: [1, true, ~] }, status: { 413: { c: 5 }, 404: "x" } }',
    'short options': 'plugins: [ { ratelimit: 100/15m } ]',
    'lists as one text': 'server: { trusted_proxies: "10.0.0.0/8, 127.0.0.1", listen: 127.0.0.1:0 }',
}
BAD = {
    'an unknown section': 'servers: {}',
    'an unknown option': 'server: { lsten: x }',
    'a wrong type': 'server: { limits: { headers: many } }',
    'a number out of range': 'server: { limits: { headers: 0 } }',
    'a time without a unit': 'server: { timeouts: { idle: 60 } }',
    'a wrong choice': 'plugins: [ { log: {}, mode: dry } ]',
    'an unknown plugin': 'plugins: [ { lgo: {} } ]',
    'two plugins in one entry': 'plugins: [ { log: {}, metrics: {} } ]',
    'an entry without a plugin': 'plugins: [ { name: x } ]',
    'a required option left out': 'plugins: [ { importer: { file_size: 1MiB } } ]',
    'an unknown option of a plugin': 'plugins: [ { ratelimit: { limit: 1/s, limt: 1/s } } ]',
    'a list where a map stands': 'server: []',
    'a status that is no error': 'errors: { status: { 413: x }, bdy: x }',
}

printed = tenon('schema')
results = [('the schema is printed', printed.returncode == 0, printed.stderr)]
schema = json.loads(printed.stdout or '{}')
validator = jsonschema.Draft202012Validator(schema)
try:
    jsonschema.Draft202012Validator.check_schema(schema)
    results.append(('it is a schema', True, ''))
except jsonschema.SchemaError as error:
    results.append(('it is a schema', False, str(error)))
for title, text in GOOD.items():
    results.append((f'the schema takes {title}', schema_accepts(text), text))
    results.append((f'the program takes {title}', program_accepts(text), text))
for title, text in BAD.items():
    results.append((f'the schema refuses {title}', not schema_accepts(text), text))
    results.append((f'the program refuses {title}', not program_accepts(text), text))
for file in sorted(Path(deployments).glob('*.yaml')):
    errors = list(validator.iter_errors(with_text_keys(yaml.load(file.read_text(), Loader))))
    results.append((f'the schema takes {file.name}', not errors, '\n'.join(e.message[:200] for e in errors)))

print(f'1..{len(results)}')
for number, (title, good, wrong) in enumerate(results, 1):
    print(f'{"" if good else "not "}ok {number} - {title}')
    if not good:
        print('\n'.join('# ' + line for line in wrong.splitlines()))
sys.exit(not all(good for _, good, _ in results))
