import type { SentFrame } from './frame-tracker.js';
import { difference } from './frame-fingerprint.js';
import type { ReceivedFrame } from './frame-tracker.js';

/** A frame cannot be on its way for longer and still be called live. */
const longestDelayUs = 2_000_000;

/** The most that encoding changes a fingerprint by, in steps of luma. */
const sameAtMost = 8;

/**
 * Which of the frames sent each received one is: for every received frame its place in `sent`, undefined where it
 * cannot be told.
 *
 * First the frames whose fingerprint is much closer to one sent frame than to any other. The rest, as in a still
 * picture, follows from its neighbours: if as many frames came between two known ones as were sent between them, none is
 * missing there and they are in order. The same holds from the start and to the end, if `received` is `whole`.
 */
export function matchFrames(
  sent: readonly SentFrame[],
  received: readonly ReceivedFrame[],
  { whole = true } = {},
): (number | undefined)[] {
  const places = received.map((frame) => mostAlike(sent, frame));
  const known = [
    ...(whole ? [{ at: -1, place: -1 }] : []),
    ...places.flatMap((place, at) => (place === undefined ? [] : [{ at, place }])),
    ...(whole ? [{ at: received.length, place: sent.length }] : []),
  ];
  for (const [index, to] of known.entries()) {
    const from = known[index - 1];
    if (!from || to.at - from.at !== to.place - from.place) continue;
    for (let at = from.at + 1; at < to.at; at += 1) places[at] = from.place + at - from.at;
  }
  return places;
}

function mostAlike(
  sent: readonly SentFrame[],
  { receivedUs, mark }: ReceivedFrame,
): number | undefined {
  if (!(mark instanceof Float32Array)) return undefined;
  let best = Infinity;
  let second = Infinity;
  let place: number | undefined;
  for (let at = firstSince(sent, receivedUs - longestDelayUs); at < sent.length; at += 1) {
    const candidate = sent[at];
    if (!candidate || candidate.sentUs > receivedUs) break;
    const distance = difference(candidate.fingerprint, mark);
    if (distance < best) {
      second = best;
      best = distance;
      place = at;
    } else if (distance < second) second = distance;
  }
  return best <= sameAtMost && second > 2 * best ? place : undefined;
}

/** The first frame that was sent at `timeUs` or later; frames are in the order of sending. */
function firstSince(sent: readonly SentFrame[], timeUs: number): number {
  let low = 0;
  let high = sent.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sent[middle]?.sentUs ?? 0) < timeUs) low = middle + 1;
    else high = middle;
  }
  return low;
}
