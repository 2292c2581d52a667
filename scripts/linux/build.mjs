import { statSync } from 'node:fs';
import path from 'node:path';
import { buildFolderOf } from '../addon/compile.mjs';
import { provideEngine } from '../engine/engine.mjs';
import { prebuildOf } from '../package/layout.mjs';
import { inputsOf, installPrebuild } from '../package/record.mjs';
import { root } from '../setup/inputs.mjs';
import { lock } from '../windows/lock.mjs';
import { main } from '../windows/main.mjs';
import { parseOptions, usage } from '../windows/options.mjs';
import { Progress } from '../windows/progress.mjs';
import { buildLinuxAddon } from './addon.mjs';

/**
 * Builds the addon and puts it into `prebuilds/`, with the record of what is in it.
 *
 * @param {import('../windows/options.mjs').Options} options
 */
async function build(options) {
  const prebuild = prebuildOf('linux-x64');
  const engine = await provideEngine({ ...options, platform: prebuild.platform });
  if (options.librariesOnly) return;

  const progress = new Progress(1);
  const unlock = await lock(buildFolderOf(prebuild.platform));
  try {
    progress.start('addon');
    const inputs = inputsOf(prebuild);
    const { file, components } = await buildLinuxAddon(engine, options, progress.line);
    const target = installPrebuild(prebuild, { file, inputs, components });
    const size = (statSync(target).size / 2 ** 20).toFixed(1);
    progress.done(`${path.relative(root, target)}, ${size} MiB`);
  } finally {
    await unlock();
  }
}

await main('build:linux', async () => {
  const options = parseOptions(process.argv.slice(2), process.env);
  if (options.help) console.log(usage);
  else await build(options);
});
