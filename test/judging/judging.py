#!/usr/bin/env python3
"""Judgements over the life of a case: judging.py DOKAZ DOKAZ-VERIFY ROOT [KILLS] [SEED]

1. A re-read with other tables: what was decided about claims that are still read applies, the rest is listed as stale, and
   applies again when the claims come back.
2. A deleted index, an index of yesterday, a rebuild: the same rows again.
3. A bag, imported into an empty folder, holds the same judgements.
4. An erased document takes what was decided about it along, every byte.
5. kill -9 at KILLS random moments of `judge --file`: all of the table is sealed, or nothing; the next `add` applies it.
6. A record that is no judgement's, and one that was changed, are found by `verify`.
"""
import json
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

DOKAZ, VERIFY, ROOT = (pathlib.Path(p).resolve() for p in sys.argv[1:4])
KILLS = int(sys.argv[4]) if len(sys.argv) > 4 else 20
SEED = int(sys.argv[5]) if len(sys.argv) > 5 else 2022
TEXTS = {
    'a.txt': 'Market in Izium hit\n\nA missile struck the market in Izium on 3 March 2022, killing 12 people, the mayor '
             'said. Two houses were destroyed in Balakliia on 5 March 2022.\n',
    'b.txt': 'Two hits in the region\n\nA missile hit the market in Izium on 3 March 2022 and killed 14 people, police '
             'said. Forty people were wounded in Kupiansk on 9 June 2022.\n',
}
failures = []


def check(good, what):
    if not good:
        failures.append(what)
        print(f'FAILED: {what}', file=sys.stderr)


class Bench:
    def __init__(self, folder):
        self.folder = folder
        self.environment = dict(os.environ, XDG_DATA_HOME=str(folder / 'home'), LC_ALL='C')
        (folder / 'in').mkdir()
        for name, text in TEXTS.items():
            (folder / 'in' / name).write_text(text)

    def run(self, *args, program=DOKAZ):
        return subprocess.run([str(program), *map(str, args)], env=self.environment, cwd=self.folder, timeout=300,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def dokaz(self, *args, code=0):
        ran = self.run(*args)
        text = ran.stdout.decode('utf-8', 'replace')
        check(ran.returncode == code, f'dokaz {" ".join(map(str, args))}: exit {ran.returncode}, want {code}\n{text}')
        return text

    def lines(self, *args):
        return [json.loads(line) for line in self.dokaz(*args, '--json').splitlines() if line.startswith('{')]

    def new_case(self, name):
        self.dokaz('init', name)
        self.dokaz('-C', name, 'add', 'in')
        return name

    def claims(self, case):
        """Words of the claims, to their ids."""
        found = {}
        index = sqlite3.connect(self.folder / case / 'index.db')
        ids = [row[0].hex() for row in index.execute('SELECT id FROM claim')]
        index.close()
        for claim in ids:
            shown = self.dokaz('-C', case, 'show', claim, '--kind', 'claim')
            found[shown.split('words')[1].split('\n')[0].strip()] = claim
        return found

    def claim(self, case, words):
        return next(claim for said, claim in self.claims(case).items() if said.startswith(words))

    def verifies(self, case, what):
        check(self.run('-C', case, 'verify').returncode == 0, f'verify {what}')
        check(self.run(case, program=VERIFY).returncode == 0, f'dokaz-verify {what}')


def states(bench, case):
    return [(j['entry'], j['kind'], j['state']) for j in bench.lines('-C', case, 'judgements')]


def rows(bench, case):
    return [bench.dokaz('-C', case, *args, '--json') for args in (('incidents',), ('conflicts',), ('origins',), ('judgements',))]


def test_other_tables(bench):
    """proves P179"""
    case = bench.new_case('tables')
    houses, hit, hurt = (bench.claim(case, w) for w in ('Two houses', 'A missile hit', 'Forty people'))
    bench.dokaz('-C', case, 'judge', 'pending', f'claim:{houses}', '--reason', 'asked the owners')
    bench.dokaz('-C', case, 'judge', 'correct', f'claim:{hit}', 'quantity', '12 killed', '--reason', 'put right later')
    bench.dokaz('-C', case, 'judge', 'same-origin', f'claim:{houses}', f'claim:{hurt}', '--reason', 'one desk')
    before = rows(bench, case)
    data = bench.folder / 'data'
    shutil.copytree(ROOT / 'data', data)
    acts = data / 'lang/en/acts.tsv'
    kept = [line for line in acts.read_text(encoding='utf-8').split('\n') if 'destroy' not in line]
    acts.write_text('\n'.join(kept), encoding='utf-8')
    said = bench.dokaz('-C', case, 'add', '--data', data)
    check('every document was read again' in said, 'other tables')
    found = states(bench, case)
    check([s for _, _, s in found] == ['stale', 'stands', 'stale'], f'with other tables: {found}')
    check(len(bench.lines('-C', case, 'judgements', '--stale')) == 2, 'those that apply no more are listed')
    check(bench.lines('-C', case, 'queue')[0]['kind'] == 'stale', 'and are the first thing to decide')
    check('12' in bench.dokaz('-C', case, 'incidents'), 'what applies is applied')
    bench.dokaz('-C', case, 'add')
    check(rows(bench, case) == before, 'with the first tables again, all is as it was')


def test_index(bench):
    """proves P181"""
    case = bench.new_case('index')
    path = bench.folder / case / 'index.db'
    shutil.copy(path, bench.folder / 'yesterday.db')
    hit = bench.claim(case, 'A missile hit')
    bench.dokaz('-C', case, 'judge', 'reject', f'claim:{hit}', '--reason', 'another market')
    now = rows(bench, case)
    queue = bench.dokaz('-C', case, 'queue', '--json')
    check(queue == bench.dokaz('-C', case, 'queue', '--json'), 'the queue is the same again')
    shutil.copy(bench.folder / 'yesterday.db', path)
    said = bench.dokaz('-C', case, 'incidents')
    check('1 judgement is sealed and not applied yet' in said, f'an index of yesterday is told of: {said}')
    bench.dokaz('-C', case, 'add')
    check(rows(bench, case) == now, 'and completed')
    path.unlink()
    bench.dokaz('-C', case, 'add')
    check(rows(bench, case) == now, 'a deleted index is made again')
    check('the same as before' in bench.dokaz('-C', case, 'rebuild', '--check'), 'rebuild')
    shutil.copy(bench.folder / 'yesterday.db', path)
    bench.dokaz('-C', case, 'judge', 'confirm', f'claim:{bench.claim(case, "Two houses")}')
    check([s for _, _, s in states(bench, case)] == ['stands', 'stands'], 'judging brings an old index up to date first')


def test_bag(bench):
    """proves P188"""
    case = bench.new_case('handed')
    hit, houses = bench.claim(case, 'A missile hit'), bench.claim(case, 'Two houses')
    bench.dokaz('-C', case, 'judge', 'correct', f'claim:{hit}', 'place', 'kupiansk', '--reason', 'a slip of the paper')
    bench.dokaz('-C', case, 'judge', 'exclude', f'claim:{houses}', '--reason', 'seen by nobody')
    last = bench.lines('-C', case, 'judgements')[-1]['entry']
    bench.dokaz('-C', case, 'judge', 'undo', last, '--reason', 'seen by somebody')
    bench.dokaz('-C', case, 'bag', '-o', 'bag', '--whole', 'to the registry')
    bench.dokaz('bag', 'verify', 'bag')
    bench.dokaz('import', 'bag', 'taken')
    bench.dokaz('-C', 'taken', 'add')
    check(rows(bench, 'taken') == rows(bench, case), 'the imported case has the same judgements and rows')
    bench.verifies('taken', 'the imported case')


def test_erase(bench):
    """proves P189"""
    case = bench.new_case('erased')
    hit, struck = bench.claim(case, 'A missile hit'), bench.claim(case, 'A missile struck')
    houses = bench.claim(case, 'Two houses')
    bench.dokaz('-C', case, 'judge', 'same-origin', f'claim:{struck}', f'claim:{hit}', '--reason', 'canarypair')
    bench.dokaz('-C', case, 'judge', 'reject', f'claim:{hit}', '--reason', 'canaryreject')
    entry = bench.lines('-C', case, 'judgements')[-1]['entry']
    bench.dokaz('-C', case, 'judge', 'undo', entry, '--reason', 'canaryundo')
    bench.dokaz('-C', case, 'judge', 'pending', f'claim:{houses}', '--reason', 'staysthere')
    document = next(d['document'] for d in bench.lines('-C', case, 'documents') if d['path'].endswith('b.txt'))
    bench.dokaz('-C', case, 'erase', document, '--reason', 'withdrawn', '--yes')
    left = [j['reason'] for j in bench.lines('-C', case, 'judgements')]
    check(left == ['staysthere'], f'only what was decided of the other document is left: {left}')
    for path in (bench.folder / case).rglob('*'):
        if path.is_file():
            held = path.read_bytes()
            check(not any(w in held for w in (b'canarypair', b'canaryreject', b'canaryundo')), f'{path} holds an erased reason')
    bench.verifies(case, 'after an erasure')
    bench.dokaz('-C', case, 'rebuild', '--check')


def kill_one(bench, work, table, seconds, chance):
    case = bench.folder / 'killed'
    shutil.rmtree(case, ignore_errors=True)
    shutil.copytree(work, case)
    running = subprocess.Popen([str(DOKAZ), '-C', str(case), 'judge', '--file', str(table)], env=bench.environment,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(chance.random() * seconds)
    running.send_signal(signal.SIGKILL)
    running.wait()
    bench.verifies('killed', 'after a kill')
    bench.dokaz('-C', 'killed', 'add')
    return len(bench.lines('-C', 'killed', 'judgements'))


def test_kills(bench, chance):
    """proves P182"""
    case = bench.new_case('whole')
    table = bench.folder / 'table.csv'
    claims = list(bench.claims(case).values())
    table.write_text('kind,about,reason\n' + ''.join(f'{kind},claim:{c},because\n' for c in claims for kind in
                                                     ('pending', 'reject', 'exclude')))
    work = bench.folder / 'work'
    shutil.copytree(bench.folder / case, work)
    began = time.monotonic()
    bench.dokaz('-C', case, 'judge', '--file', table)
    seconds = time.monotonic() - began
    whole, seen = rows(bench, case)[0], set()
    for _ in range(KILLS):
        count = kill_one(bench, work, table, seconds, chance)
        seen.add(count)
        check(count in (0, 3 * len(claims)), f'{count} of {3 * len(claims)} decisions after a kill')
        if count:
            check(bench.dokaz('-C', 'killed', 'incidents', '--json') == whole, 'applied after a kill')
    print(f'{KILLS} kills, decisions afterwards: {sorted(seen)}')


def test_damage(bench):
    case = bench.new_case('damaged')
    bench.dokaz('-C', case, 'judge', 'confirm', f'claim:{bench.claim(case, "Two houses")}')
    before = {p for p in (bench.folder / case / 'records').rglob('*') if p.is_file()}
    bench.dokaz('-C', case, 'judge', 'reject', f'claim:{bench.claim(case, "Two houses")}', '--reason', 'flipped')
    record = next(p for p in (bench.folder / case / 'records').rglob('*') if p.is_file() and p not in before)
    held = record.read_bytes()
    check(b'kind reject' in held, 'the record of the judgement')
    record.write_bytes(held.replace(b'flipped', b'FLIPPED'))
    said = bench.dokaz('-C', case, 'verify', code=1)
    check(record.name in said, f'verify names the record: {said}')
    check(bench.run(case, program=VERIFY).returncode == 1, 'dokaz-verify finds it too')
    bench.dokaz('-C', case, 'judgements', code=1)


def main():
    with tempfile.TemporaryDirectory(prefix='dokaz-judging-') as folder:
        bench = Bench(pathlib.Path(folder))
        test_other_tables(bench)
        test_index(bench)
        test_bag(bench)
        test_erase(bench)
        test_kills(bench, random.Random(SEED))
        test_damage(bench)
    print(f'{1 if not failures else 0} passed, {len(failures)} failed')
    return bool(failures)


sys.exit(main())
