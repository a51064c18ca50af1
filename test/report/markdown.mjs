// markdown.mjs FILE -- a report as the npm packages markdown-it and markdown-it-footnote read it.
import { readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(pathToFileURL(process.cwd() + '/'));
const load = async name => (await import(pathToFileURL(realpathSync(require.resolve(name))))).default;
const [MarkdownIt, footnote] = [await load('markdown-it'), await load('markdown-it-footnote')];
const html = new MarkdownIt().use(footnote).render(readFileSync(process.argv[2], 'utf8'));
console.log('notes', (html.match(/class="footnote-item"/g) ?? []).length);
console.log('tables', (html.match(/<table>/g) ?? []).length);
console.log(html.replace(/<[^>]*>/g, ' ').replace(/&quot;/g, '"').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&'));
