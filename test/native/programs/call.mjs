/**
 * What the programs of this folder share. They use the binary itself, whose file is WEBRTC_SESSION_BINARY.
 *
 * @import { Engine, RemoteTrack } from '../../../binding.js'
 * @import { IceCandidate } from '../../../dist/media/engine.js'
 */
import { createRequire } from 'node:module';
import process from 'node:process';

const file = process.env['WEBRTC_SESSION_BINARY'] ?? '';
/** @type {typeof import('../../../binding.js')} */
export const binding = createRequire(import.meta.url)(file);
// As lib/node/binary/load-binding.ts does.
process.once('exit', () => binding.shutdown());

/** @type {import('../../../dist/media/engine.js').PeerConnectionConfig} */
export const config = { iceServers: [], iceTransportPolicy: 'all', networks: 'loopback' };

/**
 * Starts a call with video and a tone from `a` to `b`.
 *
 * @param {Engine} engine
 * @param {object} [listeners]
 * @param {(side: 'a' | 'b', name: string, payload: unknown) => void} [listeners.onEvent] Hears everything.
 * @param {(track: RemoteTrack) => void} [listeners.onTrack]
 */
export function connect(engine, { onEvent, onTrack } = {}) {
  /** @type {(side: 'a' | 'b', other: () => InstanceType<typeof binding.PeerConnection>) => import('../../../binding.js').PeerConnectionListener} */
  const listen = (side, other) => (name, payload) => {
    if (name === 'candidate') {
      void other()
        .addIceCandidate(/** @type {IceCandidate} */ (payload))
        .catch(() => undefined);
    }
    if (name === 'track') onTrack?.(/** @type {RemoteTrack} */ (payload));
    onEvent?.(side, name, payload);
  };
  /** @type {InstanceType<typeof binding.PeerConnection>} */
  const a = new binding.PeerConnection(
    engine,
    config,
    listen('a', () => b),
  );
  /** @type {InstanceType<typeof binding.PeerConnection>} */
  const b = new binding.PeerConnection(
    engine,
    config,
    listen('b', () => a),
  );
  a.addTrack(new binding.TestPatternTrack(engine, { width: 320, height: 240, fps: 30 }));
  a.addTrack(
    new binding.ToneTrack(engine, {
      sampleRate: 48_000,
      channels: 1,
      frequency: 440,
      amplitude: 0.5,
    }),
  );
  return { a, b, negotiated: negotiate(a, b) };
}

/**
 * @param {InstanceType<typeof binding.PeerConnection>} offering
 * @param {InstanceType<typeof binding.PeerConnection>} answering
 */
export async function negotiate(offering, answering) {
  const offer = await offering.createOffer();
  await offering.setLocalDescription(offer);
  await answering.setRemoteDescription(offer);
  const answer = await answering.createAnswer();
  await answering.setLocalDescription(answer);
  await offering.setRemoteDescription(answer);
}

/**
 * A call whose frames are received; `act` is called at the third.
 *
 * @param {() => void} act
 */
export function whenFrames(act, engine = new binding.Engine()) {
  let frames = 0;
  connect(engine, {
    onTrack: (track) => {
      if (track.kind === 'audio') {
        new binding.AudioSink(track, () => undefined);
        return;
      }
      new binding.VideoSink(track, () => {
        frames += 1;
        if (frames === 3) act();
      });
    },
  });
}

/** Of `node --expose-gc`. */
export function collectGarbage() {
  if (!globalThis.gc) throw new Error('needs --expose-gc');
  void globalThis.gc();
}
