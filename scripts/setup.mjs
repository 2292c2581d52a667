#!/usr/bin/env node
/**
 * Makes a fresh clone ready to run: Debian packages, npm packages, native addon, TypeScript. `npm start` and `npm test`
 * call it first. Idempotent: what is up to date is left alone, so the second run takes well under two seconds.
 *
 * `--with <group>` (may be repeated) adds the Debian packages that only some suites need.
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
  const { values } = parseArgs({ options: { with: { type: 'string', multiple: true } } });
  const debianPackages = () => installDebianPackages(values.with);
  const steps = [debianPackages, installNpmPackages, buildNative, buildTypeScript];
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
