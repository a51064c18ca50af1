#!/usr/bin/env python3
"""Bags that no suite has: names with line ends, other encodings, links, pipes, lies: bag_odd.py DOKAZ ROOT"""
import hashlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata

DOKAZ, ROOT = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
TEXT = b'hello\n'
failures = 0


def row(path, algorithm='sha256', data=TEXT):
    return f'{hashlib.new(algorithm, data).hexdigest()}  {path}\n'


def bag(work, files=None, version='1.0', encoding='UTF-8', manifests=None, extra=None):
    """A bag of `files` (name below data/ to bytes); `manifests` and `extra` are files of the bag, whole."""
    files = {'a': TEXT} if files is None else files
    work.mkdir()
    (work / 'bagit.txt').write_bytes(f'BagIt-Version: {version}\nTag-File-Character-Encoding: {encoding}\n'.encode())
    (work / 'data').mkdir()
    for name, data in files.items():
        path = os.fsencode(work / 'data') + b'/' + (name if isinstance(name, bytes) else name.encode())
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'wb') as out:
            out.write(data)
    manifests = {'manifest-sha256.txt': ''.join(row('data/' + n, data=d) for n, d in files.items())} if manifests is None else manifests
    for name, text in {**manifests, **(extra or {})}.items():
        (work / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return work


def expect(work, about, want, says='', **given):
    global failures
    folder = work / about.replace(' ', '-').replace('/', '-')
    prepare = given.pop('prepare', None)
    made = bag(folder, **given)
    if prepare:
        prepare(made)
    ran = subprocess.run([DOKAZ, 'bag', 'verify', made], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    text = ran.stdout.decode('utf-8', 'replace')
    controls = [c for c in text if ord(c) < 32 and c != '\n']
    if ran.returncode != want or says not in text or controls:
        failures += 1
        print(f'{about}: exit {ran.returncode}, want {want}, and "{says}"\n{text}')


def check_table():
    """The table of accents against Python's."""
    global failures
    text = (ROOT / 'src/seal/bag_fold.c').read_text()
    rows = [tuple(int(x, 16) for x in row) for row in re.findall(r'\{ 0x(\w+), 0x(\w+), 0x(\w+) \}', text)]
    wrong = [c for a, b, c in rows if unicodedata.normalize('NFC', chr(a) + chr(b)) != chr(c)]
    cased = [c for c in range(0x20, 0x530) if len(chr(c).lower()) == 1]
    if wrong or len(rows) < 700 or rows != sorted(rows) or not cased:
        failures += 1
        print(f'bag_fold.c: {len(rows)} rows, wrong: {wrong[:5]}')


def main():
    check_table()
    with tempfile.TemporaryDirectory(prefix='dokaz-odd-') as folder:
        work = pathlib.Path(folder)
        one = lambda path, **m: {'manifest-sha256.txt': row(path, **m)}
        expect(work, 'plain', 0)
        expect(work, 'a name with line ends', 0, files={'a\nb\r%': TEXT}, manifests=one('data/a%0Ab%0D%25'))
        expect(work, 'the same in small letters', 0, files={'a\nb': TEXT}, manifests=one('data/a%0ab'))
        expect(work, 'percent signs of old are themselves', 0, version='0.97', files={'a%25': TEXT}, manifests=one('data/a%25'))
        expect(work, 'a percent sign in the clear', 0, 'warning', files={'a%b': TEXT}, manifests=one('data/a%b'))
        expect(work, 'a name with spaces at its end', 0, files={'a ': TEXT}, manifests=one('data/a '))
        expect(work, 'a tab between', 0, manifests={'manifest-sha256.txt': row('data/a').replace('  ', '\t')})
        expect(work, 'capital digits', 0, manifests={'manifest-sha256.txt': row('data/a').replace('a', 'A').replace('dAtA/A', 'data/a')})
        expect(work, 'four algorithms', 0, manifests={f'manifest-{a}.txt': row('data/a', a) for a in ('md5', 'sha1', 'sha256', 'sha512')})
        expect(work, 'one of four lies', 1, 'manifest-sha1.txt', manifests={
            f'manifest-{a}.txt': row('data/a', a, TEXT if a != 'sha1' else b'x') for a in ('md5', 'sha1', 'sha512')})
        expect(work, 'not in every manifest', 1, 'not in every manifest', files={'a': TEXT, 'b': TEXT}, manifests={
            'manifest-md5.txt': row('data/a', 'md5') + row('data/b', 'md5'), 'manifest-sha256.txt': row('data/a')})
        expect(work, 'of old each in one manifest', 0, version='0.97', files={'a': TEXT, 'b': TEXT}, manifests={
            'manifest-md5.txt': row('data/b', 'md5'), 'manifest-sha256.txt': row('data/a')})
        expect(work, 'no manifest', 1, 'manifest', manifests={})
        expect(work, 'an unknown algorithm', 1, 'not known here', extra={'manifest-crc32.txt': '00  data/a\n'})
        expect(work, 'not to be had', 1, 'nothing is fetched', files={'a': TEXT}, manifests={
            'manifest-sha256.txt': row('data/a') + row('data/b')}, extra={'fetch.txt': 'http://example.org/b 6 data/b\n'})
        expect(work, 'fetched and listed nowhere', 1, 'no manifest', extra={'fetch.txt': 'http://example.org/b 6 data/b\n'},
               files={'a': TEXT, 'b': TEXT}, manifests=one('data/a'))
        expect(work, 'a length that is none', 1, 'length', extra={'fetch.txt': 'http://example.org/b -5 data/b\n'})
        expect(work, 'the payload is smaller', 1, 'Payload-Oxum', extra={'bag-info.txt': 'Payload-Oxum: 7.1\n'})
        expect(work, 'an oxum that is none', 1, 'Payload-Oxum', extra={'bag-info.txt': 'payload-oxum: many\n'})
        expect(work, 'a folded line', 0, extra={'bag-info.txt': 'Payload-Oxum:\n  6.1\n'})
        expect(work, 'a line without a colon', 1, 'colon', extra={'bag-info.txt': 'nothing\n'})
        expect(work, 'UTF-16', 0, encoding='UTF-16', manifests={'manifest-sha256.txt': row('data/a').encode('utf-16')})
        expect(work, 'half of UTF-16', 1, 'UTF-16', encoding='UTF-16', manifests={'manifest-sha256.txt': row('data/a').encode('utf-16')[:-1]})
        expect(work, 'Latin-1 names', 0, encoding='ISO-8859-1', files={'\xe9': TEXT},
               manifests={'manifest-sha256.txt': row('data/\xe9').encode('latin-1')})
        expect(work, 'not UTF-8', 1, 'not UTF-8', manifests={'manifest-sha256.txt': row('data/\xe9').encode('latin-1')})
        expect(work, 'an encoding of the moon', 1, 'not known here', encoding='MOON-8')
        expect(work, 'accents in two ways', 0, 'warning', version='0.97', files={'\u0439\u0301': TEXT, 'e\u0301': TEXT},
               manifests={'manifest-sha256.txt': row('data/\u0439\u0301') + row('data/\xe9')})
        expect(work, 'letters of two sizes', 0, 'warning', files={'\u0416': TEXT, '\u0436': TEXT})
        expect(work, 'another one that only looks alike', 1, 'damaged', version='0.97', manifests=one('data/A', data=b'x'))
        expect(work, 'a name that steers a terminal', 1, '%1B', files={'a': TEXT, '\x1b[2J': TEXT}, manifests=one('data/a'))
        expect(work, 'a name that is no text', 1, 'in no manifest', files={'a': TEXT, b'\xff\xfe': TEXT}, manifests=one('data/a'))
        for path in ('data/../../x', '/data/a', '~/a', 'data/..', '../data/a', 'data/%0A/../../../x'):
            expect(work, f'a path that leads out {path}', 1, 'leads out', extra={'manifest-md5.txt': row(path, 'md5')})
        expect(work, 'a row that is cut', 1, 'line 2', manifests={'manifest-sha256.txt': row('data/a') + 'abc'})
        expect(work, 'payload in the tag manifest', 1, 'payload', extra={'tagmanifest-sha256.txt': row('data/a')})
        expect(work, 'a tag file in the manifest', 1, 'not below data/', manifests={
            'manifest-sha256.txt': row('data/a') + row('bagit.txt', data=b'x')})
        expect(work, 'a link out', 1, 'link', prepare=lambda b: (b / 'data/l').symlink_to('/etc/passwd'))
        expect(work, 'a folder that is a link', 1, 'link', prepare=lambda b: (b / 'data/l').symlink_to('/etc'))
        expect(work, 'a link to itself', 1, 'link', prepare=lambda b: (b / 'data/l').symlink_to('l'))
        expect(work, 'a link inside', 0, 'warning', files={'a': TEXT}, prepare=lambda b: (b / 'data/b').symlink_to('a'),
               manifests={'manifest-sha256.txt': row('data/a') + row('data/b')})
        expect(work, 'a pipe', 1, 'no regular file', prepare=lambda b: os.mkfifo(b / 'data/p'))
        expect(work, 'three lines', 1, 'two lines', prepare=lambda b: (b / 'bagit.txt').open('a').write('More: x\n'))
        expect(work, 'a version of tomorrow', 1, 'not known here', version='1.1')
        expect(work, 'custody that is none', 1, 'data/custody', files={'custody/checkpoint': TEXT})
        deep = 'd/' * 210 + 'a'
        expect(work, 'deep folders', 1, 'deep', files={deep: TEXT})
    print(f'{failures} failures')
    return 1 if failures else 0


sys.exit(main())
