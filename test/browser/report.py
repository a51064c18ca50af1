#!/usr/bin/env python3
"""A report checks itself in a real browser, opened from a file; and what is changed in it is caught by all three
checkers: its own script, dokaz-verify, and the shell script it prints.

    report.py DOKAZ DOKAZ-VERIFY PROJECT [--shot FOLDER]

proves P220, P224
"""
import argparse
import html
import os
import re
import subprocess
import sys
import tempfile

from chrome import Chrome, find_chromium

failures = []
TAKEN = ['01_hroza_sloboda_wire.txt', '03_hroza_morning_dispatch.txt', '04_hroza_regional_statement.uk.txt',
         '05_hroza_sosedi_cp1251.ru.txt']


def check(right, what):
    if not right:
        failures.append(what)
        print('WRONG:', what)


def make(given, folder):
    """The report of a small case, in English and Ukrainian."""
    case = os.path.join(folder, 'case')
    run = lambda *words: subprocess.run([given.dokaz, '-C', case, *words], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([given.dokaz, 'init', case], check=True, stdout=subprocess.DEVNULL)
    examples = os.path.join(given.project, 'examples')
    run('add', '--sources', os.path.join(examples, 'sources.tsv'), *(os.path.join(examples, 'reports', name) for name in TAKEN))
    texts = {}
    for language in ('en', 'uk'):
        path = os.path.join(folder, language + '.html')
        run('report', '-o', path, '--language', language)
        with open(path, encoding='utf-8', newline='') as file:
            texts[language] = file.read()
    return texts, open(os.path.join(case, 'keys', 'case.vkey')).read().strip()


def changes(text):
    """name -> a changed report. One digit each, where a reader would not look for it."""
    figure = re.search(r'(<b class="figure" id="f-\d+" data-notes="[\d,]+">)(\d)', text)
    quote = re.search(r'<blockquote id="q-\d+"[^>]*><span data-piece="\d+">[^<]*?(\d)', text)
    proof = re.search(r'\nsalt [A-Za-z0-9+/]*?(\d)', text)
    other = lambda digit: str((int(digit) + 1) % 10)
    put = lambda at, digit: text[:at] + other(digit) + text[at + 1:]
    return {
        'figure': put(figure.start(2), figure.group(2)),
        'quotation': put(quote.start(1), quote.group(1)),
        'proof': put(proof.start(1), proof.group(1)),
    }


def write(path, text):
    with open(path, 'w', encoding='utf-8', newline='') as file:
        file.write(text)


def verdict(tab, path):
    seen = tab.visit('file://' + path)
    check(all(request.startswith('file://') for request in seen.requests), f'asks outside: {seen.requests}')
    check(not seen.messages, f'complains: {seen.messages}')
    told = tab.run("document.getElementById('verdict').textContent")
    troubles = tab.run("[...document.querySelectorAll('.troubles li')].map(x => x.textContent).join('\\n')")
    return tab.run('document.documentElement.dataset.checked'), told, troubles


def verified(given, key, path):
    ran = subprocess.run([given.verify, '--key', key, '--report', path], stdout=subprocess.PIPE, text=True)
    return ran.returncode, ran.stdout


def by_hand(folder, key, path):
    ran = subprocess.run(['sh', os.path.join(folder, 'check.sh'), path, key], stdout=subprocess.PIPE,
                         stderr=subprocess.STDOUT, text=True)
    return ran.returncode, ran.stdout


def walk(given, folder, chrome):
    texts, key = make(given, folder)
    script = re.search(r'<pre id="check">\n(.*?)</pre>', texts['en'], re.S).group(1)
    write(os.path.join(folder, 'check.sh'), html.unescape(script))
    tab = chrome.open(1280, 900)

    for language, text in texts.items():
        path = os.path.join(folder, language + '.html')
        state, told, troubles = verdict(tab, path)
        figures = text.count('<b class="figure"')
        check(state == 'good' and not troubles, f'{language}: {told} {troubles}')
        check(figures > 5 and tab.run("document.querySelectorAll('.figure.good').length") == figures,
              f'{language}: not every figure is marked as checked')
        check(verified(given, key, path)[0] == 0, f'{language}: dokaz-verify refuses it')
    code, told = by_hand(folder, key, os.path.join(folder, 'uk.html'))
    check(code == 0 and 'RIGHT' in told, f'check.sh refuses it: {told[-300:]}')

    says = {'figure': ('does not read as the signed statement', 'reads "', 'displayed, and not signed'),
            'quotation': ('does not read as the sealed words', 'does not read as the sealed piece', 'the quotation is not'),
            'proof': ('are not those that were sealed', 'is not what was sealed', 'is not in the sealed text')}
    for name, text in changes(texts['en']).items():
        check(text != texts['en'], f'{name}: nothing was changed')
        path = os.path.join(folder, f'bad-{name}.html')
        write(path, text)
        state, told, troubles = verdict(tab, path)
        check(state == 'bad' and says[name][0] in troubles, f'{name}: the page says {state}: {troubles}')
        check(tab.run("document.querySelectorAll('.figure.bad').length") > 0, f'{name}: no figure is marked')
        code, told = verified(given, key, path)
        check(code == 1 and says[name][1] in told, f'{name}: dokaz-verify says {told}')
        code, told = by_hand(folder, key, path)
        check(code == 1 and says[name][2] in told, f'{name}: check.sh says {told[-300:]}')

    for width, dark in ((400, False), (800, True), (1280, False)):
        narrow = chrome.open(width, 900, dark=dark)
        narrow.visit('file://' + os.path.join(folder, 'uk.html'))
        check(narrow.run('document.documentElement.scrollWidth') <= width, f'wider than {width} pixels')
        if given.shot:
            narrow.screenshot(os.path.join(given.shot, f'report-{width}.png'), whole=False)
    plain = chrome.open(1280, 900, scripts=False)
    plain.visit('file://' + os.path.join(folder, 'en.html'))
    source = plain.source()
    check('51' in source and 'Not checked by this page' in source, 'without a script it does not read')


def main():
    options = argparse.ArgumentParser()
    options.add_argument('dokaz')
    options.add_argument('verify')
    options.add_argument('project')
    options.add_argument('--shot')
    given = options.parse_args()
    if not find_chromium():
        print('no Chromium here')
        return 77
    with tempfile.TemporaryDirectory(prefix='dokaz-report-') as folder, Chrome() as chrome:
        os.environ['XDG_DATA_HOME'] = os.path.join(folder, 'home')
        walk(given, folder, chrome)
    return 1 if failures else 0


sys.exit(main())
