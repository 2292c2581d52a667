// Two clients in one process: one records from the microphone and plays to the loudspeaker that are
// named, the other sends a tone and measures what the first one recorded. Prints the measurement.
import { Context, Publisher, Subscriber, ToneAudioSource } from '../../../dist/index.js';
import { join, streamOf } from './room.mjs';
import { measureHeard } from './tone.mjs';

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

const recorded = await measureHeard(pieces, seconds);
withDevices.dispose();
without.dispose();
console.log(JSON.stringify({ recorded }));

/**
 * @param {readonly import('../../../dist/index.js').DeviceInfo[]} list
 * @param {string} name As the sound card has it; Windows adds what the endpoint is.
 */
function idOf(list, name) {
  const found = list.find((device) => device.name.includes(name));
  if (!found) throw new Error(`no ${name} among ${list.map((device) => device.name).join(', ')}`);
  return found.id;
}
