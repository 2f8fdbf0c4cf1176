#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Clients that dawdle: others are served meanwhile, and the slow ones are gone in the end. Usage: clients.py TENON PLUGINS [COUNT]"""
import socket, threading
from harness import Client, run_tests, wait_for


def connect(port):
    stream = socket.create_connection(('127.0.0.1', port), timeout=30)
    stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return stream


class Dribble:
    """Sends one byte to each of many connections, again and again, until it is stopped."""

    def __init__(self, streams, byte):
        self.streams, self.byte, self.stopped = streams, byte, threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        while not self.stopped.wait(0.1):
            for stream in self.streams:
                try:
                    stream.send(self.byte)
                except OSError:
                    pass  # the server has closed it, as it should

    def stop(self):
        self.stopped.set()
        self.thread.join()


def read_all(stream):
    """What comes until the server closes; a reset is an end too."""
    data = b''
    try:
        while piece := stream.recv(65536):
            data += piece
    except ConnectionResetError:
        pass
    return data


def connections(server):
    return int(server.get('/samples').split('tenon_http_connections ')[1].split()[0])


def slow_headers(new_server, count):
    """200 clients with slow headers keep no 201st from being served, and are gone after the deadline"""
    server = new_server(drain='20s, header: 10s').start()
    streams = [connect(server.port) for _ in range(count or 200)]
    for stream in streams:
        stream.sendall(b'GET /word HTTP/1.1\r\nHost: test\r\nX-Slow: ')
    dribble = Dribble(streams, b'a')
    wait_for(lambda: connections(server) > len(streams), 'all of them to be accepted')
    for _ in range(50):
        assert server.get('/word') == 'hello'
    assert connections(server) > len(streams), 'they went before the deadline'
    replies = [read_all(stream) for stream in streams]
    dribble.stop()
    assert all(not reply or reply.startswith(b'HTTP/1.1 408 ') for reply in replies), set(replies)
    assert any(replies)
    wait_for(lambda: connections(server) == 1, 'the connections to be gone')
    assert server.end() == 0


def slow_bodies(new_server, count):
    """clients whose bodies come too slowly are let go"""
    server = new_server(workers='2\n  limits: { body_rate: 1KiB }').start()
    streams = [connect(server.port) for _ in range(count or 50)]
    for stream in streams:
        stream.sendall(b'POST /word HTTP/1.1\r\nHost: test\r\nContent-Length: 1000000\r\n\r\n')
    dribble = Dribble(streams, b'b')
    for _ in range(50):
        assert server.get('/word') == 'hello'
    for stream in streams:
        assert read_all(stream).startswith(b'HTTP/1.1 405 ')
    dribble.stop()
    wait_for(lambda: connections(server) == 1, 'the connections to be gone')
    assert server.end() == 0


def slow_readers(new_server, count):
    """clients that ask much and read nothing are let go"""
    server = new_server(workers='2\n  limits: { body_rate: 1MiB }').start()
    streams = []
    for _ in range(count or 10):
        stream = socket.socket()
        stream.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        stream.connect(('127.0.0.1', server.port))
        stream.setblocking(False)
        streams.append(stream)
    pending = {stream: b'GET /samples HTTP/1.1\r\nHost: test\r\n\r\n' * 5000 for stream in streams}

    def all_refused():
        for stream in list(pending):
            try:
                pending[stream] = pending[stream][stream.send(pending[stream]):] or pending[stream]
            except BlockingIOError:
                pass
            except (BrokenPipeError, ConnectionResetError):
                del pending[stream]
        assert server.get('/word') == 'hello'
        return not pending

    wait_for(all_refused, 'them to be cut off')
    wait_for(lambda: connections(server) == 1, 'the connections to be gone')
    assert server.end() == 0


def idle_ones(new_server, count):
    """a draining server waits for idle connections no longer than its deadline, and calls that no failure"""
    for options in ([], ['--single']):
        server = new_server(drain='300ms').start(*options)
        clients = [Client(server.port) for _ in range(20)]
        for client in clients:
            assert client.get('/word') == 'hello'
        assert server.end() == 0, server.log()
        for client in clients:
            assert client.stream.recv(10) == b''


run_tests([slow_headers, slow_bodies, slow_readers, idle_ones])
