import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { prebuilds } from './package/layout.mjs';
import { publishProblems, readTarball } from './package/tarball.mjs';
import { root } from './setup/inputs.mjs';
import { SetupError } from './setup/report.mjs';
import { run } from './setup/run.mjs';

const usage = `npm run package:publish -- --tag vVERSION [options]

Publishes the tarball that npm run package made, the very file that was tested. Rejects it when it lacks a prebuild, or when its
version is not that of the tag.

  --tag TAG      the tag of the release, "v" and the version
  --file FILE    the tarball   build/package/webrtc-session-VERSION.tgz
  --dry-run      everything but the upload and the statement of provenance, which only a CI system can make
  --help         this text
`;

/** @param {string[]} args */
async function main(args) {
  const { values } = parseArgs({
    args,
    options: {
      tag: { type: 'string' },
      file: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      'refuse-checkout': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(usage);
  if (values['refuse-checkout']) {
    throw new SetupError('a checkout is not published', 'npm run package:publish');
  }
  if (values.tag === undefined) throw new SetupError('--tag is missing', 'see --help');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const file = resolve(
    values.file ?? join(root, 'build', 'package', `webrtc-session-${version}.tgz`),
  );
  if (!existsSync(file)) throw new SetupError(`${file} is missing`, 'npm run package');

  const problems = publishProblems(await readTarball(file), prebuilds, values.tag);
  if (problems.length > 0) {
    throw new SetupError(`nothing is published: ${problems.join('; ')}`, 'npm run package');
  }
  const how = values['dry-run'] ? ['--dry-run'] : ['--provenance', '--access', 'public'];
  const { code } = await run('npm', ['publish', file, ...how], { cwd: root });
  if (code !== 0) throw new SetupError(`npm publish failed (exit ${code})`, 'see above');
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(`${error.message}${error.remedy ? `; remedy: ${error.remedy}` : ''}`);
  process.exitCode = 1;
}
