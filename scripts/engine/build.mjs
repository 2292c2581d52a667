import { main } from '../windows/main.mjs';
import { provideEngine } from './engine.mjs';
import { parseOptions, usage } from './options.mjs';

await main('build:engine', async () => {
  const options = parseOptions(process.argv.slice(2), process.env);
  if (options.help) console.log(usage);
  else await provideEngine(options);
});
