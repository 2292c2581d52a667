import { readFile, writeFile } from 'node:fs/promises';

/**
 * Puts a benchmark's section into a results file and leaves the other sections as they are.
 *
 * @param {URL} file made if it is missing
 * @param {string} name of the section; a marker around it keeps it
 * @param {string} text Markdown
 */
export async function writeSection(file, name, text) {
  const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
  const section = `${begin}\n\n${text.trim()}\n\n${end}\n`;
  const before = await readFile(file, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return '# Benchmark results\n';
    throw error;
  });
  const from = before.indexOf(begin);
  const to = before.indexOf(end);
  const after =
    from === -1 || to === -1
      ? `${before.trimEnd()}\n\n${section}`
      : before.slice(0, from) + section + before.slice(to + end.length + 1);
  await writeFile(file, after);
}
