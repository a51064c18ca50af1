#!/usr/bin/env python3
"""Every kind of page is read by axe-core, other people's rules of accessibility: no finding may be serious or critical.

    axe.py DOKAZ PROJECT [--axe FILE] [--all]

Each page in English and Ukrainian, light and dark, at 1280 and 400 pixels. axe-core is installed by npm into a temporary
folder (test/browser/package.json); it runs through the browser's debugger, which the policy of the pages does not bind.
Before the pages, axe must find what a page made to be wrong has wrong. Ends with 77 (skipped) without Chromium or npm.
--all also prints the lesser findings.
"""
import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile

from chrome import Chrome, find_chromium
from server import ask, make_case, serve

KINDS = {       # what a page is called -> where it is; a pattern is filled from the links of the page after it
    'overview': '/', 'incidents': '/incidents', 'incidents narrowed': '/incidents?act=KILL', 'map': '/map',
    'timeline': '/timeline', 'conflicts': '/conflicts', 'documents': '/documents', 'origins': '/origins',
    'sources': '/sources', 'queue': '/queue', 'judgements': '/judgements', 'custody': '/custody', 'copies': '/copies',
    'methodology': '/methodology', 'search': '/search?q=Kupiansk', 'search without hits': '/search?q=zzzz',
    'refused': '/refused?why=x&back=/queue', 'missing': '/nowhere', 'locked': '/locked',
    'incident': ('/incidents', r'/incident/[0-9a-f]+'), 'claim': ('/document/1', r'/claim/[0-9a-f]+'),
    'document': ('/documents', r'/document/\d+'), 'conflict': ('/conflicts', r'/conflict/[0-9a-f]+'),
    'copy': ('/copies', r'/copies/[^"?#]+'),
}
GRAVE = ('serious', 'critical')
RUN = '''axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v => ({rule: v.id, impact: v.impact,
    nodes: v.nodes.map(n => [n.target.join(' '), n.any.concat(n.all, n.none).map(c => c.message).join('; ')])})))'''
WRONG = '''document.documentElement.removeAttribute('lang'); document.body.innerHTML =
    '<input><ul><p>x</p></ul><p>pale</p>'; document.body.lastChild.style.cssText = 'color:#ccc;background:#fff' '''


def install(folder):
    """The file of axe-core, or None where npm cannot bring it."""
    if not shutil.which('npm'):
        return None
    shutil.copy(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'package.json'), folder)
    ran = subprocess.run(['npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts', '--no-package-lock'], cwd=folder,
                         stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=200)
    path = os.path.join(folder, 'node_modules', 'axe-core', 'axe.min.js')
    return path if ran.returncode == 0 and os.path.exists(path) else None


def findings(tab):
    answer = tab.call('Runtime.evaluate', expression=RUN, awaitPromise=True, returnByValue=True)
    if 'exceptionDetails' in answer:
        raise RuntimeError(str(answer['exceptionDetails']))
    return answer['result']['value']


def addresses(port, cookie):
    found = {}
    for kind, where in KINDS.items():
        if isinstance(where, tuple):
            page, pattern = where
            link = re.search('href="(' + pattern + ')', ask(port, page, cookie=cookie)[1])
            if not link:
                sys.exit('no link to a %s on %s' % (kind, page))
            where = link.group(1)
        found[kind] = where
    return found


def prove_axe(chrome, axe, base):
    """A page that is wrong is found wrong; else nothing below would say anything."""
    tab = chrome.open(1280, 900)
    tab.visit(base + '/locked')
    tab.run(WRONG)
    tab.run(axe + '; 0')
    rules = {f['rule'] for f in findings(tab) if f['impact'] in GRAVE}
    missing = {'label', 'list', 'color-contrast', 'html-has-lang'} - rules
    if missing:
        sys.exit('axe does not find what is wrong: %s' % sorted(missing))


def looks(tab):
    """Sets the browser to each way a page is looked at, one after another; says which."""
    for width in (1280, 400):
        tab.call('Emulation.setDeviceMetricsOverride', width=width, height=900, deviceScaleFactor=1, mobile=width < 600)
        for scheme in ('light', 'dark'):
            tab.call('Emulation.setEmulatedMedia', features=[{'name': 'prefers-color-scheme', 'value': scheme}])
            yield '%d %s' % (width, scheme)


def read_all(chrome, axe, base, key, pages, lesser):
    seen, grave, looked = {}, 0, 0
    tab = chrome.open(1280, 900)
    tab.visit(base + '/?key=' + key)
    for language in ('en', 'uk'):
        for kind, where in pages.items():
            tab.visit(base + where + ('&' if '?' in where else '?') + 'ui=' + language)
            if tab.run('document.documentElement.lang') != language:
                sys.exit('%s is not in %s' % (where, language))
            tab.run(axe + '; 0')
            for look in looks(tab):
                looked += 1
                for f in findings(tab):
                    grave += f['impact'] in GRAVE
                    if f['impact'] in GRAVE or lesser:
                        seen.setdefault((f['impact'], f['rule'], f['nodes'][0][1][:150]), []).append(
                            '%s %s %s, %d times: %s' % (kind, language, look, len(f['nodes']), f['nodes'][0][0]))
    for (impact, rule, why), where in sorted(seen.items()):
        print('%s: %s: %s' % (impact, rule, why))
        for line in where[:4]:
            print('    ' + line)
        if len(where) > 4:
            print('    and %d more' % (len(where) - 4))
    print('%d readings of %d kinds of page, %d serious or critical findings' % (looked, len(pages), grave))
    return grave


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('dokaz')
    parser.add_argument('project')
    parser.add_argument('--axe')
    parser.add_argument('--all', action='store_true')
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix='dokaz-axe-') as folder:
        path = options.axe if options.axe else install(folder) if find_chromium() else None
        if not path or not find_chromium():
            print('accessibility: left out, no Chromium here or npm cannot install axe-core')
            sys.exit(77)
        with open(path, encoding='utf-8') as file:
            axe = file.read()
        os.environ['XDG_DATA_HOME'] = os.path.join(folder, 'home')
        dokaz = os.path.abspath(options.dokaz)
        server, port, key = serve(dokaz, make_case(dokaz, options.project, folder))
        base = 'http://127.0.0.1:%d' % port
        try:
            cookie = ask(port, '/?key=' + key)[0].getheader('Set-Cookie').split(';')[0]
            pages = addresses(port, cookie)
            with Chrome() as chrome:
                prove_axe(chrome, axe, base)
                # proves P248
                grave = read_all(chrome, axe, base, key, pages, options.all)
        finally:
            server.terminate()
            server.wait()
    sys.exit(1 if grave else 0)


main()
