#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The end: drained, forced, hurried. Usage: drain.py TENON PLUGINS [COUNT]"""
import collections, os, signal, socket, threading
from harness import Client, Load, Queue, run_tests, wait_for


def under_load(new_server, count):
    """SIGTERM under load answers what was accepted and exits 0"""
    for options in ([], ['--single']):
        server = new_server().start(*options)
        load = Load(server.port, ['/word', '/word', '/slow', '/job'])
        load.stopping_is_expected = True
        wait_for(lambda: load.replies > 50, 'some load')
        assert server.end() == 0, server.log()
        load.stop()
        assert not load.failures, load.failures


def in_the_queue(new_server, count):
    """who waits to be accepted when the signal comes is answered"""
    for options in ([], ['--single']):
        server = new_server()
        path = f'{server.folder}/http.sock'
        server.configure(listen=f'[ "127.0.0.1:{server.port}", "unix:{path}" ]')
        server.start(*options)
        for connect in (lambda: socket.create_connection(('127.0.0.1', server.port), timeout=30), lambda: connect_to(path)):
            if server.process.poll() is not None:
                server.start(*options)
            queue = Queue([server.process.pid] if options else server.workers().values(), connect)
            before = descriptors(server.process.pid)
            server.process.send_signal(signal.SIGTERM)
            if not options:  # a master lets go of its sockets once it has told its workers
                wait_for(lambda: descriptors(server.process.pid) < before, 'the workers to be told')
            queue.go_on()
            queue.assert_answered()
            assert server.process.wait(30) == 0


def descriptors(pid):
    return len(os.listdir(f'/proc/{pid}/fd'))


def connect_to(path):
    stream = socket.socket(socket.AF_UNIX)
    stream.settimeout(30)
    stream.connect(path)
    return stream


def at_the_instant(new_server, count):
    """of many that connect when the signal comes, each is answered or refused, none is reset"""
    for options in ([], ['--single']):
        for _ in range(count or 2):
            server = new_server().start(*options)
            outcomes = collections.Counter()
            threads = [threading.Thread(target=knock, args=(server, outcomes)) for _ in range(8)]
            for thread in threads:
                thread.start()
            wait_for(lambda: outcomes['answered'] > 200, 'many connections')
            assert server.end() == 0
            for thread in threads:
                thread.join()
            assert set(outcomes) == {'answered', 'refused'}, outcomes


def knock(server, outcomes):
    """A new connection for each request, until refused."""
    while True:
        try:
            server.get('/word')
            outcomes['answered'] += 1
        except ConnectionRefusedError:
            outcomes['refused'] += 1
            return
        except Exception as failure:
            outcomes[repr(failure)] += 1
            return


def in_flight(new_server, count):
    """a request in flight is waited for"""
    for options in ([], ['--single']):
        server = new_server(slow='700ms').start(*options)
        result = []
        thread = threading.Thread(target=lambda: result.append(server.get('/slow')))
        thread.start()
        wait_for(lambda: 'a request waits' in server.log(), 'the request to be under way')
        assert server.end() == 0
        thread.join()
        assert result == ['slow']


def too_long(new_server, count):
    """what takes longer than the drain may is cut off, and the status is 1"""
    for options, path, message in (([], '/slow', ''), (['--single'], '/slow', ''), (['--single'], '/stuck', 'a plugin holds a request')):
        server = new_server(slow='60s', drain='300ms').start(*options)
        client = Client(server.port)
        client.connect()
        client.stream.sendall(f'GET {path} HTTP/1.1\r\nHost: test\r\n\r\n'.encode())
        wait_for(lambda: 'a request waits' in server.log(), 'the request to be under way')
        assert server.end() == 1
        assert 'the drain took too long: 1 requests are cut off' in server.log(), server.log()
        assert message in server.log(), server.log()


def idle(new_server, count):
    """an idle connection is not a reason to call the end forced"""
    server = new_server(drain='300ms').start()
    client = Client(server.port)
    client.get('/word')
    assert server.end() == 0, server.log()


def delayed(new_server, count):
    """during the delay the server still accepts, and says that it drains; a second signal hurries"""
    for options in ([], ['--single']):
        for number in (signal.SIGTERM, signal.SIGINT):
            server = new_server(drain_delay='1h', slow='1h').start(*options)
            assert server.get('/process').endswith('ready')
            server.process.send_signal(number)
            wait_for(lambda: server.get('/process').endswith('draining'), 'the state to change')
            assert server.end(number) == 0


def hurried(new_server, count):
    """a second signal cuts off what is in flight, and the status is 1"""
    for options in ([], ['--single']):
        server = new_server(drain_delay='1h', slow='1h').start(*options)
        client = Client(server.port)
        client.connect()
        client.ask('/slow')
        wait_for(lambda: 'a request waits' in server.log(), 'the request to be under way')
        server.process.send_signal(signal.SIGTERM)
        wait_for(lambda: server.get('/process').endswith('draining'), 'the state to change')
        assert server.end() == 1


def by_command(new_server, count):
    """`tenon drain` ends the server, `tenon reopen` reaches every plugin"""
    server = new_server().start()
    assert server.run('reopen', 'conf.yaml').returncode == 0
    wait_for(lambda: server.log().count('echo: reopened') == 2, 'both workers to reopen')
    server.process.send_signal(signal.SIGUSR1)
    wait_for(lambda: server.log().count('echo: reopened') == 4, 'both workers to reopen again')
    done = server.run('drain', 'conf.yaml')
    assert done.returncode == 0 and done.stdout == 'draining\n'
    assert server.process.wait(30) == 0
    done = server.run('reload', 'conf.yaml')
    assert done.returncode == 1 and 'no server answers' in done.stderr, done.stderr


def until_the_very_end(new_server, count):
    """signals that come until the process is gone change nothing: after a drain it ends with 0"""
    for _ in range(count or 10):
        server = new_server(workers=1).start()
        assert server.run('drain', 'conf.yaml').returncode == 0
        while server.process.poll() is None:
            for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1):
                server.process.send_signal(number)
        assert server.process.returncode == 0, server.process.returncode


run_tests([under_load, in_the_queue, at_the_instant, in_flight, too_long, idle, delayed, hurried, by_command, until_the_very_end])
