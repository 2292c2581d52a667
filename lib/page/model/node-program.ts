import type { Credentials } from './credentials.js';

/** A program for Node that joins the very session of the page. */
export function nodeProgram({ apiUrl, apiKey, sessionId, token }: Credentials): string {
  return `// npm install webrtc-session; save as join.mjs; node join.mjs
import { Context, Publisher, Session, TestPatternVideoSource, ToneAudioSource } from 'webrtc-session';

const session = new Session(
  Context.instance,
  ${JSON.stringify(apiKey)},
  ${JSON.stringify(sessionId)},
  { apiUrl: ${JSON.stringify(apiUrl)} },
);
session.on('streamReceived', ({ stream }) => console.log('stream', stream.name));
await session.connect(
  ${JSON.stringify(token)},
);
await session.publish(
  new Publisher(Context.instance, {
    name: 'Node',
    video: new TestPatternVideoSource({ width: 640, height: 360, fps: 30 }),
    audio: new ToneAudioSource({ frequency: 440, amplitude: 0.1 }),
  }),
);
process.once('SIGINT', () => Context.instance.dispose());
`;
}
