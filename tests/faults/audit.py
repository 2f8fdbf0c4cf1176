#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What testssl.sh says of a listener that speaks TLS: nothing worse than informational. Usage: audit.py TENON PLUGINS"""
import json, os, subprocess, sys, tempfile
from pathlib import Path

from authority import Authority
from harness import free_port, wait_for

# Not of the server: testssl.sh's own openssl has no engine for GOST; a name of the loopback has no record in the DNS.
EXPLAINED = {'engine_problem', 'DNS_CAArecord'}

ATTEMPTS = 3

CONFIG = """server:
  listen: {{ address: "127.0.0.1:{port}", tls: [{{ certificate: {key}.pem, key: {key}.key }}] }}
  workers: 1
plugins:
  - headers: {{ preset: helmet-8, hsts: 1y }}
  - health: {{ live: / }}
"""


def audit(tenon, plugins, name, key):
    with tempfile.TemporaryDirectory(prefix='tenon-') as folder:
        Authority(folder).sign(name, 'DNS:localhost', key=key)
        port = free_port()
        (Path(folder) / 'conf.yaml').write_text(CONFIG.format(port=port, key=name))
        with open(Path(folder) / 'output', 'w') as output:
            server = subprocess.Popen([tenon, 'serve', 'conf.yaml'], cwd=folder, stdout=output, stderr=output,
                                      env={**os.environ, 'TENON_PLUGIN_PATH': str(plugins)})
        try:
            wait_for(lambda: 'listening on' in (Path(folder) / 'output').read_text(), 'the server to listen')
            done = subprocess.run(['testssl', '--quiet', '--color', '0', '--warnings', 'off', '--add-ca', 'authority.pem',
                                   '--jsonfile', 'said.json', '--ip', '127.0.0.1', f'localhost:{port}'], cwd=folder,
                                  capture_output=True, text=True, timeout=800)
            assert server.poll() is None, (Path(folder) / 'output').read_text()
        finally:
            server.terminate()
            server.wait()
        try:
            return json.loads((Path(folder) / 'said.json').read_text())
        except (OSError, ValueError):  # it ended early
            print('#', *(done.stdout + done.stderr).splitlines(), sep='\n# ', flush=True)
            return []


def faults_of(said):
    """Rows worse than informational; all of them if it has not looked at all: what it must have found good is not there."""
    found = {row['id']: row['finding'] for row in said}
    whole = found.get('TLS1_2', '').startswith('offered') and found.get('TLS1_3', '').startswith('offered') and \
        'passed' in found.get('cert_chain_of_trust', '') and found.get('TLS1_1', '').startswith('not offered') and len(said) > 100
    return [row for row in said if row['severity'] not in ('OK', 'INFO') and row['id'] not in EXPLAINED] if whole else said or ['nothing']


def audit_patiently(tenon, plugins, name, key):
    """A fault is there each time; on a busy machine testssl.sh calls a connection that it gave up a fault too, and then not the same again."""
    for _ in range(ATTEMPTS):
        faults = faults_of(audit(tenon, plugins, name, key))
        if not faults:
            break
        print('#', name, *faults, sep='\n# ', flush=True)
    return faults


tenon, plugins = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
print('1..2')
failed = 0
keys = {'ecdsa': ('ec', '-pkeyopt', 'ec_paramgen_curve:P-256'), 'rsa': ('rsa:3072',)}
for number, (name, key) in enumerate(keys.items(), 1):
    faults = audit_patiently(tenon, plugins, name, key)
    failed += bool(faults)
    print(f'{"not " if faults else ""}ok {number} - testssl.sh finds nothing worse than informational, key {name}', flush=True)
sys.exit(failed > 0)
