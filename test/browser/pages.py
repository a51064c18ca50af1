#!/usr/bin/env python3
"""The pages in a real browser: they load, ask nothing outside, obey their own policy, read
without JavaScript, fit 400 pixels, and never show a protected name.

    pages.py DOKAZ PROJECT [--shots FOLDER] [--case CASE]

Makes a case of examples/reports and one report with a planted name, serves it, walks it.
Ends with 77 (skipped) where there is no Chromium.
"""
import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse

from chrome import Chrome, find_chromium
from server import CANARY, ask, make_case, serve

PAGES_MAX = 60          # pages walked at 1280 pixels
SPEED_LIMIT = 0.050     # seconds a page

failures = []


def check(right, what):
    if not right:
        failures.append(what)
        print('WRONG:', what)


def check_door(port, key):
    """Who may come in, without a browser."""
    good = ask(port, '/?key=' + key)[0].getheader('Set-Cookie').split(';')[0]
    with open('/proc/net/tcp', encoding='ascii') as table:
        listening = [row.split()[1] for row in table.read().split('\n')[1:-1] if row.split()[3] == '0A']
    check([a for a in listening if a.endswith(':%04X' % port)] == ['0100007F:%04X' % port], 'listens on 127.0.0.1 alone')
    # proves P46
    check(ask(port, '/')[0].status == 403, 'no key: 403')
    check(ask(port, '/', cookie=good)[0].status == 200, 'the cookie opens')
    check(ask(port, '/', cookie='dokaz_key_%d=%s' % (port, '0' * len(key)))[0].status == 403, 'a wrong key: 403')
    check(ask(port, '/', cookie=good, host='evil.example:%d' % port)[0].status == 403, 'another host: 403')
    check(ask(port, '/?key=' + key, host='evil.example:%d' % port)[0].status == 403, 'another host with the key: 403')
    check(ask(port, '/', cookie='dokaz_key_%d=%s' % (port, key))[0].status == 403, 'the key is no cookie: 403')
    for method in ('POST', 'PUT', 'DELETE', 'OPTIONS'):
        check(ask(port, '/', method, cookie=good)[0].status == 405, method + ': 405')
    check(ask(port, '/' + 'a' * 6000, cookie=good)[0].status == 414, 'a long address: 414')
    answer, body, _ = ask(port, '/incidents', 'HEAD', cookie=good)
    check(answer.status == 200 and body == '', 'HEAD')
    welcome = ask(port, '/?key=' + key)[0]
    check(welcome.status == 303 and welcome.getheader('Location') == '/', 'the key leads on without itself')
    check('HttpOnly' in welcome.getheader('Set-Cookie') and 'SameSite=Strict' in welcome.getheader('Set-Cookie'), 'cookie')
    policy = answer.getheader('Content-Security-Policy')
    check(policy.startswith("default-src 'none'") and 'unsafe' not in policy, 'policy')
    for name, value in (('X-Content-Type-Options', 'nosniff'), ('Referrer-Policy', 'same-origin'), ('Cache-Control', 'no-store')):
        check(answer.getheader(name) == value, name)
    return good


def look(tab, seen, address, base):
    check(seen.status == 200, '%s: status %s' % (address, seen.status))
    check(not seen.messages, '%s: console says %s' % (address, seen.messages))
    outside = [r for r in seen.requests if not r.startswith((base, 'data:'))]    # data: the browser's own date picker
    # proves P45
    check(not outside, '%s: asked outside: %s' % (address, outside))
    source = tab.source()
    for part in CANARY.split():
        check(part.lower() not in source.lower(), '%s: shows the planted name' % address)
    check('raped' not in source, '%s: shows a withheld sentence' % address)
    check(source.count('<h1') == 1 and source.count('<main') == 1, '%s: one h1, one main' % address)
    return source


def check_access(tab, address):
    """What a screen reader and a keyboard need."""
    unlabelled = tab.run('''[...document.querySelectorAll('input:not([type=hidden]),select')].filter(
        e => !e.labels.length && !e.getAttribute('aria-label')).length''')
    check(unlabelled == 0, '%s: %s fields without a label' % (address, unlabelled))
    twice = tab.run('''(() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
        return ids.filter((x, i) => ids.indexOf(x) !== i); })()''')
    check(not twice, '%s: ids that stand twice: %s' % (address, twice[:3]))
    broken = tab.run('''[...document.querySelectorAll('a[href^="#"]')].filter(
        a => !document.getElementById(decodeURIComponent(a.getAttribute('href').slice(1)))).map(a => a.getAttribute('href'))''')
    check(not broken, '%s: links to nowhere on the page: %s' % (address, broken[:3]))


def walk(chrome, base, key, cookie, port):
    """Follow the links of the pages from the first one on; all that is linked must be there."""
    tab = chrome.open(1280, 900)
    tab.visit(base + '/?key=' + key)
    todo, done, anchors, times = ['/'], set(), set(), []
    while todo and len(done) < PAGES_MAX:
        path = todo.pop(0)
        if path in done:
            continue
        done.add(path)
        source = look(tab, tab.visit(base + path), path, base)
        check_access(tab, path)
        times.append((ask(port, path, cookie=cookie)[2], path))
        for link in re.findall(r'href="(/[^"]*)"', source):
            link = link.replace('&amp;', '&')
            plain, _, anchor = link.partition('#')
            if anchor:
                anchors.add((plain, anchor))
            if not plain.startswith('/assets/') and 'ui=' not in plain:
                todo.append(plain)
    for plain, anchor in sorted(anchors)[:400]:
        check('id="%s"' % anchor in ask(port, plain, cookie=cookie)[1], 'no %s on %s' % (anchor, plain))
    slow = max(times)
    check(sorted(times)[len(times) // 2][0] < SPEED_LIMIT and slow[0] < 4 * SPEED_LIMIT, 'slow: %.3f s for %s' % slow)
    print('%d pages walked, %d anchors, slowest %.1f ms (%s)' % (len(done), len(anchors), slow[0] * 1000, slow[1]))
    return tab, sorted(done), sorted(anchors)


def check_target(tab, base, anchors):
    """A claim's link marks its words, by style alone."""
    claims = [a for a in anchors if a[1].startswith('c-')]
    check(claims, 'no number leads to a sentence')
    for plain, anchor in claims[:3]:
        tab.visit(base + plain + '#' + anchor)
        colour = tab.run("getComputedStyle(document.querySelector(':target')).backgroundColor")
        check(colour not in ('rgba(0, 0, 0, 0)', 'transparent'), '%s#%s is not marked' % (plain, anchor))


def check_without_scripts(chrome, base, key, paths):
    tab = chrome.open(1280, 900, scripts=False)
    tab.visit(base + '/?key=' + key)
    for path in paths[:12]:
        source = look(tab, tab.visit(base + path), path + ' without scripts', base)
        # proves P47
        check(len(source) > 2000, path + ' without scripts: nearly empty')


def check_direction(tab, base):
    """What is written from right to left runs so, wherever a page quotes it."""
    for path, what in (('/search?q=' + urllib.parse.quote('هروزا'), '.hit blockquote'), (None, '.para > p')):
        if path is None:
            path = tab.run("document.querySelector('.hit .source a').getAttribute('href')")
        tab.visit(base + path)
        directions = tab.run("[...document.querySelectorAll('%s')].map(e => getComputedStyle(e).direction)" % what)
        # proves P250
        check(directions and set(directions) == {'rtl'}, '%s: Arabic runs %s' % (path, directions))
    tab.visit(base + '/search?q=Hroza')
    directions = tab.run("[...document.querySelectorAll('.hit blockquote')].map(e => getComputedStyle(e).direction)")
    check(directions.count('rtl') == 1 and directions.count('ltr') > 1, 'Arabic among others runs %s' % directions)


def check_print(chrome, base, key, paths):
    """On paper nothing can be unfolded, searched or pressed; and no ground is needed to read a word."""
    tab = chrome.open(794, 1123)            # A4 at 96 dots
    tab.visit(base + '/?key=' + key)
    tab.call('Emulation.setEmulatedMedia', media='print')
    for path in [p for p in paths if p.startswith('/incident/')][:3] + ['/document/1', '/origins']:
        tab.visit(base + path)
        # proves P251
        folded = tab.run("[...document.querySelectorAll('details:not(.other) > *:not(summary)')].filter(e => !e.getClientRects().length || "
                         "!e.checkVisibility({contentVisibilityAuto: true}) || !e.getBoundingClientRect().height).length")
        check(folded == 0, '%s: %s things are folded away in print' % (path, folded))
        shown = tab.run("[...document.querySelectorAll('nav, .search, .lock, .languages, button, .filter')].filter("
                        "e => e.getClientRects().length).map(e => e.className || e.localName)")
        check(not shown, '%s: what only a screen can use is printed: %s' % (path, shown))
        wide = tab.run('document.documentElement.scrollWidth')
        check(wide <= 794, '%s: %s pixels wide in print' % (path, wide))


def check_narrow(chrome, base, key, paths):
    tab = chrome.open(400, 800)
    tab.visit(base + '/?key=' + key)
    for path in paths:
        tab.visit(base + path)
        width = tab.run('document.documentElement.scrollWidth')
        check(width <= 400, '%s: %s pixels wide at 400' % (path, width))


def check_search(tab, base):
    for words, found in (('Kupiansk', True), ('Купянск', True), ("Куп'янськ", True), ('Kanarchuk', False)):
        tab.visit(base + '/search?q=' + urllib.parse.quote(words))
        hits = tab.run("document.querySelectorAll('.hit').length")
        check((hits > 0) == found, 'search for %s: %s hits' % (words, hits))


def check_keys(tab, base):
    tab.visit(base + '/')

    tab.run("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: '/', bubbles: true}))")
    check(tab.run('document.activeElement.id') == 'q', 'the key / goes to the search field')


def check_map(chrome, tab, base, key):
    """Keyboard, buttons and wheel move the map; focus stays; the address says what is seen, and reads without scripts."""
    tab.visit(base + '/map')
    # proves P233
    check(tab.run("document.querySelectorAll('.map .mark').length") > 3, 'map: hardly any mark')
    unnamed = tab.run("[...document.querySelectorAll('.map a')].filter(a => !a.getAttribute('aria-label')).length")
    check(unnamed == 0, 'map: %s links without a name' % unnamed)
    tab.run("document.querySelector('.steer .nearer').focus()")
    before = tab.run("Number(document.querySelector('.map').dataset.zoom)")
    seen = []
    for key_name in ('+', 'ArrowLeft', 'ArrowDown'):
        tab.run("document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: '%s', bubbles: true, cancelable: true}))"
                % key_name)
        for _ in range(40):
            time.sleep(0.05)
            if tab.run('location.href') not in seen and 'zoom=' in tab.run('location.href'):
                break
        time.sleep(0.1)
        seen.append(tab.run('location.href'))
    check(len(set(seen)) == 3, 'map: the keys + and arrows: %s' % seen)
    check(tab.run("Number(document.querySelector('.map').dataset.zoom)") > before + 0.5, 'map: + is no nearer')
    check(tab.run("document.activeElement.className") == 'nearer', 'map: focus is lost')
    bare = chrome.open(1280, 900, scripts=False)
    bare.visit(base + '/?key=' + key)
    bare.visit(seen[-1])
    nodes = bare.source()
    check(nodes.count('class="mark') == tab.source().count('class="mark'), 'map: another one without scripts')


def press(tab, key):
    tab.call('Input.dispatchKeyEvent', type='keyDown', key=key, text=key if len(key) == 1 else '')
    tab.call('Input.dispatchKeyEvent', type='keyUp', key=key)


def wait_until(tab, script, seconds=30):
    for _ in range(seconds * 20):
        if tab.run(script):
            return True
        time.sleep(0.05)
    return False


def check_review(tab, base):
    """The queue by keyboard alone: go to an item, say why, decide, see it among the judgements, take it back."""
    # proves P242
    tab.visit(base + '/queue')
    count = "document.querySelectorAll('.waiting').length"
    check(tab.run(count) > 3 and tab.run("document.activeElement.className") == 'waiting', 'queue: the first item has the focus')
    press(tab, 'j')
    check(tab.run("document.activeElement === document.querySelectorAll('.waiting')[1]"), 'queue: j goes on')
    press(tab, 'k')
    waiting = tab.run("document.querySelector('.tally').textContent")
    press(tab, '1')
    check(wait_until(tab, "document.querySelector('h1') && /Not done/.test(document.querySelector('h1').textContent)"),
          'queue: a decision without its reason is refused, and says so')
    tab.visit(base + '/queue')
    press(tab, 'e')
    check(tab.run('document.activeElement.name') == 'reason', 'queue: e is the reason')
    for letter in 'one event <b>':
        press(tab, letter)
    press(tab, 'Escape')
    check(tab.run("document.activeElement.className") == 'waiting', 'queue: Escape leaves the field')
    tab.run('window.before = true')
    press(tab, '1')
    check(wait_until(tab, "!window.before && document.querySelector('.waiting') !== null"), 'queue: it comes back')
    check(tab.run("document.querySelector('.tally').textContent") != waiting, 'queue: what was decided waits no more')
    tab.visit(base + '/judgements')
    check(tab.run("document.querySelectorAll('.judgement').length") == 1, 'judgements: one')
    check('one event <b>' in tab.run("document.querySelector('.judgement').innerText"), 'judgements: the reason as it was typed')
    tab.run("document.querySelector('.judgement .undo input[name=reason]').value = 'no'; window.before = true;"
            "document.querySelector('.judgement .undo button').click()")
    check(wait_until(tab, "!window.before && document.querySelectorAll('.judgement').length == 2"), 'judgements: undone by another')
    check(tab.run("document.querySelectorAll('.j-undone').length") == 1, 'judgements: the first is undone')
    tab.visit(base + '/queue')
    check(tab.run("document.querySelector('.tally').textContent") == waiting, 'queue: and it waits again')


def check_dossier(chrome, dokaz, case, folder):
    path = os.path.join(folder, 'dossier.html')
    subprocess.run([dokaz, '-C', case, 'report', '-o', path], check=True, stdout=subprocess.DEVNULL)
    tab = chrome.open(1280, 900)
    seen = tab.visit('file://' + path)
    check(seen.requests == ['file://' + path], 'the dossier asks for more than itself: %s' % seen.requests[:3])
    check(not seen.messages, 'dossier: console says %s' % seen.messages)
    check(tab.run("getComputedStyle(document.querySelector('main')).maxWidth") != 'none', 'the dossier has its style')
    check_access(tab, 'dossier')
    source = tab.source()
    for part in CANARY.split():
        check(part.lower() not in source.lower(), 'dossier: shows the planted name')
    bare = tab.run("[...document.querySelectorAll('.figure')].filter(b => !b.closest('tr, li, p').querySelector('sup a')).length")
    check(bare == 0, 'dossier: %s figures without a note' % bare)
    print('dossier: %d notes, %d proofs' % (tab.run("document.querySelectorAll('.notes > li').length"),
                                           tab.run("document.querySelectorAll('pre[id^=note-]').length")))


def shoot(chrome, base, key, paths, anchors, folder):
    os.makedirs(folder, exist_ok=True)
    claims = [a for a in anchors if a[1].startswith('c-')]
    wanted = [('overview', '/'), ('incidents', '/incidents'), ('conflicts', '/conflicts'), ('documents', '/documents'),
              ('origins', '/origins'), ('sources', '/sources'), ('custody', '/custody'), ('map', '/map'), ('queue', '/queue'), ('judgements', '/judgements'), ('search', '/search?q=Kupiansk')]
    wanted += [(kind, path) for kind in ('incident', 'conflict', 'document', 'claim')
               for path in [p for p in paths if p.startswith('/%s/' % kind)][:1]]
    if claims:
        wanted.append(('target', '%s#%s' % claims[0]))
    for width in (1280, 400):
        tab = chrome.open(width, 900)
        tab.visit(base + '/?key=' + key)
        for name, path in wanted:
            tab.visit(base + path)
            tab.screenshot(os.path.join(folder, '%s-%d.png' % (name, width)))
    tab = chrome.open(1280, 900, dark=True)
    tab.visit(base + '/?key=' + key)
    for name, path in wanted[:1] + [w for w in wanted if w[0] in ('incident', 'document')]:
        tab.visit(base + path)
        tab.screenshot(os.path.join(folder, name + '-dark.png'))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('dokaz')
    parser.add_argument('project')
    parser.add_argument('--shots')
    parser.add_argument('--case')
    options = parser.parse_args()
    if not find_chromium():
        print('no Chromium here: skipped')
        sys.exit(77)
    folder = tempfile.mkdtemp(prefix='dokaz-browser-')
    dokaz = os.path.abspath(options.dokaz)
    if not options.case:
        os.environ['XDG_DATA_HOME'] = os.path.join(folder, 'home')
    case = options.case or make_case(dokaz, options.project, folder)
    server, port, key = serve(dokaz, case)
    base = 'http://127.0.0.1:%d' % port
    try:
        cookie = check_door(port, key)
        with Chrome() as chrome:
            tab, paths, anchors = walk(chrome, base, key, cookie, port)
            check_target(tab, base, anchors)
            check_search(tab, base)
            check_keys(tab, base)
            check_map(chrome, tab, base, key)
            check_review(tab, base)
            check_without_scripts(chrome, base, key, paths)
            check_direction(tab, base)
            check_print(chrome, base, key, paths)
            check_narrow(chrome, base, key, paths)
            check_dossier(chrome, dokaz, case, folder)
            if options.shots:
                shoot(chrome, base, key, paths, anchors, options.shots)
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)
    print('%d wrong' % len(failures))
    sys.exit(1 if failures else 0)


main()
