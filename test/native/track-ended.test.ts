import { afterAll, describe, expect, test } from 'vitest';

import { NativeEngine } from '../../lib/node/binary/native-engine.js';
import { call, type Call } from './helpers/loopback.js';
import { until } from '../helpers/until.js';

const engine = new NativeEngine();
afterAll(() => {
  engine.close();
});

describe('a track that the other side sends no more', () => {
  test('ends, its sink delivers nothing more, and it comes anew if it is sent again', async () => {
    const track = engine.createTestPatternTrack({ width: 160, height: 120, fps: 30 });
    using connected = await call(engine, [{ track }]);
    const first = await connected.track('video');
    let frames = 0;
    engine.openVideoSink(first, () => frames++);
    await until(() => frames > 3);

    await offerAs(connected, 'inactive');
    await until(() => connected.receiver.ended.includes(first));
    const before = frames;
    await offerAs(connected, 'sendonly');
    await until(() => connected.receiver.tracks.length === 2);
    expect(frames).toBe(before);
    let again = 0;
    engine.openVideoSink(connected.receiver.tracks[1] ?? first, () => again++);
    await until(() => again > 3);
  });
});

/** Offers again with the direction of the video replaced. */
async function offerAs({ sender, receiver }: Call, direction: string): Promise<void> {
  const offer = await sender.connection.createOffer();
  await sender.connection.setLocalDescription(offer);
  const sdp = offer.sdp.replace('a=sendonly', `a=${direction}`);
  await receiver.connection.setRemoteDescription({ type: 'offer', sdp });
  const answer = await receiver.connection.createAnswer();
  await receiver.connection.setLocalDescription(answer);
  await sender.connection.setRemoteDescription(answer);
}
