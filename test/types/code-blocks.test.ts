import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { compile, root } from './compile.js';

/** Code blocks of a Markdown file in a language that is compiled. */
async function codeBlocks(file: string): Promise<[name: string, text: string][]> {
  const text = await readFile(new URL(file, root), 'utf8');
  return [...text.matchAll(/^```(js|ts)\n([\s\S]*?)^```$/gm)].map(
    ({ 1: language = '', 2: code = '', index }) => {
      const line = text.slice(0, index).split('\n').length;
      // Beside package.json, whose name the imports are; `export {}` makes each a module of its own.
      const name = fileURLToPath(new URL(`${file}-line-${line}.m${language}`, root));
      return [name, `${code}export {};\n`];
    },
  );
}

it('code blocks in the documents compile against the built package', async () => {
  const docs = (await readdir(new URL('docs/', root), { recursive: true }))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`);
  const files = ['README.md', 'CONTRIBUTING.md', 'examples/README.md', ...docs];
  const blocks = new Map((await Promise.all(files.map(codeBlocks))).flat());
  expect(blocks.size).toBeGreaterThan(3);
  const electron = fileURLToPath(new URL('electron.d.ts', import.meta.url));
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'],
    strict: true,
    allowJs: true,
    checkJs: true,
    skipLibCheck: true,
  };
  expect(compile([electron, ...blocks.keys()], options, blocks)).toEqual([]);
});
