// Two clients in one process: one records from the microphone and plays to the loudspeaker that are
// named, the other sends a tone and measures what the first one recorded. Prints the measurement.
import { Context, Publisher, Session, Subscriber, ToneAudioSource } from '../../../dist/index.js';
import { isLoud, measureTone } from './tone.mjs';

const { API_KEY = '', SESSION_ID = '', TOKEN = '', API_URL = '' } = process.env;
const { microphone, loudspeaker, frequency, seconds } = JSON.parse(process.env.SOUND ?? '');

const withDevices = new Context({ audio: 'platform' });
const without = new Context();
const { devices } = withDevices;
await devices.setMicrophone(idOf(await devices.listMicrophones(), microphone));
await devices.setSpeaker(idOf(await devices.listSpeakers(), loudspeaker));

const [recorder, sender] = await Promise.all([join(withDevices), join(without)]);
const recording = new Publisher(withDevices, {
  name: 'recording',
  video: false,
  disableAudioProcessing: true,
});
const audio = new ToneAudioSource({ frequency });
const tone = new Publisher(without, { name: 'tone', video: false, audio });
const [recordingStream, toneStream] = await Promise.all([
  streamOf(sender, 'recording'),
  streamOf(recorder, 'tone'),
  recorder.publish(recording),
  sender.publish(tone),
]);

const heard = new Subscriber(without, recordingStream);
const pieces = heard.audio();
await recorder.subscribe(new Subscriber(withDevices, toneStream));
await sender.subscribe(heard);

const samples = [];
let sampleRate = 0;
for await (const piece of pieces) {
  sampleRate = piece.sampleRate;
  // The sound card takes its time to start.
  if (samples.length === 0 && !piece.samples.some(isLoud)) continue;
  for (let at = 0; at < piece.samples.length; at += piece.channels) samples.push(piece.samples[at]);
  if (samples.length >= sampleRate * seconds) break;
}
withDevices.dispose();
without.dispose();
console.log(JSON.stringify({ recorded: measureTone(samples, sampleRate) }));

/** @param {Context} context */
async function join(context) {
  const session = new Session(context, API_KEY, SESSION_ID, {
    apiUrl: API_URL,
    iceConfig: { networks: 'loopback' },
  });
  await session.connect(TOKEN);
  return session;
}

/**
 * @param {Session} session
 * @param {string} name
 */
async function streamOf(session, name) {
  for await (const { stream } of session.events('streamReceived')) {
    if (stream.name === name) return stream;
  }
}

/**
 * @param {readonly import('../../../lib/index.js').DeviceInfo[]} list
 * @param {string} name As the sound card has it; Windows adds what the endpoint is.
 */
function idOf(list, name) {
  const found = list.find((device) => device.name.includes(name));
  if (!found) throw new Error(`no ${name} among ${list.map((device) => device.name).join(', ')}`);
  return found.id;
}
