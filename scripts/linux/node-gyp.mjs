#!/usr/bin/env node
// What prebuildify runs in place of node-gyp: cmake-js builds the addon, and a copy of it goes where prebuildify looks,
// because prebuildify moves away what it finds.
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/inputs.mjs';
import { run } from '../setup/run.mjs';

const { code } = await run('npm', ['run', '--silent', 'build:native'], { cwd: root });
if (code === 0) {
  const found = join(process.cwd(), 'build', 'Release');
  mkdirSync(found, { recursive: true });
  copyFileSync(
    join(root, 'build', 'Release', 'webrtc-session.node'),
    join(found, 'webrtc-session.node'),
  );
}
process.exitCode = code;
