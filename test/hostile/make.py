#!/usr/bin/env python3
"""Files that mean harm, of every kind that is read or may be read one day: make.py FOLDER [--heavy]

The same files for the same seed. Each family is a function that yields (name, bytes); `heavy` ones take long or much
room and are made only when asked for. What is no plain file (FIFOs, links, devices) is made by `special`.
"""
import base64
import gzip
import io
import os
import pathlib
import random
import socket
import struct
import sys
import tarfile
import zipfile
import zlib

SEED = 20221016
WORDS = 'Two people were killed in Izium on 3 May 2022, the mayor said. '


# ---- good files, to be broken ----

def chunk(kind, data):
    return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))


def png(width=8, height=8, rows=None, extra=b''):
    rows = zlib.compress(b''.join(b'\0' + bytes(3 * 8) for _ in range(8))) if rows is None else rows
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0)) + extra +
            chunk(b'IDAT', rows) + chunk(b'IEND', b''))


def jpeg(width=8, height=8, extra=b''):
    zeros = bytes(64)
    return (b'\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0' + extra + b'\xff\xdb\0\x43\0' + b'\1' * 64 +
            b'\xff\xc0\0\x0b\x08' + struct.pack('>HH', height, width) + b'\1\1\x11\0' +
            b'\xff\xc4\0\x14\0' + b'\1' + zeros[:15] + b'\0' + b'\xff\xc4\0\x14\x10' + b'\1' + zeros[:15] + b'\0' +
            b'\xff\xda\0\x08\1\1\0\0\x3f\0' + b'\x3f\xff\xd9')


def gif(width=1, height=1):
    return b'GIF89a' + struct.pack('<HH', width, height) + b'\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;'


def tiff(entries=1, width=8):
    return (b'II*\0\x08\0\0\0' + struct.pack('<H', entries) + struct.pack('<HHII', 256, 4, 1, width) +
            struct.pack('<I', 8))


def pdf(objects, root=1):
    out, places = bytearray(b'%PDF-1.7\n'), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b'%d 0 obj\n' % number + body + b'\nendobj\n'
    table = len(out)
    out += b'xref\n0 %d\n0000000000 65535 f \n' % (len(objects) + 1)
    for place in places:
        out += b'%010d 00000 n \n' % place
    out += b'trailer << /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n' % (len(objects) + 1, root, table)
    return bytes(out)


def stream(data, more=b''):
    return b'<< /Length %d %s>>\nstream\n' % (len(data), more) + data + b'\nendstream'


def page_pdf(content=None, more=b''):
    text = b'BT /F1 12 Tf 20 700 Td (' + WORDS.encode() + b') Tj ET'
    return pdf([b'<< /Type /Catalog /Pages 2 0 R ' + more + b'>>', b'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
                b'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R '
                b'/Resources << /Font << /F1 5 0 R >> >> >>', content or stream(text),
                b'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'])


def zipped(members, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', method) as z:
        for name, data in members:
            z.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


DOC = '<?xml version="1.0"?>%s<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">' \
      '<w:body>%s</w:body></w:document>'


def docx(body=None, head='', more=()):
    body = body or f'<w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p>'
    return zipped([('[Content_Types].xml', '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/'
                    '2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'),
                   ('word/document.xml', DOC % (head, body)), *more])


def odt(body=None, head=''):
    body = body or f'<text:p>{WORDS}</text:p>'
    return zipped([('mimetype', 'application/vnd.oasis.opendocument.text'),
                   ('content.xml', f'<?xml version="1.0"?>{head}<office:document-content xmlns:office="urn:oasis:names:tc:'
                    'opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
                    f'<office:body><office:text>{body}</office:text></office:body></office:document-content>')],
                  zipfile.ZIP_STORED)


def eml(body=WORDS, headers='', kind='text/plain; charset=utf-8'):
    return (f'From: a@example.org\r\nTo: b@example.org\r\nSubject: note\r\nDate: Tue, 3 May 2022 10:00:00 +0000\r\n'
            f'MIME-Version: 1.0\r\nContent-Type: {kind}\r\n{headers}\r\n{body}\r\n').encode('utf-8', 'surrogatepass')


def warc(length=None, body=None, version='1.0', kind='response', times=1):
    body = body or (b'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>' + WORDS.encode())
    length = len(body) if length is None else length
    head = (f'WARC/{version}\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n'
            f'WARC-Date: 2022-05-03T10:00:00Z\r\nWARC-Target-URI: http://example.org/\r\n'
            f'Content-Type: application/http; msgtype=response\r\nContent-Length: {length}\r\n\r\n').encode()
    return (head + body + b'\r\n\r\n') * times


def tar(members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode='w') as t:
        for info, data in members:
            info.size = len(data)
            t.addfile(info, io.BytesIO(data))
    return out.getvalue()


def html(body=None):
    return f'<html><head><title>Note</title></head><body><p>{body or WORDS * 3}</p></body></html>'.encode()


def good():
    """One of each kind, by the ending of its name."""
    rtf = '{\\rtf1\\ansi ' + WORDS + '}'
    xml = f'<?xml version="1.0"?><a><b>{WORDS}</b></a>'
    return {
        'txt': WORDS.encode() * 5, 'md': b'# Note\n\n' + WORDS.encode() * 3, 'html': html(), 'xml': xml.encode(),
        'csv': b'place,killed\nIzium,2\n' * 9, 'json': b'{"a": ["' + WORDS.encode() + b'", 1]}', 'rtf': rtf.encode(),
        'pdf': page_pdf(), 'docx': docx(), 'odt': odt(), 'xlsx': zipped([('xl/workbook.xml', xml)]),
        'epub': zipped([('mimetype', 'application/epub+zip'), ('a.xhtml', xml)]), 'zip': zipped([('a.txt', WORDS)]),
        'gz': gzip.compress(WORDS.encode(), mtime=0), 'tar': tar([(tarfile.TarInfo('a.txt'), WORDS.encode())]),
        'eml': eml(), 'mbox': b'From a@example.org Tue May  3 10:00:00 2022\n' + eml(), 'warc': warc(times=3),
        'warc.gz': gzip.compress(warc(), mtime=0), 'wacz': zipped([('archive/a.warc', warc())]),
        'png': png(), 'jpg': jpeg(), 'gif': gif(), 'tif': tiff(), 'webp': b'RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0/\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0',
        'wav': b'RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x44\xac\0\0\x88\x58\1\0\2\0\x10\0data\0\0\0\0',
        'mp4': b'\0\0\0\x18ftypisom\0\0\2\0isomiso2\0\0\0\x08moov', 'utf16.txt': ('\ufeff' + WORDS * 3).encode('utf-16-le'),
        'cp1251.txt': ('\u0423\u0431\u0438\u0442\u044b \u0434\u0432\u0430 \u0447\u0435\u043b\u043e\u0432\u0435\u043a\u0430 '
                       '\u0432 \u0418\u0437\u044e\u043c\u0435. ' * 9).encode('cp1251'),
    }


# ---- families ----

def truncated(_):
    for kind, data in good().items():
        for share in (1, 3, 5, 7):
            yield f'cut-{share}.{kind}', data[:len(data) * share // 8]


def flipped(rng):
    for kind, data in good().items():
        for turn in range(3):
            changed = bytearray(data)
            for _ in range(1 + len(data) // 60):
                changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
            yield f'flipped-{turn}.{kind}', bytes(changed)


def noise(rng):
    for kind in ('txt', 'html', 'pdf', 'docx', 'png', 'jpg', 'eml', 'warc'):
        yield f'noise.{kind}', good()[kind][:12] + rng.randbytes(5000)
    yield 'noise.bin', rng.randbytes(20000)
    yield 'ones.txt', b'\xff' * 10000
    yield 'nul.txt', bytes(10000)
    yield 'nul-inside.html', html().replace(b'people', b'peo\0ple')
    yield 'empty.txt', b''
    yield 'empty.pdf', b''
    yield 'one.txt', b'x'
    yield 'newline.txt', b'\n'


def pages(_):
    yield 'never-closed.html', b'<p><b><i><a href="' + b'x' * 200000
    yield 'entities.html', html('&amp;' * 50000 + '&#x110000;&#0;&#xD800;&nosuch;')
    yield 'attributes.html', b'<p ' + b''.join(b'a%d="x" ' % i for i in range(50000)) + b'>' + WORDS.encode()
    yield 'one-attribute.html', b'<p title="' + b'y' * 2000000 + b'">' + WORDS.encode()
    yield 'tables.html', b'<table><tr><td>' * 20000 + WORDS.encode()
    yield 'comment.html', b'<!--' + b'-' * 500000 + WORDS.encode()
    yield 'cdata.html', b'<svg><![CDATA[' * 20000 + WORDS.encode()
    yield 'scripts.html', b'<script>' + b'<!--<script>' * 50000
    yield 'formatting.html', b''.join(b'<b><p>' for _ in range(30000)) + WORDS.encode()
    yield 'select.html', b'<select><option>' * 30000 + WORDS.encode()
    yield 'meta.html', b'<meta charset=utf-7>+ADw-script+AD4-' + html()
    yield 'charsets.html', b''.join(b'<meta charset="%s">' % c for c in (b'utf-16', b'../../etc', b'x' * 5000)) + html()
    yield 'json-ld.html', b'<script type="application/ld+json">' + b'[' * 300000 + b'</script>' + html()
    yield 'bad-date.html', b'<meta property="article:published_time" content="' + b'9' * 100000 + b'">' + html()
    yield 'title.html', b'<title>' + b'\x1b]0;owned\x07\x9b31m' * 1000 + b'</title>' + html()
    yield 'bidi.html', ('<title>\u202egnp.exe\u2066</title><p>\u202e' + WORDS + '\u202c</p>').encode()
    yield 'svg-bomb.svg', b'<svg xmlns="http://www.w3.org/2000/svg">' + b'<g>' * 50000


LAUGHS = '<!DOCTYPE a [<!ENTITY x0 "ha">' + ''.join(
    f'<!ENTITY x{i} "{"&x%d;" % (i - 1) * 10}">' for i in range(1, 12)) + ']>'
QUADRATIC = '<!DOCTYPE a [<!ENTITY x "' + 'a' * 50000 + '">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
REMOTE = '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">'
PARAMETER = '<!DOCTYPE a [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]>'


def xml(_):
    for name, head, body in (('laughs', LAUGHS, '&x11;'), ('quadratic', QUADRATIC, '&x;' * 20000),
                             ('outside', OUTSIDE, '&x;'), ('remote', REMOTE, 'x'), ('parameter', PARAMETER, 'x')):
        yield f'{name}.xml', f'<?xml version="1.0"?>{head}<a>{body}</a>'.encode()
        yield f'{name}.xhtml', f'<?xml version="1.0"?>{head}<html><body><p>{body}</p></body></html>'.encode()
        yield f'{name}.docx', docx(f'<w:p><w:r><w:t>{body}</w:t></w:r></w:p>', head)
        yield f'{name}.odt', odt(f'<text:p>{body}</text:p>', head)
    yield 'deep.xml', b'<a>' * 200000
    yield 'deep.docx', docx('<w:p>' * 200000)
    yield 'deep.odt', odt('<text:span>' * 200000)
    yield 'repeated.odt', odt('<text:p>a<text:s text:c="2147483647"/>b</text:p>')
    yield 'encoding.xml', b'<?xml version="1.0" encoding="utf-7"?><a>+ADw-</a>'


def documents(_):
    pages_of = b'<< /Type /Pages /Kids [%s] /Count %d >>'
    yield 'loop.pdf', pdf([b'<< /Type /Catalog /Pages 2 0 R >>', pages_of % (b'2 0 R 2 0 R', 2)])
    yield 'parents.pdf', pdf([b'<< /Type /Catalog /Pages 2 0 R >>', pages_of % (b'3 0 R', 1), pages_of % (b'2 0 R', 1)])
    yield 'count.pdf', pdf([b'<< /Type /Catalog /Pages 2 0 R >>', pages_of % (b'3 0 R', 2147483647), b'<< /Type /Page >>'])
    yield 'negative.pdf', pdf([b'<< /Type /Catalog /Pages 2 0 R >>', pages_of % (b'3 0 R', -5), b'<< /Type /Page >>'])
    yield 'itself.pdf', pdf([b'1 0 R'])
    yield 'nested.pdf', pdf([b'<< /Type /Catalog /Pages ' + b'[' * 100000 + b']' * 100000 + b' >>'])
    yield 'dictionaries.pdf', pdf([b'<< /A ' * 50000])
    yield 'box.pdf', page_pdf().replace(b'[0 0 600 800]', b'[0 0 9e9 9e9]')
    yield 'flate-bomb.pdf', page_pdf(stream(zlib.compress(b' ' * 50_000_000), b'/Filter /FlateDecode '))
    twice = zlib.compress(zlib.compress(b'q ' * 20_000_000))
    yield 'flate-twice.pdf', page_pdf(stream(twice, b'/Filter [/FlateDecode /FlateDecode] '))
    yield 'filters.pdf', page_pdf(stream(b'x', b'/Filter [' + b'/ASCIIHexDecode ' * 20000 + b'] '))
    yield 'length.pdf', page_pdf(b'<< /Length 4294967296 >>\nstream\nx\nendstream')
    yield 'length-loop.pdf', page_pdf(b'<< /Length 4 0 R >>\nstream\nx\nendstream')
    yield 'script.pdf', page_pdf(more=b'/OpenAction << /S /JavaScript /JS (app.alert(1)) >> ')
    yield 'launch.pdf', page_pdf(more=b'/OpenAction << /S /Launch /F (/bin/true) >> ')
    yield 'operators.pdf', page_pdf(stream(b'q ' * 500000))
    yield 'texts.pdf', page_pdf(stream(b'BT /F1 1 Tf ' + b'(a) Tj ' * 200000 + b'ET'))
    yield 'xref.pdf', page_pdf().replace(b'startxref\n', b'startxref\n9')
    yield 'encrypted.pdf', page_pdf().replace(b'/Root', b'/Encrypt << /Filter /Standard /V 1 /R 2 >> /Root')
    yield 'groups.rtf', b'{\\rtf1 ' + b'{' * 100000 + WORDS.encode() + b'}' * 100000 + b'}'
    yield 'unclosed.rtf', b'{\\rtf1 ' + b'{\\b ' * 100000 + WORDS.encode()
    yield 'binary.rtf', b'{\\rtf1 \\bin2147483647 x}'
    yield 'unicode.rtf', b'{\\rtf1 \\uc99999999\\u-1 \\u99999999 x}'
    yield 'numbers.rtf', b'{\\rtf1 ' + b'\\fs' + b'9' * 100000 + b' x}'
    yield 'hex.rtf', b"{\\rtf1 " + b"\\'zz\\'" * 20000 + b'}'
    yield 'links.docx', docx(more=[('word/_rels/document.xml.rels', '<Relationships><Relationship Target="file:///etc/passwd" '
                                    'TargetMode="External"/></Relationships>')])


def mails(_):
    inner = eml()
    for depth in (100, 10000):
        head = b''.join(b'Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n' % (i, i) for i in range(depth))
        yield f'nested-{depth}.eml', b'From: a@example.org\r\nMIME-Version: 1.0\r\n' + head + inner
        yield f'forwarded-{depth}.eml', b'From: a@example.org\r\nContent-Type: message/rfc822\r\n\r\n' * depth + inner
    yield 'boundary.eml', eml('--x\r\n' * 100000, kind='multipart/mixed; boundary=x')
    yield 'empty-boundary.eml', eml('--\r\n' * 1000, kind='multipart/mixed; boundary=""')
    yield 'headers.eml', eml(headers='X-A: b\r\n' * 100000)
    yield 'folded.eml', eml(headers='X-A: b' + '\r\n c' * 100000 + '\r\n')
    yield 'encoded-words.eml', eml(headers='Subject: ' + '=?utf-8?B?' * 20000 + '\r\n')
    yield 'escape.eml', eml(headers='Subject: =?utf-8?B?' + base64.b64encode(b'\x1b]0;owned\x07\r\nBcc: x').decode() + '?=\r\n')
    yield 'base64.eml', eml('!' * 100000, headers='Content-Transfer-Encoding: base64\r\n')
    yield 'quoted.eml', eml('=' * 100000, headers='Content-Transfer-Encoding: quoted-printable\r\n')
    yield 'name.eml', eml('x', kind='text/plain; name="../../../../etc/passwd\0.txt"')
    yield 'from.mbox', b'From \n' * 100000


def archives(rng):
    zeros = zipped([('a.txt', bytes(20_000_000))])
    yield 'flat.zip', zeros
    yield 'nested.zip', zipped([(f'{i}.zip', zeros) for i in range(20)])
    deep = zipped([('a.txt', WORDS)])
    for _ in range(30):
        deep = zipped([('a.zip', deep)], zipfile.ZIP_STORED)
    yield 'deep.zip', deep
    yield 'entries.zip', zipped([(f'{i}', '') for i in range(20000)])
    yield 'overlap.zip', overlap(200)
    yield 'quine.zip', quine(rng)
    for number, name in enumerate(('../../../../tmp/dokaz-hostile', '/tmp/dokaz-hostile', 'a\0b.txt', 'C:\\x', 'a' * 65000,
                                   '\u202etxt.exe', 'con', 'a/../../b', './././a', '\x1b[31m')):
        raw = zipped([('N' * max(1, len(name.encode())), WORDS)])
        yield f'name-{number}.zip', raw.replace(b'N' * len(name.encode()), name.encode())
    yield 'same.zip', zipped([(f'a{i % 9}.txt', WORDS) for i in range(9)]).replace(b'a8.txt', b'a0.txt')
    lying = bytearray(zipped([('a.txt', WORDS)], zipfile.ZIP_STORED))
    for place, what in ((18, b'\xff\xff\xff\x7f'), (22, b'\0\0\0\0'), (26, b'\xff\xff'), (28, b'\xff\xff')):
        changed = bytearray(lying)
        changed[place:place + len(what)] = what
        yield f'lying-{place}.zip', bytes(changed)
    yield 'comment.zip', bytes(lying[:-2]) + b'\xff\xff'
    yield 'prefix.zip', b'MZ' + bytes(5000) + bytes(lying)
    yield 'bomb.gz', gzip.compress(bytes(100_000_000), mtime=0)
    inside = bytes(10_000_000)
    for _ in range(6):
        inside = gzip.compress(inside, mtime=0)
    yield 'nested.gz', inside
    yield 'members.gz', gzip.compress(b'x', mtime=0) * 20000
    yield 'size.gz', gzip.compress(WORDS.encode(), mtime=0)[:-4] + b'\xff\xff\xff\xff'
    yield 'name.gz', b'\x1f\x8b\x08\x08\0\0\0\0\0\3' + b'A' * 100000
    link = tarfile.TarInfo('a')
    link.type, link.linkname = tarfile.SYMTYPE, '/etc/passwd'
    yield 'links.tar', tar([(link, b''), (tarfile.TarInfo('../../x'), b'x'), (tarfile.TarInfo('/x'), b'x')])
    sparse = bytearray(tar([(tarfile.TarInfo('a'), b'x')]))
    sparse[124:136] = b'77777777777\0'
    yield 'size.tar', bytes(sparse)


def overlap(count):
    """Entries of the central list that all lead to the same bytes."""
    data = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = data.compress(bytes(1_000_000)) + data.flush()
    crc = zlib.crc32(bytes(1_000_000))
    local = struct.pack('<IHHHHHIIIHH', 0x04034b50, 20, 0, 8, 0, 0, crc, len(packed), 1_000_000, 1, 0) + b'a' + packed
    central = b''.join(struct.pack('<IHHHHHHIIIHHHHHII', 0x02014b50, 20, 20, 0, 8, 0, 0, crc, len(packed), 1_000_000, 1, 0,
                                   0, 0, 0, 0, 0) + b'a' for _ in range(count))
    return local + central + struct.pack('<IHHHHIIH', 0x06054b50, 0, 0, count, count, len(central), len(local), 0)


def quine(rng):
    """As near as it needs to be: an archive whose entry's bytes are the archive itself (stored, sizes that lie)."""
    head = zipped([('r.zip', rng.randbytes(64))], zipfile.ZIP_STORED)
    return zipped([('r.zip', head + head[:-22])], zipfile.ZIP_STORED) + head


def pictures(_):
    yield 'large.png', png(65535, 65535)
    yield 'huge.png', png(0x7fffffff, 0x7fffffff)
    yield 'zero.png', png(0, 0)
    yield 'bomb.png', png(20000, 20000, zlib.compress(bytes(20_000_000)))
    yield 'text.png', png(extra=chunk(b'zTXt', b'a\0\0' + zlib.compress(bytes(20_000_000))))
    yield 'chunks.png', png(extra=chunk(b'tEXt', b'a\0b') * 50000)
    yield 'length.png', png()[:8] + b'\xff\xff\xff\xff' + png()[12:]
    yield 'large.jpg', jpeg(65535, 65535)
    yield 'zero.jpg', jpeg(0, 0)
    exif = b'Exif\0\0II*\0\x08\0\0\0' + struct.pack('<H', 65535) + struct.pack('<HHII', 0x8769, 4, 1, 8) * 100
    yield 'exif-loop.jpg', jpeg(extra=b'\xff\xe1' + struct.pack('>H', len(exif) + 2) + exif)
    yield 'exif-far.jpg', jpeg(extra=b'\xff\xe1\xff\xff' + exif)
    yield 'scans.jpg', jpeg()[:-2] + jpeg()[-15:-2] * 5000
    yield 'large.gif', gif(65535, 65535)
    yield 'frames.gif', gif()[:-1] + gif()[19:-1] * 20000
    yield 'loop.tif', tiff(1)
    yield 'entries.tif', tiff(65535)
    yield 'large.tif', tiff(1, 0xffffffff)


def webs(_):
    for length in (0, 1, 10 ** 6, 2 ** 31, 2 ** 63, 10 ** 30, -1):
        yield f'length-{length}.warc', warc(length)
    yield 'version.warc', warc(version='9.9')
    yield 'headers.warc', warc().replace(b'WARC-Date', b'X: y\r\n' * 50000 + b'WARC-Date')
    yield 'line.warc', b'WARC/1.0\r\nWARC-Type: ' + b'x' * 1000000
    yield 'inside.warc', warc(body=b'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n' + gzip.compress(bytes(50_000_000), mtime=0))
    yield 'chunked.warc', warc(body=b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\nx')
    yield 'records.warc', warc(times=2000)
    yield 'uri.warc', warc().replace(b'http://example.org/', b'javascript:alert(1)')
    yield 'path.wacz', zipped([('../../../tmp/dokaz-hostile', 'x'), ('datapackage.json', '[' * 100000)])


def texts(rng):
    yield 'surrogates.txt', b'\xff\xfe' + struct.pack('<5H', 0xd800, 0xdc00, 0xdfff, 0xd800, 0x41) * 1000
    yield 'lone.txt', ('\ufeff' + WORDS).encode('utf-16-le') + b'\x00\xd8' * 500
    yield 'odd.txt', ('\ufeff' + WORDS * 3).encode('utf-16-le')[:-1]
    yield 'overlong.txt', b'\xc0\xaf\xe0\x80\xaf\xf8\x88\x80\x80\x80' * 1000
    yield 'cesu.txt', b'\xed\xa0\x81\xed\xb0\x80' * 1000
    yield 'utf32.txt', b'\xff\xfe\0\0' + WORDS.encode('utf-32-le') + b'\xff\xff\xff\x7f'
    yield 'combining.txt', ('a' + '\u0301' * 100000).encode()
    yield 'zalgo.txt', ''.join(chr(rng.randrange(0x300, 0x370)) for _ in range(50000)).encode()
    yield 'line.txt', WORDS.encode() * 30000
    yield 'no-space.txt', b'a' * 2_000_000
    yield 'digits.txt', b'9' * 500000 + b' people were killed.'
    yield 'quotes.txt', b'"' * 100000 + WORDS.encode()
    yield 'brackets.txt', b'(' * 100000 + WORDS.encode()
    yield 'dates.txt', b'31.02.2022 ' * 20000
    yield 'lines.txt', b'\n' * 500000
    yield 'returns.txt', b'\r' * 500000
    yield 'feeds.txt', b'\x0c\x0b\x85' * 50000
    yield 'escapes.txt', b'\x1b[2J\x1b]0;owned\x07' + WORDS.encode()
    yield 'bidi.txt', ('\u202e' + WORDS + '\u2066').encode()
    yield 'homoglyphs.txt', WORDS.replace('e', '\u0435').replace('o', '\u043e').encode()
    yield 'hashes.md', b'#' * 200000 + b' x\n' + WORDS.encode()
    yield 'quoted.md', b'>' * 200000 + WORDS.encode()
    yield 'list.md', b''.join(b' ' * i + b'- x\n' for i in range(1500))
    yield 'links.md', b'[' * 100000 + WORDS.encode()
    yield 'stars.md', b'*_' * 100000 + WORDS.encode()
    yield 'table.md', b'|' * 100000 + b'\n' + b'|-' * 50000
    yield 'cells.csv', b',' * 500000
    yield 'formula.csv', b'=cmd|calc!A0,@SUM(1)\n'
    yield 'deep.json', b'[' * 500000
    yield 'keys.json', b'{"a":' * 200000


def both(_):
    yield 'pdf-and-zip.pdf', page_pdf() + zipped([('a.txt', WORDS)])
    yield 'gif-and-html.gif', gif().replace(b'89a', b'89a') + html()
    yield 'html-and-pdf.html', html() + page_pdf()
    yield 'zip-and-html.html', html() + zipped([('a.txt', WORDS)])
    yield 'jpg-and-html.jpg', jpeg() + html()
    yield 'png-named.txt', png()
    yield 'text-named.png', WORDS.encode()
    yield 'html-named.pdf', html()
    yield 'docx-named.html', docx()
    yield 'rtf-and-html.rtf', b'{\\rtf1 ' + html() + b'}'
    yield 'program.txt', b'\x7fELF' + bytes(500)
    yield 'script.txt', b'#!/bin/sh\ntouch /tmp/dokaz-hostile\n'


def names(_):
    data = WORDS.encode()
    for number, name in enumerate((
            'line\nbreak.txt', 'carriage\rreturn.txt', 'tab\tname.txt', 'escape\x1b[31m\x1b]0;owned\x07.txt', 'bell\x07.txt',
            '\u202egpj.exe.txt', '\u2066x\u2069.txt', '\u200e\u200f.txt', 'line\u2028break.txt', 'zero\u200bwidth.txt',
            '\u0430\u0440\u0440\u04cf\u0435.txt', 'e\u0301.txt', '\xe9.txt', ' ', ' leading.txt', 'trailing.txt ', '-rf', '--help',
            '-o', '*', '$(touch owned).txt', '`touch owned`.txt', '; touch owned.txt', '%s%n%x.txt', '"quoted".txt',
            "'quoted'.txt", '<script>alert(1).txt', '\\back\\slash.txt', '...', 'a' * 255, '\u0434' * 127, '.hidden.txt',
            'nul', '~', '#', '=1+1.txt', '\x7f.txt')):
        yield name, data + b'%d\n' % number
    yield b'bytes-\xff\xfe\x9b.txt', data + b'bytes\n'
    yield b'overlong-\xc0\xaf.txt', data + b'overlong\n'


def heavy(_):
    depth = 10 ** 6
    yield 'deep.html', b'<div>' * depth + WORDS.encode() + b'</div>' * depth
    yield 'pages.pdf', pdf([b'<< /Type /Catalog /Pages 2 0 R >>',
                            b'<< /Type /Pages /Count %d /Kids [' % depth + b'3 0 R ' * depth + b'] >>',
                            b'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>'])
    yield 'hundred-megabytes.txt', b'a' * 100_000_000
    yield 'many-words.txt', b'Words that tell of nothing, one after another. ' * 200_000
    yield 'many-claims.txt', WORDS.encode() * 16_000        # weighing grows faster than the text: see docs/threat-model.md
    yield 'hundred-megabytes.html', b'<p>' + b'x' * 100_000_000
    yield 'bomb.zip', zipped([(f'{i}', bytes(100_000_000)) for i in range(10)])
    yield 'bomb-large.gz', gzip.compress(bytes(1 << 30), 1, mtime=0)
    yield 'over-the-limit.html', b'<p>' + b'x ' * (129 << 20)


LIGHT = (truncated, flipped, noise, pages, xml, documents, mails, archives, pictures, webs, texts, both, names)


# ---- what is no plain file ----

def special(folder):
    """Links, pipes, devices, sockets, closed doors. What the system does not allow is left out."""
    folder.mkdir()
    (folder / 'plain.txt').write_text(WORDS + 'special\n')
    (folder / 'itself').symlink_to('itself')
    (folder / 'a').symlink_to('b')
    (folder / 'b').symlink_to('a')
    (folder / 'up').symlink_to('..')
    (folder / 'nowhere').symlink_to('/nowhere/at/all')
    (folder / 'passwd').symlink_to('/dev/null')
    (folder / 'endless').symlink_to('/dev/zero')
    os.mkfifo(folder / 'pipe.txt')
    with socket.socket(socket.AF_UNIX) as held:
        here = os.open(folder, os.O_PATH)       # the name of a socket is short
        held.bind(f'/proc/self/fd/{here}/socket')
        os.close(here)
    closed = folder / 'closed'
    closed.mkdir()
    (closed / 'inside.txt').write_text(WORDS)
    unreadable = folder / 'unreadable.txt'
    unreadable.write_text(WORDS + 'unreadable\n')
    unreadable.chmod(0)
    closed.chmod(0)
    try:
        os.mknod(folder / 'zero', 0o020600, os.makedev(1, 5))
        os.mknod(folder / 'disk', 0o060600, os.makedev(253, 99))
    except PermissionError:
        pass
    deep = folder / 'deep'
    for _ in range(60):
        deep = deep / ('d' * 50)
    deep.mkdir(parents=True)
    (deep / 'end.txt').write_text(WORDS + 'deep\n')


def make(folder, with_heavy=False):
    """Returns the paths of the plain files, as bytes."""
    made = []
    for family in LIGHT + ((heavy,) if with_heavy else ()):
        rng = random.Random(f'{SEED} {family.__name__}')
        place = os.fsencode(folder / family.__name__)
        os.makedirs(place)
        for name, data in family(rng):
            path = os.path.join(place, os.fsencode(name))
            with open(path, 'wb') as out:
                out.write(data)
            made.append(path)
    special(folder / 'special')
    if with_heavy:
        sparse = folder / 'heavy' / 'sparse.txt'
        with open(sparse, 'wb') as out:
            out.truncate(10 << 30)
        made.append(os.fsencode(sparse))
    return made


if __name__ == '__main__':
    print(len(make(pathlib.Path(sys.argv[1]), '--heavy' in sys.argv)), 'files')
