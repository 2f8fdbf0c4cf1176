# SPDX-License-Identifier: MIT
"""A server to do bad things to, clients that notice, and a list of what came of it."""
import json, os, shutil, signal, socket, subprocess, sys, tempfile, threading, time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from ports import free_port

PATIENCE_SECONDS = float(os.environ.get('TENON_TEST_PATIENCE', '30'))

CONFIG = """server:
  listen: {listen}
  workers: {workers}
  control: control.sock
  timeouts: {{ drain: {drain}, drain_delay: {drain_delay} }}
{server}plugins:
  - echo: {{ word: {word}, slow: {slow} }}
"""


def wait_for(condition, what):
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.01)
    raise AssertionError(f'waited {PATIENCE_SECONDS:g} s for {what}')


def is_alive(pid):
    try:
        return Path(f'/proc/{pid}/stat').read_text().rsplit(')', 1)[1].split()[0] != 'Z'
    except OSError:
        return False


class Client:
    """One connection, kept alive as long as the server lets it."""

    def __init__(self, port):
        self.port, self.stream, self.fresh = port, None, True

    def connect(self):
        self.stream = socket.create_connection(('127.0.0.1', self.port), timeout=PATIENCE_SECONDS)
        self.fresh = True

    def close(self):
        if self.stream:
            self.stream.close()
        self.stream = None

    def get(self, path):
        """The body of a 200; raises if the reply is anything else, or is not whole."""
        if not self.stream:
            self.connect()
        self.ask(path)
        return self.receive(path)

    def ask(self, path):
        self.stream.sendall(f'GET {path} HTTP/1.1\r\nHost: test\r\n\r\n'.encode())

    def receive(self, path):
        data = b''
        while b'\r\n\r\n' not in data:
            piece = self.stream.recv(65536)
            if not piece:
                raise ConnectionResetError(f'no reply to {path} on a {"fresh" if self.fresh else "used"} connection: {data!r}')
            data += piece
        head, body = data.split(b'\r\n\r\n', 1)
        lines = head.decode().split('\r\n')
        fields = {name.lower(): value.strip() for name, value in (line.split(':', 1) for line in lines[1:])}
        while len(body) < int(fields['content-length']):
            piece = self.stream.recv(65536)
            if not piece:
                raise ConnectionResetError(f'half a reply to {path}')
            body += piece
        self.fresh = False
        if fields.get('connection', '').lower() == 'close':
            self.close()
        if lines[0].split()[1] != '200':
            raise AssertionError(f'{lines[0]} for {path}')
        return body.decode()


def is_refused(port):
    client = Client(port)
    try:
        client.connect()
        client.close()
        return False
    except ConnectionRefusedError:
        return True


class Queue:
    """Clients that are connected, and have asked, while the processes that should accept them are stopped."""

    def __init__(self, pids, connect, count=300):
        self.pids, self.clients = list(pids), []
        for pid in self.pids:
            os.kill(pid, signal.SIGSTOP)
        for _ in range(count):
            client = Client(0)
            client.stream = connect()
            client.ask('/word')
            self.clients.append(client)

    def go_on(self):
        for pid in self.pids:
            os.kill(pid, signal.SIGCONT)

    def assert_answered(self):
        for client in self.clients:
            assert client.receive('/word') == 'hello'
        # Some may have been accepted before the drain began.
        assert any(client.stream is None for client in self.clients), 'no reply has said `Connection: close`'
        for client in self.clients:
            client.close()


class Load:
    """Clients that ask without pause until stopped."""

    def __init__(self, port, paths):
        self.port, self.failures, self.replies, self.stopping = port, [], 0, False
        self.threads = [threading.Thread(target=self.run, args=(path,), daemon=True) for path in paths]
        for thread in self.threads:
            thread.start()

    def run(self, path):
        client = Client(self.port)
        while not self.stopping:
            try:
                client.get(path)
                self.replies += 1
            except ConnectionRefusedError:
                if self.stopping_is_expected:
                    break
                self.failures.append('refused')
            except Exception as failure:
                self.failures.append(f'{type(failure).__name__}: {failure}')
                client.close()
        client.close()

    stopping_is_expected = False

    def stop(self):
        self.stopping = True
        for thread in self.threads:
            thread.join(PATIENCE_SECONDS)


class Server:
    def __init__(self, tenon, plugins, environment=None, **settings):
        self.tenon = tenon
        self.folder = Path(tempfile.mkdtemp(prefix='tenon-'))
        self.port = free_port()
        self.settings = {'listen': f'127.0.0.1:{self.port}', 'workers': 2, 'drain': '20s', 'drain_delay': '0s', 'server': '',
                         'word': 'hello', 'slow': '100ms', **settings}
        self.environment = {k: v for k, v in os.environ.items() if k not in ('NOTIFY_SOCKET', 'LISTEN_FDS', 'LISTEN_PID')}
        self.environment.update({'TENON_PLUGIN_PATH': str(plugins), **(environment or {})})
        self.process = None
        self.configure()

    def configure(self, text='', **settings):
        self.settings.update(settings)
        (self.folder / 'conf.yaml').write_text(CONFIG.format(**self.settings) + text)

    def launch(self, *options, **more):
        self.output = open(self.folder / 'output', 'w')
        self.process = subprocess.Popen([self.tenon, 'serve', *options, 'conf.yaml'], cwd=self.folder, env=self.environment,
                                        stdout=self.output, stderr=self.output, **more)
        return self

    def start(self, *options, **more):
        self.launch(*options, **more)
        wait_for(self.answers, 'the server to answer:\n' + self.log())
        return self

    def answers(self):
        assert self.process.poll() is None, f'the server ended with {self.process.returncode}:\n{self.log()}'
        try:
            client = Client(self.port)
            client.get('/word')
            client.close()
            return True
        except OSError:
            return False

    def get(self, path):
        client = Client(self.port)
        try:
            return client.get(path)
        finally:
            client.close()

    def wait_for_word(self, word):
        """For a moment after a reload, the old workers may still take a connection."""
        wait_for(lambda: self.get('/word') == word, f'{word} to be served')

    def run(self, *arguments):
        return subprocess.run([self.tenon, *arguments], cwd=self.folder, env=self.environment, capture_output=True, text=True,
                              timeout=PATIENCE_SECONDS * 2)

    def status(self):
        done = self.run('status', '--format=json', '--control=control.sock')
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def workers(self, state='serving'):
        return {worker['slot']: worker['pid'] for worker in self.status()['workers'] if worker['state'] == state}

    def log(self):
        return (self.folder / 'output').read_text()

    def end(self, number=signal.SIGTERM):
        """Sends the signal and returns the exit status."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_SECONDS * 2)

    def clean(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def run_tests(tests):
    """Runs functions that take (tenon, plugins, count); TAP. Usage: SCRIPT TENON PLUGINS [COUNT]"""
    tenon, plugins = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    print(f'1..{len(tests)}')
    failed = 0
    for number, test in enumerate(tests, 1):
        servers = []

        def new_server(**settings):
            servers.append(Server(tenon, plugins, **settings))
            return servers[-1]
        try:
            test(new_server, count)
            print(f'ok {number} - {test.__doc__.splitlines()[0]}', flush=True)
        except Exception as failure:
            failed += 1
            print(f'not ok {number} - {test.__doc__.splitlines()[0]}')
            logs = '\n'.join(server.log() for server in servers if server.process)
            for line in f'{type(failure).__name__}: {failure}'.splitlines() + logs.splitlines()[-60:]:
                print('# ' + line, flush=True)
        for server in servers:
            server.clean()
    sys.exit(failed > 0)
