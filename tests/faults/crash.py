#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Processes that die: a worker costs what it had in flight, a master takes its workers along. Usage: crash.py TENON PLUGINS [COUNT]"""
import os, re, signal, threading
from harness import Client, Load, is_alive, run_tests, wait_for


def of_a_worker(new_server, count):
    """a killed worker loses only what was in flight in it, and is replaced"""
    server = new_server().start()
    load = Load(server.port, ['/word', '/word', '/word', '/word'])
    for number in range(count or 3):
        before = wait_for(lambda: (w := server.workers()) and len(w) == 2 and w, 'two workers')
        lost, failures = before[number % 2], len(load.failures)
        os.kill(lost, signal.SIGSEGV)
        wait_for(lambda: not is_alive(lost), 'the worker to die')
        wait_for(lambda: len(w := server.workers()) == 2 and lost not in w.values(), 'the next worker')
        assert server.workers()[1 - number % 2] == before[1 - number % 2]
        # One client has at most one request in flight.
        assert len(load.failures) - failures <= len(load.threads), load.failures
    replies = load.replies
    wait_for(lambda: load.replies > replies + 20, 'the clients to go on')
    load.stop()
    assert sum(worker['restarts'] for worker in server.status()['workers']) == (count or 3)
    assert server.end() == 0


def in_a_hook(new_server, count):
    """the log names the entry and the hook in which a worker crashed; shared memory is whole"""
    server = new_server().start()
    assert server.get('/count') == '1'
    try:
        server.get('/crash')
        raise AssertionError('the crash has answered')
    except ConnectionError:
        pass
    wait_for(lambda: 'is lost: SIGSEGV in entry `echo`, hook `request`' in server.log(), 'the name in the log')
    wait_for(lambda: len(server.workers()) == 2, 'the next worker')
    assert server.get('/count') == '2'
    assert 'tenon_workers 2\n' in server.get('/samples')
    assert server.end() == 0


def again_and_again(new_server, count):
    """a worker that crashes again and again is started later each time, and the server still ends well"""
    server = new_server(workers=1).start()
    for number in range(4):
        before = wait_for(lambda: server.workers(), 'a worker')[0]
        os.kill(before, signal.SIGKILL)
        wait_for(lambda: server.log().count('is lost') == number + 1, 'the loss in the log')
    assert 'the next one starts in 0 ms' in server.log() and 'the next one starts in 400 ms' in server.log()
    assert server.get('/word') == 'hello'
    assert server.end() == 0


def and_stays_away(new_server, count):
    """a worker that is not started again at once is missing in the status and in a metric"""
    server = new_server().start()
    client = client_of_slot(server, 0)
    assert 'tenon_workers_missing 0\n' in client.get('/samples')
    for number in range(7):
        os.kill(wait_for(lambda: server.workers().get(1), 'the worker'), signal.SIGKILL)
        wait_for(lambda: server.log().count('is lost') == number + 1, 'the loss in the log')
    assert server.workers('waiting') == {1: None}, server.status()
    assert re.search(r'^1 +- +- +waiting, starts in \d+ ms; 7 restarts$', server.run('status', 'conf.yaml').stdout, re.M)
    assert 'tenon_workers_missing 1\n' in client.get('/samples')
    wait_for(lambda: server.workers().get(1), 'the worker')
    assert 'tenon_workers_missing 0\n' in client.get('/samples')
    assert server.end() == 0


def client_of_slot(server, slot):
    """A connection that is kept to the worker of that slot."""
    while True:
        client = Client(server.port)
        if f' {slot}/' in client.get('/process'):
            return client
        client.close()


def by_hanging(new_server, count):
    """a worker whose loop is held for ever is ended, the log names entry and hook, and the next one serves"""
    server = new_server(workers=1, drain_delay='0s, hung: 2s').start()
    hung = server.workers()[0]
    client = Client(server.port)
    client.connect()
    client.ask('/hang')
    wait_for(lambda: 'its loop has not turned for 2000 ms, ended by SIGABRT in entry `echo`, hook `request`' in server.log(), 'the name in the log')
    wait_for(lambda: not is_alive(hung), 'the worker to be gone')
    assert server.get('/word') == 'hello'
    stopped = server.workers()[0]
    os.kill(stopped, signal.SIGSTOP)
    wait_for(lambda: 'ended by SIGKILL' in server.log(), 'one that does not even run to be killed')
    assert server.get('/word') == 'hello'
    assert server.end() == 0


def and_not_by_waiting(new_server, count):
    """requests that wait, and a server that has nothing to do, are no hang"""
    server = new_server(drain_delay='0s, hung: 2s', slow='5s').start()
    workers = server.workers()
    assert server.get('/slow') == 'slow'
    assert server.workers() == workers, server.log()
    assert server.end() == 0


def the_only_worker(new_server, count):
    """the loss of the only worker reaches the next one's log plugin, and standard error once"""
    server = new_server(workers=1)
    server.configure('  - log: { folder: logs }\n')
    server.environment['TENON_PLUGIN_PATH'] += ':' + str(server.tenon.parent.parent / 'plugins')
    server.start()
    os.kill(server.workers()[0], signal.SIGKILL)
    wait_for(lambda: 'is lost: signal 9' in ''.join(path.read_text() for path in (server.folder / 'logs').iterdir()), 'the loss in a file')
    assert server.end() == 0
    server = new_server(workers=1).start()
    os.kill(server.workers()[0], signal.SIGKILL)
    assert server.get('/word') == 'hello'
    assert server.end() == 0
    assert server.log().count('is lost: signal 9') == 1, server.log()


def while_the_file_is_edited(new_server, count):
    """a worker that takes another's place serves what was read, not what the file holds by now"""
    server = new_server(workers=1).start()
    server.configure('  - nobody: {}\n', word='edited')
    os.kill(server.workers()[0], signal.SIGSEGV)
    wait_for(lambda: 'is lost' in server.log() and server.workers(), 'the next worker')
    assert server.get('/word') == 'hello'
    assert server.end() == 0


def of_the_master(new_server, count):
    """workers whose master was killed finish what they have, and end"""
    server = new_server(slow='1s').start()
    workers = server.workers().values()
    result = []
    thread = threading.Thread(target=lambda: result.append(Client(server.port).get('/slow')))
    thread.start()
    wait_for(lambda: any(w['in_flight'] for w in server.status()['workers']), 'the request to be under way')
    server.process.kill()
    server.process.wait()
    thread.join()
    assert result == ['slow'], result
    wait_for(lambda: not any(is_alive(pid) for pid in workers), 'the workers to end')


def and_starts_again(new_server, count):
    """after a killed master the next server takes socket files and ports over"""
    server = new_server().start()
    workers = server.workers().values()
    server.process.kill()
    server.process.wait()
    wait_for(lambda: not any(is_alive(pid) for pid in workers), 'the workers to end')
    server.start()
    assert server.status()['generation'] == 1
    assert server.end() == 0
    assert not (server.folder / 'control.sock').exists()


run_tests([of_a_worker, in_a_hook, again_and_again, and_stays_away, by_hanging, and_not_by_waiting, the_only_worker, while_the_file_is_edited, of_the_master, and_starts_again])
