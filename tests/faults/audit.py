#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What testssl.sh says of a listener that speaks TLS: nothing worse than informational. Usage: audit.py TENON PLUGINS"""
import json, os, subprocess, sys, tempfile
from pathlib import Path

from authority import Authority
from harness import free_port, wait_for

# Not of the server: testssl.sh's own openssl has no engine for GOST; a name of the loopback has no record in the DNS.
EXPLAINED = {'engine_problem', 'DNS_CAArecord'}

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
        assert (Path(folder) / 'said.json').exists(), done.stdout + done.stderr
        return json.loads((Path(folder) / 'said.json').read_text())


tenon, plugins = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
print('1..2')
failed = 0
keys = {'ecdsa': ('ec', '-pkeyopt', 'ec_paramgen_curve:P-256'), 'rsa': ('rsa:3072',)}
for number, (name, key) in enumerate(keys.items(), 1):
    said = audit(tenon, plugins, name, key)
    if any(row['severity'] == 'WARN' and row['id'] not in EXPLAINED for row in said):
        said = audit(tenon, plugins, name, key)  # a look that did not come about, as on a machine that is busy: once more
    wrong = [row for row in said if row['severity'] not in ('OK', 'INFO') and row['id'] not in EXPLAINED]
    # That it has looked at all: these it must have found good.
    found = {row['id']: row['finding'] for row in said}
    whole = found.get('TLS1_2', '').startswith('offered') and found.get('TLS1_3', '').startswith('offered') and \
        'passed' in found.get('cert_chain_of_trust', '') and found.get('TLS1_1', '').startswith('not offered') and len(said) > 100
    failed += bool(wrong) or not whole
    print(f'{"not " if wrong or not whole else ""}ok {number} - testssl.sh finds nothing worse than informational, key {name}',
          flush=True)
    for row in wrong or ([] if whole else said):
        print('#', row['severity'], row['id'], row['finding'])
sys.exit(failed > 0)
