#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reloads: nobody is cut off, a bad file changes nothing. Usage: reload.py TENON PLUGINS [COUNT]"""
import json, os, signal, socket, threading
from harness import Client, Load, Queue, free_port, is_refused, run_tests, wait_for


def under_load(new_server, count):
    """no request fails while the server reloads again and again"""
    server = new_server().start()
    load = Load(server.port, ['/word', '/word', '/process', '/slow', '/job'])
    for number in range(count or 8):
        server.configure(word=f'word{number}')
        done = server.run('reload', 'conf.yaml')
        assert done.returncode == 0, done.stderr
        server.wait_for_word(f'word{number}')
    load.stop()
    assert not load.failures, load.failures[:5]
    assert load.replies > 10
    wait_for(lambda: len(server.status()['workers']) == 2, 'the old workers to end')
    assert server.status()['generation'] == (count or 8) + 1
    assert server.end() == 0


def at_the_return(new_server, count):
    """when the command returns, no old worker takes a connection any more"""
    server = new_server().start()
    idle = Client(server.port)
    idle.get('/word')
    for number in range(count or 10):
        server.configure(word=f'word{number}')
        assert server.run('reload', 'conf.yaml').returncode == 0
        for _ in range(8):
            assert server.get('/word') == f'word{number}'
    assert idle.get('/word') == 'hello', 'the connection of the first generation'
    assert server.end() == 0


def past_a_stopped_worker(new_server, count):
    """an old worker that does not listen to the master holds a reload up for a while only"""
    server = new_server(workers=1).start()
    stopped = server.workers()[0]
    os.kill(stopped, signal.SIGSTOP)
    server.configure(word='other')
    results = []
    threads = [threading.Thread(target=lambda: results.append(server.run('reload', 'conf.yaml').returncode)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [0, 0], results
    assert 'a worker is slow to listen, or to accept no more' in server.log()
    os.kill(stopped, signal.SIGCONT)
    server.wait_for_word('other')
    assert server.end() == 0


def as_json(new_server, count):
    """with --format=json, errors of the file, of plugins and of the start come as JSON, as `check` gives them"""
    server = new_server().start()
    done = server.run('reload', '--format=json', 'conf.yaml')
    assert (done.returncode, json.loads(done.stdout)) == (0, []), done
    for text, expected in (('  - fails-in-start: {}\n', {'file': 'conf.yaml', 'line': 8, 'column': 5, 'severity': 'error'}),
                           ('  - crashes-in-create: {}\n', {'severity': 'error'}),
                           ('plugins: []\n', {'file': 'conf.yaml', 'line': 8})):
        server.configure(text)
        done = server.run('reload', '--format=json', '--control=control.sock')
        errors = json.loads(done.stdout)
        assert done.returncode == 1 and not done.stderr and expected.items() <= errors[0].items() and errors[0]['message'], done
    server.configure('  - nobody: {}\n  - nothing: {}\n')
    done = server.run('reload', '--format=json', '--control=control.sock')
    checked = server.run('check', '--load', '--format=json', 'conf.yaml')
    assert json.loads(done.stdout) == json.loads(checked.stdout) and len(json.loads(done.stdout)) == 2, done
    assert server.end() == 0


def moves_no_names(new_server, count):
    """paths by which the server is found cannot be moved by a reload, which says so"""
    server = new_server().start()
    text = (server.folder / 'conf.yaml').read_text()
    (server.folder / 'conf.yaml').write_text(text.replace('control.sock', 'other.sock').replace('  workers', '  pid_file: pid\n  workers'))
    done = server.run('reload', '--control=control.sock')
    assert done.returncode == 1, done
    assert 'conf.yaml:3:13: error: `server.pid_file` was absent when the server was started, and only a restart' in done.stderr, done.stderr
    assert 'conf.yaml:5:12: error: `server.control` was ' in done.stderr, done.stderr
    (server.folder / 'conf.yaml').write_text(text)
    assert server.run('reload', 'conf.yaml').returncode == 0
    assert server.end() == 0


def at_once(new_server, count):
    """reloads that are asked for at once become few, and all are told"""
    server = new_server().start()
    results = []
    threads = [threading.Thread(target=lambda: results.append(server.run('reload', 'conf.yaml').returncode)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [0] * 6, results
    assert server.status()['generation'] <= 7
    assert server.end() == 0


def refused(new_server, count):
    """a reload that is refused says all errors, exits 1 and changes nothing"""
    server = new_server().start()
    before = server.workers()
    good = (server.folder / 'conf.yaml').read_text()
    for text, expected in (('  - fails-in-start: {}\n', 'conf.yaml:8:5: error: the world is not there'),
                           ('  - fails-in-create: { word: sour }\n  - nobody: {}\n', 'there is no plugin `nobody`'),
                           ('  - crashes-in-create: {}\n', 'SIGSEGV in entry `crashes-in-create`, hook `create`'),
                           ('plugins: []\n', 'conf.yaml:8')):
        server.configure(text, word='other')
        done = server.run('reload', '--control=control.sock')
        assert done.returncode == 1 and expected in done.stderr, done.stderr
        assert server.get('/word') == 'hello'
        status = server.status()
        assert status['generation'] == 1 and not status['last_reload']['ok'], status
        wait_for(lambda: len(server.status()['workers']) == 2, 'the refused workers to end')
        assert server.workers() == before
    (server.folder / 'conf.yaml').write_text(good)
    server.configure(word='better')
    assert server.run('reload', 'conf.yaml').returncode == 0
    server.wait_for_word('better')
    assert server.end() == 0


def refused_with_more_workers(new_server, count):
    """sockets of workers that never come to serve take no client"""
    server = new_server().start()
    failures, ending = [], threading.Event()

    def connect_again_and_again():
        while not ending.is_set():
            client = Client(server.port)
            try:
                client.get('/word')
            except OSError as failure:
                failures.append(f'{type(failure).__name__}: {failure}')
            client.close()

    thread = threading.Thread(target=connect_again_and_again)
    thread.start()
    for _ in range(5):
        server.configure('  - fails-in-start: {}\n', workers=6)
        assert server.run('reload', '--control=control.sock').returncode == 1
    ending.set()
    thread.join()
    assert not failures, failures[:5]
    assert server.end() == 0


def by_signal(new_server, count):
    """SIGHUP reloads; a bad file is said in the log"""
    server = new_server().start()
    server.configure(word='signalled')
    server.process.send_signal(signal.SIGHUP)
    wait_for(lambda: server.get('/word') == 'signalled', 'the new word')
    server.configure('  - nobody: {}\n')
    server.process.send_signal(signal.SIGHUP)
    wait_for(lambda: 'the reload is refused' in server.log(), 'the refusal in the log')
    assert server.get('/word') == 'signalled'
    assert server.end() == 0


def moves(new_server, count):
    """a reload may move to another address and another number of workers"""
    server = new_server(drain='5m').start()
    old, server.port = server.port, free_port()
    idle = Client(old)
    idle.get('/word')
    server.configure(listen=f'127.0.0.1:{server.port}', workers=3)
    assert server.run('reload', 'conf.yaml').returncode == 0
    assert server.get('/word') == 'hello'
    wait_for(lambda: len(server.workers()) == 3, 'three workers')
    wait_for(lambda: is_refused(old), 'the old address to be given up')
    assert server.workers('draining'), 'the worker of the idle connection should still be there'
    assert idle.get('/word') == 'hello'
    server.configure(workers=1)
    load = Load(server.port, ['/word', '/word', '/word'])
    assert server.run('reload', 'conf.yaml').returncode == 0
    wait_for(lambda: len(server.status()['workers']) == 1, 'one worker')
    for _ in range(20):
        server.get('/word')
    load.stop()
    assert not load.failures, load.failures[:5]
    with socket.socket() as other:
        other.bind(('127.0.0.1', 0))
        other.listen()
        server.configure(listen=f'"127.0.0.1:{other.getsockname()[1]}"')
        done = server.run('reload', 'conf.yaml')
        assert done.returncode == 1 and 'conf.yaml:2:11: error: cannot listen on' in done.stderr, done.stderr
    assert server.get('/word') == 'hello'
    assert server.end() == 0


def moves_from_under_a_queue(new_server, count):
    """who waits to be accepted at an address that a reload removes is answered"""
    server = new_server().start()
    old, server.port = server.port, free_port()
    server.configure(listen=f'127.0.0.1:{server.port}')
    queue = Queue(server.workers().values(), lambda: socket.create_connection(('127.0.0.1', old), timeout=30))
    assert server.run('reload', '--control=control.sock').returncode == 0
    queue.go_on()
    queue.assert_answered()
    wait_for(lambda: is_refused(old), 'the old address to be given up')
    assert server.end() == 0


def keeps(new_server, count):
    """what is in zones and counters outlives the workers"""
    server = new_server().start()
    counts = [int(server.get('/count')) for _ in range(5)]
    assert server.run('reload', 'conf.yaml').returncode == 0
    counts.append(int(server.get('/count')))
    assert counts == [1, 2, 3, 4, 5, 6], counts
    wait_for(lambda: len(server.status()['workers']) == 2, 'the old workers to end')
    wait_for(lambda: 'tenon_http_connections 1\n' in server.get('/samples'), 'the connections of before to be gone')
    samples = server.get('/samples')
    assert 'tenon_workers 2\n' in samples, samples
    assert int(samples.split('tenon_http_requests method=GET status=200 ')[1].split()[0]) >= 6, samples
    assert server.end() == 0


run_tests([under_load, at_the_return, past_a_stopped_worker, as_json, moves_no_names, at_once, refused, refused_with_more_workers, by_signal, moves, moves_from_under_a_queue, keeps])
