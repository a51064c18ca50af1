#!/usr/bin/env python3
"""Hostile containers: hostile.py DOKAZ

More than sixty files that were made to break whoever opens them: bombs, quines, lying lengths, names that lead out,
links, floods, depths. Each is added to a case: `add` ends well and in time, the original is sealed, the case verifies, and
what was not taken has a reason.
"""
# proves P131
# proves P132
import gzip
import hashlib
import io
import json
import os
import pathlib
import random
import struct
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
import zlib

MESSAGES = 100000 if os.environ.get('FULL') else 2000   # a record is a file, and files are slow to make
SECONDS = 240       # for one `add` of one file, with sanitizers on a busy machine


def zipped(*entries, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', method) as z:
        for name, data in entries:
            z.writestr(zipfile.ZipInfo(name), data, compress_type=method)
    return out.getvalue()


def tarred(*entries):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode='w') as t:
        for name, kind, target in entries:
            info = tarfile.TarInfo(name)
            info.type = kind
            info.linkname = target if kind != tarfile.REGTYPE else ''
            data = b'text of a file\n' if kind == tarfile.REGTYPE else b''
            info.size = len(data)
            t.addfile(info, io.BytesIO(data))
    return out.getvalue()


def nested(depth, one=b'Text at the bottom.\n'):
    data, name = one, 'bottom.txt'
    for i in range(depth):
        data, name = zipped((name, data)), f'level{i}.zip'
    return data


def overlapping(count, size):
    """Fifield: every entry of the directory points at the same bytes."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packed.compress(b'a' * size) + packed.flush()
    crc = zlib.crc32(b'a' * size)
    local = struct.pack('<4s5H3L2H', b'PK\3\4', 20, 0, 8, 0, 0, crc, len(body), size, 1, 0) + b'a' + body
    directory = b''.join(struct.pack('<4s6H3L5H2L', b'PK\1\2', 20, 20, 0, 8, 0, 0, crc, len(body), size, 1, 0, 0, 0, 0, 0, 0) + b'a'
                         for _ in range(count))
    return local + directory + struct.pack('<4s4H2LH', b'PK\5\6', 0, 0, count, count, len(directory), len(local), 0)


def lying_zip(field, value):
    data = bytearray(zipped(('a.txt', 'Some text. ' * 50)))
    at = {'local': data.index(b'PK\3\4') + 22, 'central': data.index(b'PK\1\2') + 24, 'count': data.index(b'PK\5\6') + 10,
          'offset': data.index(b'PK\5\6') + 16, 'name': data.index(b'PK\1\2') + 28}[field]
    size = 2 if field in ('count', 'name') else 4
    data[at:at + size] = value.to_bytes(size, 'little')
    return bytes(data)


def encrypted():
    data = bytearray(zipped(('secret.txt', 'x' * 50)))
    for mark, at in ((b'PK\3\4', 6), (b'PK\1\2', 8)):
        data[data.index(mark) + at] |= 1
    return bytes(data)


def warc(kind='response', block=b'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nText.\n', length=None, head='', version='1.1'):
    length = len(block) if length is None else length
    return (f'WARC/{version}\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://x.example/\r\n'
            f'WARC-Date: 2023-01-01T00:00:00Z\r\n{head}Content-Length: {length}\r\n\r\n').encode() + block + b'\r\n\r\n'


def http(head, body=b''):
    return warc(block=b'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n' + head + b'\r\n' + body)


def letter(parts, boundary='b', head=''):
    return (f'From: a@x.example\nMessage-ID: <1@x>\nMIME-Version: 1.0\nDate: Fri, 06 Oct 2023 10:20:30 +0300\n{head}'
            f'Content-Type: multipart/mixed; boundary="{boundary}"\n\n' + ''.join(f'--{boundary}\n{p}\n' for p in parts)
            + f'--{boundary}--\n').encode()


def deep_mime(depth):
    return ('From: a@x.example\nMessage-ID: <1@x>\nMIME-Version: 1.0\nSubject: deep\n' + ''.join(
        f'Content-Type: multipart/mixed; boundary="b{i}"\n\n--b{i}\n' for i in range(depth)) + '\ntext\n').encode()


def deep_message(depth):
    return ('From: a@x.example\nMessage-ID: <1@x>\nMIME-Version: 1.0\nSubject: deep\n' +
            'Content-Type: message/rfc822\n\n' * depth + 'Subject: last\n\ntext\n').encode()


def mailbox(count, text):
    return b''.join(f'From a@x.example Thu Oct  5 14:20:11 2023\nFrom: a@x.example\nMessage-ID: <{i}@x>\nMIME-Version: 1.0\n\n'
                    f'{text}\n\n'.encode() for i in range(count))


def same_mailbox(count):
    return mailbox(1, 'The same text.') * count


def quine():
    """A gzip file that unfolds to itself (Russ Cox's idea), made by hand is long: here a zip that holds its own name."""
    return zipped(('quine.zip', zipped(('quine.zip', b'PK\5\6' + b'\0' * 18))))


def zeros(size):
    return gzip.compress(b'\0' * size, mtime=0)


def noise(size, seed=1):
    return random.Random(seed).randbytes(size)


def files():
    """Name, bytes, and a word that must stand in what `dokaz show` says of it (None: only sealed)."""
    plain = zipped(('a.txt', 'Some text.\n'))
    big = gzip.compress(b'b' * (300 << 20), mtime=0)
    yield 'bomb-flat.zip', zipped(('a.bin', b'\0' * (400 << 20))), 'over the limits'
    yield 'bomb-many.zip', zipped(*[(f'{i}.bin', bytes([i]) * (8 << 20)) for i in range(20)]), 'over the limits'
    yield 'bomb-nested.zip', zipped(*[(f'{i}.zip', zipped(('z', b'\0' * (16 << 20)))) for i in range(16)]), 'holds'
    yield 'bomb-overlap.zip', overlapping(2000, 1 << 20), None
    yield 'bomb.gz', big, 'limits'
    yield 'zeros.gz', zeros(300 << 20), 'holds no document'      # an empty tar
    yield 'bomb.gz.gz', gzip.compress(big, mtime=0), None
    yield 'bomb.tar.gz', gzip.compress(tarred(('a', tarfile.REGTYPE, '')) + b'\0' * (200 << 20), mtime=0), None
    yield 'quine.zip', quine(), 'holds'
    yield 'deep4.zip', nested(4), 'holds 1'
    yield 'deep30.zip', nested(30), 'holds 1'
    yield 'entries.zip', zipped(*[(f'{i}', b'') for i in range(4000)], method=zipfile.ZIP_STORED), None
    yield 'entries.tar', b''.join(tarfile.TarInfo(f'{i}').tobuf() for i in range(120000)) + b'\0' * 1024, 'over the limits'
    for i, name in enumerate(['../a.txt', 'a/../../b', '/etc/passwd', 'C:\\a.txt', '..\\a', 'a' * 5000, ' ', '.', 'con', 'a\nb',
                              'photo\u202egpj.exe', 'p\u0430ypal.txt', 'e\u0301.txt', '\u200b.txt']):
        yield f'name{i}.zip', zipped((name, 'text'), ('good.txt', 'Good text.\n')), 'holds' if i != 5 else None
    yield 'name-nul.zip', zipped(('aXb.txt', 'text')).replace(b'aXb', b'a\0b'), None
    yield 'name-twice.zip', zipped(('a.txt', 'one'), ('A.TXT', 'two'), ('a.txt', 'three')), 'holds 3'
    yield 'name-cp866.zip', zipped(('XXXX.txt', 'Text in it.\n')).replace(b'XXXX', 'лист'.encode('cp866')), 'holds 1'
    yield 'name-cp1251.zip', zipped(('XXXX.txt', 'Text in that.\n')).replace(b'XXXX', 'лист'.encode('cp1251')), 'holds 1'
    yield 'name-bytes.zip', zipped(('XXXX.txt', 'Text in this.\n')).replace(b'XXXX', b'\xff\xfe\x80\x81'), 'holds 1'
    yield 'links.tar', tarred(('l', tarfile.SYMTYPE, '/etc/passwd'), ('h', tarfile.LNKTYPE, '/etc/shadow'), ('p', tarfile.FIFOTYPE, ''),
                              ('d', tarfile.CHRTYPE, ''), ('a.txt', tarfile.REGTYPE, '')), 'symbolic link'
    yield 'link-then-file.tar', tarred(('l', tarfile.SYMTYPE, '/tmp'), ('l/a.txt', tarfile.REGTYPE, '')), 'symbolic link'
    yield 'encrypted.zip', encrypted(), 'password'
    for field, value in (('local', 1), ('central', 0xFFFFFFF0), ('count', 65000), ('offset', 0xFFFFFF00), ('name', 60000)):
        yield f'lying-{field}.zip', lying_zip(field, value), None
    yield 'cut.zip', plain[:-10], None
    yield 'only-end.zip', b'PK\3\4' + b'PK\5\6' + b'\0' * 18, None
    yield 'noise.zip', b'PK\3\4' + noise(4000), None
    yield 'noise.7z', b"7z\xbc\xaf'\x1c" + noise(4000), None
    yield 'noise.rar', b'Rar!\x1a\7\0' + noise(4000), None
    yield 'noise.rar5', b'Rar!\x1a\7\1\0' + noise(4000), None
    yield 'noise.xz', b'\xfd7zXZ\0' + noise(4000), None
    yield 'noise.zst', b'\x28\xb5\x2f\xfd' + noise(4000), None
    yield 'cut.gz', gzip.compress(b'Some text. ' * 1000)[:-20], None
    yield 'cut.tar', tarred(('a.txt', tarfile.REGTYPE, ''))[:600], None
    yield 'size.tar', tarred(('a.txt', tarfile.REGTYPE, '')).replace(b'00000000017', b'77777777777', 1), None
    yield 'length.warc', warc(length=1 << 40), None
    yield 'negative.warc', warc(length=-5) + warc(), 'holds 1'
    yield 'no-length.warc', warc().replace(b'Content-Length', b'Content-Lenght') + warc(), 'holds 1'
    yield 'no-type.warc', warc().replace(b'WARC-Type', b'WARC-Tipe') + warc(), 'holds 1'
    yield 'head.warc', b'WARC/1.1\r\n' + b'A: b\r\n' * 200000 + warc(), 'not taken'
    yield 'line.warc', b'WARC/1.1\r\nA: ' + b'x' * (4 << 20), None
    yield 'records.warc', warc('metadata', b'') * 150000 + warc(), 'holds 1'
    yield 'cut.warc.gz', gzip.compress(warc(block=noise(5000)))[:-2000], None
    yield 'members.warc.gz', gzip.compress(warc()) * 3 + b'\x1f\x8b\x08' + noise(500) + gzip.compress(warc()), 'holds'
    yield 'bomb.warc.gz', gzip.compress(warc(block=b'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n' + b'a' * (300 << 20))), 'limits'
    yield 'body-bomb.warc', http(b'Content-Encoding: gzip\r\n', big), None
    yield 'body-bomb2.warc', http(b'Content-Encoding: gzip\r\n', gzip.compress(big)), None
    yield 'chunks.warc', http(b'Transfer-Encoding: chunked\r\n', b'ffffffffffff\r\nabc'), None
    yield 'no-chunks.warc', http(b'Transfer-Encoding: chunked\r\n', b'Not in chunks at all.\n'), 'holds 1'
    yield 'brotli.warc', http(b'Content-Encoding: br\r\n', noise(1000)), None
    yield 'deep-mime.eml', deep_mime(10000), None
    yield 'deep-message.eml', deep_message(2000), None
    yield 'many.eml', letter(['Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=a\n\n' + str(i)
                              for i in range(2000)]), 'holds'
    yield 'headers.eml', b'Message-ID: <1@x>\nMIME-Version: 1.0\n' + b'Received: x\n' * 300000 + b'\nText.\n', None
    yield 'header.eml', b'Message-ID: <1@x>\nMIME-Version: 1.0\nSubject: ' + b'=?utf-8?q?=D0?= ' * 100000 + b'\n\nText.\n', None
    yield 'charset.eml', letter(['Content-Type: text/plain; charset=nothing-known\n\nText.\n']), None
    yield 'boundary.eml', letter(['text'], boundary='-' * 900), None
    yield 'names.eml', letter([f'Content-Type: text/plain; name="{n}"\nContent-Disposition: attachment\n\nText {i}\n' for i, n in
                               enumerate(['../../a', '/etc/passwd', 'a\\b', '\u202etxt.exe'])]), 'holds 4'
    yield 'base64.eml', letter(['Content-Type: text/plain\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment\n\n!!!!'
                                '====AAAA']), None
    yield 'html.eml', letter(['Content-Type: text/html\n\n' + '<div>' * 100000 + 'Text.']), None
    yield 'nul.eml', letter(['Content-Type: text/plain\n\nA\0B\n']), None
    yield 'messages.mbox', same_mailbox(MESSAGES), f'holds {MESSAGES} '
    yield 'different.mbox', mailbox(500, 'Text.'), 'holds 500'
    yield 'not.mbox', b'From a@x 10:10\nMessage-ID: <1>\nReceived: y\n\n' + b'\nFrom ' * 100000, None
    yield 'rows.csv', b'text\n' + b''.join(b'row %d\n' % i for i in range(1000)), 'holds 1000'
    yield 'quote.csv', b'text,url\n"' + b'a,b\n' * 100000, None
    yield 'columns.csv', b'text' + b',a' * 100000 + b'\n' + b'x,' * 100000, None
    yield 'deep.json', b'[' * 100000, 'unread'
    yield 'deep-object.json', b'[{"text":' * 1000 + b'1' + b'}]' * 1000, None
    yield 'many.json', json.dumps([{'text': f'Text {i}.'} for i in range(500)]).encode(), 'holds 500'
    yield 'package.wacz', zipped(('datapackage.json', json.dumps({'resources': [{'path': f'{i}', 'hash': 'sha256:0'} for i in
                                                                                range(20000)]})), ('archive/a.warc', warc())), 'missing'
    yield 'proof.zip', zipped(('a' * 64 + '.proof.csv', 'File Hash SHA256,Notes\n"' + 'x' * 100000), ('m.txt', 'Media.\n')), 'holds'


def check(dokaz, work, environment, name, data, word):
    path, case = work / name, work / 'case'
    path.write_bytes(data)
    subprocess.run([dokaz, 'init', case], check=True, env=environment, stdout=subprocess.DEVNULL)
    began = time.monotonic()
    try:
        added = subprocess.run([dokaz, '-C', case, 'add', path], env=environment, capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return f'add took more than {SECONDS} s'
    took = time.monotonic() - began
    if os.environ.get('VERBOSE'):
        print(f'{name:24} {len(data):>10} bytes {took:6.1f} s', flush=True)
    if added.returncode != 0:
        return f'add ended with {added.returncode}: {added.stderr.decode(errors="replace")[-300:]}'
    if subprocess.run([dokaz, '-C', case, 'verify'], env=environment, capture_output=True).returncode != 0:
        return 'the case does not verify'
    shown = subprocess.run([dokaz, '-C', case, 'show', hashlib.sha256(data).hexdigest()], env=environment, capture_output=True,
                           text=True, errors='replace')
    if shown.returncode != 0 or name not in shown.stdout:
        return f'the original is not listed as sealed: {shown.stderr[-300:]}'
    if word and word not in shown.stdout:
        return f'nothing says {word!r}: {shown.stdout[:400]}'
    return None


def main():
    dokaz = pathlib.Path(sys.argv[1]).resolve()
    only, failures, count = sys.argv[2:], 0, 0
    for name, data, word in files():
        if only and name not in only:
            continue
        count += 1
        with tempfile.TemporaryDirectory(prefix='dokaz-hostile-') as work:
            environment = dict(os.environ, XDG_DATA_HOME=str(pathlib.Path(work) / 'home'), LC_ALL='C')
            wrong = check(dokaz, pathlib.Path(work), environment, name, data, word)
        if wrong:
            failures += 1
            print(f'{name}: {wrong}', flush=True)
    print(f'{count} hostile files, {failures} not as they should be')
    return failures != 0 or (not only and count < 60)


sys.exit(main())
