import { describe, expect, it } from 'vitest';
import { difference, fingerprint } from '../../../lib/measure/frame-fingerprint.js';
import { matchFrames } from '../../../lib/measure/match-frames.js';
import { MatchTracker } from '../../../lib/measure/match-tracker.js';
import type { SentFrame } from '../../../lib/measure/frame-tracker.js';
import type { ReceivedFrame } from '../../../lib/measure/frame-tracker.js';

const width = 160;
const height = 90;
const frameUs = 33_000;
const delayUs = 50_000;

/** A picture with a bright bar at `x`. */
function picture(x: number): Uint8Array {
  const luma = new Uint8Array(width * height).fill(80);
  for (let y = 0; y < height; y += 1) luma.fill(200, y * width + x, y * width + x + 10);
  return luma;
}

function sentFrame(index: number, x: number): SentFrame {
  return {
    index,
    sentUs: index * frameUs,
    mediaUs: index * frameUs,
    fingerprint: fingerprint(picture(x), width, height),
  };
}

/** The same picture after a lossy way, with every pixel a little off. */
function received(sent: SentFrame, x: number): ReceivedFrame {
  const luma = picture(x).map((value, at) => value + ((at * 7) % 5) - 2);
  return {
    receivedUs: sent.sentUs + delayUs,
    width,
    height,
    mark: fingerprint(luma, width, height),
  };
}

const moving = Array.from({ length: 20 }, (_, index) => sentFrame(index, index * 7));
const movingReceived = moving.map((frame, index) => received(frame, index * 7));
const still = Array.from({ length: 20 }, (_, index) => sentFrame(index, 30));
const stillReceived = still.map((frame) => received(frame, 30));
const all = [...moving.keys()];

describe('fingerprint', () => {
  it('is the same for a scaled picture', () => {
    const half = new Uint8Array((width / 2) * (height / 2));
    const full = picture(40);
    for (let at = 0; at < half.length; at += 1) {
      half[at] = full[Math.floor(at / (width / 2)) * 2 * width + (at % (width / 2)) * 2] ?? 0;
    }
    const one = fingerprint(full, width, height);
    expect(difference(one, fingerprint(half, width / 2, height / 2))).toBeLessThan(0.5);
    expect(difference(one, fingerprint(picture(50), width, height))).toBeGreaterThan(5);
  });
});

describe('matchFrames', () => {
  it('recognises the frames of a moving picture', () => {
    expect(matchFrames(moving, movingReceived)).toEqual(all);
  });

  it('tells which frames are missing', () => {
    const some = movingReceived.filter((_, index) => index !== 3 && index !== 11);
    expect(matchFrames(moving, some)).toEqual(all.filter((index) => index !== 3 && index !== 11));
  });

  it('sees frames that come in another order', () => {
    const [first, second, ...rest] = movingReceived;
    const swapped = [second, first, ...rest].filter((frame) => frame !== undefined);
    expect(matchFrames(moving, swapped).slice(0, 3)).toEqual([1, 0, 2]);
  });

  it('counts the frames of a still picture if none is missing', () => {
    expect(matchFrames(still, stillReceived)).toEqual(all);
  });

  it('does not guess which frame of a still picture is missing', () => {
    expect(matchFrames(still, stillReceived.slice(1))).toEqual(all.slice(1).map(() => undefined));
  });

  it('knows the part of a still picture between two moves', () => {
    const sent = all.map((index) => sentFrame(index, index < 5 || index > 15 ? index * 7 : 40));
    const got = sent.map((frame, index) =>
      received(frame, index < 5 || index > 15 ? index * 7 : 40),
    );
    expect(matchFrames(sent, got, { whole: false })).toEqual(all);
  });

  it('does not take a frame for one that was sent later', () => {
    const early = movingReceived.map((frame) => ({ ...frame, receivedUs: -1 }));
    expect(matchFrames(moving, early, { whole: false })).toEqual(all.map(() => undefined));
  });
});

describe('MatchTracker', () => {
  it('does not measure the lead-in', () => {
    const tracker = new MatchTracker();
    const leadIn = { ...received(sentFrame(0, 0), 0), receivedUs: -20_000 };
    expect(tracker.startUs).toBeUndefined();
    tracker.addSent(moving);
    tracker.addReceived([leadIn, ...movingReceived.slice(0, -1)]);
    expect(tracker.published).toBe(20);
    expect(tracker.complete).toBe(false);
    tracker.addReceived(movingReceived.slice(-1));
    expect(tracker.complete).toBe(true);
    const [before, ...after] = tracker.deliveries();
    expect(before).toMatchObject({ measured: false, origin: undefined });
    expect(after.map(({ origin }) => origin?.index)).toEqual(all);
    expect(after.every(({ measured }) => measured)).toBe(true);
    expect(tracker.recent(19 * frameUs + delayUs)).toMatchObject([{ origin: { index: 19 } }]);
  });
});
