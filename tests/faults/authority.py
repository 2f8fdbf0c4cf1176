# SPDX-License-Identifier: MIT
"""A certificate authority for tests: its own certificate, and those that it signs."""
import subprocess
from pathlib import Path


def openssl(*arguments):
    done = subprocess.run(['openssl', *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


class Authority:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.certificate = self.folder / 'authority.pem'
        openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', 400,
                '-subj', '/CN=Authority of the tests', '-addext', 'keyUsage=critical,keyCertSign,cRLSign',
                '-keyout', self.folder / 'authority.key', '-out', self.certificate)

    def sign(self, name, alternatives, days=120, key=('ec', '-pkeyopt', 'ec_paramgen_curve:P-256')):
        """Writes NAME.pem and NAME.key, in place of what is there; `days` may be negative."""
        path = {kind: self.folder / f'{name}.{kind}' for kind in ('pem', 'key', 'csr', 'ext')}
        openssl('req', '-new', '-newkey', *key, '-nodes', '-subj', f'/CN={name}', '-keyout', path['key'], '-out', path['csr'])
        path['ext'].write_text(f'subjectAltName={alternatives}\nbasicConstraints=critical,CA:FALSE\nkeyUsage=digitalSignature\n'
                               'extendedKeyUsage=serverAuth\ncrlDistributionPoints=URI:http://127.0.0.1/revoked.crl\n')
        openssl('x509', '-req', '-in', path['csr'], '-CA', self.certificate, '-CAkey', self.folder / 'authority.key',
                '-CAcreateserial', '-days', days, '-extfile', path['ext'], '-out', path['pem'])
        path['key'].chmod(0o600)
        return self
