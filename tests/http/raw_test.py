#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Speaks to server.c over raw sockets. Prints TAP; usage: raw_test.py SERVER"""
import re, socket, subprocess, sys, tempfile, time

log = tempfile.TemporaryFile()
server = subprocess.Popen([sys.argv[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)
port = int(server.stdout.readline())
results = []
asked = 0


def show_log():
    log.seek(0)
    print('\n'.join('# ' + line for line in log.read().decode(errors='replace').splitlines()[-60:]))


def connect():
    try:
        s = socket.create_connection(('127.0.0.1', port))
    except ConnectionRefusedError:
        print('Bail out! The server has died.')
        show_log()
        sys.exit(1)
    s.settimeout(60)
    return s


def read_all(s):
    """All that comes until the server closes; None behind it if it reset the connection."""
    data = b''
    try:
        while piece := s.recv(65536):
            data += piece
    except ConnectionResetError:
        return data, False
    return data, True


def read_reply(s, head=False):
    """One reply on a connection that stays: (status, header, body)."""
    data = b''
    while b'\r\n\r\n' not in data:
        piece = s.recv(65536)
        if not piece:
            return 0, data, b''
        data += piece
    header, body = data.split(b'\r\n\r\n', 1)
    status = int(header.split()[1])
    length = re.search(rb'content-length: (\d+)', header, re.I)
    size = 0 if head or not length else int(length[1])
    while len(body) < size:
        body += s.recv(65536)
    return status, header, body


def send(data, close=True):
    """Sends and reads until the server closes: (status, everything)."""
    with connect() as s:
        s.sendall(data)
        data, whole = read_all(s)
    status = int(data.split()[1]) if data.startswith(b'HTTP/1.1 ') else 0
    return (status if whole else -status), data


def check(title, good, found=''):
    results.append(bool(good))
    print(f'{"ok" if good else "not ok"} {len(results)} - {title}')
    if not good:
        print(f'# {found!r}')


def get(path, fields=b'', method=b'GET', version=b'HTTP/1.1'):
    return method + b' ' + path + b' ' + version + b'\r\nHost: a\r\n' + fields + b'\r\n'


CLOSE = b'Connection: close\r\n'


def counts():
    """How many requests were cancelled, and how many done with, but for those that asked."""
    global asked
    _, data = send(get(b'/counts', CLOSE))
    cancels, dones = (int(n) for n in re.search(rb'cancels (\d+) dones (\d+)', data).groups())
    dones -= asked
    asked += 1
    return cancels, dones


def wait_for(condition):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


# Replies.
status, data = send(get(b'/hello', CLOSE))
check('a reply', status == 200 and data.endswith(b'\r\n\r\nhello') and b'X-Passed: yes' in data and b'\r\nDate: ' in data and b'\r\nServer: test' in data, data)
status, data = send(get(b'/hello', CLOSE, b'HEAD'))
check('HEAD has no body', status == 200 and b'Content-Length: 5' in data and data.endswith(b'\r\n\r\n'), data)
status, data = send(get(b'/none', CLOSE))
check('404', status == 404 and b'"error":"Not Found"' in data and b'X-Passed' in data, data)
status, data = send(get(b'/hello', CLOSE, b'PUT'))
check('405 with Allow', status == 405 and b'Allow: GET, HEAD, OPTIONS' in data, data)
status, data = send(get(b'/nothing', CLOSE))
check('204 has no body', status == 204 and data.endswith(b'\r\n\r\n'), data)
status, data = send(get(b'/empty', CLOSE))
check('an empty field value', status == 200 and re.search(rb'\r\nX-Empty: *\r\n', data), data)
status, data = send(get(b'/file', CLOSE))
check('a file', status == 200 and data.endswith(b'\r\n\r\n23456'), data)
status, data = send(get(b'/stream', CLOSE))
check('a stream in chunks', status == 200 and data.endswith(b'5\r\npiece\r\n5\r\npiece\r\n5\r\npiece\r\n0\r\n\r\n'), data)
status, data = send(get(b'/stream/sized', CLOSE))
check('a stream of known size', b'Content-Length: 15' in data and data.endswith(b'\r\n\r\npiecepiecepiece'), data)
status, data = send(get(b'/stream/broken'))
check('a broken stream is cut', status in (200, -200) and b'piece' in data and b'0\r\n\r\n' not in data, data)
status, data = send(get(b'/stream', version=b'HTTP/1.0'))
check('a stream to HTTP/1.0', status == 200 and data.endswith(b'\r\n\r\npiecepiecepiece'), data)
status, data = send(get(b'/seen/a/../b%2Fc?x=1&q=%41+b', CLOSE + b'X-A: 1\r\nx-a:\r\nX-A: 2\r\n'))
check('path, query and joined fields', data.endswith(b'/seen/b%2Fc|A b|127.0.0.1|1, , 2'), data)
status, data = send(get(b'/seen/x?' + b'&' * 4000, CLOSE))
check('four thousand parameters', status == 200, data)
status, data = send(b'OPTIONS * HTTP/1.1\r\nHost: a\r\n' + CLOSE + b'\r\n')
check('OPTIONS *', status == 204, data)
with connect() as s:
    s.sendall(get(b'/hello') * 5 + get(b'/stream') + get(b'/hello', CLOSE))
    data, _ = read_all(s)
check('pipelining', data.count(b'HTTP/1.1 200') == 7 and data.endswith(b'hello'), data)
with connect() as s:
    replies = []
    for _ in range(3):
        s.sendall(get(b'/hello'))
        replies.append(read_reply(s)[2])
        s.sendall(get(b'/wait/1'))
        replies.append(read_reply(s)[2])
check('keep-alive', replies == [b'hello', b'waited'] * 3, replies)
status, data = send(get(b'/hello', version=b'HTTP/1.0'))
check('HTTP/1.0 closes', status == 200 and data.endswith(b'hello'), data)
with connect() as s:
    for byte in get(b'/hello', CLOSE):
        s.sendall(bytes([byte]))
    data, _ = read_all(s)
check('one byte at a time', data.endswith(b'hello'), data)

# Bodies.
def post(path, body, fields=CLOSE):
    return get(path, fields + b'Content-Length: %d\r\n' % len(body), b'POST') + body


def chunked(path, *pieces, fields=CLOSE):
    return get(path, fields + b'Transfer-Encoding: chunked\r\n', b'POST') + b''.join(b'%x\r\n%s\r\n' % (len(p), p) for p in (*pieces, b''))


body = bytes(range(256)) * 700
check('a collected body', send(post(b'/echo', body))[1].endswith(b'\r\n\r\n' + body))
check('a chunked body', send(chunked(b'/echo', b'a' * 5, b'b' * 70000, b'c'))[1].endswith(b'\r\n\r\n' + b'a' * 5 + b'b' * 70000 + b'c'))
check('an empty chunked body', send(chunked(b'/echo'))[1].endswith(b'\r\n\r\n'))
check('a streamed body', send(post(b'/count', body))[1].endswith(b'\r\n\r\n%d' % len(body)))
check('no body at all', send(get(b'/count', CLOSE))[1].endswith(b'\r\n\r\n0'))
status, data = send(get(b'/echo', b'Content-Length: 200001\r\n', b'POST'))
check('413 before the body', status == 413 and b'Connection: close' in data, data)
status, data = send(post(b'/echo', b'x' * 400000))
check('413 reaches a client that still sends', status == 413, data)
status, data = send(chunked(b'/echo', b'x' * 150000, b'y' * 150000))
check('413 in the middle of a chunked body', status == 413 and b'X-Passed' in data, (status, data))
status, data = send(chunked(b'/count', b'x' * 1000, b'stop', b'y' * 100000))
check('a reply in the middle of a body', status == 422 and b'Connection: close' in data, (status, data))
status, data = send(chunked(b'/long-refusal', b'x', b'y' * 1000))
check('a long reply waits for the end of the body', status == 422 and len(data) > 100000 and b'Connection: close' in data, (status, data[:300]))
status, data = send(chunked(b'/long-refusal', b'x', b'y' * 150000, b'z' * 150000))
check('but not beyond the limit', status <= 0, (status, data[:300]))
with connect() as s:
    s.sendall(post(b'/none', b'dropped', b'') + get(b'/hello'))
    first = read_reply(s)
check('a small unwanted body is dropped', first[0] == 404 and b'close' not in first[1].lower(), first)
with connect() as s:
    s.sendall(get(b'/echo', b'Expect: 100-continue\r\nContent-Length: 4\r\n', b'POST'))
    interim = s.recv(1000)
    s.sendall(b'four')
    status, _, data = read_reply(s)
check('100 Continue', interim == b'HTTP/1.1 100 Continue\r\n\r\n' and data == b'four', (interim, data))
status, data = send(get(b'/none', b'Expect: 100-continue\r\nContent-Length: 4\r\n', b'POST'))
check('no 100 Continue for what is refused', status == 404 and b' 100 ' not in data, data)
with connect() as s:
    s.sendall(post(b'/wait/20', b'body', b''))
    first = read_reply(s)
check('a wait before the body', first[0] == 200 and first[2] == b'waited', first)

# Hygiene: what libmicrohttpd 0.9.75 lets through.
SMUGGLED = get(b'/hello')
rows = {
    'Content-Length with Transfer-Encoding': get(b'/echo', b'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n', b'POST') + b'0\r\n\r\n' + SMUGGLED,
    'two different Content-Length': get(b'/echo', b'Content-Length: 0\r\nContent-Length: 40\r\n', b'POST') + SMUGGLED,
    'Content-Length with a space before the colon': get(b'/echo', b'Content-Length : 5\r\n', b'POST') + SMUGGLED,
    'Transfer-Encoding identity': get(b'/echo', b'Transfer-Encoding: identity\r\n', b'POST'),
    'Transfer-Encoding xchunked': get(b'/echo', b'Transfer-Encoding: xchunked\r\n', b'POST'),
    'Transfer-Encoding gzip, chunked': get(b'/echo', b'Transfer-Encoding: gzip, chunked\r\n', b'POST'),
    'Transfer-Encoding with a vertical tab': get(b'/echo', b'Transfer-Encoding: \x0bchunked\r\n', b'POST'),
    'Transfer-Encoding twice': get(b'/echo', b'Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n', b'POST') + b'0\r\n\r\n',
    'Transfer-Encoding on HTTP/1.0': get(b'/echo', b'Transfer-Encoding: chunked\r\n', b'POST', b'HTTP/1.0') + b'0\r\n\r\n',
    'two Host': get(b'/hello', b'Host: b\r\n'),
    'a bad Host': b'GET /hello HTTP/1.1\r\nHost: a b/c@d\r\n\r\n',
    'no Host': b'GET /hello HTTP/1.1\r\n\r\n',
    'a bare CR in a value': get(b'/hello', b'X: a\rb\r\n'),
    'a control character in a value': get(b'/hello', b'X: a\x01b\r\n'),
    'a name that is not a token': get(b'/hello', b'X(y): a\r\n'),
    'a space in the target': get(b'/a b'),
    'HTTP/1.2': get(b'/hello', version=b'HTTP/1.2'),
    'a method that is not a token': get(b'/hello', method=b'GE(T'),
    'a target without a slash': get(b'hello'),
    'a fragment': get(b'/hello#a'),
    'eight bits in the target': get(b'/\xc3\xa9'),
    'an encoded NUL': get(b'/hello%00'),
}
for title, row in rows.items():
    status, data = send(row)
    check(f'400 and closed: {title}', status == 400 and data.count(b'HTTP/1.1 ') == 1 and b'"error":"Bad Request"' in data and b'X-Passed' in data, (status, data))
status, data = send(get(b'/hello', b'Expect: junk\r\n'))
check('417', status == 417, data)
status, data = send(get(b'/' + b'a' * 8192))
check('414 is ours', status == 414 and b'X-Passed' in data, data)
status, data = send(get(b'/hello', b'X: ' + b'a' * 16384 + b'\r\n'))
check('431 for size is ours', status == 431 and b'X-Passed' in data, data)
status, data = send(get(b'/hello', b'X: a\r\n' * 100))
check('431 for number is ours', status == 431 and b'X-Passed' in data, data)
status, data = send(get(b'/' + b'a' * 8000, CLOSE + b'X: ' + b'a' * 15000 + b'\r\n' + b'Y: a\r\n' * 90))
check('the largest that is allowed', status == 404, data)
status, data = send(get(b'/hello', b'Cookie: ' + b'a=b; ' * 1500 + b'\r\n' + CLOSE))
check('many cookies do no harm', status in (200, 431), data)
status, data = send(get(b'/hello', b'Content-Length: x\r\n'))
check("libmicrohttpd's own 400", status == 400, data)

# Deadlines.
with connect() as s:
    s.sendall(b'GET /hello HTTP/1.1\r\nHost')
    data, _ = read_all(s)
check('408 for a slow header', data.startswith(b'HTTP/1.1 408 ') and b'X-Passed' in data, data)
with connect() as s:
    s.sendall(b'GET /he')
    data, _ = read_all(s)
check('408 for a slow first line', data.startswith(b'HTTP/1.1 408 '), data)
with connect() as s:
    data, _ = read_all(s)
check('silence is closed silently', data == b'', data)
with connect() as s:
    s.sendall(get(b'/hello'))
    read_reply(s)
    data, _ = read_all(s)
check('idle connections are closed silently', data == b'', data)
with connect() as s:
    s.sendall(get(b'/echo', b'Content-Length: 1000\r\n', b'POST') + b'slow')
    data, _ = read_all(s)
check('408 for a slow body', data.startswith(b'HTTP/1.1 408 '), data)
with connect() as s:
    s.sendall(get(b'/none', b'Content-Length: 1000\r\n', b'POST') + b'slow')
    data, _ = read_all(s)
check('a slow unwanted body gets its reply all the same', data.startswith(b'HTTP/1.1 404 '), data)
status, data = send(get(b'/wait/100000', CLOSE))
check('504 for a request that takes too long', status == 504 and b'X-Passed' in data, data)
with connect() as s:
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    before = counts()
    s.sendall(get(b'/stream/endless'))
    wait_for(lambda: counts()[1] > before[1])  # not reading: that is the point
    taken = 0
    try:
        while piece := s.recv(1 << 20):
            taken += len(piece)
            if taken > 1 << 28:
                break
    except ConnectionResetError:
        pass
check('a slow reader is cut', taken < 1 << 28, taken)


# Clients that leave. One that has gone before the server has read anything is no request.
def leave(data, seen):
    """Whether the counts change, by whoever leaves after the server may have seen some of it."""
    def left():
        before = counts()
        with connect() as s:
            s.sendall(data)
            time.sleep(0.05)
        return counts()[seen] > before[seen]
    return wait_for(left)


check('a client that leaves cancels', leave(get(b'/wait/100000'), 0), counts())
check('a client that leaves in its body is done with', leave(get(b'/echo', b'Content-Length: 10\r\n', b'POST') + b'part', 1), counts())
for _ in range(50):
    with connect() as s:
        s.sendall(get(b'/stream'))
        s.recv(1)
check('clients that leave waiting streams do no harm', send(get(b'/hello', CLOSE))[0] == 200)

# Too many connections.
def one_too_many():
    many = [connect() for _ in range(20)]
    status, _ = send(get(b'/hello', CLOSE))
    for s in many:
        s.close()
    return abs(status) == 503


check('503 for one connection too many', wait_for(one_too_many))
check('and room again', wait_for(lambda: send(get(b'/hello', CLOSE))[0] == 200))

# Drain.
idle = connect()
idle.sendall(get(b'/hello'))
read_reply(idle)
waiting = connect()
waiting.sendall(get(b'/wait/300'))
time.sleep(0.05)
server.stdin.write(b'd')
server.stdin.flush()
status, header, body = read_reply(waiting)
check('a request in flight is answered while draining', status == 200 and body == b'waited' and b'Connection: close' in header, header)
idle.sendall(get(b'/hello'))
status, header, body = read_reply(idle)
check('an idle connection is served once more', status == 200 and b'Connection: close' in header, header)
check('drained', server.stdout.readline() == b'drained\n')
server.stdin.close()
check('closed and all freed', server.wait(60) == 0)
print(f'1..{len(results)}')
if not all(results):
    show_log()
sys.exit(not all(results))
