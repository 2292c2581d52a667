import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { prebuildOf, prebuilds } from './package/layout.mjs';
import { makeTarball, tarballProblems } from './package/tarball.mjs';
import { root } from './setup/inputs.mjs';
import { SetupError } from './setup/report.mjs';
import { buildTypeScript } from './setup/typescript-build.mjs';

const usage = `npm run package [-- options]

Makes the tarball that is published, from prebuilds that were built before (npm run build:linux, npm run build:windows).
Refuses when one is missing, stale, too large or exports a private symbol.

  --only PLATFORM   with this prebuild alone, may be repeated; for a trial, not to be published
  --out DIR         where the tarball goes   build/package
  --help            this text
`;

/**
 * @param {string} what
 * @param {string[]} problems
 */
function reject(what, problems) {
  if (problems.length > 0) throw new SetupError([what, ...problems].join('\n  '));
}

/** @param {string[]} args */
async function main(args) {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', multiple: true },
      out: { type: 'string', default: join(root, 'build', 'package') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(usage);
  const wanted = values.only?.map(prebuildOf) ?? prebuilds;
  await buildTypeScript();
  // Reads from `dist` which shared libraries the package tells its users to install.
  const { prebuildProblems } = await import('./package/check.mjs');
  reject(
    'no package is made:',
    wanted.flatMap((prebuild) => prebuildProblems(prebuild)),
  );
  const tarball = await makeTarball(wanted, resolve(values.out));
  reject(`${tarball.file} must not be published:`, tarballProblems(tarball, wanted));
  const size = `${(tarball.bytes / 1e6).toFixed(1)} MB, ${tarball.files.length} files`;
  console.log(`${relative(process.cwd(), tarball.file)}: ${size}`);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof SetupError || error instanceof RangeError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
