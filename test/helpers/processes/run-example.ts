import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { runNode, type ProcessOptions, type ProcessResult } from './node-process.js';

const source = new URL('../../../examples/', import.meta.url);
/** Inside the package, so that `webrtc-session` means the package itself; ignored by git. */
const compiled = new URL('../../../build/examples/', import.meta.url);

/** Runs a file of `examples/` against the built package: `name` is a TypeScript file's without its end, or `*.mjs`. */
export async function runExample(
  name: string,
  options: ProcessOptions = {},
): Promise<ProcessResult> {
  const file = name.endsWith('.mjs') ? fileURLToPath(new URL(name, source)) : await compile(name);
  return runNode({ ...options, args: [file, ...(options.args ?? [])] });
}

/** Node 20 cannot run TypeScript, so its types go first. */
async function compile(name: string): Promise<string> {
  const file = fileURLToPath(new URL(`${name}.js`, compiled));
  const { outputText } = ts.transpileModule(await readFile(new URL(`${name}.ts`, source), 'utf8'), {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  await mkdir(compiled, { recursive: true });
  await writeFile(file, outputText);
  return file;
}
