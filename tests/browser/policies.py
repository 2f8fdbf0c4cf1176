#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What a Content-Security-Policy with a nonce lets run in a real browser. usage: policies.py TENON PLUGINS"""
from chromium import main, wait_for

PAGE = '''<script nonce="$N.nonce">window.own = document.currentScript.nonce</script><script>window.injected = true</script><img src=x:
  onerror="window.injected = true">'''.replace('\n', '').replace('"', '\\"')

PLUGINS = f'''
plugins:
  - headers:
      csp: "script-src 'nonce-$enforced.nonce'; object-src 'none'; base-uri 'none'"
    name: enforced
    match: /page/enforced
  - headers:
      csp: {{ policy: "script-src 'nonce-$trial.nonce'", report_only: true, report_to: site }}
      reporting: {{ site: /reports }}
    name: trial
    match: /page/trial
  - page: {{ pages: {{ enforced: "{PAGE.replace('$N', '$enforced')}", trial: "{PAGE.replace('$N', '$trial')}" }} }}
'''


def only_scripts_with_the_nonce_run(browser, tenon, ours, others):
    browser.visit(f'{tenon}/page/enforced')
    assert len(browser.run('own')) == 24, browser.run('own')
    assert browser.run('typeof injected') == 'undefined', 'a script without the nonce has run'


def a_page_that_did_not_change_still_runs(browser, tenon, ours, others):
    browser.visit(f'{tenon}/page/enforced')
    first = browser.run('own')
    browser.ask('Network.enable')
    browser.visit(f'{tenon}/page/enforced')
    codes = [event['params']['statusCode'] for event in browser.events
             if event.get('method') == 'Network.responseReceivedExtraInfo']
    assert 304 in codes, f'the page was not asked for anew: {codes}'
    assert browser.run('own') == first, 'the kept page has another nonce'
    assert browser.run('typeof injected') == 'undefined', 'a script without the nonce has run'


def nonces_are_new_in_each_page(browser, tenon, ours, others):
    nonces = set()
    for number in range(3):
        browser.visit(f'{tenon}/page/enforced?{number}')
        nonces.add(browser.run('own'))
    assert len(nonces) == 3, nonces


def a_policy_on_trial_reports_and_lets_run(browser, tenon, ours, others):
    browser.visit(f'{tenon}/page/trial')
    assert browser.run('injected') is True
    assert len(browser.run('own')) == 24
    report = wait_for(lambda: browser.fetch(f'{tenon}/reports')['body'], 'a report')
    assert 'csp-violation' in report and '/page/trial' in report and 'script-src' in report, report


main(PLUGINS, [only_scripts_with_the_nonce_run, a_page_that_did_not_change_still_runs, nonces_are_new_in_each_page,
               a_policy_on_trial_reports_and_lets_run], safe=True)
