#!/usr/bin/env python3
"""The server as its clients meet it: keys, sessions, forms, slow and hostile clients, a case that changes, a gentle end.

    serve.py DOKAZ PROJECT

Everything on loopback, bounded in count and time.
"""
import gzip
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

failures = []


def check(right, what):
    if not right:
        failures.append(what)
        print('WRONG:', what)


class Server:
    def __init__(self, dokaz, case, *options):
        self.process = subprocess.Popen([dokaz, '-C', case, 'serve', *options], stdout=subprocess.PIPE, text=True)
        self.keys = []
        while True:
            line = self.process.stdout.readline()
            found = re.search(r'http://127\.0\.0\.1:(\d+)/\?key=(\w+)', line)
            if not found:
                break
            self.port = int(found[1])
            self.keys.append(found[2])

    def ask(self, path, method='GET', body=None, **headers):
        c = http.client.HTTPConnection('127.0.0.1', self.port, timeout=20)
        c.request(method, path, body=body, headers={k.replace('_', '-'): v for k, v in headers.items()})
        answer = c.getresponse()
        answer.text = answer.read()
        c.close()
        return answer

    def session(self, key):
        answer = self.ask('/?key=' + key)
        check(answer.status == 303, 'a key opens: %s' % answer.status)
        return answer.getheader('Set-Cookie').split(';')[0]

    def raw(self, data, wait=3):
        s = socket.create_connection(('127.0.0.1', self.port), timeout=wait)
        got = b''
        try:
            s.sendall(data)
            while True:
                piece = s.recv(65536)
                if not piece:
                    break
                got += piece
        except (socket.timeout, ConnectionError, BrokenPipeError):
            pass
        s.close()
        return got


FORM = {'Content_Type': 'application/x-www-form-urlencoded'}


def check_roles(server):
    # proves P236
    reviewer, reader = server.session(server.keys[0]), server.session(server.keys[1])
    for path, method, wanted in (
            ('/', 'GET', (403, 200, 200)), ('/map', 'GET', (403, 200, 200)), ('/assets/style.css', 'GET', (200, 200, 200)),
            ('/locked', 'GET', (200, 200, 200)), ('/no/page', 'GET', (403, 404, 404)), ('/assets/none', 'GET', (404, 404, 404)),
            ('/', 'PUT', (405, 405, 405)), ('/', 'POST', (405, 405, 405)), ('/judge', 'POST', (403, 403, (403,)))):
        for cookie, status in zip((None, reader, reviewer), wanted):
            headers = dict(FORM)
            if cookie:
                headers['Cookie'] = cookie
            got = server.ask(path, method, body='a=1' if method == 'POST' else None, **headers)
            check(got.status == status or (isinstance(status, tuple) and got.status in status),
                  '%s %s: %s, not %s' % (method, path, got.status, status))
    locked = server.ask('/')
    check(b'name="key"' in locked.text and b'nav' not in locked.text and b'Kupiansk' not in locked.text, 'the locked page tells nothing')
    opened = server.ask('/unlock', 'POST', 'key=' + server.keys[1], **FORM)
    check(opened.status == 303 and 'HttpOnly' in opened.getheader('Set-Cookie'), 'the key opens the locked page')
    mine = opened.getheader('Set-Cookie').split(';')[0]
    check(server.ask('/', Cookie=mine).status == 200, 'and what it opened is open')
    check(server.ask('/lock', 'POST', '', Cookie=mine, **FORM).status == 303, 'locked by hand')
    check(server.ask('/', Cookie=mine).status == 403, 'is locked')
    # proves P239
    check(server.ask('/judge', 'POST', 'token=' + '0' * 32, Cookie=reviewer, **FORM).status == 403, 'a form without its token')
    check(server.ask('/judge', 'POST', 'a=1', Cookie=reviewer, Origin='http://evil.example', **FORM).status == 403, 'a foreign form')
    check(server.ask('/lock', 'POST', 'x' * 100000, Cookie=reader, **FORM).status == 413, 'more than a form')
    return reviewer, reader


def check_kept(server, cookie):
    """One connection serves a reader's pages: hanging up after each costs more than the page."""
    c = http.client.HTTPConnection('127.0.0.1', server.port, timeout=20)
    socket_before = None
    for path in ('/', '/', '/incidents', '/assets/style.css', '/nowhere'):
        c.request('GET', path, headers={'Cookie': cookie})
        answer = c.getresponse()
        answer.read()
        # proves P249
        check(answer.getheader('Connection') != 'close' and c.sock and socket_before in (None, c.sock), 'hung up after ' + path)
        socket_before = c.sock
    c.close()


def check_packing(server, cookie):
    plain, packed = server.ask('/', Cookie=cookie), server.ask('/', Cookie=cookie, Accept_Encoding='gzip')
    check(packed.getheader('Content-Encoding') == 'gzip' and gzip.decompress(packed.text) == plain.text, 'packed is the same page')
    check(server.ask('/?ui=uk', Cookie=cookie).text != plain.text, 'another language is another page')
    check(server.ask('/', Cookie=cookie).text == plain.text, 'and does not take its place')
    first = sum(len(server.ask(p, Cookie=cookie, Accept_Encoding='gzip').text)
                for p in ('/', '/assets/style.css', '/assets/script.js', '/assets/icon.svg'))
    check(first < 150000, 'the first page weighs %d bytes' % first)
    print('first page with all it needs: %d bytes packed' % first)


def check_hostile(server, cookie):
    """Nothing of this delays anybody or ends the server."""
    host = b'Host: 127.0.0.1:%d\r\n' % server.port
    for data in (b'', b'\r\n\r\n', b'GET\r\n\r\n', b'GET / HTTP/9.9\r\n' + host + b'\r\n', b'\x16\x03\x01' + os.urandom(400),
                 b'GET /' + b'a' * 70000 + b' HTTP/1.1\r\n' + host + b'\r\n', b'GET / HTTP/1.1\r\n' + b'X: y\r\n' * 20000 + b'\r\n',
                 b'GET /%00%ff%2e%2e HTTP/1.1\r\n' + host + b'Cookie: ' + cookie.encode() + b'\r\nConnection: close\r\n\r\n',
                 b'POST /lock HTTP/1.1\r\n' + host + b'Content-Length: 99999999999\r\n\r\n' + b'a' * 100000,
                 b'POST /lock HTTP/1.1\r\n' + host + b'Content-Length: -5\r\n\r\nabc',
                 b'POST /unlock HTTP/1.1\r\n' + host + b'Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFFFF\r\nabc',
                 b'POST /lock HTTP/1.1\r\n' + host + b'Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef'):
        got = server.raw(data, 1)
        check(b'Kupiansk' not in got, 'raw bytes were answered with the case: %r' % data[:40])
    # proves P240
    slow = []
    for i in range(60):         # half a request each, never ended
        s = socket.create_connection(('127.0.0.1', server.port), timeout=5)
        s.sendall(b'GET /incidents HTTP/1.1\r\n' + host + b'X-Slow: ')
        slow.append(s)
    worst = 0
    for i in range(30):
        begun = time.monotonic()
        check(server.ask('/incidents', Cookie=cookie).status == 200, 'beside slow clients')
        worst = max(worst, time.monotonic() - begun)
        for s in slow[i % 2::20]:
            try:
                s.sendall(b'a')
            except OSError:
                pass
    check(worst < 2, 'slow clients delay others by %.2f s' % worst)
    for s in slow:
        s.close()
    check(server.process.poll() is None, 'the server lives')


def check_changes(server, dokaz, case, folder, cookie):
    """What is added beside the server appears; readers are answered all the while."""
    before = server.ask('/documents', Cookie=cookie).text
    check(b'Balakliia' not in before, 'not there yet')
    report = os.path.join(folder, 'new.txt')
    with open(report, 'w') as out:
        out.write('Strike on Balakliia\n\nPublished: 3 June 2023\n\nTwo people were killed when a missile hit a house in '
                  'Balakliia on 2 June 2023, the regional governor said.\n')
    worst, ended = 0, threading.Event()

    def read_on():
        nonlocal worst
        while not ended.is_set():
            begun = time.monotonic()
            check(server.ask('/incidents?text=x', Cookie=cookie).status == 200, 'while the case changes')
            worst = max(worst, time.monotonic() - begun)

    reader = threading.Thread(target=read_on)
    reader.start()
    subprocess.run([dokaz, '-C', case, 'add', report], check=True, stdout=subprocess.DEVNULL)
    server.process.send_signal(signal.SIGHUP)
    for _ in range(100):
        if b'Balakliia' in server.ask('/documents', Cookie=cookie).text:
            break
        time.sleep(0.1)
    ended.set()
    reader.join()
    check(b'Balakliia' in server.ask('/documents', Cookie=cookie).text, 'what was added does not appear')
    check(worst < 3, 'a reader waited %.2f s for a writer' % worst)


def check_guesses(server):
    # proves P237
    seen = [server.ask('/?key=%032d' % i).status for i in range(14)]
    check(seen[0] == 403 and seen[-1] == 429, 'guesses: %s' % seen)
    check(server.ask('/?key=' + server.keys[0]).status == 429, 'while guesses are too many nobody gets in')


def check_end(server, cookie):
    # proves P241
    s = socket.create_connection(('127.0.0.1', server.port), timeout=10)
    s.sendall(b'GET /documents HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\nX: ' % (server.port, cookie.encode()))
    time.sleep(0.2)
    server.process.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    s.sendall(b'y\r\nConnection: close\r\n\r\n')
    got = b''
    while True:
        piece = s.recv(65536)
        if not piece:
            break
        got += piece
    s.close()
    check(got.startswith(b'HTTP/1.1 200') and got.rstrip().endswith(b'</html>'), 'the answer on its way was cut: %r' % got[:60])
    check(server.process.wait(timeout=20) == 0, 'ends with 0')


def main():
    dokaz, project = os.path.abspath(sys.argv[1]), sys.argv[2]
    folder = tempfile.mkdtemp(prefix='dokaz-serve-')
    os.environ['XDG_DATA_HOME'] = os.path.join(folder, 'home')
    case = os.path.join(folder, 'case')
    server = None
    try:
        subprocess.run([dokaz, 'init', case], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([dokaz, '-C', case, 'add', os.path.join(project, 'examples', 'reports'), '--sources',
                        os.path.join(project, 'examples', 'sources.tsv')], check=True, stdout=subprocess.DEVNULL)
        server = Server(dokaz, case, '--readers')
        check(len(server.keys) == 2, 'two addresses')
        reviewer, reader = check_roles(server)
        check_kept(server, reader)
        check_packing(server, reader)
        check_hostile(server, reader)
        check_changes(server, dokaz, case, folder, reader)
        check_guesses(server)
        check_end(server, reader)
    finally:
        if server and server.process.poll() is None:
            server.process.kill()
        shutil.rmtree(folder, ignore_errors=True)
    print('%d wrong' % len(failures))
    sys.exit(1 if failures else 0)


main()
