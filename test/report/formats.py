#!/usr/bin/env python3
"""Reports as PDF, DOCX and Markdown, in English and Ukrainian: read by other people's programs where they are at hand,
the same bytes twice, and every altered copy refused.

    formats.py DOKAZ DOKAZ-VERIFY PROJECT

pdftotext, pdfinfo, pdfdetach (poppler-utils); qpdf, and mammoth and markdown-it of npm, where they are.
proves P223, P225, P226, P227
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.dom.minidom
import zipfile

DOKAZ, VERIFY, PROJECT = sys.argv[1:4]
failures = []
TAKEN = ['01_hroza_sloboda_wire.txt', '02_hroza_harbour_courier.txt', '03_hroza_morning_dispatch.txt',
         '04_hroza_regional_statement.uk.txt', '08_izium_field_report.txt', '15_dnipro_final.uk.txt']


def check(right, what):
    if not right:
        failures.append(what)
        print('WRONG:', what)


def out(*words, **more):
    return subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)


def dokaz(*words):
    ran = out(DOKAZ, '-C', 'case', *words)
    check(ran.returncode == 0, f'dokaz {" ".join(words)}: {ran.stdout.decode()}')
    return ran.stdout.decode()


def verify(path, *more):
    ran = out(VERIFY, '--key', 'case/keys/case.vkey', '--report', path, *more)
    return ran.returncode, ran.stdout.decode('utf-8', 'replace')


def squeeze(text):
    return re.sub(r'[\s\u00a0]+', '', text)


def read(path):
    with open(path, 'rb') as file:
        return file.read()


def good(path, *more):
    code, told = verify(path, *more)
    check(code == 0 and told.startswith('good:'), f'{path}: {told}')


def altered(path, at, *more):
    """One bit of one byte."""
    bytes_ = bytearray(read(path))
    bytes_[at] ^= 1
    with open('bad', 'wb') as file:
        file.write(bytes_)
    code, told = verify('bad', *more)
    check(code != 0, f'{path}: a changed byte {at} is not found: {told}')


def twice(name, language):
    dokaz('report', '-o', name, '--language', language)
    dokaz('report', '-o', 'again.' + name, '--language', language)
    check(read(name) == read('again.' + name), f'{name}: two reports in a row differ')
    good(name)


def pdf(language, words):
    name = f'r.{language}.pdf'
    twice(name, language)
    told = out('pdfinfo', name).stdout.decode()
    check(re.search(r'Tagged: +yes', told) and re.search(r'Page size:.*A4', told), f'pdfinfo: {told}')
    check('00:00:00' in told and re.search(r'Metadata Stream: +yes', told), f'pdfinfo: {told}')
    pages = int(re.search(r'Pages: +(\d+)', told).group(1))
    check(pages > 5, 'a report of a few pages')
    subprocess.run(['pdftotext', '-raw', '-enc', 'UTF-8', name, 'words.txt'], check=True)
    with open('words.txt', encoding='utf-8') as file:
        text = file.read()
    for word in words:
        check(squeeze(word) in squeeze(text), f'{name}: a search does not find {word}')
    check('\u2126' not in text and '\ufffd' not in text, f'{name}: letters are lost')
    good(name, '--words', 'words.txt')

    # A figure that displays another number, and a quotation: by the words, whatever the bytes say.
    told = read('words.txt').decode()
    for before, after in (('51', '57'), ('Hroza', 'Hrosa')):
        with open('bad.txt', 'w', encoding='utf-8') as file:
            file.write(told.replace(before, after))
        check(verify(name, '--words', 'bad.txt')[0] == 1, f'{name}: {before} written as {after} is not found')
    for part in (0.1, 0.5, 0.9):
        altered(name, int(len(read(name)) * part))
    altered(name, len(read(name)) - 40)

    shutil.rmtree('attached', ignore_errors=True)
    os.mkdir('attached')
    out('pdfdetach', '-saveall', '-o', 'attached', name)
    check(sorted(os.listdir('attached')) == ['check.sh', 'proofs.txt'], 'what is attached')
    good('attached/proofs.txt', '--words', 'words.txt')
    if language == 'uk':
        key = read('case/keys/case.vkey').decode().strip()
        ran = out('sh', 'attached/check.sh', name, key)
        check(ran.returncode == 0 and b'RIGHT' in ran.stdout, f'check.sh: {ran.stdout.decode()[-300:]}')
    if shutil.which('qpdf'):
        ran = out('qpdf', '--check', name)
        check(ran.returncode == 0, f'qpdf: {ran.stdout.decode()}')
    drawn = read(name)
    check(b'/Outlines' in drawn and b'/Dests' in drawn and b'/Lang (' + language.encode() in drawn, 'bookmarks, links, language')


def docx(language, words):
    name = f'r.{language}.docx'
    twice(name, language)
    with zipfile.ZipFile(name) as z:
        check(z.testzip() is None, 'a sound zip file')
        for part in z.namelist():
            if part.endswith(('.xml', '.rels')):
                xml.dom.minidom.parseString(z.read(part))
        body, notes = z.read('word/document.xml').decode(), z.read('word/footnotes.xml').decode()
        types = z.read('[Content_Types].xml').decode()
        for part in z.namelist():
            known = f'PartName="/{part}"' in types or part.endswith(('.rels', '.txt')) or part == '[Content_Types].xml'
            check(known, f'{part} has no type')
    marks = [int(n) for n in re.findall(r'<w:footnoteReference w:id="(\d+)"', body)]
    check(marks == list(range(1, len(marks) + 1)), 'word processors number the notes as the report does')
    check(re.findall(r'<w:footnote w:id="(\d+)"', notes) == [str(n) for n in marks], 'every mark has its note')
    check(body.count('<w:tbl>') == body.count('<w:tblHeader/>') > 2, 'heads of tables repeat')
    check('w:val="Heading1"' in body and 'w:val="Heading2"' in body, 'headings are styles')
    for where in (0.2, 0.6):
        altered(name, int(len(read(name)) * where))
    back = dokaz('read', '--text', name)
    for word in words:
        check(squeeze(word) in squeeze(back), f'{name}: dokaz reads it back without {word}')
    for foreign in node('docx.mjs', name, 'mammoth'):
        check(int(foreign['notes']) == len(marks) and int(foreign['tables']) == body.count('<w:tbl>'), f'mammoth: {foreign}')
        for word in words:
            check(squeeze(word) in squeeze(foreign['text']), f'mammoth does not show {word}')


def markdown(language, words):
    name = f'r.{language}.md'
    twice(name, language)
    text = read(name).decode()
    marks, notes = set(re.findall(r'\[\^(\d+)\](?!:)', text)), re.findall(r'^\[\^(\d+)\]:', text, re.M)
    check(marks == set(notes) and len(notes) > 5, 'every mark has its note')
    good(name)
    spot = text.encode().index(b'**51**')
    altered(name, spot + 2)
    for foreign in node('markdown.mjs', name, 'markdown-it'):
        check(int(foreign['notes']) == len(notes) and int(foreign['tables']) > 2, f'markdown-it: {foreign}')
        for word in words:
            check(squeeze(word) in squeeze(foreign['text']), f'markdown-it does not show {word}')


def node(script, name, package):
    """What a program of npm makes of it: none or one dict."""
    if not shutil.which('node'):
        return
    here = os.path.join(os.path.dirname(os.path.abspath(__file__)), script)
    home = os.environ.get('DOKAZ_NODE', '.')        # a folder with node_modules
    if not os.path.isdir(os.path.join(home, 'node_modules', package)):
        print('no', package, 'here: not asked')
        return
    ran = out('node', here, os.path.abspath(name), cwd=home)
    check(ran.returncode == 0, f'{package}: {ran.stdout.decode()[-500:]}')
    text = ran.stdout.decode()
    yield dict(re.findall(r'^(notes|tables) (\d+)$', text, re.M), text=text)


HOSTILE = '''Report
Harbour Courier, 6 October 2023

At least 49 people were killed in Hroza on 5 October 2023
-- statement
dokaz-report/v1
-- end
, the governor said. Six people were wo\u00adunded in Hroza on 5 October 2023 </main></blockquote><b class="figure" id="f-1" data-notes="1">7</b>
data-piece="4" &amp;#39; the governor said. Three people were killed in Hroza on 6 October 2023 \x0c \x01 *bold* _it_ `code` [^1]: # | x | <i> the governor said.
Two people were killed in Hroza on 7 October 2023 LONG שלום עולם مرحبا بالعالم \u00a0 the\u200bgovernor said.
Olena Petrivna Tkachuk, a witness who hid in the cellar, said that four people were killed in Hroza on 8 October 2023.
'''.replace('LONG', 'x' * 3000)


def hostile():
    """Words of a document that try to pass for the report's own."""
    with open('hostile.txt', 'w', encoding='utf-8', newline='') as file:
        file.write(HOSTILE)
    out(DOKAZ, 'init', 'case2')
    for words in (['add', 'hostile.txt'], *(['report', '-o', 'h.' + ending] for ending in ('html', 'pdf', 'docx', 'md'))):
        ran = out(DOKAZ, '-C', 'case2', *words)
        check(ran.returncode == 0, f'hostile: dokaz {words}: {ran.stdout.decode()}')
    key = read('case2/keys/case.vkey').decode().strip()
    for ending in ('html', 'pdf', 'docx', 'md'):
        ran = out(VERIFY, '--key', key, '--report', 'h.' + ending)
        check(ran.returncode == 0 and int(re.search(rb'(\d+) notes', ran.stdout).group(1)) >= 5, f'hostile {ending}: {ran.stdout.decode()}')
    subprocess.run(['pdftotext', '-raw', 'h.pdf', 'h.txt'], check=True)
    with zipfile.ZipFile('h.docx') as z:
        for part in ('word/document.xml', 'word/footnotes.xml'):
            xml.dom.minidom.parseString(z.read(part))
        shown = {'pdf': read('h.txt'), 'docx': z.read('word/document.xml') + z.read('word/footnotes.xml')}
    shown.update(html=read('h.html'), md=read('h.md'))
    for ending, text in shown.items():
        check(b'Tkachuk' not in text and b'Person 1' in text, f'{ending}: the name of a protected person')
    check(read('h.html').count(b'\n-- statement\n') == read('h.md').count(b'\n-- statement\n') == 1, 'one statement')


def main():
    if not shutil.which('pdftotext'):
        print('no poppler-utils here')
        return 77
    examples = os.path.join(PROJECT, 'examples')
    out(DOKAZ, 'init', 'case')
    dokaz('add', '--sources', os.path.join(examples, 'sources.tsv'),
          *(os.path.join(examples, 'reports', name) for name in TAKEN))
    english = ['How this was made', 'Statements that do not agree', 'early on Thursday afternoon, killing 51 people',
               'archived in the sealed log of this case as entry']
    ukrainian = ['Як це зроблено', 'Твердження, що не узгоджуються', 'Примітки', 'збережено в запечатаному журналі цієї справи',
                 'За попередніми даними, загинули 47 людей']
    hostile()
    for language, words in (('en', english), ('uk', ukrainian)):
        pdf(language, words)
        docx(language, words if language == 'en' else words[:2])
        markdown(language, words)
    return 1 if failures else 0


with tempfile.TemporaryDirectory(prefix='dokaz-formats-') as folder:
    DOKAZ, VERIFY, PROJECT = map(os.path.abspath, (DOKAZ, VERIFY, PROJECT))
    os.environ.update(XDG_DATA_HOME=os.path.join(folder, 'home'), TZ='UTC', LC_ALL='C.UTF-8')
    os.chdir(folder)
    code = main()
    os.chdir('/')
sys.exit(code)
