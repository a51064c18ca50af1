#!/usr/bin/env python3
"""A case handed over as a bag: bag.py DOKAZ DOKAZ_VERIFY ROOT [TAMPERED]

The bag is checked by programs that are not ours (sha256sum, verify.sh with dash, openssl and awk, a Go program
on x/mod, openssl ts), refused by them when it was changed (TAMPERED ways, 200 unless given), and made a case
again. Go and npm may be missing: a line says so then.
"""
import collections
import concurrent.futures
import hashlib
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

DOKAZ, VERIFY, ROOT = (pathlib.Path(p).resolve() for p in sys.argv[1:4])
TAMPERED = int(sys.argv[4]) if len(sys.argv) > 4 else 200
GOPATH = '/usr/share/gocode'
CANARY = 'Zorianka Vydumenko'
failures = []


def check(good, what):
    if not good:
        failures.append(what)
        print('FAILED:', what)


def run(*args, **more):
    more.setdefault('timeout', 300)
    return subprocess.run([str(a) for a in args], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)


def dokaz(*args, want=0):
    ran = run(DOKAZ, *args)
    text = ran.stdout.decode('utf-8', 'replace')
    check(ran.returncode == want, f'dokaz {" ".join(map(str, args))}: exit {ran.returncode}, want {want}\n{text}')
    return text


# ---- a case ----

def make_case(work, name, documents):
    """Reports of attacks that never were, one with a protected witness, a page with an address, one unread file."""
    source = work / (name + '.in')
    source.mkdir()
    for i in range(documents):
        (source / f'note {i:03}.txt').write_text(f'On {i % 28 + 1} May 2022 a shell hit house number {i} in Kherson. '
                                                  f'Two people were killed, the mayor said.\n')
    (source / 'witness.txt').write_text(f'{CANARY}, a resident of the village who asked for her name not to be published, '
                                        'told us that soldiers shot her neighbour on 3 May 2022. '
                                        f'"I saw it from the yard," {CANARY} said.\n')
    (source / 'page.html').write_text('<!doctype html><html><head><title>Shelling</title></head><body><p>A missile struck a '
                                      'school in Mykolaiv on 4 May 2022. Three people were wounded.</p></body></html>')
    (source / 'odd\tname\\.bin').write_bytes(bytes(range(256)) * 20)
    (work / 'sources.tsv').write_text('file\tpublisher\tauthors\turl\tpublished\treceived_from\n'
                                      'page.html\tExample\t\thttps://www.Example.org/Shelling?id=1\t2022-05-05\tthe desk\n')
    case = work / name
    dokaz('init', case)
    dokaz('-C', case, 'add', source, '--sources', work / 'sources.tsv')
    return case


def stamp(case, work):
    """A time stamp by an authority of our own over the newest checkpoint (openssl alone)."""
    tsa = work / 'tsa'
    if not tsa.exists():
        tsa.mkdir()
        (tsa / 'conf').write_text('[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nCN=Test TSA\n[ext]\nextendedKeyUsage=critical,timeStamping\n'
                                  'keyUsage=critical,digitalSignature\n[tsa]\ndefault_tsa=t\n[t]\nserial=serial\ncrypto_device=builtin\n'
                                  'default_policy=1.2.3.4\ndigests=sha256\nsigner_digest=sha256\naccuracy=secs:1\n')
        (tsa / 'serial').write_text('01\n')
        run('openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'key.pem',
            '-out', 'ca.pem', '-days', '3650', '-config', 'conf', '-extensions', 'ext', cwd=tsa)
    note = (case / 'checkpoint').read_text()
    size = note.split('\n')[1]
    (tsa / 'text').write_text(note.split('\n\n')[0] + '\n')
    run('openssl', 'ts', '-query', '-data', 'text', '-sha256', '-cert', '-out', 'q', cwd=tsa)
    (case / 'stamps').mkdir(exist_ok=True)
    made = run('openssl', 'ts', '-reply', '-config', 'conf', '-section', 't', '-queryfile', 'q', '-signer', 'ca.pem', '-inkey', 'key.pem',
               '-out', case / 'stamps' / f'{size}.tsr', cwd=tsa)
    check(made.returncode == 0, 'the test authority: ' + made.stdout.decode())
    return tsa / 'ca.pem'


# ---- who checks ----

def stranger(bag, *more):
    return run('dash', bag / 'verify.sh', *more)


def build_go(work):
    if not shutil.which('go') or not os.path.isdir(GOPATH + '/src/golang.org/x/mod'):
        print('no Go here: the checks by golang.org/x/mod are left out')
        return None
    made = run('go', 'build', '-o', work / 'verify_go', ROOT / 'test/custody/verify_go/main.go',
               env=dict(os.environ, GO111MODULE='off', GOPATH=GOPATH, GOCACHE=str(work / 'gocache'), GOFLAGS=''))
    check(made.returncode == 0, 'go build: ' + made.stdout.decode())
    return work / 'verify_go'


# ---- a bag that somebody changed ----

def manifest(bag):
    """What a forger does: manifests and Payload-Oxum made anew over whatever is there."""
    files = sorted(p for p in bag.rglob('*') if p.is_file())
    payload = [p for p in files if p.relative_to(bag).parts[0] == 'data']
    info = [line for line in (bag / 'bag-info.txt').read_text().splitlines() if not line.startswith('Payload-Oxum')]
    info.append(f'Payload-Oxum: {sum(p.stat().st_size for p in payload)}.{len(payload)}')
    replace(bag / 'bag-info.txt', ('\n'.join(info) + '\n').encode())

    def rows(paths):
        return ''.join(f'{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(bag)}\n' for p in paths).encode()
    replace(bag / 'manifest-sha256.txt', rows(payload))
    tags = sorted(p for p in bag.iterdir() if p.is_file() and p.name != 'tagmanifest-sha256.txt')
    replace(bag / 'tagmanifest-sha256.txt', rows(tags))


def replace(path, data):
    """Never through the old inode: the copies share it."""
    if path.exists():
        path.unlink()
    path.write_bytes(data)


# Classes of files: glob, who must refuse a change when the manifests are made anew (b: dokaz bag verify, s: verify.sh, g: Go).
CLASSES = {
    'original': ('data/originals/*', 'bs'),
    'text': ('data/texts/*', 'bs'),
    'record': ('data/custody/records/*/*', 'bs'),
    'entries': ('data/custody/entries/**/*', 'bs'),
    'tile': ('data/custody/tile/**/*', 'b'),
    'checkpoint': ('data/custody/checkpoint', 'bsg'),
    'old checkpoint': ('data/custody/checkpoints/1', 'b'),
    'key': ('data/custody/keys/case.vkey', 'bsg'),
    'key for openssl': ('data/custody/keys/log.der', 'bs'),
    'policy': ('data/custody/policy', 'bs'),
    'entry': ('data/proofs/*.entry', 'bsg'),
    'proof': ('data/proofs/*.tlog-proof', 'bsg'),
    'index': ('data/custody.tsv', 'bs'),
    'page': ('data/README.html', ''),
    'script': ('verify.sh', ''),
    'declaration': ('bagit.txt', 'bs'),
    'info': ('bag-info.txt', ''),
    'manifest': ('manifest-sha256.txt', ''),
    'tag manifest': ('tagmanifest-sha256.txt', ''),
}


def tamper(bag, rng, kind, way, again):
    """Change one file of a class in one way; False when there is none or it would change nothing."""
    files = sorted(p for p in bag.glob(CLASSES[kind][0]) if p.is_file())
    if not files:
        return False
    path = rng.choice(files)
    data = path.read_bytes()
    if way == 'flip':
        at = rng.randrange(len(data))
        replace(path, data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1:])
    elif way == 'cut':
        replace(path, data[:-1 - rng.randrange(min(8, len(data)))])
    elif way == 'remove':
        path.unlink()
    elif way == 'add':
        twin = path.with_name(('0' * 64) if len(path.name) == 64 else path.name + '0')
        if not path.is_relative_to(bag / 'data') or kind in ('old checkpoint', 'key', 'key for openssl'):
            return False
        twin.write_bytes(data + b'x')
    elif way == 'rename':
        if kind in ('page',):
            return False
        path.rename(path.with_name(path.name[:-1] + ('0' if path.name[-1] != '0' else '1')))
    elif way == 'swap':
        others = [p for p in files if p.read_bytes() != data]
        if not others:
            return False
        other = rng.choice(others)
        theirs = other.read_bytes()
        replace(other, data)
        replace(path, theirs)
    if again:
        manifest(bag)
    return True


def judge(bag, kind, way, again, go):
    """Who refuses? Returns the programs that should have and did not."""
    must = CLASSES[kind][1] if again else 'bs'
    if not again and kind in ('checkpoint', 'key', 'entry', 'proof') and way in ('flip', 'cut', 'swap', 'remove'):
        must += 'g'
    if way in ('add', 'rename') and again:
        must = must.replace('g', '')
    if way == 'remove' and again and kind in ('tile', 'old checkpoint'):
        must = ''           # of older states of the log, which nothing says must be kept
    missed = []
    if 'b' in must and run(DOKAZ, 'bag', 'verify', bag).returncode != 1:
        missed.append('bag verify')
    if 's' in must and (bag / 'verify.sh').exists() and stranger(bag).returncode == 0:
        missed.append('verify.sh')
    if 'g' in must and go and run(go, bag).returncode == 0:
        missed.append('Go')
    return missed


def one_tampered(job):
    work, bag, go, number = job
    rng = random.Random(number)
    names = sorted(CLASSES)
    copy = work / f'tampered-{number}'
    for attempt in range(1000):
        kind = names[(number + attempt) % len(names)]
        way = ('flip', 'remove', 'cut', 'rename', 'flip', 'swap', 'add')[(number // len(names) + attempt) % 7]
        if kind == 'old checkpoint' and way == 'rename':
            continue        # takes it away, as above
        again = bool(CLASSES[kind][1]) and (number // 2 + attempt) % 2 == 0
        if again and kind == 'declaration' and way in ('rename',):
            again = False
        shutil.rmtree(copy, ignore_errors=True)
        run('cp', '-al', bag, copy)
        if tamper(copy, rng, kind, way, again):
            break
    missed = judge(copy, kind, way, again, go)
    shutil.rmtree(copy)
    return f'{kind}, {way}{", manifests made anew" if again else ""} (number {number})', missed


def test_tampered(work, bag, go):
    jobs = [(work, bag, go, number) for number in range(TAMPERED)]
    refused, ways = 0, collections.Counter()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for what, missed in pool.map(one_tampered, jobs):
            check(not missed, f'{what}: not refused by {", ".join(missed)}')
            refused += not missed
            ways[what.split(' (')[0]] += 1
    print(f'tampered bags refused: {refused}/{TAMPERED}, {len(ways)} different ways')


# ---- the tests ----

def test_hand_over(work, go):
    case = make_case(work, 'case', 140)
    ca = stamp(case, work)
    bag = work / 'bag'
    before = (case / 'checkpoint').read_bytes()
    said = dokaz('-C', case, 'bag', '-o', bag, want=1)
    check('rule G4' in said and '--whole' in said, 'the refusal names its rule: ' + said)
    check(not bag.exists() and (case / 'checkpoint').read_bytes() == before, 'a refused bag leaves nothing, also in the log')
    dokaz('-C', case, 'bag', '-o', bag, '--whole', '  ', want=1)
    dokaz('--unmask', 'r', '-C', case, 'bag', '-o', bag, want=1)
    key = next((work / 'home/dokaz/keys').glob('*.custodian'))
    key.rename(work / 'taken')
    said = dokaz('-C', case, 'bag', '-o', bag, '--whole', 'handed to the court', want=1)
    check('rule G4' in said, 'without the key: ' + said)
    (work / 'taken').rename(key)
    check(not bag.exists() and not list(work.glob('bag.*')), 'refused bags leave nothing')
    # proves P89
    vkey = (case / 'keys/case.vkey').read_text().strip()
    said = dokaz('-C', case, 'bag', '-o', bag, '--whole', 'handed to the court', '--to', 'the registry', '--from', 'A desk')
    check(vkey in said, 'the key is told')
    said = dokaz('bag', 'verify', bag, '--key', vkey)
    check('signed by the key that was given' in said, said)
    dokaz('bag', 'verify', bag, '--key', vkey.replace('+', '+0', 1)[:-1] + '=', want=3)
    check(run('sha256sum', '--check', '--strict', '--quiet', 'manifest-sha256.txt', cwd=bag).returncode == 0, 'sha256sum -c')
    check(run('sha256sum', '--check', '--strict', '--quiet', 'tagmanifest-sha256.txt', cwd=bag).returncode == 0, 'sha256sum -c of the tags')
    # proves P90
    ran = stranger(bag, '--key', vkey, '--tsa-ca', ca)
    text = ran.stdout.decode()
    check(ran.returncode == 0 and 'everything is as it was sealed' in text, 'verify.sh: ' + text)
    check('6. 1 time stamps verify' in text, 'the stamp: ' + text)
    check(stranger(bag, '--key', vkey + 'x').returncode == 1, 'verify.sh takes another key')
    if go:
        ran = run(go, bag, vkey)
        check(ran.returncode == 0, 'Go: ' + ran.stdout.decode())
        print('Go:', ran.stdout.decode().strip())
    size = int((bag / 'data/custody/checkpoint').read_text().split('\n')[1])
    check(size > 256, 'more entries than one bundle holds')
    check((bag / 'data/custody/checkpoint').read_bytes() == (case / 'checkpoint').read_bytes(), 'the checkpoint is that of the case')
    no_secret(work, bag)
    dokaz('-C', case, 'bag', '-o', bag, '--whole', 'again', want=1)
    return case, bag


def no_secret(work, bag):
    for key in (work / 'home/dokaz/keys').iterdir():
        secret = [line for line in key.read_bytes().split(b'\n') if len(line) > 20 and not line.startswith(b'-----')]
        for path in bag.rglob('*'):
            if path.is_file():
                data = path.read_bytes()
                check(not any(s in data for s in secret), f'{path} holds a secret key')


def test_log_alone(work, case, go):
    """The log without originals and records may leave without the custodian, and shows nothing of them."""
    bag = work / 'log-bag'
    dokaz('-C', case, 'bag', '-o', bag, '--what', 'log')
    dokaz('bag', 'verify', bag)
    check(stranger(bag).returncode == 0, 'verify.sh of the log alone')
    check(not go or run(go, bag).returncode == 0, 'Go on the log alone')
    names = ['witness.txt', CANARY.split()[0], 'the desk', hashlib.sha256((work / 'case.in/witness.txt').read_bytes()).hexdigest()]
    for path in bag.rglob('*'):
        data = path.read_bytes() if path.is_file() else b''
        check(not any(n.encode() in data for n in names), f'{path} of a bag with the log alone tells of an original')
    dokaz('import', bag, work / 'from-log', want=1)
    check(not (work / 'from-log').exists(), 'a bag with the log alone makes no case')


def tree(folder, but=()):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob('*') if p.is_file() and p.name not in but}


def test_import(work, bag):
    """The same log, the same checkpoint; reading without keys, writing with them."""
    case, again = work / 'again', work / 'empty'
    again.mkdir()
    home = os.environ['XDG_DATA_HOME']
    # proves P91
    os.environ['XDG_DATA_HOME'] = str(work / 'elsewhere')
    dokaz('import', bag, case)
    dokaz('import', bag, again)
    dokaz('-C', case, 'verify')
    check(run(VERIFY, case).returncode == 0, 'dokaz-verify of the imported case')
    for folder in ('checkpoint', 'checkpoints', 'entries', 'tile', 'records', 'keys', 'policy', 'stamps'):
        one, two = bag / 'data/custody' / folder, case / folder
        same = one.read_bytes() == two.read_bytes() if one.is_file() else tree(one) == tree(two)
        check(same, f'{folder} came back as it was')
    dokaz('-C', case, 'status')
    said = dokaz('-C', case, 'add', ROOT / 'README.md', want=1)
    check('not on this machine' in said, said)
    os.environ['XDG_DATA_HOME'] = home
    before = (case / 'checkpoint').read_text()
    dokaz('-C', case, 'add', ROOT / 'LICENSE')
    (work / 'before').write_text(before)
    dokaz('-C', case, 'verify', '--since', work / 'before')
    said = dokaz('import', bag, case, want=1)
    check('is there already' in said, said)


def test_hostile_import(work, bag):
    """Whatever a bag tries, nothing is left of it."""
    def outside(b):
        (b / 'data/originals/evil').symlink_to('/etc/passwd')

    def folder_link(b):
        (b / 'data/custody/stamps2').symlink_to('/etc')

    def up(b):
        replace(b / 'manifest-sha256.txt', (b / 'manifest-sha256.txt').read_bytes() + b'0' * 64 + b'  data/../../evil\n')

    def database(b):
        (b / 'data/custody/index.db').write_bytes(b'SQLite format 3\0')
        manifest(b)

    def places(b):
        (b / 'data/custody/places').write_bytes(b'x')
        manifest(b)

    def temporary(b):
        (b / 'data/custody/entries/.new-evil').write_bytes(b'x')
        manifest(b)

    def missing(b):
        next((b / 'data/originals').iterdir()).unlink()
        manifest(b)

    def newer(b):
        replace(b / 'data/custody/keys/format', b'dokaz-case/v2\n')
        manifest(b)

    def pipe(b):
        os.mkfifo(b / 'data/originals/pipe')

    def pipe_for_record(b):
        record = next((b / 'data/custody/records').glob('*/*'))
        record.unlink()
        os.mkfifo(record)

    def stranger_original(b):
        data = b'planted'
        (b / 'data/originals' / hashlib.sha256(data).hexdigest()).write_bytes(data)
        manifest(b)

    # proves P92
    for change in (outside, folder_link, up, database, places, missing, newer, pipe, pipe_for_record, stranger_original, temporary):
        copy = work / 'hostile'
        run('cp', '-al', bag, copy)
        change(copy)
        there = sorted(p.name for p in work.iterdir())
        ran = run(DOKAZ, 'import', copy, work / 'hostile-case')
        if change is temporary:         # harmless: it is left behind by the copy, or refused
            shutil.rmtree(work / 'hostile-case', ignore_errors=True)
        else:
            check(ran.returncode in (1, 3), f'{change.__name__}: exit {ran.returncode}: ' + ran.stdout.decode())
            check(b'dokaz import: ' in ran.stdout, f'{change.__name__}: one line says why')
        check(there == sorted(p.name for p in work.iterdir()), f'{change.__name__}: something was left')
        shutil.rmtree(copy)


def test_custody(work, case):
    # proves P95
    text = dokaz('-C', case, 'custody', hashlib.sha256((work / 'case.in/page.html').read_bytes()).hexdigest()[:16])
    at = [text.find(w) for w in ('received and sealed', 'the desk', 'read, and its text sealed', 'parser', 'left the case', 'handed to the court')]
    check(at == sorted(at) and -1 not in at, 'the chain of custody in order: ' + text)
    check('what          whole' in text and 'what          log' not in text, 'the log alone held no original: ' + text)
    check('time stamp over' in text, 'the stamps over it: ' + text)
    rows = [json.loads(line) for line in dokaz('-C', case, 'custody', 'entry:1', '--json').splitlines()]
    check([r['event'] for r in rows if r['event'] in ('item', 'export')][0] == 'item' and rows[-1]['event'] == 'stamps', 'custody --json')
    witness = hashlib.sha256((work / 'case.in/witness.txt').read_bytes()).hexdigest()
    check(CANARY not in dokaz('-C', case, 'custody', witness[:12]), 'custody shows a protected name')
    odd = dokaz('-C', case, 'custody', hashlib.sha256(bytes(range(256)) * 20).hexdigest()[:12])
    check('\t' not in odd and 'odd?name' in odd, 'an unread original has its chain too: ' + odd)
    dokaz('-C', case, 'custody', 'ffffffff', want=1)


def test_case_uco(work, case):
    # proves P96
    out = work / 'custody.json'
    dokaz('-C', case, 'export', '--format', 'case', '-o', out)
    graph = json.loads(out.read_text())['@graph']
    text = out.read_text()
    kinds = collections.Counter(node['@type'] for node in graph)
    entries = int((case / 'checkpoint').read_text().split('\n')[1]) - 1         # but that of this export itself
    check(kinds['case-investigation:InvestigativeAction'] == entries, f'one action an entry: {kinds}, {entries}')
    check(kinds['case-investigation:ProvenanceRecord'] == 143, f'one provenance record an original: {kinds}')
    ids = [node['@id'] for node in graph]
    check(len(ids) == len(set(ids)), 'ids are unique')

    def references(node):
        if isinstance(node, dict):
            if set(node) == {'@id'}:
                yield node['@id']
            for value in node.values():
                yield from references(value)
        elif isinstance(node, list):
            for value in node:
                yield from references(value)
    check(set(references(graph)) <= set(ids), 'every reference leads to a node')
    witness = hashlib.sha256((work / 'case.in/witness.txt').read_bytes()).hexdigest()
    check(CANARY not in text and witness not in text, 'a masked export tells of a protected person')
    for node in graph:
        if node['@type'].endswith('InvestigativeAction'):
            check({'uco-core:name', 'uco-action:startTime', 'uco-action:endTime', 'uco-action:performer', 'uco-action:instrument',
                   'uco-action:object'} <= set(node), 'an action is whole')
    dokaz('-C', case, 'export', '--format', 'case', '-o', out, '--whole', 'for the laboratory')
    check(witness in out.read_text(), 'in clear it has digests')


def test_wacz(work, case):
    # proves P97
    out = work / 'pages.wacz'
    dokaz('-C', case, 'export', '--format', 'wacz', '-o', out, want=1)
    check(not out.exists(), 'pages of a case with protected people do not leave')
    dokaz('-C', case, 'export', '--format', 'wacz', '-o', out, '--whole', 'for an archive')
    import gzip
    import zipfile
    with zipfile.ZipFile(out) as z:
        check(z.testzip() is None, 'the zip is whole')
        package = json.loads(z.read('datapackage.json'))
        for r in package['resources']:
            check('sha256:' + hashlib.sha256(z.read(r['path'])).hexdigest() == r['hash'] and len(z.read(r['path'])) == r['bytes'], r['path'])
        digest = json.loads(z.read('datapackage-digest.json'))
        check(digest['hash'] == 'sha256:' + hashlib.sha256(z.read('datapackage.json')).hexdigest(), 'digest of the package')
        line = z.read('indexes/index.cdx').decode().split(' ', 2)
        check(line[0] == 'org,example)/shelling?id=1', 'SURT: ' + line[0])
        row, warc = json.loads(line[2]), z.read('archive/data.warc.gz')
        record = gzip.decompress(warc[row['offset']:row['offset'] + row['length']])
        check(record.endswith((work / 'case.in/page.html').read_bytes() + b'\r\n\r\n'), 'the record holds the page')
        check(z.read('pages/pages.jsonl').decode().count('\n') == 2, 'one page')
        (work / 'data.warc.gz').write_bytes(warc)
    warcio = os.environ.get('DOKAZ_NPM')
    if not warcio or not shutil.which('node'):
        print('no warcio here (DOKAZ_NPM names a folder with node_modules/warcio): its check is left out')
        return
    ran = run('node', ROOT / 'test/custody/warcio.mjs', work / 'data.warc.gz', cwd=warcio)
    check(ran.returncode == 0 and b'resource https://www.Example.org/Shelling?id=1' in ran.stdout, 'warcio: ' + ran.stdout.decode())
    print('warcio:', ran.stdout.decode().strip().replace('\n', '; '))


def main():
    with tempfile.TemporaryDirectory(prefix='dokaz-bag-') as folder:
        work = pathlib.Path(folder)
        os.environ.update(XDG_DATA_HOME=str(work / 'home'), LC_ALL='C', TZ='UTC')
        go = build_go(work)
        case, bag = test_hand_over(work, go)
        test_log_alone(work, case, go)
        test_import(work, bag)
        test_hostile_import(work, bag)
        test_custody(work, case)
        test_case_uco(work, case)
        test_wacz(work, case)
        small = make_case(work, 'small', 4)
        dokaz('-C', small, 'bag', '-o', work / 'small-bag', '--whole', 'a test')
        check(stranger(work / 'small-bag').returncode == 0, 'the small bag before it is changed')
        # proves P93
        test_tampered(work, work / 'small-bag', go)
    print(f'{len(failures)} failures')
    return 1 if failures else 0


sys.exit(main())
