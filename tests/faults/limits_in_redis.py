#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Limits that several servers keep in one Redis, and what becomes of them without it. Usage: limits_in_redis.py TENON PLUGINS"""
import collections, http.client, json, os, re, signal, socket, threading
from harness import PATIENCE_SECONDS, run_tests, wait_for
from redis_server import Redis

# What is allowed comes to a path that is not there.
ALLOWED, REFUSED = 404, 429
# Long enough for a machine that is busy with other things.
PATIENT = 'command_timeout: 20s, connect_timeout: 20s'


def entries(redis, limit, options=PATIENT, url=None, more=''):
    url = url or f'redis://127.0.0.1:{redis.port}'
    return f"""  - metrics: {{}}
  - health: {{}}
  - redis: {{ url: "{url}", pause: 20ms, pause_max: 100ms, {options} }}
  - ratelimit: {limit}
    name: limit
    match: /limited/*
    uses: {{ store: redis }}
{more}"""


def ask(server, path='/limited/', **headers):
    """Status and fields of a reply."""
    connection = http.client.HTTPConnection('127.0.0.1', server.port, timeout=PATIENCE_SECONDS)
    try:
        connection.request('GET', path, headers={name.replace('_', '-'): value for name, value in headers.items()})
        reply = connection.getresponse()
        reply.body = reply.read().decode()
        return reply
    finally:
        connection.close()


def statuses(server, count, **headers):
    return [ask(server, **headers).status for _ in range(count)]


def figure(server, name, **labels):
    """The value of a series."""
    text = ask(server, '/metrics').body
    for line in text.splitlines():
        if line.startswith(name + '{') and all(f'{label}="{value}"' in line for label, value in labels.items()):
            return float(line.rsplit(' ', 1)[1])
    return 0


def connected(server, count=2):
    wait_for(lambda: figure(server, 'tenon_redis_connected') == count, 'all workers to be connected')


def with_redis(*options):
    """Gives the test a Redis, and takes it away afterwards."""
    def wrap(test):
        def run(new_server, count):
            redis = Redis(*options).start()
            try:
                test(new_server, redis)
            finally:
                redis.clean()
        run.__doc__ = test.__doc__
        return run
    return wrap


@with_redis()
def two_servers(new_server, redis):
    """two servers with two workers each admit exactly the limit, with each algorithm"""
    limit = """
      policies:
        chosen: { limit: 1000/1h, key: $header.x-key, tier: $header.x-key, algorithm: %s, limits: { one: 100/1h } }
        other: { limit: 1000000/1h, key: all }"""
    for algorithm in ('gcra', 'fixed', 'sliding', 'token-bucket'):
        servers = [new_server(), new_server()]
        for server in servers:
            server.configure(entries(redis, limit % algorithm), workers=2)
            server.start()
            connected(server)
        replies = []
        threads = [threading.Thread(target=lambda server: replies.extend(statuses(server, 60, X_Key='one')), args=(server,)) for server in servers * 2]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seen = collections.Counter(replies)
        # What trickles back in the meantime, of a hundred an hour, is one every 36 s.
        assert seen[ALLOWED] in ((100,) if algorithm in ('fixed', 'sliding') else (100, 101)), (algorithm, seen)
        assert seen[ALLOWED] + seen[REFUSED] == 240, seen
        for server in servers:
            server.end()
        redis.ask('FLUSHALL')


@with_redis()
def several_limits(new_server, redis):
    """all limits are charged or none, in one round trip, and headers are those of the zone"""
    limit = """
      policies:
        everybody: { limit: 5/1h, key: all, algorithm: fixed }
        user: { limit: 2/1h, key: $header.x-user, algorithm: %s, cost: $header.x-cost }"""
    for algorithm in ('gcra', 'fixed', 'sliding'):
        stored, zoned = new_server(), new_server()
        stored.configure(entries(redis, limit % algorithm), workers=1)
        zoned.configure(entries(redis, limit % algorithm).replace('    uses: { store: redis }\n', ''), workers=1)
        for server in (stored, zoned):
            server.start()
            connected(server, 1)
        before = redis.calls('evalsha')
        asked = 0
        for user, cost in (('ann', '1'), ('ann', '0'), ('ann', '1'), ('ann', '1'), ('bob', '3'), ('bob', '2'), ('eve', '1'), ('eve', '1'),
                           ('eve', '1')):
            replies = [ask(server, X_User=user, X_Cost=cost) for server in (stored, zoned)]
            assert replies[0].status == replies[1].status, (user, cost, replies[0].status, replies[1].status)
            for field in ('RateLimit', 'RateLimit-Policy', 'Retry-After'):
                assert near(replies[0].getheader(field), replies[1].getheader(field)), \
                    (algorithm, user, field, replies[0].getheader(field), replies[1].getheader(field))
            asked += 1
        # The last is refused from memory, for it is the one before.
        assert redis.calls('evalsha') - before == asked - 1, redis.info('commandstats')
        for server in (stored, zoned):
            server.end()
        redis.ask('FLUSHALL')


def near(one, other):
    """Equal, but for seconds that may differ: a sliding window is one of the clock, which is another one there."""
    if one is None or other is None:
        return one == other
    blank = [re.sub(r't=\d+|^\d+$', 't', text) for text in (one, other)]
    return blank[0] == blank[1]


@with_redis()
def remembered(new_server, redis):
    """who was refused is refused without asking, until he may pass"""
    server = new_server()
    server.configure(entries(redis, '{ limit: 3/1h, algorithm: fixed, key: $header.x-key, cost: $header.x-cost }'), workers=1)
    server.start()
    connected(server, 1)
    assert statuses(server, 2, X_Key='a') == [ALLOWED] * 2
    assert ask(server, X_Key='a', X_Cost='2').status == REFUSED
    assert ask(server, X_Key='a', X_Cost='1').status == ALLOWED, 'less may pass'
    first = ask(server, X_Key='a')
    assert first.status == REFUSED
    before = redis.calls('evalsha')
    for _ in range(20):
        reply = ask(server, X_Key='a')
        assert reply.status == REFUSED
        assert near(reply.getheader('RateLimit'), first.getheader('RateLimit')), reply.getheader('RateLimit')
        assert 3500 < int(reply.getheader('Retry-After')) <= 3600
    assert redis.calls('evalsha') == before, 'Redis was asked again'
    assert figure(server, 'tenon_ratelimit_store_total', answer='remembered') == 20
    assert ask(server, X_Key='b').status == ALLOWED


@with_redis()
def passes_again(new_server, redis):
    """what is remembered ends when the window does"""
    server = new_server()
    server.configure(entries(redis, '{ limit: 1/1s, algorithm: fixed }'), workers=1)
    server.start()
    connected(server, 1)
    assert ask(server).status == ALLOWED
    wait_for(lambda: ask(server).status == ALLOWED, 'the window to end')


@with_redis()
def given_back(new_server, redis):
    """a refund reaches Redis, from whichever server it comes"""
    servers = [new_server(), new_server()]
    for server, refund in zip(servers, ('404', '5xx')):
        server.configure(entries(redis, '{ limit: 100/1h, refund: %s, algorithm: sliding, key: all, cost: $header.x-cost }' % refund), workers=1)
        server.start()
        connected(server, 1)
    assert statuses(servers[0], 20, X_Cost='3') == [ALLOWED] * 20
    key = redis.ask('KEYS', '*')[0]
    wait_for(lambda: redis.ask('GET', key).split()[1:] == ['0', '0'], 'the last refund')
    assert statuses(servers[1], 3, X_Cost='50') == [ALLOWED] * 2 + [REFUSED]
    wait_for(lambda: figure(servers[0], 'tenon_ratelimit_decisions_total', decision='refunded') == 20, 'the last refund to be counted')


@with_redis()
def shadow(new_server, redis):
    """in shadow mode Redis counts and nobody is refused"""
    server = new_server()
    server.configure(entries(redis, '{ limit: 2/1h, algorithm: fixed }', more='    mode: shadow\n'), workers=1)
    server.start()
    connected(server, 1)
    replies = [ask(server) for _ in range(5)]
    assert [reply.status for reply in replies] == [ALLOWED] * 5
    assert not replies[4].getheader('RateLimit')
    assert figure(server, 'tenon_ratelimit_decisions_total', decision='refused') == 3


@with_redis()
def keys_in_redis(new_server, redis):
    """keys have the prefix, show nobody, and expire to the millisecond"""
    server = new_server()
    server.configure(entries(redis, '{ limit: 100/1m, key: $header.x-key, algorithm: fixed, prefix: "site:" }'), workers=1)
    server.start()
    connected(server, 1)
    assert ask(server, X_Key='secret').status == ALLOWED
    keys = redis.ask('KEYS', '*')
    assert keys == ['site:limit:fixed:2bb80d537b1da3e38bd30361aa855686'], keys  # printf secret | sha256sum | cut -c1-32
    end_ms, count, _ = redis.ask('GET', keys[0]).split()
    assert count == '1'
    assert redis.ask('PEXPIRETIME', keys[0]) == int(end_ms)


@with_redis()
def scripts_forgotten(new_server, redis):
    """a Redis that has forgotten the script is sent it again, and the count goes on"""
    server = new_server()
    server.configure(entries(redis, '{ limit: 10/1h, algorithm: fixed }'), workers=1)
    server.start()
    connected(server, 1)
    for _ in range(3):
        assert statuses(server, 2) == [ALLOWED] * 2
        redis.ask('SCRIPT', 'FLUSH')
    assert statuses(server, 6) == [ALLOWED] * 4 + [REFUSED] * 2
    assert redis.calls('eval') == 4, redis.calls('eval')
    assert figure(server, 'tenon_ratelimit_store_total', answer='failed') == 0


@with_redis()
def one_write(new_server, redis):
    """what is asked in one turn of the loop leaves in one write"""
    server = new_server()
    server.configure(entries(redis, '{ limit: 1000/1h }'), workers=1)
    server.start()
    connected(server, 1)
    streams = [socket.create_connection(('127.0.0.1', server.port), timeout=PATIENCE_SECONDS) for _ in range(20)]
    request = b'GET /limited/ HTTP/1.1\r\nHost: test\r\n\r\n'
    for stream in streams:
        stream.sendall(request)
        assert stream.recv(65536).startswith(b'HTTP/1.1 404')
    worker = list(server.workers().values())[0]
    before = redis.info('stats')
    os.kill(worker, signal.SIGSTOP)
    for stream in streams:
        stream.sendall(request)
    os.kill(worker, signal.SIGCONT)
    for stream in streams:
        assert stream.recv(65536).startswith(b'HTTP/1.1 404')
        stream.close()
    after = redis.info('stats')
    reads, commands = (int(after[name]) - int(before[name]) for name in ('total_reads_processed', 'total_commands_processed'))
    assert commands >= 20, commands
    assert reads <= 5, f'{commands} commands came in {reads} reads'  # one of them is of the test itself


def fails_without(new_server, redis, policy, expected):
    """A Redis that is killed in the middle, and comes back."""
    server = new_server()
    server.configure(entries(redis, '{ limit: 5/1h, algorithm: fixed, on_store_error: %s }' % policy), workers=1)
    server.start()
    connected(server, 1)
    assert statuses(server, 3) == [ALLOWED] * 3
    redis.kill()
    replies = [ask(server) for _ in range(10)]
    assert [reply.status for reply in replies] == expected, [reply.status for reply in replies]
    assert figure(server, 'tenon_ratelimit_store_total', answer='failed') == 10
    wait_for(lambda: 'no connection to Redis' in server.log(), 'a line')
    redis.start()
    connected(server, 1)
    assert statuses(server, 7) == [ALLOWED] * 5 + [REFUSED] * 2, 'a new Redis, a new count'
    assert server.log().count('the store does not answer') == 1, 'once for each change'
    assert server.log().count('the store answers again') == 1
    assert server.log().count('no connection to Redis') == 1
    return replies


@with_redis()
def fails_local(new_server, redis):
    """Redis killed and back: with `local` the zone limits meanwhile"""
    replies = fails_without(new_server, redis, 'local', [ALLOWED] * 5 + [REFUSED] * 5)
    assert replies[0].getheader('RateLimit').startswith('"5-in-1hr"; r=4;'), replies[0].getheader('RateLimit')


@with_redis()
def fails_allow(new_server, redis):
    """Redis killed and back: with `allow` all pass meanwhile, and are told nothing"""
    replies = fails_without(new_server, redis, 'allow', [ALLOWED] * 10)
    assert not replies[0].getheader('RateLimit')


@with_redis()
def fails_deny(new_server, redis):
    """Redis killed and back: with `deny` all are refused meanwhile, with 503"""
    replies = fails_without(new_server, redis, 'deny', [503] * 10)
    assert replies[0].getheader('Retry-After') == '1'
    assert not replies[0].getheader('RateLimit')


@with_redis()
def under_load(new_server, redis):
    """Redis killed and back under load: every request is answered, and none by an error"""
    server = new_server()
    server.configure(entries(redis, '{ limit: 1000000/1h }', options='command_timeout: 1s'), workers=2)
    server.start()
    connected(server)
    stopping, seen = threading.Event(), collections.Counter()

    def run():
        while not stopping.is_set():
            seen[ask(server).status] += 1
    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(3):
        wanted = seen[ALLOWED] + 100
        wait_for(lambda: seen[ALLOWED] > wanted, 'some load')
        redis.kill()
        wanted = seen[ALLOWED] + 100
        wait_for(lambda: seen[ALLOWED] > wanted, 'some load without Redis')
        redis.start()
        connected(server)
    stopping.set()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
        assert not thread.is_alive(), 'a request hangs'
    assert set(seen) == {ALLOWED}, seen


@with_redis()
def held_up(new_server, redis):
    """a Redis that does not answer costs a timeout, then nothing: the breaker opens, and closes when it is back"""
    server = new_server()
    server.configure(entries(redis, '{ limit: 5/1h, algorithm: fixed, on_store_error: allow }',
                             options='command_timeout: 50ms, connect_timeout: 200ms, failures: 3'), workers=1)
    server.start()
    connected(server, 1)
    # Others may hold this machine up for longer than the timeout too.
    wait_for(lambda: ask(server).getheader('RateLimit'), 'an answer of Redis')
    redis.signal(signal.SIGSTOP)
    wait_for(lambda: ask(server).status == ALLOWED and figure(server, 'tenon_redis_breaker_open') == 1, 'the breaker to open')
    lost = figure(server, 'tenon_redis_commands_total', end='lost')
    assert lost >= 3, lost
    assert statuses(server, 20) == [ALLOWED] * 20
    assert figure(server, 'tenon_redis_commands_total', end='lost') == lost, 'nothing is asked any more'
    wait_for(lambda: (health := json.loads(ask(server, '/health').body))['status'] == 'degraded' and health['checks']['redis']['status'] == 'down',
             'the check to tell')
    redis.signal(signal.SIGCONT)
    connected(server, 1)
    wait_for(lambda: ask(server).getheader('RateLimit'), 'an answer of Redis')
    wait_for(lambda: figure(server, 'tenon_redis_breaker_open') == 0, 'the breaker to close')
    wait_for(lambda: json.loads(ask(server, '/health').body)['status'] == 'healthy', 'the check to tell')


@with_redis()
def end_while_waiting(new_server, redis):
    """who waits for Redis when the server is told to end is answered, and the server ends well"""
    server = new_server()
    server.configure(entries(redis, '{ limit: 5/1h, on_store_error: allow }', options='command_timeout: 1s'), workers=1)
    server.start()
    connected(server, 1)
    redis.signal(signal.SIGSTOP)
    stream = socket.create_connection(('127.0.0.1', server.port), timeout=PATIENCE_SECONDS)
    gone = socket.create_connection(('127.0.0.1', server.port), timeout=PATIENCE_SECONDS)
    for one in (stream, gone):
        one.sendall(b'GET /limited/ HTTP/1.1\r\nHost: test\r\n\r\n')
    gone.close()
    assert server.end() == 0, server.log()
    assert stream.recv(65536).startswith(b'HTTP/1.1 404')
    assert 'crash' not in server.log()


@with_redis()
def impatient(new_server, redis):
    """an entry with a shorter timeout of its own gives up, tells nothing of its limit, and the late answer harms nobody"""
    server = new_server()
    server.configure(entries(redis, '{ limit: 1000/1h, algorithm: fixed }', more='    timeout: 50ms\n'), workers=1)
    server.start()
    connected(server, 1)
    redis.signal(signal.SIGSTOP)
    for _ in range(3):
        reply = ask(server)
        assert reply.status in (503, 504), reply.status
        assert not reply.getheader('RateLimit')
    redis.signal(signal.SIGCONT)
    wait_for(lambda: figure(server, 'tenon_ratelimit_store_total', answer='answered') >= 3, 'the late answers')
    wait_for(lambda: ask(server).status == ALLOWED, 'an answer in time')
    assert server.end() == 0, server.log()


@with_redis()
def too_many(new_server, redis):
    """more calls than may wait are not sent"""
    server = new_server()
    server.configure(entries(redis, '{ limit: 5/1h, on_store_error: allow }', options=PATIENT + ', waiting: 2'), workers=1)
    server.start()
    connected(server, 1)
    redis.signal(signal.SIGSTOP)
    seen = []
    threads = [threading.Thread(target=lambda: seen.append(ask(server).getheader('RateLimit'))) for _ in range(6)]
    for thread in threads:
        thread.start()
    wait_for(lambda: len(seen) == 4, 'those for whom there is no room')
    assert seen == [None] * 4
    redis.signal(signal.SIGCONT)
    for thread in threads:
        thread.join()
    assert None not in seen[4:], seen


@with_redis()
def lost_at_the_end(new_server, redis):
    """a server that is told to end in the moment in which Redis goes ends well"""
    for _ in range(5):
        server = new_server()
        server.configure(entries(redis, '{ limit: 5/1h, refund: 404 }'), workers=1)
        server.start()
        connected(server, 1)
        assert ask(server).status == ALLOWED
        worker = server.workers()[0]
        os.kill(worker, signal.SIGSTOP)
        server.process.send_signal(signal.SIGTERM)
        redis.kill()
        os.kill(worker, signal.SIGCONT)
        assert server.process.wait(PATIENCE_SECONDS) == 0, server.log()
        assert 'crash' not in server.log() and 'Sanitizer' not in server.log()
        redis.start()


@with_redis('--unixsocket', 'socket')
def other_ways(new_server, redis):
    """a Unix socket, a name with several addresses, and a user who may do no more than is needed"""
    redis.ask('ACL', 'SETUSER', 'tenon', 'on', '>s/same', '~tenon:*',
              '+ping', '+select', '+eval', '+evalsha', '+time', '+get', '+set', '+pexpireat', '+del')
    for url in (f'redis://localhost:{redis.port}', f'unix:{redis.folder}/socket',
                f'redis://tenon:s%2Fsame@127.0.0.1:{redis.port}/0'):
        server = new_server()
        server.configure(entries(redis, '{ limit: 2/1h, algorithm: fixed, refund: 404 }', url=url), workers=1)
        server.start()
        connected(server, 1)
        assert ask(server).status == ALLOWED
        wait_for(lambda: redis.ask('GET', redis.ask('KEYS', '*')[0]).split()[1] == '0', 'the refund')
        assert figure(server, 'tenon_ratelimit_store_total', answer='answered') == 1, url
        redis.ask('FLUSHALL')
        server.end()


@with_redis()
def first_connection(new_server, redis):
    """who comes while the first connection is made waits for it"""
    server = new_server()
    server.configure(entries(redis, '{ limit: 2/1h, algorithm: fixed, on_store_error: deny }'), workers=1)
    redis.signal(signal.SIGSTOP)
    server.start()
    seen = []
    threads = [threading.Thread(target=lambda: seen.append(ask(server).status)) for _ in range(5)]
    for thread in threads:
        thread.start()
    wait_for(lambda: server.status()['workers'][0]['in_flight'] == 5, 'the requests to be under way')
    assert not seen
    redis.signal(signal.SIGCONT)
    for thread in threads:
        thread.join()
    assert sorted(seen) == [ALLOWED] * 2 + [REFUSED] * 3, seen


@with_redis('--requirepass', 'sesame')
def password(new_server, redis):
    """a wrong password is said in the log and not shown; the limits hold in the server; the right one works"""
    server = new_server()
    server.configure(entries(redis, '{ limit: 5/1h, algorithm: fixed }', url=f'redis://:open@127.0.0.1:{redis.port}'), workers=1)
    server.start()
    wait_for(lambda: 'WRONGPASS' in server.log(), 'the answer of Redis')
    assert statuses(server, 6) == [ALLOWED] * 5 + [REFUSED]
    assert figure(server, 'tenon_redis_connected') == 0
    printed = server.run('print', 'conf.yaml').stdout
    assert 'open' not in server.log() + printed.replace('breaker_open', ''), printed
    server.configure(entries(redis, '{ limit: 5/1h, algorithm: fixed }', url=f'redis://:sesame@127.0.0.1:{redis.port}/3'))
    assert server.run('reload', '--control=control.sock', 'conf.yaml').returncode == 0
    connected(server, 1)
    wait_for(lambda: ask(server).status == ALLOWED, 'the new worker')
    assert 'db3' in redis_keyspace(redis)


def redis_keyspace(redis):
    with socket.create_connection(('127.0.0.1', redis.port), timeout=PATIENCE_SECONDS) as stream:
        stream.sendall(b'AUTH sesame\r\nINFO keyspace\r\nQUIT\r\n')
        return b''.join(iter(lambda: stream.recv(65536), b'')).decode()


run_tests([two_servers, several_limits, remembered, passes_again, given_back, shadow, keys_in_redis, scripts_forgotten, one_write,
           fails_local, fails_allow, fails_deny, under_load, first_connection, other_ways, held_up, end_while_waiting, impatient, too_many, lost_at_the_end, password])
