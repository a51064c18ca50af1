/* reading.js -- shows what lies behind a marked word or a claim, from the JSON in the page itself. */
'use strict';
const lines = document.getElementById('reading').textContent.trim().split('\n').map((line) => JSON.parse(line));
const mentions = lines.filter((row) => row.type === 'mention');
const claims = lines.filter((row) => row.type === 'claim');
const words = JSON.parse(document.getElementById('words').textContent).words;
const why = document.getElementById('why');
const known = new Set(['type', 'id', 'document', 'segment', 'text', 'start', 'end', 'quantities', 'chain']);

function node(name, text, parent) {
    const made = parent.appendChild(document.createElement(name));
    made.textContent = text;
    return made;
}

function rowOf(table, label, value) {
    const row = table.appendChild(document.createElement('tr'));
    node('td', label, row);
    node('td', value, row);
}

function said(value) {
    if (value !== null && typeof value === 'object') return Array.isArray(value) ? value.map(said).join(', ') : value.text || value.name || JSON.stringify(value);
    return String(value);
}

function showThing(thing) {
    node('h2', (thing.kind || thing.type) + ' “' + thing.text + '”  bytes ' + thing.start + '–' + thing.end, why);
    const table = why.appendChild(document.createElement('table'));
    for (const [key, value] of Object.entries(thing))
        if (!known.has(key) && value !== null && value !== '') rowOf(table, key, said(value));
    if (thing.quantities) rowOf(table, 'quantities', thing.quantities.map((id) => (mentions.find((m) => m.id === id) || {}).text).join(', '));
    if (thing.chain) rowOf(table, 'chain', thing.chain.map((link) => link.name).join(' < '));
    for (const word of words)
        if (word.start < thing.end && word.end > thing.start)
            for (const row of word.rows)
                rowOf(table, row.table + (row.words > 1 ? ' (' + row.words + ' words)' : ''), row.form + (row.says ? '  —  ' + row.says : ''));
}

function show(element) {
    document.querySelectorAll('.on').forEach((other) => other.classList.remove('on'));
    element.classList.add('on');
    why.textContent = '';
    if (element.dataset.c !== undefined) showThing(claims[element.dataset.c]);
    else for (const index of element.dataset.m.split(' ')) showThing(mentions[index]);
}

document.querySelector('main').addEventListener('click', (event) => {
    const element = event.target.closest('[data-m], [data-c]');
    if (element) show(element);
});
document.querySelector('main').addEventListener('focusin', (event) => {
    if (event.target.matches('[data-m], [data-c]')) show(event.target);
});
document.querySelectorAll('[data-kind]').forEach((box) => box.addEventListener('change', () => {
    const off = [...document.querySelectorAll('[data-kind]')].filter((other) => !other.checked).map((other) => 'k-' + other.dataset.kind);
    document.querySelectorAll('main mark').forEach((mark) => {
        const kinds = [...mark.classList].filter((name) => name.startsWith('k-'));
        mark.classList.toggle('off', kinds.every((name) => off.includes(name)));
    });
}));
document.getElementById('only').addEventListener('change', (event) => {
    document.querySelectorAll('.row').forEach((row) => {
        row.hidden = event.target.checked && !row.querySelector('.claims li');
        row.style.display = row.hidden ? 'none' : '';
    });
});
