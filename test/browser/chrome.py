"""A headless Chromium driven over its debugging pipe: no packages, no port, no network.

    with Chrome() as chrome:
        page = chrome.open(400, 800)
        seen = page.visit('http://127.0.0.1:8080/')      # requests, console messages, status
        page.run('document.title')
"""
import json
import os
import select
import shutil
import subprocess
import tempfile
import time


def find_chromium():
    for name in ('chromium', 'chromium-browser', 'google-chrome'):
        path = shutil.which(name)
        if path:
            return path
    return None


class Chrome:
    def __init__(self):
        self.profile = tempfile.mkdtemp(prefix='dokaz-chrome-')
        to_read, self.write_fd = os.pipe()
        self.read_fd, to_write = os.pipe()

        def hand_over():                    # Chromium reads descriptor 3 and writes descriptor 4
            a, b = os.dup(to_read), os.dup(to_write)
            os.dup2(a, 3)
            os.dup2(b, 4)

        self.process = subprocess.Popen(
            [find_chromium(), '--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--no-first-run',
             '--disable-background-networking', '--disable-component-update', '--disable-sync',
             '--remote-debugging-pipe', '--user-data-dir=' + self.profile, 'about:blank'],
            preexec_fn=hand_over, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_write)
        self.rest = b''
        self.number = 0
        self.events = []

    def __enter__(self):
        return self

    def __exit__(self, *why):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)

    def receive(self, seconds):
        """The next message, or None after `seconds`."""
        until = time.monotonic() + seconds
        while b'\0' not in self.rest:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.read_fd], [], [], left)[0]:
                return None
            piece = os.read(self.read_fd, 1 << 20)
            if not piece:
                raise RuntimeError('Chromium ended')
            self.rest += piece
        message, self.rest = self.rest.split(b'\0', 1)
        return json.loads(message)

    def call(self, method, session=None, **parameters):
        self.number += 1
        message = {'id': self.number, 'method': method, 'params': parameters}
        if session:
            message['sessionId'] = session
        os.write(self.write_fd, json.dumps(message).encode() + b'\0')
        while True:
            answer = self.receive(30)
            if answer is None:
                raise RuntimeError('no answer to ' + method)
            if answer.get('id') == self.number:
                if 'error' in answer:
                    raise RuntimeError(method + ': ' + answer['error']['message'])
                return answer['result']
            self.events.append(answer)

    def open(self, width, height, scripts=True, dark=False):
        target = self.call('Target.createTarget', url='about:blank')['targetId']
        session = self.call('Target.attachToTarget', targetId=target, flatten=True)['sessionId']
        return Tab(self, session, width, height, scripts, dark)


class Seen:
    """What one visit showed."""
    def __init__(self):
        self.status = None
        self.requests = []
        self.messages = []


class Tab:
    def __init__(self, chrome, session, width, height, scripts, dark):
        self.chrome, self.session = chrome, session
        for domain in ('Page', 'Runtime', 'Network', 'Log'):
            self.call(domain + '.enable')
        self.call('Emulation.setDeviceMetricsOverride', width=width, height=height, deviceScaleFactor=1,
                  mobile=width < 600)
        if not scripts:
            self.call('Emulation.setScriptExecutionDisabled', value=True)
        if dark:
            self.call('Emulation.setEmulatedMedia', features=[{'name': 'prefers-color-scheme', 'value': 'dark'}])

    def call(self, method, **parameters):
        return self.chrome.call(method, self.session, **parameters)

    def visit(self, address):
        seen = Seen()
        self.chrome.events = []
        self.call('Page.navigate', url='about:blank')
        self.wait_for('Page.loadEventFired')
        self.chrome.events = []
        self.call('Page.navigate', url=address)
        for event in self.wait_for('Page.loadEventFired'):
            what = event.get('params', {})
            if event['method'] == 'Network.requestWillBeSent':
                seen.requests.append(what['request']['url'])
            elif event['method'] == 'Network.responseReceived' and what['type'] == 'Document':
                seen.status = what['response']['status']
            elif event['method'] == 'Log.entryAdded':
                seen.messages.append(what['entry']['text'])
            elif event['method'] in ('Runtime.consoleAPICalled', 'Runtime.exceptionThrown'):
                seen.messages.append(json.dumps(what)[:300])
        return seen

    def wait_for(self, method):
        events, done = [], False
        while True:
            event = self.chrome.events.pop(0) if self.chrome.events else self.chrome.receive(0.15 if done else 30)
            if event is None:
                if not done:
                    raise RuntimeError('no ' + method)
                return events
            if event.get('sessionId') != self.session or 'method' not in event:
                continue
            events.append(event)
            done = done or event['method'] == method

    def run(self, script):
        answer = self.call('Runtime.evaluate', expression=script, returnByValue=True)
        if 'exceptionDetails' in answer:
            raise RuntimeError(answer['exceptionDetails']['text'] + ': ' + script)
        return answer['result'].get('value')

    def source(self):
        root = self.call('DOM.getDocument')['root']['nodeId']
        return self.call('DOM.getOuterHTML', nodeId=root)['outerHTML']

    def screenshot(self, path, whole=True):
        import base64
        data = self.call('Page.captureScreenshot', captureBeyondViewport=whole)['data']
        if whole:
            size = self.call('Page.getLayoutMetrics')['cssContentSize']
            clip = {'x': 0, 'y': 0, 'width': size['width'], 'height': min(size['height'], 4000), 'scale': 1}
            data = self.call('Page.captureScreenshot', captureBeyondViewport=True, clip=clip)['data']
        with open(path, 'wb') as out:
            out.write(base64.b64decode(data))
