import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createSessionServer } from '../../server/index.js';
import { CommandError, messageOf } from '../command-error.js';
import { Child } from './processes/child.js';
import { conduct, type DemoRun, type PublisherChild, type SubscriberChild } from './conduct.js';
import type { DemoOptions } from './demo-options.js';
import { DemoRecord } from './record.js';
import { sourceOf, trackerOf } from './source.js';
import { abortOf } from './processes/waiting.js';

export interface RunHooks {
  readonly signal: AbortSignal;
  /** Called once a second while the processes run. */
  readonly onSecond: (record: DemoRecord) => void;
  /** Gets a function that ends the children at once. */
  readonly onChildren: (kill: () => void) => void;
}

/**
 * Starts a server and two processes that meet in a session on it, lets them exchange media, and ends all three.
 * @throws CommandError that says what went wrong; the signal's reason if it is aborted.
 */
export async function runDemo(options: DemoOptions, hooks: RunHooks): Promise<DemoRun> {
  const source = await sourceOf(options);
  const out = resolve(options.out);
  await makeFolder(out, options.out);
  await using server = await createSessionServer();
  const { sessionId, apiKey } = await server.createSession();
  const join = { apiUrl: server.url, apiKey, sessionId, lowLatency: options.lowLatency };
  const { codec, seconds } = options;
  const tokens = [
    await server.generateToken(sessionId),
    await server.generateToken(sessionId),
  ] as const;
  hooks.signal.throwIfAborted();

  const record = new DemoRecord(trackerOf(source, seconds));
  const publisher: PublisherChild = new Child(
    'publisher',
    './publisher-process.js',
    { ...join, token: tokens[0], codec, seconds, source },
    (message) => {
      record.onPublisher(message);
    },
  );
  const subscriber: SubscriberChild = new Child(
    'subscriber',
    './subscriber-process.js',
    { ...join, token: tokens[1], mark: source.kind === 'file' ? 'fingerprint' : 'stamp', out },
    (message) => {
      record.onSubscriber(message);
    },
  );
  hooks.onChildren(() => {
    publisher.kill();
    subscriber.kill();
  });
  const ticks = setInterval(() => {
    hooks.onSecond(record);
  }, 1000);
  try {
    return await Promise.race([
      conduct(publisher, subscriber, record),
      publisher.failed,
      subscriber.failed,
      abortOf(hooks.signal),
    ]);
  } finally {
    clearInterval(ticks);
    await Promise.all([publisher.stop(), subscriber.stop()]);
  }
}

async function makeFolder(path: string, given: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw new CommandError(`--out '${given}' cannot be made: ${messageOf(error)}`);
  }
}
