#!/usr/bin/env python3
"""Witnesses in earnest, as processes of their own: witness.py DOKAZ DOKAZ_VERIFY PAGE [KILLS]

One answers over HTTP, one signs files that are carried to it (and QR codes, where zbarimg can read them). A policy
wants both. The protocol's codes are asked with a plain HTTP client, cosignatures are checked with openssl, and the
witness is killed (SIGKILL) while it is asked: what it has answered it still knows afterwards.
"""
import base64
import hashlib
import http.client
import os
import pathlib
import random
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

DOKAZ, VERIFY = (str(pathlib.Path(p).resolve()) for p in sys.argv[1:3])
PAGE = pathlib.Path(sys.argv[3]).read_text()        # docs/formats/witness.md
KILLS = int(sys.argv[4]) if len(sys.argv) > 4 else 12
failures = []


def check(condition, about):
    if not condition:
        failures.append(about)
        print('FAILED', about, file=sys.stderr)


class Machine:
    """A person with a home of their own."""

    def __init__(self, folder, name):
        self.folder = folder / name
        self.folder.mkdir()
        self.environment = dict(os.environ, XDG_DATA_HOME=str(self.folder / 'home'), LC_ALL='C')
        self.server = None
        self.port = 0

    def dokaz(self, *args, code=0, stdin=b''):
        ran = subprocess.run([DOKAZ, *map(str, args)], env=self.environment, cwd=self.folder, input=stdin,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
        check(ran.returncode == code, f'{args}: exit {ran.returncode}, want {code}: {ran.stdout[-200:]!r} {ran.stderr[-300:]!r}')
        return ran.stdout.decode() if code == 0 else ran.stderr.decode()

    def serve(self):
        self.server = subprocess.Popen([DOKAZ, 'witness', 'serve', '--port', str(self.port)], env=self.environment,
                                       cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        line = self.server.stdout.readline().decode()
        check(line.startswith('Witness on http://127.0.0.1:'), f'serve said {line!r}')
        self.port = int(line.rsplit(':', 1)[1])

    def stop(self, how=signal.SIGTERM):
        self.server.send_signal(how)
        self.server.wait(20)
        self.server.stdout.close()
        self.server.stderr.close()

    def ask(self, method, path, body=None, host=None):
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=20)
        connection.request(method, path, body=body.encode() if isinstance(body, str) else body, headers={'Host': host} if host else {})
        reply = connection.getresponse()
        got = reply.status, reply.getheader('Content-Type'), reply.read().decode()
        connection.close()
        return got


def verify(*args, code=0):
    ran = subprocess.run([VERIFY, *map(str, args)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
    check(ran.returncode == code, f'dokaz-verify {args}: exit {ran.returncode}, want {code}: {ran.stdout!r} {ran.stderr!r}')
    return ran.stdout.decode() + ran.stderr.decode()


def check_by_openssl(folder, vkey, note, line):
    """The cosignature by its definition, with openssl: message, key and signature are taken apart here."""
    name, ident, key = vkey.split('+', 2)
    key = base64.b64decode(key)
    check(key[0] == 4 and hashlib.sha256(name.encode() + b'\n' + key).hexdigest()[:8] == ident, 'the id of a witness key')
    dash, signer, signature = line.split(' ')
    signature = base64.b64decode(signature)
    check(dash == '\u2014' and signer == name and signature[:4].hex() == ident and len(signature) == 76, 'form of a cosignature')
    when = struct.unpack('>Q', signature[4:12])[0]
    check(abs(when - time.time()) < 600, 'time of a cosignature')
    text = note[:note.index('\n\n') + 1]
    (folder / 'message').write_bytes(f'cosignature/v1\ntime {when}\n{text}'.encode())
    (folder / 'signature').write_bytes(signature[12:])
    (folder / 'key').write_bytes(bytes.fromhex('302a300506032b6570032100') + key[1:])
    ran = subprocess.run(['openssl', 'pkeyutl', '-verify', '-pubin', '-keyform', 'DER', '-inkey', folder / 'key', '-rawin',
                          '-in', folder / 'message', '-sigfile', folder / 'signature'], stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE)
    check(ran.returncode == 0 and b'Verified Successfully' in ran.stdout, f'openssl: {ran.stdout!r} {ran.stderr!r}')


def check_by_hand(folder, vkey, note, code=0):
    """The commands of the page."""
    commands = PAGE.split('```sh\n', 1)[1].split('\n```', 1)[0]
    (folder / 'hand').mkdir(exist_ok=True)
    (folder / 'hand/note').write_text(note)
    ran = subprocess.run(['sh', '-c', commands], env=dict(os.environ, NOTE='note', WITNESS=vkey), cwd=folder / 'hand',
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    check((ran.returncode != 0) == code and (code or b'Verified Successfully' in ran.stdout), f'by hand: {ran.stdout!r}')


def grow(owner, number):
    (owner.folder / 'in').mkdir(exist_ok=True)
    (owner.folder / f'in/report-{number}.txt').write_text(f'Report {number}: on 5 October 2023 the road was closed.\n')
    owner.dokaz('-C', 'case', 'add', 'in')


def carry(owner, carried, by_code):
    """The request goes to the other machine and the answer back, as files or as codes."""
    request = owner.folder / 'request'
    for old in owner.folder.glob('code*.png'):
        old.unlink()
    owner.dokaz('-C', 'case', 'witness', 'request', '--for', 'carried', '-o', request, '--qr', 'code.png')
    if by_code:
        codes = sorted(owner.folder.glob('code*.png'), reverse=True)
        read = subprocess.run(['zbarimg', '--quiet', '--raw', '-Sbinary', *codes], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              check=True).stdout
        answer = carried.dokaz('witness', 'sign', '-', stdin=read)
    else:
        answer = carried.dokaz('witness', 'sign', request)
    check(len(answer.encode()) < 200, f'an answer of {len(answer.encode())} bytes')
    (owner.folder / 'answer').write_text(answer)
    return answer


def check_codes(owner, online):
    """The protocol by its codes, from a plain HTTP client."""
    request = owner.dokaz('-C', 'case', 'witness', 'request', '--old', '0')
    note = request.split('\n\n', 1)[1]
    size = int(note.split('\n')[1])
    check(online.ask('POST', '/add-checkpoint', 'nonsense')[0] == 400, '400')
    check(online.ask('POST', '/add-checkpoint', f'old {size + 1}\n\n{note}')[0] == 400, '400: old above new')
    check(online.ask('POST', '/add-checkpoint', request)[:2] == (409, 'text/x.tlog.size'), '409')
    check(online.ask('POST', '/add-checkpoint', request)[2] == f'{size}\n', '409: the size')
    fake = base64.b64encode(bytes(32)).decode()
    check(online.ask('POST', '/add-checkpoint', f'old {size}\n{fake}\n\n{note}')[0] == 422, '422')
    lines = note.split('\n')
    signature = base64.b64decode(lines[4].split(' ')[2])
    changed = base64.b64encode(signature[:-1] + bytes([signature[-1] ^ 1])).decode()
    lines[4] = ' '.join(lines[4].split(' ')[:2] + [changed])
    check(online.ask('POST', '/add-checkpoint', (f'old {size}\n\n' + '\n'.join(lines)))[0] == 403, '403')
    check(online.ask('POST', '/add-checkpoint', f'old {size}\n\n' + note.replace('dokaz/', 'other/', 1))[0] == 404, '404')
    check(online.ask('POST', '/add-checkpoint', b'x' * 200000)[0] == 413, '413')
    check(online.ask('PUT', '/add-checkpoint', 'x')[0] == 405, '405')
    check(online.ask('POST', '/add-checkpoint', request, host='evil.example')[0] == 403, 'another name for this machine')
    status, kind, answer = online.ask('POST', '/add-checkpoint', f'old {size}\n\n{note}')
    check(status == 200 and answer.startswith('\u2014 ') and answer.endswith('\n'), f'200: {status} {answer!r}')
    origin = hashlib.sha256(note.split('\n')[0].encode()).hexdigest()
    status, kind, kept = online.ask('GET', f'/{origin}/checkpoint')
    check(status == 200 and kept.startswith(note[:note.index('\n\n')]) and answer in kept, 'what monitors get')
    for path in ('/', f'/{"0" * 64}/checkpoint', f'/{origin}', '/../vkey', f'/{origin}/vkey'):
        check(online.ask('GET', path)[0] == 404, f'nothing at {path}')


def check_here_alone(owner, online):
    """Nothing listens beyond this machine, and nobody beyond it is spoken to."""
    beyond = socket.gethostbyname(socket.gethostname())
    if not beyond.startswith('127.'):
        with socket.socket() as s:
            s.settimeout(5)
            # proves P87
            check(s.connect_ex((beyond, online.port)) != 0, f'it answers at {beyond}')
    for host in ('example.org', '127.0.0.1.example.org', 'x@127.0.0.1', '2130706433', '0.0.0.0', '128.0.0.1', '[::2]', '127.1',
                 'localhost.', '10.0.0.1'):
        says = owner.dokaz('-C', 'case', 'witness', 'send', '--to', f'http://{host}:{online.port}', code=1)
        check('on this machine' in says, f'{host}: {says!r}')


def killed(owner, online, key):
    """The witness dies while it is asked. Whatever was answered is remembered, and the asking goes on."""
    for number in range(KILLS):
        grow(owner, 100 + number)
        sending = subprocess.Popen([DOKAZ, '-C', 'case', 'witness', 'send', '--to', f'http://127.0.0.1:{online.port}'],
                                   env=owner.environment, cwd=owner.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(random.Random(number).random() * 0.15)
        online.stop(signal.SIGKILL)
        told, _ = sending.communicate(timeout=60)
        online.serve()
        followed = online.dokaz('witness', 'key').split('seen up to ')[1].split()[0]
        size = int((owner.folder / 'case/checkpoint').read_text().split('\n')[1])
        if sending.returncode == 0:
            # proves P80
            check(int(followed) == size, f'answered for {size} and remembers {followed}')
        owner.dokaz('-C', 'case', 'witness', 'send', '--to', f'http://127.0.0.1:{online.port}')
        check(f'{size} ' in owner.dokaz('-C', 'case', 'witness', 'list').split('\n')[0], 'cosigned after the restart')


def main():
    folder = pathlib.Path(tempfile.mkdtemp(prefix='dokaz-witness-'))
    by_code = shutil.which('zbarimg') is not None
    if not by_code:
        print('skipped: no zbarimg, so no QR code is read')
    try:
        owner, online, carried = (Machine(folder, name) for name in ('owner', 'online', 'carried'))
        owner.dokaz('init', 'case')
        grow(owner, 1)
        keys = {name: machine.dokaz('witness', 'key', *more).split('\n')[0]
                for name, machine, more in (('online', online, ()), ('carried', carried, ('--name', 'office.example')))}
        for machine in (online, carried):
            machine.dokaz('witness', 'trust', owner.folder / 'case/keys/case.vkey')
        log = (owner.folder / 'case/policy').read_text().split('\n')[0]
        policy = folder / 'policy'
        policy.write_text(f'{log}\nwitness online {keys["online"]}\nwitness carried {keys["carried"]}\n'
                          'group both 2 online carried\nquorum both\n')
        owner.dokaz('-C', 'case', 'witness', 'policy', policy)
        case, key = owner.folder / 'case', owner.folder / 'case/keys/case.vkey'

        online.serve()
        check('1 new' in owner.dokaz('-C', 'case', 'witness', 'send', '--to', f'http://localhost:{online.port}'), 'sent')
        verify(case, '--policy', policy, code=1)
        answer = carry(owner, carried, by_code)
        owner.dokaz('-C', 'case', 'witness', 'import', 'answer')
        # proves P81
        verify(case, '--policy', policy)
        owner.dokaz('-C', 'case', 'verify', '--policy', policy)
        check('1 cosignature' not in verify(case) and '2 cosignatures' in verify(case), 'counted')
        note = owner.dokaz('-C', 'case', 'witness', 'show')
        (folder / 'note').write_text(note)
        said = verify('--policy', policy, '--checkpoint', folder / 'note')
        check('office.example' in said, f'who cosigned: {said!r}')
        # proves P82
        for line, name in zip(note.split('\n\n')[1].split('\n')[1:3], ('online', 'carried')):
            check_by_openssl(folder, keys[name], note, line)
            check_by_hand(folder, keys[name], note)
            check_by_hand(folder, keys[name], note.replace('\n', '\n1', 1), code=1)
        one_less = folder / 'one-less'
        one_less.write_text(note.replace(answer, ''))
        verify('--policy', policy, '--checkpoint', one_less, code=1)
        policy_any = folder / 'any'
        policy_any.write_text(policy.read_text().replace('group both 2', 'group both any'))
        verify('--policy', policy_any, '--checkpoint', one_less)

        check_codes(owner, online)
        check_here_alone(owner, online)
        first = (owner.folder / 'case/checkpoint').read_text()
        (folder / 'first').write_text(first)
        shutil.copytree(owner.folder / 'case', owner.folder / 'fork')

        # It grows: both once more, from what they saw.
        grow(owner, 2)
        owner.dokaz('-C', 'case', 'witness', 'send', '--to', f'http://127.0.0.1:{online.port}', '--old', '0')
        carry(owner, carried, False)
        owner.dokaz('-C', 'case', 'witness', 'import', 'answer')
        verify(case, '--policy', policy)
        owner.dokaz('-C', 'case', 'consistency', folder / 'first', (owner.folder / 'case/checkpoint'), '-o', folder / 'proof')
        check('continues' in verify('--key', key, '--consistency', folder / 'proof'), 'the log goes on')

        # The same key signs another history, and shows it to the same witnesses.
        (owner.folder / 'in2').mkdir()
        (owner.folder / 'in2/other.txt').write_text('Another story.\n')
        owner.dokaz('-C', 'fork', 'add', 'in2')
        says = owner.dokaz('-C', 'fork', 'witness', 'send', '--to', f'http://127.0.0.1:{online.port}', code=1)
        check('422' in says, f'a fork of the same size is refused: {says!r}')
        owner.dokaz('-C', 'fork', 'witness', 'request', '-o', folder / 'forked', '--old', first.split('\n')[1])
        check('saw another size last' in carried.dokaz('witness', 'sign', folder / 'forked', code=1), 'a fork, carried')
        owner.dokaz('-C', 'fork', 'consistency', case / 'checkpoint', owner.folder / 'fork/checkpoint', '-o', folder / 'fork-file',
                    code=1)
        # proves P84
        check('two histories' in verify('--key', key, '--consistency', folder / 'fork-file', code=1), 'evidence')
        check('two histories' in verify('--key', key, '--fork', case / 'checkpoint', owner.folder / 'fork/checkpoint'), 'two notes')
        verify('--key', key, '--fork', case / 'checkpoint', case / 'checkpoint', code=1)
        verify('--key', key, '--fork', case / 'checkpoint', folder / 'first', code=1)

        killed(owner, online, key)
        online.stop()
        check(online.server.returncode == 0, 'the witness ends well')
        check('0 wrong' in verify(case), 'the case verifies')
    finally:
        for machine in (online, owner, carried):
            if machine.server and machine.server.poll() is None:
                machine.server.kill()
                machine.server.wait()
        shutil.rmtree(folder, ignore_errors=True)
    print(f'{KILLS} kills of a witness' if not failures else f'{len(failures)} failed')
    return 1 if failures else 0


sys.exit(main())
