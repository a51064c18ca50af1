#!/usr/bin/env python3
"""Erasing a document: erase.py DOKAZ DOKAZ-VERIFY [KILLS] [SEED]

1. Not one byte of an erased document stays in the case: not its words, its names, its file name, not in index.db,
   its -wal and -shm; the counts of incidents follow; the numbers of other people stay; what left before is named.
2. kill -9 at KILLS random moments of `erase`: the case verifies under every checkpoint there ever was; either
   nothing was erased, or the next `add` completes it, and nothing of the document is left.
3. Bytes that came in twice stay until the last occurrence is erased.
"""
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

DOKAZ, VERIFY = (str(pathlib.Path(p).resolve()) for p in sys.argv[1:3])
KILLS = int(sys.argv[3]) if len(sys.argv) > 3 else 25
SEED = int(sys.argv[4]) if len(sys.argv) > 4 else 2022
ERASED = '''KYIV, 3 June 2022 (Canary Wire) - "They took my son," said Ihor Vykresniuk, a resident of Bucha. Shelling killed
4 civilians in Bucha on 2 June, the quokka press service said. He keeps a zimmerframe in the yard.
'''
KEPT = '''KYIV, 4 June 2022 (Third Wire) - "I saw it," said Maria Halushkova, a resident of Irpin. Shelling killed 9 civilians in
Irpin on 3 June, the regional prosecutor said.
'''
CANARIES = [b'Vykresniuk', b'quokka', b'zimmerframe', b'canaryfile', b'Canary Wire', b'canarysource', b'zimmerfram']
failures = []


def run(*args, **more):
    return subprocess.run(args, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300, **more)


def must(about, ran, code=0, says=''):
    text = ran.stdout.decode('utf-8', 'replace')
    if ran.returncode != code or says not in text:
        failures.append(f'{about}: exit {ran.returncode}, want {code} and {says!r}: {text[-500:]}')
    return text


def make_case(work):
    folder = work / 'in'
    folder.mkdir()
    (folder / 'z-canaryfile.txt').write_text(ERASED)
    (folder / 'b.txt').write_text(KEPT)
    for number in range(12):
        (folder / f'more{number:02}.txt').write_text(KEPT.replace('Halushkova', f'Name{"abcdefghijkl"[number]}enko'))
    (work / 'sources.tsv').write_text('file\tpublisher\nz-canaryfile.txt\tcanarysource\n')
    case = work / 'case'
    must('init', run(DOKAZ, 'init', str(case)))
    must('add', run(DOKAZ, '-C', str(case), 'add', *map(str, sorted(folder.glob('[bm]*')))))
    must('add', run(DOKAZ, '-C', str(case), 'add', str(folder / 'z-canaryfile.txt'), '--received-from',
                    'Vykresniuk family', '--sources', str(work / 'sources.tsv')))
    return case


def size_of(case):
    return int((case / 'checkpoint').read_text().split('\n')[1])


def documents(case):
    rows = [json.loads(x) for x in run(DOKAZ, '-C', str(case), 'documents', '--json').stdout.decode().splitlines()]
    return [row for row in rows if row.get('type') == 'document']


def document_id(case, word):
    out = run(DOKAZ, '-C', str(case), 'search', word).stdout.decode()
    return out.split()[0]


def remains(case):
    """Where a canary is still to be found."""
    found = []
    for path in case.rglob('*'):
        if path.is_file():
            data = path.read_bytes().lower()
            found += [f'{path.relative_to(case)}: {c.decode()}' for c in CANARIES if c.lower() in data]
    return found


def checkpoints_hold(case, about, kept):
    for path in sorted((case / 'checkpoints').iterdir()):
        kept[path.name] = path.read_bytes()
    for name, data in kept.items():
        (case.parent / 'since').write_bytes(data)
        # proves P103
        must(f'{about}: since {name}', run(VERIFY, str(case), '--since', str(case.parent / 'since')), says=' 0 wrong')


def numbers_of(case):
    """Words of the kept document as they are shown: with the numbers of its people."""
    return [line for line in run(DOKAZ, '-C', str(case), 'search', 'saw it').stdout.decode().splitlines() if 'Person' in line]


def people_of(case, document):
    return {int(n) for n in re.findall(r'Person (\d+)', run(DOKAZ, '-C', str(case), 'redact', document).stdout.decode())}


# ---- 1 ----

def test_gone(work, fresh):
    case = work / 'gone' / 'case'
    shutil.copytree(fresh, case)
    if len(remains(case)) < 8:
        failures.append(f'the canaries are not where they should be before: {remains(case)}')
    must('export', run(DOKAZ, '-C', str(case), 'export', '--format', 'csv', '-o', str(work / 'left.csv')))
    must('report', run(DOKAZ, '-C', str(case), 'report', '-o', str(work / 'left.html')))
    must('redact', run(DOKAZ, '-C', str(case), 'redact', document_id(case, 'quokka'), '-o', str(work / 'left.dokaz')))
    other = document_id(case, 'prosecutor')
    must('redact another', run(DOKAZ, '-C', str(case), 'redact', other, '-o', str(work / 'left2.dokaz')))
    numbers, incidents = numbers_of(case), run(DOKAZ, '-C', str(case), 'incidents').stdout.decode()
    kept = {}
    checkpoints_hold(case, 'before', kept)
    document = document_id(case, 'quokka')
    erased_people = people_of(case, document)       # sealed last, so the highest number there is
    for reason, code, says in (('Ihor Vykresniuk asked', 1, 'rule G1'), ('', 2, 'reason')):
        must('a refused reason', run(DOKAZ, '-C', str(case), 'erase', document, '--reason', reason, '--yes'), code, says)
    must('parity', run(DOKAZ, '-C', str(case), 'parity'))
    covering = [case / 'parity/records.par', case / 'parity/packs/000001.tar.par']
    if not all(path.exists() for path in covering):
        failures.append('parity does not cover what is to be erased: the test says too little')
    must('without --yes', run(DOKAZ, '-C', str(case), 'erase', document, '--reason', 'withdrawn'), 1, 'nothing was erased')
    must('erase', run(DOKAZ, '-C', str(case), 'erase', document, '--reason', 'consent withdrawn', '--yes'),
         says='tombstone')
    # proves P105
    for where in remains(case):
        failures.append(f'after the erasure: {where}')
    # proves P109
    for path in covering:
        if path.exists():
            failures.append(f'{path.name} still covers what was erased: a record or original could be brought back')
    checkpoints_hold(case, 'after', kept)
    after = run(DOKAZ, '-C', str(case), 'incidents').stdout.decode()
    if 'Bucha' not in incidents or 'Bucha' in after or 'Irpin' not in after:
        failures.append(f'incidents before: {incidents}\nafter: {after}')
    if numbers_of(case) != numbers or not numbers:
        failures.append(f'numbers of people: {numbers} became {numbers_of(case)}')
    must('search', run(DOKAZ, '-C', str(case), 'search', 'quokka'), says='nothing found')
    rows = [json.loads(x) for x in run(DOKAZ, '-C', str(case), 'erasures', '--json').stdout.decode().splitlines()]
    formats = [left['format'] for left in rows[0]['left_before']] if len(rows) == 1 else rows
    # proves P106
    if formats != ['csv', 'html', 'redacted'] or rows[0]['reason'] != 'consent withdrawn':
        failures.append(f'erasures: {rows}')
    # someone new must not get the number of who was erased
    (work / 'new.txt').write_text(KEPT.replace('Halushkova', 'Novenko'))
    must('add after', run(DOKAZ, '-C', str(case), 'add', str(work / 'new.txt')))
    newest = [row for row in documents(case) if row['path'] == 'new.txt'][0]['document']
    # proves P105
    if people_of(case, newest) != {max(erased_people) + 1} or len(erased_people) != 1:
        failures.append(f'numbers: of the erased {erased_people}, of somebody new {people_of(case, newest)}')
    must('the erased file again', run(DOKAZ, '-C', str(case), 'add', str(work / 'in')), says='1 original,')


# ---- 2 ----

def whole_erase(work, fresh, document):
    case = work / 'timed' / 'case'
    shutil.copytree(fresh, case)
    start = time.monotonic()
    must('erase', run(DOKAZ, '-C', str(case), 'erase', document, '--reason', 'x', '--yes'))
    return time.monotonic() - start


def one_kill(work, fresh, document, moment, number):
    case = work / f'kill{number}' / 'case'
    shutil.copytree(fresh, case)
    process = subprocess.Popen([DOKAZ, '-C', str(case), 'erase', document, '--reason', 'x', '--yes'],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(moment)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
    about, kept = f'kill {number} after {moment:.3f} s', {}
    checkpoints_hold(case, about, kept)
    sealed = size_of(case) > size_of(fresh)
    marker, before = (case / 'erasing').exists(), len(remains(case))
    shown = run(DOKAZ, '-C', str(case), 'search', 'quokka').stdout.decode()
    must(f'{about}: add', run(DOKAZ, '-C', str(case), 'add'))
    checkpoints_hold(case, about, kept)
    left = remains(case)
    # proves P104
    if sealed and (left or (case / 'erasing').exists()):
        failures.append(f'{about}: a tombstone stands, and yet: {left}')
    if sealed and 'Canary' in shown:
        failures.append(f'{about}: shown after its tombstone: {shown}')
    if not sealed and (before != len(left) or len(documents(case)) != 14):
        failures.append(f'{about}: no tombstone, and yet something is gone')
    if sealed and len(documents(case)) != 13:
        failures.append(f'{about}: {len(documents(case))} documents')
    shutil.rmtree(case.parent)
    return process.returncode == -signal.SIGKILL, sealed, sealed and (marker or before > 0)


# ---- 3 ----

def test_twice(work):
    folder = work / 'twice'
    (folder / 'in').mkdir(parents=True)
    for name in ('one-canaryfile.txt', 'two.txt'):
        (folder / 'in' / name).write_text(ERASED)
    case = folder / 'case'
    must('init', run(DOKAZ, 'init', str(case)))
    must('add', run(DOKAZ, '-C', str(case), 'add', str(folder / 'in')))
    document = document_id(case, 'quokka')
    pieces = run(DOKAZ, '-C', str(case), 'redact', document).stdout
    must('decide', run(DOKAZ, '-C', str(case), 'redact', document, '--hide', '1', '--reason', 'why not'))
    must('erase one', run(DOKAZ, '-C', str(case), 'erase', 'item:1', '--reason', 'x', '--yes'))
    must('still there', run(DOKAZ, '-C', str(case), 'search', 'quokka'), says=document)
    if any('canaryfile' in where for where in remains(case)):
        failures.append(f'the name of the erased occurrence: {remains(case)}')
    # proves P107
    if b'decision' not in run(DOKAZ, '-C', str(case), 'redact', document).stdout or b'decision' in pieces:
        failures.append('a decision about the text went with one of its occurrences')
    must('erase the other', run(DOKAZ, '-C', str(case), 'erase', document, '--reason', 'x', '--yes'))
    # proves P107
    if remains(case):
        failures.append(f'after both: {remains(case)}')
    must('verify', run(VERIFY, str(case)), says=' 0 wrong, 0 notes')


def main():
    chance, counts = random.Random(SEED), [0, 0, 0]
    with tempfile.TemporaryDirectory(prefix='dokaz-erase-') as work:
        work = pathlib.Path(work)
        os.environ.update(XDG_DATA_HOME=str(work / 'home'), LC_ALL='C')
        fresh = make_case(work)
        document = document_id(fresh, 'quokka')
        test_gone(work, fresh)
        test_twice(work)
        seconds = whole_erase(work, fresh, document)
        for number in range(KILLS):
            killed = one_kill(work, fresh, document, chance.uniform(0, seconds), number)
            counts = [a + b for a, b in zip(counts, killed)]
    print('\n'.join(failures) if failures else f'{KILLS} runs: {counts[0]} killed, {counts[1]} with a tombstone, '
          f'{counts[2]} of these completed by the next add; all whole')
    if counts[0] < KILLS // 3:
        print(f'only {counts[0]} of {KILLS} were killed in time: the test says too little')
    return 1 if failures or counts[0] < KILLS // 3 else 0


sys.exit(main())
