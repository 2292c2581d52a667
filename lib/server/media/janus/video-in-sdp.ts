import type { VideoCodec } from '../../router-options.js';

/**
 * The video codec that the sender of an offer likes best of those that are allowed (RFC 3264 §6.1: payload types are in the
 * order of its preference). Undefined if it has none of them, or no video.
 */
export function offeredVideoCodec(
  offer: string,
  allowed: readonly VideoCodec[],
): VideoCodec | undefined {
  const lines = offer.split(/\r?\n/);
  const start = lines.findIndex((line) => line.startsWith('m=video '));
  if (start < 0) return undefined;
  const end = lines.findIndex((line, at) => at > start && line.startsWith('m='));
  const section = lines.slice(start, end < 0 ? undefined : end);
  const names = new Map<string, string>();
  for (const line of section) {
    const [, payloadType = '', name = ''] = /^a=rtpmap:(\d+) ([\w-]+)\//.exec(line) ?? [];
    names.set(payloadType, name.toLowerCase());
  }
  const payloadTypes = lines[start]?.split(' ').slice(3) ?? [];
  return payloadTypes
    .map((payloadType) => allowed.find((codec) => codec === names.get(payloadType)))
    .find((codec) => codec !== undefined);
}

/** Whether an answer takes none of the video that was offered (RFC 3264 §6: port 0). */
export function rejectsVideo(answer: string): boolean {
  return /^m=video 0 /m.test(answer);
}
