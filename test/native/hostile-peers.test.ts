import { expect, test } from 'vitest';

import { NativeEngine } from '../../lib/node/binary/native-engine.js';
import { loopbackConfig } from './helpers/loopback.js';
import { runChild } from './helpers/child.js';

/** How many of a sweep's changes make one that is tried here; `npm run sweep:descriptions` tries all. */
const whole = process.env['WEBRTC_SESSION_SWEEP'];
/** A tenth of that under Wine, where 24 calls with media at once take a minute for what is done in four seconds here. */
const every = whole ?? (process.platform === 'win32' ? '600' : '60');
const timeout = whole === undefined ? 120_000 : 3_600_000;

/** Fails with the change that ended the process. */
async function expectSurvival(args: string[]): Promise<void> {
  const { code, signal, stdout } = await runChild('hostile-lines.mjs', {
    args,
    timeoutMs: timeout,
  });
  const last = stdout.trimEnd().split('\n').at(-1);
  expect({ code, signal, last }).toEqual({
    code: 0,
    signal: null,
    last: expect.stringMatching(/^survived \d+$/) as string,
  });
}

test('lines that once ended the process no longer do', { timeout }, () =>
  expectSurvival(['corpus']),
);

test.each(['offer', 'answer', 'recvonly offer'])(
  'no value in a line ends the process: %s',
  { timeout },
  (side) => expectSurvival([side, every]),
);

test(
  'candidates cost neither threads nor the frames of another call',
  { timeout: 120_000 },
  async () => {
    const { code, signal, stdout, stderr } = await runChild('hostile-candidates.mjs');
    expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: '' });
    const result = JSON.parse(stdout) as Record<string, unknown>;
    expect(result).toMatchObject({
      names: ['RangeError: candidate.candidate must have an IP address, not the name of a host'],
      hidden: 'taken',
      taken: 64,
      rejected: [
        'RangeError: addIceCandidate: there are 64 candidates already; more come with new ICE credentials',
      ],
    });
    expect(result['more']).toBeLessThan(10);
    // Ten frames at 30 a second; 1,000 candidates took 12 seconds.
    expect(result['stalledMs']).toBeLessThan(3000);
  },
);

const ignore = {
  candidate: () => undefined,
  connectionState: () => undefined,
  iceConnectionState: () => undefined,
  track: () => undefined,
};

/** Gives a changed offer of video to a connection. */
async function answerTo(change: (sdp: string) => string) {
  const engine = new NativeEngine();
  const offering = engine.createPeerConnection(loopbackConfig, ignore);
  offering.addTrack(engine.createTestPatternTrack({ width: 64, height: 64, fps: 5 }));
  const { sdp } = await offering.createOffer();
  const answering = engine.createPeerConnection(loopbackConfig, ignore);
  try {
    await answering.setRemoteDescription({ type: 'offer', sdp: change(sdp) });
    await answering.setLocalDescription(await answering.createAnswer());
    return await answering.getStats();
  } finally {
    engine.close();
  }
}

test('a description that makes no sense rejects with what is wrong with it', async () => {
  await expect(
    answerTo((sdp) => sdp.replace('a=setup:actpass', 'a=setup:holdconn')),
  ).rejects.toThrow(
    new RangeError('description.sdp: a=setup must be active, passive or actpass, not holdconn'),
  );
  await expect(
    answerTo((sdp) => {
      const section = sdp.slice(sdp.indexOf('m='));
      const more = Array.from({ length: 40 }, (_, i) =>
        section.replace(/a=mid:.*/, `a=mid:more${i}`).replace(/a=(ssrc|msid).*\r\n/g, ''),
      );
      return sdp + more.join('');
    }),
  ).rejects.toThrow(new RangeError('description.sdp must have at most 32 sections, not 41'));
});

test('of the candidates in a description 64 are taken, and no names', async () => {
  const lines = (address: (i: number) => string) =>
    Array.from({ length: 200 }, (_, i) => `a=candidate:1 1 udp 1 ${address(i)} typ host\r\n`);
  const candidates = [
    ...lines((i) => `name-${i}.hostile.invalid 9`),
    ...lines((i) => `127.0.0.1 ${i + 1}`),
  ];
  const stats = await answerTo((sdp) => sdp + candidates.join(''));
  const taken = [...stats.values()].filter(({ type }) => type === 'remote-candidate');
  expect(taken.length).toBeLessThanOrEqual(64);
  expect(taken.map((entry) => entry['address'])).not.toContain('name-0.hostile.invalid');
});
