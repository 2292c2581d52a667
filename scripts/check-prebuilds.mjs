#!/usr/bin/env node
/**
 * Whether the tracked binaries were made of the sources beside them. With `--rebuild` they are made again, from the engine
 * in the cache or from its sources, and have to come out the same, byte for byte. `--only PLATFORM` looks at one alone.
 */
import { parseArgs } from 'node:util';
import { prebuildProblems } from './package/check.mjs';
import { prebuildOf, prebuilds } from './package/layout.mjs';
import { readRecord } from './package/record.mjs';
import { SetupError, say, timed } from './setup/report.mjs';
import { run } from './setup/run.mjs';

/** @param {import('./package/layout.mjs').Prebuild} prebuild */
async function rebuild(prebuild) {
  const before = readRecord(prebuild)?.sha256;
  const [program = '', ...args] = prebuild.command.split(' ');
  const { code } = await timed(prebuild.command, () => run(program, args));
  if (code !== 0) throw new SetupError(`${prebuild.command} failed`, 'see the lines above');
  const after = readRecord(prebuild)?.sha256;
  if (before === after) return;
  throw new SetupError(
    `prebuilds/${prebuild.platform} came out as ${after}, tracked is ${before}`,
    'track the new one, or find out what it depends on that is not in its record',
  );
}

try {
  const { values } = parseArgs({
    options: {
      rebuild: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true },
    },
  });
  const wanted = values.only?.map(prebuildOf) ?? prebuilds;
  const problems = wanted.flatMap((prebuild) => prebuildProblems(prebuild));
  if (problems.length > 0) throw new SetupError(problems.join('\n  '));
  if (values.rebuild) for (const prebuild of wanted) await rebuild(prebuild);
  say(`${wanted.map(({ platform }) => platform).join(', ')}: as the sources say`);
} catch (error) {
  if (!(error instanceof SetupError || error instanceof RangeError)) throw error;
  say(`stopped: ${error.message}`);
  if (error instanceof SetupError && error.remedy) say(`remedy: ${error.remedy}`);
  process.exitCode = 1;
}
