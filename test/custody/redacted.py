#!/usr/bin/env python3
"""Redacted texts as a stranger gets them: redacted.py DOKAZ DOKAZ-VERIFY ROOT [TAMPERED]

A case with protected names (composed here) is made with the program; a text of it leaves as a folder.
1. Not one byte of the names or of what a decision withholds lies in any file of the folder, also not
   under its base64.
2. `sh verify.sh` in the folder, and the script printed in its README, say `verified`; the time is printed.
3. TAMPERED (200) folders with one byte changed, in each class of byte, are refused by verify.sh, by
   dokaz-verify, and where the SD-JWT was changed by a stock library (skipped with a line without npm).
   (The library refuses whatever is signed; a changed disclosure it may drop in silence, against RFC 9901, 7.1,
   but it never shows changed words.)
4. Of an SD-JWT with a disclosure left out the stock library says nothing; ours says that a piece is withheld.
5. The proof under each figure of a report over the examples is smaller than 4 KB.
"""
import base64
import html
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

DOKAZ, VERIFY, ROOT = (str(pathlib.Path(p).resolve()) for p in sys.argv[1:4])
TAMPERED = int(sys.argv[4]) if len(sys.argv) > 4 else 200
NAMES = ['Zirkovenko', 'Халімончук']        # of people who are not
DECIDED = 'a blue gate'
REPORT = '''KHARKIV, 12 May 2022 (Test Wire) - Shelling killed 7 civilians in Izium on 10 May, the regional prosecutor said.

"We ran to the cellar," said Olha Zirkovenko, 43, a resident. She lived in the house with a blue gate. <b>[1]</b> & so on.

The form said "[piece 3 of 9 withheld]" in ink.

Two women were raped by soldiers in the village, a witness told Test Wire. The end \\ "of it".
'''
OTHER = '''ХАРКІВ, 13 травня 2022 (Тестове агентство) - "Ми сиділи в підвалі", - розповів Петро Халімончук, мешканець Ізюма.
Обстріл убив 3 цивільних 11 травня. Так розповіла й Ольга Zirkovenko, мешканка.
'''
failures = []


def run(*args, **more):
    return subprocess.run(args, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=600, **more)


def must(about, ran, code=0, says=''):
    text = ran.stdout.decode('utf-8', 'replace')
    if ran.returncode != code or says not in text:
        failures.append(f'{about}: exit {ran.returncode}, want {code} and {says!r}: {text[-600:]}')
    return text


def make_folders(work):
    """The bundles of two documents; what they must not tell is in NAMES and DECIDED."""
    (work / 'in').mkdir()
    (work / 'in' / 'report-of-Zirkovenko.txt').write_text(REPORT)
    (work / 'in' / 'other.txt').write_text(OTHER)
    case = str(work / 'case')
    must('init', run(DOKAZ, 'init', case))
    must('add', run(DOKAZ, '-C', case, 'add', str(work / 'in')))
    folders = []
    rows = run(DOKAZ, '-C', case, 'documents', '--json').stdout.decode().splitlines()
    for number, row in enumerate(rows):
        document = json.loads(row)['document']
        pieces = [json.loads(x) for x in
                  run(DOKAZ, '-C', case, 'redact', document, '--json').stdout.decode().splitlines()]
        withhold = [str(p['piece']) for p in pieces if DECIDED in (p['words'] or '')]
        folder = work / f'bundle{number}'
        ask = ['--hide', ','.join(withhold), '--reason', 'a house can be found by it'] if withhold else []
        must('redact', run(DOKAZ, '-C', case, 'redact', document, *ask, '--bundle', str(folder)), says='wrote')
        folders.append(folder)
    must('the case', run(DOKAZ, '-C', case, 'verify'))
    return folders


# ---- 1. nothing told ----

def decoded(data):
    """The file, and whatever in it is base64 of either alphabet, opened again and again."""
    seen, todo = [], [data]
    while todo:
        data = todo.pop()
        seen.append(data)
        for token in re.findall(rb'[A-Za-z0-9+/_-]{8,}', data):
            token = token.replace(b'-', b'+').replace(b'_', b'/')
            for cut in range(len(token) % 4 + 1 if len(token) < 2000 else 1):
                try:
                    opened = base64.b64decode(token[:len(token) - cut] + b'=' * (-(len(token) - cut) % 4))
                except ValueError:
                    continue
                if len(seen) < 4000 and len(opened) < len(data):
                    todo.append(opened)
                break
    return seen


def look_for_names(folders):
    looked = 0
    for folder in folders:
        for path in sorted(folder.iterdir()):
            parts = decoded(path.read_bytes())
            looked += sum(len(part) for part in parts)
            for secret in [*NAMES, DECIDED, 'raped', 'report-of', 'other.txt']:
                forms = {secret.encode(), secret.upper().encode(), json.dumps(secret).strip('"').encode()}
                # proves P99
                if any(form in part for form in forms for part in parts):
                    failures.append(f'{path.name} tells {secret!r}')
    text = (folders[0] / 'redacted.txt').read_text() + (folders[1] / 'redacted.txt').read_text()
    if 'We ran to the cellar' not in text or 'withheld]' not in text:
        failures.append('the texts show too little for the search to mean anything')
    print(f'names: none in {looked} bytes of {sum(1 for f in folders for _ in f.iterdir())} files, base64 opened')


# ---- 2. one command ----

def check_by_script(folders):
    for folder in folders:
        start = time.monotonic()
        # proves P100
        must('verify.sh', run('sh', str(folder / 'verify.sh')), says='verified: ')
        print(f'verify.sh: {time.monotonic() - start:.2f} s')
        key = (folder / 'case.vkey').read_text().strip()
        must('verify.sh with the key', run('sh', str(folder / 'verify.sh'), key), says='verified: ')
        must('verify.sh with another key', run('sh', str(folder / 'verify.sh'), key[:-1] + '!'), 1, 'not the key')
        readme = (folder / 'README.txt').read_text()
        (folder / 'printed.sh').write_text(readme[readme.index('#!/bin/sh\n'):])
        must('the script in the README', run('sh', str(folder / 'printed.sh')), says='verified: ')
        (folder / 'printed.sh').unlink()
        said = must('dokaz-verify --redacted', by_program(folder, '--redacted', 'bundle.dokaz'), says='good: ')
        jwt = must('dokaz-verify --sd-jwt', by_program(folder, '--sd-jwt', 'bundle.sd-jwt'), says='good: ')
        text = (folder / 'redacted.txt').read_text()
        if not said.startswith(text.rstrip('\n')) or not jwt.startswith(text.rstrip('\n')):
            failures.append('the program, the SD-JWT and redacted.txt say different texts')
        if '[[piece 3 of 9 withheld]' not in text and 'KHARKIV' in text:
            failures.append('a text can pass for the block of a withheld piece')
    page = pathlib.Path(ROOT, 'docs/formats/redacted.md').read_text()
    script = pathlib.Path(ROOT, 'data/redacted/verify.sh').read_text()
    if script not in page:
        failures.append('docs/formats/redacted.md does not print data/redacted/verify.sh as it is')


def by_program(folder, how, name):
    return run(VERIFY, '--key', str(folder / 'case.vkey'), how, str(folder / name))


# ---- 3. tampered ----

def line_class(pattern):
    """Offsets of the bytes that the group of the pattern matches, in lines."""
    def find(data):
        return [i for m in re.finditer(pattern, data, re.M) for i in range(m.start(1), m.end(1))]
    return find


def jwt_class(part):
    def find(data):
        head, _, rest = data.partition(b'~')
        parts = head.split(b'.')
        starts = [0, len(parts[0]) + 1, len(parts[0]) + len(parts[1]) + 2]
        if part == 3:
            return list(range(len(head), len(data)))
        return list(range(starts[part], starts[part] + len(parts[part])))
    return find


def any_byte(data):
    return list(range(len(data)))


CLASSES = [
    ('bundle.dokaz', 'format line', line_class(rb'\A(.*\n)')),
    ('bundle.dokaz', 'numbers of pieces', line_class(rb'^(piece .*\n)')),
    ('bundle.dokaz', 'salts', line_class(rb'^salt (.*)$')),
    ('bundle.dokaz', 'shown bytes', line_class(rb'^bytes (.*)$')),
    ('bundle.dokaz', 'withheld hashes', line_class(rb'^withheld (.*)$')),
    ('bundle.dokaz', 'line names', line_class(rb'^(salt |bytes |withheld |entry |index )')),
    ('bundle.dokaz', 'entry', line_class(rb'^entry (.*)$')),
    ('bundle.dokaz', 'index and path', line_class(rb'^(index [^\n]*\n(?:[A-Za-z0-9+/=]+\n)+)')),
    ('bundle.dokaz', 'log, size, root', line_class(rb'^(dokaz/[0-9a-f]*\n[0-9]+\n[^\n]+\n\n)')),
    ('bundle.dokaz', 'signature', line_class('^(\u2014 .*\n)'.encode())),
    ('bundle.dokaz', 'any byte', any_byte),
    ('checkpoint', 'any byte', any_byte),
    ('case.vkey', 'any byte', any_byte),
    ('log.der', 'any byte', any_byte),
    ('redacted.txt', 'any byte', any_byte),
    ('redacted.html', 'any byte', any_byte),
    ('bundle.sd-jwt', 'header', jwt_class(0)),
    ('bundle.sd-jwt', 'payload', jwt_class(1)),
    ('bundle.sd-jwt', 'signature', jwt_class(2)),
    ('bundle.sd-jwt', 'disclosures', jwt_class(3)),
]


def tamper(path, find, chance):
    data = bytearray(path.read_bytes())
    at = chance.choice(find(bytes(data)))
    old = data[at]
    while data[at] == old:
        data[at] = chance.choice([old ^ 1 << chance.randrange(8), chance.choice(b'AZaz09+/=_-~. \n\0')])
    path.write_bytes(bytes(data))
    return f'byte {at} {old:#04x} -> {data[at]:#04x}'


def one_tampered(folder, copy, name, what, find, chance, counts):
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    how = tamper(copy / name, find, chance)
    about = f'{name}, {what}, {how}'
    counts['verify.sh'] += 1
    # proves P101
    if must(about, run('sh', str(copy / 'verify.sh')), 1).count('verified: '):
        failures.append(f'{about}: verify.sh says verified')
    if name in ('bundle.dokaz', 'case.vkey', 'bundle.sd-jwt', 'checkpoint'):
        counts['dokaz-verify'] += 1
        option = {'bundle.sd-jwt': '--sd-jwt', 'checkpoint': '--checkpoint'}.get(name, '--redacted')
        ran = by_program(copy, option, 'bundle.dokaz' if name == 'case.vkey' else name)
        if ran.returncode not in (1, 3):
            failures.append(f'{about}: dokaz-verify ends with {ran.returncode}')
    if name == 'bundle.sd-jwt':
        kept = copy.parent / f'tampered-{counts["sd-jwt"]}.sd-jwt'
        shutil.copyfile(copy / name, kept)
        counts['sd-jwt'] += 1
        return kept, about
    return None


def tampered_folders(work, folder):
    chance, counts, kept = random.Random(7), {'verify.sh': 0, 'dokaz-verify': 0, 'sd-jwt': 0}, []
    for number in range(TAMPERED):
        name, what, find = CLASSES[number % len(CLASSES)]
        made = one_tampered(folder, work / 'tampered', name, what, find, chance, counts)
        if made:
            kept.append(made)
    print(f'tampered: {TAMPERED} folders in {len(CLASSES)} classes of bytes; verify.sh was asked {counts["verify.sh"]} '
          f'times, dokaz-verify {counts["dokaz-verify"]}, {len(failures)} failures so far')
    return kept


# ---- 4. the stock library ----

def install(work):
    source = pathlib.Path(ROOT, 'test/custody/sd_jwt')
    if not shutil.which('node') or not shutil.which('npm'):
        return None
    shutil.copytree(source, work / 'npm')
    ran = run('npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts', '--no-package-lock', cwd=work / 'npm')
    return work / 'npm' if ran.returncode == 0 else None


def ask_library(npm, folder, files):
    ran = subprocess.run(['node', str(npm / 'check.mjs'), str(folder / 'log.der'), *map(str, files)],
                         stdout=subprocess.PIPE, timeout=300)
    return [json.loads(line) for line in ran.stdout.decode().splitlines()]


def stock_library(work, folder, tampered):
    npm = install(work)
    if not npm:
        print('stock library: left out, npm cannot install @sd-jwt/core here')
        return
    whole = folder / 'bundle.sd-jwt'
    parts = whole.read_text().split('~')
    gap = work / 'gap.sd-jwt'
    gap.write_text('~'.join(parts[:1] + parts[2:]))
    answers = ask_library(npm, folder, [whole, gap] + [path for path, _ in tampered])
    good, gapped = answers[0], answers[1]
    # proves P102
    if not good['ok'] or [p['t'] for p in good['seg']] != shown_pieces(folder):
        failures.append(f'the stock library does not read our SD-JWT: {str(good)[:300]}')
    if not gapped['ok'] or len(gapped['seg']) != len(good['seg']) - 1 or 'withheld' in json.dumps(gapped):
        failures.append(f'the stock library tells of a gap now: {str(gapped)[:300]}')
    before = must('ours, whole', by_program(folder, '--sd-jwt', 'bundle.sd-jwt'))
    after = must('ours, with a gap', run(VERIFY, '--key', str(folder / 'case.vkey'), '--sd-jwt', str(gap)))
    if after.count('withheld]') != before.count('withheld]') + 1:
        failures.append('our check does not show the gap')
    if run('sh', str(shutil.copytree(folder, work / 'gapped') / 'verify.sh')).returncode:
        failures.append('the copy does not verify')
    shutil.copyfile(gap, work / 'gapped' / 'bundle.sd-jwt')
    must('verify.sh, a disclosure left out', run('sh', str(work / 'gapped' / 'verify.sh')), 1, 'WRONG')
    accepted = [about for (_, about), answer in zip(tampered, answers[2:]) if answer['ok']]
    print(f'stock library: reads ours; refuses {len(tampered) - len(accepted)} of {len(tampered)} tampered SD-JWTs; in '
          f'{len(accepted)} a disclosure was changed, and it drops that piece without a word')
    for (_, about), answer in zip(tampered, answers[2:]):
        if answer['ok'] and any(piece not in good['seg'] for piece in answer['seg']):
            failures.append(f'the stock library shows changed words: {about}')
    if len(answers) != 2 + len(tampered):
        failures.append('the stock library did not answer for every file')
    if not all('disclosures' in about for about in accepted):
        failures.append(f'the stock library accepts what is signed, changed: {accepted}')


def shown_pieces(folder):
    return [base64.b64decode(line[6:]).decode() for line in (folder / 'bundle.dokaz').read_text().splitlines()
            if line.startswith('bytes ')]


# ---- 5. the proofs under a report's figures ----

def figure_sizes(work):
    case, page = str(work / 'figures'), work / 'figures.html'
    must('init', run(DOKAZ, 'init', case))
    must('add the examples', run(DOKAZ, '-C', case, 'add', str(pathlib.Path(ROOT, 'examples/reports'))))
    must('report', run(DOKAZ, '-C', case, 'report', '-o', str(page)))
    proofs = re.findall(r'<pre id="note-\d+">\n(.*?)</pre>', page.read_text(), re.S)
    sizes = sorted(len(html.unescape(proof).encode()) for proof in proofs)
    if len(sizes) < 100 or sizes[-1] >= 4096:
        failures.append(f'{len(sizes)} proofs of figures, the largest of {sizes[-1:]} bytes; want 100 under 4096')
    else:
        print(f'figures: {len(sizes)} proofs, median {sizes[len(sizes) // 2]} bytes, largest {sizes[-1]}')


def main():
    with tempfile.TemporaryDirectory(prefix='dokaz-redacted-') as work:
        work = pathlib.Path(work)
        os.environ.update(XDG_DATA_HOME=str(work / 'home'), LC_ALL='C')
        folders = make_folders(work)
        if failures:
            print('\n'.join(failures))
            return 1
        look_for_names(folders)
        check_by_script(folders)
        tampered = tampered_folders(work, folders[0])
        stock_library(work, folders[0], tampered)
        figure_sizes(work)
    print('\n'.join(failures) if failures else 'all as promised')
    return 1 if failures else 0


sys.exit(main())
