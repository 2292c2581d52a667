import { expect, it } from 'vitest';
import { TestPatternVideoSource } from '../../lib/media/sources/test-pattern-video-source.js';
import { ToneAudioSource } from '../../lib/media/sources/tone-audio-source.js';
import { Publisher } from '../../lib/client/publishing/publisher.js';
import { Subscriber } from '../../lib/client/subscribing/subscriber.js';
import { ExampleRoom } from '../helpers/rigs/example-room.js';
import type { ProcessResult } from '../helpers/processes/node-process.js';

it('examples/basic-multiparty sees and hears everybody, and is seen by everybody', async () => {
  await using room = await ExampleRoom.open();
  const { peer, log, context } = room;
  await peer.publish(
    new Publisher(context, {
      video: new TestPatternVideoSource({ width: 320, height: 180, fps: 15 }),
      audio: new ToneAudioSource(),
    }),
  );
  const everybody = '3 in the call | Ann seen, heard | example seen, heard';
  const others: Promise<ProcessResult>[] = [];
  /** Settles when the process has seen and heard everybody. */
  const run = (): Promise<void> =>
    new Promise((complete) => {
      const onLine = (line: string): void => {
        if (line === everybody) complete();
      };
      others.push(room.run('basic-multiparty', { onLine }));
    });
  const complete = [run(), run()];

  for (const count of [1, 2]) {
    await log.until('streamReceived', () => log.payloads('streamReceived').length >= count);
    const { stream } = log.payloads('streamReceived')[count - 1] ?? expect.unreachable();
    const subscriber = new Subscriber(context, stream);
    await peer.subscribe(subscriber);
    for await (const { samples } of subscriber.audio()) {
      if (samples.some((sample) => Math.abs(sample) > 1000)) break;
    }
    using picture = await subscriber.snapshot();
    expect([picture.width, picture.height]).toEqual([320, 180]);
  }
  await Promise.all(complete);
  for (const { connection } of peer.streams) await room.dismiss(connection);
  for (const { code, stdout, stderr } of await Promise.all(others)) {
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('3 in the call');
  }
});
