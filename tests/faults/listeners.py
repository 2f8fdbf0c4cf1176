#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Listeners: TLS, Unix sockets, the PROXY protocol, through reloads and crashes. Usage: listeners.py TENON PLUGINS"""
import os, signal, socket, ssl, stat, struct, subprocess, threading, time
from pathlib import Path

from authority import Authority
from harness import Client, free_port, run_tests, wait_for

SIGNATURE = b'\r\n\r\n\0\r\nQUIT\n'


class Served:
    """A server that listens on more than its plain address: `rows` are texts, in which {port} is the port of `self.port`."""

    def __init__(self, new_server, *rows, **settings):
        self.server = new_server(server='  trusted_proxies: [127.0.0.0/8]\n', **settings)
        self.folder = self.server.folder
        self.port = free_port()
        self.authority = Authority(self.folder).sign('one', 'DNS:one.test,DNS:localhost,IP:127.0.0.1')
        self.authority.sign('wild', 'DNS:*.wild.test', key=('rsa:2048',))
        self.configure(*rows)

    def configure(self, *rows, **settings):
        listen = ', '.join([f'"127.0.0.1:{self.server.port}"', *(row.replace('{port}', str(self.port)) for row in rows)])
        self.server.configure(listen=f'[{listen}]', **settings)

    def reload(self, expected=0):
        done = self.server.run('reload', '--control=control.sock')
        assert done.returncode == expected, done.stderr
        return done.stderr

    def refused(self, reason):
        """How many connections and requests were refused for this reason."""
        return sum(int(line.split()[-1]) for line in self.server.get('/samples').splitlines()
                   if line.startswith(f'tenon_http_refused reason={reason} '))


def tls_row(*names):
    certificates = ', '.join(f'{{ certificate: {name}.pem, key: {name}.key }}' for name in names)
    return f'{{ address: "127.0.0.1:{{port}}", tls: [{certificates}] }}'


class SecureClient(Client):
    """One connection over TLS. What is served is checked by the library: chain, name, times."""

    def __init__(self, served, name='localhost', version=None):
        super().__init__(served.port)
        self.context = ssl.create_default_context(cafile=served.authority.certificate)
        self.name = name
        if version:
            self.context.minimum_version = self.context.maximum_version = version

    def connect(self):
        super().connect()
        self.stream = self.context.wrap_socket(self.stream, server_hostname=self.name)

    def serial(self):
        """Of the certificate that is served to a new connection, which ends."""
        self.connect()
        serial = self.stream.getpeercert()['serialNumber']
        self.close()
        return serial


def curl(served, *arguments):
    return subprocess.run(['curl', '-sS', '--noproxy', '*', '--max-time', '30', '--cacert', served.authority.certificate,
                           *map(str, arguments)], capture_output=True, text=True, cwd=served.folder)


def versions(new_server, count):
    """curl and TLS 1.2 and 1.3 get on, and nothing older; the scheme is https there and http elsewhere"""
    served = Served(new_server, tls_row('one'))
    served.server.start()
    url = f'https://localhost:{served.port}/who'
    for options in (['--tlsv1.2', '--tls-max', '1.2'], ['--tlsv1.3']):
        done = curl(served, *options, '-w', ' %{http_version} %{ssl_verify_result}', url)
        assert done.stdout == 'https 127.0.0.1 1.1 0', done
    done = curl(served, '--tls-max', '1.1', '--tlsv1.0', '--ciphers', 'DEFAULT@SECLEVEL=0', url)
    assert done.returncode in (35, 56), done
    assert served.server.get('/who') == 'http 127.0.0.1'
    client = SecureClient(served)
    client.context.set_alpn_protocols(['h2', 'http/1.1'])
    assert [client.get('/who') for _ in range(3)] == ['https 127.0.0.1'] * 3
    assert client.stream.selected_alpn_protocol() == 'http/1.1'
    client.close()
    # A trusted proxy knows better how its client came.
    done = curl(served, '-H', 'X-Forwarded-Proto: http', '-H', 'X-Forwarded-For: 192.0.2.9', url)
    assert done.stdout == 'http 192.0.2.9', done
    done = curl(served, '-H', 'Forwarded: for=192.0.2.9', url)
    assert done.stdout == 'https 192.0.2.9', done
    wait_for(lambda: served.refused('handshake') >= 1, 'the failed handshake to be counted')
    assert served.server.end() == 0


def bodies(new_server, count):
    """large bodies and replies that wait pass over TLS, and what is refused early is readable"""
    served = Served(new_server, tls_row('one'))
    served.server.start()
    client = SecureClient(served)
    for path in ('/slow', '/job', '/word', '/slow'):
        assert client.get(path)
    client.close()
    (served.folder / 'large').write_bytes(b'x' * (12 << 20))
    url = f'https://localhost:{served.port}'
    done = curl(served, '-w', ' %{http_code}', '--data-binary', '@large', '-o', '/dev/null', url + '/word')
    assert done.stdout == ' 413', done
    done = curl(served, '-w', ' %{http_code}', '-H', 'Transfer-Encoding: chunked', '-H', 'Expect:', '--data-binary', '@large',
                '-o', '/dev/null', url + '/word')
    assert done.stdout == ' 405', done
    assert 'tenon_http_requests' in curl(served, url + '/samples').stdout
    assert served.server.end() == 0


def names(new_server, count):
    """each name gets its certificate, a star stands for one label, and who names nobody gets the first"""
    served = Served(new_server, tls_row('one', 'wild'))
    served.server.start()
    for name in ('one.test', 'a.wild.test', 'B.WILD.test'):
        assert SecureClient(served, name).get('/word') == 'hello'
    for name in ('a.b.wild.test', 'wild.test', 'two.test'):
        try:
            SecureClient(served, name).get('/word')
            raise AssertionError(f'a certificate for {name}?')
        except ssl.SSLCertVerificationError:
            pass
    client = SecureClient(served, '127.0.0.1')  # an address is not sent as a name
    assert client.get('/word') == 'hello'
    client.close()
    assert served.server.end() == 0


def renewal(new_server, count):
    """a reload takes renewed files; connections go on, and until then even a new worker serves the old ones"""
    served = Served(new_server, tls_row('one'))
    served.server.start()
    kept, first = SecureClient(served), SecureClient(served).serial()
    assert kept.get('/word') == 'hello'
    pid = int(kept.get('/process').split()[0])
    served.authority.sign('one', 'DNS:localhost')
    for worker in served.server.workers().values():
        if worker != pid:
            os.kill(worker, signal.SIGKILL)
    wait_for(lambda: len(served.server.workers()) == 2, 'the next worker')
    assert {SecureClient(served).serial() for _ in range(20)} == {first}
    served.reload()
    second = wait_for(lambda: {SecureClient(served).serial() for _ in range(8)} - {first}, 'the renewed certificate')
    assert len(second) == 1
    assert kept.get('/process').split()[0] == str(pid), 'the connection should have stayed with its worker'
    wait_for(lambda: {SecureClient(served).serial() for _ in range(8)} == second, 'the old certificate to go')
    (served.folder / 'one.pem').write_text('no certificate')
    assert "`one.pem` holds no certificate that can be used:" in served.reload(expected=1)
    assert {SecureClient(served).serial() for _ in range(8)} == second
    assert served.server.end() == 0


def resumed(new_server, count):
    """a session is resumed by any worker, and by those after a reload"""
    served = Served(new_server, tls_row('one'))
    served.server.start()
    client = SecureClient(served, version=ssl.TLSVersion.TLSv1_2)
    client.get('/word')
    session = client.stream.session
    client.close()
    for _ in range(10):
        again = socket.create_connection(('127.0.0.1', served.port))
        with client.context.wrap_socket(again, server_hostname='localhost', session=session) as stream:
            assert stream.session_reused
    served.reload()
    again = socket.create_connection(('127.0.0.1', served.port))
    with client.context.wrap_socket(again, server_hostname='localhost', session=session) as stream:
        assert stream.session_reused
    assert served.server.end() == 0


def mistakes(new_server, count):
    """what is wrong with a certificate is said with its place, in the words of the library"""
    served = Served(new_server, tls_row('one'))
    folder = served.folder
    served.authority.sign('other', 'DNS:other.test')
    (folder / 'empty.pem').write_text('')

    def said(row):
        served.configure(row)
        done = served.server.run('check', '--load', 'conf.yaml')
        return done.returncode, done.stderr

    status, text = said(tls_row('one'))
    assert status == 0 and not text, text
    for certificate, key, option, expected in (
            ('none.pem', 'one.key', 'certificate', 'cannot read `none.pem`: No such file or directory'),
            ('one.pem', 'none.key', 'key', 'cannot read `none.key`: No such file or directory'),
            ('.', 'one.key', 'certificate', 'it is not a regular file'),
            ('empty.pem', 'one.key', 'certificate', '`empty.pem` holds no certificate that can be used: '),
            ('one.pem', 'authority.pem', 'key', '`authority.pem` holds no private key that can be used: '),
            ('one.pem', 'other.key', 'key', '`other.key` cannot be used with its certificate: '
                                            'The certificate and the given key do not match.')):
        status, text = said(f'{{ address: "127.0.0.1:{{port}}", tls: {{ certificate: {certificate}, key: {key} }} }}')
        column = (folder / 'conf.yaml').read_text().splitlines()[1].index(f'{option}: ') + len(f'{option}: ') + 1
        assert status == 1 and f'conf.yaml:2:{column}: error: ' in text and expected in text, (column, text)
    status, text = said('{ address: "127.0.0.1:{port}", tls: { certificate: one.pem } }')
    assert status == 1 and 'needs the option' in text, text
    # These do not keep it from serving.
    served.authority.sign('old', 'DNS:old.test', days=-1)
    status, text = said(tls_row('old'))
    assert status == 0 and 'warning: the certificate in `old.pem` has expired on 2' in text, text
    (folder / 'one.key').chmod(0o640)
    status, text = said(tls_row('one'))
    assert status == 0 and 'warning: others than its owner may use the key `one.key`: its mode is 0640' in text, text


def stalled(new_server, count):
    """who stalls before or in a handshake is closed in time and counted, and keeps nobody busy meanwhile"""
    served = Served(new_server, tls_row('one'), workers=1, drain='20s, header: 3s')
    served.server.start()
    worker = next(iter(served.server.workers().values()))

    def ticks():
        return sum(map(int, Path(f'/proc/{worker}/stat').read_text().rsplit(')', 1)[1].split()[11:13]))

    clients = [socket.create_connection(('127.0.0.1', served.port), timeout=30) for _ in range(12)]
    for client in clients[4:]:
        client.sendall(b'\x16\x03\x01\x02\x00\x01\x00')  # the beginning of a ClientHello
    before = ticks()
    for client in clients:
        assert client.recv(100) == b''
        client.close()
    # A loop that never rests would take all of the three seconds.
    assert ticks() - before < 0.5 * os.sysconf('SC_CLK_TCK'), 'the worker was busy with clients that say nothing'
    assert served.refused('slow handshake') == 12
    with socket.create_connection(('127.0.0.1', served.port), timeout=30) as client:
        client.sendall(b'GET /word HTTP/1.1\r\nHost: test\r\n\r\n')
        try:
            assert client.recv(100)[:5] != b'HTTP/'
        except ConnectionResetError:
            pass
    wait_for(lambda: served.refused('handshake') == 1, 'the failed handshake to be counted')
    secure = SecureClient(served)
    secure.connect()
    secure.stream.sendall(b'GET /word HTT')
    assert secure.stream.recv(1000).startswith(b'HTTP/1.1 408 ')
    secure.close()
    assert served.server.end() == 0


def unix_sockets(new_server, count):
    """a Unix socket has its mode, stays over a reload with who waits there, and is gone at the end"""
    served = Served(new_server, '{ address: unix:web.sock, mode: 0640, group: daemon }' if os.getuid() == 0 else
                    '{ address: unix:web.sock, mode: 0640 }', workers=2)
    path = served.folder / 'web.sock'
    with socket.socket(socket.AF_UNIX) as stale:
        stale.bind(str(path))
    served.server.start()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    inode = path.stat().st_ino
    assert curl(served, '--unix-socket', path, 'http://x/who').stdout == 'http unix'
    kept = Client(0)
    kept.stream = socket.socket(socket.AF_UNIX)
    kept.stream.settimeout(30)
    kept.stream.connect(str(path))
    assert kept.get('/word') == 'hello'
    served.configure('{ address: unix:web.sock, mode: 0640 }', word='again')
    served.reload()
    assert kept.get('/word') == 'hello' and path.stat().st_ino == inode
    wait_for(lambda: curl(served, '--unix-socket', path, 'http://x/word').stdout == 'again', 'the new word')
    for worker in served.server.workers().values():
        os.kill(worker, signal.SIGKILL)
    wait_for(lambda: len(served.server.workers()) == 2, 'the next workers')
    assert curl(served, '--unix-socket', path, 'http://x/word').stdout == 'again'
    other = new_server(listen=f'unix:{path}').launch()
    wait_for(lambda: other.process.poll() is not None, 'the second server to give up')
    assert 'Address already in use' in other.log()
    # Who is behind the socket may be trusted to say who asks.
    forwarded = ['-H', 'X-Forwarded-For: 192.0.2.9', '-H', 'X-Forwarded-Proto: https']
    assert curl(served, *forwarded, '--unix-socket', path, 'http://x/who').stdout == 'http unix'
    served.configure('{ address: unix:web.sock, mode: 0640 }', server='  trusted_proxies: [unix]\n')
    served.reload()
    wait_for(lambda: curl(served, *forwarded, '--unix-socket', path, 'http://x/who').stdout == 'https 192.0.2.9', 'the trust')
    served.configure('{ address: unix:web.sock, owner: nobody-of-that-name }')
    served.reload()  # it is made already
    served.configure('{ address: unix:other.sock, owner: nobody-of-that-name }')
    assert 'the system knows no such `owner` or `group`' in served.reload(expected=1)
    assert not (served.folder / 'other.sock').exists()
    assert served.server.end() == 0
    assert not path.exists()


def ask(port, header, secure=None, wait=0):
    """What the server says to /who behind the header; '' if it closes."""
    with socket.create_connection(('127.0.0.1', port), timeout=30) as stream:
        try:
            for piece in header if isinstance(header, list) else [header]:
                stream.sendall(piece)
                time.sleep(wait)
            if secure:
                stream = secure.wrap_socket(stream, server_hostname='localhost')
            stream.sendall(b'GET /who HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n')
            reply = b''
            while piece := stream.recv(65536):
                reply += piece
        except ConnectionError:
            return ''
        return reply.split(b'\r\n\r\n', 1)[-1].decode()


def binary(command, family, rest=b''):
    return SIGNATURE + bytes([0x20 | command, family]) + struct.pack('>H', len(rest)) + rest


TCP4 = bytes([192, 0, 2, 1, 192, 0, 2, 2]) + struct.pack('>HH', 8080, 443)


def proxy_headers(new_server, count):
    """a PROXY header says who the client is: both versions, in pieces, before TLS too; the request may come with it"""
    served = Served(new_server, '{ address: "127.0.0.1:{port}", proxy_protocol: true }', workers=2)
    secure_port = free_port()
    served.configure('{ address: "127.0.0.1:{port}", proxy_protocol: true }',
                     f'{{ address: "127.0.0.1:{secure_port}", proxy_protocol: true, tls: {{ certificate: one.pem, key: one.key }} }}')
    served.server.start()
    context = ssl.create_default_context(cafile=served.authority.certificate)
    one = b'PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\n'
    for header, expected in ((one, '192.0.2.1'), (b'PROXY TCP6 2001:db8::7 ::1 1 443\r\n', '2001:db8::7'),
                             (b'PROXY UNKNOWN\r\n', '127.0.0.1'), (binary(1, 0x11, TCP4), '192.0.2.1'),
                             (binary(0, 0), '127.0.0.1'), (binary(1, 0, b'whatever'), '127.0.0.1'),
                             (binary(1, 0x31, bytes(216)), 'unix'), (binary(1, 0x11, TCP4 + b'\x02\0\x03a.b'), '192.0.2.1')):
        assert ask(served.port, header) == f'http {expected}', header
        assert ask(secure_port, header, context) == f'https {expected}', header
    for header in (one, binary(1, 0x11, TCP4)):
        pieces = [header[at:at + 3] for at in range(0, len(header), 3)]
        assert ask(served.port, pieces, wait=0.002) == 'http 192.0.2.1'
    assert ask(served.port, binary(1, 0x11, TCP4 + b'\x20\0\x05\x01\0\0\0\0')) == 'https 192.0.2.1'
    # HAProxy's client is not trusted any further, unless it is a trusted proxy itself.
    both = one.replace(b'192.0.2.1', b'127.0.0.9') + b'GET /who HTTP/1.1\r\nHost: t\r\nX-Forwarded-For: 198.51.100.7\r\n' \
        b'Connection: close\r\n\r\n'
    assert ask(served.port, both).startswith('http 198.51.100.7')
    assert curl(served, '--haproxy-protocol', f'http://127.0.0.1:{served.port}/who').stdout == 'http 127.0.0.1'
    kept = Client(served.port)
    kept.connect()
    kept.stream.sendall(one)
    assert [kept.get('/who') for _ in range(3)] == ['http 192.0.2.1'] * 3
    served.reload()
    assert kept.get('/who') == 'http 192.0.2.1'
    assert served.server.end() == 0


def proxy_refusals(new_server, count):
    """a PROXY header that is missing, malformed or late ends the connection, and so does a peer that is not trusted"""
    row = '{ address: "127.0.0.1:{port}", proxy_protocol: true }'
    served = Served(new_server, row, workers=1, drain='20s, header: 1500ms')
    served.server.start()
    bad = [b'', b'PROXY TCP4 192.0.2.256 192.0.2.2 1 2\r\n', b'PROXY ' + b'x' * 200, SIGNATURE + b'\x31\x11\0\0',
           binary(1, 0x11, TCP4[:-1]), binary(1, 0x11, TCP4 + b'\x04\0\x09x'), SIGNATURE + b'\x21\x00\xff\xff', b'\x16\x03\x01']
    for number, header in enumerate(bad, 1):
        assert ask(served.port, header) == '', header
        wait_for(lambda: served.refused('proxy protocol') == number, f'{number} refusals, after {header!r}')
    for late in (b'', b'PROXY TCP4 ', binary(1, 0x11, TCP4)[:-1]):
        with socket.create_connection(('127.0.0.1', served.port), timeout=30) as stream:
            stream.sendall(late)
            assert stream.recv(100) == b''
    assert served.refused('proxy protocol') == len(bad) + 3
    assert 'its header of the PROXY protocol took too long' in served.server.log()
    gone = socket.create_connection(('127.0.0.1', served.port))
    gone.sendall(b'PROXY')
    gone.close()
    held = socket.create_connection(('127.0.0.1', served.port))
    held.sendall(b'PROXY')  # one that is there at a reload ends with its worker
    served.configure(row, server='  trusted_proxies: [10.0.0.0/8]\n')
    served.reload()
    one = b'PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\n'
    wait_for(lambda: ask(served.port, one) == '', 'the end of the trust')
    assert 'only trusted proxies may connect there' in served.server.log()
    held.close()
    assert served.server.end() == 0


def inherited(new_server, count):
    """sockets of systemd are served as the row says that names them, and not at all if none does"""
    served = Served(new_server, tls_row('one'), workers=2)
    plain, secure = socket.create_server(('127.0.0.1', served.server.port)), socket.create_server(('127.0.0.1', served.port))

    def take():
        os.dup2(plain.fileno(), 13), os.dup2(secure.fileno(), 14)
        os.dup2(13, 3), os.dup2(14, 4)
        os.environ['LISTEN_PID'] = str(os.getpid())

    command = 'LISTEN_PID=$$ LISTEN_FDS=2 exec "$0" serve conf.yaml'
    def launch():
        served.server.output = open(served.folder / 'output', 'w')
        served.server.process = subprocess.Popen(['/bin/sh', '-c', command, served.server.tenon], cwd=served.folder,
                                                 env=served.server.environment, stdout=served.server.output,
                                                 stderr=served.server.output, preexec_fn=take, close_fds=False)
    launch()
    wait_for(served.server.answers, 'the server')
    assert SecureClient(served).get('/who') == 'https 127.0.0.1' and served.server.get('/who') == 'http 127.0.0.1'
    served.reload()
    assert SecureClient(served).get('/who') == 'https 127.0.0.1'
    served.configure(f'{{ address: "127.0.0.1:{free_port()}", tls: {{ certificate: one.pem, key: one.key }} }}')
    assert f'systemd listens on `127.0.0.1:{served.port}`, and no row of `listen` says how' in served.reload(expected=1)
    assert SecureClient(served).get('/who') == 'https 127.0.0.1'
    assert served.server.end() == 0
    plain.close(), secure.close()


def under_load(new_server, count):
    """no request fails over TLS while the server reloads, a worker is killed, and all of it ends gently"""
    served = Served(new_server, tls_row('one'), workers=2)
    served.server.start()
    failures, replies, ending = [], [0], threading.Event()

    def run(path):
        client = SecureClient(served)
        while not ending.is_set():
            try:
                client.get(path)
                replies[0] += 1
            except (OSError, AssertionError) as failure:
                failures.append(f'{type(failure).__name__}: {failure}')
                client.close()
        client.close()

    threads = [threading.Thread(target=run, args=(path,), daemon=True) for path in ('/word', '/slow', '/job', '/process')]
    for thread in threads:
        thread.start()
    for number in range(count or 4):
        served.configure(tls_row('one'), word=f'word{number}')
        served.reload()
        wait_for(lambda: SecureClient(served).get('/word') == f'word{number}', 'the new word')
    ending.set()
    for thread in threads:
        thread.join()
    assert not failures, failures[:5]
    assert replies[0] > 10
    idle = SecureClient(served)
    idle.get('/word')
    served.server.process.send_signal(signal.SIGTERM)
    assert idle.get('/slow') and idle.stream is None, 'the last reply should close'
    assert served.server.process.wait(60) == 0


run_tests([versions, bodies, names, renewal, resumed, mistakes, stalled, unix_sockets, proxy_headers, proxy_refusals, inherited,
           under_load])
