#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What CORS is for: scripts of other origins in a real browser, which reads the replies or does not. usage: cors.py TENON PLUGINS"""
import urllib.request

from chromium import main

PLUGINS = '''
plugins:
  - page
  - headers: { preset: none, set: { Set-Cookie: session=abc; Path=/ } }
    match: /login/*
  - headers: { preset: none, set: { X-Hidden: secret } }
    name: hidden
  - cors:
      policies:
        /open/*: "*"
        /remembered/*: { origins: OURS, methods: [PUT], headers: [X-Custom], max_age: 1h }
        /forgotten/*: { origins: OURS, methods: [PUT], headers: [X-Custom], max_age: 0s }
        /reflected/*: { origins: OURS, methods: [PUT], reflect_headers: true }
        /closed/*: { origins: OURS, refuse: true }
        /*:
          origins: OURS
          credentials: true
          methods: [GET, POST, PUT]
          headers: [Content-Type, X-Custom]
          expose: [X-Probe, Retry-After, RateLimit]
  - ratelimit: { limit: 1/1h }
    match: /limited/*
''' + ''.join(f'''
  - probe: {{ mount: /{name}, say: {{ cookie: $header.cookie, method: $request.method }} }}
    name: {name}
''' for name in ('open', 'remembered', 'forgotten', 'reflected', 'closed', 'login', 'api', 'limited'))


def equal(found, wanted):
    assert found == wanted, f'found {found!r}, not {wanted!r}'


def status(found, wanted):
    assert isinstance(found, dict) and found['status'] == wanted, f'found {found!r}, not {wanted}'
    return found


def preflights(tenon):
    """How many have reached the server so far."""
    return int(urllib.request.urlopen(f'{tenon}/preflights').read())


def a_listed_origin_reads_a_simple_reply(browser, tenon, ours, others):
    browser.visit(ours.origin)
    before = preflights(tenon)
    reply = status(browser.fetch(f'{tenon}/api/say'), 200)
    assert '"method":"GET"' in reply['body'].replace(' ', ''), reply
    status(browser.fetch(f'{tenon}/api/echo', method='POST', headers={'Content-Type': 'text/plain'}, body='a'), 200)
    equal(preflights(tenon), before)


def an_unlisted_origin_reads_nothing(browser, tenon, ours, others):
    browser.visit(others.origin)
    equal(browser.fetch(f'{tenon}/api/say'), 'refused')
    equal(browser.fetch(f'{tenon}/closed/say'), 'refused')
    equal(browser.fetch(f'{tenon}/api/say', method='PUT'), 'refused')
    status(browser.fetch(f'{tenon}/open/say'), 200)


def what_needs_a_preflight_passes_with_one(browser, tenon, ours, others):
    browser.visit(ours.origin)
    before = preflights(tenon)
    status(browser.fetch(f'{tenon}/api/say', method='PUT'), 200)
    reply = browser.fetch(f'{tenon}/api/echo', method='POST', headers={'Content-Type': 'application/json', 'X-Custom': '1'},
                          body='{}')
    equal(status(reply, 200)['body'], '{}')
    equal(preflights(tenon), before + 2)


def methods_and_headers_that_are_not_listed_are_refused(browser, tenon, ours, others):
    browser.visit(ours.origin)
    equal(browser.fetch(f'{tenon}/api/say', method='DELETE'), 'refused')
    equal(browser.fetch(f'{tenon}/api/say', headers={'X-Other': '1'}), 'refused')
    equal(browser.fetch(f'{tenon}/api/say', headers={'Authorization': 'Bearer a'}), 'refused')


def reflected_headers_pass(browser, tenon, ours, others):
    browser.visit(ours.origin)
    status(browser.fetch(f'{tenon}/reflected/say', method='PUT', headers={'Authorization': 'Bearer a', 'X-Any': '1'}), 200)
    browser.visit(others.origin)
    equal(browser.fetch(f'{tenon}/reflected/say', method='PUT', headers={'X-Any': '1'}), 'refused')


def cookies_come_along_where_they_may(browser, tenon, ours, others):
    browser.visit(ours.origin)
    status(browser.fetch(f'{tenon}/login/say', credentials='include'), 200)
    assert 'session=abc' in status(browser.fetch(f'{tenon}/api/say', credentials='include'), 200)['body']
    assert 'session' not in status(browser.fetch(f'{tenon}/api/say', credentials='omit'), 200)['body']
    status(browser.fetch(f'{tenon}/api/say', method='PUT', credentials='include', headers={'X-Custom': '1'}), 200)
    browser.visit(others.origin)
    equal(browser.fetch(f'{tenon}/api/say', credentials='include'), 'refused')


def a_star_is_no_answer_to_credentials(browser, tenon, ours, others):
    browser.visit(ours.origin)
    equal(browser.fetch(f'{tenon}/open/say', credentials='include'), 'refused')
    equal(browser.fetch(f'{tenon}/remembered/say', credentials='include'), 'refused')


def errors_can_be_read(browser, tenon, ours, others):
    browser.visit(ours.origin)
    assert 'error' in status(browser.fetch(f'{tenon}/api/fail'), 500)['body']
    assert 'error' in status(browser.fetch(f'{tenon}/nowhere'), 404)['body']
    status(browser.fetch(f'{tenon}/api/say', method='POST'), 405)
    browser.visit(others.origin)
    equal(browser.fetch(f'{tenon}/api/fail'), 'refused')


def a_refusal_of_the_limit_can_be_read(browser, tenon, ours, others):
    browser.visit(ours.origin)
    status(browser.fetch(f'{tenon}/limited/say'), 200)
    reply = status(browser.fetch(f'{tenon}/limited/say'), 429)
    assert int(reply['headers']['retry-after']) > 0 and 'r=0' in reply['headers']['ratelimit'], reply


def exposed_headers_can_be_read_and_no_others(browser, tenon, ours, others):
    browser.visit(ours.origin)
    headers = status(browser.fetch(f'{tenon}/api/say'), 200)['headers']
    assert 'x-probe' in headers and 'content-type' in headers and 'x-hidden' not in headers, headers
    assert 'x-probe' not in status(browser.fetch(f'{tenon}/open/say'), 200)['headers']


def the_age_decides_how_often_browsers_ask(browser, tenon, ours, others):
    browser.visit(ours.origin)
    before = preflights(tenon)
    for _ in range(3):
        status(browser.fetch(f'{tenon}/remembered/say', method='PUT', headers={'X-Custom': '1'}), 200)
    equal(preflights(tenon), before + 1)
    for _ in range(3):
        status(browser.fetch(f'{tenon}/forgotten/say', method='PUT', headers={'X-Custom': '1'}), 200)
    equal(preflights(tenon), before + 4)


def a_sandboxed_frame_has_no_listed_origin(browser, tenon, ours, others):
    browser.visit(ours.origin)
    said = browser.run('''new Promise(resolve => {
        addEventListener('message', event => resolve(event.data));
        const frame = document.createElement('iframe');
        frame.sandbox = 'allow-scripts';
        frame.srcdoc = `<script>fetch("%s/api/say").then(() => 'read', () => 'refused').then(
            word => parent.postMessage(origin + ' ' + word, '*'))</script>`;
        document.body.append(frame);
    })''' % tenon)
    equal(said, 'null refused')


main(PLUGINS, [a_listed_origin_reads_a_simple_reply, an_unlisted_origin_reads_nothing, what_needs_a_preflight_passes_with_one,
               methods_and_headers_that_are_not_listed_are_refused, reflected_headers_pass, cookies_come_along_where_they_may,
               a_star_is_no_answer_to_credentials, errors_can_be_read, a_refusal_of_the_limit_can_be_read,
               exposed_headers_can_be_read_and_no_others, the_age_decides_how_often_browsers_ask,
               a_sandboxed_frame_has_no_listed_origin])
