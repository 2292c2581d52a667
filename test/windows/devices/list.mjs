// Prints what there is on this machine, and that a microphone and pushed audio do not go together.
import { Context, Publisher, ToneAudioSource } from '../../../dist/index.js';

const context = new Context({ audio: 'platform' });
const { devices } = context;
let mixed = 'no error';
try {
  new Publisher(context, { video: false, audio: new ToneAudioSource() });
} catch (error) {
  mixed = String(error);
}
console.log(
  JSON.stringify({
    cameras: await devices.listCameras(),
    microphones: await devices.listMicrophones(),
    speakers: await devices.listSpeakers(),
    screens: await devices.listScreens(),
    unknown: await devices.setMicrophone('no such').catch((error) => error.code),
    mixed,
  }),
);
context.dispose();
