#!/usr/bin/env node
/**
 * Makes a fresh clone ready to run: npm packages, native addon, TypeScript. `npm start` and `npm test` call it first.
 * Idempotent: what is up to date is left alone, so the second run takes well under two seconds.
 *
 * `--with <group>` (may be repeated) adds Debian packages: without it, nothing is asked of the system. Only with
 * `--build-engine` is libwebrtc built where native sources were changed and it is not in the cache.
 *
 * Uses nothing but Node, because nothing else is there yet.
 */
import { parseArgs } from 'node:util';
import { checkMachine } from './setup/machine.mjs';
import { installDebianPackages } from './setup/debian-packages.mjs';
import { installNpmPackages } from './setup/npm-packages.mjs';
import { buildNative } from './setup/native-build.mjs';
import { buildTypeScript } from './setup/typescript-build.mjs';
import { SetupError, say } from './setup/report.mjs';

try {
  checkMachine();
  const { values } = parseArgs({
    options: {
      with: { type: 'string', multiple: true },
      'build-engine': { type: 'boolean', default: false },
    },
  });
  const debianPackages = () => installDebianPackages(values.with);
  const native = () => buildNative({ buildEngine: values['build-engine'] });
  const steps = [debianPackages, installNpmPackages, native, buildTypeScript];
  const started = performance.now();
  let worked = false;
  for (const step of steps) worked = (await step()) || worked;
  if (worked) say(`ready after ${((performance.now() - started) / 1000).toFixed(1)} s`);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(`stopped: ${error.message}`);
  if (error.remedy) say(`remedy: ${error.remedy}`);
  process.exitCode = 1;
}
