import path from 'node:path';
import { provideEngine } from '../engine/engine.mjs';
import { buildAddon, buildFolder } from './addon.mjs';
import { repository } from './layout.mjs';
import { lock } from './lock.mjs';
import { main } from './main.mjs';
import { parseOptions, usage } from './options.mjs';
import { Progress } from './progress.mjs';

/** @param {import('./options.mjs').Options} options */
async function build(options) {
  const engine = await provideEngine({ ...options, platform: 'win32-x64' });
  if (options.librariesOnly) return;

  const progress = new Progress(1);
  const unlock = await lock(buildFolder);
  try {
    progress.start('addon');
    const { file, bytes } = await buildAddon(engine, { options, progress: progress.line });
    progress.done(`${path.relative(repository, file)}, ${(bytes / 2 ** 20).toFixed(1)} MiB`);
  } finally {
    await unlock();
  }
}

await main('build:windows', async () => {
  const options = parseOptions(process.argv.slice(2), process.env);
  if (options.help) console.log(usage);
  else await build(options);
});
