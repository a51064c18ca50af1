// docx.mjs FILE -- a report as the npm package mammoth reads it: its text, and how many notes and tables.
import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(pathToFileURL(process.cwd() + '/'));
const mammoth = (await import(pathToFileURL(realpathSync(require.resolve('mammoth'))))).default;
const { value } = await mammoth.convertToHtml({ path: process.argv[2] });
console.log('notes', (value.match(/<li id="footnote-/g) ?? []).length);
console.log('tables', (value.match(/<table>/g) ?? []).length);
console.log((await mammoth.extractRawText({ path: process.argv[2] })).value, value.replace(/<[^>]*>/g, ' '));
