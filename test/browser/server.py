"""A case of examples/reports and one report with a planted name, and a server over it; what the browser tests share."""
import http.client
import os
import re
import shutil
import subprocess
import sys
import time

CANARY = 'Zoriana Kanarchuk'
REPORT = '''A month in a cellar

Published: 12 October 2022

"We had no water," said Zoriana Kanarchuk, a resident of Izium who asked that her name be kept back. Kanarchuk, 47, said
that two neighbours were killed by shelling on 5 April 2022.

Zoriana Kanarchuk was raped by soldiers in the cellar, her sister said.
'''

RIGHT_TO_LEFT = '''هجوم صاروخي على قرية هروزا

قُتل 51 شخصاً في هجوم على قرية هروزا (Hroza) في 5 أكتوبر 2023، قالت السلطات.
'''


def make_case(dokaz, project, folder):
    case = os.path.join(folder, 'case')
    reports = os.path.join(folder, 'reports')
    shutil.copytree(os.path.join(project, 'examples', 'reports'), reports)
    with open(os.path.join(reports, '99_cellar_' + CANARY.replace(' ', '_') + '.txt'), 'w', encoding='utf-8') as out:
        out.write(REPORT)
    with open(os.path.join(reports, '98_right_to_left.txt'), 'w', encoding='utf-8') as out:
        out.write(RIGHT_TO_LEFT)
    subprocess.run([dokaz, 'init', case], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([dokaz, '-C', case, 'add', reports, '--sources', os.path.join(project, 'examples', 'sources.tsv')],
                   check=True, stdout=subprocess.DEVNULL)
    return case


def serve(dokaz, case):
    server = subprocess.Popen([dokaz, '-C', case, 'serve', '--port', '0'], stdout=subprocess.PIPE, text=True)
    line = server.stdout.readline()
    found = re.search(r'http://127\.0\.0\.1:(\d+)/\?key=(\w+)', line)
    if not found:
        server.terminate()
        sys.exit('serve did not say where: ' + line)
    return server, int(found.group(1)), found.group(2)


def ask(port, path, method='GET', host=None, cookie=None):
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=10)
    headers = {'Host': host or '127.0.0.1:%d' % port}
    if cookie:
        headers['Cookie'] = cookie
    begun = time.perf_counter()
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    return answer, body.decode('utf-8', 'replace'), time.perf_counter() - begun
