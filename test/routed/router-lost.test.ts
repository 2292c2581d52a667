import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, it, vi } from 'vitest';
import type { Subscriber } from '../../lib/index.js';
import { TcpProxy } from '../helpers/proxies/tcp-proxy.js';
import { JanusServer } from './helpers/janus-server.js';
import { expectMedia } from './helpers/media.js';
import { RoutedCall, streamIn } from './helpers/routed-call.js';

/** Promised is that media is back within 3 s; how long that takes is measured elsewhere. */
const patience = { timeout: 60_000 };

/** What the loss of media looks like to an application. */
function watch(subscriber: Subscriber): string[] {
  const events: string[] = [];
  for (const name of ['streamDisconnected', 'streamReconnected', 'error'] as const) {
    subscriber.on(name, () => events.push(name));
  }
  return events;
}

/** A publisher and two subscribers, whose media flows. */
async function begin(call: RoutedCall): Promise<readonly Subscriber[]> {
  const [ann, bob, cleo] = [await call.join(), await call.join(), await call.join()];
  await call.publish(ann);
  const subscribers = [
    await call.subscribe(bob, await streamIn(bob)),
    await call.subscribe(cleo, await streamIn(cleo)),
  ];
  await expectMedia(...subscribers);
  return subscribers;
}

/** Media is interrupted once and comes back, to the same objects. */
async function expectRecovery(
  subscribers: readonly Subscriber[],
  seen: readonly (readonly string[])[],
): Promise<void> {
  const expected = ['streamDisconnected', 'streamReconnected'];
  await vi.waitFor(() => {
    expect(seen).toEqual(subscribers.map(() => expected));
  }, patience);
  await expectMedia(...subscribers);
  expect(seen).toEqual(subscribers.map(() => expected));
}

it('Janus is killed: it is started again, and media comes back to the same objects', async () => {
  await using call = await RoutedCall.open();
  const subscribers = await begin(call);
  const seen = subscribers.map(watch);
  process.kill(call.janusPids[0] ?? expect.unreachable(), 'SIGKILL');
  await expectRecovery(subscribers, seen);
  expect(call.janusPids).toHaveLength(2);
});

it('Janus is killed twice, and while nobody publishes', async () => {
  await using call = await RoutedCall.open();
  for (const count of [1, 2]) {
    process.kill(call.janusPids.at(-1) ?? expect.unreachable(), 'SIGKILL');
    await vi.waitUntil(() => call.janusPids.length > count, patience);
  }
  await begin(call);
});

it('a Janus of its own is killed and started again: the server finds it, and media comes back', async () => {
  await using janus = await JanusServer.start(60);
  await using call = await RoutedCall.open(janus.url);
  const subscribers = await begin(call);
  const seen = subscribers.map(watch);
  await janus.crash();
  await expectRecovery(subscribers, seen);
});

it('the WebSocket to Janus is lost: media goes on, and the session is claimed', async () => {
  await using janus = await JanusServer.start(60);
  await using proxy = await TcpProxy.to(janus.port);
  await using call = await RoutedCall.open(proxy.url.replace('http', 'ws'));
  const subscribers = await begin(call);
  const seen = subscribers.map(watch);
  const changes: boolean[] = [];
  call.server.events.on('routerChanged', ({ isUp }) => changes.push(isUp));
  proxy.cut();
  await vi.waitUntil(() => changes.length === 1, patience);
  await expectMedia(...subscribers);
  proxy.restore();
  await vi.waitUntil(() => changes.length === 2, patience);
  await expectMedia(...subscribers);
  expect(changes).toEqual([false, true]);
  expect(seen).toEqual([[], []]);
  // It can still be used.
  const dora = await call.join();
  await expectMedia(await call.subscribe(dora, await streamIn(dora)));
});

it('a Janus that keeps no sessions: the WebSocket is lost, and everybody negotiates again', async () => {
  await using janus = await JanusServer.start(0);
  await using proxy = await TcpProxy.to(janus.port);
  await using call = await RoutedCall.open(proxy.url.replace('http', 'ws'));
  const subscribers = await begin(call);
  const seen = subscribers.map(watch);
  proxy.cut();
  proxy.restore();
  await expectRecovery(subscribers, seen);
});

it('the server ends: so does its Janus, and nothing of it is left', async () => {
  const call = await RoutedCall.open();
  const pid = call.janusPids[0] ?? expect.unreachable();
  const folders = (): string[] =>
    readdirSync(tmpdir()).filter((name) => name.startsWith('webrtc-session-janus-'));
  const [before] = [folders()];
  expect(existsSync(`/proc/${pid}`)).toBe(true);
  await call[Symbol.asyncDispose]();
  expect(existsSync(`/proc/${pid}`)).toBe(false);
  expect(folders()).toHaveLength(before.length - 1);
});
