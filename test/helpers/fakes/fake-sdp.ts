import type { TrackKind } from '../../../lib/media/engine.js';

export interface FakeMedia {
  readonly kind: TrackKind;
  /** Id of the track that is sent; undefined: this side only receives. */
  readonly trackId: string | undefined;
}

/** What the fake engine puts into a session description and reads from one. */
export interface FakeDescription {
  /** Which fake peer connection wrote it. */
  readonly connection: string;
  /** ICE user name fragment; another one is an ICE restart. */
  readonly ufrag: string;
  /** DTLS role, RFC 8842. */
  readonly setup: 'actpass' | 'active' | 'passive';
  readonly media: readonly FakeMedia[];
}

const rtpMap: Readonly<Record<TrackKind, string>> = {
  audio: '111 opus/48000/2',
  video: '96 VP8/90000',
};

/** Looks like SDP where the product looks at SDP. */
export function formatFakeSdp({ connection, ufrag, setup, media }: FakeDescription): string {
  const sections = media.flatMap(({ kind, trackId }, index) => [
    `m=${kind} 9 UDP/TLS/RTP/SAVPF ${rtpMap[kind].split(' ')[0] ?? ''}`,
    `a=mid:${index}`,
    `a=ice-ufrag:${ufrag}`,
    `a=setup:${setup}`,
    trackId === undefined ? 'a=recvonly' : `a=sendonly`,
    ...(trackId === undefined ? [] : [`a=msid:- ${trackId}`]),
    `a=rtpmap:${rtpMap[kind]}`,
    ...(kind === 'audio' ? ['a=fmtp:111 minptime=10;useinbandfec=1'] : []),
  ]);
  const head = ['v=0', `o=- ${connection} 0 IN IP4 127.0.0.1`, 's=-', 't=0 0'];
  return [...head, `a=ice-ufrag:${ufrag}`, ...sections, ''].join('\r\n');
}

/** @throws Error if the fake engine did not write it. */
export function parseFakeSdp(sdp: string): FakeDescription {
  const [session = '', ...sections] = sdp.split('\r\nm=');
  const connection = /^o=- (\S+) /m.exec(session)?.[1];
  const ufrag = /^a=ice-ufrag:(\S+)/m.exec(session)?.[1];
  if (connection === undefined || ufrag === undefined) throw new Error('invalid SDP');
  const media = sections.map((section): FakeMedia => {
    const kind = section.startsWith('audio') ? 'audio' : 'video';
    return { kind, trackId: /^a=msid:- (\S+)/m.exec(section)?.[1] };
  });
  const setup = /^a=setup:(active|passive)/m.exec(sdp)?.[1] as 'active' | 'passive' | undefined;
  return { connection, ufrag, setup: setup ?? 'actpass', media };
}

export function fakeCandidate(ufrag: string): string {
  return `candidate:1 1 udp 2113937151 127.0.0.1 9 typ host ufrag ${ufrag}`;
}

export function candidateUfrag(candidate: string): string | undefined {
  return / ufrag (\S+)/.exec(candidate)?.[1];
}
