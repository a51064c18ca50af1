#!/usr/bin/env python3
"""The page of `dokaz read --html` in a real browser: it loads from a file, asks nothing outside, shows
the rows of the tables behind a word, and reads without JavaScript.

    reading.py DOKAZ PROJECT [--shot FILE]
"""
import argparse
import os
import subprocess
import sys
import tempfile

from chrome import Chrome, find_chromium

failures = []


def check(right, what):
    if not right:
        failures.append(what)
        print('WRONG:', what)


def walk(page, shot):
    with Chrome() as chrome:
        tab = chrome.open(1280, 900)
        seen = tab.visit('file://' + page)
        check(all(request.startswith('file://') for request in seen.requests), f'asks outside: {seen.requests}')
        check(not seen.messages, f'complains: {seen.messages}')
        tab.run("document.querySelector('main mark.k-place').click()")
        shown = tab.run("document.getElementById('why').textContent")
        check('place.listed' in shown and 'country' in shown, f'a place shows no rule or row: {shown[:200]}')
        tab.run("document.querySelector('[data-c]').focus()")
        shown = tab.run("document.getElementById('why').textContent")
        check('acts.tsv' in shown and 'modality' in shown, f'a claim shows no row: {shown[:200]}')
        tab.run("document.querySelector('[data-kind=place]').click()")
        check(tab.run("document.querySelectorAll('main mark.off').length") > 0, 'a kind cannot be put out')
        if shot:
            tab.screenshot(shot, whole=False)
        narrow = chrome.open(400, 800)
        narrow.visit('file://' + page)
        check(narrow.run('document.documentElement.scrollWidth') <= 400, 'wider than 400 pixels')
        plain = chrome.open(1280, 900, scripts=False)
        plain.visit('file://' + page)
        check('data-c' in plain.source(), 'without a script no claims')


def main():
    options = argparse.ArgumentParser()
    options.add_argument('dokaz')
    options.add_argument('project')
    options.add_argument('--shot')
    given = options.parse_args()
    if not find_chromium():
        print('no Chromium here')
        return 77
    report = os.path.join(given.project, 'examples', 'reports', '01_hroza_sloboda_wire.txt')
    with tempfile.TemporaryDirectory(prefix='dokaz-reading-') as folder:
        page = os.path.join(folder, 'page.html')
        with open(page, 'wb') as out:
            subprocess.run([given.dokaz, 'read', '--html', report], check=True, stdout=out)
        walk(page, given.shot)
    return 1 if failures else 0


sys.exit(main())
