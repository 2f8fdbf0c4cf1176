# SPDX-License-Identifier: MIT
"""A Redis of the test's own on a free port of loopback, and what can happen to it."""
import os, shutil, signal, socket, subprocess, tempfile
from harness import PATIENCE_SECONDS, free_port, wait_for


class Redis:
    def __init__(self, *options):
        self.port, self.options, self.process = free_port(), options, None
        self.folder = tempfile.mkdtemp(prefix='tenon-redis-')

    def start(self):
        self.process = subprocess.Popen(
            ['redis-server', '--port', str(self.port), '--bind', '127.0.0.1', '--dir', self.folder, '--save', '',
             *self.options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(self.listens, 'Redis to listen')
        return self

    def listens(self):
        assert self.process.poll() is None, 'redis-server does not start'
        try:
            socket.create_connection(('127.0.0.1', self.port)).close()
            return True
        except OSError:
            return False

    def signal(self, number):
        os.kill(self.process.pid, number)

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def clean(self):
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def ask(self, *words):
        """The answer to one command, on a connection of its own."""
        with socket.create_connection(('127.0.0.1', self.port), timeout=PATIENCE_SECONDS) as stream:
            stream.sendall(b'*%d\r\n' % len(words) + b''.join(b'$%d\r\n%s\r\n' % (len(w.encode()), w.encode()) for w in words))
            with stream.makefile('rb') as reader:
                return read(reader)

    def info(self, section):
        lines = self.ask('INFO', section).splitlines()
        return dict(line.split(':', 1) for line in lines if ':' in line)

    def calls(self, command):
        """How often a command was called."""
        figures = self.info('commandstats').get(f'cmdstat_{command}', 'calls=0')
        return int(figures.split(',')[0].split('=')[1])


def read(reader):
    line = reader.readline()
    kind, rest = line[:1], line[1:-2].decode()
    if kind == b'-':
        raise AssertionError(rest)
    if kind == b'*':
        return [read(reader) for _ in range(int(rest))]
    if kind == b'$':
        return reader.read(int(rest) + 2)[:-2].decode() if rest != '-1' else None
    return int(rest) if kind == b':' else rest
