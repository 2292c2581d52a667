#!/usr/bin/env node
/**
 * What npm runs in a checkout after its packages are installed, and before it packs one: `npm install git+https://…` gets
 * a package with `dist`. Nothing is done twice: set-up, which comes next in a checkout, finds it up to date.
 */
import { SetupError, say } from './setup/report.mjs';
import { buildTypeScript } from './setup/typescript-build.mjs';

try {
  await buildTypeScript();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(`stopped: ${error.message}`);
  if (error.remedy) say(`remedy: ${error.remedy}`);
  process.exitCode = 1;
}
