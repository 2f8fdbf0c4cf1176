#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What testssl.sh says of a listener that speaks TLS: nothing worse than informational. Usage: audit.py TENON PLUGINS"""
import contextlib, json, os, subprocess, sys, tempfile
from pathlib import Path

from authority import Authority
from harness import free_port, wait_for

# Not of the server: testssl.sh's own openssl has no engine for GOST; a name of the loopback has no record in the DNS; whether a
# renegotiation was refused it reads from the last words of a client, which on a busy machine come late: `renegotiates` asks itself.
EXPLAINED = {'engine_problem', 'DNS_CAArecord', 'secure_client_renego'}

ATTEMPTS = 3

CONFIG = """server:
  listen: {{ address: "127.0.0.1:{port}", tls: [{{ certificate: {key}.pem, key: {key}.key }}] }}
  workers: 1
plugins:
  - headers: {{ preset: helmet-8, hsts: 1y }}
  - health: {{ live: / }}
"""


@contextlib.contextmanager
def serving(tenon, plugins, name, key):
    """A server on a port that speaks TLS with such a key: its folder and the port."""
    with tempfile.TemporaryDirectory(prefix='tenon-') as folder:
        Authority(folder).sign(name, 'DNS:localhost', key=key)
        port = free_port()
        (Path(folder) / 'conf.yaml').write_text(CONFIG.format(port=port, key=name))
        with open(Path(folder) / 'output', 'w') as output:
            server = subprocess.Popen([tenon, 'serve', 'conf.yaml'], cwd=folder, stdout=output, stderr=output,
                                      env={**os.environ, 'TENON_PLUGIN_PATH': str(plugins)})
        try:
            wait_for(lambda: 'listening on' in (Path(folder) / 'output').read_text(), 'the server to listen')
            yield Path(folder), port
            assert server.poll() is None, (Path(folder) / 'output').read_text()
        finally:
            server.terminate()
            server.wait()


def audit(tenon, plugins, name, key):
    with serving(tenon, plugins, name, key) as (folder, port):
        done = subprocess.run(['testssl', '--quiet', '--color', '0', '--warnings', 'off', '--add-ca', 'authority.pem',
                               '--jsonfile', 'said.json', '--ip', '127.0.0.1', f'localhost:{port}'], cwd=folder,
                              capture_output=True, text=True, timeout=800)
        try:
            return json.loads((folder / 'said.json').read_text())
        except (OSError, ValueError):  # it ended early
            print('#', *(done.stdout + done.stderr).splitlines(), sep='\n# ', flush=True)
            return []


def renegotiates(tenon, plugins, name, key):
    """Whether a client that asks for a renegotiation is still served behind it."""
    with serving(tenon, plugins, name, key) as (folder, port):
        with open(folder / 'seen', 'w+') as seen:
            client = subprocess.Popen(['openssl', 's_client', '-tls1_2', '-connect', f'127.0.0.1:{port}'], stdin=subprocess.PIPE,
                                      stdout=seen, stderr=seen, text=True)
            wait_for(lambda: 'Verify return code' in (folder / 'seen').read_text(), 'the handshake')
            with contextlib.suppress(BrokenPipeError):
                client.stdin.write('R\n')
                client.stdin.flush()
                wait_for(lambda: 'RENEGOTIATING' in (folder / 'seen').read_text(), 'the client to ask')
                client.stdin.write('GET / HTTP/1.0\r\n\r\n')
                client.stdin.flush()
            client.wait(60)  # the server hangs up, before an answer or behind it
        return 'HTTP/1.' in (folder / 'seen').read_text()


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
print('1..3')
failed = 0
keys = {'ecdsa': ('ec', '-pkeyopt', 'ec_paramgen_curve:P-256'), 'rsa': ('rsa:3072',)}
for number, (name, key) in enumerate(keys.items(), 1):
    faults = audit_patiently(tenon, plugins, name, key)
    failed += bool(faults)
    print(f'{"not " if faults else ""}ok {number} - testssl.sh finds nothing worse than informational, key {name}', flush=True)
wrong = renegotiates(tenon, plugins, 'ecdsa', keys['ecdsa'])
print(f'{"not " if wrong else ""}ok 3 - who asks for a renegotiation is hung up on', flush=True)
sys.exit(failed + wrong > 0)
