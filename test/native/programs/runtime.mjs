/** What the runtime half of the binding promises, one thing for each argument. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setImmediate as turn } from 'node:timers/promises';

import { binding, config, connect, whenFrames } from './call.mjs';

/** @param {unknown} value */
const tell = (value) => console.log(JSON.stringify(value));
/** @param {Promise<unknown>} promise */
const outcome = (promise) =>
  promise.then(
    () => 'resolved',
    (error) => String(error),
  );

const things = {
  'inherited descriptors': () =>
    whenFrames(() => {
      const { stdout } = spawnSync('/bin/ls', ['-l', '/proc/self/fd'], { encoding: 'utf8' });
      tell(
        stdout.split('\n').filter((line) => / (?![012] )\d+ -> .*(socket|eventpoll)/.test(line)),
      );
      process.exit(0);
    }),
  'promises after shutdown': async () => {
    const connection = new binding.PeerConnection(new binding.Engine(), config, () => undefined);
    const pending = outcome(connection.getStats());
    binding.shutdown();
    tell([await pending, await outcome(connection.createOffer())]);
  },
  'setters on prototypes': async () => {
    const engine = new binding.Engine();
    const { a, negotiated } = connect(engine);
    await negotiated;
    for (const name of ['type', 'sdp', 'id', 'timestamp', 'frames', '0']) {
      Object.defineProperty(Object.prototype, name, {
        configurable: true,
        get: () => undefined,
        set: () => {},
      });
    }
    const own = Object.hasOwn;
    const offer = await a.createOffer();
    const stats = await a.getStats();
    tell([own(offer, 'type'), own(offer, 'sdp'), own(stats, 0), own(stats[0] ?? {}, 'id')]);
    process.exit(0);
  },
  'objects of another load': () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'second-load-'));
    const copy = path.join(folder, 'copy.node');
    copyFileSync(process.env['WEBRTC_SESSION_BINARY'] ?? '', copy);
    /** @type {typeof binding} */
    const other = createRequire(import.meta.url)(copy);
    try {
      new binding.PeerConnection(new other.Engine(), config, () => undefined);
      tell('taken');
    } catch (error) {
      tell(String(error));
    }
    other.shutdown();
    try {
      rmSync(folder, { recursive: true });
    } catch {
      // Windows keeps a library that is loaded.
    }
    process.exit(0);
  },
  'a huge string': () => {
    const huge = 'x'.repeat(2 ** 29 - 100);
    const connection = new binding.PeerConnection(new binding.Engine(), config, () => undefined);
    const before = process.resourceUsage().maxRSS;
    try {
      void connection.addIceCandidate({ candidate: huge, sdpMid: '0', sdpMLineIndex: 0 });
    } catch (error) {
      tell([String(error), process.resourceUsage().maxRSS - before < 100_000]);
    }
    process.exit(0);
  },
  'five thousand completions': async () => {
    const engine = new binding.Engine();
    const { a, negotiated } = connect(engine);
    await negotiated;
    let done = 0;
    const all = Promise.all(
      Array.from({ length: 5000 }, () => a.getStats().then(() => (done += 1))),
    );
    let most = 0;
    while (done < 5000) {
      const before = done;
      await turn();
      most = Math.max(most, done - before);
    }
    await all;
    tell(most <= 100);
    process.exit(0);
  },
  'names of threads': () =>
    whenFrames(() => {
      const names = readdirSync('/proc/self/task').map((id) =>
        readFileSync(`/proc/self/task/${id}/comm`, 'utf8').trim(),
      );
      tell(['audio-clock', 'video-clock'].filter((name) => names.includes(name)));
      process.exit(0);
    }),
  'a busy log handler': async () => {
    /** @type {string[]} */
    const lines = [];
    binding.setLogger('verbose', (_level, line) => lines.push(line));
    const engine = new binding.Engine();
    const connections = Array.from({ length: 200 }, () => {
      const connection = new binding.PeerConnection(engine, config, () => undefined);
      connection.addTrack(new binding.PushedVideoTrack(engine));
      void connection.createOffer().then(
        (offer) => connection.setLocalDescription(offer),
        () => undefined,
      );
      return connection;
    });
    // JS is busy meanwhile: nothing is taken.
    const end = performance.now() + 3000;
    while (performance.now() < end);
    await Promise.all(connections.map((connection) => connection.getStats()));
    binding.setLogger('error', null);
    tell(lines.some((line) => /^\d+ lines were dropped$/.test(line)));
    process.exit(0);
  },
  'closing two hundred connections': async () => {
    const engine = new binding.Engine();
    const track = new binding.TestPatternTrack(engine, { width: 64, height: 64, fps: 5 });
    for (let i = 0; i < 200; i += 1) {
      const connection = new binding.PeerConnection(engine, config, () => undefined);
      connection.addTrack(track);
      await connection.setLocalDescription(await connection.createOffer());
    }
    const before = performance.now();
    engine.close();
    const blockedMs = performance.now() - before;
    console.error(`blocked ${blockedMs} ms`);
    tell(blockedMs < 250);
  },
};

await things[/** @type {keyof typeof things} */ (process.argv[2])]();
