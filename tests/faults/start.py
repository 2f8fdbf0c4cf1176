#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Starting: never twice, never on a wrong file, with systemd's help. Usage: start.py TENON PLUGINS"""
import os, signal, socket
from harness import Client, run_tests, wait_for


def on_a_wrong_file(new_server, count):
    """a wrong file: status 1, and nothing was started"""
    server = new_server()
    for text in ('plugins: [', '  - nobody: {}\n', '  - fails-in-start: {}\n'):
        server.configure(text)
        server.launch()
        assert server.process.wait(30) == 1
        assert 'error: ' in server.log()
        assert not (server.folder / 'control.sock').exists()
    done = server.run('serve', 'missing.yaml')
    assert done.returncode == 1 and 'missing.yaml' in done.stderr, done.stderr


def twice(new_server, count):
    """a second server is refused by pid file, by control socket and by port"""
    first = new_server(workers='1\n  pid_file: tenon.pid').start()
    assert int((first.folder / 'tenon.pid').read_text()) == first.process.pid
    done = first.run('serve', 'conf.yaml')
    assert done.returncode == 1 and f'is held by process {first.process.pid}' in done.stderr, done.stderr
    first.configure(workers=1)
    done = first.run('serve', 'conf.yaml')
    assert done.returncode == 1 and 'control.sock cannot be opened' in done.stderr, done.stderr
    first.configure(workers='1\n  server_header: x')
    text = (first.folder / 'conf.yaml').read_text().replace('  control: control.sock\n', '')
    (first.folder / 'conf.yaml').write_text(text)
    for options in ([], ['--single']):
        done = first.run('serve', *options, 'conf.yaml')
        assert done.returncode == 1 and 'cannot listen on' in done.stderr, done.stderr
    assert first.get('/word') == 'hello'
    assert first.end() == 0
    assert not (first.folder / 'tenon.pid').exists()


def notified(new_server, count):
    """systemd is told of start, reload, end and life"""
    for abstract in (False, True):
        server = new_server()
        name = str(server.folder / 'notify.sock')
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
            listener.bind('\0' + name if abstract else name)
            listener.settimeout(30)
            server.environment.update({'NOTIFY_SOCKET': '@' + name if abstract else name, 'WATCHDOG_USEC': '200000'})
            server.start()
            hear(listener, 'READY=1')
            hear(listener, 'WATCHDOG=1')
            server.process.send_signal(signal.SIGHUP)
            assert 'MONOTONIC_USEC=' in hear(listener, 'RELOADING=1')
            hear(listener, 'READY=1')
            server.configure('  - nobody: {}\n')
            server.process.send_signal(signal.SIGHUP)
            hear(listener, 'RELOADING=1')
            assert 'the last reload failed' in hear(listener, 'READY=1')
            server.process.send_signal(signal.SIGTERM)
            hear(listener, 'STOPPING=1')
            assert server.process.wait(30) == 0


def hear(listener, expected):
    while True:
        text = listener.recv(4096).decode()
        if expected in text:
            return text


def on_given_sockets(new_server, count):
    """the sockets of LISTEN_FDS stand in place of those in the file"""
    server = new_server(listen='127.0.0.1:1')
    with socket.socket() as given:
        given.bind(('127.0.0.1', 0))
        given.listen()
        server.port = given.getsockname()[1]
        keeper = os.dup(given.fileno())

        def hand_over():
            os.dup2(keeper, 3)
            os.environ['LISTEN_PID'] = str(os.getpid())

        # The shell knows its own process id, which is the server's after exec.
        command = ['sh', '-c', f'LISTEN_PID=$$ LISTEN_FDS=1 exec {server.tenon} serve conf.yaml']
        server.tenon, tenon = command[0], server.tenon
        launch_with(server, command, hand_over, keeper)
        server.tenon = tenon
        wait_for(server.answers, 'the server to answer')
        assert server.run('reload', 'conf.yaml').returncode == 0
        assert server.get('/word') == 'hello'
        assert server.end() == 0
        os.close(keeper)


def launch_with(server, command, before, keeper):
    import subprocess
    server.output = open(server.folder / 'output', 'w')
    server.process = subprocess.Popen(command, cwd=server.folder, env=server.environment, stdout=server.output,
                                      stderr=server.output, preexec_fn=before, pass_fds=(3, keeper))


def on_other_sockets(new_server, count):
    """a Unix socket, IPv6 and a port that the system picks"""
    server = new_server()
    server.configure(listen=f'[ "unix:{server.folder}/http.sock", "127.0.0.1:{server.port}", "127.0.0.1:0", "[::1]:0" ]')
    server.start()
    addresses = server.status()['listen']
    assert f'unix:{server.folder}/http.sock' in addresses and len(addresses) == 4, addresses
    for address in addresses:
        client = Client(0)
        if address.startswith('unix:'):
            client.stream = socket.socket(socket.AF_UNIX)
            client.stream.connect(address[5:])
        else:
            host, port = address.rsplit(':', 1)
            client.stream = socket.create_connection((host.strip('[]'), int(port)))
        assert client.get('/word') == 'hello'
        client.close()
    assert server.end() == 0
    assert not (server.folder / 'http.sock').exists()


run_tests([on_a_wrong_file, twice, notified, on_given_sockets, on_other_sockets])
